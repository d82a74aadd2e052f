import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { FILE_NAMES } from '../../config/find.ts';
import { decode, readBytes } from '../../facts/reading.ts';
import { walk } from '../../facts/files/walk.ts';
import { sectionsOf, writeImported } from '../../init/import/write.ts';
import { isCandidate, toolsIn } from '../../init/import/tools.ts';
import type { Fate, Imported, Note } from '../../init/import/imported.ts';
import { placeText, UsageError } from '../../lib/mistake.ts';
import { count } from '../../lib/module-imports.ts';
import { printable } from '../../lib/printable.ts';
import { loadText } from '../../load.ts';
import { EXIT, inert, type Io } from '../io.ts';

export interface ImportOptions { readonly print?: boolean; readonly force?: boolean }

const MAX_BYTES = 2 * 1024 * 1024;
const FATES: readonly Fate[] = ['carried over', 'approximated', 'left out'];

/** Writes the configuration of another tool as an architecture.yaml, and says what it could not carry over. */
export function importFrom(file: string | undefined, dir: string, options: ImportOptions, io: Io): number {
  // `arch-lint import packages/api` names the folder alone.
  const isFolder = file !== undefined && dir === '.' && (statSync(resolve(io.cwd, file), { throwIfNoEntry: false })?.isDirectory() ?? false);
  const [named, where] = isFolder ? [undefined, file] : [file, dir];
  const folder = resolve(io.cwd, where);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${where}.`);
  const root = realpathSync.native(folder);
  const { paths } = walk(root);
  const path = named === undefined ? theOnly(root, paths, where) : inside(root, named, io.cwd);
  const { tools, read } = toolsIn(path, textAt(root, path));
  if (tools.length === 0) throw new UsageError([{ message: 'The file holds no rules of dependency-cruiser, eslint-plugin-boundaries, Nx, lintel or fallow that can be read without running it.', at: { file: path } }]);

  const imported = read({ paths, read: (other) => readable(root, other) });
  const name = basename(root);
  const source = `${path} (${tools.join(', ')})`;
  const known = FILE_NAMES.find((one) => existsSync(join(root, one)));
  const target = join(root, known ?? FILE_NAMES[0]);
  const empty = imported.layers.length + imported.components.length + imported.rules.length === 0;
  const text = writeImported(imported, name, source);
  // What is written must be understood by what reads it.
  loadText(target, text);

  const report = reportOf(imported, source);
  if (options.print) {
    io.stdout.write(text);
    io.stderr.write(inert(io, report));
  } else if (empty) {
    io.stdout.write(inert(io, `${report}Nothing could be carried over, so nothing was written.\n`));
  } else if (known !== undefined && !options.force) {
    io.stdout.write(inert(io, `${sectionsOf(imported)}\n${report}There is ${known} already, and it was not changed: add the lines above to it. --force overwrites it.\n`));
  } else {
    writeFileSync(target, text);
    io.stdout.write(inert(io, `${report}Wrote ${basename(target)}: ${summary(imported)}. Read it through, then run \`arch-lint prove\` to see that every rule is alive.\n`));
  }
  return EXIT.good;
}

function theOnly(root: string, paths: readonly string[], where: string): string {
  const found = paths.filter((path) => !path.includes('/') && isCandidate(path)).filter((path) => holds(path, textAt(root, path)));
  const [only] = found;
  if (only === undefined) throw new UsageError(`There is no configuration of dependency-cruiser, eslint-plugin-boundaries, Nx, lintel or fallow in ${where}; name it, as in \`arch-lint import .dependency-cruiser.js\`.`);
  if (found.length > 1) throw new UsageError(`There are several configurations here; say which one: ${found.map((path) => `\`arch-lint import ${path}\``).join(', ')}.`);
  return only;
}

/** A file that is broken may hold something; naming it tells what is wrong with it. */
function holds(path: string, text: string): boolean {
  try {
    return toolsIn(path, text).tools.length > 0;
  } catch (error) {
    if (error instanceof UsageError) return true;
    throw error;
  }
}

/** A file is meant from where the command runs, or else from the folder; it must lie in the folder. */
function inside(root: string, file: string, cwd: string): string {
  const here = resolve(cwd, file);
  const path = existsSync(here) ? relative(root, realpathSync.native(resolve(here, '..'))).split(sep).join('/') : undefined;
  const from = path === undefined ? file : path === '' ? basename(here) : `${path}/${basename(here)}`;
  if (from.startsWith('../') && existsSync(join(root, file))) return file;
  return from;
}

function textAt(root: string, path: string): string {
  const found = readBytes(root, path, MAX_BYTES);
  const text = 'bytes' in found ? decode(found.bytes) : found;
  if ('refused' in text) throw new UsageError([{ message: `The file ${text.refused}.`, at: { file: path } }]);
  return text.text;
}

function readable(root: string, path: string): string | undefined {
  const found = readBytes(root, path, MAX_BYTES);
  const text = 'bytes' in found ? decode(found.bytes) : found;
  return 'text' in text ? text.text : undefined;
}

function reportOf({ notes }: Imported, source: string): string {
  const of = (fate: Fate): readonly Note[] => notes.filter((one) => one.fate === fate);
  const lines = ({ what, at, reason }: Note): string => `  ${printable(placeText({ file: at.file, ...(at.line !== undefined && { line: at.line }) }))}  ${printable(what)}${reason === undefined ? '' : `: ${printable(reason)}`}\n`;
  return `From ${printable(source)}: ${FATES.map((fate) => `${of(fate).length} ${fate}`).join(', ')}.\n${FATES.filter((fate) => of(fate).length > 0).map((fate) => `\n${fate[0]!.toUpperCase()}${fate.slice(1)}\n${of(fate).map(lines).join('')}`).join('')}\n`;
}

const summary = ({ layers, components, rules }: Imported): string =>
  ([[layers.length, 'layer'], [components.length, 'component'], [rules.length, 'rule']] as const).filter(([number]) => number > 0).map(([number, noun]) => count(number, noun)).join(', ');
