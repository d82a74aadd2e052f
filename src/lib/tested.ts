import type { Facts } from '../model/index.ts';

/** Files that serve tests and are none themselves. */
const SUPPORT = /\.(?:stories|story|mocks?|fixtures?|bench)\.\w+$|(?:^|\/)(?:__mocks__|__fixtures__|mocks?|fixtures?)\//;

/** Test files that import anything, and the modules that they import: through helpers that tests share, to the first module that is no test. */
export function testedModules({ files: { files }, imports }: Pick<Facts, 'files' | 'imports'>): { readonly tests: readonly string[]; readonly reached: ReadonlySet<string> } {
  const roles = new Map(files.map(({ path, role }) => [path, role]));
  const tests = files.filter(({ path, role }) => role === 'test' && path in imports.modules && !SUPPORT.test(path)).map(({ path }) => path);
  const reached = new Set<string>();
  const seen = new Set(tests);
  for (const path of seen) {
    for (const { to, kind } of imports.modules[path] ?? []) {
      if (to === undefined || kind === 'type') continue;
      if (roles.get(to) === 'test') seen.add(to);
      else reached.add(to);
    }
  }
  return { tests, reached };
}
