import type { ClassDefinition, Expression, FunctionDefinition, Imports, ModuleDefinitions, Place, Trait } from '../../model/index.ts';
import { packageOf } from '../../lib/tree.ts';
import { libraryRole } from './libraries.ts';

/** What a name leads to. */
export type Target =
  | { readonly kind: 'function'; readonly file: string; readonly fn: number }
  | { readonly kind: 'class'; readonly file: string; readonly cls: ClassDefinition }
  | { readonly kind: 'value'; readonly file: string; readonly value: Expression; readonly name: string }
  | { readonly kind: 'module'; readonly file: string }
  /** Something of a package; `name` with the members read after it. */
  | { readonly kind: 'external'; readonly pkg: string; readonly name: string };

/** A name's or expression's surroundings. */
export interface Scope { readonly file: string; readonly fn: number }

/** What a function does, itself or through what it calls, with the fewest steps away. */
export type Summary = ReadonlyMap<Trait, { readonly depth: number; readonly at: Place }>;

const MAX_HOPS = 12;
/** Names of what is handed around: a request, an application. */
const HOLDERS = /^(?:this\.)?(?:req|request|_req|_request|ctx|context|c|app|server|fastify|instance|api|scope|reply|res|done|f|app\w+|\w+App|\w+Server)(?:\.(?:server|state|req|request|app))?$/;

/** What a call of a library's own means for the function around it: `bearerAuth({ token })(c, next)`. */
const LIBRARY_TRAITS: Readonly<Record<string, Trait>> = { signature: 'signature', authentication: 'verifies' };
const PROVING = /(?:^|[:.])(?:bearerAuth|basicAuth|jwt|jwk|expressjwt|authenticate|requireAuth|requiresAuth|verify\w*|jwtVerify)$/;

/** Libraries that hash passwords, and compare them. */
const PASSWORDS = /^(?:bcrypt|bcryptjs|argon2|scrypt-kdf|@node-rs\/(?:argon2|bcrypt)|oslo|@oslojs\/password)$/;

/** Libraries whose functions bear names that say little by themselves: `assert(data, Struct)`, `is(data, Struct)`. */
const SHAPES = /^(?:superstruct|typia|runtypes|typanion|express-validator)$/;

/** A member of a record by a name from the code: `constructor` and its like are nobody's. */
export const owned = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);

/** The definitions of all modules, and where a name of one leads in another. */
export class Program {
  readonly modules: Readonly<Record<string, ModuleDefinitions>>;
  readonly #edges = new Map<string, Map<string, string>>();
  readonly #summaries = new Map<string, Summary>();
  readonly #children = new Map<string, readonly number[]>();
  /** What is put on requests and applications, by name; two of one name: neither is told. */
  readonly #decorations = new Map<string, { readonly file: string; readonly fn: number; readonly value: Expression } | 'several'>();

  constructor(modules: Readonly<Record<string, ModuleDefinitions>>, imports: Imports) {
    this.modules = modules;
    for (const [file, edges] of Object.entries(imports.modules)) {
      const map = new Map<string, string>();
      for (const { specifier, to } of edges) if (to !== undefined) map.set(specifier, to);
      if (map.size > 0) this.#edges.set(file, map);
    }
    for (const [file, { decorations = [] }] of Object.entries(modules)) {
      for (const { name, value, fn } of decorations) this.#decorations.set(name, this.#decorations.has(name) ? 'several' : { file, fn, value });
    }
  }

  function(file: string, fn: number): FunctionDefinition | undefined {
    return owned(this.modules, file)?.functions[fn];
  }

  placeOf(target: Target | undefined): Place | undefined {
    switch (target?.kind) {
      case 'function': return { file: target.file, line: this.function(target.file, target.fn)?.line ?? 1 };
      case 'class': return { file: target.file, line: target.cls.line };
      case 'value': return { file: target.file, line: lineOf(target.value) ?? 1 };
      default: return undefined;
    }
  }

  importTarget(file: string, specifier: string): string | undefined {
    return this.#edges.get(file)?.get(specifier);
  }

  /** What a module exports under a name. */
  exported(file: string, name: string, hops = 0): Target | undefined {
    const module = this.modules[file];
    if (!module || hops > MAX_HOPS) return undefined;
    if (name === '*') return { kind: 'module', file };
    const target = owned(module.exports, name);
    if (target) return 'local' in target ? this.#local(file, target.local, hops + 1) : this.#from(file, target.from, target.name, hops + 1);
    for (const specifier of module.stars) {
      const found = this.#from(file, specifier, name, hops + 1);
      // What a module of ours names is there; what a library may export besides is not known.
      if (found && (found.kind !== 'external' || this.importTarget(file, specifier) !== undefined)) return found;
    }
    return undefined;
  }

  #from(file: string, specifier: string, name: string, hops: number): Target | undefined {
    const to = this.importTarget(file, specifier);
    if (to !== undefined) {
      const found = this.exported(to, name, hops);
      if (found && found.kind !== 'module') return found;
      // An interop import: `import * as x` or `require` of a module with one default export.
      return (name === '*' ? this.exported(to, 'default', hops) : undefined) ?? found ?? (name === '*' ? { kind: 'module', file: to } : undefined);
    }
    const pkg = packageOf(specifier);
    return pkg === undefined ? undefined : { kind: 'external', pkg, name: subpath(specifier, pkg) + name };
  }

  #local(file: string, name: string, hops: number): Target | undefined {
    const module = this.modules[file]!;
    const cls = module.classes.find((one) => one.name === name);
    if (cls) return { kind: 'class', file, cls };
    const imported = owned(module.imports, name);
    if (imported) return this.#from(file, imported[0], imported[1], hops);
    const value = owned(module.values, name);
    if (value) {
      if ('fn' in value) return { kind: 'function', file, fn: value.fn };
      if ('name' in value && value.name !== name && hops < MAX_HOPS) return this.resolve({ file, fn: 0 }, value.name, hops + 1) ?? { kind: 'value', file, value, name };
      return { kind: 'value', file, value, name };
    }
    return undefined;
  }

  /** What a dotted name means in a scope. Parameters and globals lead nowhere, but to what is put on them elsewhere. */
  resolve(scope: Scope, dotted: string, hops = 0): Target | undefined {
    return this.#plainly(scope, dotted, hops) ?? this.#decorated(dotted, hops);
  }

  /** `app.authenticate`, `request.getUser`: put there by a plugin or by a middleware. */
  #decorated(dotted: string, hops: number): Target | undefined {
    const dot = dotted.lastIndexOf('.');
    const added = dot < 0 ? undefined : this.#decorations.get(dotted.slice(dot + 1));
    if (added === undefined || added === 'several' || hops > MAX_HOPS || !HOLDERS.test(dotted.slice(0, dot))) return undefined;
    return this.evaluate({ file: added.file, fn: added.fn }, added.value, hops + 1);
  }

  #plainly(scope: Scope, dotted: string, hops: number): Target | undefined {
    const module = this.modules[scope.file];
    if (!module || hops > MAX_HOPS) return undefined;
    const [head, ...members] = dotted.split('.');
    if (head === 'this') return this.#ofThis(scope, members, hops);
    for (let fn: number | undefined = scope.fn; fn !== undefined && fn !== 0; fn = module.functions[fn]?.parent) {
      const around = module.functions[fn];
      if (!around) break;
      if (around.params.some(({ name, keys }) => name === head || keys?.includes(head!))) return undefined;
      const local = owned(around.locals, head!);
      if (local) {
        const start = this.evaluate({ file: scope.file, fn }, local, hops + 1, head!);
        return start && this.#members(start, members, hops);
      }
      const inner = module.functions.findIndex((one, index) => one.name === head && one.parent === fn && index !== fn);
      if (inner > 0) return this.#members({ kind: 'function', file: scope.file, fn: inner }, members, hops);
    }
    const start = this.#local(scope.file, head!, hops + 1);
    return start && this.#members(start, members, hops);
  }

  /** What an expression leads to. */
  evaluate(scope: Scope, value: Expression, hops = 0, name = ''): Target | undefined {
    if (hops > MAX_HOPS) return undefined;
    if ('fn' in value) return { kind: 'function', file: scope.file, fn: value.fn };
    if ('name' in value) return value.name === name ? undefined : this.resolve(scope, value.name, hops + 1);
    if ('of' in value && 'call' in value.of && 'name' in value.of.call && value.of.call.name === 'require') {
      const [specifier] = value.of.args;
      const to = specifier && 'value' in specifier ? this.importTarget(scope.file, String(specifier.value)) : undefined;
      return to === undefined ? undefined : this.exported(to, value.member, hops + 1);
    }
    if ('call' in value && value.new) {
      const made = this.evaluate(scope, value.call, hops + 1);
      if (made?.kind === 'class') return made;
    }
    return { kind: 'value', file: scope.file, value, name };
  }

  /** The class whose method a function is, or stands in. */
  ownerOf({ file, fn }: Scope): string | undefined {
    const module = this.modules[file];
    for (let at: number | undefined = fn; module && at !== undefined; at = module.functions[at]?.parent) {
      const name = module.functions[at]?.name ?? '';
      if (name.includes('.')) return name.split('.')[0];
    }
    return undefined;
  }

  /** What a method puts on its object: `this.router = express()`. */
  assigned(file: string, cls: ClassDefinition, field: string): { readonly fn: number; readonly value: Expression } | undefined {
    for (const [fn, { name, locals }] of this.modules[file]!.functions.entries()) {
      const value = name.startsWith(`${cls.name}.`) ? owned(locals, `this.${field}`) : undefined;
      if (value) return { fn, value };
    }
    return undefined;
  }

  #ofThis(scope: Scope, members: readonly string[], hops: number): Target | undefined {
    const owner = this.ownerOf(scope);
    const cls = owner === undefined ? undefined : this.modules[scope.file]!.classes.find(({ name }) => name === owner);
    return cls && this.#members({ kind: 'class', file: scope.file, cls }, members, hops);
  }

  #members(start: Target, members: readonly string[], hops: number): Target | undefined {
    let at: Target | undefined = start;
    for (const [index, member] of members.entries()) {
      if (!at || hops + index > MAX_HOPS) return undefined;
      if (at.kind === 'external') return { ...at, name: [at.name, ...members.slice(index)].join('.') };
      if (at.kind === 'module') at = this.exported(at.file, member, hops + 1);
      else if (at.kind === 'class') at = this.member(at.file, at.cls, member, hops + 1);
      else if (at.kind === 'value' && 'call' in at.value && at.value.new) {
        const made = this.evaluate({ file: at.file, fn: 0 }, at.value, hops + 1);
        at = made?.kind === 'class' ? this.member(made.file, made.cls, member, hops + 1) : undefined;
      } else if (at.kind === 'value' && 'object' in at.value) {
        const entry: Expression | undefined = owned(at.value.object, member);
        at = entry && this.evaluate({ file: at.file, fn: 0 }, entry, hops + 1);
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
    if (initial) return this.evaluate({ file, fn: 0 }, initial, hops + 1, name);
    const type = owned(cls.fields, name);
    if (type) return this.resolve({ file, fn: 0 }, type, hops + 1);
    const put = hops > MAX_HOPS ? undefined : this.assigned(file, cls, name);
    if (put) return this.evaluate({ file, fn: put.fn }, put.value, hops + 1, `this.${name}`);
    const base = cls.extends === undefined || hops > MAX_HOPS ? undefined : this.resolve({ file, fn: 0 }, cls.extends, hops + 1);
    return base?.kind === 'class' && base.cls !== cls ? this.member(base.file, base.cls, name, hops + 1) : undefined;
  }

  children(file: string, fn: number): readonly number[] {
    const key = `${file}#${fn}`;
    let list = this.#children.get(key);
    if (!list) {
      list = (this.modules[file]?.functions ?? []).flatMap(({ parent, kept }, index) => (parent === fn && index !== fn && !kept ? [index] : []));
      this.#children.set(key, list);
    }
    return list;
  }

  /** What a function does, through calls up to `depth` steps away. */
  summary(file: string, fn: number, depth = 3): Summary {
    const key = `${file}#${fn}#${depth}`;
    const known = this.#summaries.get(key);
    if (known) return known;
    // Recursion ends here: a function that calls itself says nothing new.
    this.#summaries.set(key, new Map());
    const found = new Map<Trait, { depth: number; at: Place }>();
    const definition = this.function(file, fn);
    if (definition) {
      const take = (signals: Summary, more: number, via?: Place): void => {
        for (const [signal, { depth: steps, at }] of signals) {
          const known = found.get(signal);
          if (!known || steps + more < known.depth) found.set(signal, { depth: steps + more, at: more > 0 && via ? at : at });
        }
      };
      for (const [signal, line] of definition.signals) found.set(signal, { depth: 0, at: { file, line } });
      if (fn !== 0) for (const child of this.children(file, fn)) take(this.summary(file, child, depth), 0);
      if (depth > 0) {
        for (const [name, line, letGo] of definition.calls) {
          const target = this.resolve({ file, fn }, name);
          const password = target?.kind === 'external' && PASSWORDS.test(target.pkg) ? /(?:^|[.:])hash(?:Sync)?$/.test(target.name) ? 'enrols' : /(?:compare|verify)(?:Sync)?$/.test(target.name) ? 'verifies' : undefined : undefined;
          if (target?.kind === 'external' && SHAPES.test(target.pkg) && /(?:^|[.:])(?:assert|create|is|mask|validate|check|parse)\w*$/.test(target.name)) take(new Map([['validates', { depth: 0, at: { file, line } }]]), 0);
          if (password) take(new Map([[password, { depth: 0, at: { file, line } }]]), 0);
          const said = target?.kind === 'external' ? LIBRARY_TRAITS[libraryRole(target.pkg, target.name) ?? ''] : undefined;
          if (target?.kind === 'external' && said && (said === 'signature' || PROVING.test(target.name))) take(new Map([[said, { depth: 0, at: { file, line } }]]), 0);
          const callee = target?.kind === 'value' ? this.functionIn(target) : target;
          if (callee?.kind === 'function' && !(callee.file === file && callee.fn === fn)) take(letGo ? softened(this.summary(callee.file, callee.fn, depth - 1)) : this.summary(callee.file, callee.fn, depth - 1), 1);
        }
      }
      // A child's "always yes" is not the parent's.
      if (!definition.signals.some(([signal]) => signal === 'allows')) found.delete('allows');
    }
    this.#summaries.set(key, found);
    return found;
  }

  /** The function inside `cache(fn)`, `wrap(fn)` and their like. */
  functionIn(target: Extract<Target, { kind: 'value' }>): Target | undefined {
    const { value } = target;
    if (!('call' in value)) return undefined;
    for (const argument of value.args) {
      const found = this.evaluate({ file: target.file, fn: 0 }, argument, 4);
      if (found?.kind === 'function') return found;
    }
    return undefined;
  }
}

/** What a function does where its failure is let go: it has asked, and refused nobody. */
const softened = (summary: Summary): Summary => new Map([...summary].flatMap(([signal, found]) => (signal === 'denies' || signal === 'forbids' ? [] : [[signal === 'verifies' ? 'asks' : signal, found] as const])));

const subpath = (specifier: string, pkg: string): string => (specifier.length > pkg.length ? `${specifier.slice(pkg.length + 1)}:` : '');

/** The line an expression stands on, where it has one. */
export const lineOf = (value: Expression): number | undefined =>
  'line' in value ? value.line : 'list' in value ? value.list.map(lineOf).find((line) => line !== undefined) : 'object' in value ? Object.values(value.object).map(lineOf).find((line) => line !== undefined) : undefined;

/** The name of an expression as a person would say it. */
export const nameOf = (value: Expression): string =>
  'name' in value ? value.name : 'call' in value ? nameOf(value.call) : 'of' in value ? `${nameOf(value.of)}.${value.member}` : 'fn' in value ? 'inline function' : 'any' in value ? value.any.map(nameOf)[0] ?? '' : '…';
