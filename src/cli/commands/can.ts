import { resolve } from 'node:path';
import { CHECKS } from '../../../checks/index.ts';
import { can as ask, type Answer } from '../../can.ts';
import { FACTS } from '../../facts/index.ts';
import { placeText } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import { EXIT, cacheFolder, writeOutput, type Io } from '../io.ts';

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
  const text = options.format === 'json' ? `${JSON.stringify({ schema_version: 1, ...answer }, null, 2)}\n` : told(answer);
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  return answer.allowed ? EXIT.good : EXIT.gate;
}

function told({ allowed, from, to, reasons }: Answer): string {
  const lines = [`${allowed ? 'yes' : 'no'}: ${from} ${allowed ? 'may' : 'may not'} import ${to}`];
  for (const { check, message, at, evidence = [] } of reasons) {
    lines.push(`  ${check === null ? placeText(at) : check}  ${message}`);
    for (const { note, at: place } of evidence) lines.push(`    ${place ? `${placeText(place)}  ` : ''}${note}`);
  }
  return `${lines.map((line) => line.slice(0, line.length - line.trimStart().length) + printable(line.trimStart())).join('\n')}\n`;
}
