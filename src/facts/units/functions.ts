import { type FunctionHandler, namedModule } from '../../lib/function-handlers.ts';
import type { PlatformFunction } from '../../lib/platform-functions.ts';
import { compare } from '../../lib/order.ts';
import { applicationDir } from './application.ts';
import type { Ground } from './ground.ts';
import type { Draft } from './processes.ts';

/** Functions that something outside names by their handler, whatever they are called and whatever they take. */
export function deployedFunctions(ground: Ground, handlers: readonly FunctionHandler[], framework: string, read: (path: string) => string | undefined): Draft[] {
  const exported = new Map<string, Set<string>>();
  for (const handler of handlers) {
    const file = namedModule(handler.modules, (path) => ground.production.has(path));
    if (file !== undefined) exported.set(file, (exported.get(file) ?? new Set()).add(handler.export));
  }
  return [...exported].sort(([a], [b]) => compare(a, b)).map(([file, names]): Draft => {
    const owner = ground.packageOf.get(file);
    return { kind: 'function', framework, entry: { file, line: lineOf(read(file) ?? '', names) }, dir: applicationDir(file, owner), ...(owner !== undefined && { package: owner }), roots: [file], exports: [...names].sort(compare) };
  });
}

/** What a platform runs by where it lies: all of a project is deployed together. */
export function functionsOfPlatforms(ground: Ground, functions: readonly PlatformFunction[], read: (path: string) => string | undefined): Draft[] {
  const projects = new Map<string, Draft & { roots: string[] }>();
  for (const { platform, file, dir } of functions) {
    // What says by itself that it starts is told so.
    if (ground.starts[file]?.starts.some(({ kind }) => kind === 'function')) continue;
    // Others call a folder `functions`, too.
    if (platform === 'cloudflare-pages' && !/\bonRequest/.test(read(file) ?? '')) continue;
    const known = projects.get(`${platform} ${dir}`);
    if (known) known.roots.push(file);
    else projects.set(`${platform} ${dir}`, { kind: 'function', framework: platform, entry: { file, line: 1 }, dir, ...(ground.packageOf.get(file) !== undefined && { package: ground.packageOf.get(file)! }), roots: [file] });
  }
  return [...projects.values()];
}

/** Where the first of the exports stands. */
function lineOf(text: string, names: ReadonlySet<string>): number {
  const lines = text.split('\n');
  const found = [EXPORTED, DECLARED].map((pattern) => lines.findIndex((each) => names.has(pattern.exec(each)?.slice(1).find((name) => name !== undefined) ?? ''))).find((line) => line >= 0);
  return (found ?? 0) + 1;
}

const EXPORTED = /^\s*(?:export\s+(?:const|let|var|(?:async\s+)?function)\s+(\w+)|(?:module\.)?exports\.(\w+)\s*=)/;
/** It is handed out further down: `module.exports = { main }`. */
const DECLARED = /^(?:const|let|var|(?:async\s+)?function)\s+(\w+)/;
