import type { Successors } from './strong-components.ts';

/** Edges looked at before the shortest cycle found so far is taken for the shortest; only huge rings reach it. */
const BUDGET = 10_000_000;

/**
 * A shortest cycle of a strongly connected graph as its nodes in order, beginning with the smallest of them; `through` keeps
 * only cycles that use one of these edges. A search from each node never goes deeper than the best cycle so far.
 */
export function shortestCycle(successors: Successors, through?: (from: number, to: number) => boolean): number[] {
  let best: number[] | undefined;
  let budget = BUDGET;
  const parent = new Int32Array(successors.length);
  const seen = new Int32Array(successors.length).fill(-1);
  const depth = new Int32Array(successors.length);
  let round = 0;

  /** The shortest path, or nothing when it is longer than `limit` edges. */
  const path = (from: number, to: number, limit: number): number[] | undefined => {
    round += 1;
    const queue = [from];
    seen[from] = round;
    depth[from] = 0;
    for (const node of queue) {
      if (depth[node]! >= limit) return undefined;
      for (const target of successors[node]!) {
        budget -= 1;
        if (target === to) {
          const nodes = [to, node];
          for (let step = node; step !== from; step = parent[step]!) nodes.push(parent[step]!);
          return nodes.reverse();
        }
        if (seen[target] === round) continue;
        seen[target] = round;
        parent[target] = node;
        depth[target] = depth[node]! + 1;
        queue.push(target);
      }
    }
    return undefined;
  };

  for (let start = 0; start < successors.length && (budget > 0 || !best) && best?.length !== 2; start++) {
    if (!through) {
      const cycle = path(start, start, (best?.length ?? Infinity) - 1);
      if (cycle) best = cycle.slice(0, -1);
      continue;
    }
    for (const target of successors[start]!) {
      if (!through(start, target)) continue;
      const back = path(target, start, (best?.length ?? Infinity) - 2);
      if (back) best = [start, ...back.slice(0, -1)];
    }
  }
  const cycle = best ?? [];
  const first = cycle.indexOf(Math.min(...cycle));
  return [...cycle.slice(first), ...cycle.slice(0, first)];
}
