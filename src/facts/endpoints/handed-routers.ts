import type { Branch, Expression, Operation } from '../../model/index.ts';
import { nameOf } from './expressions.ts';
import type { Covering, FastifyHooks } from './fastify-hooks.ts';
import type { Program } from './program.ts';
import type { RegistrarCall } from './registrars.ts';
import { receiverOf } from './registrations.ts';
import type { Classifier } from './roles.ts';
import type { RouterNode } from './router-kinds.ts';
import type { Routers } from './routers.ts';
import type { Scope } from './targets.ts';

/** Mounts that lie inside one another. */
export const MAX_DEPTH = 14;

/** What lies behind a walk that has come to a router: the address, and what a request has passed. */
export interface Way { readonly call?: RegistrarCall; readonly branch?: Branch; readonly prefix: string; readonly chain: readonly Covering[]; readonly unclear?: string; readonly depth: number; readonly visited: readonly string[] }

/** The same, where what follows is added to. */
export type OpenWay = Way & { chain: Covering[] };

/** What a loaded module is called by: `route.default`, `require(path)`, `load`. */
const LOADED = /^(?:\w+(?:\.(?:default|register|init|setup|routes?))?)?$/;

/** The way on into a function that is handed the router. */
const calling = <W extends Way>(found: { readonly file: string; readonly fn: number }, operation: Operation, scope: Scope, way: W): W => ({ ...way, call: { ...found, operation, scope, ...(way.call && { outer: way.call }) } });

interface Lent { readonly file: string; readonly fn: number }

/** Functions that take an application, by the parameter that they are lent for (`src/start.ts#setup`) or the key of an object that they are lent in (`onStart`). */
function lentIn(program: Program): ReadonlyMap<string, readonly Lent[]> {
  const found = new Map<string, Lent[]>();
  const put = (key: string, value: Expression, scope: Scope): void => {
    const target = 'name' in value ? program.resolve(scope, value.name) : undefined;
    const lent = 'fn' in value ? { file: scope.file, fn: value.fn } : target?.kind === 'function' ? { file: target.file, fn: target.fn } : undefined;
    if (lent) found.set(key, [...found.get(key) ?? [], lent]);
  };
  for (const [file, { functions }] of Object.entries(program.modules)) for (const [fn, { operations }] of functions.entries()) for (const { method, callee, args } of operations) {
    if (method !== 'lends' || !callee) continue;
    const target = program.evaluate({ file, fn }, callee);
    const params = target?.kind === 'function' ? program.function(target.file, target.fn)?.params : undefined;
    for (const [position, one] of args.entries()) {
      if ('object' in one) for (const [key, value] of Object.entries(one.object)) put(key, value, { file, fn });
      else if (params?.[position]?.name !== undefined && target?.kind === 'function') put(`${target.file}#${params[position].name}`, one, { file, fn });
    }
  }
  return found;
}

/** Routers that functions are handed: what those do to them happens where they are called. */
export class HandedRouters {
  readonly #program: Program;
  readonly #routers: Routers;
  readonly #hooks: FastifyHooks;
  readonly #mounted: Set<string>;
  #lent: ReadonlyMap<string, readonly Lent[]> | undefined;
  readonly #rounds: (node: RouterNode, operation: Operation, scope: Scope, way: OpenWay) => void;

  /** `mounted`: keys of routers that something mounts; `rounds`: goes on with one operation. */
  constructor({ program }: Classifier, routers: Routers, hooks: FastifyHooks, mounted: Set<string>, rounds: (node: RouterNode, operation: Operation, scope: Scope, way: OpenWay) => void) {
    this.#program = program;
    this.#routers = routers;
    this.#hooks = hooks;
    this.#mounted = mounted;
    this.#rounds = rounds;
  }

  /** A router that a function receives: what that function does to it happens here. */
  on(node: RouterNode, operation: Operation, scope: Scope, way: OpenWay): void {
    const found = receiverOf(this.#program, operation, scope);
    if (!found) {
      for (const target of this.#lentTo(operation, scope)) {
        const position = operation.args.findIndex((argument) => 'name' in argument && argument.name === operation.on);
        if (position >= 0) this.#receive(node, target, position, undefined, calling(target, operation, scope, way));
      }
      return this.#toFolder(node, operation, scope, way);
    }
    for (const [position, argument] of operation.args.entries()) {
      const key = 'object' in argument ? Object.entries(argument.object).find(([, value]) => 'name' in value && value.name === operation.on)?.[0] : undefined;
      if (key === undefined && !('name' in argument && argument.name === operation.on)) continue;
      this.#receive(node, found, position, key, calling(found, operation, scope, way));
    }
  }

  /** `setup(app)`, `this.onStart(this.app)`: what the callers lend under this name. */
  #lentTo({ callee }: Operation, { file }: Scope): readonly { readonly file: string; readonly fn: number }[] {
    if (!callee || !('name' in callee)) return [];
    this.#lent ??= lentIn(this.#program);
    const name = callee.name.split('.').at(-1)!;
    return [...this.#lent.get(`${file}#${name}`) ?? [], ...this.#lent.get(name) ?? []];
  }

  /** `glob.sync(routes).map(require).forEach((route) => route.default(app))`: each module of the folder that is loaded takes the application. */
  #toFolder(node: RouterNode, operation: Operation, scope: Scope, way: OpenWay): void {
    const program = this.#program;
    const position = operation.args.findIndex((argument) => 'name' in argument && argument.name === operation.on);
    // What a library is handed the application for is known by its name.
    if (position < 0 || !operation.callee || !LOADED.test(nameOf(operation.callee)) || program.evaluate(scope, operation.callee)?.kind === 'external') return;
    for (const file of program.loadedBy(scope.file)) {
      const member = nameOf(operation.callee).split('.')[1];
      const target = (member === undefined || member === 'default' ? undefined : program.exported(file, member)) ?? program.exported(file, 'default') ?? program.exported(file, '*');
      if (target?.kind === 'function') this.#receive(node, target, position, undefined, calling(target, operation, scope, way));
    }
  }

  /** `key`: the router comes as this member of the argument. */
  #receive(node: RouterNode, { file, fn }: { file: string; fn: number }, position: number, key: string | undefined, way: OpenWay): void {
    const param = this.#program.function(file, fn)?.params[position];
    const whole = key !== undefined && param?.name !== undefined && param.keys === undefined ? param.name : undefined;
    const inner = whole === undefined ? this.#routers.ofParameter(file, fn, position, key) : this.#routers.ofName({ file, fn }, `${whole}.${key}`);
    if (!inner || inner.key === node.key || way.visited.includes(inner.key)) return;
    if (node.framework) inner.framework = node.framework;
    this.#mounted.add(inner.key);
    const step = { ...way, depth: way.depth + 1, visited: [...way.visited, inner.key], chain: way.chain };
    // The same chain goes on: what it adds holds for what follows.
    if (inner.framework === 'fastify') way.chain.push(...this.#hooks.of(inner, way.prefix, 1));
    const bag = whole === undefined ? undefined : this.#routers.ofName({ file, fn }, whole);
    const passed = (bag?.operations ?? []).filter(({ operation }) => operation.method === '()' && operation.on === whole);
    for (const { operation, scope } of [...inner.operations, ...passed].sort((a, b) => a.operation.line - b.operation.line || a.operation.column - b.operation.column)) {
      if (operation.on === whole) this.#bag({ ...inner, key: node.key }, operation, scope, key!, step);
      else this.#rounds({ ...inner, key: node.key }, operation, scope, step);
    }
  }

  /** What holds the router among other things goes on whole, or spread into another: `register(context)`, `register({ ...context, db })`. */
  #bag(node: RouterNode, operation: Operation, scope: Scope, key: string, way: OpenWay): void {
    const found = receiverOf(this.#program, operation, scope);
    if (!found || way.depth > MAX_DEPTH) return;
    for (const [position, argument] of operation.args.entries()) {
      const spread = 'object' in argument && argument.spreads?.some((one) => 'name' in one && one.name === operation.on) && !Object.hasOwn(argument.object, key);
      if (spread || ('name' in argument && argument.name === operation.on)) this.#receive(node, found, position, key, calling(found, operation, scope, way));
    }
  }
}
