import { placeText, type Mistake } from '../lib/mistake.ts';
import { textOf, type Tree, type TreeMap } from './tree.ts';

/** Lists of named things: a later one replaces the earlier of its name, the others stay. */
const NAMED = new Set(['rules', 'contexts', 'sagas', 'circuit_breakers', 'consistency']);
/** Lists that only grow. */
const GROWING = new Set(['waivers', 'plugins', 'bounded_context', 'saga', 'circuit_breaker']);

/**
 * `over` laid on `under`: maps are merged key by key, lists of named things name by name, `waivers` and `plugins` add up,
 * and every other value of `over` replaces the one below.
 */
export function layOver(under: TreeMap, over: TreeMap, isTop = true): TreeMap {
  const entries = new Map(under.entries);
  for (const [key, value] of over.entries) {
    const before = entries.get(key);
    if (isTop && before?.kind === 'list' && value.kind === 'list' && NAMED.has(key)) entries.set(key, { ...value, items: byName(before.items, value.items) });
    else if (isTop && before !== undefined && GROWING.has(key)) entries.set(key, { ...value, kind: 'list', items: [...asList(before), ...asList(value)] } as Tree);
    else entries.set(key, before?.kind === 'map' && value.kind === 'map' ? layOver(before, value, false) : value);
  }
  return { ...over, entries };
}

const asList = (tree: Tree): readonly Tree[] => (tree.kind === 'list' ? tree.items : [tree]);

const nameOf = (tree: Tree): string | undefined =>
  tree.kind === 'map' ? textOf(tree.entries.get('name') ?? tree.entries.get('operation')) : undefined;

function byName(before: readonly Tree[], after: readonly Tree[]): Tree[] {
  const replaced = new Set(after.map(nameOf).filter((name) => name !== undefined));
  return [...before.filter((item) => !replaced.has(nameOf(item)!)), ...after];
}

/** What a file next to one component's code may say; the rest is the root's to say. */
const OF_PARTS = new Set([
  'version', 'part_of', 'components', 'contexts', 'bounded_context', 'externals', 'data_stores', 'caches', 'queues', 'sagas', 'saga',
  'circuit_breakers', 'circuit_breaker', 'consistency', 'apis', 'rules', 'waivers',
]);

/** Takes a part into the root. Nothing replaces anything here: what both declare is a mistake with two places. */
export function gather(root: TreeMap, part: TreeMap, file: string): { readonly tree: TreeMap; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const entries = new Map(root.entries);
  for (const [key, value] of part.entries) {
    if (key === 'version' || key === 'part_of') continue;
    const before = entries.get(key);
    if (!OF_PARTS.has(key)) {
      mistakes.push({ message: `'${key}' is said for the whole repository; it belongs in the file that ${file} is part of.`, at: value.key ?? value.at });
    } else if (before === undefined) {
      entries.set(key, value);
    } else if (before.kind === 'map' && value.kind === 'map' && !GROWING.has(key)) {
      const merged = new Map(before.entries);
      for (const [name, entry] of value.entries) {
        const other = merged.get(name);
        if (other === undefined) merged.set(name, entry);
        else mistakes.push({ message: `${key}.${name} is declared twice; the other is at ${placeText(other.key ?? other.at)}.`, at: entry.key ?? entry.at });
      }
      entries.set(key, { ...before, entries: merged });
    } else {
      entries.set(key, { ...before, kind: 'list', items: [...asList(before), ...asList(value)] } as Tree);
    }
  }
  return { tree: { ...root, entries }, mistakes };
}
