import { addressOf } from '../lib/hosts.ts';
import { at as pick } from '../lib/json.ts';
import { imageName } from '../lib/images.ts';
import { compare } from '../lib/order.ts';
import { isWithin } from '../lib/paths.ts';
import type { Workload } from '../model/index.ts';
import { ancestorsIn, ownerFinder, type LocalImport, type Owner } from './belong.ts';
import type { Part } from './parts.ts';
import { placeText, type ProposedDependency, type Seen } from './proposal.ts';
import type { FoundStores } from './stores.ts';

/** What each component talks to: by imports, by addresses that its deployment is given, by clients of stores. */
export function dependenciesOf(parts: readonly Part[], seen: Seen, imports: readonly LocalImport[], stores: FoundStores): Map<string, ProposedDependency[]> {
  const found = new Map<string, Map<string, ProposedDependency>>(parts.map(({ name }) => [name, new Map()]));
  const add = (from: string, dependency: ProposedDependency): void => {
    const key = `${dependency.component ?? ''} ${dependency.external ?? ''} ${dependency.store ?? ''} ${dependency.queue ?? ''} ${dependency.cache ?? ''}`;
    const list = found.get(from);
    if (list && !list.has(key)) list.set(key, dependency);
  };
  for (const [from, to, sites] of importedPairs(parts, imports)) {
    add(from, { component: to, mode: 'sync', via: 'call', from: `${sites.length === 1 ? '1 import' : `${sites.length} imports`}, ${sites[0]!.from}:${sites[0]!.line}` });
  }
  for (const { from, to, via, at } of addressed(parts, seen)) add(from, { component: to, mode: 'sync', via, from: at });
  for (const { component, section, name, at } of stores.uses) {
    add(component, { [section === 'stores' ? 'store' : section === 'caches' ? 'cache' : 'queue']: name, mode: section === 'queues' ? 'async' : 'sync', via: section === 'stores' ? (stores.stores.find((one) => one.name === name)?.purpose === 'object-storage' ? 'sdk' : 'database') : section === 'caches' ? 'cache' : 'queue', from: at });
  }
  return new Map([...found].map(([name, list]) => [name, [...list.values()]]));
}

/** Pairs of components with the imports between them; what a part's own surroundings wire is no communication. */
export function importedPairs(owners: readonly Owner[], imports: readonly LocalImport[]): (readonly [string, string, readonly LocalImport[]])[] {
  const ownerOf = ownerFinder(owners);
  const insideOf = ancestorsIn(owners);
  const pairs = new Map<string, { from: string; to: string; sites: LocalImport[] }>();
  for (const edge of imports) {
    const [from, to] = [ownerOf(edge.from), ownerOf(edge.to)];
    if (from === undefined || to === undefined || from === to || insideOf(to).includes(from)) continue;
    const key = `${from}\0${to}`;
    const pair = pairs.get(key);
    if (pair) pair.sites.push(edge);
    else pairs.set(key, { from, to, sites: [edge] });
  }
  return [...pairs.values()].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to)).map(({ from, to, sites }) => [from, to, sites]);
}

interface Addressed { readonly from: string; readonly to: string; readonly via: 'http' | 'grpc'; readonly at: string }

/** Addresses of other workloads of the repository, in the environment of one and in the order that compose starts them. */
function addressed(parts: readonly Part[], { workloads: { workloads }, compose }: Seen): Addressed[] {
  const partOf = componentOfWorkload(parts);
  const services = new Map<string, string>();
  const grpc = new Set<string>();
  for (const workload of workloads) {
    const part = partOf(workload);
    if (part === undefined) continue;
    services.set(workload.name.toLowerCase(), part);
    for (const { exposures, ports, probes } of workload.deployments) {
      for (const { by, name } of exposures) if (by === 'service') services.set(name.toLowerCase(), part);
      if (ports.some(({ name }) => name !== undefined && /grpc/i.test(name)) || probes.some(({ how }) => how === 'grpc')) grpc.add(part);
    }
  }
  const found: Addressed[] = [];
  for (const workload of workloads) {
    const from = partOf(workload);
    if (from === undefined) continue;
    for (const { env, example } of workload.deployments) {
      if (example) continue;
      for (const { value, at } of env) {
        const address = value === undefined ? undefined : hostIn(value);
        const to = address && services.get(address.host);
        if (to === undefined || to === from) continue;
        found.push({ from, to, via: grpc.has(to) || address!.scheme === 'grpc' ? 'grpc' : 'http', at: placeText(at) });
      }
    }
  }
  for (const { services: list } of compose.projects) {
    for (const { name, value, at } of list) {
      const from = services.get(name.toLowerCase());
      const needs = pick(value, 'depends_on');
      const names = Array.isArray(needs) ? needs.filter((one): one is string => typeof one === 'string') : typeof needs === 'object' && needs !== null ? Object.keys(needs) : [];
      for (const other of names) {
        const to = services.get(other.toLowerCase());
        if (from !== undefined && to !== undefined && to !== from) found.push({ from, to, via: grpc.has(to) ? 'grpc' : 'http', at: `${placeText(at)} depends_on` });
      }
    }
  }
  return found;
}

/** `http://cart:8080`, `cart:7070`, `cart.default.svc.cluster.local:80`; a bare word is a host only where it is nothing else, and is not taken. */
export function hostIn(value: string): { readonly host: string; readonly scheme?: string } | undefined {
  const url = addressOf(value);
  const plain = url?.host ?? /^(?:dns:\/+)?([a-z][a-z\d-]*(?:\.[a-z\d.-]+)?):\d{2,5}$/i.exec(value)?.[1];
  return plain === undefined ? undefined : { host: plain.toLowerCase().split('.')[0]!, ...(url && { scheme: url.scheme }) };
}

/** The component that a workload of one's own runs: the one that names it, or the one whose folder it is built from. */
export function componentOfWorkload(parts: readonly Part[]): (workload: Workload) => string | undefined {
  const named = new Map(parts.flatMap(({ name, workload, runs = [] }) => [...runs, ...(workload ? [workload] : [])].map((one) => [one, name] as const)));
  const services = parts.filter(({ kind }) => kind === 'service' || kind === 'worker');
  return (workload) => {
    if (workload.role !== 'service') return undefined;
    const known = named.get(workload);
    const { dir } = workload;
    if (known !== undefined || dir === undefined) return known;
    const holding = parts.filter(({ path }) => path.some((one) => one === dir || (one !== '.' && isWithin(dir, one)) || (dir === '.' && one === '.')));
    const exact = [...holding].sort((a, b) => b.path[0]!.length - a.path[0]!.length)[0]?.name;
    // A folder above one single part is that part's build context.
    const below = exact === undefined ? parts.filter(({ path }) => path.every((one) => isWithin(one, dir))) : [];
    if (exact !== undefined) return exact;
    if (below.length === 1) return below[0]!.name;
    // What is built from the root, or from a folder of Dockerfiles, is what runs there, if one thing does.
    return below.length === 0 && services.length === 1 ? services[0]!.name : undefined;
  };
}

/** Workloads that a component runs and whose folder or name does not tell so; an image of the project's own name is its one service. */
export function namedWorkloads(parts: readonly Part[], { workloads: { workloads } }: Seen, project: string): Map<string, string[]> {
  const partOf = componentOfWorkload(parts);
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z\d]/g, '');
  const services = parts.filter(({ kind }) => kind === 'service');
  const found = new Map<string, string[]>();
  for (const workload of workloads) {
    const lasting = workload.deployments.filter(({ kind, example }) => kind !== 'function' && !example);
    if (workload.role !== 'service' || lasting.length === 0) continue;
    const { dir } = workload;
    const own = [workload.name, ...lasting.flatMap(({ image }) => (image === undefined ? [] : [imageName(image)]))].map(plain);
    const name = partOf(workload) ?? (dir === undefined && services.length === 1 && own.some((one) => one === plain(project) || one === plain(services[0]!.name)) ? services[0]!.name : undefined);
    if (name === undefined || plain(name) === plain(workload.name)) continue;
    const paths = parts.find((part) => part.name === name)!.path;
    const tells = dir !== undefined && dir !== '.' && paths.some((path) => path !== '.' && isWithin(dir, path));
    if (!tells) found.set(name, [...new Set([...(found.get(name) ?? []), workload.name])]);
  }
  return found;
}
