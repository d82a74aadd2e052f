import type { Endpoint, Expression, Link, Operation, Place } from '../../model/index.ts';
import { type Arguments, type Step, textOf } from './arguments.ts';
import { owned } from './expressions.ts';
import { handlersOfH3 } from './h3.ts';
import { hapiRoutes } from './hapi.ts';
import type { HapiDefaults } from './hapi-defaults.ts';
import type { Scope } from './targets.ts';
import { type RegistrarCall, type Registrars, writtenIn } from './registrars.ts';
import { isInside, routeOf, VERBS } from './registrations.ts';
import type { Classifier } from './roles.ts';
import { type Around, endpointOf } from './route-endpoint.ts';
import { elysiaLinks, openapiRoute, routeObject } from './route-objects.ts';
import type { RouterNode } from './router-kinds.ts';

/** The way to a route: what stands around it, and the call that has it registered where that is a function of the team's own. */
type Way = Around & { readonly call?: RegistrarCall };

const inScope = (values: readonly Expression[], scope: Scope): Step[] => values.map((value) => ({ value, scope }));

/** How each framework tells a route, and the endpoints that they are. */
export class RouteForms {
  readonly #classifier: Classifier;
  readonly #arguments: Arguments;
  readonly #registrars: Registrars;
  readonly #defaults: HapiDefaults;
  readonly endpoints: Endpoint[] = [];
  /** Where routes are registered whose addresses are made at run time. */
  readonly unread = new Map<string, Place>();

  constructor(classifier: Classifier, args: Arguments, registrars: Registrars, defaults: HapiDefaults) {
    this.#classifier = classifier;
    this.#arguments = args;
    this.#registrars = registrars;
    this.#defaults = defaults;
  }

  /** The routes that one operation on a router puts there; most put none. */
  read(node: RouterNode, operation: Operation, scope: Scope, way: Way): void {
    const { method, args } = operation;
    if (method === 'route' && node.framework === 'hapi') return this.#hapi(args[0], operation, scope, way);
    if (method === 'route' && args[0] && 'object' in args[0] && args[0].object['handler']) return this.#routeObject(args[0].object, operation, scope, way);
    if (method === 'openapi' && args[0]) return this.#openapi(args, operation, scope, way);
    const verb = owned(VERBS, method);
    if ((verb || method === '[]') && this.#registered(node, operation, scope, way)) return undefined;
    if (verb) this.route(node, verb, operation, scope, way);
    if (method === '[]') this.#computed(node, operation, scope, way);
    if (method === 'on' && args.length > 2 && node.framework === 'hono') this.emit(node.framework, textOf(args[0])?.toUpperCase() ?? 'ALL', this.#arguments.path(args[1]!, scope), inScope(args.slice(2), scope), operation, scope, way);
  }

  route(node: RouterNode, verb: string, operation: Operation, scope: Scope, way: Way): void {
    const route = routeOf(this.#arguments, node.framework, operation, scope);
    if (!route) return;
    const { path, shared, handlers } = route;
    if (node.framework === undefined && path !== undefined && !/^(?:$|[/*:])/.test(path)) return;
    // Elysia's stand behind the handler: `app.post('/orders', save, { body: Order, beforeHandle: authenticate })`.
    const behind = node.framework === 'elysia' && handlers.length > 1 ? handlers.at(-1) : undefined;
    if (behind && 'object' in behind) return this.emit('elysia', verb, path, inScope(handlers.slice(0, -1), scope), operation, scope, way, elysiaLinks(this.#classifier, this.#arguments, behind.object, operation.line, scope));
    if (node.framework === 'h3') {
      const { steps, links } = handlersOfH3(this.#classifier, handlers, scope);
      return this.emit('h3', verb, path, steps, operation, scope, way, links);
    }
    // Fastify's options stand between the path and the handler.
    const options = handlers.find((one) => 'object' in one && handlers.length > 1);
    if ((node.framework === 'fastify' || (node.parameter && !node.framework)) && options && 'object' in options) {
      const last = handlers.at(-1)!;
      return this.#routeObject({ ...options.object, url: { value: path ?? ':unknown' }, method: { value: verb }, handler: last }, operation, scope, way);
    }
    if (node.framework === 'fastify' && handlers.length === 1 && 'object' in handlers[0]! && handlers[0]!.object['handler']) return this.#routeObject({ ...handlers[0]!.object, url: { value: path ?? ':unknown' }, method: { value: verb } }, operation, scope, way);
    this.emit(node.framework, verb, path, inScope([...shared, ...handlers], scope), operation, scope, way);
  }

  /** `function apiRoute(method, path, handler) { router[method](path, authenticate, handler) }`: once for each of its calls. */
  #registered(node: RouterNode, operation: Operation, scope: Scope, way: Way): boolean {
    const routes = this.#registrars.routes(operation, scope, way.call);
    for (const { verb, path, steps, call } of routes) {
      const written = writtenIn(call);
      const options = steps.findIndex(({ value }) => 'object' in value);
      const told = steps[options];
      const links = told && 'object' in told.value ? routeObject(this.#classifier, this.#arguments, told.value.object, written.operation.line, told.scope).links : [];
      this.emit(node.framework, verb, path, steps.filter((_, index) => index !== options), written.operation, written.scope, way, links);
    }
    return routes.length > 0;
  }

  /** `router[method]('/orders', handler)`, where the method alone is not known. */
  #computed(node: RouterNode, operation: Operation, scope: Scope, way: Way): void {
    const [method, path, ...handlers] = operation.args;
    const said = method && this.#arguments.path(method, scope);
    const address = path && (!('parts' in path) || path.parts.every((part) => 'value' in part)) ? this.#arguments.path(path, scope) : undefined;
    const verb = said === undefined ? 'ALL' : owned(VERBS, said.toLowerCase());
    if (verb && address !== undefined) this.emit(node.framework, verb, address, inScope(handlers, scope), operation, scope, way);
    else if (verb) this.unread.set(`${scope.file}:${operation.line}`, { file: scope.file, line: operation.line, column: operation.column });
  }

  emit(framework: RouterNode['framework'], verb: string, path: string | undefined, handlers: readonly Step[], operation: Operation, scope: Scope, way: Way, more: readonly Link[] = []): void {
    const route = { framework: framework ?? 'express', verb, ...(path !== undefined && { path }), handlers, more, at: { file: scope.file, line: operation.line, column: operation.column } };
    const endpoint = isInside(this.#classifier.program, scope) ? undefined : endpointOf(this.#classifier, this.#arguments, route, way);
    if (endpoint) this.endpoints.push(endpoint);
  }

  #routeObject(route: Readonly<Record<string, Expression>>, operation: Operation, scope: Scope, way: Way): void {
    const { methods, path, links } = routeObject(this.#classifier, this.#arguments, route, operation.line, scope);
    for (const method of methods) this.emit('fastify', method, path, inScope([route['handler']!], scope), operation, scope, way, links);
  }

  /** `server.route(routes)` of a server that is made out of sight: what it is given are routes of hapi. */
  areOfHapi({ operations }: RouterNode): boolean {
    return operations.some(({ operation: { method, args: [given, ...others] }, scope }) => method === 'route' && others.length === 0 && given !== undefined && hapiRoutes(this.#arguments, this.#classifier.program, scope, given).some(({ path }) => path !== undefined));
  }

  #hapi(given: Expression | undefined, operation: Operation, scope: Scope, way: Way): void {
    if (!given) return;
    for (const { methods, path, handlers, scope: from, line, links, ownAuth } of hapiRoutes(this.#arguments, this.#classifier.program, scope, given, this.#defaults)) {
      // Of a server that is out of sight only its default is not known.
      const { unclear, ...seen } = way;
      const around = unclear === undefined || ownAuth || links.some(({ role }) => role === 'authentication') ? seen : { ...seen, unclear: 'who may call by default is said where its server is made, which could not be followed' };
      for (const method of methods) this.emit('hapi', method, path, handlers, { ...operation, line }, from, around, links);
    }
  }

  #openapi(args: readonly Expression[], operation: Operation, scope: Scope, way: Way): void {
    const route = openapiRoute(this.#classifier, this.#arguments, args[0]!, operation.line, scope);
    if (route) this.emit('hono', route.methods[0]!, route.path, inScope(args.slice(1), scope), operation, scope, way, route.links);
  }
}
