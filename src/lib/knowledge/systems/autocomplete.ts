import type { Blueprint } from './blueprint.ts';

const BYTES_A_PREFIX = 200;
const PREFIXES_A_QUERY = 8;

export const AUTOCOMPLETE: Blueprint = {
  id: 'autocomplete',
  summary: 'Completes what somebody types with the searches that most likely follow.',
  also: ['search autocomplete', 'autocomplete', 'auto complete', 'typeahead', 'type ahead', 'search suggestions', 'autosuggest', 'query suggestions', 'google suggest'],
  functional: ['Suggest ten completions while somebody types', 'Rank by popularity and freshness', 'Follow trends within minutes', 'Lean to what this person searched', 'Keep forbidden words out'],
  needs: { availability: '99.9%', latency_p99: '< 100ms', consistency: 'eventual', compliance: 'none', read_write_ratio: 20, real_time: false },
  load: { actions: 60, recordsPerUser: 4, recordKb: 0.05, responseKb: 0.5, action: 'prefixes that are asked for, after the client waited 100 ms', record: 'a search that was sent' },
  sizes: ({ recordsPerDay, peak }) => [
    { name: 'distinct searches kept', value: Math.min(recordsPerDay * 5, 100_000_000), unit: 'count', formula: 'searches a day × 5, at most 100 M; rare ones are left out' },
    { name: 'prefixes in the index', value: Math.min(recordsPerDay * 5, 100_000_000) * PREFIXES_A_QUERY * 0.4, unit: 'count', formula: `searches × ${PREFIXES_A_QUERY} prefixes × 0.4 that are their own` },
    { name: 'memory of the index', value: Math.min(recordsPerDay * 5, 100_000_000) * PREFIXES_A_QUERY * 0.4 * BYTES_A_PREFIX, unit: 'bytes', formula: `prefixes × ${BYTES_A_PREFIX} B for ten ids and scores` },
    { name: 'prefixes that the edge answers', value: peak * 0.7, unit: 'rate', formula: 'peak × 0.7: one to three letters are few and asked by all' },
  ],
  parts: [
    {
      id: 'suggestions', does: 'Answers a prefix from the index in memory.', context: 'Suggestions', criticality: 'critical', perInstance: 2000, trigger: 'requests per second', queries: ['Suggest'],
      stateful: 'It holds a copy of the index, which is built elsewhere and read only; a new instance loads it before it says that it is ready.',
      uses: [
        { cache: 'prefixes', why: 'Short prefixes are asked by everybody.' },
        { store: 'index-files', why: 'It loads the newest index when it starts and when one is published.', without: 'The index in memory goes on being used.' },
        { part: 'profiles', via: 'grpc', timeout: '30ms', why: 'The last searches of this person are mixed in.', without: 'Suggestions are the same for all.' },
      ],
    },
    {
      id: 'collector', does: 'Takes the searches that were really sent, and what was chosen.', context: 'Collection', criticality: 'optional', within: 'suggestions', group: 'indexing', store: 'searches', trigger: 'requests per second',
      entities: [{ name: 'SearchCount', root: true, key: 3, fields: ['query', 'locale', 'hour', 'searches', 'chosen'], invariants: ['A search of one person counts once an hour', 'Searches of fewer than 50 people are never suggested'] }],
      commands: ['RecordSearch'], publishes: ['SearchRecorded'], uses: [{ queue: 'searches-made', mode: 'async', why: 'Nobody who searches waits for statistics.' }],
    },
    {
      id: 'indexing', does: 'Adds searches up, drops forbidden ones, builds the index and publishes it.', context: 'Indexing', criticality: 'important', kind: 'worker', within: 'suggestions', trigger: 'queue depth', store: 'searches', consumes: ['SearchRecorded'], publishes: ['IndexPublished'],
      entities: [{ name: 'BlockedTerm', root: true, key: 2, fields: ['term', 'locale', 'reason', 'since'] }],
      uses: [{ queue: 'searches-made', mode: 'async', why: 'It adds up by hour.' }, { store: 'searches', why: 'Counts by hour, weighted less as they age.' }, { store: 'index-files', why: 'Each build is one file with a version; going back is loading the one before.' }],
    },
    {
      id: 'profiles', does: 'Remembers the last searches of a person, as long as they allow it.', context: 'Profiles', criticality: 'optional', within: 'suggestions', from: 'moderate', group: 'suggestions', store: 'profiles', trigger: 'cpu 70%',
      entities: [{ name: 'RecentSearches', root: true, fields: ['user_id', 'queries', 'updated_at'], invariants: ['Gone within a day of an objection'] }],
      commands: ['ForgetMe'], queries: ['RecentOf'], uses: [{ store: 'profiles', why: 'One small row for each person, read by key.' }],
    },
  ],
  stores: [
    { id: 'searches', holds: 'counts of searches by hour', plan: { light: { role: 'relational', why: 'Some thousand distinct searches: a table of counts, and an index for prefixes (text_pattern_ops) that answers directly.' }, moderate: { role: 'relational', why: 'Counts by hour, upserted in batches.', partitioning: 'by day' }, heavy: { role: 'analytics', why: 'Billions of counts that are only added and summed.', partitioning: 'by day' } } },
    { id: 'index-files', holds: 'built indexes', plan: { light: { role: 'objects', why: 'A build is a file; ten are kept.' } } },
    { id: 'profiles', holds: 'last searches of each person', plan: { light: { role: 'relational', why: 'One row for each person.' }, heavy: { role: 'wide-column', why: 'Read and written by user alone, for every search.', sharding: 'by user_id' } } },
  ],
  caches: [{ id: 'prefixes', from: 'moderate', key: 'v1:{locale}:prefix:{prefix}', ttl: '10m', pattern: 'cache-aside', invalidation: 'The version of the index is part of the key: a new index has new keys, and the old ones expire.', stampede: 'stale-while-revalidate', hitRatio: 0.9, why: 'Prefixes of one to three letters are most of the traffic and few in number: the edge keeps them.' }],
  queues: [{ id: 'searches-made', why: 'Counting is apart from answering.', events: ['SearchRecorded'], producers: ['collector'], consumers: ['indexing'], key: 'query', idempotencyKey: 'event_id', from: 'moderate' }],
  externals: [],
  apis: [{ id: 'suggest-http', part: 'suggestions', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'A GET by prefix is what browsers and edges can cache; a socket would keep them from it.', operations: ['GET /v1/suggestions?prefix=arch&locale=en', 'POST /v1/searches'], limit: '300/min' }],
  flow: { title: 'Somebody types "arch"', steps: [
    { from: 'client', to: 'client', says: 'waits 100 ms for the next key, drops answers that are overtaken' },
    { from: 'client', to: 'suggestions', says: 'GET /v1/suggestions?prefix=arch' },
    { from: 'suggestions', to: 'prefixes', says: 'get v1:en:prefix:arch', since: 'moderate' },
    { from: 'suggestions', to: 'searches-store', says: "top ten like 'arch%', by index", until: 'moderate' },
    { from: 'suggestions', to: 'suggestions', says: 'on a miss: node of the trie, ten ids', since: 'moderate' },
    { from: 'suggestions', to: 'profiles', says: 'last searches, 30 ms at most', since: 'moderate' },
    { from: 'suggestions', to: 'client', says: 'ten completions, Cache-Control: max-age=600', reply: true },
    { from: 'client', to: 'collector', says: 'the search that was sent in the end' },
    { from: 'collector', to: 'searches-made', says: 'SearchRecorded', since: 'moderate' },
    { from: 'searches-made', to: 'indexing', says: 'by hour', reply: true, since: 'moderate' },
    { from: 'indexing', to: 'index-files-store', says: 'publish index 4711' },
  ] },
  consistency: [{ operation: 'Suggest a new search', level: 'eventual', part: 'indexing', why: 'Minutes late for a trend and hours for the rest; a blocked term alone must go within a minute, and is filtered on reading.' }],
  clients: ['spa', 'mobile'],
  cell: { key: 'the locale', why: 'Indexes of languages have nothing in common.' },
  challenges: [
    { name: 'a trie of prefixes', problem: 'An answer must come before the next key is pressed, over millions of searches.', answer: {
      light: 'No trie: an index for prefixes in PostgreSQL answers a few thousand searches within a millisecond, with the counts beside them.',
      moderate: 'A trie in the memory of each instance whose nodes hold their ten best completions ready: one walk along the letters, no search below. It is built apart and only read, so there is nothing to lock.',
      heavy: 'The same, compressed (a finite state transducer) and split by the first letters, with copies by their traffic: "s" is asked more than "x". Tries are built anew every hour, and a small one with the trends of the last minutes is merged on reading.',
    } },
    { name: 'ranking', problem: 'The most searched ever is not what is wanted today.', answer: {
      light: 'Counts that lose half their weight each week, recomputed by a job at night.',
      moderate: 'Counts by hour with decay, and the share that was chosen when shown: a completion that nobody takes sinks.',
      heavy: 'The same score for all as the retrieval, and a small model over some fifty candidates that knows time, place and language; it has 20 ms, and without it the stored order stands.',
    } },
    { name: 'personalisation', problem: 'It helps most and costs what makes the rest fast: the common cache.', answer: {
      light: 'The client keeps the last searches and mixes them in itself: no server, no consent needed.',
      moderate: 'The common ten come from the cache, the last searches of the person from their row, and both are merged after the cache; the cache stays common.',
      heavy: 'The same merge, with interests as coarse groups that are part of the key of the cache: a few dozen variants, not one for each person.',
    } },
  ],
  watch: ['A completion under 100 ms at the client, 99 of 100; under 20 ms at the server.', 'Age of the index in use; above 3 hours pages.', 'Share of shown completions that are taken: the measure of the whole product.', 'Blocked terms that were shown: none.'],
  tradeoffs: ['Rare searches are never suggested: a tenth of the index, and nobody finds the name of a neighbour.', 'The index is minutes old; only the block list is at once.', 'Memory instead of disk: each instance holds the index, so instances are few and large.'],
  growth: [['the prefix query takes more than 10 ms', 'build the trie, and hold it in memory', 'moderate'], ['the index no longer fits into one instance', 'split it by the first letters', 'heavy'], ['trends are missed', 'add the small index of the last minutes', 'heavy'], ['a market with another script opens', 'give it an index of its own: nothing is shared but the code']],
  interviewUsers: 100_000_000,
};
