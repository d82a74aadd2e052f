import { isMap, isSeq, isScalar, LineCounter, parseDocument, type Document, type Pair, type YAMLMap } from 'yaml';
import type { Additions } from './additions.ts';
import { componentLines, dependencyLine, externalLines, section, storeLines } from './write.ts';

/** Where lines go in: after this offset, which ends a line. */
interface Insertion { readonly at: number; readonly lines: readonly string[] }

/**
 * Puts the additions into the text and leaves every other byte as it is: entries go to the end of their section, a section that
 * is not there yet to the end of the file. What stands in brackets cannot take lines, and is rewritten by the YAML library.
 */
export function update(text: string, additions: Additions, owner?: string): string {
  const lines: Record<string, string[]> = {
    components: additions.components.flatMap((one) => componentLines(one, owner)),
    externals: additions.externals.flatMap(externalLines),
    data_stores: additions.data_stores.flatMap(storeLines),
    caches: additions.caches.flatMap(storeLines),
    queues: additions.queues.flatMap(storeLines),
  };
  let out = text.endsWith('\n') || text === '' ? text : `${text}\n`;
  for (const [name, list] of Object.entries(lines)) if (list.length > 0) out = withEntries(out, name, list);
  for (const [component, list] of additions.dependencies) {
    out = withItems(out, component, list.map((one) => dependencyLine(one, '')));
  }
  return additions.told.length === 0 ? text : out;
}

function withEntries(text: string, name: string, lines: readonly string[]): string {
  const document = parse(text);
  const found = entry(document, name);
  if (!found || !isMap(found.value)) return `${text.replace(/\n*$/, '\n')}\n${section(name, lines).join('\n')}\n`;
  if (found.value.flow || found.value.items.length === 0) return rewritten(text, [name], lines);
  const indent = columnOf(text, keyStart(found.value.items[0]!));
  return insert(text, { at: endOf(text, found.value), lines: lines.map((line) => ' '.repeat(indent) + line.slice(2)) });
}

/** Dependencies of a component that is declared already. */
function withItems(text: string, component: string, items: readonly string[]): string {
  const document = parse(text);
  const components = entry(document, 'components')?.value;
  const found = isMap(components) ? (components as YAMLMap).items.find((pair) => isScalar(pair.key) && pair.key.value === component) : undefined;
  // A component that a part of the declaration brings is edited there, by its owners.
  if (!found || !isMap(found.value)) return text;
  const list = found.value.items.find((pair) => isScalar(pair.key) && pair.key.value === 'depends_on');
  if (found.value.flow || (list && isSeq(list.value) && list.value.flow)) return rewrittenItems(text, component, items);
  const indent = columnOf(text, keyStart(found.value.items[0]!));
  if (!list || !isSeq(list.value)) return insert(text, { at: endOf(text, found.value), lines: [`${' '.repeat(indent)}depends_on:`, ...items.map((item) => `${' '.repeat(indent + 2)}${item}`)] });
  const first = (list.value.items[0] as { range?: [number, number, number] } | undefined)?.range?.[0];
  const dash = first === undefined ? indent + 2 : columnOf(text, text.lastIndexOf('-', first));
  return insert(text, { at: endOf(text, list.value), lines: items.map((item) => `${' '.repeat(dash)}${item}`) });
}

const parse = (text: string): Document.Parsed => parseDocument(text, { lineCounter: new LineCounter(), keepSourceTokens: true });

const entry = (document: Document.Parsed, name: string): Pair | undefined =>
  (isMap(document.contents) ? (document.contents as YAMLMap).items.find((pair) => isScalar(pair.key) && pair.key.value === name) : undefined);

const keyStart = (pair: Pair): number => (pair.key as { range?: [number, number, number] }).range![0];

const columnOf = (text: string, offset: number): number => offset - (text.lastIndexOf('\n', offset - 1) + 1);

/** The end of the line in which the last word of a node stands. */
function endOf(text: string, node: { items: readonly unknown[] }): number {
  const last = lastValue(node);
  const end = text.indexOf('\n', Math.max(0, last - 1));
  return end < 0 ? text.length : end;
}

function lastValue(node: unknown): number {
  if ((isMap(node) || isSeq(node)) && !node.flow && node.items.length > 0) {
    const last = node.items.at(-1) as Pair | { range?: [number, number, number] };
    if (isMap(node)) {
      const pair = last as Pair;
      return pair.value === null || pair.value === undefined ? (pair.key as { range: [number, number, number] }).range[1] : lastValue(pair.value);
    }
    return lastValue(last);
  }
  return (node as { range: [number, number, number] }).range[1];
}

const insert = (text: string, { at, lines }: Insertion): string => `${text.slice(0, at)}\n${lines.join('\n')}${text.slice(at)}`;

const OUT = { lineWidth: 0, flowCollectionPadding: false } as const;

/** For sections in brackets: the entries as nodes. */
function rewritten(text: string, path: readonly string[], lines: readonly string[]): string {
  const document = parse(text);
  const added = parseDocument(lines.map((line) => line.slice(2)).join('\n'));
  if (isMap(added.contents)) for (const pair of (added.contents as YAMLMap).items) document.setIn([...path, (pair.key as { value: string }).value], pair.value);
  return document.toString(OUT);
}

function rewrittenItems(text: string, component: string, items: readonly string[]): string {
  const document = parse(text);
  for (const item of items) {
    const value = parseDocument(item.slice(2)).contents;
    if (document.hasIn(['components', component, 'depends_on'])) document.addIn(['components', component, 'depends_on'], value);
    else document.setIn(['components', component, 'depends_on'], document.createNode([value]));
  }
  return document.toString(OUT);
}
