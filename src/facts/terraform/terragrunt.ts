import { dirname, join } from 'node:path/posix';
import { environmentOf, type Environment } from '../../lib/environment.ts';
import { isWithin } from '../../lib/paths.ts';
import type { Repo } from '../../model/index.ts';

/** What the files of Terragrunt call: folders of this repository, by the environments that they are called for. */
export interface TerragruntCalls {
  readonly environments: ReadonlyMap<string, Environment | undefined>;
  /** Folders that have such a file themselves: they are applied where they stand. */
  readonly own: ReadonlySet<string>;
}

const FILE = /(?:^|\/)terragrunt\.hcl$/;
/** `source = "../../../aws//rds"`, also as one of several that an expression chooses from. */
const SOURCE = /^[ \t]*source[ \t]*=[ \t]*([^\n]{1,1000})/gm;
const RANK: readonly (Environment | undefined)[] = ['production', undefined, 'staging', 'development'];

export function terragruntCalls(paths: readonly string[], repo: Repo): TerragruntCalls {
  const environments = new Map<string, Environment | undefined>();
  const sources = new Map(paths.filter((each) => FILE.test(each)).map((path) => [dirname(path), sourcesIn((repo.read(path) ?? '').slice(0, 100_000))]));
  for (const [folder, own] of sources) {
    // A file that names none takes in the one above it, whose paths are those of the folder that it is taken into.
    const isTakenIn = [...sources].some(([other, named]) => other !== folder && isWithin(other, folder) && named.length === 0);
    const above = [...sources].filter(([other, named]) => other !== folder && isWithin(folder, other) && named.length > 0).sort(([one], [other]) => other.length - one.length)[0]?.[1];
    const environment = environmentOf(folder);
    for (const source of isTakenIn ? [] : own.length > 0 ? own : above ?? []) {
      const target = (source.startsWith('$') ? join(source.replace(/^[^}]*\}\/+/, '')) : join(folder, source)).replace(/(.)\/$/, '$1');
      const known = environments.has(target) ? RANK.indexOf(environments.get(target)) : RANK.length;
      // What production calls is production's, whoever else calls it.
      if (RANK.indexOf(environment) < known) environments.set(target, environment);
    }
  }
  return { environments, own: new Set(sources.keys()) };
}

const sourcesIn = (text: string): readonly string[] => [...text.matchAll(SOURCE)].flatMap(([, value]) => [...value!.matchAll(/"((?:\$\{get_repo_root\(\)\}\/\/?|(?:\.\.\/)+)[\w./-]{1,300})"/g)].map(([, source]) => source!));

/** Folders beside those that are called which nothing calls: they are kept, and deploy nothing. */
export function uncalledBeside({ environments, own }: TerragruntCalls, folders: readonly string[], reached: ReadonlySet<string>): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const folder of environments.keys()) counts.set(dirname(folder), (counts.get(dirname(folder)) ?? 0) + 1);
  return new Set(folders.filter((folder) => (counts.get(dirname(folder)) ?? 0) >= 2 && !reached.has(folder) && !own.has(folder)));
}
