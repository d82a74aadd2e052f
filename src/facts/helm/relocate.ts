import { dig, type Entry, type Located } from '../../lib/located.ts';
import type { Place } from '../../model/index.ts';
import type { Rendered } from './template-run.ts';

/** Moves places of the written-out text back to the template, and to the values that it shows. */
export const relocate = (root: Located, rendered: Rendered, layers: readonly Located[]): Located => {
  const done = new Map<Located, Located>();
  const shown = (path: string, scalar: Located['scalar']): Place | undefined => {
    for (const layer of layers) {
      const found = path.split('.').reduce<Located | undefined>((here, step) => dig(here, here?.items !== undefined && /^\d{1,4}$/.test(step) ? Number(step) : step), layer);
      if (found !== undefined) return found.scalar === undefined ? leafOf(found, scalar) ?? found.at : found.at;
    }
    return undefined;
  };
  const place = (at: Place): Place => {
    const line = rendered.lines[(at.line ?? 1) - 1]?.line ?? 1;
    return { file: at.file, line, ...(at.column === undefined ? {} : { column: at.column }) };
  };
  const visit = (node: Located): Located => {
    const known = done.get(node);
    if (known !== undefined) return known;
    const values = node.scalar === undefined ? undefined : rendered.lines[(node.at.line ?? 1) - 1]?.values;
    const from = values === undefined ? undefined : shown(values, node.scalar);
    const made: Located = {
      ...node,
      at: place(node.at),
      ...(from === undefined ? {} : { from }),
      ...(node.items === undefined ? {} : { items: node.items.map(visit) }),
      ...(node.entries === undefined ? {} : { entries: new Map([...node.entries].map(([key, entry]): [string, Entry] => [key, { key: place(entry.key), node: visit(entry.node) }])) }),
    };
    done.set(node, made);
    return made;
  };
  return visit(root);
};

/** Of a piece that is written out whole, the place of the value. */
const leafOf = (node: Located, scalar: Located['scalar']): Place | undefined => {
  if (node.scalar !== undefined) return node.scalar === scalar ? node.at : undefined;
  for (const child of node.items ?? [...(node.entries?.values() ?? [])].map((entry) => entry.node)) {
    const found = leafOf(child, scalar);
    if (found !== undefined) return found;
  }
  return undefined;
};
