import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { FACTS } from '../facts/index.ts';
import { printable } from '../lib/printable.ts';
import type { Result } from '../model/index.ts';
import type { RunOptions } from '../run.ts';
import { cacheFolder, progressLine, type Io } from './io.ts';

/** Runs all checks over a folder by `lint`, with progress on a terminal. */
export async function whole<R>(dir: string, options: { readonly config?: string; readonly cache: boolean }, io: Io, lint: (how: RunOptions) => Promise<R>): Promise<R> {
  const progress = progressLine(io);
  return lint({
    dir: resolve(io.cwd, dir),
    checks: CHECKS,
    facts: FACTS,
    keepsAnswers: true,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
    onProgress: (fact, done, of) => progress.show(`${fact} ${done} of ${of}`),
  }).finally(() => progress.clear());
}

/** Says on stderr why the answer cannot be trusted as a whole; false: it can. */
export function tellIncomplete({ incomplete }: Result, io: Io): boolean {
  for (const reason of incomplete) io.stderr.write(`incomplete: ${printable(reason)}\n`);
  return incomplete.length > 0;
}
