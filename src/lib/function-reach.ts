import type { Outbound } from '../model/index.ts';

/** Functions that some functions lead to, themselves included, some hops deep. */
export function reachable(graph: Outbound['graph'], from: readonly string[], hops: number): ReadonlySet<string> {
  const seen = new Set(from);
  let level = [...from];
  for (let hop = 0; hop < hops && level.length > 0; hop++) {
    const next: string[] = [];
    for (const key of level) {
      for (const { to } of graph[key] ?? []) {
        if (seen.has(to)) continue;
        seen.add(to);
        next.push(to);
      }
    }
    level = next;
  }
  return seen;
}
