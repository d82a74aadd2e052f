import { placeText } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import { planOf, type Step } from '../../report/next.ts';
import { paint } from '../../lib/paint.ts';
import { run } from '../../run.ts';
import { EXIT, wantsColor, writeOutput, type Io } from '../io.ts';
import { tellIncomplete, whole } from '../whole.ts';

export interface NextOptions {
  readonly config?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly most: number;
  readonly cache: boolean;
}

/** The ledger as a plan: which fixes gain how much, the cheapest points first. */
export async function next(dir: string, options: NextOptions, io: Io): Promise<number> {
  const result = await whole(dir, options, io, run);
  const plan = planOf(result);
  const shown = plan.slice(0, options.most);
  const text = options.format === 'json'
    ? `${JSON.stringify({ schema_version: 1, score: result.score.total, rating: result.score.rating, steps: plan }, null, 2)}\n`
    : list(shown, plan.length, result.score, options.output === undefined && wantsColor(io, io.stdout));
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  return tellIncomplete(result, io) ? EXIT.incomplete : EXIT.good;
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
