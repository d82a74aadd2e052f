import { compare } from '../lib/order.ts';
import { recordReferred } from '../lib/decisions.ts';
import type { DecisionRecord } from '../model/index.ts';
import type { Answer, Followed } from './answer.ts';
import { openPlaces } from './adr/form.ts';
import { bareTitle, shortName } from './adr/habits.ts';

const TEMPLATE: Followed = { rule: 'A record has a status, a context, a decision, consequences (positive, negative, risks) and the alternatives that were considered.', source: 'Phase 9, decision record template' };

/** The records as a table; as Markdown it serves as an index. */
export function recordList(records: readonly DecisionRecord[]): Answer {
  const sorted = records.toSorted((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity) || compare(a.path, b.path));
  const rows = sorted.map((record) => {
    const [reference] = record.supersededBy;
    const next = reference && recordReferred(reference, records);
    return {
      ...(record.number !== undefined && { number: record.number }), title: bareTitle(record), status: record.status?.word ?? null, format: record.format, path: record.path,
      ...(next && { superseded_by: next.path }),
      supersedes: record.supersedes.flatMap((one) => recordReferred(one, records)?.path ?? []),
    };
  });
  return {
    command: 'adr list',
    data: { records: rows },
    blocks: [
      { heading: 'Decision records' },
      rows.length === 0 ? { text: 'There is none yet; `arch-lint adr new "…"` writes the first.' }
        : { head: ['#', 'title', 'status', 'file'], table: rows.map(({ number, title, status, path, superseded_by }) => [number === undefined ? '' : String(number), title, `${status ?? 'none'}${superseded_by === undefined ? '' : ` by ${superseded_by}`}`, path]) },
    ],
    follows: [TEMPLATE],
  };
}

export interface WrittenFile {
  readonly path: string;
  readonly text: string;
  /** Whether the file was not there before. */
  readonly fresh: boolean;
}

export interface Written {
  readonly command: 'adr new' | 'adr supersede';
  /** The record that is now in force. */
  readonly record: DecisionRecord;
  readonly superseded?: DecisionRecord;
  readonly files: readonly WrittenFile[];
  /** Only shown: nothing was written. */
  readonly preview: boolean;
  /** Places of the declaration that may name the record. */
  readonly nameIn: readonly string[];
  readonly follows: readonly Followed[];
}

/** What was written, or would be, and what is left to the author. */
export function recordWritten({ command, record, superseded, files, preview, nameIn, follows }: Written): Answer {
  const text = files.find(({ path, fresh }) => fresh && path === record.path)?.text ?? '';
  const open = openPlaces(text);
  return {
    command,
    data: {
      record: { ...(record.number !== undefined && { number: record.number }), path: record.path, title: bareTitle(record), status: record.status?.word ?? null },
      ...(superseded && { superseded: superseded.path }),
      written: !preview, files, to_write: open, name_in: nameIn,
    },
    blocks: [
      { heading: `${shortName(record)}: ${bareTitle(record)}` },
      { list: files.map(({ path, fresh }) => `${preview ? 'would be ' : ''}${fresh ? 'written' : 'changed'}: ${path}`) },
      ...(open > 0 ? [{ text: `${open} ${open === 1 ? 'place is' : 'places are'} left to you; they begin with “To write:”.` }] : []),
      ...(nameIn.length > 0 ? [{ text: 'Name it in architecture.yaml, so that the declaration leads to it:' }, { list: nameIn.map((place) => `${place}: ${record.path}`) }] : []),
    ],
    follows: [TEMPLATE, ...follows],
  };
}
