import { listOf } from '../lib/globs.ts';
import { matchesWildcard } from '../lib/wildcard.ts';
import type { ArchitectureDeclaration } from '../model/index.ts';
import { localImports, ownerFinder, type Owner } from './belong.ts';
import { importedPairs } from './dependencies.ts';
import type { ProposedComponent, ProposedDependency, ProposedExternal, ProposedStore, Proposal, Seen } from './proposal.ts';

/** What the repository shows and its architecture.yaml does not say yet. */
export interface Additions {
  readonly components: readonly ProposedComponent[];
  /** Of components that are declared already, to those that are new. */
  readonly dependencies: ReadonlyMap<string, readonly ProposedDependency[]>;
  readonly externals: readonly ProposedExternal[];
  readonly data_stores: readonly ProposedStore[];
  readonly caches: readonly ProposedStore[];
  readonly queues: readonly ProposedStore[];
  /** One line each, for a person. */
  readonly told: readonly string[];
}

/**
 * Only what is new as a whole is added. An import between two components that are both declared is no addition: whether it may
 * be there is what `implicit-communication` asks.
 */
export function additionsTo(declared: ArchitectureDeclaration, proposal: Proposal, seen: Seen): Additions {
  const known: Owner[] = Object.entries(declared.components).map(([name, { path }]) => ({ name, path: listOf(path) }));
  const fresh = newComponents(known, proposal, seen);
  const externals = proposal.externals.filter((one) => !knowsExternal(declared, one)).map((one) => ({ ...one, name: free(one.name, declared.externals) }));
  const stores = (['data_stores', 'caches', 'queues'] as const).map((section) => {
    const proposed = section === 'data_stores' ? proposal.stores : section === 'caches' ? proposal.caches : proposal.queues;
    return [section, proposed.filter(({ name, engine }) => !knowsStore(declared, section, name, engine))] as const;
  });
  const { own, others } = linked(known, fresh, seen, declared, { externals, stores });
  const sections = Object.fromEntries(stores) as unknown as Pick<Additions, 'data_stores' | 'caches' | 'queues'>;
  return {
    components: own, dependencies: others, externals, ...sections,
    told: [
      ...own.map(({ name, path }) => `component ${name} (${path[0]})`), ...externals.map(({ name, from }) => `external ${name} (${from})`),
      ...stores.flatMap(([section, list]) => list.map(({ name, from }) => `${section === 'data_stores' ? 'store' : section === 'caches' ? 'cache' : 'queue'} ${name} (${from})`)),
      ...[...others].flatMap(([from, list]) => list.map(({ component }) => `${from} depends on ${component}`)),
    ],
  };
}

/** Proposed components whose files belong to nobody, or only to the component that the proposal, too, has around them. */
function newComponents(known: readonly Owner[], proposal: Proposal, seen: Seen): ProposedComponent[] {
  const ownerOf = ownerFinder(known);
  const proposedOf = ownerFinder(proposal.components);
  const paths = new Map(known.map(({ name, path }) => [name, path]));
  const around = new Set(proposal.components.flatMap(({ path }) => path));
  const isOpen = (path: string, own: readonly string[]): boolean => {
    const owner = ownerOf(path);
    return owner === undefined || (paths.get(owner) ?? []).some((one) => around.has(one) && !own.includes(one));
  };
  return proposal.components.filter(({ name, path }) => {
    const files = seen.files.files.filter((file) => file.role === 'production' && proposedOf(file.path) === name).map((file) => file.path);
    return files.length > 0 && files.every((file) => isOpen(file, path)) && !known.some((one) => one.path.some((other) => path.includes(other)));
  });
}

const knowsExternal = ({ externals = {} }: ArchitectureDeclaration, { name, packages = [], hosts = [] }: ProposedExternal): boolean =>
  Object.entries(externals).some(([other, external]) => other === name
    || packages.some((one) => (external.packages ?? []).some((pattern) => matchesWildcard(pattern, one)))
    || hosts.some((host) => (external.hosts ?? []).some((one) => host === one || host.endsWith(`.${one}`))));

/** By its name, or by its engine in whichever section it was put. */
const knowsStore = (declared: ArchitectureDeclaration, section: 'data_stores' | 'caches' | 'queues', name: string, engine: string): boolean =>
  (['data_stores', 'caches', 'queues'] as const).some((one) => Object.entries(declared[one] ?? {}).some(([other, value]) => (one === section && other === name) || sameEngine(value.engine, engine)));
const sameEngine = (a: string | undefined, b: string): boolean => a !== undefined && plain(a) === plain(b);
const plain = (engine: string): string => engine.toLowerCase().replace('valkey', 'redis').replace(/^postgres$/, 'postgresql').replace(/^mongo$/, 'mongodb');

const free = (name: string, taken: object | undefined): string => (taken && name in taken ? free(`${name}-2`, taken) : name);

/** The new components' dependencies in the names of the declaration, and those of the declared ones on them. */
function linked(
  known: readonly Owner[], fresh: readonly ProposedComponent[], seen: Seen, declared: ArchitectureDeclaration,
  added: { readonly externals: readonly ProposedExternal[]; readonly stores: readonly (readonly ['data_stores' | 'caches' | 'queues', readonly ProposedStore[]])[] },
): { own: ProposedComponent[]; others: Map<string, ProposedDependency[]> } {
  const renamed = new Map<string, string>();
  for (const { name } of fresh) renamed.set(name, free(name, declared.components));
  const owners: Owner[] = [...known, ...fresh.map(({ name, path }) => ({ name: renamed.get(name)!, path }))];
  const names = new Set(renamed.values());
  const pairs = importedPairs(owners, localImports(seen)).filter(([from, to]) => names.has(from) || names.has(to))
    .map(([from, to, sites]) => [from, { component: to, mode: 'sync', via: 'call', from: `${sites.length === 1 ? '1 import' : `${sites.length} imports`}, ${sites[0]!.from}:${sites[0]!.line}` } satisfies ProposedDependency] as const);
  const isThere = (dependency: ProposedDependency): boolean => {
    const { external, store, cache, queue } = dependency;
    const listed = (section: 'data_stores' | 'caches' | 'queues', name: string): boolean => declared[section]?.[name] !== undefined || added.stores.some(([one, list]) => one === section && list.some((each) => each.name === name));
    if (external !== undefined) return declared.externals?.[external] !== undefined || added.externals.some(({ name }) => name === external);
    if (store !== undefined) return listed('data_stores', store);
    if (cache !== undefined) return listed('caches', cache);
    return queue !== undefined && listed('queues', queue);
  };
  const own = fresh.map((component): ProposedComponent => ({
    ...component,
    name: renamed.get(component.name)!,
    dependsOn: [...pairs.filter(([from]) => from === renamed.get(component.name)).map(([, dependency]) => dependency), ...component.dependsOn.filter((dependency) => dependency.component === undefined && isThere(dependency))],
  }));
  const others = new Map<string, ProposedDependency[]>();
  for (const [from, dependency] of pairs) if (!names.has(from)) others.set(from, [...(others.get(from) ?? []), dependency]);
  return { own, others };
}
