import { label } from '../../lib/mermaid.ts';
import { drawingOf, grouped, type DrawnEdge, type GraphLevel } from './drawing.ts';
import type { GraphFacts } from './document.ts';

/** Mermaid draws no more than this unless its page is set up for it. */
const MOST_EDGES = 500;

/** A Mermaid flowchart; broken edges are thick, red and say so. Beyond what Mermaid draws, sound edges are left out first, and counted. */
export function graphMermaid(facts: GraphFacts, level: GraphLevel): string {
  const drawing = drawingOf(facts, level);
  const { edges, left } = fitting(drawing.edges);
  const ids = new Map(drawing.nodes.map(({ name }, index) => [name, `n${index}`]));
  const lines = ['flowchart LR'];
  if (left > 0) lines.push(`  %% ${left} more edges are left out: Mermaid draws ${MOST_EDGES}. DOT has them all.`);
  let groups = 0;
  for (const [group, names] of grouped(drawing)) {
    if (group !== undefined) lines.push(`  subgraph g${groups++}["${label(group)}"]`);
    for (const name of names) lines.push(`  ${group === undefined ? '' : '  '}${ids.get(name)}["${label(name)}"]`);
    if (group !== undefined) lines.push('  end');
  }
  for (const { from, to, imports, broken } of edges) {
    lines.push(broken ? `  ${ids.get(from)} ==>|"${imports} broken"| ${ids.get(to)}` : `  ${ids.get(from)} -->|${imports}| ${ids.get(to)}`);
  }
  const broken = edges.flatMap((edge, index) => (edge.broken ? [index] : []));
  if (broken.length > 0) lines.push(`  linkStyle ${broken.join(',')} stroke:#c00,color:#c00`);
  return `${lines.join('\n')}\n`;
}

function fitting(edges: readonly DrawnEdge[]): { edges: readonly DrawnEdge[]; left: number } {
  if (edges.length <= MOST_EDGES) return { edges, left: 0 };
  const kept = new Set([...edges.filter(({ broken }) => broken), ...edges.filter(({ broken }) => !broken)].slice(0, MOST_EDGES));
  return { edges: edges.filter((edge) => kept.has(edge)), left: edges.length - kept.size };
}
