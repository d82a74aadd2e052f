import type { Expression, Input, Link } from '../../model/index.ts';
import { type Arguments, textOf } from './arguments.ts';
import { lineOf } from './expressions.ts';
import { saysNothing } from './open-schemas.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

/** Keys of a Fastify schema, and what they check. */
const SCHEMA_KEYS: Readonly<Record<string, Input>> = { body: 'body', querystring: 'query', query: 'query', params: 'params', headers: 'headers' };
const HOOKS = ['onRequest', 'preParsing', 'preValidation', 'preHandler', 'beforeHandle'] as const;

/** What a route says of itself that is told as one object. */
export interface RouteObject { readonly methods: readonly string[]; readonly path?: string; readonly links: readonly Link[] }

/** `fastify.route({ method, url, schema, preHandler, handler })`. */
export function routeObject(classifier: Classifier, args: Arguments, route: Readonly<Record<string, Expression>>, line: number, scope: Scope): RouteObject {
  const hooks = HOOKS.flatMap((name) => (route[name] ? args.spread(route[name], scope) : [])).map((one) => classifier.link(one.scope, one.value, 'method', { file: scope.file, line: one.line ?? line }));
  const links: Link[] = [...hooks, ...schemaLinks(classifier, route['schema'], line, scope)];
  const config = route['config'];
  if (config && 'object' in config && config.object['rateLimit']) links.push({ role: 'limit', name: 'rateLimit', at: { file: scope.file, line }, scope: 'method', confidence: 'high' });
  const methods = route['method'] && 'list' in route['method'] ? route['method'].list.map(textOf) : [textOf(route['method'])];
  const path = route['url'] ? args.path(route['url'], scope) : route['path'] ? args.path(route['path'], scope) : undefined;
  return { methods: methods.map((method) => (method ?? 'ALL').toUpperCase()), ...(path !== undefined && { path }), links };
}

/** What the options of a route of Elysia's put before it: its own hooks, and a schema for each part of the request. */
export function elysiaLinks(classifier: Classifier, args: Arguments, options: Readonly<Record<string, Expression>>, line: number, scope: Scope): Link[] {
  const { links } = routeObject(classifier, args, options, line, scope);
  const inputs = [...new Set(Object.keys(options).flatMap((key) => (Object.hasOwn(SCHEMA_KEYS, key) && !saysNothing(classifier.program, scope, options[key]!) ? SCHEMA_KEYS[key]! : [])))];
  return inputs.length === 0 ? [...links] : [...links, { role: 'validation', name: `schema for ${inputs.join(', ')}`, at: { file: scope.file, line }, scope: 'method', confidence: 'high', inputs }];
}

/** What a route's schema covers, by its keys where they can be read; one of answers alone checks nothing that comes in. */
function schemaLinks(classifier: Classifier, value: Expression | undefined, line: number, scope: Scope): Link[] {
  const target = value && 'name' in value ? classifier.program.resolve(scope, value.name) : undefined;
  const schema = target?.kind === 'value' ? target.value : value;
  if (!value || !schema) return [];
  const from = target?.kind === 'value' ? { file: target.file, fn: target.fn ?? 0 } : scope;
  const keys = 'object' in schema && !schema.spreads ? Object.entries(schema.object).flatMap(([key, said]) => (saysNothing(classifier.program, from, said) ? [] : [key])) : undefined;
  const inputs = keys && [...new Set(keys.flatMap((key) => (Object.hasOwn(SCHEMA_KEYS, key) ? SCHEMA_KEYS[key]! : [])))];
  if (inputs?.length === 0) return [];
  return [{ role: 'validation', name: `schema for ${inputs?.join(', ') ?? 'its input'}`, at: { file: scope.file, line: lineOf(value) ?? line }, scope: 'method', confidence: 'high', ...(inputs && { inputs }) }];
}

/** `createRoute({ method, path, middleware, request })`, as `app.openapi` takes it. */
export function openapiRoute(classifier: Classifier, args: Arguments, given: Expression, line: number, scope: Scope): RouteObject | undefined {
  const resolved = 'name' in given ? classifier.program.resolve(scope, given.name) : undefined;
  const [value, from] = resolved?.kind === 'value' ? [resolved.value, { file: resolved.file, fn: 0 }] : [given, scope];
  const config = 'call' in value ? value.args.find((one) => 'object' in one) : value;
  if (!config || !('object' in config)) return undefined;
  const { request, middleware, method, path: address } = config.object;
  const links: Link[] = request ? [{ role: 'validation', name: 'the route\'s request schema', at: { file: from.file, line: lineOf(request) ?? line }, scope: 'method', confidence: 'high' }] : [];
  if (middleware) for (const one of args.spread(middleware, from)) links.push(classifier.link(one.scope, one.value, 'method', { file: from.file, line: one.line ?? line }));
  const path = address ? args.path(address, from) : undefined;
  return { methods: [(textOf(method) ?? 'all').toUpperCase()], ...(path !== undefined && { path }), links };
}
