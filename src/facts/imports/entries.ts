import { posix } from 'node:path';
import type { PackageManifest } from '../../model/index.ts';
import { isDeclaration, stem } from './extensions.ts';
import { local, match, prefix } from './tsconfig.ts';
import type { TsConfig } from './tsconfig.ts';

// A workspace package names its built files; on a bare checkout there are none, and on a built one they are not what a
// reader looks for. So what a manifest names is led back to the sources it is made of.

/** Names that teams give to a condition which points at the sources. */
const SOURCE_CONDITION = /source|src|development|^dev$|^bun$|^deno$|^ts$|typescript|monorepo|local/i;
const OUTPUT = new Set(['dist', 'lib', 'build', 'out', 'output', 'es', 'esm', 'cjs', 'umd', 'types', 'typings', 'compiled', 'bin', 'release', 'dist-types', 'dts', 'package', '.output', 'target']);
const FORMAT = new Set(['es', 'esm', 'cjs', 'umd', 'mjs', 'node', 'browser', 'types', 'typings', 'dts', 'module', 'commonjs', 'src', 'lib', 'source', 'esnext', 'es2015', 'import', 'require', 'default', 'prod', 'dev']);
const MAIN = ['source', 'types', 'typings', 'module', 'main'] as const;

/** Places, best first, that importing `subpath` (`.`, `./x`) of the package may mean. */
export const entryPlaces = (pack: PackageManifest, subpath: string, configs: readonly TsConfig[]): string[] => {
  const targets = pack.entry['exports'] === undefined ? mainTargets(pack, subpath) : exportTargets(pack.entry['exports'], subpath);
  const places = targets.flatMap((target) => sourcePlaces(pack.dir, local(pack.dir, target), configs));
  return [...new Set([...places, ...conventional(pack.dir, subpath)])];
};

/** Targets of a `#name` of the package's own `imports`, as written. */
export const importTargets = (pack: PackageManifest, name: string): string[] => {
  const imports = pack.entry['imports'];
  return isRecord(imports) ? pick(imports, name) : [];
};

const mainTargets = (pack: PackageManifest, subpath: string): string[] => {
  if (subpath !== '.') return [subpath];
  return MAIN.flatMap((field) => {
    const value = pack.entry[field];
    return typeof value === 'string' ? [value] : [];
  });
};

const exportTargets = (exports: unknown, subpath: string): string[] => {
  if (!isRecord(exports) || !Object.keys(exports).some((key) => key.startsWith('.'))) return subpath === '.' ? leaves(exports) : [];
  return pick(exports, subpath);
};

/** The entry for a key: the exact one, else the pattern with the longest beginning. */
const pick = (map: Record<string, unknown>, key: string): string[] => {
  if (Object.hasOwn(map, key)) return leaves(map[key]);
  const patterns = Object.keys(map).filter((pattern) => pattern.includes('*') || pattern.endsWith('/'));
  for (const pattern of patterns.sort((a, b) => prefix(b).length - prefix(a).length)) {
    const folder = pattern.endsWith('/');
    const rest = match(folder ? `${pattern}*` : pattern, key);
    if (rest !== undefined) return leaves(map[pattern]).map((target) => (folder && !target.includes('*') ? target + rest : target.replaceAll('*', () => rest)));
  }
  return [];
};

/** Every target below a condition tree: those that say they are the sources first, declarations next, then the rest. */
const leaves = (value: unknown): string[] => {
  const found: { target: string; rank: number }[] = [];
  const walk = (node: unknown, rank: number, depth: number): void => {
    if (typeof node === 'string') found.push({ target: node, rank });
    else if (depth > 8) return;
    else if (Array.isArray(node)) for (const item of node) walk(item, rank, depth + 1);
    else if (isRecord(node)) {
      for (const [condition, item] of Object.entries(node)) {
        walk(item, Math.min(rank, SOURCE_CONDITION.test(condition) ? 0 : condition === 'types' ? 1 : 2), depth + 1);
      }
    }
  };
  walk(value, 2, 0);
  return [...new Set(found.sort((a, b) => a.rank - b.rank).map(({ target }) => target))];
};

/** The place itself, and the sources that it would be made of. */
export const sourcePlaces = (dir: string, place: string | undefined, configs: readonly TsConfig[]): string[] => {
  if (place === undefined) return [];
  const found: string[] = [];
  for (const { outDirs, rootDir } of configs) {
    for (const outDir of outDirs) {
      const rest = below(outDir, stem(place));
      if (rest !== undefined) for (const root of rootDir === undefined ? [posix.join(dir, 'src'), dir] : [rootDir]) found.push(posix.join(root, rest));
    }
  }
  const [first = '', ...others] = (below(dir, stem(place)) ?? '').split('/');
  if (OUTPUT.has(first) && others.length > 0) {
    const tails = [others];
    if (FORMAT.has(others[0] ?? '') && others.length > 1) tails.push(others.slice(1));
    for (const tail of tails.map((parts) => parts.join('/'))) {
      for (const root of ['src', 'source', 'lib', '.']) if (root !== first) found.push(posix.join(dir, root, tail));
    }
    // A bundle that bears the package's name, or its format: `dist/index.esm.js`, `dist/kit.umd.cjs`.
    if (others.length === 1) found.push(posix.join(dir, 'src', others[0]!.replace(/\.(?:esm?|cjs|umd|min|prod|development|production|module|node|browser|legacy|d)\b.*$/, '')));
  }
  // A hand-written declaration beside its source tells less than the source.
  return isDeclaration(place) ? [stem(place), ...found, place] : [place, ...found];
};

/** Below a folder that a build of the package writes. */
export const isOutput = (dir: string, place: string): boolean => OUTPUT.has((below(dir, place) ?? '').split('/')[0]!);

const conventional = (dir: string, subpath: string): string[] =>
  subpath === '.'
    ? ['src/index', 'index', 'src/main', 'lib/index', 'src/public-api', 'src/public_api', 'src/mod', 'mod', 'source/index', 'src', 'app/index'].map((path) => posix.join(dir, path))
    : [`src/${subpath}`, subpath, `lib/${subpath}`].flatMap((path) => local(dir, path) ?? []);

const below = (dir: string, path: string): string | undefined =>
  dir === '.' ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : undefined;

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
