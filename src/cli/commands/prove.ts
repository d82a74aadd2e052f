import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { FACTS } from '../../facts/index.ts';
import { placeText } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import { prove as proveAll, type Proof } from '../../prove.ts';
import { paint } from '../../lib/paint.ts';
import { EXIT, cacheFolder, wantsColor, writeOutput, type Io } from '../io.ts';

export interface ProveOptions {
  readonly config?: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
  readonly cache: boolean;
}

/** Shows that every declared rule is alive: exit code 1 when one would not be found out. */
export async function prove(dir: string, options: ProveOptions, io: Io): Promise<number> {
  const { proofs, faults } = await proveAll({
    dir: resolve(io.cwd, dir),
    facts: FACTS,
    now: io.now,
    workers: availableParallelism(),
    ...(options.config !== undefined && { config: resolve(io.cwd, options.config) }),
    ...(options.cache && { cacheDir: cacheFolder(io) }),
  });
  const text = options.format === 'json' ? `${JSON.stringify({ schema_version: 1, proofs, faults }, null, 2)}\n` : list(proofs, options.output === undefined && wantsColor(io, io.stdout));
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  for (const fault of faults) io.stderr.write(`incomplete: ${printable(fault)}\n`);
  return faults.length > 0 ? EXIT.incomplete : proofs.some(({ state }) => state === 'dead') ? EXIT.gate : EXIT.good;
}

function list(proofs: readonly Proof[], color: boolean): string {
  const c = paint(color);
  const marks = { alive: c.green('✔'), 'no subject': c.dim('○'), dead: c.red('✖') };
  const lines = proofs.map(({ kind, name, state, reason, at }) => {
    const told = state === 'alive' ? `found at ${placeText(at!)}` : `${state}: ${reason}${state === 'dead' && at ? `  ${placeText(at)}` : ''}`;
    return `${marks[state]} ${kind}  ${c.bold(printable(name))}  ${printable(told)}`;
  });
  const count = (state: Proof['state']): number => proofs.filter((proof) => proof.state === state).length;
  return `${[...lines, '', `${count('alive')} alive, ${count('no subject')} without a subject, ${count('dead')} dead`].join('\n')}\n`;
}
