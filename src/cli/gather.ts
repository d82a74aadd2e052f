import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { FACTS } from '../facts/index.ts';
import { placeText } from '../lib/mistake.ts';
import { count } from '../lib/module-imports.ts';
import { printable } from '../lib/printable.ts';
import type { FactName, Facts } from '../model/index.ts';
import { study } from '../run.ts';
import { cacheFolder, progressLine, type Io } from './io.ts';

const MOST_GAPS = 5;

/** Facts for a command of advice, with the declaration where there is one. Undefined: one of them failed, and stderr says why. */
export async function gather<N extends FactName>(names: readonly N[], dir: string, options: { readonly config?: string; readonly cache: boolean }, io: Io): Promise<Pick<Facts, N | 'architecture'> | undefined> {
  const progress = progressLine(io);
  const { survey, architecture } = await study(names, {
    dir: resolve(io.cwd, dir),
    facts: FACTS,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
    onProgress: (fact, done, of) => progress.show(`${fact} ${done} of ${of}`),
  }).finally(() => progress.clear());
  for (const { at, reason } of survey.gaps.slice(0, MOST_GAPS)) io.stderr.write(`not read: ${printable(`${at ? `${placeText(at)}  ` : ''}${reason}`)}\n`);
  if (survey.gaps.length > MOST_GAPS) io.stderr.write(`not read: ${count(survey.gaps.length - MOST_GAPS, 'more piece')}\n`);
  const faults = names.filter((name) => name in survey.faults);
  for (const name of faults) io.stderr.write(`incomplete: ${printable(survey.faults[name]!)}\n`);
  return faults.length > 0 ? undefined : { architecture, ...survey.facts } as Pick<Facts, N | 'architecture'>;
}
