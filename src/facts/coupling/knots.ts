import type { Knot, ModuleEdge } from '../../model/index.ts';
import { feedbackArcs, isOpened } from '../../lib/graph/feedback-arcs.ts';
import { shortestCycle } from '../../lib/graph/shortest-cycle.ts';
import { strongComponents } from '../../lib/graph/strong-components.ts';
import { folderOfPath, isWithin } from '../../lib/paths.ts';

/** A graph whose nodes are numbers and whose edges hold the imports behind them. */
interface Graph {
  readonly names: readonly string[];
  /** Successor → imports, for each node. */
  readonly edges: readonly ReadonlyMap<number, readonly ModuleEdge[]>[];
}

/**
 * The knots of a graph: first those of run-time imports, then those that only type-only imports close (or make larger),
 * each set apart. `nodesOf` answers the two nodes that an import joins, if it joins two.
 */
export function knotsOf(imports: readonly ModuleEdge[], nodesOf: (edge: ModuleEdge) => readonly [string, string] | undefined): Knot[] {
  const atRunTime = graphOf(imports.filter(({ kind }) => kind !== 'type'), nodesOf);
  const runTime = strongComponents(successorsOf(atRunTime)).map((members) => knot(atRunTime, members));
  const whole = graphOf(imports, nodesOf);
  const known = new Set(runTime.map(({ members }) => members.join('\n')));
  const isRunTime = (edges: readonly ModuleEdge[]): boolean => edges.some(({ kind }) => kind !== 'type');
  const withTypes = strongComponents(successorsOf(whole))
    .filter((members) => !known.has(members.map((member) => whole.names[member]!).join('\n')))
    .map((members) => knot(whole, members, (edges) => !isRunTime(edges)));
  return [...runTime, ...withTypes];
}

function graphOf(imports: readonly ModuleEdge[], nodesOf: (edge: ModuleEdge) => readonly [string, string] | undefined): Graph {
  const joined = imports.flatMap((edge) => {
    const nodes = nodesOf(edge);
    return nodes && nodes[0] !== nodes[1] ? [{ edge, nodes }] : [];
  });
  const names = [...new Set(joined.flatMap(({ nodes }) => nodes))].sort();
  const numbers = new Map(names.map((name, number) => [name, number]));
  const edges = names.map(() => new Map<number, ModuleEdge[]>());
  for (const { edge, nodes } of joined) {
    const targets = edges[numbers.get(nodes[0])!]!;
    const to = numbers.get(nodes[1])!;
    const sites = targets.get(to);
    if (sites) sites.push(edge);
    else targets.set(to, [edge]);
  }
  return { names, edges };
}

const successorsOf = ({ edges }: Graph): number[][] => edges.map((targets) => [...targets.keys()].sort((a, b) => a - b));

/** An index names a module of its own folder, or of one below. */
const isHandedOut = ({ from, to }: ModuleEdge): boolean => /(?:^|\/)index\.\w+$/.test(from) && isWithin(to, folderOfPath(from));

/** `closing`: the edges that make this knot what it is; its shortest cycle must use one of them. */
function knot(graph: Graph, members: readonly number[], closing?: (edges: readonly ModuleEdge[]) => boolean): Knot {
  const places = new Map(members.map((member, place) => [member, place]));
  const inside = members.map((member) => {
    const targets = new Map<number, readonly ModuleEdge[]>();
    for (const [to, edges] of graph.edges[member]!) if (places.has(to)) targets.set(places.get(to)!, edges);
    return targets;
  });
  const successors = inside.map((targets) => [...targets.keys()].sort((a, b) => a - b));
  const sites = (from: number, to: number): readonly ModuleEdge[] => inside[from]!.get(to) ?? [];

  const cycle = shortestCycle(successors, closing && ((from, to) => closing(sites(from, to))));
  // The fewest pairs of modules first, then the fewest imported names; a type-only import is the easiest to move. What an index
  // hands out is what it is there for: the import that goes round by the index is the one to mend.
  const weight = (from: number, to: number): number =>
    sites(from, to).reduce((sum, edge) => sum + (edge.kind === 'type' ? 1000 : 1100) + (isHandedOut(edge) ? 200 : 0) + Math.min(edge.names.length, 50), 0);
  const cut = feedbackArcs(successors, weight);
  if (!isOpened(successors, cut)) throw new Error(`the cut of the knot around ${graph.names[members[0]!]} does not open it`);
  return {
    members: members.map((member) => graph.names[member]!),
    cycle: cycle.map((from, step) => sites(from, cycle[(step + 1) % cycle.length]!)).map((edges) => (closing && edges.find(({ kind }) => kind === 'type')) ?? edges[0]!),
    edges: inside.flatMap((_, from) => successors[from]!.flatMap((to) => sites(from, to))),
    cut: cut.flatMap(([from, to]) => sites(from, to)),
    typeOnly: closing !== undefined,
  };
}
