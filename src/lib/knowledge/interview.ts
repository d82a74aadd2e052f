// The source document's Phase 11.

export interface InterviewStep { readonly title: string; readonly minutes: number; readonly asks: readonly string[] }

export const INTERVIEW_STEPS: readonly InterviewStep[] = [
  { title: 'Clarify the requirements', minutes: 2, asks: ['Which three to five features are the core?', 'How many users, requests a second and how much data?', 'Which latency, consistency and availability?', 'Any special constraint: real time, offline, compliance?'] },
  { title: 'Estimate on the back of an envelope', minutes: 3, asks: ['Users, daily users, requests, peak, storage and bandwidth.'] },
  { title: 'Design at a high level', minutes: 5, asks: ['The major components.', 'The flow of data in the core use cases.', 'The data stores.'] },
  { title: 'Dive deep', minutes: 15, asks: ['The hardest component in detail.', 'Where scaling gets stuck.', 'How failures are handled.'] },
  { title: 'Wrap up', minutes: 5, asks: ['The trade-offs made.', 'What more time would improve.', 'What to monitor and alert on.'] },
];

export interface ClassicSystem { readonly id: string; readonly name: string; readonly challenges: readonly string[] }

export const CLASSIC_SYSTEMS: readonly ClassicSystem[] = [
  { id: 'url-shortener', name: 'URL shortener', challenges: ['collisions of hashes', 'latency of the redirect', 'analytics'] },
  { id: 'chat', name: 'Chat system', challenges: ['delivery in real time', 'presence', 'order of messages'] },
  { id: 'news-feed', name: 'News feed', challenges: ['fan-out by push or pull', 'ranking', 'caching'] },
  { id: 'rate-limiter', name: 'Rate limiter', challenges: ['counting over several machines', 'the sliding window', 'fairness'] },
  { id: 'notifications', name: 'Notification system', challenges: ['several channels', 'priority', 'no duplicates', 'templates'] },
  { id: 'autocomplete', name: 'Search autocomplete', challenges: ['a trie of prefixes', 'ranking', 'personalisation'] },
  { id: 'distributed-cache', name: 'Distributed cache', challenges: ['consistent hashing', 'eviction', 'replication'] },
  { id: 'video-streaming', name: 'Video streaming', challenges: ['the transcoding pipeline', 'delivery from edges', 'adaptive bit rates'] },
  { id: 'payments', name: 'Payment system', challenges: ['exactly once', 'idempotency', 'reconciliation'] },
  { id: 'ride-matching', name: 'Ride matching', challenges: ['a geospatial index', 'matching in real time', 'surge pricing'] },
];
