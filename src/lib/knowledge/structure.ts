// The source document's Phase 3.

/** The layered template, top first. */
export const LAYER_TEMPLATE = [
  { layer: 'presentation', holds: ['REST and GraphQL APIs', 'WebSockets', 'command lines', 'message consumers'] },
  { layer: 'application', holds: ['use cases', 'command and query handlers', 'orchestration'] },
  { layer: 'domain', holds: ['entities', 'value objects', 'domain services', 'events'] },
  { layer: 'infrastructure', holds: ['repositories', 'clients of other systems', 'message brokers', 'databases'] },
] as const;

export interface BoundaryHeuristic {
  readonly id: 'domain-events' | 'data-ownership' | 'team-ownership' | 'deploy-cadence' | 'scaling-profile';
  readonly sign: string;
}

/** Where a service boundary lies. */
export const BOUNDARY_HEURISTICS: readonly BoundaryHeuristic[] = [
  { id: 'domain-events', sign: 'An event is consumed by a wholly different business capability.' },
  { id: 'data-ownership', sign: 'Two features need the same data in different views.' },
  { id: 'team-ownership', sign: 'Different teams talk to each other here: the structure follows the talk.' },
  { id: 'deploy-cadence', sign: 'Parts change at different rates.' },
  { id: 'scaling-profile', sign: 'Parts need different resources to scale: processor, memory or input and output.' },
];

export interface IntegrationRow {
  readonly kind: 'external-api' | 'legacy' | 'saas' | 'own-team';
  readonly situation: string;
  readonly strategy: string;
  readonly adapter: 'mandatory' | 'thin' | 'none';
}

/** The anti-corruption decision. */
export const INTEGRATIONS: readonly IntegrationRow[] = [
  { kind: 'external-api', situation: 'an API that others control', strategy: 'an anti-corruption layer that translates to our own model', adapter: 'mandatory' },
  { kind: 'legacy', situation: 'a legacy system that is being replaced', strategy: 'an anti-corruption layer with a strangler fig', adapter: 'mandatory' },
  { kind: 'saas', situation: 'a bought service such as Stripe or Twilio', strategy: 'a thin layer that wraps the calls of its SDK', adapter: 'thin' },
  { kind: 'own-team', situation: 'another service of our own', strategy: 'a shared contract (protobuf, OpenAPI) and no layer', adapter: 'none' },
];
