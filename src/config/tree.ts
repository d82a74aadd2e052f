import type { Place } from '../model/index.ts';

/** A YAML value with its places, so that files can be merged and judged without losing where each thing stands. */
export type Tree = Located & (
  | { readonly kind: 'map'; readonly entries: Map<string, Tree> }
  | { readonly kind: 'list'; readonly items: Tree[] }
  | { readonly kind: 'scalar'; readonly value: string | number | boolean | null }
);
interface Located {
  /** Of the value. */
  readonly at: Place;
  /** Of its key, where it stands in a map. */
  readonly key?: Place;
}
export type TreeMap = Extract<Tree, { kind: 'map' }>;

/** The value as plain data, and the place of everything in it by JSON pointer. */
export function flatten(tree: Tree): { value: unknown; places: Record<string, Place> } {
  const places: Record<string, Place> = {};
  const visit = (node: Tree, at: string): unknown => {
    places[at] = node.key ?? node.at;
    if (node.kind === 'scalar') return node.value;
    if (node.kind === 'list') return node.items.map((item, index) => visit(item, `${at}/${index}`));
    return Object.fromEntries([...node.entries].map(([key, entry]) => [key, visit(entry, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)]));
  };
  return { value: visit(tree, ''), places };
}

/** The value at some keys; undefined where it stands not. */
export function down(tree: Tree | undefined, ...keys: readonly (string | number)[]): Tree | undefined {
  let node = tree;
  for (const key of keys) {
    node = node?.kind === 'map' ? node.entries.get(String(key)) : node?.kind === 'list' ? node.items[Number(key)] : undefined;
  }
  return node;
}

export const textOf = (tree: Tree | undefined): string | undefined =>
  tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value : undefined;

/** The items of a list, or the one value that stands for a list of one. */
export const itemsOf = (tree: Tree | undefined): readonly Tree[] => (tree === undefined ? [] : tree.kind === 'list' ? tree.items : [tree]);

export const entriesOf = (tree: Tree | undefined): readonly (readonly [string, Tree])[] => (tree?.kind === 'map' ? [...tree.entries] : []);
