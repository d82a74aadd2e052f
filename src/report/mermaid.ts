import type { Result } from '../model/index.ts';
import { printable } from '../lib/printable.ts';

/** Edges drawn; a diagram with more is not read. */
const MOST_EDGES = 60;

/** Components and layers of a result with their import counts; edges new since the base are green, broken ones red. Empty: there is nothing to draw. */
export function mermaid({ architecture, comparison }: Result): string {
  const { edges, components, layers } = architecture;
  const level = components.length > 1 ? 'component' : 'layer';
  const names = (level === 'component' ? components : layers).map(({ name }) => name);
  const own = edges.filter((edge) => edge.level === level).toSorted((a, b) => Number(b.broken) - Number(a.broken) || b.imports - a.imports).slice(0, MOST_EDGES);
  if (own.length === 0) return '';
  const id = (name: string): string => `n${names.indexOf(name)}`;
  const lines = ['flowchart TD', ...names.map((name) => `  ${id(name)}["${label(name)}"]`)];
  own.forEach(({ from, to, imports }) => lines.push(`  ${id(from)} -->|${imports}| ${id(to)}`));
  const broken = own.flatMap((edge, index) => (edge.broken ? [index] : []));
  const added = new Set(comparison?.edges.added.filter((edge) => edge.level === level).map(({ from, to }) => `${from}\n${to}`));
  const fresh = own.flatMap(({ from, to, broken: red }, index) => (!red && added.has(`${from}\n${to}`) ? [index] : []));
  if (fresh.length > 0) lines.push(`  linkStyle ${fresh.join(',')} stroke:#3fb950,stroke-width:2px`);
  if (broken.length > 0) lines.push(`  linkStyle ${broken.join(',')} stroke:#cf222e,stroke-width:2px`);
  return `${lines.join('\n')}\n`;
}

const label = (text: string): string => printable(text).replaceAll('&', '#amp;').replaceAll('"', '#quot;').replaceAll('<', '#lt;').replaceAll('>', '#gt;').replaceAll('`', '#96;');
