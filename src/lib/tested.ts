import type { Facts } from '../model/index.ts';
import { moduleGraph } from './reach.ts';
import { packageOf } from './bindings.ts';

/** Files that serve tests and are none themselves. */
const SUPPORT = /\.(?:stories|story|mocks?|fixtures?|bench)\.\w+$|(?:^|\/)(?:__mocks__|__fixtures__|mocks?|fixtures?)\//;
/** Packages by which a test asks an application that it has started in its own process. */
const CLIENTS: ReadonlySet<string> = new Set(['supertest', 'supertest-session', 'superagent', 'superwstest', 'chai-http', 'light-my-request', 'pactum', 'node-mocks-http', 'fastify', 'fastify-cli']);

export interface TestedModules {
  /** Test files that import anything. */
  readonly tests: readonly string[];
  /** The modules that they import: through helpers that tests share, to the first module that is no test. */
  readonly reached: ReadonlySet<string>;
  /** What lies behind the modules that a test imports beside a client for requests, and the first test that does so: it may be tested by requests alone. */
  readonly behindRequests: ReadonlyMap<string, string>;
}

export function testedModules({ files: { files }, imports }: Pick<Facts, 'files' | 'imports'>): TestedModules {
  const roles = new Map(files.map(({ path, role }) => [path, role]));
  const tests = files.filter(({ path, role }) => role === 'test' && path in imports.modules && !SUPPORT.test(path)).map(({ path }) => path);
  const reached = new Set<string>();
  const seen = new Set(tests);
  const asking = new Map<string, string>();
  for (const path of seen) {
    const edges = (imports.modules[path] ?? []).filter(({ kind }) => kind !== 'type');
    const asks = edges.some(({ to, specifier }) => to === undefined && CLIENTS.has(packageOf(specifier) ?? ''));
    for (const { to } of edges) {
      if (to === undefined) continue;
      if (roles.get(to) === 'test') seen.add(to);
      else {
        reached.add(to);
        if (asks && !asking.has(to)) asking.set(to, path);
      }
    }
  }
  const { imports: graph } = moduleGraph(imports.modules, (path) => roles.get(path) !== 'test');
  const behindRequests = new Map<string, string>();
  // Each module is walked once, for the first test that leads to it.
  for (const [start, test] of asking) {
    const open = [start];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (behindRequests.has(path)) continue;
      behindRequests.set(path, test);
      open.push(...graph.get(path) ?? []);
    }
  }
  return { tests, reached, behindRequests };
}
