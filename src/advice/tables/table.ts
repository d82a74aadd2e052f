import type { FactName } from '../../model/index.ts';
import type { Case } from '../case.ts';

/** What speaks for an entry or against it, here. */
export interface Reason {
  readonly speaks: 'for' | 'against';
  /** 1: a hint; 2: what the guide's row is about; 3: it settles the matter. */
  readonly weight: 1 | 2 | 3;
  readonly because: string;
  /** `architecture.yaml:7`. */
  readonly from?: string;
}

export interface Entry {
  readonly id: string;
  readonly name: string;
  /** What else it is called. */
  readonly also: readonly string[];
  /** As many as the table has columns. */
  readonly cells: readonly string[];
  reasons(one: Case): readonly Reason[];
}

/** One table of the source document, whose entries can be held against each other. */
export interface ChoiceTable {
  readonly id: string;
  readonly title: string;
  /** `Phase 5, API styles`. */
  readonly source: string;
  readonly columns: readonly string[];
  readonly entries: readonly Entry[];
  /** Keys of architecture.yaml that would tell more. */
  readonly decides: readonly string[];
  readonly needs: readonly FactName[];
  /** Entries do different work, and one does not replace the other: why, in a sentence. */
  readonly together?: string;
  /** Of entries that do not serve the same need, why they are no alternatives. */
  apart?(entries: readonly Entry[]): string | undefined;
}

type Place = { readonly from?: string | undefined };
const reason = (speaks: Reason['speaks']) => (weight: Reason['weight'], because: string, { from }: Place = {}): Reason => ({ speaks, weight, because, ...(from !== undefined && { from }) });
export const pro = reason('for');
export const con = reason('against');
/** The reason, where the condition holds. */
export const when = (condition: unknown, ...reasons: readonly Reason[]): readonly Reason[] => (condition ? reasons : []);

export interface Weighed { readonly entry: Entry; readonly reasons: readonly Reason[]; readonly weight: number }

/** Each entry that something speaks for or against, as a line. */
export const reasonLines = (weighed: readonly Weighed[]): string[] => weighed.filter(({ reasons }) => reasons.length > 0).map(({ entry, reasons }) => {
  const side = (speaks: Reason['speaks']): string[] => {
    const all = reasons.filter((each) => each.speaks === speaks);
    return all.length === 0 ? [] : [`${speaks} it: ${all.map(({ because, from }) => (from === undefined ? because : `${because} (${from})`)).join('; ')}.`];
  };
  return [`${entry.name}`, [...side('for'), ...side('against')].map((text, index) => (index === 0 ? text : `${text[0]!.toUpperCase()}${text.slice(1)}`)).join(' ')].join(' - ');
});

/** What each entry has for it and against it; `best`: the one that is ahead, where one is and something speaks for it. */
export function weigh(table: Pick<ChoiceTable, 'together' | 'apart'>, entries: readonly Entry[], one: Case): { readonly weighed: readonly Weighed[]; readonly best?: Entry } {
  const weighed = entries.map((entry): Weighed => {
    const reasons = entry.reasons(one);
    return { entry, reasons, weight: reasons.reduce((sum, { speaks, weight }) => sum + (speaks === 'for' ? weight : -weight), 0) };
  });
  const [first, second] = [...weighed].sort((a, b) => b.weight - a.weight);
  const ahead = first && first.weight > 0 && (second === undefined || first.weight > second.weight) && first.reasons.some(({ speaks }) => speaks === 'for');
  return { weighed, ...(ahead && !table.together && !table.apart?.(entries) && { best: first.entry }) };
}
