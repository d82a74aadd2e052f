import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { FILE_NAMES } from '../../config/find.ts';
import { FACTS } from '../../facts/index.ts';
import { infer } from '../../init/infer.ts';
import { writeDeclaration, type Answers } from '../../init/write.ts';
import { update } from '../../init/update.ts';
import { additionsTo } from '../../init/additions.ts';
import type { Proposal, Seen } from '../../init/proposal.ts';
import { UsageError } from '../../lib/mistake.ts';
import { count } from '../../lib/module-imports.ts';
import type { FactName } from '../../model/index.ts';
import { loadText } from '../../load.ts';
import { study } from '../../run.ts';
import { EXIT, cacheFolder, progressLine, type Io } from '../io.ts';

export interface InitOptions {
  readonly print?: boolean;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly update?: boolean;
  readonly owner?: string;
  readonly cache: boolean;
}

const READ: readonly FactName[] = ['files', 'packages', 'imports', 'units', 'workloads', 'stores', 'compose', 'docker', 'outbound', 'calls', 'datasources', 'terraform', 'codeowners', 'history'];

/** Writes the first architecture.yaml of a repository, or adds to the one it has what appeared since. */
export async function init(dir: string, options: InitOptions, io: Io): Promise<number> {
  const folder = resolve(io.cwd, dir);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${dir}.`);
  const known = FILE_NAMES.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (options.update && known === undefined) throw new UsageError('There is no architecture.yaml to update; leave out --update to write one.');
  if (known !== undefined && !options.update && !options.force && !options.print) {
    throw new UsageError(`There is ${basename(known)} already. --update adds what appeared since, --print shows what would be written, --force overwrites it.`);
  }
  const asks = !options.yes && !options.print && !options.update && process.stdin.isTTY === true && io.stdout.isTTY === true;
  if (!asks && !options.yes && !options.print && !options.update) throw new UsageError('There is no terminal to ask on; say --yes to write what was found, or --print to see it.');

  const seen = await look(folder, options, io);
  const proposal = infer(seen, basename(realpathSync.native(folder)));
  if (proposal.components.length === 0) throw new UsageError('No source code was found here, so there are no components to write down.');
  const target = known ?? join(folder, 'architecture.yaml');
  return options.update ? extend(target, seen, proposal, options, io) : create(target, proposal, options, asks, io);
}

async function look(folder: string, options: InitOptions, io: Io): Promise<Seen> {
  const progress = progressLine(io);
  try {
    const { survey } = await study(READ, {
      dir: folder, facts: FACTS, now: io.now, workers: availableParallelism(), undeclared: true,
      ...(options.cache && { cacheDir: cacheFolder(io) }),
      onProgress: (fact, done, of) => progress.show(`${fact} ${done} of ${of}`),
    });
    const faults = Object.entries(survey.faults);
    for (const [fact, reason] of faults) io.stderr.write(`not looked at: ${fact} (${reason})\n`);
    return { ...NOTHING, ...survey.facts } as Seen;
  } finally {
    progress.clear();
  }
}

/** What a fact that failed leaves: nothing was found of it. */
const NOTHING: Seen = {
  files: { files: [] }, packages: { packages: [], orchestrators: [], lockfiles: [] }, imports: { modules: {}, resolved: 0, unresolved: 0 },
  units: { units: [] }, workloads: { workloads: [] }, stores: { stores: [] }, compose: { projects: [] }, docker: { dockerfiles: [] }, outbound: { modules: [], clients: [], calls: [], breakers: [], graph: {} },
  calls: {}, datasources: { datasources: [] }, terraform: { blocks: [], values: [], defaults: {} }, codeowners: { lines: [] }, history: { commits: [], authors: [], since: '', truncated: false, releases: [] },
};

async function create(target: string, proposal: Proposal, options: InitOptions, asks: boolean, io: Io): Promise<number> {
  const answers: Answers | undefined = asks ? await (await import('../questions.ts')).ask(proposal, options.owner) : { ...(options.owner !== undefined && { owner: options.owner }) };
  if (!answers) return EXIT.good;
  const text = writeDeclaration(proposal, answers);
  // What is written must be understood by what reads it.
  loadText(target, text);
  if (options.print) {
    io.stdout.write(text);
    return EXIT.good;
  }
  writeFileSync(target, text);
  io.stdout.write(`Wrote ${basename(target)}: ${summary(proposal)}.\n${layersLine(proposal)}Read it through, then run \`arch-lint\`.\n`);
  return EXIT.good;
}

function extend(target: string, seen: Seen, proposal: Proposal, options: InitOptions, io: Io): number {
  const before = readFileSync(target, 'utf8');
  const declared = loadText(target, before);
  const additions = additionsTo(declared, proposal, seen);
  const text = update(before, additions, options.owner);
  loadText(target, text);
  if (options.print) io.stdout.write(text);
  else if (text !== before) writeFileSync(target, text);
  (options.print ? io.stderr : io.stdout).write(additions.told.length === 0 ? 'Nothing appeared that is not declared already.\n' : `${options.print ? 'Would add' : 'Added'} to ${basename(target)}:\n${additions.told.map((one) => `  ${one}\n`).join('')}`);
  return EXIT.good;
}

const summary = ({ components, externals, stores, caches, queues, layers }: Proposal): string => [
  count(components.length, 'component'), ...(layers.declared ? [count(layers.declared.order.length, 'layer')] : []),
  ...([[externals.length, 'external'], [stores.length, 'store'], [caches.length, 'cache'], [queues.length, 'queue']] as const).filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)),
].join(', ');

const layersLine = ({ layers: { declared, against } }: Proposal): string => (declared
  ? `Layers, top first: ${declared.order.map(({ name }) => name).join(', ')}${against.length === 0 ? '; no import goes against them' : `; ${count(against.length, 'import')} against them, waived by name`}.\n` : '');
