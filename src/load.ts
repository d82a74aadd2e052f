import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { findDeclaration } from './config/find.ts';
import { loadArchitecture, type DeclarationReader } from './config/load.ts';
import type { KnownCheck } from './config/settings.ts';
import { walk } from './facts/files/walk.ts';
import { decode, MAX_BYTES, readBytes } from './facts/reading.ts';
import { BASELINE_FILE, parseBaseline, type Baseline } from './lib/baseline.ts';
import { isMatch } from './lib/globs.ts';
import { UsageError } from './lib/mistake.ts';
import type { Architecture, ArchitectureDeclaration } from './model/index.ts';

/** Where a run looks: the folder that all paths are relative to, and the declaration seen from it. */
export interface Site {
  readonly root: string;
  /** Absent: there is no architecture.yaml. */
  readonly file?: string;
}

/**
 * The declaration is found from `dir` upwards, and its folder is what is linted. One that is named with `config` may stand
 * anywhere; then its paths are relative to `dir`.
 */
export function siteOf(dir: string, config?: string): Site {
  if (!statSync(dir, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${dir}.`);
  const folder = realpathSync.native(dir);
  if (config !== undefined) {
    if (!existsSync(config)) throw new UsageError(`There is no file ${config}.`);
    const path = realpathSync.native(config);
    const file = statSync(path).isDirectory() ? findDeclaration(path, existsSync) : { folder: dirname(path), file: basename(path) };
    if (file === undefined) throw new UsageError(`There is no architecture.yaml in ${config}.`);
    return { root: folder, file: relative(folder, join(file.folder, file.file)).split(sep).join('/') };
  }
  const found = findDeclaration(folder, existsSync);
  return found === undefined ? { root: folder } : wholeOf(found.folder, found.file);
}

/** A file next to the code of one component leads to the one that includes it. */
function wholeOf(folder: string, file: string): Site {
  const read = readBytes(folder, file, MAX_BYTES);
  const partOf = 'bytes' in read ? /^part_of:[ \t]*(?:'([^']+)'|"([^"]+)"|([^\s#]+))/m.exec(read.bytes.toString('utf8')) : null;
  const path = partOf && resolve(folder, (partOf[1] ?? partOf[2] ?? partOf[3])!);
  // What does not lead upwards to a file of the same repository is told when the part is loaded.
  return path && existsSync(path) && isAbove(dirname(path), folder) ? { root: dirname(path), file: basename(path) } : { root: folder, file };
}

/** Whether `folder` lies below `above` in one repository. */
function isAbove(above: string, folder: string): boolean {
  for (let here = folder; here !== above; here = dirname(here)) if (existsSync(join(here, '.git')) || dirname(here) === here) return false;
  return folder !== above;
}

/** What the team declared, or a UsageError with every mistake of it. */
export function load({ root, file }: Site, checks?: readonly KnownCheck[]): Architecture {
  if (file === undefined) {
    throw new UsageError(`There is no architecture.yaml in ${root} or above it. Run \`arch-lint init\` to write one, or name it with --config.`);
  }
  const loaded = loadArchitecture(readerOf(root, file), { path: file, ...(checks && { checks }) });
  if ('mistakes' in loaded) throw new UsageError(loaded.mistakes);
  return loaded.architecture;
}

/** Reads a text as the declaration that stands, or will stand, at `path`; a UsageError with every mistake of it. */
export function loadText(path: string, text: string): ArchitectureDeclaration {
  const [root, file] = [dirname(path), basename(path)];
  const reader = readerOf(root, file);
  const loaded = loadArchitecture({ ...reader, read: (name) => (name === file ? { text } : reader.read(name)) }, { path: file });
  if ('mistakes' in loaded) throw new UsageError(loaded.mistakes);
  return loaded.architecture.declared;
}

/** For commands that need no declaration; where there is one, it must be right. */
export const loadIfAny = (site: Site): Architecture =>
  site.file === undefined ? { declared: { version: 1, project: { name: basename(site.root) }, components: {} }, places: {} } : load(site);

/** Where the baseline of a site stands: beside its architecture.yaml. */
export const baselinePath = ({ root, file = '' }: Site): string => join(root, dirname(file), BASELINE_FILE);

/** The baseline that is named, or the site's own; undefined: there is none. */
export function baselineAt(site: Site, named?: string): { readonly name: string; readonly findings: Baseline } | undefined {
  const path = named ?? baselinePath(site);
  if (!existsSync(path)) {
    if (named === undefined) return undefined;
    throw new UsageError(`There is no file ${named}.`);
  }
  const name = relative(site.root, path).split(sep).join('/');
  const read = readBytes(dirname(path), basename(path), MAX_BYTES);
  const text = 'bytes' in read ? decode(read.bytes) : read;
  const findings = 'text' in text ? parseBaseline(text.text) : text.refused;
  if (typeof findings === 'string') throw new UsageError(`${name} ${findings}.`);
  return { name: name.startsWith('..') ? basename(path) : name, findings };
}

function readerOf(root: string, file: string): DeclarationReader {
  const outside = file.startsWith('../') ? { prefix: file.slice(0, file.lastIndexOf('/') + 1), folder: dirname(join(root, file)) } : undefined;
  return {
    read(path) {
      const found = outside && path.startsWith(outside.prefix)
        ? readBytes(outside.folder, path.slice(outside.prefix.length), MAX_BYTES)
        : readBytes(root, path, MAX_BYTES);
      return 'bytes' in found ? decode(found.bytes) : found;
    },
    find: (glob) => walk(root).paths.filter(isMatch(glob)),
  };
}
