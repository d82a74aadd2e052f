import { resolve } from 'node:path';
import { estimate as advise } from '../../advice/estimate.ts';
import { UsageError } from '../../lib/mistake.ts';
import { parseCount, parseSize } from '../../lib/quantity.ts';
import type { DeclaredEstimates } from '../../model/index.ts';
import { declarationIfAny } from '../../run.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import type { Io } from '../io.ts';

export interface EstimateOptions extends AnswerOptions {
  readonly users?: string;
  readonly dailyUsers?: string;
  readonly actions?: string;
  readonly requests?: string;
  readonly responseSize?: string;
  readonly records?: string;
  readonly recordSize?: string;
  readonly peak?: string;
}

/** Options win over `estimates:` of the declaration. */
export function estimate(dir: string, options: EstimateOptions, io: Io): number {
  const { declared } = declarationIfAny({ dir: resolve(io.cwd, dir), ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }) });
  const given = { ...declared.estimates, ...asked(options) };
  if (Object.keys(given).length === 0) {
    throw new UsageError('There is nothing to estimate from. Name numbers, such as `arch-lint estimate --users 1M --actions 20`, or write `estimates:` in architecture.yaml.');
  }
  return tell(advise(given, declared), options, io);
}

function asked(options: EstimateOptions): DeclaredEstimates {
  const count = (flag: string, text: string | undefined) => read(flag, text, parseCount, 'a number, such as 200, 10K or 1.5M');
  const kilobytes = (flag: string, text: string | undefined) => {
    const size = read(flag, text, (value) => (/[bB]$/.test(value) ? parseSize(value) : undefined), 'a size with its unit, such as 500B, 2KB or 1.5MB');
    return size === undefined ? undefined : size / 1000;
  };
  const numbers = {
    users: count('--users', options.users),
    daily_active_users: count('--daily-users', options.dailyUsers),
    actions_per_day: count('--actions', options.actions),
    requests_per_day: count('--requests', options.requests),
    average_response_kb: kilobytes('--response-size', options.responseSize),
    records_per_day: count('--records', options.records),
    average_record_kb: kilobytes('--record-size', options.recordSize),
    peak_factor: count('--peak', options.peak),
  };
  return Object.fromEntries(Object.entries(numbers).filter(([, value]) => value !== undefined));
}

function read(flag: string, text: string | undefined, parse: (text: string) => number | undefined, form: string): number | undefined {
  if (text === undefined) return undefined;
  const value = parse(text);
  if (value === undefined || !(value > 0 && value <= Number.MAX_SAFE_INTEGER)) throw new UsageError(`${flag} takes ${form}; '${text}' is not one.`);
  return value;
}
