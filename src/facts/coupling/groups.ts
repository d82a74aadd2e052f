import type { GroupEdge, Instability, ModuleEdge } from '../../model/index.ts';
import { compare } from '../../lib/order.ts';

const MOST_SITES = 20;

/** Edges between the groups of modules; `groupOf` answers the pair of groups that an import joins, if it joins any. */
export function groupEdges(edges: readonly ModuleEdge[], groupsOf: (edge: ModuleEdge) => readonly [string, string] | undefined): GroupEdge[] {
  const found = new Map<string, { from: string; to: string; imports: number; typeOnly: number; sites: ModuleEdge[] }>();
  for (const edge of edges) {
    const groups = groupsOf(edge);
    if (!groups || groups[0] === groups[1]) continue;
    const [from, to] = groups;
    const key = JSON.stringify([from, to]);
    let group = found.get(key);
    if (!group) found.set(key, (group = { from, to, imports: 0, typeOnly: 0, sites: [] }));
    group.imports += 1;
    if (edge.kind === 'type') group.typeOnly += 1;
    if (group.sites.length < MOST_SITES) group.sites.push(edge);
  }
  return [...found.values()].sort((a, b) => compare(a.from, b.from) || compare(a.to, b.to));
}

/** How many others depend on each group, and on how many it depends. */
export function instabilityOf(names: readonly string[], edges: readonly GroupEdge[]): Instability[] {
  return names.map((name) => {
    const fanIn = edges.filter(({ to }) => to === name).length;
    const fanOut = edges.filter(({ from }) => from === name).length;
    return { name, fanIn, fanOut, instability: fanIn + fanOut === 0 ? 0 : fanOut / (fanIn + fanOut) };
  });
}
