import type { DecisionRecord, DecisionReference } from '../model/index.ts';

/** The record that a declaration names: a file of the repository, `ADR-4`, or `4`. */
export function recordNamed(name: string | number, records: readonly DecisionRecord[]): DecisionRecord | undefined {
  const text = String(name).trim().replace(/^\.\//, '');
  const number = /^(?:adr|rfc|#)?[-_ #]*(\d{1,5})$/i.exec(text)?.[1];
  return records.find(({ path }) => path === text || path.endsWith(`/${text}`)) ?? (number === undefined ? undefined : records.find((record) => record.number === Number(number)));
}

/** The record that another one refers to. */
export const recordReferred = ({ number, path }: DecisionReference, records: readonly DecisionRecord[]): DecisionRecord | undefined =>
  records.find((record) => (path !== undefined ? record.path === path : record.number === number));

/** A record in force that speaks of one of the names: in its title, or several times in its text. */
export function recordAbout(names: readonly string[], records: readonly DecisionRecord[]): { readonly record: DecisionRecord; readonly inTitle: boolean } | undefined {
  const live = records.filter(({ status }) => !['rejected', 'deprecated', 'superseded', 'declined', 'withdrawn'].includes(status?.word ?? ''));
  const wanted = names.map((name) => name.toLowerCase()).filter((name) => name.length > 2);
  const titled = live.find(({ title = '' }) => wanted.some((name) => occurrences(title.toLowerCase(), name) > 0));
  if (titled) return { record: titled, inTitle: true };
  const told = live.find(({ text }) => wanted.some((name) => occurrences(text, name) >= 2));
  return told && { record: told, inTitle: false };
}

/** How often a name stands in a text as a word of its own. */
function occurrences(text: string, name: string): number {
  const isWord = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);
  let found = 0;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    if (!isWord(text[at - 1]) && !isWord(text[at + name.length])) found += 1;
  }
  return found;
}
