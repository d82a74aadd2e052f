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

/** The address that each function is handed on the way, of those that some function leads to, itself included. */
export function addressed(graph: Outbound['graph'], from: string, url: string | undefined, hops: number): ReadonlyMap<string, string | undefined> {
  const seen = new Map([[from, url]]);
  let level = [from];
  for (let hop = 0; hop < hops && level.length > 0; hop++) {
    const next: string[] = [];
    for (const key of level) {
      for (const edge of graph[key] ?? []) {
        if (seen.has(edge.to)) continue;
        seen.set(edge.to, edge.url ?? seen.get(key));
        next.push(edge.to);
      }
    }
    level = next;
  }
  return seen;
}
