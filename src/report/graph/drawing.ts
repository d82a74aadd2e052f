import type { GraphFacts } from './document.ts';
import { brokenImports, graphDocument } from './document.ts';

export type GraphLevel = 'module' | 'component' | 'layer';

export interface DrawnEdge { readonly from: string; readonly to: string; readonly imports: number; readonly broken: boolean }

/** What Mermaid and DOT both draw: nodes, in groups where they have one, and one edge for each pair. */
export interface Drawing {
  readonly nodes: readonly { readonly name: string; readonly group?: string }[];
  readonly edges: readonly DrawnEdge[];
}

/** Production modules alone are drawn: tests import everything. */
export function drawingOf(facts: GraphFacts, level: GraphLevel): Drawing {
  const document = graphDocument(facts);
  if (level !== 'module') {
    const groups = level === 'component' ? document.components : document.layers;
    return {
      nodes: groups.map(({ name }) => ({ name })),
      edges: groups.flatMap(({ name, imports }) => imports.map(({ to, imports: count, broken }) => ({ from: name, to, imports: count, broken }))),
    };
  }
  const { layers, cycles } = brokenImports(facts);
  const production = new Set(facts.files.files.filter(({ role }) => role === 'production').map(({ path }) => path));
  const modules = document.modules.filter(({ path }) => production.has(path));
  const known = new Set(modules.map(({ path }) => path));
  const edges = new Map<string, DrawnEdge>();
  for (const { path, imports } of modules) {
    for (const { to } of imports) {
      if (to === null || to === path || !known.has(to)) continue;
      const key = `${path}\n${to}`;
      edges.set(key, { from: path, to, imports: (edges.get(key)?.imports ?? 0) + 1, broken: layers.has(key) || cycles.has(key) });
    }
  }
  return { nodes: modules.map(({ path, component }) => ({ name: path, ...(component !== null && { group: component }) })), edges: [...edges.values()] };
}

/** Nodes under their group, in the order of first sight; those without one under undefined. */
export function grouped({ nodes }: Drawing): Map<string | undefined, string[]> {
  const groups = new Map<string | undefined, string[]>();
  for (const { name, group } of nodes) groups.set(group, [...(groups.get(group) ?? []), name]);
  return groups;
}
