import { label } from '../../lib/mermaid.ts';
import { count } from '../../lib/module-imports.ts';
import { goesBothWays, type Cut, type Seam } from './seams.ts';

/** More edges are not read. */
const MOST_EDGES = 40;

/** Groups and what a boundary between them cuts, as a Mermaid flowchart; where imports go both ways, the edges are thick. */
export function seamsDiagram(seams: readonly Seam[], cuts: readonly Cut[]): string {
  const ids = new Map(seams.map(({ name }, index) => [name, `g${index}`]));
  const drawn = cuts.filter(({ from, to, imports, tables }) => ids.has(from) && ids.has(to) && imports + tables.length > 0).slice(0, MOST_EDGES);
  return [
    'flowchart LR',
    ...seams.map(({ name, modules }) => `  ${ids.get(name)}["${label(name)}<br/>${count(modules.length, 'module')}"]`),
    ...drawn.map((cut) => {
      const { from, to, imports, tables } = cut;
      const said = [imports > 0 ? count(imports, 'import') : '', tables.length > 0 ? count(tables.length, 'table') : ''].filter(Boolean).join(', ');
      return `  ${ids.get(from)} ${goesBothWays(cut) ? '==>' : '-->'}|${said}| ${ids.get(to)}`;
    }),
  ].join('\n');
}
