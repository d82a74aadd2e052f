import { compare } from '../../lib/order.ts';
import type { ModuleEdge } from '../../model/index.ts';
import type { Division } from './divide.ts';
import type { Ground } from './ground.ts';

/** A module that hangs more on another component than on its own. */
export interface Misplaced {
  readonly path: string;
  readonly component: string;
  /** The component that most of its cluster belongs to. */
  readonly drawnTo: string;
  readonly cluster: string;
  /** Weight of its ties (imports, shared tables, common commits) with its own component and with the other. */
  readonly own: number;
  readonly other: number;
  /** An import that ties it there. */
  readonly by?: ModuleEdge;
}

/** Modules whose cluster belongs to another component, and whose ties without those of the folder say the same. */
export function misplacedIn(ground: Ground, clustered: Division, components: ReadonlyMap<string, string>): Misplaced[] {
  const homes = homesOf(clustered, components);
  const pulls = pullsOf(ground, components);
  const sizes = new Map<string, number>();
  for (const component of components.values()) sizes.set(component, (sizes.get(component) ?? 0) + 1);
  return [...clustered.of].flatMap(([path, cluster]): Misplaced[] => {
    const component = components.get(path);
    const drawnTo = homes.get(cluster);
    if (component === undefined || drawnTo === undefined || component === drawnTo) return [];
    // What is a component by itself, such as an entry, can hang on nothing of its own.
    if (sizes.get(component) === 1) return [];
    const [own, other] = [pulls.get(path)?.get(component) ?? 0, pulls.get(path)?.get(drawnTo) ?? 0];
    if (other <= own) return [];
    const by = ground.edges.find(({ from, to }) => (from === path && components.get(to) === drawnTo) || (to === path && components.get(from) === drawnTo));
    return [{ path, component, drawnTo, cluster, own, other, ...(by && { by }) }];
  }).sort((a, b) => b.other - b.own - (a.other - a.own) || compare(a.path, b.path));
}

/** Cluster → the component that most of its modules belong to. */
function homesOf({ of }: Division, components: ReadonlyMap<string, string>): Map<string, string> {
  const counts = new Map<string, Map<string, number>>();
  for (const [path, cluster] of of) {
    const component = components.get(path);
    if (component === undefined) continue;
    const row = counts.get(cluster) ?? new Map<string, number>();
    counts.set(cluster, row.set(component, (row.get(component) ?? 0) + 1));
  }
  return new Map([...counts].map(([cluster, row]) => [cluster, [...row].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]![0]]));
}

/** Module → component → weight of the ties with its modules; two users of one table are tied by it. */
function pullsOf({ ties }: Ground, components: ReadonlyMap<string, string>): Map<string, Map<string, number>> {
  const found = new Map<string, Map<string, number>>();
  const add = (path: string, component: string | undefined, weight: number): void => {
    if (component === undefined) return;
    const row = found.get(path) ?? new Map<string, number>();
    found.set(path, row.set(component, (row.get(component) ?? 0) + weight));
  };
  const users = new Map<string, { path: string; weight: number }[]>();
  for (const { a, b, weight } of ties) {
    if (a.startsWith('folder ')) continue;
    const table = b.startsWith('table ') ? b : undefined;
    if (table === undefined) {
      add(a, components.get(b), weight);
      add(b, components.get(a), weight);
    } else users.set(table, [...(users.get(table) ?? []), { path: a, weight }]);
  }
  for (const list of users.values()) {
    for (const one of list) for (const other of list) if (one !== other) add(one.path, components.get(other.path), Math.min(one.weight, other.weight) / list.length);
  }
  return found;
}
