import { UndirectedGraph } from 'graphology';
import communities from 'graphology-communities-louvain';
import { compare } from '../../lib/order.ts';
import type { Tie } from './ground.ts';

// Its types speak of a module with a default export; what is loaded is the function itself.
const louvain = communities as unknown as typeof communities.default;

/** Starts with different orders of the same graph: the best is kept, and how far the others agree is told. */
const STARTS = 10;

export interface Clustering {
  /** Node → number of its cluster, from 0 by size. */
  readonly of: ReadonlyMap<string, number>;
  /** Share of the ties' weight that lies inside clusters beyond what chance would put there. */
  readonly modularity: number;
  /** Mean adjusted Rand index of the kept clustering with the other starts, 1: they all agree. */
  readonly stability: number;
  /** The other starts. */
  readonly others: readonly ReadonlyMap<string, number>[];
}

/** Communities of the weighted graph, by the Louvain method; nodes and ties must come sorted, then the answer is always the same. */
export function clusters(nodes: readonly string[], ties: readonly Tie[], resolution: number): Clustering {
  const graph = new UndirectedGraph();
  for (const node of nodes) graph.addNode(node);
  for (const { a, b, weight } of ties) graph.addEdge(a, b, { weight });
  if (graph.size === 0) return { of: new Map(nodes.map((node, index) => [node, index])), modularity: 0, stability: 1, others: [] };
  const runs = Array.from({ length: STARTS }, (_, start) => louvain.detailed(graph, { resolution, getEdgeWeight: 'weight', rng: random(start + 1) }));
  const best = runs.reduce((one, other) => (other.modularity > one.modularity + 1e-9 ? other : one));
  const asMap = (found: Readonly<Record<string, number>>): Map<string, number> => new Map(nodes.map((node) => [node, found[node]!]));
  const others = runs.filter((run) => run !== best).map(({ communities }) => asMap(communities));
  const of = bySize(asMap(best.communities));
  const stability = others.reduce((sum, other) => sum + adjustedRand(of, other), 0) / Math.max(1, others.length);
  return { of, modularity: best.modularity, stability, others };
}

/** Numbers in the order of size, then of the first node. */
function bySize(of: ReadonlyMap<string, number>): Map<string, number> {
  const members = new Map<number, string[]>();
  for (const [node, cluster] of of) members.set(cluster, [...(members.get(cluster) ?? []), node]);
  const ordered = [...members.values()].sort((x, y) => y.length - x.length || compare(x[0]!, y[0]!));
  return new Map(ordered.flatMap((nodes, number) => nodes.map((node) => [node, number] as const)));
}

/** Agreement of two divisions of the same things beyond chance: 1 the same, 0 as good as none. */
export function adjustedRand<A, B>(one: ReadonlyMap<string, A>, other: ReadonlyMap<string, B>): number {
  const [cells, rows, columns] = [new Map<A, Map<B, number>>(), new Map<A, number>(), new Map<B, number>()];
  let count = 0;
  for (const [node, a] of one) {
    const b = other.get(node);
    if (b === undefined) continue;
    count += 1;
    const row = cells.get(a) ?? new Map<B, number>();
    cells.set(a, row.set(b, (row.get(b) ?? 0) + 1));
    rows.set(a, (rows.get(a) ?? 0) + 1);
    columns.set(b, (columns.get(b) ?? 0) + 1);
  }
  const pairs = (number: number): number => (number * (number - 1)) / 2;
  const total = (numbers: Iterable<number>): number => [...numbers].reduce((sum, number) => sum + pairs(number), 0);
  const [inRows, inColumns] = [total(rows.values()), total(columns.values())];
  const expected = (inRows * inColumns) / Math.max(1, pairs(count));
  const most = (inRows + inColumns) / 2;
  return most === expected ? 1 : (total([...cells.values()].flatMap((row) => [...row.values()])) - expected) / (most - expected);
}

/** Mulberry32: small, quick and the same everywhere; chance is all that is asked of it. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
