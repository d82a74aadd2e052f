import type { Blueprint } from './blueprint.ts';

const BYTES_A_COUNTER = 100;
const CHECKS_A_NODE = 100_000;

export const RATE_LIMITER: Blueprint = {
  id: 'rate-limiter',
  summary: 'Tells services, for each request, whether its caller may go on or has had enough.',
  also: ['rate limiter', 'rate limiting', 'rate limit', 'throttler', 'throttling', 'api rate limiter', 'request limiter', 'quota service'],
  functional: ['Decide on a request in a millisecond', 'Set limits by caller, by route and by plan', 'Tell the caller what is left and when to come back', 'Change a limit without a release', 'See who is held back'],
  needs: { availability: '99.99%', latency_p99: '< 100ms', consistency: 'eventual', compliance: 'none', read_write_ratio: 1, real_time: false },
  load: { actions: 200, recordsPerUser: 0.02, recordKb: 0.3, responseKb: 0.1, action: 'requests of others that are decided on', record: 'a rule or a change to one' },
  sizes: ({ dau, peak }) => [
    { name: 'decisions a second at the peak', value: peak, unit: 'rate', formula: 'one for each request' },
    { name: 'memory for counters', value: dau * 3 * BYTES_A_COUNTER, unit: 'bytes', formula: `daily callers × 3 rules × ${BYTES_A_COUNTER} B` },
    { name: 'memory, had every request a log entry', value: dau * 3 * 100 * 24, unit: 'bytes', formula: 'daily callers × 3 rules × 100 requests in the window × 24 B' },
    { name: 'nodes for the counters, one spare', value: Math.max(1, Math.ceil(peak / CHECKS_A_NODE)) + 1, unit: 'count', formula: `peak ÷ ${CHECKS_A_NODE}, plus one` },
    { name: 'error of the sliding window counter', value: 0.01, unit: 'count', formula: 'share of requests that are decided otherwise than by an exact log, for even traffic' },
  ],
  parts: [
    {
      id: 'decisions', does: 'Counts a request against its rules and says yes or no.', context: 'Decisions', criticality: 'critical', perInstance: 5000, trigger: 'requests per second', queries: ['Decide'], publishes: ['CallerLimited'],
      uses: [
        { cache: 'counters', timeout: '20ms', why: 'Counter and decision are one atomic script: read, compare and add without a race.', without: 'The request passes, against a small limit that each instance counts for itself: a limiter must not be the outage that it prevents.' },
        { part: 'rules', via: 'grpc', mode: 'async', why: 'It keeps a copy of all rules, refreshed every 10 seconds.', without: 'The last copy holds.' },
        { queue: 'limited', mode: 'async', why: 'Who was held back is told after the answer.' },
      ],
    },
    {
      id: 'rules', does: 'Keeps limits by caller, route and plan, with their history.', context: 'Rules', criticality: 'important', within: 'decisions', store: 'rules', trigger: 'cpu 70%',
      entities: [{ name: 'Rule', root: true, fields: ['rule_id', 'tenant_id', 'match', 'limit', 'window_seconds', 'mode', 'version'], invariants: ['A limit is above zero', 'The most specific rule wins; of two that are equal, the lower limit', 'A new rule only watches before it enforces'] }],
      commands: ['SetRule', 'RemoveRule'], queries: ['ListRules'], publishes: ['RuleChanged'],
      uses: [{ store: 'rules', why: 'A few thousand rows that change seldom and must not be lost.' }],
    },
    {
      id: 'reports', does: 'Shows who is held back, by which rule, since when.', context: 'Reports', criticality: 'optional', kind: 'worker', within: 'decisions', from: 'moderate', group: 'rules', store: 'reports', trigger: 'queue depth', consumes: ['CallerLimited'],
      entities: [{ name: 'LimitedCaller', root: true, key: 4, fields: ['tenant_id', 'caller', 'rule_id', 'minute', 'count'], of: ['Rule'] }],
      queries: ['TopLimited'], uses: [{ queue: 'limited', mode: 'async', why: 'It adds up by minute.' }, { store: 'reports', why: 'Minutes are kept for 30 days.' }],
    },
  ],
  stores: [
    { id: 'rules', holds: 'rules with their history', plan: { light: { role: 'relational', why: 'Small, relational, and each change is kept with its author.' } } },
    { id: 'reports', holds: 'sums of refusals by minute', plan: { light: { role: 'relational', why: 'Sums by minute are few rows.', partitioning: 'by day' }, heavy: { role: 'time-series', why: 'Sums by minute of millions of callers over 30 days, asked by time range.', partitioning: 'by day' } } },
  ],
  caches: [{ id: 'counters', from: 'moderate', key: 'v1:{caller}:rule:{rule}:window:{window}', ttl: '2m', pattern: 'write-behind', invalidation: 'A counter dies with its window: the TTL is two windows, and nothing is ever removed by hand.', stampede: 'single-flight', hitRatio: 0.95, why: 'Counters are shared by all instances, change at every request and are worthless a minute later. The braces keep all rules of one caller on one node of the cluster.' }],
  queues: [{ id: 'limited', why: 'Reports must not slow decisions; a lost message is a lost line of a report.', events: ['CallerLimited'], producers: ['decisions'], consumers: ['reports'], idempotencyKey: 'instance, minute and caller', from: 'moderate' }],
  externals: [],
  apis: [
    { id: 'decide', part: 'decisions', style: 'grpc', public: false, clients: ['internal-service'], why: 'Service to service, on the path of every request: binary and on a connection that stays open. Gateways such as Envoy already speak it.', operations: ['Decide(tenant, caller, route, cost) → allowed, limit, remaining, reset_after'] },
    { id: 'rules-http', part: 'rules', style: 'rest', public: true, clients: ['spa', 'server'], why: 'Rules are plain resources that people and pipelines edit.', operations: ['GET /v1/rules?cursor=', 'PUT /v1/rules/{id}', 'DELETE /v1/rules/{id}', 'GET /v1/limited-callers?since='], pagination: 'cursor', limit: '60/min', idempotent: true },
  ],
  flow: { title: 'A request is counted and held back', steps: [
    { from: 'caller', to: 'gateway of others', says: 'GET /orders' },
    { from: 'gateway of others', to: 'decisions', says: 'Decide(tenant, caller, route)' },
    { from: 'decisions', to: 'decisions', says: 'match rules, from memory' },
    { from: 'decisions', to: 'counters', says: 'script: previous × overlap + current + 1 ≤ limit?', since: 'moderate' },
    { from: 'counters', to: 'decisions', says: 'no, 12 s to wait', reply: true, since: 'moderate' },
    { from: 'decisions', to: 'decisions', says: 'count in its own memory', until: 'moderate' },
    { from: 'decisions', to: 'gateway of others', says: 'denied, reset_after 12', reply: true },
    { from: 'gateway of others', to: 'caller', says: '429, Retry-After: 12', reply: true },
    { from: 'decisions', to: 'limited', says: 'CallerLimited, added up by minute', since: 'moderate' },
  ] },
  consistency: [
    { operation: 'Count a request', level: 'eventual', part: 'decisions', why: 'A limit that lets 1 in 100 too many pass still protects; an exact one would need a lock across regions.' },
    { operation: 'Change a rule', level: 'strong', part: 'rules', why: 'Two editors must not overwrite each other: a version is compared.' },
  ],
  tenants: { who: 'teams and customers whose callers are limited', key: 'tenant_id' },
  clients: ['spa', 'server', 'internal-service'],
  cell: { key: 'tenant_id', why: 'All counters of a tenant are in one cell, beside the gateways that ask for it.' },
  challenges: [
    { name: 'counting over several machines', problem: 'The limit is of the caller, and the requests land on any instance.', answer: {
      light: 'One instance, and counters in its memory: nothing is faster or simpler. As a library inside the only gateway it needs no service at all. A restart forgets a minute, which is harmless.',
      moderate: 'Counters in Redis, changed by one script that reads, compares and adds: atomic on its node, one round trip. Instances keep no counters of their own.',
      heavy: 'A cluster of counters by caller, one in each region, with the limit divided among regions by their share of the traffic of the last minutes. Callers with high limits take tokens in batches of 1 % into the memory of an instance, so the hottest keys are asked a hundred times less.',
    } },
    { name: 'the sliding window', problem: 'A fixed window lets twice the limit pass at its border; an exact log of requests costs memory for each request.', answer: {
      light: 'Two fixed windows weighted by how far one is into the second: two numbers for each rule and caller, and an error of about one percent for even traffic. Where bursts are wanted, a token bucket: also two numbers, the level and the time.',
      heavy: 'The same two numbers. Exact logs are kept only for rules with tiny limits, such as five logins an hour, where one too many matters.',
    } },
    { name: 'fairness', problem: 'One loud customer must not use up what the others share, and one bad caller not what its customer has.', answer: {
      light: 'Rules in layers: by caller, by customer, and for the whole. All must say yes, and the answer names the one that refused.',
      heavy: 'The same layers, with a cost for each route (an export costs 50, a read 1) and a share that is kept free for interactive calls. Near the limit of the whole, batch callers are refused first: that is shedding by priority, not by luck.',
    } },
  ],
  watch: ['A decision under 5 ms, 99 of 100, measured at the caller.', 'Decisions that passed because counters could not be reached: more than 1 in 1,000 for 5 minutes pages.', 'Share that is refused, by rule: a sudden jump is an attack or a bad rule.', 'Age of the oldest copy of the rules.'],
  tradeoffs: ['It fails open: for a few minutes without counters, limits are rough. Rules on logins fail closed instead, each rule says which.', 'Approximate counts for a hundredth of the memory.', 'A service of its own costs a hop; where one gateway stands before all, its own filter is enough.'],
  growth: [['a second instance is started', 'move the counters to Redis: limits would otherwise double', 'moderate'], ['a single counter gets more than 10,000 requests a second', 'take tokens in batches', 'heavy'], ['a second region is opened', 'divide limits by region; never count across an ocean']],
  interviewUsers: 10_000_000,
};
