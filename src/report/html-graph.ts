import type { Result } from '../model/index.ts';
import { xml } from '../lib/escape.ts';

const WIDTH = 920;
const BOX = { width: 150, height: 36, gapX: 34, gapY: 74 };

/** The component graph as SVG, in ranks from those that nobody imports downwards; the page's script makes it explorable. */
export function drawing({ architecture }: Result): string {
  const edges = architecture.edges.filter(({ level }) => level === 'component');
  const names = architecture.components.map(({ name }) => name).filter((name) => edges.some(({ from, to }) => from === name || to === name));
  if (names.length === 0) return '';
  const ranks = ranked(names, edges);
  const perRow = Math.max(1, Math.floor(WIDTH / (BOX.width + BOX.gapX)));
  const at = new Map<string, { x: number; y: number }>();
  let y = 10;
  for (const rank of ranks) {
    for (let start = 0; start < rank.length; start += perRow) {
      const row = rank.slice(start, start + perRow);
      const left = (WIDTH - row.length * (BOX.width + BOX.gapX) + BOX.gapX) / 2;
      row.forEach((name, index) => at.set(name, { x: left + index * (BOX.width + BOX.gapX), y }));
      y += BOX.gapY;
    }
  }
  const lines = edges.map(({ from, to, imports, broken }) => {
    const [a, b] = [at.get(from)!, at.get(to)!];
    const [x1, y1, x2, y2] = [a.x + BOX.width / 2, a.y + (b.y > a.y ? BOX.height : 0), b.x + BOX.width / 2, b.y + (b.y > a.y ? 0 : BOX.height)];
    const bend = a.y === b.y ? `Q ${(x1 + x2) / 2} ${y1 - 34}` : `C ${x1} ${(y1 + y2) / 2} ${x2} ${(y1 + y2) / 2}`;
    return `<path class="edge${broken ? ' broken' : ''}" data-from="${names.indexOf(from)}" data-to="${names.indexOf(to)}" d="M ${x1} ${y1} ${bend} ${x2} ${y2}" marker-end="url(#arrow)"><title>${xml(`${from} imports ${to}: ${imports}${broken ? ', broken' : ''}`)}</title></path>`;
  });
  const boxes = names.map((name, index) => {
    const { x, y: top } = at.get(name)!;
    const short = name.length > 19 ? `${name.slice(0, 18)}…` : name;
    return `<g class="node" tabindex="0" role="button" aria-pressed="false" data-node="${index}"><title>${xml(name)}</title><rect x="${x}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="6"/><text x="${x + BOX.width / 2}" y="${top + BOX.height / 2}">${xml(short)}</text></g>`;
  });
  const rows = edges.map(({ from, to, imports, broken }) => `<tr><td>${xml(from)}</td><td>${xml(to)}</td><td>${imports}</td><td>${broken ? 'broken' : ''}</td></tr>`);
  return `<svg class="graph" viewBox="0 0 ${WIDTH} ${y}" role="group" aria-label="Component graph"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z"/></marker></defs>${lines.join('')}${boxes.join('')}</svg>
<details><summary>The same as a table</summary><table><thead><tr><th>from</th><th>to</th><th>imports</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table></details>`;
}

/** Longest path from a component that nobody imports; edges that close a circle are left out of the count. */
function ranked(names: readonly string[], edges: readonly { from: string; to: string }[]): string[][] {
  const rank = new Map(names.map((name) => [name, 0]));
  for (let round = 0; round < names.length; round++) {
    let moved = false;
    for (const { from, to } of edges) {
      const next = rank.get(from)! + 1;
      if (next > rank.get(to)! && next < names.length && !reaches(to, from, edges)) {
        rank.set(to, next);
        moved = true;
      }
    }
    if (!moved) break;
  }
  const rows: string[][] = [];
  for (const name of names) (rows[rank.get(name)!] ??= []).push(name);
  return rows.filter((row) => row !== undefined && row.length > 0);
}

function reaches(from: string, to: string, edges: readonly { from: string; to: string }[]): boolean {
  const seen = new Set([from]);
  for (const name of seen) {
    if (name === to) return true;
    for (const edge of edges) if (edge.from === name) seen.add(edge.to);
  }
  return false;
}
