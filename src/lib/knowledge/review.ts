import type { DeclaredTenancy } from '../../model/index.ts';

// The source document's Phase 12, its edge cases and its requests.

export interface ReviewItem {
  /** 1 to 28, the source's order. */
  readonly number: number;
  readonly group: 'structure' | 'reliability' | 'scalability' | 'security' | 'operability';
  readonly item: string;
  readonly check: string;
}

const items = (group: ReviewItem['group'], first: number, ...rows: readonly (readonly [string, string])[]): ReviewItem[] =>
  rows.map(([item, check], index) => ({ number: first + index, group, item, check }));

export const REVIEW_CHECKLIST: readonly ReviewItem[] = [
  ...items('structure', 1,
    ['Component boundaries are clear and documented', 'undocumented-boundaries'],
    ['Every piece of data has one owner', 'unowned-data'],
    ['Communication is explicit: synchronous or asynchronous', 'implicit-communication'],
    ['Components do not depend on each other in circles', 'circular-dependencies'],
    ['Services share no database', 'shared-database']),
  ...items('reliability', 6,
    ['Single points of failure are known and mitigated', 'single-points-of-failure'],
    ['Every dependency may fail gracefully', 'undefined-degradation'],
    ['Every external call has a timeout', 'missing-timeouts'],
    ['Critical paths have circuit breakers', 'missing-circuit-breakers'],
    ['Retries back off, with jitter', 'naive-retries'],
    ['Failed messages go to a dead letter queue', 'missing-dead-letter-queues']),
  ...items('scalability', 12,
    ['Every component can scale out', 'no-scaling-path'],
    ['Services keep no state', 'stateful-services'],
    ['The databases can scale', 'unscaled-databases'],
    ['Caches take 80 % of the load off the databases', 'ineffective-caching'],
    ['Work that no user waits for runs in the background', 'blocking-background-work']),
  ...items('security', 17,
    ['Every endpoint knows who calls and what they may do', 'unprotected-endpoints'],
    ['All input is validated at the boundary', 'unvalidated-input'],
    ['No credential stands in the code', 'hardcoded-secrets'],
    ['Data is encrypted in transit and at rest', 'missing-encryption'],
    ['Security events leave an audit record', 'missing-audit-log'],
    ['Public endpoints are limited in rate', 'unlimited-endpoints']),
  ...items('operability', 23,
    ['Every service has health checks', 'missing-health-checks'],
    ['Logs are structured and carry correlation ids', 'unstructured-logging'],
    ['Dashboards show latency, traffic, errors and saturation', 'missing-golden-signals'],
    ['Alerts link to runbooks', 'alerts-without-runbooks'],
    ['A deployment can be rolled back', 'no-rollback'],
    ['The recovery plan has been tested', 'untested-recovery']),
];

export const MIGRATION_STEPS = [
  'Do not rewrite: strangle.',
  'Begin at the seam, where coupling is loosest.',
  'Extract the data first: a service that owns it, kept in step by change data capture.',
  'One service at a time, never two at once.',
  'Keep the monolith deployable: it still serves.',
] as const;

export interface TenancyRow {
  readonly model: Exclude<DeclaredTenancy['model'], 'single'>;
  readonly approach: string;
  readonly isolation: 'low' | 'medium' | 'high' | 'highest';
  readonly cost: 'lowest' | 'medium' | 'high' | 'highest';
  readonly complexity: 'low' | 'medium' | 'high' | 'highest';
}

/** Start with shared rows and row-level security; give a database of its own to who requires it. */
export const TENANCY: readonly TenancyRow[] = [
  { model: 'shared-rows', approach: 'everything shared, separated by row', isolation: 'low', cost: 'lowest', complexity: 'low' },
  { model: 'separate-databases', approach: 'one application, a database each', isolation: 'medium', cost: 'medium', complexity: 'medium' },
  { model: 'separate-apps', approach: 'one infrastructure, an application each', isolation: 'high', cost: 'high', complexity: 'high' },
  { model: 'isolated', approach: 'infrastructure of their own', isolation: 'highest', cost: 'highest', complexity: 'highest' },
];

export const EVENT_RULES = [
  { id: 'ordering', rule: 'Order holds within a partition: the entity\'s id is the partition key.' },
  { id: 'schema', rule: 'A schema registry admits only backward-compatible changes.' },
  { id: 'duplicates', rule: 'Consumers are idempotent and drop known event ids.' },
  { id: 'storms', rule: 'Consumers are limited in rate, since one event may start a cascade.' },
  { id: 'debugging', rule: 'Traces span services, and event ids are logged everywhere.' },
] as const;

/** Parts that are deployed this many times as often as others ask to be split. */
export const SPLIT_DEPLOY_FACTOR = 5;
export const SPLIT_SIGNALS = [
  { id: 'deploy-frequency', signal: `One part is deployed ${SPLIT_DEPLOY_FACTOR} times as often as another.` },
  { id: 'ownership', signal: 'It is unclear which team owns it.' },
  { id: 'performance', signal: 'One part is critical for performance and another is not.' },
  { id: 'scaling', signal: 'Parts scale differently: processor-bound and input-output-bound.' },
  { id: 'fault-isolation', signal: 'One part\'s failure must not take the other down.' },
] as const;

export const KEEP_SIGNALS = [
  { id: 'single-developer', signal: 'There is one developer.' },
  { id: 'no-pipeline', signal: 'Nothing is built and deployed automatically.' },
  { id: 'no-monitoring', signal: 'Distributed systems cannot be monitored yet.' },
  { id: 'unclear-boundary', signal: 'The boundary is unclear and would be drawn wrongly.' },
  { id: 'fast-enough', signal: 'The monolith is fast enough.' },
] as const;
