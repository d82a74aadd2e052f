import { compare } from '../../lib/order.ts';
import { folderTitle, TECHNICAL } from '../../lib/technical-folders.ts';

/** Something that a group may be named after: a folder above its modules, or a word of their names. */
interface Term { readonly name: string; readonly key: string; readonly folder: boolean }

/** Words that tell a file's kind, or what it does and not to what. */
const KINDS = /^(?:index|main|module|types?|css|get|set|create|update|delete|remove|add|list|find|use|with|base|abstract|default|new|response|request|params|args|item|items|detail|details|props)$/i;

/**
 * Names for groups of modules: of the folder that holds most of the group and little else; where folders are named after
 * kinds of file, of the word that the files' names share. Each name once; the first group chooses first.
 */
export function namesFor(groups: readonly (readonly string[])[], all: readonly string[]): string[] {
  const totals = new Map<string, number>();
  for (const path of all) for (const { key } of termsOf(path)) totals.set(key, (totals.get(key) ?? 0) + 1);
  const taken = new Set<string>();
  return groups.map((paths) => {
    const inside = new Map<string, { readonly term: Term; count: number }>();
    for (const path of paths) {
      for (const term of termsOf(path)) {
        const known = inside.get(term.key);
        if (known) known.count += 1;
        else inside.set(term.key, { term, count: 1 });
      }
    }
    const fit = ({ term, count }: { term: Term; count: number }): number => (2 * count) / (totals.get(term.key)! + paths.length);
    const ranked = [...inside.values()].sort((a, b) => fit(b) - fit(a) || Number(b.term.folder) - Number(a.term.folder) || Number(a.term.name.includes('/')) - Number(b.term.name.includes('/')) || b.term.key.length - a.term.key.length || compare(a.term.key, b.term.key));
    const wanted = ranked.find(({ term }) => !taken.has(term.name))?.term.name ?? ranked[0]?.term.name ?? 'root';
    const name = taken.has(wanted) ? numbered(wanted, taken) : wanted;
    taken.add(name);
    return name;
  });
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  let number = 2;
  while (taken.has(`${name} ${number}`)) number += 1;
  return `${name} ${number}`;
}

function termsOf(path: string): Term[] {
  const steps = path.split('/');
  const file = steps.pop()!;
  const folders = steps.map((_, index): Term => {
    const folder = steps.slice(0, index + 1).join('/');
    return { name: folderTitle(folder), key: folder, folder: true };
  });
  const words = file.replace(/\.\w+$/, '').split(/[.\-_]|(?<=[a-z\d])(?=[A-Z])/).map((word) => word.toLowerCase())
    .filter((word) => word.length > 2 && !KINDS.test(word) && !TECHNICAL.test(word));
  return [...folders, ...[...new Set(words)].map((word): Term => ({ name: word, key: `word ${word}`, folder: false }))];
}
