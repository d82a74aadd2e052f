import { existsSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { design as advise, type Design } from '../../advice/design.ts';
import { findSystem, SYSTEM_LIST } from '../../advice/design/find.ts';
import { show } from '../../advice/show.ts';
import type { Blueprint } from '../../lib/knowledge/systems/blueprint.ts';
import { UsageError } from '../../lib/mistake.ts';
import { loadText } from '../../load.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { askerOf } from '../asker.ts';
import { askBrief } from '../brief-questions.ts';
import { briefOf, whole, type BriefOptions } from '../brief.ts';
import { EXIT, wantsColor, type Io } from '../io.ts';
import { writeFiles } from '../write-files.ts';

export interface DesignOptions extends BriefOptions, Omit<AnswerOptions, 'config'> {
  readonly as?: string;
  readonly dir: string;
  readonly yes?: boolean;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

const DECLARATION = 'architecture.yaml';
const DOCUMENT = 'DESIGN.md';
const LONGEST_NAME = 100;

/** Designs a system by the phases 1 to 8, and writes what was designed as architecture.yaml and as a document. */
export async function design(words: readonly string[], options: DesignOptions, io: Io): Promise<number> {
  const system = nameIn(words);
  const blueprint = systemIn(system, options.as);
  const prints = options.dryRun === true || options.format !== 'terminal';
  if (!prints) mayWrite(options, io);
  const said = briefOf(options, io);
  const lacks = said.project.team_size === undefined || said.project.expected_users === undefined;
  const asker = lacks || (options.brief === undefined && !options.yes && !prints) ? askerOf(io) : undefined;
  asker?.begin(`Design: ${system}`);
  const brief = asker ? await askBrief(said, blueprint, asker) : said;
  if (brief === undefined) {
    asker!.end('Nothing was written.', true);
    return EXIT.good;
  }
  const made = advise(system, blueprint, whole(brief), DOCUMENT);
  // What is written must be understood by what reads it.
  loadText(join(resolve(io.cwd, options.dir), DECLARATION), made.yaml);
  if (options.format === 'json') return tell({ ...made.full, data: { ...made.full.data, files: { [DECLARATION]: made.yaml, [DOCUMENT]: made.document } } }, options, io);
  if (options.format === 'markdown') return print(made.document, options, io);
  if (options.dryRun) return print(`${summary(made, io)}\nWould write ${DECLARATION}:\n\n${made.yaml}\nWould write ${DOCUMENT}:\n\n${made.document}`, options, io);
  write(made, options, io);
  const there = relative(io.cwd, resolve(io.cwd, options.dir)).split('\\').join('/') || '.';
  io.stdout.write(`${summary(made, io)}\nWrote ${DECLARATION} and ${DOCUMENT}${there === '.' ? '' : ` to ${there}`}. Read ${DOCUMENT}, correct what was assumed, then hold the code to it:\n\n    arch-lint check${there === '.' ? '' : ` ${there}`}\n`);
  return EXIT.good;
}

const summary = (made: Design, io: Io): string => show(made.short, { format: 'terminal', color: wantsColor(io, io.stdout), ...(io.stdout.columns !== undefined && { width: io.stdout.columns }) });

function print(text: string, { output }: DesignOptions, io: Io): number {
  if (output === undefined) io.stdout.write(text);
  else writeFiles(io.cwd, [{ path: relative(io.cwd, resolve(io.cwd, output)), text, fresh: !existsSync(resolve(io.cwd, output)) }]);
  return EXIT.good;
}

export function nameIn(words: readonly string[]): string {
  const system = words.join(' ').replaceAll(/\s+/g, ' ').trim();
  if (system === '' || !/[\p{L}\p{N}]/u.test(system)) throw new UsageError('Say what is to be designed, such as "chat system".');
  if (system.length > LONGEST_NAME) throw new UsageError(`The name of the system has ${system.length} characters; ${LONGEST_NAME} are the most. What it does belongs into --brief.`);
  return system;
}

/** The worked starting point; undefined: there is none, and the brief alone says what to build. */
function systemIn(system: string, as: string | undefined): Blueprint | undefined {
  if (as?.toLowerCase() === 'general') return undefined;
  const found = findSystem(as ?? system);
  if ('found' in found) return found.found;
  if (as !== undefined) throw new UsageError(`--as takes one of the classic systems or general; '${as}' is neither.${found.near ? ` Did you mean '${found.near}'?` : ''} There are: ${SYSTEM_LIST.join(', ')}.`);
  if (found.near !== undefined) throw new UsageError(`There is no '${system}' among the classic systems. Did you mean '${found.near}'? If not, --as general designs it from its brief alone.`);
  return undefined;
}

/** Whether the files may be written, before anything is asked. */
function mayWrite({ dir, force }: DesignOptions, io: Io): void {
  const folder = resolve(io.cwd, dir);
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there && !there.isDirectory() && !there.isSymbolicLink()) throw new UsageError(`${dir} is not a folder.`);
  const known = [DECLARATION, DOCUMENT].filter((name) => existsSync(join(folder, name)));
  if (known.length > 0 && !force) throw new UsageError(`There is ${known.join(' and ')} in ${dir} already. --force overwrites, --dir names another folder, --dry-run shows what would be written.`);
}

function write({ yaml, document }: Design, { dir }: DesignOptions, io: Io): void {
  const folder = resolve(io.cwd, dir);
  let made: string | undefined;
  try {
    made = mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new UsageError(`${dir} could not be made: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    writeFiles(folder, [[DECLARATION, yaml], [DOCUMENT, document]].map(([path, text]) => ({ path: path!, text: text!, fresh: !existsSync(join(folder, path!)) })));
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  }
}
