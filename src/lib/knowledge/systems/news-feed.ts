import type { Blueprint } from './blueprint.ts';

const FOLLOWERS = 200;
const KEPT = 800;
/** Authors with more followers are read, not pushed. */
const CELEBRITY = 10_000;

export const NEWS_FEED: Blueprint = {
  id: 'news-feed',
  summary: 'Shows each person what the people they follow have posted, the best first.',
  also: ['news feed', 'newsfeed', 'feed', 'timeline', 'social feed', 'activity feed', 'twitter', 'facebook feed', 'instagram', 'social network', 'x.com'],
  functional: ['Publish a post', 'Read the own feed', 'Follow and unfollow', 'Like and comment', 'Delete a post everywhere'],
  needs: { availability: '99.9%', latency_p99: '< 500ms', consistency: 'eventual', compliance: 'none', read_write_ratio: 50, real_time: false },
  load: { actions: 30, recordsPerUser: 0.5, recordKb: 1, responseKb: 20, action: 'pages of the feed, likes and posts', record: 'a post without its pictures' },
  sizes: ({ recordsPerDay, dau }) => [
    { name: 'entries pushed to feeds a day', value: recordsPerDay * FOLLOWERS, unit: 'count', formula: `posts a day × ${FOLLOWERS} followers` },
    { name: 'entries pushed a second at the peak', value: (recordsPerDay * FOLLOWERS / 86_400) * 3, unit: 'rate', formula: 'entries a day ÷ 86400 × 3' },
    { name: 'memory for the feeds of daily users', value: dau * KEPT * 16, unit: 'bytes', formula: `daily users × ${KEPT} entries × 16 B` },
    { name: 'entries that one post of a star with 10 M followers would cost', value: 10_000_000, unit: 'count', formula: 'followers: why it is pulled instead' },
  ],
  parts: [
    {
      id: 'posts', does: 'Keeps posts and takes them down.', context: 'Publishing', criticality: 'critical', store: 'posts', trigger: 'cpu 70%',
      entities: [{ name: 'Post', root: true, fields: ['post_id', 'author_id', 'body', 'media_keys', 'created_at', 'state'], invariants: ['post_id sorts by time', 'A deleted post is never shown again'] }],
      commands: ['PublishPost', 'DeletePost'], queries: ['GetPosts'], publishes: ['PostPublished', 'PostDeleted'],
      uses: [{ store: 'posts', why: 'The post is stored before anybody is told.' }, { queue: 'posts-published', mode: 'async', why: 'Nobody who posts waits for the feeds of others.' }, { store: 'media', why: 'Pictures are uploaded straight to the bucket by a signed address.' }],
    },
    {
      id: 'follows', does: 'Knows who follows whom.', context: 'Social graph', criticality: 'important', group: 'posts', store: 'follows', trigger: 'cpu 70%',
      entities: [{ name: 'Follow', root: true, key: 2, fields: ['follower_id', 'author_id', 'since'], invariants: ['Nobody follows the same author twice'] }],
      commands: ['Follow', 'Unfollow'], queries: ['ListFollowers', 'ListFollowed'], publishes: ['Followed', 'Unfollowed'],
      uses: [{ store: 'follows', why: 'Both directions are kept, since both are asked: whom do I follow, who follows me.' }],
    },
    {
      id: 'fan-out', does: 'Puts each post into the feeds of its followers.', context: 'Feed', criticality: 'important', kind: 'worker', within: 'feed', from: 'moderate', group: 'feed', trigger: 'queue depth', consumes: ['PostPublished', 'PostDeleted'],
      uses: [
        { queue: 'posts-published', mode: 'async', why: 'It takes posts in order of their author.' },
        { part: 'follows', via: 'grpc', timeout: '2s', retries: 3, why: 'It reads followers in pages of 1,000.', without: 'The post stays in the queue and is tried again.' },
        { cache: 'feeds', why: 'A feed is a list of ids, the newest 800.' },
      ],
    },
    {
      id: 'feed', does: 'Puts the feed of one reader together and ranks it.', context: 'Feed', criticality: 'critical', trigger: 'requests per second', queries: ['ReadFeed'],
      uses: [
        { cache: 'feeds', why: 'The ids that were pushed.' },
        { part: 'posts', via: 'grpc', timeout: '200ms', retries: 1, why: 'Ids become posts, fifty at once.', without: 'Posts that are in memory are shown; the page is shorter.' },
        { part: 'follows', via: 'grpc', timeout: '200ms', retries: 1, why: 'It reads which stars are followed, whose posts are not pushed.', without: 'The feed is shown without the stars.' },
        { part: 'ranking', via: 'grpc', timeout: '100ms', why: 'It orders a few hundred candidates.', without: 'The feed is shown by time.' },
      ],
    },
    {
      id: 'ranking', does: 'Scores candidates by closeness, freshness and what the reader likes.', context: 'Ranking', criticality: 'optional', within: 'feed', from: 'moderate', group: 'feed', trigger: 'cpu 70%', queries: ['RankCandidates'], uses: [{ cache: 'features', why: 'Features of readers and posts are computed beforehand.' }],
    },
    {
      id: 'reactions', does: 'Counts likes and keeps comments.', context: 'Reactions', criticality: 'optional', within: 'posts', store: 'reactions', trigger: 'cpu 70%',
      entities: [{ name: 'Reaction', root: true, key: 3, fields: ['post_id', 'user_id', 'kind', 'at'], of: ['Post'], invariants: ['One like for each person and post'] }],
      commands: ['Like', 'Comment'], queries: ['CountReactions'], uses: [{ store: 'reactions', why: 'Each like is a row; shown counts are summed late.' }],
    },
  ],
  stores: [
    { id: 'posts', holds: 'posts by id and author', plan: { light: { role: 'relational', why: 'Posts by author and time are one index.' }, heavy: { role: 'relational', why: 'Still read by id and by author: PostgreSQL, split by author, behind the cache of the feed service.', sharding: 'by author_id' } } },
    { id: 'follows', holds: 'who follows whom', plan: { light: { role: 'relational', why: 'A table of pairs with an index each way; no question goes deeper than one step, so it needs no graph store.' }, heavy: { role: 'relational', why: 'Pairs in both directions, each split by the one who is asked for; one step deep, so still no graph store.', sharding: 'by follower_id and, a second time, by author_id' } } },
    { id: 'reactions', holds: 'likes and comments', plan: { light: { role: 'relational', why: 'Rows with a unique key for person and post.' }, heavy: { role: 'wide-column', why: 'Writes come in bursts on single posts, and are read by post alone.', sharding: 'by post_id' } } },
    { id: 'media', holds: 'pictures and clips', plan: { light: { role: 'objects', why: 'Files belong into a bucket behind a content delivery network, never into a database.' } } },
  ],
  caches: [
    { id: 'feeds', from: 'moderate', key: 'v1:feed:{user}', ttl: '7d', pattern: 'write-behind', invalidation: 'Pushes add and deletions remove; a feed that is not there is computed by pulling.', stampede: 'single-flight', hitRatio: 0.95, why: 'The feed is derived data: kept in memory for those who come, computed anew for those who do not.', over: 'posts' },
    { id: 'features', from: 'heavy', key: 'v1:feature:{user}', ttl: '1h', pattern: 'cache-aside', invalidation: 'Recomputed every hour.', stampede: 'stale-while-revalidate', hitRatio: 0.9, why: 'Ranking has 100 ms, too little to compute features.' },
  ],
  queues: [{ id: 'posts-published', why: 'A post is one write, its feeds are hundreds.', events: ['PostPublished', 'PostDeleted'], producers: ['posts'], consumers: ['fan-out'], key: 'author_id', idempotencyKey: 'post_id', from: 'moderate' }],
  externals: [],
  apis: [
    { id: 'feed-http', part: 'feed', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'A feed is a list that is paged; the cursor is the position in the feed, not an offset, since posts keep arriving.', operations: ['GET /v1/feed?cursor='], pagination: 'cursor', limit: '120/min' },
    { id: 'posts-http', part: 'posts', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'Posts are plain resources.', operations: ['POST /v1/posts', 'GET /v1/posts/{id}', 'DELETE /v1/posts/{id}', 'POST /v1/uploads'], limit: '60/min', idempotent: true },
    { id: 'follows-http', part: 'follows', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'A follow is a resource that is put and deleted, so it is idempotent by itself.', operations: ['PUT /v1/follows/{author}', 'DELETE /v1/follows/{author}', 'GET /v1/follows?cursor='], pagination: 'cursor', limit: '60/min', idempotent: true },
    { id: 'reactions-http', part: 'reactions', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'A like is put and deleted, so it is idempotent by itself.', operations: ['PUT /v1/posts/{id}/like', 'DELETE /v1/posts/{id}/like', 'POST /v1/posts/{id}/comments', 'GET /v1/posts/{id}/comments?cursor='], pagination: 'cursor', limit: '120/min', idempotent: true },
  ],
  flow: { title: 'A post is published and read', steps: [
    { from: 'client', to: 'posts', says: 'POST /v1/posts' },
    { from: 'posts', to: 'posts-store', says: 'insert' },
    { from: 'posts', to: 'client', says: '201', reply: true },
    { from: 'posts', to: 'posts-published', says: 'PostPublished', since: 'moderate' },
    { from: 'posts-published', to: 'fan-out', says: 'by author', reply: true, since: 'moderate' },
    { from: 'fan-out', to: 'follows', says: `followers, unless more than ${CELEBRITY.toLocaleString('en-GB')}`, since: 'moderate' },
    { from: 'fan-out', to: 'feeds', says: 'push the id, keep 800', since: 'moderate' },
    { from: 'reader', to: 'feed', says: 'GET /v1/feed' },
    { from: 'feed', to: 'feeds', says: 'pushed ids', since: 'moderate' },
    { from: 'feed', to: 'posts', says: 'posts of the stars followed, and bodies for the ids', since: 'moderate' },
    { from: 'feed', to: 'posts', says: 'newest posts of those followed (one query, pull)', until: 'moderate' },
    { from: 'feed', to: 'ranking', says: 'order 300 candidates', since: 'moderate' },
    { from: 'feed', to: 'reader', says: 'a page and a cursor', reply: true },
  ] },
  consistency: [
    { operation: 'See a new post in a feed', level: 'eventual', part: 'feed', why: 'Seconds late is fine; the author sees the own post at once, since it is added on reading.' },
    { operation: 'Delete a post', level: 'strong', part: 'posts', why: 'The state of the post is asked on every read, so a feed that still holds its id shows nothing.' },
  ],
  clients: ['spa', 'mobile'],
  cell: { key: 'the reader', why: 'A feed belongs to one reader; posts replicate to the cells of followers.' },
  challenges: [
    { name: 'fan-out by push or pull', problem: 'Pushing makes reads cheap and posts of stars ruinous; pulling makes posts cheap and every read a join.', answer: {
      light: 'Pull: one query over the posts of those whom one follows, with an index by author and time. At this size it takes milliseconds, and there is nothing to keep in step.',
      moderate: `Push to followers through the queue, into a list of 800 ids a reader; authors with more than ${CELEBRITY.toLocaleString('en-GB')} followers are pulled on reading.`,
      heavy: `Push and pull together: ordinary posts are pushed to readers who came in the last 30 days only, authors above ${CELEBRITY.toLocaleString('en-GB')} followers are pulled and merged on reading, and whoever returns after a month gets a feed that is pulled once.`,
    } },
    { name: 'ranking', problem: 'By time is simple and soon drowns the reader; by score needs data, and must answer within the page.', answer: {
      light: 'By time, with one rule: nobody fills a page alone. Record what is shown and what is opened from the first day; that is what a ranking learns from later.',
      moderate: 'A weighted sum of closeness, age and reactions over the newest 300 candidates, computed in the request; weights are configuration and tried on a share of readers.',
      heavy: 'Two steps: cheap retrieval of some 500 candidates, then a model over features that are computed beforehand. It has 100 ms; without it the feed is by time, and the reader hardly notices.',
    } },
    { name: 'caching', problem: 'The same post is in thousands of feeds, and the same feed is read many times a day.', answer: {
      light: 'None yet: the database holds all that is hot in memory.',
      moderate: 'Feeds hold ids only; bodies are cached once by post. A deletion touches one body and no feed.',
      heavy: 'The same, in each region. A post that goes viral is one key that all ask for: it is kept in the memory of each instance for a second, and computed by one of them at a time.',
    } },
  ],
  watch: ['A page of the feed under 500 ms, 99 of 100.', 'From published to pushed, by percentile: above 30 seconds the push is behind.', 'Share of feeds that had to be pulled; a jump means that memory was lost.', 'Posts shown after their deletion: none.'],
  tradeoffs: ['Feeds are derived and may be lost: cheap memory instead of a second source of truth.', 'A new post is seen after seconds, not at once.', 'Two ways into the feed for ordinary authors and stars are more code than one; either alone fails.'],
  growth: [['the pull query takes more than 100 ms', 'introduce the pushed feed, first for the most active readers', 'moderate'], ['one author passes 10,000 followers', 'stop pushing for them and merge on reading', 'moderate'], ['likes on one post hold a row lock', 'count in shards and sum on reading']],
  interviewUsers: 100_000_000,
};
