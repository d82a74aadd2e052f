import type { Endpoint, Expression, Input, Link } from '../../model/index.ts';
import { ANOTHER_APPLICATION } from '../../lib/endpoints.ts';
import { compare } from '../../lib/order.ts';
import { answered, writtenAs } from './answered.ts';
import { lineOf, nameOf, owned } from './expressions.ts';
import { NITRO, nitroFile } from './nitro-files.ts';
import type { Owner, Owners } from './owners.ts';
import type { Classifier } from './roles.ts';
import type { Scope } from './targets.ts';

/** What h3 makes a handler of: `defineEventHandler(fn)`, `defineCachedEventHandler(fn, options)`, `defineEventHandler({ onRequest, handler })`. */
const MAKES = /^(?:define(?:Cached|Lazy|Validated)?(?:Event)?Handler|(?:cached|lazy)?[eE]ventHandler|define(?:Request)?Middleware)$/;
/** Handlers that a module brings for signing in: `defineOAuthGitHubEventHandler(…)`, `NuxtAuthHandler(…)`. */
const SIGNS_IN = /^(?:defineOAuth\w*EventHandler|oauth\w+EventHandler|defineWebAuthn\w*EventHandler|NuxtAuthHandler|AuthHandler)$/;
const SOCKET = /^define(?:WebSocket|Ws)Handler$/;
const PARTS: Readonly<Record<string, Input>> = { body: 'body', query: 'query', headers: 'headers', params: 'params' };

/** A handler as it is written: what stands before it in its own options, and the code that answers. */
export interface Unwrapped { readonly value: Expression; readonly scope: Scope; readonly links: readonly Link[] }

/** Takes from a handler what h3 puts around it. */
export function unwrapped(classifier: Classifier, value: Expression, scope: Scope, hops = 0): Unwrapped {
  const plain: Unwrapped = { value, scope, links: [] };
  if (hops > 4) return plain;
  const { program } = classifier;
  if ('name' in value) {
    const led = writtenAs(program.resolve(scope, value.name));
    return led && 'call' in led.value ? unwrapped(classifier, led.value, led.scope, hops + 1) : plain;
  }
  if (!('call' in value) || !MAKES.test(nameOf(value.call).split('.').at(-1)!)) return plain;
  const [first] = value.args;
  if (!first) return plain;
  if (/lazy/i.test(nameOf(value.call)) && 'fn' in first) {
    const [made] = program.function(scope.file, first.fn)?.returns ?? [];
    return made ? unwrapped(classifier, made, { file: scope.file, fn: first.fn }, hops + 1) : plain;
  }
  const handler = 'object' in first ? owned(first.object, 'handler') : undefined;
  if (!('object' in first) || !handler) return unwrapped(classifier, first, scope, hops + 1);
  const inner = unwrapped(classifier, handler, scope, hops + 1);
  return { ...inner, links: [...optionLinks(classifier, first.object, scope), ...inner.links] };
}

/** `onRequest`, `middleware` and `validate` of a handler's own options. */
export function optionLinks(classifier: Classifier, options: Readonly<Record<string, Expression>>, scope: Scope): Link[] {
  const before = ['onRequest', 'middleware'].flatMap((key) => owned(options, key) ?? []).flatMap((one) => ('list' in one ? one.list : [one]));
  const validate = owned(options, 'validate');
  const inputs = validate && 'object' in validate ? Object.keys(validate.object).flatMap((key) => owned(PARTS, key) ?? []) : [];
  const at = { file: scope.file, line: (validate && lineOf(validate)) ?? 1 };
  return [...before.map((one) => classifier.link(scope, one, 'method')), ...(inputs.length > 0 ? [{ role: 'validation' as const, name: `validate of ${inputs.join(', ')}`, at, scope: 'method' as const, confidence: 'high' as const, inputs }] : [])];
}

/** Nuxt and Nitro: what lies in `server/api` and `server/routes` answers by its place, and passes what lies in `server/middleware`. */
export function nitroEndpoints(classifier: Classifier, owners: Owners): Endpoint[] {
  const { program } = classifier;
  const framework = (owner: Owner): string => (owner.uses.some((one) => /^nuxt/.test(one)) ? 'nuxt' : 'nitro');
  const files = Object.keys(program.modules).flatMap((file) => {
    const owner = owners.of(file);
    const found = owner?.uses.some((one) => NITRO.test(one)) ? nitroFile(owner.local, framework(owner) === 'nitro') : undefined;
    return owner && found ? [{ file, owner, found }] : [];
  }).sort((a, b) => compare(a.file, b.file));
  const global = new Map<string, Link[]>();
  for (const { file, owner } of files.filter(({ found }) => found === 'middleware')) {
    const made = writtenAs(program.exported(file, 'default'));
    if (!made) continue;
    const { value, scope } = unwrapped(classifier, made.value, made.scope);
    const name = file.split('/').at(-1)!.replace(/\.\w+$/, '').replace(/^\d+[.-]/, '');
    // What its file is called says nothing that its code does not.
    const link = { ...classifier.link(scope, value, 'global', { file, line: lineOf(value) ?? 1 }), name };
    global.set(owner.dir, [...global.get(owner.dir) ?? [], link]);
  }
  return files.flatMap(({ file, owner, found }): Endpoint[] => {
    if (found === 'middleware') return [];
    const target = program.exported(file, 'default');
    const made = writtenAs(target);
    const at = { file, line: (target?.kind === 'function' ? program.function(target.file, target.fn)?.line : made && lineOf(made.value)) ?? 1 };
    const before = global.get(owner.dir) ?? [];
    const base = { framework: framework(owner), ...found, at };
    if (!made) return target === undefined ? [] : [answered(classifier, { ...base, value: { other: true }, scope: { file, fn: 0 }, before })];
    const { value, scope, links } = unwrapped(classifier, made.value, made.scope);
    const called = 'call' in value ? nameOf(value.call).split('.').at(-1)! : '';
    const endpoint = answered(classifier, { ...base, value, scope, before: [...before, ...links] });
    if (SOCKET.test(called)) return [{ ...endpoint, kind: 'socket' }];
    if (SIGNS_IN.test(called)) return [{ ...endpoint, delegated: 'authentication' }];
    return [handsToRouter(value) ? { ...endpoint, delegated: ANOTHER_APPLICATION } : endpoint];
  });
}

/** `useBase('/api', router.handler)`, `router.handler`, `fromNodeMiddleware(app)`: routes of their own come behind it. */
const handsToRouter = (value: Expression): boolean =>
  ('name' in value && /\.handler$/.test(value.name)) || ('call' in value && /^(?:useBase|fromNodeMiddleware|fromWebHandler|fromNodeHandler)$/.test(nameOf(value.call)) && value.args.some((one) => !('fn' in one)));
