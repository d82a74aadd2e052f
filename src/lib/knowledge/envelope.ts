import type { DeclaredEstimates } from '../../model/index.ts';

// The source document's Phase 11, step 2: the estimate on the back of an envelope.

/** Share of users that are active on a day. */
export const DAILY_SHARE = 0.2;
export const SECONDS_A_DAY = 86_400;
/** Peak over average. */
export const PEAK_FACTOR = 3;

export interface Envelope {
  readonly dailyActiveUsers?: number;
  readonly requestsPerDay?: number;
  /** Requests a second. */
  readonly averageRate?: number;
  readonly peakRate?: number;
  readonly storageBytesPerYear?: number;
  readonly bandwidthBytesPerSecond?: number;
}

const times = (...factors: readonly (number | undefined)[]): number | undefined =>
  factors.reduce<number | undefined>((product, factor) => (product === undefined || factor === undefined ? undefined : product * factor), 1);

/** The envelope's formulas; what lacks a number is left out. A kilobyte has 1000 bytes. */
export function envelope(input: DeclaredEstimates): Envelope {
  const dailyActiveUsers = input.daily_active_users ?? times(input.users, DAILY_SHARE);
  const requestsPerDay = input.requests_per_day ?? times(dailyActiveUsers, input.actions_per_day);
  const averageRate = times(requestsPerDay, 1 / SECONDS_A_DAY);
  const found = {
    dailyActiveUsers,
    requestsPerDay,
    averageRate,
    peakRate: times(averageRate, input.peak_factor ?? PEAK_FACTOR),
    storageBytesPerYear: times(input.records_per_day, input.average_record_kb, 1000, 365),
    bandwidthBytesPerSecond: times(averageRate, input.average_response_kb, 1000),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
