import { driverOf, engineOfDialect, MAPPERS, purposeOf, type Driver } from '../lib/drivers.ts';
import { imageName } from '../lib/images.ts';
import { compare } from '../lib/order.ts';
import { matchesWildcard } from '../lib/wildcard.ts';
import type { Store } from '../model/index.ts';
import { nearestToRoot, oneAVariable, ofCatalogue, ofOperations, ofOtherFiles, ofTests, ofUsers, withoutAlternatives, withoutEnvironment, type Draft, type Section } from './alternatives.ts';
import { installedImports, ownerFinder } from './belong.ts';
import { componentOfWorkload, hostIn } from './dependencies.ts';
import { isSource, type Part } from './parts.ts';
import { placeText, type ProposedStore, type Seen } from './proposal.ts';

interface Use { readonly component: string; readonly section: Section; readonly name: string; readonly at: string }
export interface FoundStores {
  readonly stores: readonly ProposedStore[];
  readonly caches: readonly ProposedStore[];
  readonly queues: readonly ProposedStore[];
  readonly uses: readonly Use[];
  /** Sentences on what was left out. */
  readonly notes: readonly string[];
}

/** Stores, caches and queues: those that deployment files bring up, then those that only a driver or a schema tells of. */
export function findStores(parts: readonly Part[], seen: Seen): FoundStores {
  const drivers = driversInUse(seen);
  const drafts = withoutAlternatives(deployedStores(seen, (engine) => drivers.some((one) => sameEngine(engine, one.engine))), parts);
  const mapped = mappedEngines(seen, drafts, drivers.map(({ engine }) => engine));
  const ownerOf = ownerFinder(parts);
  const { engines: foreign, notes } = ofUsers(
    driverImports(seen).map(({ from, line, driver }) => ({ component: ownerOf(from), engine: driver.engine, purpose: driver.purpose, at: `${from}:${line}` })),
    (engine) => [...drafts, ...mapped].some((one) => sameEngine(one.engine, engine)),
  );
  for (const { engine, section, purpose, from, env } of [...mapped, ...drivers.filter((one) => !foreign.has(one.engine))]) {
    const known = drafts.find((one) => one.section === section && sameEngine(one.engine, engine))
      // A queue of Redis, too, runs on the Redis that is deployed; the queue is told, and so is what it runs on.
      ?? (section === 'caches' ? drafts.find((one) => one.section === 'stores' && sameEngine(one.engine, engine)) : undefined);
    if (known) {
      const own = isPlanetScale(known.engine, engine) ? { ...known, name: known.name === known.engine ? free(engine, drafts) : known.name, engine } : known;
      drafts[drafts.indexOf(known)] = env && !own.env ? { ...own, env: [env] } : own;
      continue;
    }
    drafts.push({ name: free(engine, drafts), engine, section, ...(purpose && { purpose }), ...(env && { env: [env] }), from });
  }
  const settled = withRedisOfQueues(oneAVariable(drafts), drivers.map(({ engine }) => engine));
  const of = (section: Section): ProposedStore[] => settled.filter((one) => one.section === section).map(({ name, engine, purpose, env, from }) => ({ name, engine, ...(purpose && { purpose }), ...(env && { env }), from }));
  return { stores: of('stores'), caches: of('caches'), queues: of('queues'), uses: usesOf(parts, seen, settled), notes };
}

const sameEngine = (a: string, b: string): boolean => a === b || (a === 'search' && purposeOf(b) === 'search') || (a === 'minio' && b === 's3') || isPlanetScale(a, b) || isPlanetScale(b, a);
/** It is MySQL that a provider runs; what tools and a developer's machine call MySQL is the same database. */
const isPlanetScale = (a: string, b: string): boolean => a === 'mysql' && b === 'planetscale';
const free = (name: string, drafts: readonly Draft[]): string => {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`;
    if (!drafts.some((one) => one.name === candidate)) return candidate;
  }
};

/** One draft a store, however often it is described: by name where a release has several of an engine, else by engine. */
function deployedStores({ stores: { stores }, workloads: { workloads }, files: { files } }: Seen, isSpokenTo: (engine: string) => boolean): Draft[] {
  const own = ofOperations(stores, isSpokenTo);
  const real = ofCatalogue(ofOtherFiles(ofTests(own.filter(({ example, isDeadLetter, at, kind, name }) => !example && !isDeadLetter && !/^(?:\.|docs?\/)/.test(at.file) && !(kind === 'bucket' && OPERATIONAL.test(name))))), files.filter(isSource).map(({ path }) => path));
  const drafts: Draft[] = [];
  const byEngine = new Map<string, Store[]>();
  for (const store of real) {
    const engine = engineOf(store, workloads);
    byEngine.set(`${sectionOf(store)} ${engine}`, [...(byEngine.get(`${sectionOf(store)} ${engine}`) ?? []), store]);
  }
  for (const group of byEngine.values()) {
    const releases = new Map<string, Set<string>>();
    for (const { release, name } of group) releases.set(release, (releases.get(release) ?? new Set()).add(withoutEnvironment(name).toLowerCase()));
    const several = [...releases.values()].some((names) => names.size > 1);
    const parts = several ? Object.values(grouped(group)) : [group];
    for (const part of parts) {
      const first = nearestToRoot(part);
      const engine = engineOf(first, workloads);
      const purpose = sectionOf(first) === 'stores' ? purposeOf(engine) : undefined;
      const name = withoutEnvironment(first.name.replace(/^aws_\w+\./, ''));
      drafts.push({ name: free(name, drafts), engine, section: sectionOf(first), ...(purpose && { purpose }), from: placesOf([first, ...part.filter((one) => one !== first)]), deployed: part });
    }
  }
  return drafts.sort((a, b) => compare(a.name, b.name));
}

const grouped = (stores: readonly Store[]): Record<string, Store[]> => {
  const groups: Record<string, Store[]> = {};
  for (const store of stores) (groups[withoutEnvironment(store.name).toLowerCase()] ??= []).push(store);
  return groups;
};

/** `compose.yaml:12, k8s/db.yaml:1`; the first of each source. */
const placesOf = (stores: readonly Store[]): string => {
  const bySource = new Map(stores.map(({ source, at }) => [source, placeText(at)] as const).reverse());
  return [...bySource.values()].reverse().slice(0, 2).join(', ');
};

const sectionOf = ({ kind }: Store): Section => (kind === 'cache' ? 'caches' : kind === 'queue' || kind === 'topic' ? 'queues' : 'stores');

/** A search engine, document store or bucket by its own name where its image tells it. */
function engineOf(store: Store, workloads: Seen['workloads']['workloads']): string {
  if (store.engine === 'minio') return 's3';
  if (!['search', 'document', 'queue'].includes(store.engine)) return store.engine;
  const image = workloads.find(({ name }) => name === store.name)?.deployments.find((one) => one.image !== undefined)?.image;
  return image === undefined ? store.engine : imageName(image).replace(/-(?:oss|alpine|server)$/, '');
}

/** Buckets that operations need, not the application. */
const OPERATIONAL = /state|terraform|logs?\b|artifact|backup|cloudtrail|deploy|codepipeline|lambda[-_]?code/i;

interface InUse { readonly engine: string; readonly section: Section; readonly purpose?: string; readonly env?: string; readonly from: string }

/** Drivers that production code imports. */
function driversInUse(seen: Seen): InUse[] {
  const found = new Map<string, InUse>();
  for (const { from, line, external, driver } of driverImports(seen)) {
    if (found.has(`${driver.section} ${driver.engine}`)) continue;
    found.set(`${driver.section} ${driver.engine}`, { engine: driver.engine, section: driver.section, ...(driver.purpose && { purpose: driver.purpose }), from: `${external}, ${from}:${line}` });
  }
  return [...found.values()].sort((a, b) => compare(a.engine, b.engine));
}

/** Imports of drivers by the server's side: those in modules that also call them, or where none does, all. */
function driverImports(seen: Seen): { from: string; line: number; external: string; driver: Driver }[] {
  const browser = new Set(seen.files.files.filter(({ side }) => side === 'browser').map(({ path }) => path));
  const all = installedImports(seen).flatMap(({ from, line, external, kind }) => {
    const driver = external === undefined || kind === 'type' || browser.has(from) ? undefined : driverOf(external);
    return driver ? [{ from, line, external: external!, driver }] : [];
  });
  const calls = ({ from, external }: { from: string; external: string }): boolean => {
    const { constructions = [], calls: sites = [] } = seen.calls[from] ?? {};
    return [...constructions, ...sites].some(({ ref }) => ref.from === external || ref.from?.startsWith(`${external}/`));
  };
  const proven = all.filter(calls);
  const sure = new Set(proven.map(({ driver }) => driver));
  return all.filter((one) => !sure.has(one.driver) || proven.includes(one));
}

/** Databases behind an object mapper: its schema or configuration names the dialect; else the one driver that is installed beside it. */
function mappedEngines(seen: Seen, deployed: readonly Draft[], drivers: readonly string[]): InUse[] {
  const found = new Map<string, InUse>();
  const add = (dialect: string, from: string, env?: string): void => {
    const engine = engineOfDialect(dialect);
    if (engine !== undefined && !found.has(engine)) found.set(engine, { engine, section: 'stores', ...(purposeOf(engine) && { purpose: purposeOf(engine)! }), from, ...(env && { env }) });
  };
  for (const { engine, env, at } of seen.datasources.datasources) add(engine, placeText(at), env);
  const roles = new Map(seen.files.files.map(({ path, role }) => [path, role]));
  for (const [path, { constructions, calls }] of Object.entries(seen.calls)) {
    if (!['production', 'tooling'].includes(roles.get(path) ?? '')) continue;
    for (const { ref, args = [], line } of [...constructions, ...calls]) {
      if (ref.from === undefined || !(isMapper(ref.from) || ref.from === 'drizzle-kit')) continue;
      for (const argument of args) {
        if (!('bag' in argument)) continue;
        for (const key of ['type', 'dialect', 'client']) {
          const value = argument.bag.values[key];
          if (typeof value === 'string') add(value, `${path}:${line}`);
        }
      }
    }
  }
  const mapper = installedImports(seen).find(({ external, kind }) => external !== undefined && kind !== 'type' && isMapper(external));
  const known = (engine: string): boolean => purposeOf(engine) === 'relational' || engine === 'mongodb';
  if (mapper && found.size === 0 && !deployed.some(({ engine }) => known(engine)) && !drivers.some(known)) {
    const installed = [...new Set(seen.packages.packages.flatMap(({ dependencies }) => Object.keys(dependencies)).map((name) => driverOf(name)).filter((driver) => driver !== undefined && known(driver.engine)).map((driver) => driver!.engine))];
    if (installed.length === 1) add(installed[0]!, `${mapper.external}, ${mapper.from}:${mapper.line}, with the driver in package.json`);
  }
  return [...found.values()];
}

const isMapper = (name: string): boolean => MAPPERS.some((pattern) => matchesWildcard(pattern, name));

/** Redis that only queues run on is a store of queues, not a cache. */
function withRedisOfQueues(drafts: readonly Draft[], drivers: readonly string[]): Draft[] {
  const queued = drafts.some(({ engine, section }) => section === 'queues' && engine === 'bullmq');
  return drafts.map((one) => (one.section === 'caches' && one.engine === 'redis' && queued && !drivers.includes('redis')
    ? { ...one, section: 'stores', purpose: 'queue' } : one));
}

/** Which component speaks to which of them: by clients in code, and by addresses that its deployment is given. */
function usesOf(parts: readonly Part[], seen: Seen, drafts: readonly Draft[]): Use[] {
  const ownerOf = ownerFinder(parts);
  const uses = new Map<string, Use>();
  const add = (component: string | undefined, draft: Draft | undefined, at: string): void => {
    if (component === undefined || draft === undefined) return;
    const key = `${component} ${draft.section} ${draft.name}`;
    if (!uses.has(key)) uses.set(key, { component, section: draft.section, name: draft.name, at });
  };
  const only = (matching: readonly Draft[]): Draft | undefined => (matching.length === 1 ? matching[0] : undefined);
  const relational = only(drafts.filter(({ purpose }) => purpose === 'relational')) ?? only(drafts.filter(({ engine }) => engine === 'mongodb'));
  for (const { from, line, external, driver } of driverImports(seen)) {
    add(ownerOf(from), only(drafts.filter((one) => sameEngine(one.engine, driver.engine) && (one.section === driver.section || (driver.section === 'caches' && one.purpose === 'queue')))), `${external}, ${from}:${line}`);
  }
  for (const { package: name, kind, at } of [...seen.outbound.clients, ...seen.outbound.calls]) {
    if (kind === 'database' && isMapper(name)) add(ownerOf(at.file), relational, placeText(at));
  }
  const componentOf = componentOfWorkload(parts);
  for (const workload of seen.workloads.workloads) {
    const component = componentOf(workload);
    if (component === undefined) continue;
    for (const { env, example } of workload.deployments) {
      if (example) continue;
      for (const { value, at } of env) {
        const host = value === undefined ? undefined : hostIn(value)?.host ?? (/^[a-z][a-z\d-]+$/.test(value) ? value : undefined);
        if (host !== undefined) add(component, drafts.find(({ deployed }) => deployed?.some(({ name }) => name.toLowerCase() === host)), placeText(at));
      }
    }
  }
  for (const { services } of seen.compose.projects) {
    for (const { name, value, at } of services) {
      const workload = seen.workloads.workloads.find((one) => one.name.toLowerCase() === name.toLowerCase() && one.role === 'service');
      const needs = (value as { depends_on?: unknown } | null)?.depends_on;
      const names = Array.isArray(needs) ? needs : typeof needs === 'object' && needs !== null ? Object.keys(needs) : [];
      for (const other of names) add(workload && componentOf(workload), drafts.find(({ deployed }) => deployed?.some((one) => one.name === other)), `${placeText(at)} depends_on`);
    }
  }
  return [...uses.values()].sort((a, b) => compare(a.component, b.component) || compare(a.name, b.name));
}
