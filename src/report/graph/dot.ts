import { drawingOf, grouped, type GraphLevel } from './drawing.ts';
import type { GraphFacts } from './document.ts';

/** A graph for Graphviz; components are clusters, broken edges are bold, red and say so. */
export function graphDot(facts: GraphFacts, level: GraphLevel): string {
  const drawing = drawingOf(facts, level);
  const lines = ['digraph architecture {', '  rankdir=LR;', '  node [shape=box, fontname="sans-serif"];', '  edge [fontname="sans-serif"];'];
  let groups = 0;
  for (const [group, names] of grouped(drawing)) {
    if (group !== undefined) lines.push(`  subgraph cluster_${groups++} {`, `    label=${quoted(group)};`);
    for (const name of names) lines.push(`${group === undefined ? '  ' : '    '}${quoted(name)};`);
    if (group !== undefined) lines.push('  }');
  }
  for (const { from, to, imports, broken } of drawing.edges) {
    lines.push(`  ${quoted(from)} -> ${quoted(to)} [${broken ? `label="${imports} broken", color="#cc0000", fontcolor="#cc0000", penwidth=2` : `label="${imports}"`}];`);
  }
  return `${[...lines, '}'].join('\n')}\n`;
}

/** A quoted identifier of DOT. A backslash would begin an escape (`\N`, `\l`), also where it closes the text. */
const quoted = (text: string): string =>
  // eslint-disable-next-line no-control-regex
  `"${text.replaceAll(/[\u0000-\u001f\u007f\u2028\u2029]/g, ' ').replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
