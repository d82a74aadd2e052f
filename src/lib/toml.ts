import { parseTOML, type AST } from 'toml-eslint-parser';
import type { Place } from '../model/index.ts';
import { MAX_TEXT, type Entry, type Located, type Reading, type Scalar } from './located.ts';

/** A table or a list of tables as it grows: TOML adds to both from anywhere in the file. */
interface Draft extends Located { readonly entries?: Map<string, Entry>; readonly items?: Located[] }

/** Reads TOML as data that knows where it stands. Never throws. */
export function readToml(text: string, file: string): Reading {
  if (text.length > MAX_TEXT) return { documents: [], troubles: [{ reason: 'is larger than 2 MB and is not parsed', at: { file } }] };
  const place = ({ loc: { start } }: AST.TOMLNode): Place => ({ file, line: start.line, column: start.column + 1 });
  const names = (key: AST.TOMLKey): string[] => key.keys.map((one) => (one.type === 'TOMLBare' ? one.name : one.value));

  const valueOf = (node: AST.TOMLContentNode): Located => {
    const at = place(node);
    if (node.type === 'TOMLArray') return { at, items: node.elements.map(valueOf) };
    if (node.type === 'TOMLInlineTable') return filled({ at, entries: new Map() }, node.body);
    const scalar: Scalar = typeof node.value === 'object' ? node.datetime : node.value;
    return { at, scalar };
  };
  const filled = (table: Draft, pairs: readonly AST.TOMLKeyValue[]): Draft => {
    for (const { key, value } of pairs) {
      const path = names(key);
      tableAt(table, path.slice(0, -1), place(key)).entries?.set(path.at(-1)!, { key: place(key), node: valueOf(value) });
    }
    return table;
  };

  try {
    const [top] = parseTOML(text, { filePath: file }).body;
    const root: Draft = { at: { file, line: 1, column: 1 }, entries: new Map() };
    for (const node of top.body) {
      if (node.type === 'TOMLKeyValue') filled(root, [node]);
      else filled(tableAt(root, node.resolvedKey, place(node)), node.body);
    }
    return { documents: [root], troubles: [] };
  } catch (error) {
    const { lineNumber: line, column, message } = error as { lineNumber?: number; column?: number; message: string };
    const why = error instanceof RangeError ? 'nested too deeply' : message.split('\n')[0]!.replace(/\.$/, '');
    return { documents: [], troubles: [{ reason: `cannot be parsed (${why})`, at: { file, ...(line !== undefined && { line, column: (column ?? 0) + 1 }) } }] };
  }
}

/** The table of a path, made where it is not there yet; a number is an index into a list of tables. */
function tableAt(from: Draft, path: readonly (string | number)[], at: Place): Draft {
  let here = from;
  path.forEach((key, index) => {
    const isList = typeof path[index + 1] === 'number';
    const known = typeof key === 'number' ? here.items?.[key] : here.entries?.get(key)?.node;
    const next: Draft = (known as Draft | undefined) ?? (isList ? { at, items: [] } : { at, entries: new Map() });
    if (known === undefined) {
      if (typeof key === 'number') here.items?.push(next);
      else here.entries?.set(key, { key: at, node: next });
    }
    here = next;
  });
  return here;
}
