import type { Answer, Block } from './answer.ts';
import { declaredIn, fromOf, joined, titled, type Case } from './case.ts';
import { TABLES } from './tables/index.ts';
import { weigh, type ChoiceTable, type Entry, type Reason, type Weighed } from './tables/table.ts';

/** Entries of one table side by side, and which of them this architecture asks for, and why. */
export function compareEntries(one: Case, table: ChoiceTable, entries: readonly Entry[]): Answer {
  const { weighed, best } = weigh(table, entries, one);
  const open = table.decides.filter((key) => !isDeclared(one, key));
  const reasons = weighed.flatMap(({ entry, reasons: all }) => all.map((reason) => ({ entry, reason })));
  return {
    command: 'compare',
    data: {
      table: table.id, source: table.source, fits: best?.id ?? null, alternatives: alternatives(table, entries) === undefined,
      entries: weighed.map(({ entry, weight, reasons: all }) => ({
        id: entry.id, name: entry.name, weight, row: Object.fromEntries(table.columns.map((column, index) => [column, entry.cells[index] ?? ''])),
        reasons: all.map(({ speaks, weight: worth, because, from }) => ({ speaks, weight: worth, because, ...(from !== undefined && { from }), row: `${table.title}: ${entry.name}` })),
      })),
      ...(best === undefined && { would_decide: open }),
    },
    blocks: [
      { heading: titled(joined(entries.map(({ name }) => name), 'or'), one) },
      { text: verdict(one, table, entries, weighed, best) },
      { head: ['', ...entries.map(({ name }) => name)], table: table.columns.map((column, index) => [column, ...entries.map(({ cells }) => cells[index] ?? '')]) },
      ...(reasons.length === 0 ? [] : [{ heading: 'Here' }, { head: ['', 'speaks', 'because', 'said by'], table: reasons.map(({ entry, reason }) => rowOf(entry, reason)) } satisfies Block]),
      ...(best !== undefined || open.length === 0 ? [] : [{ text: `What would decide, in architecture.yaml: ${joined(open)}.` }]),
    ],
    follows: entries.map((entry) => ({ rule: `${entry.name}: ${table.columns.map((column, index) => [column, entry.cells[index] ?? '']).filter(([, cell]) => cell !== '').map(([column, cell]) => `${column} ${cell}`).join('; ')}.`, source: table.source })),
  };
}

/** What can be compared. */
export const tableList = (): Answer => ({
  command: 'compare',
  data: { tables: TABLES.map(({ id, title, source, entries }) => ({ id, title, source, entries: entries.map(({ id: entry, name, also }) => ({ id: entry, name, also })) })) },
  blocks: [
    { heading: 'What can be compared' },
    { text: 'Two to four entries of one table: `arch-lint compare REST GraphQL`.' },
    { head: ['table', 'entries'], table: TABLES.map(({ title, entries }) => [title, entries.map(({ name }) => name).join(', ')]) },
  ],
  follows: TABLES.map(({ title, source }) => ({ rule: `${title}.`, source })),
});

/** Why the entries are none: each has its own work. */
const alternatives = (table: ChoiceTable, entries: readonly Entry[]): string | undefined => table.together ?? table.apart?.(entries);

function verdict(one: Case, table: ChoiceTable, entries: readonly Entry[], weighed: readonly Weighed[], best: Entry | undefined): string {
  if (best) {
    const { reasons } = weighed.find(({ entry }) => entry === best)!;
    const [first] = reasons.filter(({ speaks }) => speaks === 'for').toSorted((a, b) => b.weight - a.weight);
    return `Here it is ${best.name}: ${first!.because}${first!.from === undefined ? '' : ` (${first!.from})`}.`;
  }
  const apart = alternatives(table, entries);
  if (apart !== undefined) return apart;
  const [top] = weighed.toSorted((a, b) => b.weight - a.weight);
  if (weighed.every(({ reasons }) => reasons.length === 0)) return 'Nothing that is declared or found here decides between them.';
  const whole = weigh(table, table.entries, one).best;
  const instead = whole && !entries.includes(whole) ? ` Of all in the table it would be ${whole.name}.` : '';
  const level = weighed.filter(({ weight }) => weight === top!.weight);
  if (top!.weight <= 0) return `None of them fits here: for each, as much speaks against it as for it, or more.${instead}`;
  return `${joined(level.map(({ entry }) => entry.name))} stand level here: as much speaks for each.${instead}`;
}

const rowOf = ({ name }: Entry, { speaks, because, from }: Reason): string[] => [name, speaks, because, from ?? ''];

/** Whether a key of `decides` has a value; `*` is any name, or any item. */
function isDeclared(one: Case, key: string): boolean {
  const reach = (node: unknown, [first, ...rest]: readonly string[]): boolean => {
    if (first === undefined) return node !== undefined;
    if (typeof node !== 'object' || node === null) return false;
    if (first === '*') return Object.values(node).some((each) => reach(each, rest));
    return Object.hasOwn(node, first) && reach((node as Readonly<Record<string, unknown>>)[first], rest);
  };
  return reach(declaredIn(one), key.split('.')) || fromOf(one, `/${key.replaceAll('.', '/')}`) !== undefined;
}
