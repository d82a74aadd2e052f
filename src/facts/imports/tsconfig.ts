import { posix } from 'node:path';
import { parse } from 'jsonc-parser';
import { isWhole } from '../../lib/globs.ts';

/** A tsconfig or jsconfig with what it extends, as far as that lies in the repository. Paths are relative to the root. */
export interface TsConfig {
  readonly file: string;
  readonly dir: string;
  /** Patterns with their targets, the longest fixed beginning first, as TypeScript prefers them. */
  readonly paths: readonly PathMapping[];
  readonly baseUrl?: string;
  readonly rootDir?: string;
  readonly rootDirs: readonly string[];
  /** Where compiled files and declarations go. */
  readonly outDirs: readonly string[];
  readonly suffixes: readonly string[];
  readonly conditions: readonly string[];
  readonly references: readonly string[];
  /** What it extends that is not in the repository: a preset that was not installed, or a generated file. */
  readonly missing: readonly string[];
  covers(path: string): boolean;
}

export interface PathMapping {
  readonly pattern: string;
  readonly targets: readonly string[];
}

interface Raw {
  options: Record<string, unknown>;
  /** Folder of the config that sets the option: relative paths in it are meant from there. */
  origin: Record<string, string>;
  include?: { dir: string; globs: string[] };
  exclude?: { dir: string; globs: string[] };
  files?: { dir: string; globs: string[] };
  references: string[];
  missing: string[];
}

export type Reader = (path: string) => string | undefined;
/** A package's folder by its name, for presets that are packages of the workspace. */
export type PackageDir = (name: string) => string | undefined;

const DEEPEST = 12;

export const readTsConfig = (file: string, exists: (path: string) => boolean, read: Reader, packageDir: PackageDir): TsConfig | undefined => {
  const raw = load(file, exists, read, packageDir, []);
  return raw === undefined ? undefined : finish(file, raw);
};

const load = (file: string, exists: (path: string) => boolean, read: Reader, packageDir: PackageDir, above: readonly string[]): Raw | undefined => {
  if (above.includes(file) || above.length > DEEPEST) return undefined;
  const text = read(file);
  if (text === undefined) return undefined;
  // Lenient: comments, trailing commas and damaged parts are skipped, the rest is taken.
  const json: unknown = parse(text, [], { allowTrailingComma: true });
  if (!isRecord(json)) return undefined;
  const dir = posix.dirname(file);
  const raw: Raw = { options: {}, origin: {}, references: [], missing: [] };
  for (const target of strings(json['extends'])) {
    const path = extended(target, dir, exists, packageDir);
    const base = path === undefined ? undefined : load(path, exists, read, packageDir, [...above, file]);
    if (base === undefined) {
      raw.missing.push(target);
      continue;
    }
    Object.assign(raw.options, base.options);
    Object.assign(raw.origin, base.origin);
    raw.missing.push(...base.missing);
    for (const key of ['include', 'exclude', 'files'] as const) if (base[key]) raw[key] = base[key];
  }
  const options = isRecord(json['compilerOptions']) ? json['compilerOptions'] : {};
  for (const [key, value] of Object.entries(options)) {
    raw.options[key] = value;
    raw.origin[key] = dir;
  }
  for (const key of ['include', 'exclude', 'files'] as const) if (Array.isArray(json[key])) raw[key] = { dir, globs: strings(json[key]) };
  if (Array.isArray(json['references'])) {
    raw.references = json['references'].flatMap((reference) => {
      const path = isRecord(reference) && typeof reference['path'] === 'string' ? local(dir, reference['path']) : undefined;
      if (path === undefined) return [];
      return [path.endsWith('.json') ? path : posix.join(path, 'tsconfig.json')].filter(exists);
    });
  }
  return raw;
};

/** The file that `extends` names; undefined: it is not in the repository. */
const extended = (target: string, dir: string, exists: (path: string) => boolean, packageDir: PackageDir): string | undefined => {
  const among = (path: string | undefined, ...more: string[]): string | undefined =>
    path === undefined ? undefined : [path, `${path}.json`, ...more.map((name) => posix.join(path, name))].find(exists);
  if (/^\.{0,2}\//.test(target) || target === '.' || target === '..') return among(local(dir, target), 'tsconfig.json');
  const [name, rest] = splitPackage(target);
  const home = packageDir(name);
  return home === undefined ? undefined : among(posix.join(home, rest), 'tsconfig.json');
};

const finish = (file: string, raw: Raw): TsConfig => {
  const dir = posix.dirname(file);
  const place = (key: string): string | undefined => {
    const value = raw.options[key];
    return typeof value === 'string' ? local(raw.origin[key] ?? dir, value.replace('${configDir}', relativeTo(raw.origin[key] ?? dir, dir))) : undefined;
  };
  const baseUrl = place('baseUrl');
  const rootDir = place('rootDir');
  const outDirs = [place('outDir'), place('declarationDir')].filter((path) => path !== undefined && path !== dir) as string[];
  const from = baseUrl ?? raw.origin['paths'] ?? dir;
  const paths = isRecord(raw.options['paths']) ? raw.options['paths'] : {};
  return {
    file,
    dir,
    paths: Object.entries(paths)
      .filter(([pattern]) => pattern.split('*').length <= 2)
      .map(([pattern, targets]) => ({
        pattern,
        targets: strings(targets).flatMap((target) => local(from, target.replace('${configDir}', relativeTo(from, dir))) ?? []),
      }))
      .sort((a, b) => Number(a.pattern.includes('*')) - Number(b.pattern.includes('*')) || prefix(b.pattern).length - prefix(a.pattern).length),
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(rootDir === undefined ? {} : { rootDir }),
    rootDirs: strings(raw.options['rootDirs']).flatMap((path) => local(raw.origin['rootDirs'] ?? dir, path) ?? []),
    outDirs,
    suffixes: strings(raw.options['moduleSuffixes']).filter((suffix) => suffix !== ''),
    conditions: strings(raw.options['customConditions']),
    references: raw.references,
    missing: raw.missing,
    covers: coverage(dir, raw),
  };
};

const coverage = (dir: string, raw: Raw): ((path: string) => boolean) => {
  const files = new Set(raw.files?.globs.flatMap((path) => local(raw.files!.dir, path) ?? []));
  const include = raw.include ?? (raw.files === undefined ? { dir, globs: ['**/*'] } : undefined);
  const included = include === undefined ? () => false : matcher(include.dir, include.globs, dir);
  const excluded = raw.exclude === undefined ? () => false : matcher(raw.exclude.dir, raw.exclude.globs, dir);
  return (path) => files.has(path) || (included(path) && !excluded(path));
};

/** TypeScript's globs: a folder means all below it, `*` and `?` stay within a name, `**` crosses folders. */
const matcher = (from: string, globs: readonly string[], configDir: string): ((path: string) => boolean) => {
  const patterns = globs.flatMap((glob) => {
    const path = local(from, glob.replace('${configDir}', relativeTo(from, configDir)));
    if (path === undefined) return [];
    const plain = path === '.' ? '' : `${path}/`;
    return /[*?]/.test(posix.basename(path)) ? [path] : [path, `${plain}**`];
  });
  if (patterns.length === 0) return () => false;
  return isWhole(patterns);
};

export const prefix = (pattern: string): string => pattern.split('*', 1)[0] ?? '';

/** What stands for the `*` of the pattern; '' for a pattern without one; undefined: no match. */
export const match = (pattern: string, specifier: string): string | undefined => {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === specifier ? '' : undefined;
  const end = pattern.slice(star + 1);
  return specifier.length >= pattern.length - 1 && specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(end)
    ? specifier.slice(star, specifier.length - end.length)
    : undefined;
};

/** `@scope/name/a/b` → `@scope/name`, `a/b`. */
export const splitPackage = (specifier: string): [name: string, rest: string] => {
  const parts = specifier.split('/');
  const count = specifier.startsWith('@') ? 2 : 1;
  return [parts.slice(0, count).join('/'), parts.slice(count).join('/')];
};

/** `path` seen from `dir`, relative to the root; undefined: it leads out of it. */
export const local = (dir: string, path: string): string | undefined => {
  if (posix.isAbsolute(path) || /^[a-z]:/i.test(path)) return undefined;
  const joined = posix.join(dir, path.replaceAll('\\', '/')).replace(/\/$/, '');
  return joined === '..' || joined.startsWith('../') ? undefined : joined;
};

const relativeTo = (from: string, to: string): string => posix.relative(from, to) || '.';
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const strings = (value: unknown): string[] => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);
