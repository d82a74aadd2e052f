import type { Expression, Operation } from '../../model/index.ts';
import { PASSED } from '../definitions/operations.ts';
import { evaluationOrder } from './evaluation-order.ts';
import { owned } from './expressions.ts';
import type { Program } from './program.ts';
import type { Scope, Target } from './targets.ts';
import { PACKAGES, PARAMETER_TYPES, type RouterFramework, type RouterNode } from './router-kinds.ts';
import { ClassRouters } from './class-routers.ts';
import { madeRouter } from './router-makers.ts';

/** What these make of an application is a server, or a handler of a platform. */
const SERVERS = /^(?:(?:node:)?https?2?|serverless-http|serverless-express|@vendia\/serverless-express|@codegenie\/serverless-express|aws-serverless-express|supertest|http-terminator|stoppable)$/;

/** Every router of a repository with what is done to it, in order. */
export class Routers {
  readonly program: Program;
  readonly nodes = new Map<string, RouterNode>();
  readonly #classes: ClassRouters;

  constructor(program: Program) {
    this.program = program;
    this.#classes = new ClassRouters(program, this.nodes, (key, fill) => this.#node(key, fill), (file, fn, hops) => this.ofFunction(file, fn, hops));
    for (const [file, module] of Object.entries(program.modules)) {
      for (const [fn, { operations }] of module.functions.entries()) {
        for (const operation of operations) {
          if (operation.method === 'call' || operation.method === 'lends') continue;
          const scope = { file, fn };
          const node = this.ofName(scope, operation.on);
          if (node) node.operations.push({ operation, scope });
          else if (operation.method === '()') this.#bagged(scope, operation);
          else this.#handed(scope, operation);
        }
      }
    }
    this.#ordered();
  }

  /** What several modules do to one application happens in the order in which they run. */
  #ordered(): void {
    let order: ReadonlyMap<string, number> | undefined;
    for (const { operations } of this.nodes.values()) {
      const alone = operations.every(({ scope }) => scope.file === operations[0]!.scope.file) || operations.some(({ scope }) => scope.fn !== 0);
      if (alone) continue;
      order ??= evaluationOrder(this.program);
      operations.sort((a, b) => order!.get(a.scope.file)! - order!.get(b.scope.file)!);
    }
  }

  /** `orderRoutes.register(router)`: a function of the team's own that bears a router's name. */
  #handed(scope: Scope, operation: Operation): void {
    if (operation.on.startsWith('@')) return;
    for (const one of operation.args) {
      const node = 'name' in one && PASSED.test(one.name.replace(/^this\./, '')) ? this.ofName(scope, one.name) : undefined;
      if (node && 'name' in one) node.operations.push({ operation: { ...operation, on: one.name, method: '()', callee: { name: `${operation.on}.${operation.method}`, line: operation.line } }, scope });
    }
  }

  /** `const context = { app, db }; register(context)`: handed on as if it were written in place. */
  #bagged(scope: Scope, operation: Operation): void {
    const value = scope.fn !== 0 ? owned(this.program.function(scope.file, scope.fn)?.locals ?? {}, operation.on) : undefined;
    if (!value || !('object' in value)) return;
    for (const part of Object.values(value.object)) {
      const node = 'name' in part ? this.ofName(scope, part.name) : undefined;
      if (!node || !('name' in part)) continue;
      const args = operation.args.map((one) => ('name' in one && one.name === operation.on ? value : one));
      node.operations.push({ operation: { ...operation, on: part.name, args }, scope });
      return;
    }
  }

  #node(key: string, fill: () => Omit<RouterNode, 'key' | 'operations'>): RouterNode {
    let node = this.nodes.get(key);
    if (!node) {
      node = { key, operations: [], ...fill() };
      this.nodes.set(key, node);
    }
    return node;
  }

  /** The router that a name stands for in a scope, where it is one. */
  ofName(scope: Scope, name: string, hops = 0): RouterNode | undefined {
    const module = this.program.modules[scope.file];
    if (!module || hops > 8) return undefined;
    if (name.startsWith('this.')) return this.#classes.ofField(scope, name) ?? this.#classes.ofObject(scope, name);
    if (name.startsWith('@')) return this.#node(`${scope.file}#${scope.fn}#${name}`, () => ({ prefix: '', application: true, parameter: false, framework: this.#frameworkOfFile(scope.file) }));
    if (name.includes('.')) {
      // A field of an object is that of its class, which puts the routes on it.
      const held = this.#classes.ofObject(scope, name);
      if (held) return held;
      const target = this.program.resolve(scope, name);
      // `Orders.routes`, a getter.
      if (target?.kind === 'function') return this.ofFunction(target.file, target.fn, hops + 1) ?? this.#ofMember(scope, name);
      return (target ? this.ofTarget(target, hops + 1) : this.#ofMember(scope, name));
    }
    for (let fn: number | undefined = scope.fn; fn !== undefined; fn = module.functions[fn]?.parent) {
      const around = module.functions[fn];
      if (!around) break;
      const param = around.params.find((one) => one.name === name || one.keys?.includes(name));
      if (param) {
        const otherwise = param.otherwise && this.ofValue({ file: scope.file, fn }, param.otherwise, name, hops + 1);
        if (otherwise) return otherwise;
        const framework = owned(PARAMETER_TYPES, param.type ?? '');
        return this.#node(`${scope.file}#${fn}#${name}`, () => ({ prefix: '', application: false, parameter: true, ...(framework && { framework }) }));
      }
      const local = fn === 0 ? undefined : owned(around.locals, name);
      if (local) return this.ofValue({ file: scope.file, fn }, local, name, hops + 1);
      if (fn === 0) break;
    }
    // `const health = require('./health')` is a value as well; what it leads to is the other module's.
    const value = owned(module.imports, name) ? undefined : owned(module.values, name) ?? owned(module.values, `export ${name}`);
    if (value) return this.ofValue({ file: scope.file, fn: 0 }, value, name, hops + 1);
    const target = this.program.resolve({ file: scope.file, fn: 0 }, name);
    return target && this.ofTarget(target, hops + 1);
  }

  /** `context.app`, where the function is handed a `context`. */
  #ofMember(scope: Scope, name: string): RouterNode | undefined {
    const [head, member, ...more] = name.split('.');
    const module = this.program.modules[scope.file]!;
    for (let fn: number | undefined = more.length > 0 || member === undefined ? undefined : scope.fn; fn !== undefined; fn = module.functions[fn]?.parent) {
      if (module.functions[fn]?.params.some((one) => one.name === head && one.keys === undefined)) return this.#node(`${scope.file}#${fn}#${name}`, () => ({ prefix: '', application: false, parameter: true }));
    }
    return undefined;
  }

  ofTarget(target: Target, hops = 0): RouterNode | undefined {
    if (hops > 8) return undefined;
    if (target.kind === 'value') return this.ofValue({ file: target.file, fn: 0 }, target.value, target.name, hops + 1);
    return undefined;
  }

  /** The router that an expression makes or gives; `name`: of the variable that holds it. */
  ofValue(scope: Scope, value: Expression, name: string, hops = 0): RouterNode | undefined {
    if (hops > 8) return undefined;
    if ('any' in value) {
      // `given ?? express()`: the one that is made here, whoever may hand in another.
      const found = value.any.flatMap((one) => this.ofValue(scope, one, name, hops + 1) ?? []);
      return found.find(({ parameter }) => !parameter) ?? found[0];
    }
    if ('name' in value) return value.name === name ? undefined : this.ofName(scope, value.name, hops + 1);
    // `app.use('/orders', require('./orders').router)`
    const member = 'of' in value ? this.program.loaded(scope, value) : undefined;
    if (member) return this.ofTarget(member, hops + 1);
    if ('of' in value) return this.#ofReturned(scope, value, name, hops);
    if (!('call' in value)) return undefined;
    const made = madeRouter(this.program, scope, value);
    // `return new Elysia().get(…)`: a chain without a name is known by its line.
    const chain = made && name.startsWith('@') ? this.nodes.get(`${scope.file}#${scope.fn}#@${value.line}`) : undefined;
    if (chain) return chain;
    if (made) return this.#node(`${scope.file}#${scope.fn}#${name}`, () => made);
    const callee = value.call;
    // `x.routes()`, `app.use(…)` as a value: still the same router.
    if ('name' in callee && /\.(?:routes|middleware|use|route|basePath|get|post|register|withTypeProvider|openapi|callback)$/.test(callee.name)) {
      const same = this.ofName(scope, callee.name.slice(0, callee.name.lastIndexOf('.')), hops + 1);
      // `orders.route()`, where `orders` is an object of the team's own, gives what its method makes.
      if (same) return same;
    }
    if ('of' in callee) {
      // A chain of calls is as deep as it is long.
      const inner = this.ofValue(scope, callee.of, name, hops + 0.02);
      if (inner && callee.member === 'basePath' && value.args[0] && 'value' in value.args[0] && inner.prefix === '') inner.prefix = String(value.args[0].value);
      return inner;
    }
    if ('name' in callee) {
      // `app.use(require('./orders'))`
      const loaded = this.program.loaded(scope, value);
      if (loaded) return this.ofTarget(loaded, hops + 1);
      const target = this.program.resolve(scope, callee.name);
      if (target?.kind === 'function') return this.#copyOf(this.ofFunction(target.file, target.fn, hops + 1), target, scope, name);
      // `mount('/api', app)`, `Object.assign(router, …)`: what goes in comes out.
      if (target?.kind === 'external' && /^(?:koa-mount|koa-compose|express-ws|hono)$/.test(target.pkg)) return value.args.map((one) => this.ofValue(scope, one, '', hops + 1)).find(Boolean);
      // `toAsyncRouter(Router())`, `addAsync(express())`: a package puts something around what is made there, and hands it back.
      const [made] = value.args;
      if (target?.kind === 'external' && !SERVERS.test(target.pkg) && made && 'call' in made && madeRouter(this.program, scope, made)) return this.ofValue(scope, made, '', hops + 1);
    }
    return undefined;
  }

  /** `const app = makeApp()`: each caller has one of its own, with what the function has done to it. */
  #copyOf(made: RouterNode | undefined, { file, fn }: Scope, scope: Scope, name: string): RouterNode | undefined {
    if (!made || name === '' || name.startsWith('@') || !made.key.startsWith(`${file}#${fn}#`)) return made;
    const { framework, prefix, application } = made;
    return this.#node(`${scope.file}#${scope.fn}#${name}`, () => ({ ...(framework && { framework }), prefix, application, parameter: false, base: made }));
  }

  /** The router that a function returns. */
  ofFunction(file: string, fn: number, hops = 0): RouterNode | undefined {
    for (const returned of this.program.function(file, fn)?.returns ?? []) {
      const found = this.ofValue({ file, fn }, returned, `@${fn}`, hops + 1) ?? ('object' in returned ? Object.values(returned.object).map((one) => this.ofValue({ file, fn }, one, `@${fn}`, hops + 1)).find(Boolean) : undefined);
      if (found) return found;
    }
    return undefined;
  }

  /** `const { app, server } = makeServer()`: one member of the object that a function of ours gives. */
  #ofReturned(scope: Scope, { of, member }: Extract<Expression, { of: Expression }>, name: string, hops: number): RouterNode | undefined {
    const held = this.#classes.ofMade(scope, of, member);
    if (held) return held;
    const target = 'call' in of && 'name' in of.call ? this.program.resolve(scope, of.call.name) : undefined;
    if (target?.kind !== 'function') return undefined;
    const made = this.program.function(target.file, target.fn)?.returns.flatMap((one) => ('object' in one && Object.hasOwn(one.object, member) ? this.ofValue(target, one.object[member]!, `@${member}`, hops + 1) ?? [] : []))[0];
    return this.#copyOf(made, target, scope, name);
  }

  /** The routers of all classes that keep to the type of what a loop goes through. */
  ofEach(scope: Scope, value: Expression, typeOfEach: (scope: Scope, name: string) => string | undefined): readonly RouterNode[] {
    return this.#classes.ofEach(scope, value, typeOfEach);
  }

  /** The router that a call of a function of ours gives. */
  returned(value: Expression, scope: Scope): RouterNode | undefined {
    if (!('call' in value) || !('name' in value.call || 'of' in value.call)) return undefined;
    // `new Orders().routes()`, `orders.routes()`
    const held = 'of' in value.call ? this.#ofReturned(scope, value.call, '', 0) : value.call.name.includes('.') ? this.#classes.ofObject(scope, value.call.name) : undefined;
    if (held || 'of' in value.call) return held;
    const target = this.program.resolve(scope, value.call.name);
    return target?.kind === 'function' ? this.ofFunction(target.file, target.fn) : undefined;
  }

  #frameworkOfFile(file: string): RouterFramework | undefined {
    for (const [specifier] of Object.values(this.program.modules[file]?.imports ?? {})) {
      const pkg = specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : specifier.split('/')[0]!;
      if (PACKAGES[pkg]) return PACKAGES[pkg];
    }
    return undefined;
  }

  /** The router that a function configures, by the position or the key of its argument. */
  ofParameter(file: string, fn: number, position: number, key?: string): RouterNode | undefined {
    const param = this.program.function(file, fn)?.params[key === undefined ? position : 0] ?? this.program.function(file, fn)?.params[position];
    const name = key !== undefined && param?.keys?.includes(key) ? key : param?.name;
    return name === undefined ? undefined : this.ofName({ file, fn }, name);
  }
}
