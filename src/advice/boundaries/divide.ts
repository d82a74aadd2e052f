import { compare } from '../../lib/order.ts';
import { adjustedRand, clusters, type Clustering } from './cluster.ts';
import type { Ground } from './ground.ts';
import { namesFor } from './names.ts';

/** Modules divided into groups; shared and wiring modules are in none. */
export interface Division {
  /** Path → name of its group. */
  readonly of: ReadonlyMap<string, string>;
  /** In the order of size. */
  readonly names: readonly string[];
}

export interface Clustered extends Division {
  readonly modularity: number;
  /** How far other starts of the search agree, 0 to 1. */
  readonly stability: number;
  /** By name: how much of the group other starts find together, 0 to 1. */
  readonly firmness: ReadonlyMap<string, number>;
  /** Modules of clusters too small for a boundary, which nothing ties to a larger one. */
  readonly alone: readonly string[];
}

/** Smaller clusters are no boundary: they join the one that they are tied to most. */
const SMALLEST = { modules: 4, share: 0.005 } as const;

/** Proposes groups from what holds modules together. */
export function divide(ground: Ground, resolution: number): Clustered {
  const kept = ground.modules.filter((path) => !ground.shared.has(path) && !ground.wiring.has(path));
  const nodes = [...new Set([...kept, ...ground.ties.flatMap(({ a, b }) => [a, b])])].sort(compare);
  const found = clusters(nodes, ground.ties, resolution);
  const smallest = Math.max(SMALLEST.modules, Math.round(SMALLEST.share * kept.length));
  const joined = joinSmall(found, ground, new Set(kept), smallest);
  const members = new Map<number, string[]>();
  for (const path of kept) {
    const cluster = joined.get(path)!;
    members.set(cluster, [...(members.get(cluster) ?? []), path]);
  }
  const groups = [...members.values()].sort((a, b) => b.length - a.length || compare(a[0]!, b[0]!));
  const large = groups.filter((paths) => paths.length >= smallest);
  const names = namesFor(large, ground.modules);
  return {
    of: new Map(large.flatMap((paths, index) => paths.map((path) => [path, names[index]!] as const))),
    names,
    modularity: found.modularity,
    stability: found.stability,
    firmness: new Map(large.map((paths, index) => [names[index]!, firmnessOf(paths, found)])),
    alone: groups.filter((paths) => paths.length < smallest).flat().sort(compare),
  };
}

/** A cluster of few modules goes to the one that its ties lead to most. */
function joinSmall({ of }: Clustering, { ties }: Ground, modules: ReadonlySet<string>, smallest: number): Map<string, number> {
  const sizes = new Map<number, number>();
  for (const [node, cluster] of of) if (modules.has(node)) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const isSmall = (cluster: number): boolean => (sizes.get(cluster) ?? 0) < smallest;
  const pull = new Map<number, Map<number, number>>();
  const add = (from: number, to: number, weight: number): void => {
    const towards = pull.get(from) ?? new Map<number, number>();
    pull.set(from, towards.set(to, (towards.get(to) ?? 0) + weight));
  };
  for (const { a, b, weight } of ties) {
    const [x, y] = [of.get(a)!, of.get(b)!];
    if (x !== y && isSmall(x) && !isSmall(y)) add(x, y, weight);
    if (x !== y && isSmall(y) && !isSmall(x)) add(y, x, weight);
  }
  const target = (cluster: number): number => [...(pull.get(cluster) ?? [])].sort((one, other) => other[1] - one[1] || one[0] - other[0])[0]?.[0] ?? cluster;
  return new Map([...of].map(([node, cluster]) => [node, target(cluster)]));
}

/** The mean over all other starts of the largest overlap (Jaccard) with one of their clusters. */
function firmnessOf(paths: readonly string[], { others }: Clustering): number {
  if (others.length === 0) return 1;
  const mine = new Set(paths);
  const overlaps = others.map((other) => {
    const met = new Map<number, number>();
    for (const path of paths) met.set(other.get(path)!, (met.get(other.get(path)!) ?? 0) + 1);
    const sizes = new Map<number, number>();
    for (const [node, cluster] of other) if (met.has(cluster) && (mine.has(node) || !/^(?:table|folder) /.test(node))) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
    return Math.max(...[...met].map(([cluster, both]) => both / (sizes.get(cluster)! + paths.length - both)));
  });
  return overlaps.reduce((sum, one) => sum + one, 0) / overlaps.length;
}

/** A declared component beside the clusters that its modules lie in. */
export interface Overlap {
  readonly component: string;
  readonly modules: number;
  /** The cluster that holds most of them, and how many. */
  readonly cluster: string;
  readonly inside: number;
}

export interface Agreement {
  /** Adjusted Rand index over the modules that have both: 1 the same division, 0 what chance would give. */
  readonly adjustedRand: number;
  readonly compared: number;
  readonly overlaps: readonly Overlap[];
}

/** How far the clusters are the declared components. */
export function agreement(clustered: Division, components: ReadonlyMap<string, string>): Agreement {
  const both = new Map([...components].filter(([path]) => clustered.of.has(path)));
  const counts = new Map<string, Map<string, number>>();
  for (const [path, component] of both) {
    const cluster = clustered.of.get(path)!;
    const row = counts.get(component) ?? new Map<string, number>();
    counts.set(component, row.set(cluster, (row.get(cluster) ?? 0) + 1));
  }
  const overlaps = [...counts].map(([component, row]): Overlap => {
    const [cluster, inside] = [...row].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]!;
    return { component, modules: [...row.values()].reduce((sum, one) => sum + one, 0), cluster, inside };
  });
  return { adjustedRand: adjustedRand(both, clustered.of), compared: both.size, overlaps: overlaps.sort((a, b) => compare(a.component, b.component)) };
}
