import type { Located } from './located.ts';

/** How many values a document has once its anchors are written out; each one is counted as often as it is named. */
export function unfoldedSize(root: Located): number {
  const sizes = new Map<Located, number>();
  const sizeOf = (node: Located): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    for (const item of node.items ?? []) size += sizeOf(item);
    for (const { node: value } of node.entries?.values() ?? []) size += sizeOf(value);
    sizes.set(node, size);
    return size;
  };
  return sizeOf(root);
}
