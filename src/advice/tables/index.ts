import { nearest } from '../../lib/nearest.ts';
import { API_STYLE_TABLE, VERSIONING_TABLE } from './apis.ts';
import { PROVIDER_TABLE, SERVICE_TABLE } from './cloud.ts';
import { CACHING_TABLE, CONSISTENCY_TABLE } from './data.ts';
import { INTEGRATION_TABLE, RESILIENCE_TABLE } from './resilience.ts';
import { AUTHENTICATION_TABLE, DEFENSE_TABLE, TENANCY_TABLE } from './security.ts';
import { MESSAGING_TABLE, STORE_TABLE } from './stores.ts';
import { STYLE_TABLE } from './styles.ts';
import type { ChoiceTable, Entry } from './table.ts';

/** Where a name stands in several, the first that has all names is meant. */
export const TABLES: readonly ChoiceTable[] = [
  STYLE_TABLE, MESSAGING_TABLE, STORE_TABLE, CONSISTENCY_TABLE, CACHING_TABLE, API_STYLE_TABLE, VERSIONING_TABLE, RESILIENCE_TABLE, INTEGRATION_TABLE,
  SERVICE_TABLE, PROVIDER_TABLE, AUTHENTICATION_TABLE, TENANCY_TABLE, DEFENSE_TABLE,
];

/** Spaces, hyphens, case and a plural do not count. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}+?/]/gu, '').replace(/(?<=..[^s])s$/, '');

const names = ({ id, name, also }: Entry): readonly string[] => [id, name, ...also];

/** Entries of a table that a word stands for; several where it names what they have in common (`saga`). */
export const entriesFor = (table: ChoiceTable, word: string): readonly Entry[] => {
  const wanted = plain(word);
  return table.entries.filter((entry) => names(entry).some((name) => plain(name) === wanted));
};

export type Found =
  | { readonly table: ChoiceTable; readonly entries: readonly Entry[] }
  /** Not in any table. */
  | { readonly unknown: string; readonly near?: string; /** That the other words stand in. */ readonly table?: ChoiceTable }
  /** Of two tables. */
  | { readonly apart: readonly (readonly [word: string, table: ChoiceTable])[] }
  | { readonly same: readonly string[]; readonly entry: Entry };

/** The table that all words stand in, and its entries in their order. */
export function find(words: readonly string[], tables: readonly ChoiceTable[] = TABLES): Found {
  const table = tables.find((each) => words.every((word) => entriesFor(each, word).length > 0));
  if (table) {
    const entries = [...new Set(words.flatMap((word) => entriesFor(table, word)))];
    return entries.length < 2 ? { same: words, entry: entries[0]! } : { table, entries };
  }
  const unknown = words.find((word) => tables.every((each) => entriesFor(each, word).length === 0));
  if (unknown === undefined) return { apart: words.map((word) => [word, tables.find((each) => entriesFor(each, word).length > 0)!] as const) };
  const others = words.filter((word) => word !== unknown);
  const around = others.length === 0 ? undefined : tables.find((each) => others.every((word) => entriesFor(each, word).length > 0));
  const near = nearName(unknown, around?.entries ?? []) ?? nearName(unknown, tables.flatMap(({ entries }) => entries));
  return { unknown, ...(near !== undefined && { near }), ...(around && { table: around }) };
}

/** The name of the entry that was probably meant. */
function nearName(word: string, entries: readonly Entry[]): string | undefined {
  const near = nearest(word, entries.flatMap(names));
  return near === undefined ? undefined : entries.find((entry) => names(entry).includes(near))!.name;
}
