import type { Endpoint, FileShares, Listener } from '../../model/index.ts';
import { handlerLinks, READING_METHODS, urlPath } from './handler.ts';
import type { Program } from './program.ts';

/** Servers of Node's own http modules: the paths that their listener tells apart, or the listener as a whole. */
export function listenerEndpoints(program: Program, listeners: FileShares<readonly Listener[]>): Endpoint[] {
  return Object.entries(listeners).flatMap(([file, list]) => list.flatMap(({ line, handlerLine, paths, fetch }): Endpoint[] => {
    if (fetch) return [];
    const fn = program.modules[file]?.functions.findIndex((one) => one.line === handlerLine && one.name !== '<module>') ?? -1;
    const { links, reads, writes } = fn < 0 ? { links: [], reads: [], writes: false } : handlerLinks(program, file, fn);
    const shared = { kind: 'http' as const, framework: 'http', handler: { file, line: handlerLine }, chain: links };
    if (paths.length === 0) return [{ ...shared, subject: `ALL /* in ${file}`, method: 'ALL', path: '/*', at: { file, line }, reads, writes, unclear: 'its listener tells no paths apart' }];
    // What the listener reads and writes may belong to any of its paths.
    return paths.map(({ path, method = 'ALL', line: at }) => ({
      ...shared, subject: `${method} ${urlPath(path)}`, method, path: urlPath(path), at: { file, line: at },
      reads: paths.length === 1 ? reads : [], writes: method === 'ALL' ? paths.length === 1 && writes : !READING_METHODS.has(method),
    }));
  }));
}
