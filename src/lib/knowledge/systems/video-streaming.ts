import type { Blueprint } from './blueprint.ts';

const MINUTES_A_VIEWER = 30;
const VIEW_MBIT = 4;
const MASTER_MB_A_MINUTE = 60;
const RENDITIONS_FACTOR = 1.6;
const UPLOAD_MINUTES = 8;
/** Hours of compute for an hour of video, all renditions together. */
const TRANSCODE_FACTOR = 4;

export const VIDEO_STREAMING: Blueprint = {
  id: 'video-streaming',
  summary: 'Takes videos, makes them playable on every device, and delivers them without a pause.',
  also: ['video streaming', 'video', 'video platform', 'video sharing', 'youtube', 'netflix', 'twitch', 'vimeo', 'streaming', 'video on demand', 'vod', 'media streaming'],
  functional: ['Upload a video, and go on after a break', 'Play a video at the best quality that the line bears', 'Find and describe videos', 'Resume where one stopped', 'Take a video down everywhere'],
  needs: { availability: '99.9%', latency_p99: '< 2s', consistency: 'eventual', compliance: 'none', read_write_ratio: 1000, real_time: false },
  load: { actions: 40, recordsPerUser: 1, recordKb: 2, responseKb: 8, action: 'calls of the API: catalogue, sessions, progress; the video itself goes past it', record: 'a position or an entry of a history' },
  sizes: ({ dau }) => {
    const uploads = dau * 0.005;
    const minutes = uploads * UPLOAD_MINUTES;
    return [
      { name: 'videos uploaded a day', value: uploads, unit: 'count', formula: 'daily users × 0.005' },
      { name: 'stored video a year, all renditions', value: minutes * MASTER_MB_A_MINUTE * 1e6 * RENDITIONS_FACTOR * 365, unit: 'bytes', formula: `videos × ${UPLOAD_MINUTES} min × ${MASTER_MB_A_MINUTE} MB × ${RENDITIONS_FACTOR} × 365` },
      { name: 'viewers at once, at the peak', value: (dau * MINUTES_A_VIEWER * 3) / 1440, unit: 'count', formula: `daily users × ${MINUTES_A_VIEWER} min ÷ 1440 × 3` },
      { name: 'delivered at the peak', value: ((dau * MINUTES_A_VIEWER * 3) / 1440) * VIEW_MBIT * 1e6, unit: 'bits', formula: `viewers × ${VIEW_MBIT} Mbit/s: this is why the edge delivers it` },
      { name: 'compute for transcoding a day', value: (minutes / 60) * TRANSCODE_FACTOR, unit: 'hours', formula: `hours uploaded × ${TRANSCODE_FACTOR}` },
    ];
  },
  parts: [
    {
      id: 'catalogue', does: 'Keeps videos, their descriptions and their state, and finds them.', context: 'Catalogue', criticality: 'critical', store: 'catalogue', trigger: 'cpu 70%',
      entities: [{ name: 'Video', root: true, fields: ['video_id', 'owner_id', 'title', 'duration', 'state', 'master_key'], invariants: ['A video is shown only once a playable rendition exists', 'A take-down ends playback within 5 minutes'] }, { name: 'Rendition', key: 3, fields: ['video_id', 'codec', 'height', 'bitrate', 'playlist_key'], of: ['Video'] }],
      commands: ['DescribeVideo', 'TakeDownVideo'], queries: ['GetVideo', 'SearchVideos'], consumes: ['VideoReady'], publishes: ['VideoTakenDown'],
      uses: [{ store: 'catalogue', why: 'Videos, owners and renditions are joined.' }, { cache: 'videos', why: 'A page of a popular video is read thousands of times a minute.' }, { queue: 'videos-ready', mode: 'async', why: 'It learns when a video can be shown.' }],
    },
    {
      id: 'uploads', does: 'Gives signed addresses for the parts of a file, and notices when all have come.', context: 'Ingest', criticality: 'important', within: 'catalogue', group: 'transcoding', store: 'uploads', trigger: 'requests per second',
      entities: [{ name: 'Upload', root: true, fields: ['upload_id', 'video_id', 'owner_id', 'parts_done', 'checksum', 'state'], invariants: ['An upload ends once; its parts are checked by their checksum'] }],
      commands: ['StartUpload', 'CompleteUpload'], publishes: ['VideoUploaded'],
      uses: [{ store: 'uploads', why: 'Which parts have come is remembered for a week.' }, { store: 'masters', why: 'Clients write parts straight to the bucket; no byte of video passes our services.' }, { queue: 'videos-uploaded', mode: 'async', why: 'Transcoding begins when the last part is there.' }],
    },
    {
      id: 'transcoding', does: 'Cuts a master into segments and encodes each at every quality, in parallel.', context: 'Transcoding', criticality: 'important', kind: 'worker', trigger: 'queue depth, on interruptible machines', consumes: ['VideoUploaded'], publishes: ['VideoReady'],
      uses: [{ queue: 'videos-uploaded', mode: 'async', why: 'Each task is one segment at one quality: a machine that is taken away costs a minute.' }, { store: 'masters', why: 'It reads the master.' }, { store: 'renditions', why: 'It writes segments under names that never change.' }, { queue: 'videos-ready', mode: 'async', why: 'The lowest quality is announced first, so a video is soon playable.' }],
    },
    {
      id: 'playback', does: 'Decides who may watch what, and hands out signed playlists.', context: 'Playback', criticality: 'critical', within: 'catalogue', trigger: 'requests per second', queries: ['StartPlayback'],
      uses: [{ part: 'catalogue', via: 'grpc', timeout: '300ms', retries: 1, why: 'State and renditions of the video.', without: 'Videos in the cache play on; others say that they are not available now.' }, { cache: 'videos', why: 'Playlists of what is popular.' }, { external: 'cdn', via: 'http', timeout: '2s', why: 'It signs addresses for the edge and purges what is taken down.', without: 'Playlists name the second network.' }],
    },
    {
      id: 'progress', does: 'Remembers where each viewer stopped, and counts views.', context: 'Viewing', criticality: 'optional', within: 'catalogue', group: 'playback', store: 'progress', trigger: 'requests per second',
      entities: [{ name: 'Position', root: true, key: 2, fields: ['user_id', 'video_id', 'second', 'updated_at'], of: ['Video'] }],
      commands: ['SavePosition'], queries: ['GetPositions'], uses: [{ store: 'progress', why: 'The last position wins; one write every 10 seconds of playback.' }],
    },
  ],
  stores: [
    { id: 'catalogue', holds: 'videos and renditions', plan: { light: { role: 'relational', why: 'Relations, and full-text search that is good enough until it is not.' }, heavy: { role: 'relational', why: 'Small beside the videos themselves; read replicas in each region, search moves out when ranking matters.' } } },
    { id: 'uploads', holds: 'uploads under way', plan: { light: { role: 'relational', why: 'A few rows that live a week.' } } },
    { id: 'masters', holds: 'videos as they were uploaded', plan: { light: { role: 'objects', why: 'Written once, read once, kept cold for the day on which a better codec comes.' } } },
    { id: 'renditions', holds: 'segments and playlists', plan: { light: { role: 'objects', why: 'Files that never change are what an edge network is made for.' } } },
    { id: 'progress', holds: 'positions of viewers', plan: { light: { role: 'relational', why: 'One upsert for each viewer every 10 seconds.' }, heavy: { role: 'wide-column', why: 'Written every 10 seconds by each viewer, read by user alone.', sharding: 'by user_id' } } },
  ],
  caches: [{ id: 'videos', from: 'moderate', key: 'v1:video:{video}', ttl: '5m', pattern: 'cache-aside', invalidation: 'VideoTakenDown and a change of the description remove the key.', stampede: 'single-flight', hitRatio: 0.95, why: 'A few videos get most of the views.', over: 'catalogue' }],
  queues: [
    { id: 'videos-uploaded', why: 'Encoding takes minutes to hours, and comes in waves.', events: ['VideoUploaded'], producers: ['uploads'], consumers: ['transcoding'], idempotencyKey: 'video_id, segment and quality' },
    { id: 'videos-ready', why: 'The catalogue learns what can be shown.', events: ['VideoReady'], producers: ['transcoding'], consumers: ['catalogue'], idempotencyKey: 'video_id and quality' },
  ],
  externals: [{ id: 'cdn', kind: 'saas', why: 'Segments are delivered near the viewer.', criticality: 'critical', without: 'Playlists name the second network.', timeout: '2s', retries: 2, idempotencyKey: 'the path that is purged', fallback: 'cached_response' }],
  apis: [
    { id: 'video-http', part: 'catalogue', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'Videos are plain resources that edges can cache.', operations: ['GET /v1/videos?query=&cursor=', 'GET /v1/videos/{id}', 'PATCH /v1/videos/{id}', 'DELETE /v1/videos/{id}'], pagination: 'cursor', limit: '300/min', idempotent: true },
    { id: 'uploads-http', part: 'uploads', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'Parts go to the bucket by signed addresses; the API only starts and ends.', operations: ['POST /v1/uploads', 'GET /v1/uploads/{id}', 'POST /v1/uploads/{id}/completion'], limit: '30/min', idempotent: true },
    { id: 'playback-http', part: 'playback', style: 'rest', public: true, clients: ['spa', 'mobile'], why: 'HLS and DASH are files over HTTP: no socket, and every edge understands them.', operations: ['POST /v1/videos/{id}/playback', 'PUT /v1/videos/{id}/position'], limit: '120/min', idempotent: true },
  ],
  flow: { title: 'A video is uploaded and played', steps: [
    { from: 'client', to: 'uploads', says: 'POST /v1/uploads' },
    { from: 'uploads', to: 'client', says: 'signed addresses for parts of 16 MB', reply: true },
    { from: 'client', to: 'masters', says: 'PUT parts, each repeated alone' },
    { from: 'client', to: 'uploads', says: 'completion, with the checksum' },
    { from: 'uploads', to: 'videos-uploaded', says: 'a task for each segment and quality' },
    { from: 'videos-uploaded', to: 'transcoding', says: 'lowest quality first', reply: true },
    { from: 'transcoding', to: 'renditions', says: 'segments of 4 s, playlist' },
    { from: 'transcoding', to: 'videos-ready', says: 'VideoReady 360p' },
    { from: 'viewer', to: 'playback', says: 'POST /v1/videos/42/playback' },
    { from: 'playback', to: 'viewer', says: 'signed playlist', reply: true },
    { from: 'viewer', to: 'cdn', says: 'segments, quality by the measured line' },
    { from: 'cdn', to: 'renditions', says: 'on a miss, once for each region' },
  ] },
  consistency: [
    { operation: 'Show a new video', level: 'eventual', part: 'catalogue', why: 'Seen when its first quality is ready.' },
    { operation: 'Take a video down', level: 'strong', part: 'catalogue', why: 'No new playback begins; addresses that are signed expire within 5 minutes, and the edge is purged.' },
  ],
  clients: ['spa', 'mobile'],
  cell: { key: 'the region of the viewer', why: 'Playback and positions stay near; videos lie in buckets that all cells read.' },
  challenges: [
    { name: 'the transcoding pipeline', problem: 'An hour of video takes hours to encode, machines die meanwhile, and uploads come in waves.', answer: {
      light: 'Buy it: a managed transcoder (or one ffmpeg worker, one video at a time) fed from the table of jobs. A video that failed is encoded again as a whole.',
      moderate: 'Workers take single segments at single qualities from a queue; each task writes to a name that its input determines, so repeating it is harmless. Interruptible machines at a third of the price do the work.',
      heavy: 'The same tasks, as a graph: split, encode in parallel, join, check, publish, with its state in a store and a deadline for each step. A ladder of qualities for each title (a cartoon needs half the bits), newer codecs only for what is watched often.',
    } },
    { name: 'delivery from edges', problem: 'The bits of one evening are more than any data centre sends.', answer: {
      light: 'A content delivery network before the bucket from the first day: there is nothing to build, and no other way is cheaper.',
      moderate: 'The same, with a shield region, so that a new video is fetched from the bucket once, and names that never change, so that segments are kept for a year.',
      heavy: 'Two networks, chosen for each session by measured quality and price; what will be popular tomorrow is laid out at night. Signed playlists bind an address to a session for minutes.',
    } },
    { name: 'adaptive bit rates', problem: 'Lines change while one watches; a pause is worse than a blurred picture.', answer: {
      light: 'HLS with three qualities and segments of four seconds; the player chooses. Nothing is needed on the server.',
      heavy: 'CMAF, so that HLS and DASH share the same segments and the edge keeps them once; the player starts low and climbs with its buffer, and reports stalls, which steer the choice of network.',
    } },
  ],
  watch: ['Start of playback under 2 s, 99 of 100; stalls under 0.5 % of watched time: measured by players, not by servers.', 'Hits at the edge; below 0.95 the bill and the bucket feel it.', 'From uploaded to playable: 99 of 100 under the length of the video plus 5 minutes.', 'Cost of delivery for an hour watched, by week.'],
  tradeoffs: ['Files over HTTP instead of a socket: some seconds behind live, and every edge can deliver it.', 'Every quality is stored: storage is cheaper than encoding on demand, until the tail of videos that nobody watches grows; then the rare qualities are made when first asked for.', 'Take-downs take up to 5 minutes at the edge.'],
  growth: [['the bill of the managed transcoder exceeds an engineer', 'own workers on interruptible machines', 'moderate'], ['search must rank', 'a search engine, fed from the catalogue by its events'], ['a third of viewers are on another continent', 'a second region for the API; video is there already']],
  interviewUsers: 100_000_000,
};
