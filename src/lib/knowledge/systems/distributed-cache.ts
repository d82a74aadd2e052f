import type { Blueprint } from './blueprint.ts';

const MEMORY_A_NODE = 64e9;
const FILLED = 0.7;
const COPIES = 2;
const OPERATIONS_A_NODE = 100_000;

export const DISTRIBUTED_CACHE: Blueprint = {
  id: 'distributed-cache',
  summary: 'Keeps values of other services in the memory of many machines, by key, for a while.',
  also: ['distributed cache', 'cache', 'caching system', 'key value cache', 'key-value cache', 'memcached', 'redis cluster', 'in-memory cache', 'cache cluster'],
  functional: ['Get, set and delete a value by key', 'Expire by time and evict by use', 'Grow and shrink without a cold start', 'Survive the loss of a node', 'Keep the keys of teams apart'],
  needs: { availability: '99.99%', latency_p99: '< 100ms', consistency: 'eventual', compliance: 'none', read_write_ratio: 10, real_time: false },
  load: { actions: 300, recordsPerUser: 25, recordKb: 2, responseKb: 2, action: 'gets and sets of the services behind one user', record: 'a value that is set' },
  sizes: ({ recordsPerDay, peak }) => {
    const data = recordsPerDay * 2000;
    const nodes = Math.max(2, Math.ceil((data * COPIES) / (MEMORY_A_NODE * FILLED)), Math.ceil(peak / OPERATIONS_A_NODE) + 1);
    return [
      { name: 'values that live at once', value: data, unit: 'bytes', formula: 'values set a day × 2 kB, one day of life' },
      { name: 'memory with one copy of each', value: data * COPIES, unit: 'bytes', formula: `× ${COPIES}` },
      { name: 'nodes', value: nodes, unit: 'count', formula: `memory ÷ (64 GB × ${FILLED} filled), or peak ÷ ${OPERATIONS_A_NODE} plus one; two at least` },
      { name: 'keys that move when one node joins', value: 1 / (nodes + 1), unit: 'count', formula: '1 ÷ (nodes + 1); with a plain modulo it would be nearly all' },
      { name: 'load on the stores behind, with 95 % of hits', value: peak * 0.05, unit: 'rate', formula: 'peak × 0.05; a cold start is twenty times that' },
    ];
  },
  parts: [
    {
      id: 'nodes', does: 'Hold the values of their share of the ring, evict, and copy to their follower.', context: 'Storage', criticality: 'critical', perInstance: OPERATIONS_A_NODE, trigger: 'memory 70%', commands: ['Set', 'Delete'], queries: ['Get'],
      stateful: 'Memory is what it is for: each value also lies on a follower, and every value can be computed anew by its owner.',
      uses: [{ part: 'membership', via: 'grpc', mode: 'async', why: 'A node says that it lives, and learns which share of the ring is its own.', without: 'The last known ring holds; nodes serve on, and none joins or leaves.' }],
    },
    {
      id: 'membership', does: 'Knows which nodes live, who leads each share of the ring, and gives the ring its version.', context: 'Membership', criticality: 'critical', within: 'nodes', from: 'moderate', group: 'admin', store: 'ring', trigger: 'none: three or five instances that agree',
      stateful: 'Three instances agree on the ring by consensus (Raft); any two of them suffice.',
      entities: [{ name: 'Ring', root: true, fields: ['version', 'virtual_nodes', 'leaders', 'followers'], invariants: ['A share has one leader at a time, by its version', 'Leader and follower stand in different zones'] }],
      commands: ['JoinNode', 'RemoveNode'], queries: ['GetRing'], publishes: ['RingChanged'], uses: [{ store: 'ring', why: 'A few kilobytes that must never be two things at once.' }],
    },
    {
      id: 'proxy', does: 'Speaks the protocol of clients, finds the node of a key, and merges questions for the same key.', context: 'Routing', criticality: 'critical', within: 'nodes', from: 'heavy', group: 'proxy', perInstance: 20_000, trigger: 'connections per instance', queries: ['Route'],
      uses: [
        { part: 'nodes', via: 'grpc', timeout: '20ms', retries: 1, why: 'Leader first, follower after its timeout.', without: 'The answer is a miss: the caller computes the value.' },
        { part: 'membership', via: 'grpc', mode: 'async', why: 'It follows the ring.', without: 'The last known ring holds; a node that no longer leads a share says so.' },
      ],
    },
    {
      id: 'admin', does: 'Keeps namespaces with their quotas and shows what they use.', context: 'Administration', criticality: 'optional', within: 'nodes', from: 'moderate', store: 'namespaces', trigger: 'cpu 70%',
      entities: [{ name: 'Namespace', root: true, fields: ['namespace', 'team', 'quota_bytes', 'default_ttl', 'policy'], invariants: ['Quotas together do not exceed the memory that survives the loss of a zone'] }],
      commands: ['CreateNamespace', 'SetQuota'], queries: ['GetUsage'], uses: [{ store: 'namespaces', why: 'Some hundred rows.' }, { part: 'membership', via: 'grpc', timeout: '2s', why: 'Nodes are drained before they are taken away.', without: 'Changes are refused; the cache serves on.' }],
    },
  ],
  stores: [
    { id: 'ring', holds: 'the ring by version', plan: { light: { role: 'relational', why: 'One row.' } } },
    { id: 'namespaces', holds: 'namespaces and quotas', plan: { light: { role: 'relational', why: 'Some hundred rows.' } } },
  ],
  caches: [],
  queues: [],
  externals: [],
  apis: [
    { id: 'cache-protocol', part: 'proxy', style: 'grpc', public: false, clients: ['internal-service'], why: 'Service to service, many small calls on few connections. In truth one would speak the Redis protocol, since every language already has a client for it.', operations: ['Get(namespace, key)', 'Set(namespace, key, value, ttl)', 'Delete(namespace, key)', 'GetMany(namespace, keys)'] },
    { id: 'admin-http', part: 'admin', style: 'rest', public: true, clients: ['spa', 'server'], why: 'Namespaces are plain resources.', operations: ['GET /v1/namespaces?cursor=', 'PUT /v1/namespaces/{name}', 'GET /v1/namespaces/{name}/usage'], pagination: 'cursor', limit: '60/min', idempotent: true, from: 'moderate' },
  ],
  flow: { title: 'A value is read, and missing', steps: [
    { from: 'caller', to: 'proxy', says: 'Get(orders, v2:order:42)', since: 'heavy' },
    { from: 'caller', to: 'nodes', says: 'Get(orders, v2:order:42), to the node that the client library computed', until: 'heavy' },
    { from: 'proxy', to: 'proxy', says: 'hash, next virtual node clockwise; join a question under way', since: 'heavy' },
    { from: 'proxy', to: 'nodes', says: 'leader of the share, 20 ms', since: 'heavy' },
    { from: 'nodes', to: 'caller', says: 'miss, with a lease: you compute it', reply: true },
    { from: 'caller', to: 'store of the caller', says: 'read order 42' },
    { from: 'caller', to: 'nodes', says: 'Set with the lease, TTL 5 min ± 10 %' },
    { from: 'nodes', to: 'nodes', says: 'copy to the follower, not waited for', since: 'moderate' },
    { from: 'nodes', to: 'caller', says: 'stored, unless a Delete came in between', reply: true },
  ] },
  consistency: [
    { operation: 'Read a value', level: 'eventual', part: 'nodes', why: 'After a failover a value may be some milliseconds old or missing; callers treat both as a miss.' },
    { operation: 'Change the ring', level: 'strong', part: 'membership', why: 'Two leaders for one share would answer differently for as long as nobody notices.' },
  ],
  tenants: { who: 'teams, each in a namespace with a quota', key: 'namespace' },
  clients: ['internal-service', 'spa', 'server'],
  cell: { key: 'the namespace', why: 'A loud team fills and exhausts its own cell alone.' },
  challenges: [
    { name: 'consistent hashing', problem: 'Nodes come and go, and each time almost all keys must stay where they are.', answer: {
      light: 'One node, no ring. A cache that fits into one machine is a managed Redis, not a project: build nothing until it does not fit.',
      moderate: 'A ring with some 200 virtual nodes for each machine: when one of n leaves, one nth of the keys moves, spread over all others. Clients compute the place themselves from the ring that they follow.',
      heavy: 'The same ring behind a proxy, so that clients need not know it, with a bound on the load of each node (a key whose node is above 1.25 times the mean goes to the next). Hot keys are kept by every proxy for a second.',
    } },
    { name: 'eviction', problem: 'Memory is full by design; what goes decides what the cache is worth.', answer: {
      light: 'allkeys-lru, a TTL on every key, and a spread of ten percent on each TTL, so that what was set together does not expire together.',
      moderate: 'By use and frequency together (W-TinyLFU): one scan over a million keys no longer throws out what is used every second. Expired values are found by sampling, not by a timer for each.',
      heavy: 'The same within the quota of each namespace: a team that fills its share evicts its own values. Large values live in classes of their own, so that memory does not fragment.',
    } },
    { name: 'replication', problem: 'A node that dies must not send its whole load to the database at once.', answer: {
      light: 'None: the database bears the load of a cold cache at this size. Try it once on purpose.',
      moderate: 'Each share has a follower in another zone that gets copies without being waited for; it takes over within seconds. What was written in between is missing, which a cache may.',
      heavy: 'The same, with leases for misses: one caller computes a value, the others wait or take the old one. Quorums are left to databases: they would double the latency to protect what can be computed anew.',
    } },
  ],
  watch: ['Get under 5 ms, 99 of 100, at the caller.', 'Hits by namespace; a fall of ten points in five minutes pages, since the stores behind will follow.', 'Evictions of values that had not expired: the cache is too small.', 'Share of the busiest node; above 1.25 times the mean there is a hot key.'],
  tradeoffs: ['Copies are not waited for: some milliseconds of writes are lost with a node, and reads stay fast.', 'A proxy costs a hop and spares every client the ring.', 'Building it at all: a managed Redis or Memcached serves nearly everybody; build when quotas, hot keys or price forbid it.'],
  growth: [['the values no longer fit into one node', 'take the cluster mode of the managed product, before building a ring', 'moderate'], ['one key takes a tenth of the load', 'copies of it in each client or proxy, for a second', 'heavy'], ['teams disturb each other', 'namespaces with quotas', 'moderate'], ['one namespace outgrows a tenth of the cluster', 'give it a cluster of its own']],
  interviewUsers: 50_000_000,
};
