import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { FACTS } from '../../facts/index.ts';
import { nearest } from '../../lib/nearest.ts';
import { placeText, UsageError } from '../../lib/mistake.ts';
import type { FactName } from '../../model/index.ts';
import { study } from '../../run.ts';
import { EXIT, cacheFolder, writeOutput, type Io } from '../io.ts';

export interface FactsOptions {
  readonly config?: string;
  readonly output?: string;
  readonly cache: boolean;
}

/** Any fact as JSON, for bug reports. */
export async function facts(name: string | undefined, dir: string, options: FactsOptions, io: Io): Promise<number> {
  const names = ['architecture', ...FACTS.map((provider) => provider.name as string)].sort();
  if (name === undefined) {
    io.stdout.write(`${names.join('\n')}\n`);
    return EXIT.good;
  }
  if (!names.includes(name)) {
    const near = nearest(name, names);
    throw new UsageError(`There is no fact '${name}'.${near ? ` Did you mean '${near}'?` : ''} \`arch-lint facts\` lists them.`);
  }
  const { survey, architecture } = await study([name as FactName], {
    dir: resolve(io.cwd, dir),
    facts: FACTS,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
  });
  const value = name === 'architecture' ? architecture : (survey.facts as Record<string, unknown>)[name];
  const text = `${JSON.stringify(value ?? null, null, 2)}\n`;
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  for (const { fact, at, reason } of survey.gaps) io.stderr.write(`not read: ${fact}  ${at ? `${placeText(at)}  ` : ''}${reason}\n`);
  return name in survey.faults ? EXIT.incomplete : EXIT.good;
}
