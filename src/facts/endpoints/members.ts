import type { ClassDefinition, Expression } from '../../model/index.ts';
import { owned } from './expressions.ts';
import type { Program } from './program.ts';
import { makerOf, MAX_HOPS, type Scope, type Target } from './targets.ts';

/** What the members of classes, objects and of what functions make lead to. */
export class Members {
  readonly #program: Program;
  /** The one class that keeps to an interface, by the interface's name; of several none is told. */
  readonly #keeping = new Map<string, Extract<Target, { kind: 'class' }> | 'several'>();

  constructor(program: Program) {
    this.#program = program;
    for (const [file, { classes }] of Object.entries(program.modules)) {
      for (const cls of classes) for (const name of cls.implements ?? []) this.#keeping.set(name, this.#keeping.has(name) ? 'several' : { kind: 'class', file, cls });
    }
  }

  /** The class whose method a function is, or stands in. */
  ownerOf({ file, fn }: Scope): string | undefined {
    const module = this.#program.modules[file];
    for (let at: number | undefined = fn; module && at !== undefined; at = module.functions[at]?.parent) {
      const name = module.functions[at]?.name ?? '';
      if (name.includes('.')) return name.split('.')[0];
    }
    return undefined;
  }

  /** What a method puts on its object: `this.router = express()`. */
  assigned(file: string, cls: ClassDefinition, field: string): { readonly fn: number; readonly value: Expression } | undefined {
    for (const [fn, { name, locals }] of this.#program.modules[file]!.functions.entries()) {
      const value = name.startsWith(`${cls.name}.`) ? owned(locals, `this.${field}`) : undefined;
      if (value) return { fn, value };
    }
    return undefined;
  }

  ofThis(scope: Scope, members: readonly string[], hops: number): Target | undefined {
    const owner = this.ownerOf(scope);
    const cls = this.#program.modules[scope.file]!.classes.find(({ name }) => name === owner);
    return cls && this.of({ kind: 'class', file: scope.file, cls }, members, hops);
  }

  /** What a function that makes objects puts on them: `function Session(db) { this.check = (req, res, next) => … }`, or gives: `(db) => ({ check: … })`. */
  #put(file: string, fn: number, member: string, hops: number): Target | undefined {
    const made = this.#program.function(file, fn);
    const value = owned(made?.locals ?? {}, `this.${member}`);
    if (value) return this.#program.evaluate({ file, fn }, value, hops + 1, `this.${member}`);
    for (const given of made?.returns ?? []) {
      const entry = 'object' in given ? owned(given.object, member) : undefined;
      const found = entry && this.#program.evaluate({ file, fn }, entry, hops + 1);
      if (found?.kind === 'function') return found;
    }
    return undefined;
  }

  of(start: Target, members: readonly string[], hops: number): Target | undefined {
    let at: Target | undefined = start;
    for (const [index, member] of members.entries()) {
      if (!at || hops + index > MAX_HOPS) return undefined;
      // Of `const routes = await import('./routes')` the default export is told already.
      if (member === 'default' && index === 0 && (at.kind === 'function' || at.kind === 'class')) continue;
      if (at.kind === 'external') return { ...at, name: [at.name, ...members.slice(index)].join('.') };
      if (at.kind === 'module') at = this.#program.exported(at.file, member, hops + 1);
      else if (at.kind === 'class') at = this.member(at.file, at.cls, member, hops + 1);
      else if (at.kind === 'value' && makerOf(at.value)) {
        const made = this.#program.evaluate({ file: at.file, fn: 0 }, makerOf(at.value)!, hops + 1);
        at = made?.kind === 'class' ? this.member(made.file, made.cls, member, hops + 1) : made?.kind === 'function' ? this.#put(made.file, made.fn, member, hops) : undefined;
      } else if (at.kind === 'value' && 'object' in at.value) {
        const entry: Expression | undefined = owned(at.value.object, member);
        at = entry && this.#program.evaluate({ file: at.file, fn: 0 }, entry, hops + 1);
      } else if (at.kind === 'value' && 'call' in at.value) {
        // `module.exports = wrapAll({ create: async (req, res) => … })`
        const value: Expression | undefined = at.value.args.flatMap((one) => ('object' in one ? owned(one.object, member) ?? [] : []))[0];
        at = value && 'fn' in value ? { kind: 'function', file: at.file, fn: value.fn } : this.heldBy({ file: at.file, fn: at.fn ?? 0 }, { of: at.value, member, line: 0 }, hops);
      } else if (at.kind === 'function' && ['bind', 'call', 'apply'].includes(member)) return at;
      else return undefined;
    }
    return at;
  }

  /** A method, static or field of a class, inherited ones included; a field leads to its type. */
  member(file: string, cls: ClassDefinition, name: string, hops = 0): Target | undefined {
    const method = cls.methods.find((one) => one.name === name);
    if (method) return { kind: 'function', file, fn: method.fn };
    const initial = owned(cls.statics, name);
    if (initial) return this.#program.evaluate({ file, fn: 0 }, initial, hops + 1, name);
    const type = owned(cls.fields, name);
    if (type) return this.#ofType(file, type, hops);
    const put = hops > MAX_HOPS ? undefined : this.assigned(file, cls, name);
    if (put) return this.#program.evaluate({ file, fn: put.fn }, put.value, hops + 1, `this.${name}`);
    const base = cls.extends === undefined || hops > MAX_HOPS ? undefined : this.#program.resolve({ file, fn: 0 }, cls.extends, hops + 1);
    return base?.kind === 'class' && base.cls !== cls ? this.member(base.file, base.cls, name, hops + 1) : undefined;
  }

  /** `orders.save`, where `orders: OrderController` is handed in. */
  ofParameter(scope: Scope, dotted: string): Target | undefined {
    const [head, ...members] = dotted.split('.');
    const functions = this.#program.modules[scope.file]?.functions ?? [];
    for (let fn: number | undefined = scope.fn; fn !== undefined && members.length > 0; fn = functions[fn]?.parent) {
      const param = functions[fn]?.params.find(({ name }) => name === head);
      const given = param?.type === undefined ? undefined : this.#ofType(scope.file, param.type, 0);
      if (param) return given?.kind === 'class' ? this.of(given, members, 0) : undefined;
    }
    return undefined;
  }

  /** The class that a type is, or the only one that keeps to it. */
  #ofType(file: string, type: string, hops: number): Target | undefined {
    const found = this.#program.resolve({ file, fn: 0 }, type, hops + 1);
    const keeping = found?.kind === 'external' ? undefined : this.#keeping.get(type.split('.').at(-1)!);
    return found?.kind === 'class' || keeping === undefined || keeping === 'several' ? found : keeping;
  }

  /** `const { health } = paths`: a member of what has a name; `const { list } = makeOrders(db)`: of what a function gives. */
  heldBy(scope: Scope, value: Expression, hops: number): Target | undefined {
    if (!('of' in value) || hops >= MAX_HOPS) return undefined;
    if ('name' in value.of) return this.#program.resolve(scope, `${value.of.name}.${value.member}`, hops + 1);
    const maker = 'call' in value.of && !value.of.new ? this.#program.evaluate(scope, value.of.call, hops + 1) : undefined;
    return maker?.kind === 'function' ? this.#put(maker.file, maker.fn, value.member, hops + 1) : undefined;
  }
}
