import type { Endpoint, Expression, Operation, Place } from '../../model/index.ts';
import { HEALTH, PROTECTING, UNMOUNTED } from '../../lib/endpoints.ts';
import { isWithin } from '../../lib/paths.ts';
import { Arguments, textOf } from './arguments.ts';
import { nameOf } from './expressions.ts';
import { type Covering, FastifyHooks } from './fastify-hooks.ts';
import { pluginsOfFolder, routersOfFolder } from './folder-routers.ts';
import { HandedRouters, MAX_DEPTH, type OpenWay, type Way } from './handed-routers.ts';
import { urlPath } from './handler.ts';
import { hapiPlugins } from './hapi.ts';
import type { HapiDefaults } from './hapi-defaults.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';
import { Registrars } from './registrars.ts';
import { answersItself, answersRequests, mountOf, routeInPlace, standsBefore } from './registrations.ts';
import { RouteForms } from './route-forms.ts';
import { answersBelow, mounted, ofItty } from './h3.ts';
import { elysiaLinks } from './route-objects.ts';
import { operationsOf, type RouterNode } from './router-kinds.ts';
import { Routers } from './routers.ts';
import { pluginOf } from './router-makers.ts';
import { within } from './set-up-branches.ts';

const MAX_ENDPOINTS = 5000;

/** Express, Koa, Hono, Fastify, hapi and their like: walks every application down to its routes, in the order of registration. */
export class ChainReader {
  readonly #routers: Routers;
  readonly #classifier: Classifier;
  readonly #arguments: Arguments;
  readonly #hooks: FastifyHooks;
  readonly #registrars: Registrars;
  readonly #forms: RouteForms;
  readonly #started: ReadonlySet<string>;
  readonly #mounted = new Set<string>();
  readonly #handed: HandedRouters;

  /** `started`: plugins that Fastify's command line makes an application of. */
  constructor(classifier: Classifier, defaults: HapiDefaults, started: ReadonlySet<string> = new Set()) {
    this.#classifier = classifier;
    this.#started = started;
    this.#routers = new Routers(classifier.program);
    this.#arguments = new Arguments(classifier.program);
    this.#hooks = new FastifyHooks(classifier, this.#routers, this.#arguments);
    this.#registrars = new Registrars(classifier.program, this.#arguments);
    this.#forms = new RouteForms(classifier, this.#arguments, this.#registrars, defaults);
    this.#handed = new HandedRouters(classifier, this.#routers, this.#hooks, this.#mounted, (node, operation, scope, way) => this.#rounds(node, operation, scope, way));
  }

  get routers(): Pick<Routers, 'ofValue'> {
    return this.#routers;
  }

  /** Where routes are registered whose addresses are made at run time. */
  get unread(): ReadonlyMap<string, Place> {
    return this.#forms.unread;
  }

  endpoints(): Endpoint[] {
    this.#leaveOut();
    const nodes = [...this.#routers.nodes.values()];
    // A first round finds what is mounted; only then it is known which ones stand alone.
    for (const node of nodes) if (node.application) this.#visit(node, { prefix: '', chain: [], depth: 0, visited: [] });
    const own = nodes.filter((node) => node.application && this.#mounted.has(node.key));
    if (own.length > 0) {
      const drop = new Set(own.map(({ key }) => key));
      this.#forms.endpoints.length = 0;
      for (const node of nodes) if (node.application && !drop.has(node.key)) this.#visit(node, { prefix: '', chain: [], depth: 0, visited: [] });
    }
    const known = [...this.#forms.endpoints];
    this.#alone();
    // What one of these mounts stands alone no more: a second look leaves it to its parent.
    this.#forms.endpoints.splice(0, this.#forms.endpoints.length, ...known);
    this.#alone();
    return this.#forms.endpoints;
  }

  /** `if (NODE_ENV !== 'production') app.route('/mock', mockRouter)`: a router that is put there alone is none of what is delivered. */
  #leaveOut(): void {
    for (const [file, { onADesk = [] }] of Object.entries(this.#classifier.program.modules)) {
      for (const { name, fn } of onADesk) {
        const router = this.#routers.ofValue({ file, fn }, { name, line: 1 }, '@');
        if (router) this.#mounted.add(router.key);
      }
    }
  }

  /** Routers that nothing mounts where it could be seen. */
  #alone(): void {
    for (const node of [...this.#routers.nodes.values()]) {
      if (node.application || this.#mounted.has(node.key) || node.operations.length === 0) continue;
      const framework = node.framework ?? (this.#forms.areOfHapi(node) ? 'hapi' : node.parameter && !answersRequests(this.#classifier.program, node) ? undefined : 'express');
      const started = this.#loadsFolders(node) || (node.parameter !== undefined && node.operations.every(({ scope }) => this.#started.has(scope.file)));
      if (framework === undefined && !started) continue;
      this.#visit({ ...node, framework: framework ?? 'fastify' }, { prefix: '', chain: [], ...(!started && { unclear: UNMOUNTED }), depth: 0, visited: [] });
    }
  }

  /** What loads whole folders of plugins is an application of Fastify, which its command line starts. */
  #loadsFolders({ operations }: RouterNode): boolean {
    return operations.some(({ operation, scope }) => operation.method === 'register' && this.#classifier.program.modules[scope.file]?.folders?.[operation.line] !== undefined);
  }

  #visit(node: RouterNode, way: Way): void {
    if (way.depth > MAX_DEPTH || way.visited.includes(node.key) || this.#forms.endpoints.length > MAX_ENDPOINTS) return;
    if (way.depth > 0) this.#mounted.add(node.key);
    const prefix = node.framework === 'itty' ? node.prefix : node.prefix ? urlPath(way.prefix, node.prefix) : way.prefix;
    const chain: Covering[] = [...way.chain, ...(node.before ?? []).map(({ value, scope }) => ({ link: this.#classifier.link(scope, value, 'router'), path: prefix || '/' }))];
    // Fastify's hooks hold for the whole context, wherever they are added in it.
    if (node.framework === 'fastify' || node.framework === undefined) chain.push(...this.#hooks.of(node, prefix, way.depth));
    const inner = { ...way, depth: way.depth + 1, visited: [...way.visited, node.key] };
    for (let base = node.base; base; base = base.base) this.#mounted.add(base.key);
    for (const { operation, scope } of operationsOf(node)) this.#rounds(node, operation, scope, { ...inner, prefix, chain });
  }

  #rounds(node: RouterNode, operation: Operation, scope: Scope, way: OpenWay): void {
    const branch = within(way.branch, operation.branch);
    const written = { ...operation, args: operation.args.map((one) => this.#registrars.written(one, scope)) };
    for (const round of this.#arguments.rounds(written, scope)) this.#operation(node, round.operation, round.scope, branch ? { ...way, branch } : way);
  }

  /** Steps of one operation; `way.chain` grows for those that follow it. */
  #operation(node: RouterNode, operation: Operation, scope: Scope, way: OpenWay): void {
    const { method, args } = operation;
    if (method === '()') return this.#handed.on(node, operation, scope, way);
    const before = method === 'all' && ((node.framework ?? 'express') === 'express' ? standsBefore(this.#classifier, this.#arguments, operation, scope) : node.framework === 'itty' && ofItty(operation));
    // What stands before the methods of one route is told with each of them.
    if (before && operation.after?.some((one) => one.method === 'route')) return undefined;
    if (method === 'use' || method === 'mount' || before) return this.#use(node, operation, scope, way);
    if (method === 'register') return this.#register(node, operation, scope, way);
    if (method === 'route' && args.length >= 2 && node.framework !== 'fastify') {
      // Hono: `app.route('/users', users)`.
      const sub = this.#routers.ofValue(scope, args[1]!, '@');
      if (sub) this.#visit(sub, { ...way, prefix: urlPath(way.prefix, this.#arguments.path(args[0]!, scope) ?? ':unknown') });
      return undefined;
    }
    if ((method === 'group' || method === 'guard') && node.framework === 'elysia') return this.#grouped(operation, scope, way);
    return this.#forms.read(node, operation, scope, way);
  }

  /** Elysia: `app.group('/orders', { beforeHandle }, (app) => app.get(…))`, `app.guard({ beforeHandle })` for all that follows. */
  #grouped({ method, args, line }: Operation, scope: Scope, way: OpenWay): void {
    const [options, inside] = [args.find((one) => 'object' in one), args.find((one) => 'fn' in one)];
    const prefix = method === 'group' && args[0] ? urlPath(way.prefix, this.#arguments.path(args[0], scope) ?? ':unknown') : way.prefix;
    const added = options && 'object' in options ? elysiaLinks(this.#classifier, this.#arguments, options.object, line, scope).map((link) => ({ link: { ...link, scope: 'router' as const }, path: prefix || '/' })) : [];
    const sub = inside && 'fn' in inside ? this.#routers.ofParameter(scope.file, inside.fn, 0) : undefined;
    if (!inside) way.chain.push(...added);
    else if (sub) {
      sub.framework ??= 'elysia';
      this.#visit(sub, { ...way, prefix, chain: [...way.chain, ...added] });
    }
  }

  #use(node: RouterNode, operation: Operation, scope: Scope, way: OpenWay): void {
    const mount = this.#registrars.mount(operation, scope, way.call) ?? mountOf(this.#arguments, this.#classifier.program, operation, scope);
    if (!mount) return;
    const { paths, parts, elsewhere } = mount;
    for (const path of paths) {
      const prefix = urlPath(way.prefix, path.replace(/\/?\*+\w*$/, ''));
      // Hono's middleware covers its path exactly unless a star says more, and so does `all` of Express; its `use` covers what lies below.
      const covered = (node.framework === 'hono' || operation.method === 'all') && path !== '' && !/\*\w*$/.test(path) ? `=${urlPath(way.prefix, path)}` : path === '' && way.prefix === '' ? '/' : prefix;
      const added: Covering[] = [];
      for (const { value, scope: from, line } of parts) {
        const part = node.framework === 'h3' || node.framework === 'itty' ? mounted(value) : value;
        const placed = routeInPlace(this.#classifier.program, part, from);
        if (placed) {
          this.#forms.route(node, placed.verb, { ...operation, args: placed.args }, from, { ...way, prefix, chain: [...way.chain, ...added] });
          continue;
        }
        const each = this.#routers.ofEach(from, part, (where, name) => this.#arguments.typeOfEach(where, name)).filter(({ key }) => key !== node.key);
        for (const one of each) this.#visit(one, { ...way, prefix, chain: [...way.chain, ...added] });
        if (each.length > 0) continue;
        const loaded = routersOfFolder(this.#classifier.program, this.#routers, from, part).filter(({ key }) => key !== node.key);
        // `app.use(pathOf(file), require(file))`: only the process knows where.
        const [address, ...more] = loaded.length > 0 ? operation.args : [];
        const isTold = address === undefined || more.length === 0 || (this.#arguments.paths(address, scope) !== undefined && !this.#arguments.endsUnknown(address, scope));
        const below = isTold ? prefix : urlPath(prefix, ':unknown');
        for (const one of loaded) this.#visit(one, { ...way, prefix: below, chain: [...way.chain, ...added] });
        if (loaded.length > 0) continue;
        const sub = this.#routers.ofValue(from, part, '@') ?? this.#routers.returned(part, from);
        const at = { file: scope.file, line: line ?? operation.line };
        const mountPath = 'call' in part && nameOf(part.call) === 'mount' && part.args.length === 2 ? textOf(part.args[0]) ?? '' : '';
        if (!sub && /\/[\w-]/.test(path) && !path.includes('*') && (node.framework ?? 'express') === 'express' && answersItself(this.#classifier.program, part, from)) {
          this.#forms.emit('express', HEALTH.test(prefix) ? 'GET' : 'ALL', path, [{ value: part, scope: from }], operation, scope, { ...way, chain: [...way.chain, ...added] });
          continue;
        }
        if (!sub && node.framework === 'h3' && path !== '' && answersBelow(this.#classifier, part, from)) {
          this.#forms.emit('h3', 'ALL', path, [{ value: part, scope: from }], operation, scope, { ...way, chain: [...way.chain, ...added] });
          continue;
        }
        if (sub && sub.key !== node.key) this.#visit(sub, { ...way, prefix: urlPath(prefix, mountPath), chain: [...way.chain, ...added] });
        else {
          const link = this.#classifier.link(from, part, way.depth === 1 && path === '' ? 'global' : 'router', at);
          added.push(...[link, ...this.#classifier.besides(from, part, link)].map((one) => ({ link: one, path: covered, ...(way.branch && { branch: way.branch }) })));
        }
      }
      way.chain.push(...(elsewhere ? added.flatMap(({ link, path: somewhere }) => (PROTECTING.has(link.role) ? [{ link: { ...link, role: 'unknown' as const, somewhere: link.role, confidence: 'low' as const }, path: somewhere }] : [])) : added));
    }
  }

  #register(node: RouterNode, operation: Operation, scope: Scope, way: OpenWay): void {
    const [plugin, options] = operation.args;
    if (!plugin) return;
    if (node.framework === 'hapi') return this.#plugins(plugin, options, scope, way);
    const given = options && 'object' in options ? options.object : {};
    const prefix = given['prefix'] ? this.#arguments.path(given['prefix'], scope) ?? ':unknown' : '';
    const folder = this.#classifier.program.modules[scope.file]?.folders?.[operation.line];
    if (folder !== undefined) {
      const inner = given['options'] && 'object' in given['options'] ? given['options'].object['prefix'] : undefined;
      const named = given['dirNameRoutePrefix'];
      this.#autoload(folder, urlPath(way.prefix, inner ? this.#arguments.path(inner, scope) ?? '' : prefix), way, !(named && 'value' in named && named.value === false));
      return;
    }
    const found = pluginOf(this.#classifier.program, scope, plugin);
    for (const { file, fn } of found ? [found] : pluginsOfFolder(this.#classifier.program, scope, plugin)) {
      const sub = this.#routers.ofParameter(file, fn, 0);
      if (!sub) continue;
      sub.framework ??= node.framework ?? 'fastify';
      this.#visit(sub, { ...way, prefix: urlPath(way.prefix, prefix) });
    }
  }

  #plugins(plugin: Expression, options: Expression | undefined, scope: Scope, way: OpenWay): void {
    for (const { file, fn, prefix } of hapiPlugins(this.#arguments, this.#classifier.program, scope, plugin, options)) {
      const sub = this.#routers.ofParameter(file, fn, 0);
      if (!sub) continue;
      sub.framework ??= 'hapi';
      this.#visit(sub, { ...way, prefix: urlPath(way.prefix, prefix) });
    }
  }

  /** Every module of the folder is a plugin; its folder below is its prefix, unless that is switched off. */
  #autoload(folder: string, prefix: string, way: OpenWay, named: boolean): void {
    for (const [file, module] of Object.entries(this.#classifier.program.modules)) {
      if (!isWithin(file, folder) || /(?:^|\/)(?:_|\.)?(?:auto)?hooks\.\w+$|\.test\.|\.d\.ts$/.test(file)) continue;
      const target = this.#classifier.program.exported(file, 'default');
      const found = target?.kind === 'function' ? { file: target.file, fn: target.fn } : target?.kind === 'value' ? pluginOf(this.#classifier.program, { file: target.file, fn: 0 }, target.value) : undefined;
      if (!found) continue;
      const auto = module.values['autoPrefix'];
      const below = !named ? '' : file.slice(folder.length + 1).split('/').slice(0, -1).map((part) => part.replace(/^_/, ':')).join('/');
      const sub = this.#routers.ofParameter(found.file, found.fn, 0);
      if (!sub) continue;
      sub.framework ??= 'fastify';
      const hooks = this.#hooks.ofFolder(file, folder, way.prefix);
      this.#visit(sub, { ...way, chain: [...way.chain, ...hooks], prefix: urlPath(prefix, auto ? textOf(auto) ?? below : below) });
    }
  }
}
