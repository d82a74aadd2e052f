import type { Blueprint } from './blueprint.ts';

const ALPHABET = 62;
const CODE_LENGTH = 7;

export const URL_SHORTENER: Blueprint = {
  id: 'url-shortener',
  summary: 'Turns long addresses into short ones and sends whoever follows one to where it leads.',
  also: ['url shortener', 'link shortener', 'short url', 'short links', 'shortener', 'tinyurl', 'tiny url', 'bitly', 'bit.ly', 'goo.gl'],
  functional: ['Shorten an address, with a chosen code if one is wished', 'Follow a short address', 'Expire or take down a link', 'See how often a link was followed'],
  needs: { availability: '99.9%', latency_p99: '< 100ms', consistency: 'eventual', compliance: 'none', read_write_ratio: 100, real_time: false },
  load: { actions: 25, recordsPerUser: 0.25, recordKb: 0.5, responseKb: 0.5, action: 'links followed for each daily user who shares them', record: 'a link with its code, target and owner' },
  sizes: ({ recordsPerDay, rate, peak }) => [
    { name: 'codes that there are', value: ALPHABET ** CODE_LENGTH, unit: 'count', formula: `${ALPHABET} characters ^ ${CODE_LENGTH}` },
    { name: 'codes taken in ten years', value: recordsPerDay * 3650, unit: 'count', formula: 'links a day × 3650' },
    { name: 'chance that a random code is taken, then', value: (recordsPerDay * 3650) / ALPHABET ** CODE_LENGTH, unit: 'count', formula: 'codes taken ÷ codes there are' },
    { name: 'redirects that miss a cache of 95 %', value: peak * 0.05, unit: 'rate', formula: 'peak × 0.05' },
    { name: 'click events a year, at 100 bytes', value: rate * 86_400 * 365 * 100, unit: 'bytes', formula: 'requests a day × 100 B × 365' },
    { name: 'memory for the hottest links', value: recordsPerDay * 365 * 0.2 * 500, unit: 'bytes', formula: 'a fifth of the links of a year × 500 B' },
  ],
  parts: [
    {
      id: 'links', does: 'Makes codes, keeps targets and owners, and takes links down.', context: 'Link management', criticality: 'important', store: 'links',
      entities: [{ name: 'Link', root: true, fields: ['code', 'target_url', 'owner_id', 'expires_at', 'state'], invariants: ['A code is given once and never given again', 'A target is an http or https address'] }],
      commands: ['CreateLink', 'ExpireLink', 'TakeDownLink'], queries: ['GetLink', 'ListLinks'], publishes: ['LinkCreated', 'LinkTakenDown'], trigger: 'cpu 70%',
      uses: [
        { store: 'links', why: 'A code is reserved by the unique key, in the same statement that stores the link.' },
        { external: 'url-reputation', why: 'A shortener is a favourite of phishers: targets are looked up before they are served.', without: 'The link is made, marked as unchecked, and looked up again within the hour.' },
      ],
    },
    {
      id: 'redirects', does: 'Resolves a code to its target; the only path that must never be slow.', context: 'Redirect', criticality: 'critical', within: 'links', perInstance: 2000, trigger: 'requests per second',
      queries: ['ResolveCode'], publishes: ['LinkFollowed'],
      uses: [
        { cache: 'codes', why: 'Targets hardly change, and few links get most of the clicks.' },
        { part: 'links', via: 'grpc', timeout: '200ms', retries: 1, why: 'A code that is not in the cache is read from the owner of links.', without: 'Codes in the cache are still served; the others get 503 with Retry-After.' },
        { queue: 'clicks', mode: 'async', why: 'A click is counted after the redirect has gone out.' },
      ],
    },
    {
      id: 'analytics', does: 'Counts clicks by link, day, country and referrer.', context: 'Analytics', criticality: 'optional', kind: 'worker', store: 'clicks-store', trigger: 'queue depth',
      entities: [{ name: 'ClickCount', root: true, key: 3, fields: ['code', 'day', 'country', 'clicks'], of: ['Link'], invariants: ['A click is counted once, by its event id'] }],
      queries: ['GetClickCounts'], consumes: ['LinkFollowed'],
      uses: [{ queue: 'clicks', mode: 'async', why: 'It takes clicks in batches.' }, { store: 'clicks-store', why: 'Counts are rolled up by the hour; raw clicks go after 30 days.' }],
    },
  ],
  stores: [
    { id: 'links', holds: 'links by their code', plan: {
      light: { role: 'relational', why: 'One table with a unique key on the code; a lookup by primary key takes a millisecond.' },
      heavy: { role: 'wide-column', why: 'Every access is by one key and nothing is joined; the code spreads evenly over partitions by itself.', sharding: 'by hash of the code' },
    } },
    { id: 'clicks-store', holds: 'counts of clicks', plan: {
      light: { role: 'relational', why: 'Counters by link and day are a few rows a link; one upsert each.' },
      moderate: { role: 'relational', why: 'Counters are upserted in batches, partitioned by month so that old ones are dropped whole.', partitioning: 'by month' },
      heavy: { role: 'analytics', why: 'Clicks are only added and only summed: a columnar store does that over billions of rows.', partitioning: 'by month' },
    } },
  ],
  caches: [{ id: 'codes', from: 'moderate', key: 'v1:code:{code}', ttl: '24h', pattern: 'cache-aside', invalidation: 'LinkTakenDown removes the key at once; the TTL does the rest. A code that is not found is remembered for a minute, so that scanners do not reach the store.', stampede: 'single-flight', hitRatio: 0.95, why: 'Reads outnumber writes by 100 to 1 and old values do no harm.', over: 'links' }],
  queues: [{ id: 'clicks', why: 'Counting must not slow a redirect.', events: ['LinkFollowed'], producers: ['redirects'], consumers: ['analytics'], idempotencyKey: 'event_id', key: 'code' }],
  externals: [{ id: 'url-reputation', kind: 'external-api', why: 'It knows addresses that spread malware.', criticality: 'optional', without: 'The link is made, marked as unchecked, and looked up again within the hour.', timeout: '1s', retries: 1, fallback: 'default_value' }],
  apis: [
    { id: 'links-http', part: 'links', style: 'rest', public: true, clients: ['spa', 'server'], why: 'Links are plain resources that others create from their programs.', operations: ['POST /v1/links', 'GET /v1/links/{code}', 'GET /v1/links?cursor=', 'DELETE /v1/links/{code}', 'GET /v1/links/{code}/clicks'], pagination: 'cursor', limit: '60/min', idempotent: true },
    { id: 'redirect-http', part: 'redirects', style: 'rest', public: true, clients: ['spa'], why: 'A browser follows it: 302 by default, since 301 is kept by browsers and hides later clicks and take-downs.', operations: ['GET /{code}'], limit: '600/min' },
  ],
  flow: { title: 'A short address is followed', steps: [
    { from: 'client', to: 'redirects', says: 'GET /aZ3k9Qx' },
    { from: 'redirects', to: 'codes', says: 'get v1:code:aZ3k9Qx', since: 'moderate' },
    { from: 'codes', to: 'redirects', says: 'miss (1 of 20)', reply: true, since: 'moderate' },
    { from: 'redirects', to: 'links', says: 'resolve aZ3k9Qx' },
    { from: 'links', to: 'links-store', says: 'read by key' },
    { from: 'links', to: 'redirects', says: 'target, not taken down', reply: true },
    { from: 'redirects', to: 'codes', says: 'set for 24 h', since: 'moderate' },
    { from: 'redirects', to: 'client', says: '302 Location: target', reply: true },
    { from: 'redirects', to: 'clicks', says: 'LinkFollowed, after the answer' },
    { from: 'clicks', to: 'analytics', says: 'a batch of clicks', reply: true },
  ] },
  consistency: [
    { operation: 'Reserve a code', level: 'strong', part: 'links', why: 'Two owners of one code would be a hijack; the unique key decides within one store.' },
    { operation: 'Count clicks', level: 'eventual', part: 'analytics', why: 'A count may be minutes late; a click is counted once by its event id.' },
  ],
  clients: ['spa', 'server'],
  cell: { key: 'the first characters of the code', why: 'A code says by itself which cell holds it.' },
  challenges: [
    { name: 'collisions of hashes', problem: 'Two addresses must never get the same code, and codes must not be guessable in sequence.', answer: {
      light: 'Draw seven random characters of 62 and insert; the unique key refuses a code that is taken, and a second draw is nearly always free. No hash of the address: the same address of two owners must give two links.',
      heavy: 'Instances draw from ranges of a counter that they lease a thousand at a time, and encode each number with a keyed permutation (a small Feistel cipher) in base 62: unique without asking, and not to be enumerated. A conditional write still guards chosen codes.',
    } },
    { name: 'latency of the redirect', problem: 'Whoever follows a link waits for it before the real page begins to load.', answer: {
      light: 'One lookup by primary key, one answer. The whole table fits into the memory of the database, so no cache is needed yet.',
      moderate: 'The cache answers 19 of 20; a miss is one read by key. Instances run behind one load balancer, and the answer leaves before the click is counted.',
      heavy: 'The cache stands in every region beside the redirect service, and links replicate to each; the edge may keep a redirect for a minute, which bounds how long a take-down can take to be seen.',
    } },
    { name: 'analytics', problem: 'Each redirect is a write for the statistics: counted naively, reads become writes.', answer: {
      light: 'One upsert into a counter after the answer is sent; at this rate the same database bears it.',
      moderate: 'Clicks go to a queue, and a worker adds them up in batches: a thousand clicks are a few dozen upserts.',
      heavy: 'Clicks go to a partitioned log by code and from there into a columnar store; counts are shown within a minute, and the log can be replayed after a mistake in the counting.',
    } },
  ],
  watch: ['Redirects answered under 100 ms, 99 of 100; page when the error budget burns 14 times too fast for an hour.', 'Share of redirects from the cache; below 0.8 the store is about to feel it.', 'Draws of a code that were taken; above 1 in 1,000 the codes need another character.', 'Age of the oldest click not yet counted; above 10 minutes in working hours.'],
  tradeoffs: ['302 instead of 301: every click passes here, which costs load and buys counts and take-downs.', 'Random codes instead of hashes of the address: the same address is stored more than once.', 'Counts are late by design; whoever is billed by clicks needs the replayable log.'],
  growth: [['the store answers slower than 10 ms', 'put the cache before it (see caches), before any thought of shards', 'moderate'], ['counting takes more than a tenth of the database', 'move clicks to the queue and roll them up', 'moderate'], ['customers bring domains of their own', 'make the domain part of the key and automate certificates']],
  interviewUsers: 100_000_000,
};
