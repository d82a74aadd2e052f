import type { Expression, Operation } from '../../model/index.ts';
import { lineOf, requires } from './expressions.ts';
import type { Program } from './program.ts';
import type { Scope } from './targets.ts';

/** One function that a request passes, where it is written, and the line that puts it in the way. */
export interface Step { readonly value: Expression; readonly scope: Scope; readonly line?: number }

const MAX_ROUNDS = 60;
/** Keys of one route or plugin. */
const CONFIGURES: readonly string[] = ['method', 'handler', 'register', 'plugin'];
/** A secret that is a part of an address: `${prefix}/${API_KEY}`. */
const KEY_NAME = /(?:[kK]ey|KEY|[sS]ecret|SECRET|[tT]oken|TOKEN)$/;

/** What the arguments of a registration stand for: handlers, paths, and each round of a loop. */
export class Arguments {
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  /** The operation once for each thing that a loop around it goes through; elsewhere the operation as it is. */
  rounds(operation: Operation, scope: Scope): { operation: Operation; scope: Scope }[] {
    const looped = operation.args.flatMap(headsOf).flatMap((head) => {
      const each = this.#local(scope, head);
      return each ? [{ head, ...each }] : [];
    });
    for (const { list, scope: from } of looped) {
      const items = this.#items(from, list).slice(0, MAX_ROUNDS);
      // `for (const method of methods) router[method]('/orders', save)`: the address stands. What a list holds that is made elsewhere is not known.
      if (items.length === 0) break;
      // `for (const { method, path } of routes)`: each is a part of the same thing.
      const parts = looped.filter((one) => one.scope.fn === from.fn && isSame(one.list, list));
      return items.map((item) => {
        const values = new Map(parts.map(({ head, member }) => [head, member === undefined ? item.value : memberOf(item.value, [member]) ?? absentFrom(item.value)] as const));
        // A route is found where the table says it.
        const line = lineOf(item.value);
        return { operation: { ...operation, args: operation.args.map((one) => substitute(one, values)), ...(line !== undefined && { line, column: 1 }) }, scope: item.scope };
      });
    }
    return [{ operation, scope }];
  }

  /** The list that a loop's variable goes through, where the name is one. */
  #local(scope: Scope, name: string): { list: Expression; member?: string; scope: Scope } | undefined {
    const module = this.#program.modules[scope.file];
    for (let fn: number | undefined = scope.fn; module && fn !== undefined; fn = module.functions[fn]?.parent) {
      const values = fn === 0 ? module.values : module.functions[fn]?.locals;
      const value = values && Object.hasOwn(values, name) ? values[name]! : undefined;
      if (value && 'each' in value) return { list: value.each, scope: { file: scope.file, fn } };
      if (value && 'of' in value && 'each' in value.of) return { list: value.of.each, member: value.member, scope: { file: scope.file, fn } };
      if (value || fn === 0) return undefined;
    }
    return undefined;
  }

  /** The type of the things that a loop's variable goes through: `Routes` of `for (const route of this.routes)`, where `routes: Routes[]`. */
  typeOfEach(scope: Scope, name: string): string | undefined {
    const each = this.#local(scope, name);
    if (!each || each.member !== undefined || !('name' in each.list)) return undefined;
    const listed = each.list.name;
    const module = this.#program.modules[scope.file];
    if (listed.startsWith('this.')) {
      const owner = this.#program.members.ownerOf(scope);
      return module?.classes.find((cls) => cls.name === owner)?.fields[listed.slice('this.'.length)];
    }
    for (let fn: number | undefined = scope.fn; module && fn !== undefined && fn !== 0; fn = module.functions[fn]?.parent) {
      const param = module.functions[fn]?.params.find((one) => one.name === listed);
      if (param) return param.many ? param.type : undefined;
    }
    return undefined;
  }

  /** A configuration, or those of a list: in place, by name, spread, or made by a function. */
  items(scope: Scope, value: Expression, hops = 0): Step[] {
    if (hops > 6) return [];
    if ('object' in value) return [{ value, scope }];
    if ('list' in value) return value.list.flatMap((one) => this.items(scope, one, hops + 1));
    // One configuration by name is no list of its parts: `server.route([showOrder, saveOrder])`.
    const target = this.#program.named(scope, value);
    if (target?.kind === 'value' && 'object' in target.value && configures(target.value.object)) return [{ value: target.value, scope: { file: target.file, fn: target.file === scope.file ? scope.fn : 0 } }];
    return this.#items(scope, value).flatMap((one) => this.items(one.scope, one.value, hops + 1));
  }

  #items(scope: Scope, list: Expression, hops = 0): Step[] {
    if (hops > 5) return [];
    if ('list' in list) return list.list.map((value) => ({ value, scope }));
    // What one setting leaves out, another one puts in.
    if ('any' in list) return list.any.flatMap((one) => this.#items(scope, one, hops + 1));
    // `[].concat(require('./home'), require('./orders'))`: one configuration, or a list of them.
    if ('object' in list) return configures(list.object) ? [{ value: list, scope }] : Object.values(list.object).map((value) => ({ value, scope }));
    if ('call' in list && !requires(list)) {
      // `[orders, reports].flat()`
      if ('of' in list.call && SAME_ITEMS.test(list.call.member)) return [list.call.of, ...list.args.filter((one) => !('fn' in one))].flatMap((one) => this.#items(scope, one, hops + 1));
      const name = 'name' in list.call ? list.call.name : undefined;
      if (name === 'Object.values') return list.args[0] ? this.#items(scope, list.args[0], hops + 1) : [];
      if (name === 'Object.entries') return list.args[0] ? this.#pairs(scope, list.args[0]) : [];
      const target = name === undefined ? undefined : this.#program.resolve(scope, name);
      // `filterRoutes(routes, environment)` of a package leaves some of them out.
      if (target?.kind === 'external' && LEAVES_OUT.test(name!) && list.args[0]) return this.#items(scope, list.args[0], hops + 1);
      const [returned] = target?.kind === 'function' ? this.#program.function(target.file, target.fn)?.returns ?? [] : [];
      return returned && target?.kind === 'function' ? this.#items({ file: target.file, fn: target.fn }, returned, hops + 1) : [];
    }
    const target = this.#program.named(scope, list);
    // `Object.values(orderRoutes)` of `import * as orderRoutes`.
    if (target?.kind === 'module') return this.#program.exportsOf(target.file).flatMap((one): Step[] => (one.kind === 'value' ? [{ value: one.value, scope: { file: one.file, fn: one.fn ?? 0 } }] : []));
    return target?.kind === 'value' && !('name' in target.value) ? this.#items({ file: target.file, fn: target.file === scope.file ? scope.fn : 0 }, target.value, hops + 1) : [];
  }

  /** `Object.entries({ '/orders': orders })`: each name with what bears it. */
  #pairs(scope: Scope, value: Expression): Step[] {
    const target = 'object' in value ? undefined : this.#program.named(scope, value);
    const [object, from] = 'object' in value ? [value, scope] : target?.kind === 'value' && 'object' in target.value ? [target.value, { file: target.file, fn: target.file === scope.file ? scope.fn : 0 }] : [undefined, scope];
    return object ? Object.entries(object.object).map(([key, one]) => ({ value: { list: [{ value: key }, one] }, scope: from })) : [];
  }

  /** Arrays of handlers by name or in place, each with where it is written; `line`: of its use. */
  spread(value: Expression, scope: Scope, line = lineOf(value), hops = 0): Step[] {
    if ('list' in value) return value.list.flatMap((one) => this.spread(one, scope, hops === 0 ? lineOf(one) : line, hops + 1));
    if ('name' in value && hops < 4) {
      const target = this.#program.resolve(scope, value.name);
      if (target?.kind === 'value' && 'list' in target.value) return target.value.list.flatMap((one) => this.spread(one, { file: target.file, fn: 0 }, line, hops + 1));
    }
    return [{ value, scope, ...(line !== undefined && { line }) }];
  }

  paths(value: Expression, scope: Scope): string[] | undefined {
    if ('list' in value) {
      const found = value.list.map((one) => this.path(one, scope));
      return found.every((one) => one !== undefined) ? found as string[] : undefined;
    }
    const path = this.path(value, scope);
    return path === undefined ? undefined : [path];
  }

  path(value: Expression, scope: Scope, hops = 0): string | undefined {
    if (hops > 6) return undefined;
    // `/{*splat}` of Express 5 is `/*splat`.
    if ('value' in value) return typeof value.value === 'string' ? value.value.replace(/\{(\*\w+)\}/g, '$1') : undefined;
    if ('parts' in value) return value.parts.map((part) => this.path(part, scope, hops + 1) ?? keyOf(part) ?? '').join('');
    if ('list' in value) return value.list[0] && this.path(value.list[0], scope, hops + 1);
    if ('any' in value) return value.any.map((one) => this.path(one, scope, hops + 1)).find((one) => one !== undefined);
    if ('name' in value) {
      const target = this.#program.resolve(scope, value.name);
      return target?.kind === 'value' ? this.path(target.value, { file: target.file, fn: 0 }, hops + 1) : undefined;
    }
    return undefined;
  }

  /** `/xrpc/${schema.id}`: which routes these are is known at run time; a base that is set later (`${base}/users`) leaves the route itself. */
  endsUnknown(value: Expression, scope: Scope): boolean {
    const [before, last] = 'parts' in value ? value.parts.slice(-2) : [];
    return before !== undefined && last !== undefined && keyOf(last) === undefined && this.path(last, scope) === undefined && (textOf(before) ?? '').endsWith('/');
  }
}

/** What a list gives that holds the same things, or some of them. */
const SAME_ITEMS = /^(?:flat|filter|concat|toSorted|toReversed)$/;

const LEAVES_OUT = /filter|sort|uniq|flatten|concat/i;

const configures = (object: object): boolean => CONFIGURES.some((key) => Object.hasOwn(object, key));

const keyOf = (part: Expression): string | undefined => ('name' in part && KEY_NAME.test(part.name) ? `:${part.name.split('.').at(-1)}` : undefined);

/** The variables that an argument is made of: `route` of `route.path`, `router` of `router.routes()`, of a template, of either of two. */
function headsOf(value: Expression): readonly string[] {
  if ('name' in value) return [value.name.split('.')[0]!];
  if ('parts' in value) return value.parts.flatMap(headsOf);
  if ('any' in value) return value.any.flatMap(headsOf);
  return 'call' in value && value.args.length === 0 ? headsOf(value.call) : [];
}

const isSame = (one: Expression, other: Expression): boolean => one === other || JSON.stringify(one) === JSON.stringify(other);

/** What an entry of a table does not say is nothing; one that is put together may say it elsewhere. */
const absentFrom = (item: Expression): Expression | undefined => ('object' in item && !item.spreads ? { list: [] } : undefined);

export function memberOf(value: Expression, members: readonly string[]): Expression | undefined {
  const [first, ...rest] = members;
  if (first === undefined) return value;
  if ('object' in value) return Object.hasOwn(value.object, first) ? memberOf(value.object[first]!, rest) : undefined;
  if ('list' in value) return value.list[Number(first)] && memberOf(value.list[Number(first)]!, rest);
  // `[new Orders()].forEach((one) => app.use(one.router))`
  if ('call' in value && value.new && rest.length === 0) return { of: value, member: first, line: value.line };
  return 'name' in value ? { name: [value.name, ...members].join('.'), line: value.line } : undefined;
}

function substitute(value: Expression, values: ReadonlyMap<string, Expression | undefined>): Expression {
  const within = (one: Expression): Expression => substitute(one, values);
  if ('name' in value) {
    const [first, ...members] = value.name.split('.');
    const item = values.get(first!);
    return item === undefined ? value : memberOf(item, members) ?? absentFrom(item) ?? value;
  }
  if ('parts' in value) return { parts: value.parts.map(within) };
  // `route.guards ?? []`: what the entry says, else what stands in for it.
  if ('any' in value && headsOf(value).some((head) => values.has(head))) return value.any.map(within).find((one) => !('list' in one) || one.list.length > 0) ?? { list: [] };
  return 'call' in value ? { ...value, call: within(value.call) } : value;
}

export const textOf = (value: Expression | undefined): string | undefined => (value && 'value' in value && typeof value.value === 'string' ? value.value : undefined);
