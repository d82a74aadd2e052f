import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative, resolve } from 'node:path';
import { CHECKS } from '../../../checks/index.ts';
import { FACTS } from '../../facts/index.ts';
import { baselineOf, baselineText, prune, sizeOf } from '../../lib/baseline.ts';
import { UsageError } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import { baselineAt, baselinePath, siteOf } from '../../load.ts';
import { run } from '../../run.ts';
import { EXIT, cacheFolder, writeOutput, type Io } from '../io.ts';

export interface BaselineOptions {
  readonly config?: string;
  readonly output?: string;
  readonly prune?: boolean;
  readonly allowPlugins?: boolean;
  readonly cache: boolean;
}

/** Writes today's findings, or with `--prune` takes out of the file those that are gone; tells the count and its change. */
export async function baseline(dir: string, options: BaselineOptions, io: Io): Promise<number> {
  const folder = resolve(io.cwd, dir);
  const config = options.config === undefined ? undefined : resolve(io.cwd, options.config);
  const site = siteOf(folder, config);
  const file = options.output === undefined ? baselinePath(site) : resolve(io.cwd, options.output);
  const name = relative(io.cwd, file);
  const shown = name === '' || name.startsWith('..') ? file : name;
  const old = existsSync(file) ? baselineAt(site, file) : undefined;
  if (options.prune && !old) throw new UsageError(`There is no baseline ${shown} to prune; \`arch-lint baseline\` writes one.`);

  const result = await run({
    dir: folder,
    checks: CHECKS,
    facts: FACTS,
    keepsAnswers: true,
    baseline: false,
    allowPlugins: options.allowPlugins ?? false,
    now: io.now,
    workers: availableParallelism(),
    ...(config !== undefined && { config }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
  });
  const before = old?.findings ?? {};
  const after = options.prune ? prune(before, result.checks) : baselineOf(result.checks, before);
  writeOutput(io, file, baselineText(after));
  const change = sizeOf(after) - sizeOf(before);
  io.stdout.write(`${printable(shown)}: ${sizeOf(after)} ${sizeOf(after) === 1 ? 'finding' : 'findings'}${old ? ` (${change > 0 ? `+${change}` : change === 0 ? 'no change' : change})` : ''}\n`);
  if (!old) io.stdout.write('Commit it. From now on only what is new or worse fails; `arch-lint baseline --prune` takes out what was mended.\n');
  for (const reason of result.incomplete) io.stderr.write(`incomplete: ${printable(reason)}\n`);
  return result.incomplete.length > 0 ? EXIT.incomplete : EXIT.good;
}
