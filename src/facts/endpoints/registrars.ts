import type { Expression, Operation } from '../../model/index.ts';
import { type Arguments, memberOf, type Step } from './arguments.ts';
import { owned } from './expressions.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';
import { VERBS } from './registrations.ts';

/** One call of a function that puts routes on a router at addresses that it is handed: `apiRoute(GET, '/orders', list)`. */
export interface RegistrarCall {
  /** The function that is called. */
  readonly file: string;
  readonly fn: number;
  readonly operation: Operation;
  /** Where the call stands. */
  readonly scope: Scope;
  /** The call of the function that this one stands in. */
  readonly outer?: RegistrarCall;
}

/** A route as it comes about by such a call. */
export interface Registered {
  readonly verb: string;
  readonly path?: string;
  readonly steps: readonly Step[];
  readonly call: RegistrarCall;
}

const MAX_HOPS = 4;
/** A right that everybody has. */
const OPEN = /(?:^|\.)(?:NONE|PUBLIC|ANONYMOUS|ANYONE|EVERYONE|EVERYBODY)$/;
const MAX_CALLS = 2000;

/** The team's own ways of registering: functions that hand what they are given on to a router. */
export class Registrars {
  readonly #program: Program;
  readonly #arguments: Arguments;
  readonly #calls = new Map<string, RegistrarCall[]>();

  constructor(program: Program, args: Arguments) {
    this.#program = program;
    this.#arguments = args;
    for (const [file, { functions }] of Object.entries(program.modules)) {
      for (const [fn, { operations }] of functions.entries()) {
        for (const operation of operations) this.#add(operation, { file, fn });
      }
    }
  }

  #add(operation: Operation, scope: Scope): void {
    const { on, method } = operation;
    if (method === 'lends') return;
    // `this.get('/orders', list)` of a class that has such a method of its own.
    const callee = method === 'call' ? operation.callee : method === '()' || method === '[]' || on.startsWith('@') ? undefined : { name: `${on}.${method}`, line: operation.line };
    const target = callee && this.#program.evaluate(scope, callee);
    if (target?.kind !== 'function') return;
    const key = `${target.file}#${target.fn}`;
    const known = this.#calls.get(key);
    const call = { file: target.file, fn: target.fn, operation, scope };
    if (known) known.push(call);
    else this.#calls.set(key, [call]);
  }

  /** The routes that an operation makes, one for each call that hands it an address; `given`: the call that is being followed. */
  routes(operation: Operation, scope: Scope, given?: RegistrarCall): Registered[] {
    const [method, path, ...rest] = operation.method === '[]' ? operation.args : [{ value: operation.method }, ...operation.args];
    if (!method || !path) return [];
    return this.#ways([method, path], scope, given).flatMap((call): Registered[] => {
      const verb = this.#text(method, scope, call)?.toLowerCase();
      const known = verb === undefined ? 'ALL' : Object.hasOwn(VERBS, verb) ? VERBS[verb]! : undefined;
      const address = this.#text(path, scope, call);
      return known === undefined ? [] : [{ verb: known, ...(address !== undefined && { path: address }), steps: this.#steps(rest, scope, call), call }];
    });
  }

  /** `app.use(config.source, config.middlewares)`, `app.use(`/${name}`, router)`, as the call that is being followed hands it over. */
  mount({ args }: Operation, scope: Scope, given: RegistrarCall | undefined): { readonly paths: readonly string[]; readonly parts: readonly Step[]; readonly elsewhere: false } | undefined {
    const [first, ...rest] = args;
    if (!given || !first) return undefined;
    const address = rest.length > 0 ? this.written(first, scope) : undefined;
    const loops = rest.map((one) => this.#loopOver(one, scope));
    const [call] = this.#ways(address ? [address, ...rest.map((one, index) => loops[index] ?? one)] : [first], scope, given);
    if (!call) return undefined;
    if (!address) {
      const parts = this.#steps([first], scope, call);
      return parts.some((part) => part.scope !== scope) ? { paths: [''], parts, elsewhere: false } : undefined;
    }
    const bound = this.#bound(address, scope, call);
    const paths = 'parts' in address ? [this.#text(address, scope, call) ?? ':unknown'] : this.#arguments.paths(bound.value, bound.scope);
    const parts = (): Step[] => rest.flatMap((one, index) => {
      const list = loops[index] && this.#bound(loops[index], scope, call);
      if (!list || list.scope === scope) return this.#steps([one], scope, call);
      // `for (const router of routers)`, where this call hands over one that is no list.
      const each = this.#arguments.spread(list.value, list.scope);
      return each.length === 1 && each[0]!.value === list.value ? [] : each;
    });
    return paths && { paths, parts: loops.some((one) => one !== undefined) ? parts() : this.#steps(rest, scope, call), elsewhere: false };
  }

  /** What the loop goes through whose variable a name is. */
  #loopOver(value: Expression, { file, fn }: Scope): Expression | undefined {
    const held = 'name' in value ? owned(this.#program.function(file, fn)?.locals ?? {}, value.name) : undefined;
    return held && 'each' in held ? held.each : undefined;
  }

  /** What a name of the function around stands for: ``const basePath = `/${type}`;`` */
  written(value: Expression, { file, fn }: Scope): Expression {
    const held = 'name' in value ? owned(this.#program.function(file, fn)?.locals ?? {}, value.name) : undefined;
    return held && 'parts' in held ? held : value;
  }

  /** The calls by which parameters that these values are made of get their values. */
  #ways(values: readonly Expression[], scope: Scope, given: RegistrarCall | undefined, hops = 0): RegistrarCall[] {
    const heads = new Set(values.flatMap(headsOf));
    const fn = heads.size === 0 || hops > MAX_HOPS ? undefined : this.#functionWith(heads, scope);
    if (fn === undefined) return [];
    for (let call = given; call; call = call.outer) if (call.file === scope.file && call.fn === fn) return [call];
    const calls = this.#calls.get(`${scope.file}#${fn}`) ?? [];
    return calls.slice(0, MAX_CALLS).flatMap((call) => {
      const outer = this.#ways(call.operation.args, call.scope, undefined, hops + 1);
      return outer.length > 0 ? outer.map((one) => ({ ...call, outer: one })) : [call];
    });
  }

  /** The function around that has one of these names for a parameter. */
  #functionWith(heads: ReadonlySet<string>, { file, fn }: Scope): number | undefined {
    const functions = this.#program.modules[file]?.functions ?? [];
    for (let at: number | undefined = fn; at !== undefined && at !== 0; at = functions[at]?.parent) {
      if (functions[at]?.params.some(({ name, keys = [] }) => (name !== undefined && heads.has(name)) || keys.some((key) => heads.has(key)))) return at;
    }
    return undefined;
  }

  /** What a name stands for in this call, where it is a parameter; elsewhere itself. */
  #bound(value: Expression, scope: Scope, call: RegistrarCall | undefined): Step {
    if (!call || !('name' in value) || call.file !== scope.file) return { value, scope };
    const [head, ...members] = value.name.split('.');
    const params = this.#program.function(call.file, call.fn)?.params ?? [];
    const position = params.findIndex(({ name, keys }) => name === head || keys?.includes(head!));
    const argument = call.operation.args[position];
    if (!argument) return { value, scope };
    const inner = params[position]!.name === head ? members : [head!, ...members];
    const found = 'object' in argument || 'name' in argument || inner.length === 0 ? memberOf(argument, inner) : undefined;
    return found ? this.#bound(found, call.scope, call.outer) : { value, scope };
  }

  /** What a value stands for in this call; `...handlers` for all that it hands over from there on. */
  #allBound(value: Expression, scope: Scope, call: RegistrarCall): Step[] {
    const first = 'name' in value && call.file === scope.file ? this.#program.function(call.file, call.fn)?.params.findIndex(({ name }) => name === `${value.name}#0`) ?? -1 : -1;
    return first < 0 ? [this.#bound(value, scope, call)] : call.operation.args.slice(first).flatMap((one) => (call.outer ? this.#allBound(one, call.scope, call.outer) : [{ value: one, scope: call.scope }]));
  }

  #text(value: Expression, scope: Scope, call: RegistrarCall): string | undefined {
    if ('any' in value) return value.any.map((one) => this.#text(one, scope, call)).find((one) => one !== undefined);
    if ('call' in value && 'name' in value.call && /\.to(?:Lower|Upper)Case$/.test(value.call.name)) return this.#text({ ...value.call, name: value.call.name.slice(0, value.call.name.lastIndexOf('.')) }, scope, call);
    if ('parts' in value) {
      const parts = value.parts.map((part) => this.#text(part, scope, call));
      return parts.at(-1) === undefined ? undefined : parts.map((part) => part ?? '').join('');
    }
    const { value: found, scope: from } = this.#bound(value, scope, call);
    return this.#arguments.path(found, from);
  }

  /** What the request passes; where the function wraps what it is handed, that comes behind its wrapper. */
  #steps(values: readonly Expression[], scope: Scope, call: RegistrarCall): Step[] {
    const steps = values.filter((value) => !this.#opened(value, scope, call)).flatMap((value) => this.#allBound(value, scope, call)).flatMap(({ value: found, scope: from }) =>
      this.#arguments.spread(found, from).flatMap((step) => {
        const bound = step.scope.file === scope.file && step.scope.fn === scope.fn ? this.#bound(step.value, step.scope, call) : step;
        return this.#arguments.spread(bound.value, bound.scope, step.line);
      }));
    const last = steps.at(-1);
    const wrapped = last && last.scope.file === scope.file && (last.scope === scope || last.scope.fn === scope.fn) ? this.#inside(last.value, scope, call) : undefined;
    return wrapped ? [...steps, wrapped] : steps;
  }

  /** `checkPermission(options.permission)`, where this call hands over `NONE`: it lets everybody pass. */
  #opened(value: Expression, scope: Scope, call: RegistrarCall): boolean {
    return 'call' in value && value.args.some((one) => {
      const { value: bound, scope: from } = this.#bound(one, scope, call);
      return from !== scope && 'name' in bound && OPEN.test(bound.name);
    });
  }

  /** The handler that is handed in: `async (req, res) => send(await handler(req))`, `wrap(controller)`. */
  #inside(value: Expression, scope: Scope, call: RegistrarCall): Step | undefined {
    const names = 'fn' in value ? this.#calledBy(value.fn, scope.file, call) : 'call' in value ? value.args.flatMap(headsOf) : [];
    for (const name of names) {
      const step = this.#bound({ name, line: call.operation.line }, scope, call);
      if (step.scope !== scope && this.#isFunction(step)) return step;
    }
    // `const controller = args[args.length - 1]`
    const handed = call.operation.args.at(-1);
    const step = handed && this.#bound(handed, call.scope, call.outer);
    return step && 'call' in value && this.#isFunction(step) ? step : undefined;
  }

  /** What a wrapper calls, in whatever stands in it (`transaction(() => handler(req, res))`), and what it hands to a function of the team's own that calls it (`answer(req, res, handler)`). */
  #calledBy(fn: number, file: string, call: RegistrarCall): string[] {
    const within = this.#within(file, fn);
    const { params = [], flows = [] } = this.#program.function(call.file, call.fn) ?? {};
    const handed = call.file !== file ? [] : flows.flatMap(({ param, path, to, arg = -1, key, fn: around }) => {
      const name = params[param]?.name;
      if (name === undefined || path !== '' || to === undefined || key !== undefined || around === undefined || !within.includes(around)) return [];
      const target = this.#program.resolve({ file, fn: around }, to);
      const taken = target?.kind === 'function' ? this.#program.function(target.file, target.fn)?.params[arg]?.name : undefined;
      return taken !== undefined && target?.kind === 'function' && this.#within(target.file, target.fn).some((one) => this.#namesIn(target.file, one).includes(taken)) ? [name] : [];
    });
    return [...within.flatMap((one) => this.#namesIn(file, one)), ...handed];
  }

  /** A function, and those that stand in it. */
  #within(file: string, fn: number): number[] {
    return [fn, ...this.#program.children(file, fn).flatMap((one) => this.#within(file, one))];
  }

  #namesIn(file: string, fn: number): string[] {
    return this.#program.function(file, fn)?.calls.map(([name]) => name) ?? [];
  }

  #isFunction({ value, scope }: Step): boolean {
    const target = this.#program.evaluate(scope, value);
    return target?.kind === 'function' || ('call' in value && value.args.some((one) => this.#program.evaluate(scope, one)?.kind === 'function'));
  }
}

/** The call that says the address: there the route is written. */
export function writtenIn(call: RegistrarCall): RegistrarCall {
  for (let at: RegistrarCall | undefined = call; at; at = at.outer) if (at.operation.args.some(saysAddress)) return at;
  return call;
}

const saysAddress = (value: Expression): boolean => 'value' in value ? String(value.value).startsWith('/') : 'parts' in value || ('object' in value && Object.values(value.object).some((one) => 'value' in one && String(one.value).startsWith('/')));

/** Names that a value is made of, as they stand: `options.handler.bind` of `options.handler.bind(this)`. */
function headsOf(value: Expression): string[] {
  if ('name' in value) return [value.name.replace(/\.(?:bind|call|apply)$/, ''), value.name.split('.')[0]!];
  if ('parts' in value) return value.parts.flatMap(headsOf);
  if ('any' in value) return value.any.flatMap(headsOf);
  if ('list' in value) return value.list.flatMap(headsOf);
  if ('object' in value) return Object.values(value.object).flatMap(headsOf);
  if ('call' in value) return [...headsOf(value.call), ...value.args.flatMap(headsOf)];
  return [];
}
