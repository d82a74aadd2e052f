import { resolve } from 'node:path';
import { CHECKS } from '../../../checks/index.ts';
import { can as ask, type Answer } from '../../can.ts';
import { FACTS } from '../../facts/index.ts';
import { placeText } from '../../lib/mistake.ts';
import { paint, wrap } from '../../lib/paint.ts';
import { printable } from '../../lib/printable.ts';
import { EXIT, cacheFolder, wantsColor, writeOutput, type Io } from '../io.ts';

export interface CanOptions {
  readonly dir: string;
  readonly config?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly cache: boolean;
}

/** Answers whether FROM may import TO. */
export async function can(from: string, to: string, options: CanOptions, io: Io): Promise<number> {
  const answer = await ask(from, to, CHECKS, {
    dir: resolve(io.cwd, options.dir),
    facts: FACTS,
    now: io.now,
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
  });
  const text = options.format === 'json' ? `${JSON.stringify({ schema_version: 1, ...answer }, null, 2)}\n` : told(answer, options.output === undefined && wantsColor(io, io.stdout), Math.min(io.stdout.columns ?? 80, 120) - 2);
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  return answer.allowed ? EXIT.good : EXIT.gate;
}

function told({ allowed, from, to, reasons }: Answer, color: boolean, width: number): string {
  const c = paint(color);
  const lines = [`${allowed ? c.green('yes') : c.red('no')}: ${printable(`${from} ${allowed ? 'may' : 'may not'} import ${to}`)}`];
  const hang = (indent: number, text: string) => wrap(text, width - indent).forEach((line, index) => lines.push(' '.repeat(index === 0 ? indent : indent + 2) + line));
  for (const { check, message, at, evidence = [] } of reasons) {
    hang(2, `${check ?? placeText(at)}: ${message}`);
    for (const { note, at: place } of evidence) hang(4, `${place ? `${placeText(place)}: ` : ''}${note}`);
  }
  return `${lines.join('\n')}\n`;
}
