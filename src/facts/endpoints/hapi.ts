import type { Expression, Input, Link } from '../../model/index.ts';
import { type Arguments, type Step, textOf } from './arguments.ts';
import { lineOf, owned } from './expressions.ts';
import { type HapiDefaults, letsStrangersPass } from './hapi-defaults.ts';
import { saysNothing } from './open-schemas.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** Parts of hapi's `validate`, and what they check. */
const PARTS: Readonly<Record<string, Input>> = { payload: 'body', query: 'query', params: 'params', headers: 'headers' };

/** A route as its configuration says it. */
export interface HapiRoute {
  readonly methods: readonly string[];
  readonly path?: string;
  /** Its prerequisites, in their order, and the handler. */
  readonly handlers: readonly Step[];
  readonly scope: Scope;
  readonly line: number;
  readonly links: readonly Link[];
  /** It says itself who may call; else a default of the server does. */
  readonly ownAuth: boolean;
}

/** hapi: what `server.route(…)` is given, one configuration or a list, with the server's default of who may call. */
export function hapiRoutes(args: Arguments, program: Program, scope: Scope, given: Expression, defaults?: HapiDefaults): HapiRoute[] {
  return args.items(scope, given).flatMap(({ value, scope: from }) => {
    const route = plain(program, from, value);
    if (!route) return [];
    const { object } = route.value;
    const options = object['options'] ?? object['config'];
    const said = options && plain(program, route.scope, options);
    const handler = object['handler'] ?? said?.value.object['handler'];
    const method = object['method'];
    if (!handler || !method || handsOutFiles(handler)) return [];
    const line = lineOf(route.value) ?? 1;
    const path = object['path'] && args.path(object['path'], route.scope);
    const at = object['handler'] ? route.scope : said?.scope ?? route.scope;
    return [{
      methods: ('list' in method ? method.list : [method]).map((one) => textOf(one)?.replace('*', 'ALL').toUpperCase() ?? 'ALL'),
      ...(path !== undefined && { path: path.replace(/\{(\w+)[?*]?\d*\}/g, ':$1') }),
      handlers: [...prerequisites(args, program, said), { value: handler, scope: at }], scope: at, line, links: linksOf(said, { file: route.scope.file, line }, program, defaults), ownAuth: said?.value.object['auth'] !== undefined,
    }];
  });
}

/** `handler: { directory: { path: 'assets' } }`, of inert. */
const handsOutFiles = (handler: Expression): boolean => 'object' in handler && ['directory', 'file'].some((key) => Object.hasOwn(handler.object, key));

/** `pre: [{ method: findOrder, assign: 'order' }, confirmOwner]`: what runs before the handler, and may refuse. */
function prerequisites(args: Arguments, program: Program, options: ObjectAt | undefined): Step[] {
  const pre = options?.value.object['pre'];
  const stepsOf = (value: Expression, scope: Scope): Step[] => {
    if ('list' in value) return value.list.flatMap((one) => stepsOf(one, scope));
    const said = plain(program, scope, value);
    const method = said?.value.object['method'];
    return said ? (method ? [{ value: method, scope: said.scope }] : []) : [{ value, scope }];
  };
  return pre && options ? args.spread(pre, options.scope).flatMap(({ value, scope }) => stepsOf(value, scope)) : [];
}

/** What `server.register(…)` is given, one plugin or a list, each by itself or as `{ plugin, routes: { prefix } }`: the functions that take the server. */
export function hapiPlugins(args: Arguments, program: Program, scope: Scope, given: Expression, options?: Expression): { readonly file: string; readonly fn: number; readonly prefix: string }[] {
  const around = options && plain(program, scope, options)?.value.object['routes'];
  return args.items(scope, given).flatMap(({ value, scope: from }) => {
    const said = plain(program, from, value);
    const inner = said?.value.object['plugin'];
    const plugin = inner ? plain(program, said.scope, inner) : said;
    const register = plugin && plugin.value.object['register'];
    const target = register && program.evaluate(plugin.scope, register);
    const routes = said?.value.object['routes'] ?? around;
    const prefix = routes && 'object' in routes ? textOf(routes.object['prefix']) ?? '' : '';
    return target?.kind === 'function' ? [{ file: target.file, fn: target.fn, prefix }] : [];
  });
}

type ObjectAt = { readonly value: Extract<Expression, { object: unknown }>; readonly scope: Scope };

function plain(program: Program, scope: Scope, value: Expression): ObjectAt | undefined {
  if ('object' in value) return { value, scope };
  const target = program.named(scope, value);
  return target?.kind === 'value' && 'object' in target.value ? { value: target.value, scope: { file: target.file, fn: 0 } } : undefined;
}

function linksOf(options: ObjectAt | undefined, at: Link['at'], program: Program, defaults: HapiDefaults | undefined): Link[] {
  const links: Link[] = [];
  const auth = options?.value.object['auth'];
  const isOff = auth && 'value' in auth && auth.value === false;
  if (auth && !isOff) links.push({ ...(letsStrangersPass(auth) ? { role: 'unknown', confidence: 'low' } : { role: 'authentication', confidence: 'high' }), name: textOf(auth) ?? 'auth', at, scope: 'method' });
  if (auth && !isOff && asksForScope(auth)) links.push({ role: 'authorization', confidence: 'high', name: 'scope', at, scope: 'method' });
  const standing = auth ? undefined : defaults?.of(at.file);
  if (standing) links.push(standing);
  const validate = options?.value.object['validate'];
  const parts = validate && plain(program, options.scope, validate);
  const inputs = Object.entries(parts?.value.object ?? {}).flatMap(([key, said]) => (parts && saysNothing(program, parts.scope, said) ? [] : owned(PARTS, key) ?? []));
  if (inputs.length > 0) links.push({ role: 'validation', name: `validate of ${inputs.join(', ')}`, at, scope: 'method', confidence: 'high', inputs });
  return links;
}

/** `auth: { scope: ['orders:read'] }` lets in whoever holds one of them. */
const asksForScope = (auth: Expression): boolean => {
  if (!('object' in auth)) return false;
  const { access } = auth.object;
  return [auth, ...(access === undefined ? [] : 'list' in access ? access.list : [access])].some((one) => {
    const scope = 'object' in one ? one.object['scope'] : undefined;
    return scope !== undefined && !('value' in scope && !scope.value) && !('list' in scope && scope.list.length === 0);
  });
};
