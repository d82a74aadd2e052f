import type { Endpoint, FileShares, Listener } from '../../model/index.ts';
import { answered } from './answered.ts';
import { owned } from './expressions.ts';
import { handlerLinks, READING_METHODS, urlPath } from './handler.ts';
import { isConstant } from './local.ts';
import type { Program } from './program.ts';
import type { Classifier } from './roles.ts';

/** What hands a request to an application, to stored files or to a library's own handler, which have routes of their own. */
const HANDS_ON = /(?:^|\.)(?:handle\w*|handler|fetch|request|respond|dispatch|route\w*|serve\w*|lookup)$/;

/** Bun, Deno and Workers: the addresses that a function which takes a Request tells apart, and Bun's own table of routes. */
export function fetchEndpoints(classifier: Classifier, listeners: FileShares<readonly Listener[]>): Endpoint[] {
  const { program } = classifier;
  const told = Object.entries(listeners).flatMap(([file, list]) => list.filter(({ fetch }) => fetch).flatMap(({ line, handlerLine, paths }): Endpoint[] => {
    const at = (wanted: number, name?: string): number => program.modules[file]?.functions.findIndex((one) => one.line === wanted && (name === undefined ? one.name !== '<module>' : one.name === name)) ?? -1;
    if (paths.length === 0) {
      const fn = at(handlerLine);
      const calls = program.function(file, fn)?.calls ?? [];
      const { links, reads, writes } = handlerLinks(program, file, fn);
      // One that hands all of it on, or says no to all that the routes beside it leave, is no route of its own.
      if (fn < 0 || calls.some(([name]) => HANDS_ON.test(name) && name !== 'fetch') || isConstant(program, { file, line: handlerLine }, reads)) return [];
      return [{ subject: `ALL /* in ${file}`, kind: 'http', framework: 'fetch', method: 'ALL', path: '/*', at: { file, line }, handler: { file, line: handlerLine }, chain: links, reads, writes, unclear: 'its listener tells no paths apart' }];
    }
    return paths.flatMap(({ path, method = 'ALL', line: said, branchLine = said }) => {
      const fn = at(branchLine, '<branch>');
      if (fn < 0) return [];
      const { links, reads, writes, handsOn, enrols } = handlerLinks(program, file, fn);
      return [{
        subject: `${method} ${urlPath(path)}`, kind: 'http', framework: 'fetch', method, path: urlPath(path), at: { file, line: said }, handler: { file, line: branchLine }, chain: links, reads,
        writes: method === 'ALL' ? writes : !READING_METHODS.has(method), ...handedOn(program, file, fn, branchLine), ...(handsOn !== undefined && { handsOn }), ...(enrols && { enrols }),
      }];
    });
  }));
  return [...told, ...tables(classifier)];
}

/** `if (pathname.startsWith('/api')) return app.fetch(request)`, `env.ASSETS.fetch(request)`: what answers is read as its own, or lies elsewhere. */
function handedOn(program: Program, file: string, fn: number, from: number): Pick<Endpoint, 'delegated' | 'unclear'> {
  const found = (program.function(file, fn)?.calls ?? []).find(([name, line]) => line >= from && HANDS_ON.test(name) && name !== 'fetch' && program.resolve({ file, fn }, name)?.kind !== 'function');
  return found === undefined ? {} : /(?:^|\.)env\.ASSETS\./.test(found[0]) ? { delegated: 'static files' } : { unclear: `its request is handed on by ${found[0]}` };
}

/** `Bun.serve({ routes: { '/orders': { GET, POST }, '/orders/:id': show } })` */
function tables(classifier: Classifier): Endpoint[] {
  const { program } = classifier;
  return Object.entries(program.modules).flatMap(([file, { functions }]) => functions.flatMap(({ operations }, fn) => operations.flatMap(({ on, method, args, line }): Endpoint[] => {
    const [options] = args;
    const given = on === 'Bun' && method === 'serve' && options && 'object' in options ? owned(options.object, 'routes') ?? owned(options.object, 'static') : undefined;
    const scope = { file, fn };
    const led = given && 'name' in given ? program.resolve(scope, given.name) : undefined;
    const routes = led?.kind === 'value' ? led.value : given;
    if (!routes || !('object' in routes)) return [];
    const from = led?.kind === 'value' ? { file: led.file, fn: 0 } : scope;
    return Object.entries(routes.object).flatMap(([path, value]) => {
      // `new Response('ok')` and a page that was imported answer everybody the same.
      if (!path.startsWith('/') || ('call' in value && value.new) || ('name' in value && program.resolve(from, value.name) === undefined && !('fn' in value))) return [];
      const all = 'object' in value ? Object.entries(value.object) : [['ALL', value] as const];
      return all.map(([verb, one]) => answered(classifier, { framework: 'fetch', method: verb, path: urlPath(path), at: { file, line: 'line' in one ? one.line : line }, value: one, scope: from }));
    });
  })));
}
