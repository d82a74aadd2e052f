import { envelope, DAILY_SHARE, PEAK_FACTOR, SECONDS_A_DAY } from '../lib/knowledge/envelope.ts';
import { parseRate } from '../lib/quantity.ts';
import type { ArchitectureDeclaration, DeclaredEstimates } from '../model/index.ts';
import type { Answer } from './answer.ts';

const UNITS = ['', 'K', 'M', 'B'];
const BYTES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];

/** `1.5 M`; three significant digits. */
export const amount = (value: number): string => scaled(value, UNITS);
/** `18.3 TB`; powers of 1000. */
export const bytes = (value: number): string => scaled(value, BYTES);

function scaled(value: number, units: readonly string[]): string {
  let [number, power] = [value, 0];
  while (number >= 999.5 && power < units.length - 1) [number, power] = [number / 1000, power + 1];
  return `${Number(number.toPrecision(3))} ${units[power]}`.trim();
}

/** The estimate on the back of an envelope: each line with its formula, and whether the declared throughput bears the peak. */
export function estimate(given: DeclaredEstimates, declared?: ArchitectureDeclaration): Answer {
  const found = envelope(given);
  const users = found.dailyActiveUsers === undefined ? 'daily users' : amount(found.dailyActiveUsers);
  const peak = given.peak_factor ?? PEAK_FACTOR;
  const rate = found.averageRate === undefined ? 'requests a second' : amount(found.averageRate);
  const lines = [
    { name: 'daily active users', value: found.dailyActiveUsers, shown: amount, formula: given.daily_active_users === undefined ? `${amount(given.users ?? 0)} users × ${DAILY_SHARE}` : 'given', missing: '--users or --daily-users' },
    { name: 'requests a day', value: found.requestsPerDay, shown: amount, formula: given.requests_per_day === undefined ? `${users} × ${given.actions_per_day} actions` : 'given', missing: '--actions or --requests' },
    { name: 'requests a second', value: found.averageRate, shown: amount, formula: `${amount(found.requestsPerDay ?? 0)} ÷ ${SECONDS_A_DAY}`, missing: 'requests a day' },
    { name: 'at the peak', value: found.peakRate, shown: amount, formula: `${rate} × ${peak}`, missing: 'requests a day' },
    { name: 'storage a year', value: found.storageBytesPerYear, shown: bytes, formula: `${amount(given.records_per_day ?? 0)} records a day × ${bytes((given.average_record_kb ?? 0) * 1000)} × 365`, missing: '--records and --record-size' },
    { name: 'bandwidth a second', value: found.bandwidthBytesPerSecond, shown: bytes, formula: `${rate} × ${bytes((given.average_response_kb ?? 0) * 1000)}`, missing: '--response-size' },
  ];
  const promised = declared?.requirements?.non_functional?.throughput;
  const throughput = promised === undefined ? undefined : parseRate(promised);
  const bears = throughput === undefined || found.peakRate === undefined ? undefined : found.peakRate <= throughput;
  const verdict = bears === undefined ? undefined
    : `The declared throughput of ${promised} ${bears ? 'bears' : 'does not bear'} the peak of ${amount(found.peakRate!)} a second.`;
  return {
    command: 'estimate',
    data: { given, found, ...(bears !== undefined && { declared: { throughput: promised, bears_peak: bears } }) },
    blocks: [
      { heading: 'Estimate' },
      { head: ['what', 'how much', 'how'], table: lines.map(({ name, value, shown, formula, missing }) => (value === undefined ? [name, 'unknown', `needs ${missing}`] : [name, shown(value), formula])) },
      ...(verdict === undefined ? [] : [{ text: verdict }]),
    ],
    follows: [{ rule: `A fifth of all users come on a day; the peak is ${PEAK_FACTOR} times the mean.`, source: 'Phase 11, step 2' }],
  };
}
