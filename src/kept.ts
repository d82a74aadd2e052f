import { hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { forgetOld, writeKept } from './facts/kept-file.ts';
import { fingerprint } from './facts/source/fingerprint.ts';
import { stateOf, traceOf } from './facts/state.ts';
import type { Repository } from './model/index.ts';
import { PACKAGES, VERSION } from './version.ts';

/** A file that was written this shortly before may be written again without another time: some clocks tick slowly. */
const UNSETTLED_MS = 100;
const MAX_BYTES = 128 * 1024 * 1024;

export interface Question {
  /** Folder of the cache, outside the repository. */
  readonly folder: string;
  readonly repository: Repository;
  /** All that is asked, as text. */
  readonly text: string;
  readonly now: Date;
}

interface Kept<Answer> {
  readonly head: string;
  /** Paths outside of the listing that the answer hangs on, with what they were. */
  readonly outside: Readonly<Record<string, string>>;
  readonly answer: Answer;
}

/**
 * The answer to a question about a folder: the one of an earlier run where not one file has changed since, or else the one that
 * `find` finds, as plain data. It is kept when `isSound` says that it would be the same another time.
 */
export async function answerTo<Answer>({ folder, repository, text, now }: Question, find: () => Promise<Answer>, isSound: (answer: Answer) => boolean): Promise<Answer> {
  const started = Date.now();
  const file = join(folder, `answers-${hash('sha256', `${repository.root}\0${text}`).slice(0, 24)}.json`);
  const state = stateOf(repository);
  const head = hash('sha256', [VERSION, process.version, fingerprint(['.', '../checks'], PACKAGES), now.toISOString().slice(0, 10), state.name].join('\0'));
  const kept = load<Answer>(file);
  if (kept?.head === head && Object.entries(kept.outside).every(([path, trace]) => traceOf(repository.root, path) === trace)) return kept.answer;

  const answer = await find();
  if (state.newest > started - UNSETTLED_MS || !isSound(answer)) return answer;
  const listed = new Set(repository.listing().paths);
  const outside = Object.fromEntries([...repository.asked].filter((path) => !listed.has(path)).sort().map((path) => [path, traceOf(repository.root, path)]));
  const fresh: Kept<Answer> = { head, outside, answer };
  if (writeKept(file, JSON.stringify(fresh))) forgetOld(folder, now);
  return answer;
}

/** Anything unexpected is the same as nothing kept. */
function load<Answer>(file: string): Kept<Answer> | undefined {
  try {
    if (statSync(file).size > MAX_BYTES) return undefined;
    return JSON.parse(readFileSync(file, 'utf8')) as Kept<Answer>;
  } catch {
    return undefined;
  }
}
