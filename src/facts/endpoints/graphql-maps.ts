import type { Expression } from '../../model/index.ts';
import { lineOf, nameOf, owned, requires } from './expressions.ts';
import type { Program } from './program.ts';
import type { Scope, Target } from './targets.ts';

/** One entry of a map of resolvers, with where it is written. */
export interface Entry { readonly key: string; readonly value: Expression; readonly scope: Scope; readonly line: number }

/** A field that callers ask for by itself. */
export interface Field extends Entry { readonly operation: string }

export const OPERATIONS: Readonly<Record<string, string>> = { Query: 'query', Mutation: 'mutation', Subscription: 'subscription', RootQuery: 'query', RootMutation: 'mutation' };
const MAX_HOPS = 14;
/** These put all that they are given into one; of what else is called with a map the first argument is the map. */
const JOINS = /^(?:merge\w*|deep_?merge\w*|assign|extend|defaults(?:Deep)?|combine(?!Resolvers)\w*|concat|flat|stitch\w*|spread)$/i;

/** Reads maps of resolvers (`{ Query: { user: fn } }`) through modules, spreads and what puts several together. */
export class ResolverMaps {
  readonly #program: Program;
  /** A part of what was read last could not be followed. */
  partly = false;

  constructor(program: Program) {
    this.#program = program;
  }

  /** The fields of a whole map, or of several. */
  fields(scope: Scope, value: Expression): Field[] {
    return this.entries(scope, value).flatMap((one) => {
      const operation = owned(OPERATIONS, one.key);
      return operation === undefined ? [] : this.entries(one.scope, one.value).map((field) => ({ ...field, operation }));
    });
  }

  entries(scope: Scope, value: Expression, hops = 0): Entry[] {
    if (hops > MAX_HOPS) return this.#lost();
    if ('object' in value) {
      return [
        ...(value.spreads ?? []).flatMap((one) => this.entries(scope, one, hops + 1)),
        ...Object.entries(value.object).map(([key, entry]) => ({ key, value: entry, scope, line: lineOf(entry) ?? 1 })),
      ];
    }
    if ('list' in value) return value.list.flatMap((one) => this.entries(scope, one, hops + 1));
    if ('any' in value) return value.any.flatMap((one) => ('value' in one ? [] : this.entries(scope, one, hops + 1)));
    if ('value' in value) return [];
    if ('call' in value && !requires(value)) return this.#made(scope, value, hops);
    const target = this.#program.named(scope, value);
    if (target) return this.#ofTarget(target, hops);
    // A member of what was made: `users.resolvers`.
    if ('of' in value) return this.entries(scope, value.of, hops + 1).flatMap((one) => (one.key === value.member ? this.entries(one.scope, one.value, hops + 1) : []));
    return this.#lost();
  }

  #ofTarget(target: Target, hops: number): Entry[] {
    switch (target.kind) {
      case 'value': return this.entries({ file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1);
      case 'module': return this.#exports(target.file, hops);
      case 'class': return [
        ...Object.entries(target.cls.statics).map(([key, value]) => ({ key, value, scope: { file: target.file, fn: 0 }, line: lineOf(value) ?? target.cls.line })),
        ...target.cls.methods.map(({ name, fn, line }) => ({ key: name, value: { fn, line }, scope: { file: target.file, fn: 0 }, line })),
      ].filter(({ key }) => key !== 'constructor');
      // Scalars and the like of a library are nobody's own fields.
      case 'external': return [];
      case 'function': return this.#lost();
    }
  }

  /** All that a module exports: `import * as mutations from './mutations'`. */
  #exports(file: string, hops: number): Entry[] {
    const { exports, stars } = this.#program.modules[file]!;
    const own = Object.keys(exports).flatMap((key): Entry[] => {
      if (key === 'default' || key.startsWith('__')) return [];
      const target = this.#program.exported(file, key);
      const at = this.#program.placeOf(target);
      if (!target || !at) return [];
      if (target.kind === 'function') return [{ key, value: { fn: target.fn, line: at.line! }, scope: { file: target.file, fn: 0 }, line: at.line! }];
      return target.kind === 'value' ? [{ key, value: target.value, scope: { file: target.file, fn: target.fn ?? 0 }, line: at.line! }] : [];
    });
    const further = stars.flatMap((specifier) => this.#program.importTarget(file, specifier) ?? []);
    return [...own, ...further.flatMap((to) => (hops > MAX_HOPS ? [] : this.#exports(to, hops + 1)))];
  }

  /** What a call makes of maps: `merge({}, users, orders)`, `mergeResolvers([…])`, `createResolvers(db)`. */
  #made(scope: Scope, value: Extract<Expression, { call: Expression }>, hops: number): Entry[] {
    const { call, args } = value;
    const name = nameOf(call);
    const short = name.split('.').at(-1)!;
    if (/^Object\.values$|(?:^|\.)values$/.test(name) && args[0]) return this.entries(scope, args[0], hops + 1).flatMap((one) => this.entries(one.scope, one.value, hops + 1));
    const each = /^(?:map|flatMap|reduce)$/.test(short) && args[0] && 'fn' in args[0] ? args[0].fn : undefined;
    if (each !== undefined) return this.#each(scope, call, each, hops);
    const target = 'name' in call ? this.#program.resolve(scope, call.name) : undefined;
    if (target?.kind === 'function') {
      const returns = this.#program.function(target.file, target.fn)?.returns ?? [];
      const before = this.partly;
      const made = returns.flatMap((one) => this.entries({ file: target.file, fn: target.fn }, one, hops + 1));
      if (made.length > 0) return made;
      this.partly = before;
    }
    const given = (JOINS.test(short) ? args : args.slice(0, 1)).flatMap((one) => ('value' in one || 'fn' in one ? [] : this.entries(scope, one, hops + 1)));
    return given.length > 0 ? given : this.#lost();
  }

  /** `modules.map((module) => module.resolvers)` */
  #each(scope: Scope, call: Expression, fn: number, hops: number): Entry[] {
    const [returned] = this.#program.function(scope.file, fn)?.returns ?? [];
    const member = returned && 'name' in returned ? returned.name.split('.').slice(1) : [];
    const list = 'of' in call ? call.of : 'name' in call ? { name: call.name.replace(/\.\w+$/, ''), line: call.line } : undefined;
    if (!list || !returned || !('name' in returned)) return this.#lost();
    const items = this.#items(scope, list, hops + 1);
    if (items.length === 0) return this.#lost();
    return items.flatMap(({ value, scope: from }) => {
      if (member.length === 0) return this.entries(from, value, hops + 1);
      if ('name' in value) return this.entries(from, { name: [value.name, ...member].join('.'), line: value.line }, hops + 1);
      return this.entries(from, value, hops + 1).flatMap((one) => (one.key === member[0] ? this.entries(one.scope, one.value, hops + 1) : []));
    });
  }

  #items(scope: Scope, value: Expression, hops: number): { value: Expression; scope: Scope }[] {
    if (hops > MAX_HOPS) return [];
    if ('list' in value) return value.list.map((one) => ({ value: one, scope }));
    const target = 'name' in value ? this.#program.resolve(scope, value.name) : undefined;
    return target?.kind === 'value' ? this.#items({ file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1) : [];
  }

  #lost(): [] {
    this.partly = true;
    return [];
  }
}

/** All calls in an expression, itself included. */
export function* callsIn(value: Expression, depth = 0): Iterable<Extract<Expression, { call: Expression }>> {
  if (depth > 8) return;
  if ('call' in value) {
    yield value;
    yield* callsIn(value.call, depth + 1);
    for (const one of value.args) yield* callsIn(one, depth + 1);
  } else if ('of' in value) yield* callsIn(value.of, depth + 1);
  else if ('list' in value) for (const one of value.list) yield* callsIn(one, depth + 1);
  else if ('any' in value) for (const one of value.any) yield* callsIn(one, depth + 1);
  else if ('object' in value) for (const one of [...Object.values(value.object), ...value.spreads ?? []]) yield* callsIn(one, depth + 1);
}

/** Every expression of a module that has a name, is returned, or stands in what is put on an application. */
export function* expressionsOf(program: Program, file: string): Iterable<{ readonly value: Expression; readonly scope: Scope; readonly name?: string }> {
  const module = program.modules[file]!;
  for (const [name, value] of Object.entries(module.values)) yield { value, scope: { file, fn: 0 }, name };
  for (const { statics } of module.classes) for (const [name, value] of Object.entries(statics)) yield { value, scope: { file, fn: 0 }, name };
  for (const [fn, { locals, returns, operations }] of module.functions.entries()) {
    const scope = { file, fn };
    for (const [name, value] of Object.entries(locals)) yield { value, scope, name };
    for (const value of returns) yield { value, scope };
    // `app.register(mercurius, { schema, resolvers })`, as if it were a call of what is registered.
    for (const { method, args, callee, line } of operations) {
      if (method === 'register' && args[0]) yield { value: { call: args[0], args: args.slice(1), line }, scope };
      else for (const value of args) yield { value, scope };
      if (callee) yield { value: callee, scope };
    }
  }
}
