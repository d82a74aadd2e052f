// What others may import: linting as a function, the reporters, and what a plugin is written with.
import { CHECKS } from '../checks/index.ts';
import { FACTS } from './facts/index.ts';
import type { Result } from './model/index.ts';
import { run, type RunOptions } from './run.ts';

/** Lints a folder with all built-in checks. Rejects with UsageError for what the caller can mend. */
export const lint = (options: Omit<RunOptions, 'checks' | 'facts'> & Partial<Pick<RunOptions, 'checks' | 'facts'>>): Promise<Result> =>
  run({ checks: CHECKS, facts: FACTS, ...options });

export { CHECKS, FACTS };
export { REPORTERS, type ReporterName, type ReportOptions } from './report/index.ts';
export { UsageError, type Mistake } from './lib/mistake.ts';
export * from './model/index.ts';
export type { RunOptions } from './run.ts';
