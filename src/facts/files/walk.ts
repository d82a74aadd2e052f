import { existsSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { compare } from '../../lib/order.ts';

/** Never part of what a team wrote, even where no .gitignore says so. */
const NEVER = new Set(['.git', '.hg', '.svn', '.jj', 'node_modules', 'bower_components', 'jspm_packages']);
const MAX_DEPTH = 64;

/** One .gitignore: what it says of a path below the folder it stands in. */
interface Rules { readonly prefix: string; readonly rules: Ignore }

/**
 * Every file below `root` that git would track, sorted; links are not followed, so nothing is seen twice and nothing outside.
 * Each .gitignore is asked only of what lies below it: tried all at once, those of a large monorepo take seconds.
 */
export const walk = (root: string, onUnreadable: (folder: string) => void): string[] => {
  const found: string[] = [];
  const visit = (folder: string, above: readonly Rules[], depth: number): void => {
    let entries: Dirent[];
    try {
      entries = readdirSync(join(root, folder), { withFileTypes: true });
    } catch {
      onUnreadable(folder === '' ? '.' : folder.slice(0, -1));
      return;
    }
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile()) ? readRules(join(root, folder)) : undefined;
    const chain = own ? [...above, { prefix: '', rules: own }] : above;
    for (const entry of entries) {
      const directory = entry.isDirectory();
      if (directory ? NEVER.has(entry.name) || depth >= MAX_DEPTH : !entry.isFile()) continue;
      const name = directory ? `${entry.name}/` : entry.name;
      if (isIgnored(chain, name)) continue;
      if (!directory) found.push(folder + name);
      // A rule that a deeper file has overruled for this folder would still strike out all that is in it: it is left behind.
      else visit(folder + name, chain.filter((rule) => !says(rule, name).ignored).map((rule) => ({ ...rule, prefix: rule.prefix + name })), depth + 1);
    }
  };
  visit('', rulesAbove(root), 0);
  return found.sort(compare);
};

const says = ({ prefix, rules }: Rules, name: string): { ignored: boolean; unignored: boolean } => rules.test(prefix + name);

/** The nearest .gitignore that has an opinion decides. */
const isIgnored = (chain: readonly Rules[], name: string): boolean => {
  for (let index = chain.length - 1; index >= 0; index--) {
    const { ignored, unignored } = says(chain[index]!, name);
    if (ignored || unignored) return ignored;
  }
  return false;
};

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
