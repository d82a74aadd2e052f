import type { Expression, FunctionDefinition, Imports, ModuleDefinitions, ModuleStarts, Place } from '../../model/index.ts';
import { packageOf } from '../../lib/bindings.ts';
import { compare } from '../../lib/order.ts';
import { isWithin } from '../../lib/paths.ts';
import { lineOf, owned, requiredBy, requires, subpath } from './expressions.ts';
import { Summaries, type Summary } from './summaries.ts';
import type { AutoImports } from './auto-imports.ts';
import { Members } from './members.ts';
import { HOLDERS, makerOf, MAX_HOPS, type Scope, type Target } from './targets.ts';

/** The definitions of all modules, and where a name of one leads in another. */
export class Program {
  readonly modules: Readonly<Record<string, ModuleDefinitions>>;
  /** Some model says what it keeps: `static jsonSchema = { … }`. */
  readonly hasModelSchemas: boolean;
  readonly members: Members;
  readonly #edges = new Map<string, Map<string, string>>();
  readonly #summaries = new Summaries(this);
  readonly #children = new Map<string, readonly number[]>();
  /** What is put on requests and applications, by name; two of one name: neither is told. */
  readonly #decorations = new Map<string, { readonly file: string; readonly fn: number; readonly value: Expression } | 'several'>();

  readonly #loads: Readonly<Record<string, ModuleStarts>>;
  readonly #unsaid: AutoImports;

  constructor(modules: Readonly<Record<string, ModuleDefinitions>>, imports: Imports, starts: Readonly<Record<string, ModuleStarts>> = {}, unsaid: AutoImports = () => undefined) {
    this.modules = modules;
    this.#unsaid = unsaid;
    this.#loads = starts;
    this.hasModelSchemas = Object.values(modules).some(({ classes }) => classes.some(({ statics }) => Object.hasOwn(statics, 'jsonSchema')));
    for (const [file, edges] of Object.entries(imports.modules)) {
      const map = new Map<string, string>();
      for (const { specifier, to } of edges) if (to !== undefined) map.set(specifier, to);
      if (map.size > 0) this.#edges.set(file, map);
    }
    this.members = new Members(this);
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

  /** The modules of folders that one takes in by their path, as `glob.sync(…).map(require)` does. */
  loadedBy(file: string): readonly string[] {
    const folders = owned(this.#loads, file)?.loads ?? [];
    return folders.length === 0 ? [] : Object.keys(this.modules).filter((path) => path !== file && folders.some((folder) => isWithin(path, folder))).sort(compare);
  }

  /** The modules that one imports, in its order. */
  importsOf(file: string): Iterable<string> {
    return this.#edges.get(file)?.values() ?? [];
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

  /** All that a module exports, in its order. */
  exportsOf(file: string, hops = 0): Target[] {
    const module = this.modules[file];
    if (!module || hops > MAX_HOPS) return [];
    return [
      ...Object.keys(module.exports).flatMap((name) => this.exported(file, name) ?? []),
      ...module.stars.flatMap((specifier) => {
        const to = this.importTarget(file, specifier);
        return to === undefined ? [] : this.exportsOf(to, hops + 1);
      }),
    ];
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
      // `const orders = require('./controllers').orders`, `const list = orders`, `const { list } = orders`
      const from: Scope = { file, fn: 0 };
      const led = hops >= MAX_HOPS ? undefined
        : requires(value) ? this.loaded(from, value, hops + 1)
        : 'name' in value && value.name !== name ? this.resolve(from, value.name, hops + 1) : this.members.heldBy(from, value, hops + 1);
      if (led) return led;
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

  /** What a name of Inversify's stands for: `container.bind(TYPES.Guard).to(Guard)`. */
  bound(name: string): Target | undefined {
    const added = this.#decorations.get(`bind ${name}`);
    return added === undefined || added === 'several' ? undefined : this.evaluate({ file: added.file, fn: added.fn }, added.value);
  }

  #plainly(scope: Scope, dotted: string, hops: number): Target | undefined {
    const module = this.modules[scope.file];
    if (!module || hops > MAX_HOPS) return undefined;
    const [head, ...members] = dotted.split('.');
    if (head === 'this') return this.members.ofThis(scope, members, hops);
    for (let fn: number | undefined = scope.fn; fn !== undefined && fn !== 0; fn = module.functions[fn]?.parent) {
      const around = module.functions[fn];
      if (!around) break;
      if (around.params.some(({ name, keys }) => name === head || keys?.includes(head!))) return undefined;
      const local = owned(around.locals, head!);
      if (local) {
        const start = this.evaluate({ file: scope.file, fn }, local, hops + 1, head!);
        return start && this.members.of(start, members, hops);
      }
      const inner = module.functions.findIndex((one, index) => one.name === head && one.parent === fn && index !== fn);
      if (inner > 0) return this.members.of({ kind: 'function', file: scope.file, fn: inner }, members, hops);
    }
    const start = this.#local(scope.file, head!, hops + 1) ?? this.#autoImported(scope.file, head!, hops + 1);
    return start && this.members.of(start, members, hops);
  }

  #autoImported(file: string, name: string, hops: number): Target | undefined {
    const [from, exported] = this.#unsaid(file, name) ?? [];
    return from === undefined || exported === undefined || from === file ? undefined : this.exported(from, exported, hops);
  }

  /** What an expression leads to. */
  evaluate(scope: Scope, value: Expression, hops = 0, name = ''): Target | undefined {
    if (hops > MAX_HOPS) return undefined;
    if ('fn' in value) return { kind: 'function', file: scope.file, fn: value.fn };
    if ('name' in value) return value.name === name ? undefined : this.resolve(scope, value.name, hops + 1);
    if (requires(value)) return this.loaded(scope, value, hops + 1);
    const held = this.members.heldBy(scope, value, hops + 1);
    if (held) return held;
    const maker = makerOf(value);
    const made = maker && this.evaluate(scope, maker, hops + 1);
    if (made?.kind === 'class') return made;
    // `new Guard().enableFor`
    if ('of' in value && 'call' in value.of && value.of.new) {
      const holder = this.evaluate(scope, value.of, hops + 1);
      if (holder?.kind === 'class') return this.members.member(holder.file, holder.cls, value.member, hops + 1);
    }
    return { kind: 'value', file: scope.file, ...(scope.fn !== 0 && { fn: scope.fn }), value, name };
  }

  /** What `require('x')` and `require('x').y`, written in place, lead to. */
  loaded(scope: Scope, value: Expression, hops = 0): Target | undefined {
    const specifier = requiredBy(value) ?? ('of' in value ? requiredBy(value.of) : undefined);
    return specifier === undefined ? undefined : this.#from(scope.file, specifier, 'of' in value ? value.member : '*', hops + 1);
  }

  /** What a name, or `require('./orders')` in its place, stands for. */
  named(scope: Scope, value: Expression): Target | undefined {
    return 'name' in value ? this.resolve(scope, value.name) : requires(value) ? this.loaded(scope, value) : undefined;
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
  summary(file: string, fn: number, depth?: number): Summary {
    return this.#summaries.of(file, fn, depth);
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
