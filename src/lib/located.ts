import { parseTree, type Node as JsonNode, type ParseError } from 'jsonc-parser';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseAllDocuments } from 'yaml';
import type { Place } from '../model/index.ts';
import { unfoldedSize } from './unfolded.ts';

export type Scalar = string | number | boolean | null;

/** A value of a YAML or JSON file that still knows where it stands; anchors and merge keys are resolved. */
export interface Located {
  readonly at: Place;
  /** Where a templated value comes from: the line of the values file. */
  readonly from?: Place;
  /** `!Ref` and its like, as written. */
  readonly tag?: string;
  readonly scalar?: Scalar;
  readonly entries?: ReadonlyMap<string, Entry>;
  readonly items?: readonly Located[];
}
export interface Entry { readonly key: Place; readonly node: Located }

export interface Reading {
  readonly documents: readonly Located[];
  /** What could not be read, with its place; the other documents still stand. */
  readonly troubles: readonly { readonly reason: string; readonly at: Place }[];
}

/** Larger texts are not parsed; deeper or longer ones are cut off with a trouble. */
export const MAX_TEXT = 2 * 1024 * 1024;
const MAX_NODES = 200_000;
const MAX_DEPTH = 100;
const MAX_PARTS = 1_000;
const MAX_VALUES = 20_000;

/** Reads YAML (also of several documents) or JSON. Never throws. */
export const readLocated = (text: string, file: string): Reading => {
  if (text.length > MAX_TEXT) return trouble(file, 'is larger than 2 MB and is not parsed');
  try {
    return /\.jsonc$/i.test(file) || (/\.(json|template)$/i.test(file) && /^\s*[{[]/.test(text)) ? readJson(text, file) : readYaml(text, file);
  } catch (error) {
    // Deep nesting exhausts the parser's stack.
    return trouble(file, `cannot be parsed (${error instanceof RangeError ? 'nested too deeply' : (error as Error).message.split('\n')[0]})`);
  }
};

const trouble = (file: string, reason: string): Reading => ({ documents: [], troubles: [{ reason, at: { file } }] });

/** One broken document must not take the others with it: an open quote runs to the end of the text. */
const readYaml = (text: string, file: string): Reading => {
  const whole = readDocuments(text, file, 0);
  const parts = whole.troubles.length === 0 ? [] : partsOf(text);
  if (parts.length < 2 || parts.length > MAX_PARTS) return whole;
  const apart = parts.map((part) => readDocuments(part.text, file, part.lines));
  return { documents: apart.flatMap(({ documents }) => documents), troubles: apart.flatMap(({ troubles }) => troubles) };
};

/** The text at its `---` lines, with the number of lines before each part. */
const partsOf = (text: string): { readonly text: string; readonly lines: number }[] => {
  const parts: { text: string; lines: number }[] = [];
  let lines = 0;
  for (const part of text.split(/^(?=---(?:\s|$))/m)) {
    parts.push({ text: part, lines });
    for (let i = part.indexOf('\n'); i >= 0; i = part.indexOf('\n', i + 1)) lines++;
  }
  return parts;
};

const readDocuments = (text: string, file: string, lines: number): Reading => {
  const counter = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: counter, logLevel: 'silent', uniqueKeys: false, merge: false, strict: false, stringKeys: false, keepSourceTokens: false });
  const place = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file, line: line + lines, column: col };
  };
  const documents: Located[] = [];
  const troubles: { reason: string; at: Place }[] = [];
  let budget = MAX_NODES;
  for (const document of Array.isArray(parsed) ? parsed : []) {
    const error = document.errors.find((each) => each.code !== 'TAB_AS_INDENT' && each.code !== 'DUPLICATE_KEY');
    if (error !== undefined) {
      troubles.push({ reason: `is not valid YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '')}`, at: place(error.pos[0]) });
      continue;
    }
    if (document.contents === null) continue;
    const done = new Map<object, Located>();
    const open = new Set<object>();
    const visit = (node: unknown, depth: number): Located | undefined => {
      if (typeof node !== 'object' || node === null) return undefined;
      const known = done.get(node);
      if (known !== undefined) return known;
      if (depth > MAX_DEPTH || budget-- < 0 || open.has(node)) throw new RangeError('depth');
      if (isAlias(node)) {
        const target = node.resolve(document);
        if (target === undefined) troubles.push({ reason: `refers to the anchor ${node.source.slice(0, 80)}, which is not there`, at: place((node as { range?: [number, number, number] | null }).range?.[0] ?? 0) });
        return target === undefined ? undefined : visit(target, depth + 1);
      }
      open.add(node);
      const range = (node as { range?: [number, number, number] | null }).range;
      const at = place(range?.[0] ?? 0);
      const rawTag = (node as { tag?: string }).tag;
      const tag = rawTag?.startsWith('!') ? { tag: rawTag } : {};
      let made: Located | undefined;
      if (isScalar(node)) made = { at, ...tag, scalar: scalarOf(node.value) };
      else if (isSeq(node)) made = { at, ...tag, items: node.items.flatMap((item) => visit(item, depth + 1) ?? { at, scalar: null }) };
      else if (isMap(node)) {
        const entries = new Map<string, Entry>();
        const merged: Located[] = [];
        for (const pair of node.items) {
          const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
          if (key === undefined) continue;
          const keyAt = place((pair.key as { range?: [number, number, number] | null }).range?.[0] ?? 0);
          const value = visit(pair.value, depth + 1) ?? { at: keyAt, scalar: null };
          if (key === '<<') merged.push(...(value.items ?? [value]));
          else entries.set(key, { key: keyAt, node: value });
        }
        for (const other of merged) for (const [key, entry] of other.entries ?? []) if (!entries.has(key)) entries.set(key, entry);
        made = { at, ...tag, entries };
      }
      open.delete(node);
      if (made !== undefined) done.set(node, made);
      return made;
    };
    try {
      const made = visit(document.contents, 0);
      if (made === undefined) continue;
      documents.push(made);
      // `done` holds each node once: what anchors multiply is cut off where it is written out.
      if (unfoldedSize(made) > Math.max(MAX_VALUES, done.size * 2)) troubles.push({ reason: `has anchors that unfold to more than ${MAX_VALUES} values, and is read no further than that`, at: made.at });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      troubles.push({ reason: 'is nested too deeply, refers to itself or is too long', at: place(document.range?.[0] ?? 0) });
    }
  }
  return { documents, troubles };
};

const scalarOf = (value: unknown): Scalar =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : value === null || value === undefined ? null : String(value);

const readJson = (text: string, file: string): Reading => {
  const errors: ParseError[] = [];
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  const place = (offset: number): Place => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { file, line: low + 1, column: offset - (starts[low] as number) + 1 };
  };
  const tree = parseTree(text, errors, { allowTrailingComma: true, disallowComments: false });
  const first = errors[0];
  if (tree === undefined || first !== undefined) return { documents: [], troubles: [{ reason: 'is not valid JSON', at: place(first?.offset ?? 0) }] };
  let budget = MAX_NODES;
  const visit = (node: JsonNode, depth: number): Located => {
    if (depth > MAX_DEPTH || budget-- < 0) throw new RangeError('depth');
    const at = place(node.offset);
    if (node.type === 'array') return { at, items: (node.children ?? []).map((child) => visit(child, depth + 1)) };
    if (node.type !== 'object') return { at, scalar: scalarOf(node.value) };
    const entries = new Map<string, Entry>();
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? [];
      if (key !== undefined && value !== undefined) entries.set(String(key.value), { key: place(key.offset), node: visit(value, depth + 1) });
    }
    return { at, entries };
  };
  return { documents: [visit(tree, 0)], troubles: [] };
};

/** The node at a path of keys and indexes. */
export const dig = (node: Located | undefined, ...path: readonly (string | number)[]): Located | undefined => {
  let here = node;
  for (const step of path) here = typeof step === 'number' ? here?.items?.[step] : here?.entries?.get(step)?.node;
  return here;
};

/** Plain JSON with the place of every value, by JSON pointer; of a key's value, the place of the key. */
export interface Block {
  readonly value: unknown;
  readonly places: Readonly<Record<string, Place>>;
}

export const pointerStep = (key: string | number): string => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** `limit` bounds the values taken, since shared anchors multiply when written out. */
export const toBlock = (root: Located, limit = MAX_VALUES): Block => {
  const places: Record<string, Place> = {};
  let left = limit;
  const visit = (node: Located, pointer: string, at: Place): unknown => {
    if (left-- <= 0) return null;
    places[pointer] = node.from ?? at;
    if (node.items !== undefined) {
      const items = node.items.map((item, index) => visit(item, `${pointer}/${index}`, item.at));
      // `!If [Condition, a, b]` is one of two, and no list; other tags, as GitLab's `!reference`, are left alone.
      return node.tag !== undefined && CHOOSING.test(node.tag) ? tagged(node.tag, items) : items;
    }
    if (node.entries === undefined) return node.tag === undefined ? node.scalar ?? null : tagged(node.tag, node.scalar ?? null);
    const value: Record<string, unknown> = {};
    for (const [key, entry] of node.entries) {
      if (key === '__proto__') continue;
      value[key] = visit(entry.node, pointer + pointerStep(key), entry.key);
    }
    return node.tag === undefined ? value : tagged(node.tag, value);
  };
  return { value: visit(root, '', root.at), places };
};

const CHOOSING = /^!(?:If|Join|Select|FindInMap|Split|Sub)$/;

/** CloudFormation's short forms become their long ones: `!Ref X` is `{Ref: X}`. */
const tagged = (tag: string, value: unknown): unknown => {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? { [name]: value } : { [`Fn::${name}`]: name === 'GetAtt' && typeof value === 'string' ? value.split('.') : value };
};

/** The place of a pointer, or of the nearest value above it that exists. */
export const placeIn = (block: Block, pointer: string): Place => {
  for (let here = pointer; ; here = here.slice(0, here.lastIndexOf('/'))) {
    const at = block.places[here];
    if (at !== undefined) return at;
    if (here === '') return { file: '' };
  }
};

/** A single value as text; undefined where it is none, or null. */
export const scalar = (node: Located | undefined): string | undefined => (node?.scalar === undefined || node.scalar === null ? undefined : String(node.scalar));
