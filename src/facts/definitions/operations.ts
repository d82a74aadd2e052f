import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Expression, Operation, ParsedModule } from '../../model/index.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { handedOn } from './parameters.ts';
import { SetUp } from './set-up.ts';

const VERBS = new Set(['get', 'post', 'put', 'patch', 'delete', 'del', 'all', 'head', 'options', 'on', 'http', 'deleteRequest']);
const STRUCTURE = new Set(['use', 'route', 'register', 'addHook', 'mount', 'group', 'useGlobalGuards', 'useGlobalPipes', 'useGlobalInterceptors', 'setGlobalPrefix', 'guard', 'openapi', 'prefix', 'forRoutes', 'enableVersioning']);
const CHAINED = new Set(['route', 'basePath', 'group', 'apply', 'exclude', 'all', 'get', 'post', 'put', 'patch', 'delete', 'use']);
export const PASSED = /^(?:app|application|\w*App|express(?:Server|Application)|\w*[rR]outer|\w+Routes|server|fastify|instance|api|route|routes|expressApp|httpServer|koa|scoped?|service)$/;

/** What a router is often handed on in, beside other things; told only where the function that takes it speaks of routes. */
const BAG = /^(?:context|ctx|deps|dependencies|options|opts|params|args|services|container|server|api|props|config)$/;
const ROUTING = /(?:^|\.)(?:register|setup|mount|init|configure|add|attach|install|apply|define|use|load|bind)[A-Z]|(?:^|[.a-z])(?:[rR]outes?|[rR]outers?|[eE]ndpoints?|[cC]ontrollers?|[mM]iddlewares?|Api|API|Plugins?)(?:$|[A-Z])/;

/** What a route's handler is called, where a route is told as one object. */
const HANDLES = /^(?:handler|handlers|controller|action|handle|fn|callback)$/;
const ADDRESS = /^(?:path|url|route|endpoint)$/;
const ADDRESS_NAME = /^(?:\w*[pP]ath|url|uri|route|endpoint)$/;
const HANDLER_NAME = /(?:handler|controller|action|middlewares?)$/i;
/** `app.security.addAdminMiddleware('/settings')`: what is put before an address by a way of the team's own. */
const GUARDS_ADDRESS = /\.(?:add|use|apply|install|set|put|require|protect|secure)\w*(?:Middleware|Guard|Auth|Authentication|Authorization|Security)s?$/;
/** Takes addresses, and registers nothing. */
const ASKS = /^(?:fetch|axios|got|ky|useSWR|describe|it|test|expect|join|resolve|redirect|navigate|require|t)$|^(?:axios|path|fs|console|cy|page|res|reply|response|request|supertest|t)\./;

const DEFAULT_AUTH = /(?:^|\.)auth\.default$/;

/** `at`: where in the text it takes effect. */
export type PlacedOperation = Operation & { readonly at: number };

const MOUNTS = new Set(['use', 'route', 'mount', 'register']);

/** Reads what calls do to routers: routes and middleware that are put on one, and functions that are handed one. */
export class OperationReader {
  readonly #module: ParsedModule;
  readonly #reduce: (node: TSESTree.Node) => Expression;
  readonly #setUp: SetUp;
  /** What is put on routers where the program is not delivered. */
  readonly onADesk: { readonly name: string; readonly by: TSESTree.Node }[] = [];
  readonly #chains: boolean;
  #known: ReadonlySet<string> | undefined;
  /** The function that a node stands in, or the program. */
  readonly #around: (node: TSESTree.Node) => TSESTree.Node;

  constructor(module: ParsedModule, reduce: (node: TSESTree.Node) => Expression, around: (node: TSESTree.Node) => TSESTree.Node) {
    this.#module = module;
    this.#reduce = reduce;
    this.#setUp = new SetUp(module);
    this.#chains = module.text.includes('.route(') || module.text.includes('next-connect');
    this.#around = around;
  }

  /** What one call does to routers; most calls do nothing. */
  of(node: TSESTree.CallExpression): readonly PlacedOperation[] {
    const found = this.#read(node);
    if (found.length === 0) return [];
    if (this.#setUp.isForDevelopment(node)) {
      for (const { method, args } of found) for (const one of MOUNTS.has(method) ? args : []) if ('name' in one) this.onADesk.push({ name: one.name, by: node });
      return [];
    }
    const branch = this.#setUp.branchOf(node);
    return branch === undefined ? found : found.map((one) => ({ ...one, branch }));
  }

  #read(node: TSESTree.CallExpression): readonly PlacedOperation[] {
    const callee = unwrap(node.callee);
    // Bun's own table of routes stands in its options.
    const called = dottedName(callee);
    if (called === 'Bun.serve') return [{ on: 'Bun', method: 'serve', args: this.#argumentsOf(node), ...placeOf(node) }];
    // hapi's default of who may call is said on a part of the server.
    if (called !== undefined && DEFAULT_AUTH.test(called)) return [{ on: called.replace(DEFAULT_AUTH, ''), method: 'auth.default', args: this.#argumentsOf(node), ...placeOf(node) }];
    // `router[method](path, handler)`: the method comes first of what it is given.
    if (callee.type === AST_NODE_TYPES.MemberExpression && callee.computed && node.arguments.length > 1 && callee.property.type !== AST_NODE_TYPES.Literal && this.#looksLikeRoute(node)) {
      const on = dottedName(callee.object);
      return on === undefined ? [] : [{ on, method: '[]', args: [this.#reduce(callee.property), ...this.#argumentsOf(node)], ...placeOf(callee.property) }];
    }
    const applied = appliedTo(node);
    if (applied) return [{ on: dottedName(applied.method.object)!, method: '[]', args: [applied.method.property, ...applied.args].map((one) => this.#reduce(one)), ...placeOf(applied.method.property) }];
    if (callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier && !callee.computed) {
      const method = callee.property.name;
      if ((VERBS.has(method) && this.#looksLikeRoute(node)) || (STRUCTURE.has(method) && node.arguments.length > 0)) {
        const chain = this.#chainOf(callee.object);
        if (chain) {
          return [{
            on: chain.root, method, args: this.#argumentsOf(node), ...(chain.after.length > 0 && { after: chain.after }), ...placeOf(callee.property),
          }];
        }
      }
    }
    const routing = ROUTING.test(dottedName(callee) ?? '');
    const passed = node.arguments.flatMap((argument) => {
      const plain = unwrap(argument);
      if (plain.type === AST_NODE_TYPES.ObjectExpression) {
        return plain.properties.flatMap((entry) => {
          const value = entry.type === AST_NODE_TYPES.Property ? entry.value : entry.argument;
          return value.type === AST_NODE_TYPES.Identifier && (entry.type === AST_NODE_TYPES.Property ? PASSED.test(value.name) : routing && BAG.test(value.name)) ? [value.name] : [];
        });
      }
      const name = dottedName(plain);
      return name !== undefined && (PASSED.test(name.replace(/^this\./, '')) || (routing && BAG.test(name)) || this.#isRegistered(name, node)) ? [name] : [];
    });
    const args = node.arguments.flatMap((argument) => this.#handed(argument) ?? [this.#reduce(argument)]);
    if (args.length > node.arguments.length) passed.push(...args.flatMap((one) => ('name' in one && (PASSED.test(one.name) || one.name.endsWith('#0')) ? [one.name] : [])));
    const name = dottedName(callee);
    const [address] = node.arguments;
    const [root = ''] = name?.split('.') ?? [];
    if (name !== undefined && address && node.arguments.length === 1 && isAddress(address) && GUARDS_ADDRESS.test(name) && PASSED.test(root)) {
      return [{ on: root, method: 'use', args: [this.#reduce(address), this.#reduce(callee)], ...placeOf(node) }];
    }
    // `apiRoute(GET, '/orders', list)`: the team's own way of putting a route on a router.
    if (passed.length === 0 && name !== undefined && !ASKS.test(name) && tellsRoute(node)) return [{ on: name, method: 'call', args, callee: this.#reduce(callee), ...placeOf(node) }];
    const passedOn = (): PlacedOperation[] => [...new Set(passed)].map((on) => ({ on, method: '()', args, callee: this.#reduce(callee), ...placeOf(node), at: node.range[1] }));
    if (name !== undefined && node.arguments.some((one) => this.#lends(one))) return [...passedOn(), { on: name, method: 'lends', args, callee: this.#reduce(callee), ...placeOf(node) }];
    return passedOn();
  }

  /** `start((app) => …)`, `start({ routes: addRoutes })`: a function that takes an application is lent to another, which calls it with one. */
  #lends(argument: TSESTree.Node): boolean {
    const plain = unwrap(argument);
    if (isFunction(plain)) return takesRouter(plain);
    if (plain.type === AST_NODE_TYPES.Identifier) return this.#takers.has(plain.name);
    return plain.type === AST_NODE_TYPES.ObjectExpression && plain.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && entry.value.type !== AST_NODE_TYPES.ObjectExpression && this.#lends(entry.value));
  }

  /** Functions of the module that take an application. */
  get #takers(): ReadonlySet<string> {
    this.#known ??= new Set([...this.#module.nodes('FunctionDeclaration').flatMap((fn) => (fn.id && takesRouter(fn) ? [fn.id.name] : [])),
      ...this.#module.nodes('VariableDeclarator').flatMap(({ id, init }) => (id.type === AST_NODE_TYPES.Identifier && init && isFunction(unwrap(init)) && takesRouter(unwrap(init) as FunctionNode) ? [id.name] : []))]);
    return this.#known;
  }

  /** `server.register((f) => routes(f, options))`: whatever a plugin that is written in place calls its server. */
  #isRegistered(name: string, node: TSESTree.Node): boolean {
    const around = this.#around(node);
    const call = this.#module.parent(around);
    const [first] = isFunction(around) ? around.params : [];
    return first?.type === AST_NODE_TYPES.Identifier && first.name === name && call?.type === AST_NODE_TYPES.CallExpression && call.arguments[0] === around
      && call.callee.type === AST_NODE_TYPES.MemberExpression && call.callee.property.type === AST_NODE_TYPES.Identifier && call.callee.property.name === 'register';
  }

  #argumentsOf({ arguments: given }: TSESTree.CallExpression): Expression[] {
    return given.map((argument) => this.#reduce(argument.type === AST_NODE_TYPES.SpreadElement ? argument.argument : argument));
  }

  /** `routes(...args)`: the parameters of the function around, one by one. */
  #handed(argument: TSESTree.CallExpressionArgument): Expression[] | undefined {
    if (argument.type !== AST_NODE_TYPES.SpreadElement || argument.argument.type !== AST_NODE_TYPES.Identifier) return undefined;
    const node = this.#around(argument);
    const names = isFunction(node) ? handedOn(node, argument.argument.name) : undefined;
    return names?.map((name) => ({ name, line: argument.loc.start.line }));
  }

  /** `'/path'` and something that handles it; not `client.get('/x')` or `map.get(key)`. */
  #looksLikeRoute(node: TSESTree.CallExpression): boolean {
    const [first] = node.arguments;
    const last = node.arguments.at(-1);
    if (!first || !last) return false;
    const plain = unwrap(first);
    const onChain = this.#chains && unwrap(node.callee).type === AST_NODE_TYPES.MemberExpression;
    if (node.arguments.length === 1) return onChain && (isFunction(plain) || plain.type === AST_NODE_TYPES.Identifier || plain.type === AST_NODE_TYPES.CallExpression || plain.type === AST_NODE_TYPES.MemberExpression);
    const end = unwrap(last);
    if (end.type === AST_NODE_TYPES.ObjectExpression && node.arguments.length === 2) return property(end, 'handler');
    return end.type !== AST_NODE_TYPES.Literal && end.type !== AST_NODE_TYPES.TemplateLiteral;
  }

  /** What a chain of calls is made on, and the calls between that matter. */
  #chainOf(object: TSESTree.Node): { root: string; after: { method: string; args: Expression[] }[] } | undefined {
    const after: { method: string; args: Expression[] }[] = [];
    let at = unwrap(object);
    for (let depth = 0; depth < 400; depth++) {
      const name = dottedName(at);
      if (name !== undefined) return { root: name, after: after.reverse() };
      if (at.type === AST_NODE_TYPES.NewExpression) return { root: this.#nameOfChain(at), after: after.reverse() };
      if (at.type !== AST_NODE_TYPES.CallExpression) return undefined;
      const callee = unwrap(at.callee);
      // `require('./orders').register(app)`: a module's own function.
      if (callee.type === AST_NODE_TYPES.Identifier && callee.name === 'require') return undefined;
      if (callee.type !== AST_NODE_TYPES.MemberExpression) return { root: this.#nameOfChain(at), after: after.reverse() };
      const method = callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : '';
      if (method === 'Router' || method === 'default') return { root: this.#nameOfChain(at), after: after.reverse() };
      if (CHAINED.has(method)) after.push({ method, args: ['route', 'basePath', 'group', 'apply', 'exclude', 'all', 'use'].includes(method) ? at.arguments.slice(0, 6).map((argument) => this.#reduce(argument)) : [] });
      at = unwrap(callee.object);
    }
    return undefined;
  }

  /** A chain that starts with a construction bears the variable's name that it ends in. */
  #nameOfChain(start: TSESTree.Node): string {
    let at: TSESTree.Node = start;
    for (let parent = this.#module.parent(at); parent; at = parent, parent = this.#module.parent(parent)) {
      if (parent.type === AST_NODE_TYPES.VariableDeclarator && parent.id.type === AST_NODE_TYPES.Identifier) return parent.id.name;
      if (parent.type === AST_NODE_TYPES.ExportDefaultDeclaration) return 'export default';
      if (parent.type === AST_NODE_TYPES.AssignmentExpression) return dottedName(parent.left) === 'module.exports' ? 'export default' : dottedName(parent.left) ?? `@${start.loc.start.line}`;
      const grows = (parent.type === AST_NODE_TYPES.MemberExpression && parent.object === at) || (parent.type === AST_NODE_TYPES.CallExpression && parent.callee === at)
        || parent.type === AST_NODE_TYPES.TSAsExpression || parent.type === AST_NODE_TYPES.TSSatisfiesExpression || parent.type === AST_NODE_TYPES.AwaitExpression || parent.type === AST_NODE_TYPES.TSNonNullExpression;
      if (!grows) break;
    }
    return `@${start.loc.start.line}`;
  }
}

const takesRouter = ({ params: [first] }: FunctionNode): boolean => first?.type === AST_NODE_TYPES.Identifier && TAKEN.test(first.name);
const TAKEN = /^(?:app|application|server|fastify|router|express|expressApp|koa)$/;

const placeOf = ({ loc, range }: TSESTree.Node): { line: number; column: number; at: number } => ({ line: loc.start.line, column: loc.start.column + 1, at: range[0] });

/** An address and, behind it, what may answer there; or an object with both. */
function tellsRoute({ arguments: given }: TSESTree.CallExpression): boolean {
  const [only] = given;
  if (given.length === 1 && only?.type === AST_NODE_TYPES.ObjectExpression) {
    const keys = only.properties.flatMap((entry) => (entry.type === AST_NODE_TYPES.Property ? keyOf(entry) ?? [] : []));
    return keys.some((key) => ADDRESS.test(key)) && keys.some((key) => HANDLES.test(key));
  }
  const last = given.at(-1);
  const answers = last !== undefined && (isFunction(last) || last.type === AST_NODE_TYPES.Identifier || last.type === AST_NODE_TYPES.MemberExpression || last.type === AST_NODE_TYPES.CallExpression);
  const named = (one: TSESTree.Node, name: RegExp): boolean => one.type === AST_NODE_TYPES.Identifier && name.test(one.name);
  // `route(method, path, [authenticate], routeHandler)`: what it was given itself.
  const handsOn = (): boolean => given.some((one) => named(one, ADDRESS_NAME)) && given.some((one) => named(one, HANDLER_NAME));
  return answers && given.length > 1 && (handsOn() || given.slice(0, Math.min(3, given.length - 1)).some(isAddress));
}

const isAddress = (node: TSESTree.Node): boolean => (node.type === AST_NODE_TYPES.Literal && typeof node.value === 'string' && node.value.startsWith('/'))
  || (node.type === AST_NODE_TYPES.TemplateLiteral && node.quasis.some(({ value }) => value.raw.includes('/')));

const property = (object: TSESTree.ObjectExpression, key: string): boolean => object.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && keyOf(entry) === key);

/** `router[route.method].apply(router, [route.path, check, route.handler])`, also with `[route.path].concat([check, route.handler])`. */
function appliedTo({ callee, arguments: [self, given] }: TSESTree.CallExpression): { readonly method: TSESTree.MemberExpression; readonly args: readonly TSESTree.Node[] } | undefined {
  const method = callee.type === AST_NODE_TYPES.MemberExpression && !callee.computed && dottedName(callee.property) === 'apply' ? unwrap(callee.object) : undefined;
  if (method?.type !== AST_NODE_TYPES.MemberExpression || !method.computed || method.property.type === AST_NODE_TYPES.Literal || !self || dottedName(method.object) !== dottedName(self)) return undefined;
  const args = given && listed(unwrap(given));
  return args && args.length > 1 && dottedName(method.object) !== undefined ? { method, args } : undefined;
}

function listed(node: TSESTree.Node): readonly TSESTree.Node[] | undefined {
  if (node.type === AST_NODE_TYPES.ArrayExpression) return node.elements.flatMap((one) => (one ? [one.type === AST_NODE_TYPES.SpreadElement ? one.argument : one] : []));
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.MemberExpression || dottedName(node.callee.property) !== 'concat') return undefined;
  const parts = [node.callee.object, ...node.arguments].map((one) => listed(unwrap(one)));
  return parts.every((one) => one !== undefined) ? parts.flat() : undefined;
}
