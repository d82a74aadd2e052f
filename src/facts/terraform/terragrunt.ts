import { dirname, join } from 'node:path/posix';
import { environmentOf, type Environment } from '../../lib/environment.ts';
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
  const own = new Set<string>();
  for (const path of paths.filter((each) => FILE.test(each))) {
    own.add(dirname(path));
    const environment = environmentOf(dirname(path));
    for (const [, value] of (repo.read(path) ?? '').slice(0, 100_000).matchAll(SOURCE)) for (const [, relative] of value!.matchAll(/"((?:\$\{get_repo_root\(\)\}\/\/?|(?:\.\.\/)+)[\w./-]{1,300})"/g)) {
      const target = relative!.startsWith('$') ? join(relative!.replace(/^[^}]*\}\/+/, '')) : join(dirname(path), relative!);
      const folder = target.replace(/(.)\/$/, '$1');
      const known = environments.has(folder) ? RANK.indexOf(environments.get(folder)) : RANK.length;
      // What production calls is production's, whoever else calls it.
      if (RANK.indexOf(environment) < known) environments.set(folder, environment);
    }
  }
  return { environments, own };
}

/** Folders beside those that are called which nothing calls: they are kept, and deploy nothing. */
export function uncalledBeside({ environments, own }: TerragruntCalls, folders: readonly string[], reached: ReadonlySet<string>): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const folder of environments.keys()) counts.set(dirname(folder), (counts.get(dirname(folder)) ?? 0) + 1);
  return new Set(folders.filter((folder) => (counts.get(dirname(folder)) ?? 0) >= 2 && !reached.has(folder) && !own.has(folder)));
}
