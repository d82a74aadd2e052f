import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { withOptions, type Case, type Replaced } from '../advice/case.ts';
import { FACTS } from '../facts/index.ts';
import type { FactName } from '../model/index.ts';
import { study } from '../run.ts';
import type { AnswerOptions } from './answer.ts';
import { cacheFolder, type Io } from './io.ts';

export interface CaseOptions extends AnswerOptions {
  /** Absent: yes. */
  readonly cache?: boolean;
}

/** The declaration and the facts of a folder, as advice sees them. */
export async function caseOf(dir: string, names: readonly FactName[], options: CaseOptions, io: Io, given: readonly Replaced[] = []): Promise<Case> {
  const { survey, architecture } = await study(names, {
    dir: resolve(io.cwd, dir),
    facts: FACTS,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache !== false && { cacheDir: cacheFolder(io) }),
  });
  return { ...withOptions(architecture, given), facts: survey.facts };
}
