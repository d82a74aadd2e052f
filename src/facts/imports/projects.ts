import { posix } from 'node:path';
import { readTsConfig } from './tsconfig.ts';
import type { PackageDir, Reader, TsConfig } from './tsconfig.ts';

/** Which tsconfig or jsconfig speaks for a file. */
export interface Projects {
  /** Its own, and those that may help where that one knows no answer: of its folder, then of the folders above. */
  of(path: string): { readonly own?: TsConfig; readonly others: readonly TsConfig[] };
  /** Those in a folder, for where its compiled files come from. */
  in(dir: string): readonly TsConfig[];
}

const NAME = /(?:^|\/)(?:tsconfig|jsconfig)(?:[.-][\w.-]+)?\.json$/;

export const findProjects = (files: readonly string[], exists: (path: string) => boolean, read: Reader, packageDir: PackageDir): Projects => {
  const known = new Map<string, TsConfig | undefined>();
  const config = (file: string): TsConfig | undefined => {
    if (!known.has(file)) known.set(file, readTsConfig(file, exists, read, packageDir));
    return known.get(file);
  };

  const byDir = new Map<string, string[]>();
  for (const file of files) {
    if (!NAME.test(file)) continue;
    const dir = posix.dirname(file);
    byDir.set(dir, [...(byDir.get(dir) ?? []), file]);
  }
  for (const names of byDir.values()) names.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));

  const inDir = memo((dir: string): readonly TsConfig[] => (byDir.get(dir) ?? []).flatMap((file) => config(file) ?? []));

  /** All that may speak for a file of the folder: nearest folder first, in it the plain name first. */
  const above = memo((dir: string): readonly (readonly TsConfig[])[] => {
    const here = inDir(dir);
    const rest = dir === '.' ? [] : above(posix.dirname(dir));
    return here.length === 0 ? rest : [here, ...rest];
  });

  /** The config itself, or the one among its references, however deep, that covers the file. */
  const covering = (candidate: TsConfig, path: string, seen: Set<string>): TsConfig | undefined => {
    if (seen.has(candidate.file)) return undefined;
    seen.add(candidate.file);
    if (candidate.covers(path)) return candidate;
    for (const reference of candidate.references) {
      const next = config(reference);
      const found = next === undefined ? undefined : covering(next, path, seen);
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const own = (levels: readonly (readonly TsConfig[])[], path: string): TsConfig | undefined => {
    const seen = new Set<string>();
    for (const level of levels) {
      const main = level.filter(({ file }) => rank(file) < 2);
      // A folder with tsconfig.app.json and tsconfig.spec.json has no order among them but the alphabet.
      for (const candidate of main.length > 0 || level === levels[0] ? [...main, ...level] : []) {
        const found = covering(candidate, path, seen);
        if (found !== undefined) return found;
      }
    }
    // Nothing covers it (a script, a config file of a bundler): the nearest speaks for it all the same.
    return levels[0]?.[0];
  };

  return {
    in: inDir,
    of(path) {
      const levels = above(posix.dirname(path));
      const mine = own(levels, path);
      return { ...(mine === undefined ? {} : { own: mine }), others: levels.flat().filter((other) => other !== mine) };
    },
  };
};

/** tsconfig.json, then jsconfig.json, then the others. */
const rank = (file: string): number => {
  const name = posix.basename(file);
  return name === 'tsconfig.json' ? 0 : name === 'jsconfig.json' ? 1 : 2;
};

const memo = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>();
  return (key) => {
    if (!known.has(key)) known.set(key, make(key));
    return known.get(key) as T;
  };
};
