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

/** Share of users that are active on a day. */
export const DAILY_SHARE = 0.2;
export const SECONDS_A_DAY = 86_400;
/** Peak over average. */
export const PEAK_FACTOR = 3;

export interface EstimateInput {
  readonly users?: number | undefined;
  readonly dailyActiveUsers?: number | undefined;
  readonly actionsPerDay?: number | undefined;
  readonly averageResponseBytes?: number | undefined;
  readonly recordsPerDay?: number | undefined;
  readonly averageRecordBytes?: number | undefined;
}

export interface Estimate {
  readonly dailyActiveUsers?: number;
  readonly requestsPerDay?: number;
  /** Requests a second. */
  readonly averageRate?: number;
  readonly peakRate?: number;
  readonly storageBytesPerYear?: number;
  readonly bandwidthBytesPerSecond?: number;
}

/** The envelope's formulas; what lacks a number is left out. */
export function estimate(input: EstimateInput): Estimate {
  const times = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined || b === undefined ? undefined : a * b);
  const dailyActiveUsers = input.dailyActiveUsers ?? times(input.users, DAILY_SHARE);
  const requestsPerDay = times(dailyActiveUsers, input.actionsPerDay);
  const averageRate = times(requestsPerDay, 1 / SECONDS_A_DAY);
  const result = {
    dailyActiveUsers,
    requestsPerDay,
    averageRate,
    peakRate: times(averageRate, PEAK_FACTOR),
    storageBytesPerYear: times(times(input.recordsPerDay, input.averageRecordBytes), 365),
    bandwidthBytesPerSecond: times(averageRate, input.averageResponseBytes),
  };
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== undefined));
}
