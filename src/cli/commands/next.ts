import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { CHECKS } from '../../../checks/index.ts';
import { FACTS } from '../../facts/index.ts';
import { placeText } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import { planOf, type Step } from '../../report/next.ts';
import { paint } from '../../lib/paint.ts';
import { run } from '../../run.ts';
import { EXIT, cacheFolder, wantsColor, writeOutput, type Io } from '../io.ts';

export interface NextOptions {
  readonly config?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly most: number;
  readonly cache: boolean;
}

/** The ledger as a plan: which fixes gain how much, the cheapest points first. */
export async function next(dir: string, options: NextOptions, io: Io): Promise<number> {
  const result = await run({
    dir: resolve(io.cwd, dir),
    checks: CHECKS,
    facts: FACTS,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
  });
  const plan = planOf(result);
  const shown = plan.slice(0, options.most);
  const text = options.format === 'json'
    ? `${JSON.stringify({ schema_version: 1, score: result.score.total, rating: result.score.rating, steps: plan }, null, 2)}\n`
    : list(shown, plan.length, result.score, options.output === undefined && wantsColor(io, io.stdout));
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  for (const reason of result.incomplete) io.stderr.write(`incomplete: ${printable(reason)}\n`);
  return result.incomplete.length > 0 ? EXIT.incomplete : EXIT.good;
}

function list(steps: readonly Step[], all: number, score: { total: number; rating: string }, color: boolean): string {
  const c = paint(color);
  const lines = [`${c.bold(`${score.total}`)} of 100, ${score.rating}`, ''];
  steps.forEach(({ check, fix, points, effort, findings, at, total, rating }, index) => {
    lines.push(`${`${index + 1}.`.padStart(3)} ${c.green(`+${points}`)}  ${c.bold(check)}  ${findings} ${findings === 1 ? 'finding' : 'findings'}, ${effort} effort → ${total}, ${rating}`);
    lines.push(`    ${printable(fix)}`, c.dim(`    first at ${printable(placeText(at))}`));
  });
  if (steps.length === 0) lines.push('No finding costs a point.');
  if (all > steps.length) lines.push('', c.dim(`${all - steps.length} more; --most ${all} shows all.`));
  return `${lines.join('\n')}\n`;
}
