import type { ClassFact, Construction, FileShares, FunctionFact, Imports, ModuleCalls, OptionBag, OptionValue, Reference } from '../model/index.ts';
import { partsOf } from './module-parts.ts';
import { rememberOf } from './remember.ts';

/** What a reference leads to, across modules. `rest`: the members that are read on it. */
export type Target =
  | { readonly kind: 'package'; readonly file: string; readonly ref: Reference }
  | { readonly kind: 'construction'; readonly file: string; readonly construction: Construction; readonly rest: readonly string[] }
  | { readonly kind: 'function'; readonly file: string; readonly fn: FunctionFact; readonly rest: readonly string[]; /** What it gives back is meant. */ readonly result?: true };

const MAX_HOPS = 24;

/** Names of the code under study may be those of every object: `constructor`, `toString`. */
const own = <V>(record: Readonly<Record<string, V>>, key: string): V | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);
const valueIn = (bag: OptionBag | undefined, key: string): OptionValue | undefined => bag && own(bag.values, key);

/** The part of an object below a key. */
const within = ({ values, ...rest }: OptionBag, key: string): OptionBag =>
  ({ ...rest, values: Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (name.startsWith(`${key}.`) ? [[name.slice(key.length + 1), value]] : []))) });

/** Follows references through imports, re-exports, instances, injected fields, base classes and factories. */
export class CodeGraph {
  readonly calls: FileShares<ModuleCalls>;
  private readonly edges = new Map<string, Map<string, string>>();
  private readonly functions = new Map<string, Map<string, FunctionFact>>();

  constructor(calls: FileShares<ModuleCalls>, imports: Imports) {
    this.calls = calls;
    for (const [file, list] of Object.entries(imports.modules)) {
      const known = new Map<string, string>();
      for (const { specifier, to } of list) if (to !== undefined) known.set(specifier, to);
      if (known.size > 0) this.edges.set(file, known);
    }
    this.calls = Object.fromEntries(Object.entries(calls).map(([file, module]) => [file, this.withPackages(file, module)]));
  }

  /** What a module of the repository hands on as it is (`export { S3 } from 'aws-sdk'`) is the package's still. */
  private withPackages(file: string, module: ModuleCalls): ModuleCalls {
    const edges = this.edges.get(file);
    if (!edges || !module.constructions.some(({ ref }) => ref.from !== undefined && edges.has(ref.from))) return module;
    return {
      ...module,
      constructions: module.constructions.map((made) => {
        const target = made.ref.from !== undefined && edges.has(made.ref.from) ? this.resolve(file, made.ref) : undefined;
        return target?.kind === 'package' ? { ...made, ref: target.ref } : made;
      }),
    };
  }

  resolve(file: string, ref: Reference, hops = 0): Target | undefined {
    if (hops > MAX_HOPS) return undefined;
    if (ref.from === undefined) return this.local(file, ref.name, ref.path, ref.instance === true, hops);
    const to = this.edges.get(file)?.get(ref.from);
    if (to === undefined) return { kind: 'package', file, ref };
    return this.exported(to, ref.name, ref.path, ref.instance === true, hops + 1)
      ?? (ref.name.endsWith('PrismaClient') ? { kind: 'package', file, ref } : undefined);
  }

  /** What a module makes under a name. */
  private madeAs(file: string, id: string): Construction | undefined {
    const module = this.calls[file];
    return module && partsOf(module).made.get(id);
  }

  /** A function or method of a module, by its name. */
  functionOf(file: string, name: string): FunctionFact | undefined {
    let known = this.functions.get(file);
    if (!known) {
      known = new Map();
      for (const fn of this.calls[file]?.functions ?? []) if (!known.has(fn.name)) known.set(fn.name, fn);
      this.functions.set(file, known);
    }
    return known.get(name);
  }

  /** The package that makes the models of the module that a reference leads to: `export const Order = mongoose.model('Order', schema)`. */
  modelsBy(file: string, ref: Reference, hops = 0): string | undefined {
    const to = ref.from === undefined ? file : this.edges.get(file)?.get(ref.from);
    const module = to === undefined ? undefined : this.calls[to];
    if (to === undefined || !module || hops > 3) return undefined;
    const again = own(module.exports, ref.name === '*' ? 'default' : ref.name);
    if (again?.from !== undefined) return this.modelsBy(to, again, hops + 1);
    return module.calls.find((call) => call.ref.from !== undefined && /^(?:model|getModelForClass)$/.test(call.ref.path.at(-1) ?? call.ref.name))?.ref.from;
  }

  /** The literal value of an imported constant, two hops deep. */
  constant(file: string, ref: Reference, hops = 0): OptionValue | undefined {
    const to = ref.from === undefined ? file : this.edges.get(file)?.get(ref.from);
    const module = to === undefined ? undefined : this.calls[to];
    if (to === undefined || !module || hops > 3) return undefined;
    const [name, ...path] = ref.name === '*' ? ref.path : [ref.name, ...ref.path];
    if (name === undefined) return undefined;
    const found = own(module.constants, [name, ...path].join('.')) ?? valueIn(own(module.bags, name), path.join('.'));
    if (found !== undefined) return found;
    const again = own(module.exports, name);
    if (again && (again.from !== undefined || again.name !== name)) return this.constant(to, { ...again, path }, hops + 1);
    for (const star of partsOf(module).stars) {
      const further = this.constant(to, { from: star.from!, name, path }, hops + 1);
      if (further !== undefined) return further;
    }
    return undefined;
  }

  /** What a method of a class or of one that it extends gives: `this.requestOptions()`. */
  private givenBy(file: string, owner: string, method: string, hops = 0): OptionBag | undefined {
    const module = this.calls[file];
    const found = own(module?.bags ?? {}, `${owner}.${method}`);
    const above = module?.classes.find(({ name }) => name === owner)?.extends;
    if (found || !above || hops > 3 || this.functionOf(file, `${owner}.${method.slice(0, -2)}`)) return found;
    if (above.from === undefined) return this.givenBy(file, above.name, method, hops + 1);
    const to = this.edges.get(file)?.get(above.from);
    const handed = to === undefined ? undefined : own(this.calls[to]?.exports ?? {}, above.name);
    return to === undefined ? undefined : this.givenBy(to, handed?.from === undefined ? handed?.name ?? above.name : above.name, method, hops + 1);
  }

  /** An imported object constant, two hops deep. */
  bag(file: string, ref: Reference, hops = 0): OptionBag | undefined {
    if (ref.instance && ref.from === undefined && ref.path.length === 2 && ref.path[1] === '()') return this.givenBy(file, ref.name, ref.path.join(''));
    const to = ref.from === undefined ? file : this.edges.get(file)?.get(ref.from);
    const module = to === undefined ? undefined : this.calls[to];
    if (to === undefined || !module || hops > 3) return undefined;
    const [first, ...inner] = ref.path;
    const given = first === '()';
    const found = own(module.bags, given ? `${ref.name}()` : ref.name);
    if (found?.unlessGiven && !(hops === 0 && this.isCalledBare(file, ref))) return undefined;
    if (found) return given && inner.length > 0 ? within(found, inner.join('.')) : found;
    const again = own(module.exports, ref.name);
    const path = given ? ref.path : [];
    if (again && (again.from !== undefined || again.name !== ref.name)) return this.bag(to, given ? { ...again, path } : again, hops + 1);
    for (const star of partsOf(module).stars) {
      const further = this.bag(to, { from: star.from!, name: ref.name, path }, hops + 1);
      if (further) return further;
    }
    return undefined;
  }

  /** `const options = getOptions();`: nowhere in the module it is handed anything. */
  private isCalledBare(file: string, { from, name }: Reference): boolean {
    const asked = (this.calls[file]?.calls ?? []).filter(({ ref }) => ref.from === from && ref.name === name && ref.path.length === 0);
    return asked.length > 0 && asked.every(({ args = [] }) => args.length === 0);
  }

  private exported(file: string, name: string, path: readonly string[], instance: boolean, hops: number): Target | undefined {
    if (hops > MAX_HOPS) return undefined;
    const module = this.calls[file];
    if (!module) return undefined;
    if (name === '*') {
      const [member, ...rest] = path;
      // `const send = require('./send')`, of which the module is the function itself.
      if (member === undefined) return module.exports.default && this.exported(file, 'default', path, instance, hops + 1);
      return this.exported(file, member, rest, instance, hops + 1) ?? (module.exports.default ? this.exported(file, 'default', path, instance, hops + 1) : undefined);
    }
    const at = own(module.exports, name);
    if (at?.from !== undefined) return this.resolve(file, { ...at, path: [...at.path, ...path], ...(instance && { instance: true as const }) }, hops + 1);
    if (at) return this.local(file, at.name, [...at.path, ...path], instance, hops + 1);
    for (const { from } of partsOf(module).stars) {
      const to = from === undefined ? undefined : this.edges.get(file)?.get(from);
      const found = to === undefined ? undefined : this.exported(to, name, path, instance, hops + 1);
      if (found) return found;
    }
    return undefined;
  }

  private local(file: string, name: string, path: readonly string[], instance: boolean, hops: number): Target | undefined {
    const module = this.calls[file];
    if (!module || hops > MAX_HOPS) return undefined;
    // `url ? new Redis(url) : new FakeRedis()`: the library's is the one that counts.
    const parts = partsOf(module);
    const under = parts.under.get(name) ?? [];
    const made = under.find(({ ref }) => ref.from !== undefined) ?? under[0];
    const owner = parts.classes.get(name);
    if (made && !owner) return this.made(file, made, path, hops);
    if (owner) return this.member(file, owner, instance ? path : path[0] === 'new' ? path.slice(1) : path, hops);
    const [first, ...rest] = path;
    if (first !== undefined) {
      const method = this.functionOf(file, `${name}.${first}`);
      if (method) return this.called(file, method, rest, hops);
      // `services.mail.send`
      const deeper = rest[0] === undefined ? undefined : this.functionOf(file, `${name}.${first}.${rest[0]}`);
      if (deeper) return this.called(file, deeper, rest.slice(1), hops);
      const field = parts.made.get(`${name}.${first}`);
      if (field) return this.made(file, field, rest, hops);
    }
    const fn = this.functionOf(file, name);
    if (fn) return this.called(file, fn, path, hops);
    return this.typed(file, own(module.types ?? {}, name), path, hops);
  }

  /** What a member of an interface leads to: `context.db.user`, `mongo.users().findOne`. */
  private typed(file: string, members: Readonly<Record<string, Reference>> | undefined, path: readonly string[], hops: number): Target | undefined {
    const [first, ...rest] = path;
    if (members === undefined || first === undefined) return undefined;
    const given = rest[0] === '()' ? own(members, `${first}()`) : undefined;
    const ref = given ?? own(members, first);
    return ref && this.resolve(file, { ...ref, path: [...ref.path, ...(given ? rest.slice(1) : rest)] }, hops + 1);
  }

  /** Goes on through what a construction is an instance of, where that is the repository's own class. */
  private made(file: string, construction: Construction, path: readonly string[], hops: number): Target | undefined {
    const { ref } = construction;
    const local = ref.from === undefined || this.edges.get(file)?.has(ref.from);
    const through = local && this.resolve(file, { ...ref, path: [...ref.path, ...path], instance: true }, hops + 1);
    return through || { kind: 'construction', file, construction, rest: path };
  }

  /** A function whose result is read on: `getClient().get` goes to what it returns. */
  private called(file: string, fn: FunctionFact, path: readonly string[], hops: number): Target | undefined {
    if (path.length === 0) return { kind: 'function', file, fn, rest: [] };
    const rest = path[0] === '()' ? path.slice(1) : path;
    const member = path[0] === '()' && rest[0] !== undefined ? this.functionOf(file, `${fn.name}().${rest[0]}`) : undefined;
    if (member) return this.called(file, member, rest.slice(1), hops);
    // `const users = createUsers(pool)`, which gives its functions back by their names.
    const given = path[0] === '()' ? this.typed(file, own(this.calls[file]?.types ?? {}, `${fn.name}()`), rest, hops) : undefined;
    if (given) return given;
    const returned = fn.returns && this.returned(file, fn.returns, rest, hops + 1);
    // What is made there says more of itself than its type, unless a method of it is meant.
    const said = path[0] === '()' && rest.length > 0 ? fn.gives : undefined;
    if (returned && !(said && returned.kind === 'function')) return returned;
    if (said) return this.resolve(file, { ...said, path: [...said.path, ...rest] }, hops + 1);
    const made = this.calls[file]?.constructions.find((construction) => construction.fn === fn.name && construction.id !== '');
    if (made && path[0] !== '()') return this.made(file, made, rest, hops);
    return { kind: 'function', file, fn, rest, ...(path[0] === '()' && { result: true as const }) };
  }

  private returned(file: string, ref: Reference, rest: readonly string[], hops: number): Target | undefined {
    if (ref.path[0] === '#') return this.local(file, ref.name, rest, false, hops + 1);
    return this.resolve(file, { ...ref, path: [...ref.path, ...rest] }, hops + 1);
  }

  private member(file: string, owner: ClassFact, path: readonly string[], hops: number): Target | undefined {
    if (hops > MAX_HOPS) return undefined;
    const [first, ...rest] = path;
    if (first === undefined) {
      const made = this.madeAs(file, owner.name);
      return made ? { kind: 'construction', file, construction: made, rest: [] } : undefined;
    }
    const method = this.functionOf(file, `${owner.name}.${first}`);
    if (method) return this.called(file, method, rest, hops);
    const made = this.madeAs(file, `${owner.name}.${first}`);
    if (made) return this.made(file, made, rest, hops);
    const field = own(owner.fields, first);
    if (field) return this.resolve(file, { ...field, path: [...field.path, ...rest] }, hops + 1);
    if (!owner.extends) return undefined;
    const itself = this.madeAs(file, owner.name);
    if (itself) return { kind: 'construction', file, construction: itself, rest: path };
    return this.resolve(file, { ...owner.extends, path: [...owner.extends.path, ...path], instance: true }, hops + 1);
  }
}

/** The graph of one repository, which several facts follow; its imports come with its calls. */
export const codeGraph = rememberOf((calls: FileShares<ModuleCalls>, imports: Imports) => new CodeGraph(calls, imports));
