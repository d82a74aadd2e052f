import fs, { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { globbySync } from 'globby';
import ignore, { type Ignore } from 'ignore';
import { compare } from '../../lib/order.ts';
import type { Listing } from '../../model/index.ts';

/** Never part of what a team wrote, even where no .gitignore says so. */
const NEVER = new Set(['.git', '.hg', '.svn', '.jj', 'node_modules', 'bower_components', 'jspm_packages']);
const MAX_DEPTH = 64;

/** One .gitignore: what it says of a path below the folder it stands in. */
interface Rules { readonly prefix: string; readonly rules: Ignore }

/**
 * Every file below `root` that git would track, sorted; links are not followed, so nothing is seen twice and nothing outside.
 * globby walks; what is ignored is taken out of each folder before it goes on, since its own way with many .gitignore files
 * takes seconds on a large monorepo: each is asked only of what lies below it.
 */
export const walk = (root: string): Listing => {
  const links: string[] = [];
  const unreadable: string[] = [];
  const leftOut: string[] = [];
  const chains = new Map<string, readonly Rules[]>([['', rulesAbove(root)]]);
  const readFolder = (path: string): Dirent[] => {
    const folder = relative(root, path).split(sep).join('/');
    let entries: Dirent[];
    try {
      entries = readdirSync(path, { withFileTypes: true });
    } catch {
      unreadable.push(folder === '' ? '.' : folder);
      return [];
    }
    const above = chains.get(folder) ?? [];
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile()) ? readRules(path) : undefined;
    const chain = own ? [...above, { prefix: '', rules: own }] : above;
    return entries.filter((entry) => {
      const directory = entry.isDirectory();
      if (entry.isSymbolicLink()) links.push(folder === '' ? entry.name : `${folder}/${entry.name}`);
      const name = directory ? `${entry.name}/` : entry.name;
      if (directory && NEVER.has(entry.name)) {
        if (isUnignored(chain, name)) leftOut.push(folder === '' ? entry.name : `${folder}/${entry.name}`);
        return false;
      }
      if (!directory && !entry.isFile()) return false;
      if (isIgnored(chain, name)) return false;
      // A rule that a deeper file has overruled for this folder would still strike out all that is in it: it is left behind.
      if (directory) chains.set(folder === '' ? entry.name : `${folder}/${entry.name}`, chain.filter((rule) => !says(rule, name).ignored).map((rule) => ({ ...rule, prefix: rule.prefix + name })));
      return true;
    });
  };
  const adapter = { ...fs, readdirSync: readFolder as unknown as typeof readdirSync };
  const paths = globbySync('**', { cwd: root, dot: true, deep: MAX_DEPTH, followSymbolicLinks: false, expandDirectories: false, fs: adapter });
  return { paths: paths.sort(compare), links: links.sort(compare), unreadable, leftOut: leftOut.sort(compare) };
};

const says = ({ prefix, rules }: Rules, name: string): { ignored: boolean; unignored: boolean } => rules.test(prefix + name);

/** The nearest .gitignore that has an opinion decides. */
const verdictOf = (chain: readonly Rules[], name: string): ReturnType<typeof says> | undefined => {
  for (let index = chain.length - 1; index >= 0; index--) {
    const said = says(chain[index]!, name);
    if (said.ignored || said.unignored) return said;
  }
  return undefined;
};
const isIgnored = (chain: readonly Rules[], name: string): boolean => verdictOf(chain, name)?.ignored === true;
/** `!packages/node_modules`: git keeps it, though its like is ignored. */
const isUnignored = (chain: readonly Rules[], name: string): boolean => verdictOf(chain, name)?.unignored === true;

const readRules = (folder: string): Ignore | undefined => {
  try {
    return ignore({ ignorecase: false }).add(readFileSync(join(folder, '.gitignore'), 'utf8').slice(0, 200_000));
  } catch {
    return undefined;
  }
};

/** When a part of a repository is linted, the .gitignore files between it and the repository's root hold, too. */
const rulesAbove = (root: string): Rules[] => {
  const chain: Rules[] = [];
  for (let folder = root; !existsSync(join(folder, '.git')); folder = dirname(folder)) {
    const parent = dirname(folder);
    if (parent === folder) return [];
    const rules = existsSync(join(parent, '.gitignore')) ? readRules(parent) : undefined;
    if (rules) chain.unshift({ prefix: `${relative(parent, root).split(sep).join('/')}/`, rules });
  }
  return chain;
};
