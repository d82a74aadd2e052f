import { BREAKER_TEMPLATE, RESILIENCE, type ResilienceRow } from './distributed.ts';
import { PATTERNS, type GuideId, type Pattern } from './patterns.ts';
import { INTEGRATIONS } from './structure.ts';

export type GuideName = GuideId | ResilienceRow['pattern'];

/** How to use a pattern: the library's five as they stand, the others by the rows that speak of them. */
export interface Guide extends Pick<Pattern, 'purpose' | 'useWhen' | 'avoidWhen' | 'steps' | 'note'> {
  readonly id: GuideName;
  /** Checks that see whether it is missing, wrong or in vain. */
  readonly checks: readonly string[];
  /** The same picture as lines of Mermaid and as plain text. */
  readonly mermaid: readonly string[];
  readonly plain: readonly string[];
  readonly source: string;
}

type Rest = Pick<Guide, 'checks' | 'mermaid' | 'plain'>;
const LIBRARY = 'Phase 10, patterns library';

const ofLibrary = (id: Pattern['id'], rest: Rest): Guide => {
  const { purpose, useWhen, avoidWhen, steps, note } = PATTERNS.find((pattern) => pattern.id === id)!;
  return { id, purpose, useWhen, avoidWhen, steps, ...(note !== undefined && { note }), ...rest, source: LIBRARY };
};

const ofCalls = (id: ResilienceRow['pattern'], rest: Rest & Pick<Guide, 'avoidWhen' | 'steps' | 'note'>): Guide => {
  const { does, useWhen } = RESILIENCE.find(({ pattern }) => pattern === id)!;
  return { id, purpose: `${does[0]!.toUpperCase()}${does.slice(1)}.`, useWhen: [useWhen], ...rest, source: 'Phase 6, resilience patterns' };
};

const { failure_threshold: failures, success_threshold: successes, timeout_seconds: open, monitoring_window_seconds: window, cache_ttl_seconds: ttl } = BREAKER_TEMPLATE;

export const GUIDES: readonly Guide[] = [
  ofLibrary('strangler-fig', {
    checks: ['unsafe-migration', 'untimely-split', 'shared-database'],
    mermaid: ['flowchart LR', '  clients --> proxy', '  proxy -->|this context, by flag| service["new service"]', '  proxy -->|everything else| monolith', '  monolith -.->|change data capture| service'],
    plain: ['clients ──► proxy ──┬──► new service   (this context, by flag)', '                    └──► monolith      (everything else)'],
  }),
  ofLibrary('cqrs', {
    checks: ['misapplied-patterns', 'unscaled-databases'],
    mermaid: ['flowchart LR', '  command --> write[("write store")]', '  write -->|events or change data capture| read[("read store")]', '  query --> read'],
    plain: ['command ──► write store ──► events or change data capture ──► read store ◄── query'],
  }),
  ofLibrary('outbox', {
    checks: ['dual-writes', 'unsafe-events', 'misapplied-patterns'],
    mermaid: ['flowchart LR', '  service -->|one transaction| data[("data and outbox")]', '  data --> relay', '  relay --> broker', '  broker --> consumer["idempotent consumer"]'],
    plain: ['service ──► [ data + outbox ]   one transaction', '                  │', '                relay ──► broker ──► idempotent consumer'],
  }),
  ofLibrary('bff', {
    checks: ['misapplied-patterns', 'api-misfit'],
    mermaid: ['flowchart LR', '  mobile --> mobileBff["mobile backend"]', '  web --> webBff["web backend"]', '  mobileBff --> services', '  webBff --> services'],
    plain: ['mobile app ──► mobile backend ──┐', '                                ├──► services', 'web app ─────► web backend ─────┘'],
  }),
  ofLibrary('sidecar', {
    checks: ['misapplied-patterns', 'premature-technology', 'missing-encryption'],
    mermaid: ['flowchart LR', '  subgraph pod', '    app <--> proxy', '  end', '  proxy <-->|mTLS, retries, limits| other["the proxy of another pod"]'],
    plain: ['[ app ─ proxy ] ◄── mTLS, retries, limits, traces ──► [ proxy ─ app ]'],
  }),
  {
    id: 'saga', purpose: 'Keeps several services consistent by steps that can each be undone.',
    useWhen: ['an operation must be consistent across several services'], avoidWhen: ['one service has all the data: a database transaction does it', 'nobody can say how a step is undone'],
    steps: ['Name the steps, each with its service and its action.', 'Give each step the call that undoes it.', 'Bound every step in time, and repeat it a few times.', 'Choose: a coordinator that calls the steps, or events that each step reacts to.', 'When a step fails, undo all completed steps in reverse.', 'What can go neither forward nor back goes to a dead letter queue.'],
    note: 'Two-phase commit is simpler and blocks.',
    checks: ['missing-compensation', 'dual-writes', 'missing-dead-letter-queues'],
    mermaid: ['sequenceDiagram', '  participant C as coordinator', '  participant I as inventory', '  participant P as payment', '  C->>I: reserve', '  C->>P: charge', '  P--xC: fails', '  C->>I: release'],
    plain: ['coordinator ──► reserve ──► charge ──► ship', '                   ▲          ✖', '                   └── release ┘   undone in reverse'],
    source: 'Phase 4, saga template',
  },
  {
    id: 'anti-corruption-layer', purpose: "Keeps another system's model out of our own.",
    useWhen: INTEGRATIONS.filter(({ adapter }) => adapter !== 'none').map(({ situation, adapter }) => `${situation} (${adapter})`), avoidWhen: INTEGRATIONS.filter(({ adapter }) => adapter === 'none').map(({ situation, strategy }) => `${situation}: ${strategy}`),
    steps: ['Write the port in words of our own domain.', 'Put everything that knows the other system into one adapter.', 'Translate its data and its errors there.', 'Declare the adapter, so that nothing else imports the SDK.'],
    checks: ['leaking-vendor-sdk', 'impure-domain', 'rule-violations'],
    mermaid: ['flowchart LR', '  domain -->|port| adapter["anti-corruption layer"]', '  adapter -->|their model| external["external system"]'],
    plain: ['domain ── port ──► [ adapter: our model ⇄ theirs ] ──► external system'],
    source: 'Phase 3, anti-corruption layer decision',
  },
  {
    id: 'event-sourcing', purpose: 'Keeps the events that made a state, and derives the state from them.',
    useWhen: ['an audit trail is mandatory, and the past is asked for'], avoidWhen: ['an audit log is enough', 'plain create, read, update and delete', 'everywhere at once'],
    steps: ['Choose the domains that need it.', 'Append events; never change one.', 'Rebuild an aggregate from its events, with snapshots where there are many.', 'Project the events into views to read from.', 'Change the shape of events only so that old ones can still be read.'],
    checks: ['misapplied-patterns', 'premature-technology', 'unsafe-events'],
    mermaid: ['flowchart LR', '  command --> aggregate', '  aggregate -->|append| log[("event log")]', '  log -->|replay| aggregate', '  log -->|project| view[("views")]', '  query --> view'],
    plain: ['command ──► aggregate ──► event log ──► views ◄── query', '                 ▲             │', '                 └── replay ───┘'],
    source: 'Phase 2, selection flowchart',
  },
  {
    id: 'api-gateway', purpose: 'Is the one door to several services: routes, authenticates, limits.',
    useWhen: ['several services are reached from outside'], avoidWhen: ['one service: its own middleware does it'],
    steps: ['Route by path or host.', 'Authenticate and limit at the door.', 'Keep business rules out of it.', 'Run more than one instance.'],
    checks: ['unlimited-endpoints', 'unprotected-endpoints', 'single-points-of-failure'],
    mermaid: ['flowchart LR', '  clients --> gateway', '  gateway --> orders', '  gateway --> billing'],
    plain: ['clients ──► gateway ──┬──► orders', '                      └──► billing'],
    source: 'Phase 5, REST checklist; Phase 6, resilience patterns',
  },
  {
    id: 'idempotency', purpose: 'Makes a call or a message that comes twice do its work once.',
    useWhen: ['messages arrive at least once', 'a write is repeated after a failure'], avoidWhen: ['only reads are repeated'],
    steps: ['Give each write or event a key of its own.', 'Keep the keys that were handled, in the transaction of the work.', 'Answer a known key with the answer of the first time.', 'Forget keys only after nothing can repeat them any more.'],
    checks: ['naive-retries', 'unsafe-events', 'rest-conventions'],
    mermaid: ['flowchart LR', '  message --> known{"key known?"}', '  known -->|yes| first["the first answer"]', '  known -->|no| work["work and key, one transaction"]'],
    plain: ['message ──► key known? ──┬── yes ──► the first answer', '                         └── no ───► work + key, one transaction'],
    source: 'Phase 4, data consistency patterns; event-driven gotchas',
  },
  {
    id: 'dead-letter-queue', purpose: 'Takes messages that cannot be handled out of the way, and keeps them.',
    useWhen: ['work is done by messages'], avoidWhen: ['every message may be lost'],
    steps: ['Repeat a failed message a few times, with growing pauses.', 'Then move it to the dead letter queue.', 'Alert while anything lies in it.', 'Mend the cause, and send the messages again; consumers are idempotent.'],
    checks: ['missing-dead-letter-queues', 'unsafe-events'],
    mermaid: ['flowchart LR', '  queue --> consumer', '  consumer -->|fails again and again| dead["dead letter queue"]', '  dead --> alert', '  dead -.->|after the mend| queue'],
    plain: ['queue ──► consumer ── fails again and again ──► dead letter queue ──► alert'],
    source: 'Phase 12, reliability review',
  },
  ofCalls('retry', {
    avoidWhen: ['the failure stays', 'a write that carries no idempotency key'],
    steps: ['Repeat only what may pass by itself.', 'Let pauses grow, and add chance to them.', 'Stop after a few times.', 'Repeat at one level only.'],
    checks: ['naive-retries'],
    mermaid: ['sequenceDiagram', '  caller->>service: try', '  service--xcaller: fails', '  Note over caller: wait 1, 2, 4 … and a random part', '  caller->>service: try again'],
    plain: ['try ✖ ─ wait 1 ─ try ✖ ─ wait 2 ─ try ✖ ─ wait 4 ─ give up'],
  }),
  ofCalls('circuit-breaker', {
    avoidWhen: ['the call does not leave the process'],
    steps: [`Open after ${failures} failures within ${window} seconds.`, 'While open, fail at once, or answer from the fallback.', `After ${open} seconds, let a few calls through.`, `Close after ${successes} successes.`, 'Make it once for a dependency, not for each call.'],
    note: `A cached answer of the fallback may be ${ttl} seconds old.`,
    checks: ['missing-circuit-breakers', 'undefined-degradation'],
    mermaid: ['stateDiagram-v2', '  [*] --> closed', `  closed --> open: ${failures} failures in ${window} s`, `  open --> half_open: after ${open} s`, `  half_open --> closed: ${successes} successes`, '  half_open --> open: a failure'],
    plain: [`closed ── ${failures} failures in ${window} s ──► open ── after ${open} s ──► half open ── ${successes} successes ──► closed`],
  }),
  ofCalls('bulkhead', {
    avoidWhen: ['there is one dependency'],
    steps: ['Give each dependency a pool or a number of calls at a time.', 'Bound the queue before it.', 'Refuse what finds no place.'],
    checks: ['undefined-degradation', 'unbounded-resources'],
    mermaid: ['flowchart LR', '  service --> a["10 places"] --> slow["slow dependency"]', '  service --> b["10 places"] --> other["other dependency"]'],
    plain: ['service ──┬── 10 places ──► slow dependency', '          └── 10 places ──► other dependency'],
  }),
  ofCalls('timeout', {
    avoidWhen: [],
    steps: ['Bound connecting and answering, for each client.', 'Give less time to inner calls than to outer ones.', 'Hand the deadline on.'],
    checks: ['missing-timeouts'],
    mermaid: ['sequenceDiagram', '  caller->>service: call', '  Note over caller,service: 2 s', '  caller->>caller: gives up'],
    plain: ['caller ──► service … 2 s … ✖ gives up'],
  }),
  ofCalls('fallback', {
    avoidWhen: ['a wrong answer does harm: fail instead'],
    steps: ['Decide what users still have while it is away.', 'Answer from a cache, with a default, or with an error that says when to come back.', 'Log and count it.'],
    checks: ['undefined-degradation'],
    mermaid: ['flowchart LR', '  caller --> call', '  call -->|fails| cached["cached or default value"]'],
    plain: ['caller ──► call ✖ ──► cached or default value'],
  }),
  ofCalls('rate-limiter', {
    avoidWhen: ['nobody outside can reach it'],
    steps: ['Count by caller, in a store that all instances share.', 'Choose a window and a limit.', 'Answer too many with 429 and Retry-After.', 'Limit what is costly or guessable (login) more tightly.'],
    checks: ['unlimited-endpoints', 'rest-conventions'],
    mermaid: ['flowchart LR', '  clients --> limit{"within the limit?"}', '  limit -->|yes| service', '  limit -->|no| refused["429, Retry-After"]'],
    plain: ['clients ──► within the limit? ──┬── yes ──► service', '                                └── no ───► 429, Retry-After'],
  }),
  ofCalls('load-shedding', {
    avoidWhen: ['more instances come soon enough'],
    steps: ['Measure how near to the limit it is: event loop, memory, queue.', 'Refuse early and cheaply (503), what matters least first.', 'Take again what is asked once the load is down.'],
    checks: ['capacity-gap', 'no-scaling-path', 'unbounded-resources'],
    mermaid: ['flowchart LR', '  requests --> near{"near capacity?"}', '  near -->|no| service', '  near -->|yes, and not important| refused["503"]'],
    plain: ['requests ──► near capacity? ──┬── no ───► service', '                              └── yes ──► 503 for what matters least'],
  }),
];

/** Problems that people name in place of the pattern; the first that matches counts. Tables answer those that none does. */
export const PROBLEMS: readonly (readonly [RegExp, readonly GuideName[]])[] = [
  [/duplicat|twice|exactly[- ]once|idempoten|at[- ]least[- ]once/i, ['idempotency', 'outbox']],
  [/dead[- ]?letter|(?:fail\w*|poison\w*|undeliver\w*|broken)\s+(?:messages?|jobs?|events?)/i, ['dead-letter-queue', 'retry', 'idempotency']],
  [/distributed trans|across (?:several )?services|compensat|roll\w* ?back across|long[- ]running trans/i, ['saga', 'outbox']],
  [/(?:publish|send|emit)\w* (?:\w+ )?(?:events?|messages?)|dual[- ]writes?|lost events?|reliabl\w* events?/i, ['outbox', 'idempotency']],
  [/cascad|spread\w* fail|fail\w* (?:services?|dependenc\w+|downstream)|outages?|down(?:stream|time)|unavailab/i, ['circuit-breaker', 'timeout', 'fallback', 'bulkhead']],
  [/slow|latency|hang(?:s|ing)?|third[- ]party apis?|unrespons/i, ['timeout', 'circuit-breaker', 'bulkhead']],
  [/transient|flaky|network (?:errors?|failures?|blips?)|unreliable/i, ['retry', 'timeout']],
  [/overload|too much (?:traffic|load)|spikes?|surges?|peak/i, ['load-shedding', 'rate-limiter']],
  [/abus|brute|ddos|denial|scrap|too many requests|bots?\b/i, ['rate-limiter']],
  [/legacy|monolith|rewrite/i, ['strangler-fig', 'anti-corruption-layer']],
  [/stripe|twilio|vendor|sdk|external (?:apis?|systems?)|saas/i, ['anti-corruption-layer', 'timeout', 'circuit-breaker']],
  [/audit|history of|temporal|past states?/i, ['event-sourcing']],
  [/(?:reads?|queries).*(?:writes?|scale)|read[- ]heavy/i, ['cqrs']],
  [/several clients|mobile and web|different clients/i, ['bff']],
  [/cross[- ]cutting|service[- ]to[- ]service (?:tls|security)/i, ['sidecar']],
];

