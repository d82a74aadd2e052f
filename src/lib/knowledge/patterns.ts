// The source document's Phase 10.

/** Patterns beyond calls that fail; the first five are the library's. */
export type GuideId = Pattern['id'] | 'saga' | 'anti-corruption-layer' | 'event-sourcing' | 'api-gateway' | 'idempotency' | 'dead-letter-queue';

export interface Pattern {
  readonly id: 'strangler-fig' | 'cqrs' | 'outbox' | 'bff' | 'sidecar';
  readonly name: string;
  readonly purpose: string;
  readonly useWhen: readonly string[];
  readonly avoidWhen: readonly string[];
  readonly steps: readonly string[];
  readonly note?: string;
}

/** CQRS pays from this ratio of reads to writes on. */
export const CQRS_READ_WRITE_RATIO = 10;
/** A mesh pays above the first number of services and never below the second. */
export const MESH_SERVICES = { above: 10, never: 5 } as const;

export const PATTERNS: readonly Pattern[] = [
  {
    id: 'strangler-fig', name: 'Strangler fig', purpose: 'Moves a monolith to services piece by piece, without one great rewrite.',
    useWhen: ['a monolith must become services while it keeps serving'], avoidWhen: ['the system is small enough to rewrite at once'],
    steps: ['Choose one bounded context.', 'Build the new service beside the monolith.', 'Send traffic through a proxy and compare the answers in shadow.', 'Switch the traffic with a feature flag.', 'Remove the old code.', 'Take the next context.'],
    note: 'One context a quarter is a healthy pace.',
  },
  {
    id: 'cqrs', name: 'Command query responsibility segregation', purpose: 'Separates the model that writes from the models that read.',
    useWhen: [`reads outnumber writes by more than ${CQRS_READ_WRITE_RATIO} to 1`, 'what is read differs much from what is written', 'reads and writes scale differently'],
    avoidWhen: ['plain create, read, update and delete'],
    steps: ['Commands change the write store, the source of truth.', 'Events or change data capture carry the changes over.', 'Queries read from views that are made for them.'],
  },
  {
    id: 'outbox', name: 'Outbox', purpose: 'Publishes an event if, and only if, its data was written.',
    useWhen: ['a database write and an event belong together'], avoidWhen: ['nobody consumes the event'],
    steps: ['Write the data.', 'Write the event to the outbox table in the same transaction.', 'A background process reads what is not yet published.', 'It publishes to the broker.', 'It marks the event as published.'],
    note: 'Events arrive at least once, so consumers must be idempotent.',
  },
  {
    id: 'bff', name: 'Backend for frontend', purpose: 'Gives each kind of client a backend of its own.',
    useWhen: ['clients need differently shaped data', 'a mobile client must save bandwidth', 'a web client needs aggregated views', 'clients authenticate differently'],
    avoidWhen: ['there is one client'],
    steps: ['One backend a client stands before the services.', 'It aggregates and shapes what its client needs.'],
  },
  {
    id: 'sidecar', name: 'Sidecar and service mesh', purpose: 'Moves encryption, retries, traces, limits and circuit breakers out of the application.',
    useWhen: [`more than ${MESH_SERVICES.above} services need the same cross-cutting concerns`], avoidWhen: [`fewer than ${MESH_SERVICES.never} services: use a library`],
    steps: ['A proxy such as Envoy runs beside each instance.', 'All traffic of the instance passes through it.'],
  },
];
