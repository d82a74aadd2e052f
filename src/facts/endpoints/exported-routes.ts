import type { Endpoint, Expression, Link } from '../../model/index.ts';
import { answered, writtenAs } from './answered.ts';
import { textOf } from './arguments.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { urlPath } from './handler.ts';
import type { Owners } from './owners.ts';
import type { Classifier } from './roles.ts';
import { METHODS } from './server-actions.ts';
import type { Scope } from './targets.ts';

/** A framework whose routes are files that export a function for each method. */
interface Kind {
  readonly framework: string;
  readonly pkg: RegExp;
  readonly route: RegExp;
  readonly middleware: RegExp;
}

const KINDS: readonly Kind[] = [
  { framework: 'astro', pkg: /^astro$/, route: /^src\/pages\/(.+)\.[cm]?[jt]s$/, middleware: /^src\/middleware(?:\/index)?\.[cm]?[jt]s$/ },
  { framework: 'solid-start', pkg: /^(?:@solidjs\/start|solid-start)$/, route: /^src\/routes\/(.+)\.[cm]?[jt]sx?$/, middleware: /^src\/middleware(?:\/index)?\.[cm]?[jt]s$/ },
];

/** Astro and SolidStart: what a file below the pages or routes exports as `GET` and its like, its middleware, and Astro's actions. */
export function exportedRoutes(classifier: Classifier, owners: Owners): Endpoint[] {
  const { modules } = classifier.program;
  const all = Object.keys(modules).flatMap((file) => {
    const owner = owners.of(file);
    const kind = owner && KINDS.find(({ pkg }) => owner.uses.some((one) => pkg.test(one)));
    return owner && kind ? [{ file, owner, kind }] : [];
  });
  const before = new Map<string, Link[]>();
  for (const { file, owner, kind } of all) if (kind.middleware.test(owner.local)) before.set(owner.dir, middlewareOf(classifier, file));
  const written = new Map([...new Set(all.map(({ owner }) => owner.dir))].map((dir) => [dir, outputOf(classifier, owners, dir)]));
  return all.flatMap(({ file, owner, kind }) => {
    const chain = before.get(owner.dir) ?? [];
    if (kind.framework === 'astro' && /^src\/actions(?:\/index)?\.[cm]?[jt]s$/.test(owner.local)) return actionsIn(classifier, file, chain);
    const [, route] = kind.route.exec(owner.local) ?? [];
    if (route === undefined || /(?:^|\/)_/.test(route)) return [];
    const isBuilt = kind.framework === 'astro' && isPrerendered(classifier, file, written.get(owner.dir)!);
    return [...METHODS, 'ALL'].flatMap((method): Endpoint[] => {
      // What is asked while the site is built is a file when somebody calls.
      if (isBuilt && (method === 'GET' || method === 'HEAD')) return [];
      return ofExport(classifier, file, method, pathOf(route), kind.framework, chain);
    });
  });
}

function ofExport(classifier: Classifier, file: string, method: string, path: string, framework: string, before: readonly Link[]): Endpoint[] {
  const { program } = classifier;
  if (owned(program.modules[file]!.exports, method) === undefined) return [];
  const target = program.exported(file, method);
  const made = writtenAs(target) ?? { value: { other: true } as Expression, scope: { file, fn: 0 } };
  const line = target?.kind === 'function' && target.file === file ? program.function(file, target.fn)?.line : lineOf(made.value);
  return [answered(classifier, { framework, method, path, at: { file, line: line ?? 1 }, ...made, before })];
}

const pathOf = (route: string): string => urlPath(route.replace(/(?:^|\/)index$/, '').split('/').filter((part) => part !== '' && !/^\(.*\)$/.test(part))
  .map((part) => part.replace(/\[\[?\.\.\.(\w+)\]\]?/g, ':$1*').replace(/\[\[?(\w+)\]\]?/g, ':$1')).join('/'));

/** `onRequest = defineMiddleware(fn)`, `sequence(log, guard)`; of SolidStart `createMiddleware({ onRequest: [guard] })`. */
function middlewareOf(classifier: Classifier, file: string): Link[] {
  const { program } = classifier;
  const made = writtenAs(program.exported(file, 'onRequest') ?? program.exported(file, 'default'));
  return made ? stepsOf(made.value, made.scope).map(({ value, scope, at }) => {
    const link = classifier.link(scope, value, 'global', at);
    return { ...link, name: link.name === 'inline function' ? 'onRequest' : link.name };
  }) : [];

  function stepsOf(value: Expression, scope: Scope, hops = 0): { value: Expression; scope: Scope; at: Link['at'] }[] {
    const at = { file: scope.file, line: lineOf(value) ?? 1 };
    const led = 'name' in value && hops < 4 ? writtenAs(program.resolve(scope, value.name)) : undefined;
    if (led) return led.value !== value && !('fn' in led.value) ? stepsOf(led.value, led.scope, hops + 1) : [{ value, scope, at }];
    if (!('call' in value)) return [{ value, scope, at }];
    const called = nameOf(value.call).split('.').at(-1)!;
    if (called === 'sequence') return value.args.flatMap((one) => stepsOf(one, scope, hops + 1));
    if (called === 'defineMiddleware' && value.args[0]) return stepsOf(value.args[0], scope, hops + 1);
    const [options] = value.args;
    const onRequest = called === 'createMiddleware' && options && 'object' in options ? owned(options.object, 'onRequest') : undefined;
    if (called === 'createMiddleware' && options && 'object' in options) return onRequest === undefined ? [] : ('list' in onRequest ? onRequest.list : [onRequest]).flatMap((one) => stepsOf(one, scope, hops + 1));
    return [{ value, scope, at }];
  }
}

/** What Astro's configuration says of when pages are made. */
function outputOf({ program }: Classifier, owners: Owners, dir: string): string {
  const config = Object.keys(program.modules).find((file) => { const owner = owners.of(file); return owner?.dir === dir && /^astro\.config\.\w+$/.test(owner.local); });
  const value = config === undefined ? undefined : writtenAs(program.exported(config, 'default'))?.value;
  const options = value && 'call' in value ? value.args[0] : value;
  return textOf(options && 'object' in options ? owned(options.object, 'output') : undefined) ?? 'static';
}

function isPrerendered({ program }: Classifier, file: string, output: string): boolean {
  const said = owned(program.modules[file]!.values, 'prerender');
  return said && 'value' in said ? said.value === true : output === 'static';
}

/** `export const server = { order: defineAction({ input, handler }) }`, also in groups and from other modules. */
function actionsIn(classifier: Classifier, file: string, before: readonly Link[]): Endpoint[] {
  const { program } = classifier;
  const found: Endpoint[] = [];
  const visit = (value: Expression, scope: Scope, path: readonly string[], hops: number): void => {
    if (hops > 6) return;
    const led = 'name' in value ? writtenAs(program.resolve(scope, value.name)) : undefined;
    if (led) return visit(led.value, led.scope, path, hops + 1);
    if ('object' in value) {
      for (const [key, one] of Object.entries(value.object)) visit(one, scope, [...path, key], hops + 1);
      for (const one of value.spreads ?? []) visit(one, scope, path, hops + 1);
    }
    const [options] = 'call' in value && nameOf(value.call).endsWith('defineAction') ? value.args : [];
    const handler = options && 'object' in options ? owned(options.object, 'handler') : undefined;
    if (!options || !('object' in options) || !handler) return;
    const input = owned(options.object, 'input');
    const at = { file: scope.file, line: lineOf(value) ?? 1 };
    const checked: Link[] = input ? [{ role: 'validation', name: 'the action\'s input schema', at, scope: 'method', confidence: 'high' }] : [];
    const name = path.join('.');
    const { path: _, ...endpoint } = answered(classifier, { framework: 'astro', method: 'POST', path: '', at, value: handler, scope, before: [...before, ...checked] });
    const place = endpoint.handler;
    const takes = input !== undefined || (place !== undefined && (program.modules[place.file]?.functions.find(({ line, name: called }) => line === place.line && called !== '<module>')?.params.length ?? 0) > 0);
    found.push({ ...endpoint, subject: `action ${name} in ${file}`, kind: 'rpc', name, reads: takes ? ['body'] : [] });
  };
  const made = writtenAs(program.exported(file, 'server'));
  if (made) visit(made.value, made.scope, [], 0);
  return found;
}

