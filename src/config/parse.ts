import { LineCounter, isAlias, isMap, isScalar, isSeq, parseAllDocuments, type Alias, type Document, type Node, type Pair, type YAMLError } from 'yaml';
import type { Place } from '../model/index.ts';
import type { Mistake } from '../lib/mistake.ts';
import { placeText } from '../lib/mistake.ts';
import type { Tree } from './tree.ts';

/** Nobody writes a longer declaration by hand; a larger file is a mistake or an attack. */
export const MAX_CHARACTERS = 1024 * 1024;
/** Values, after aliases have been followed. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 60;
/** The parser calls itself for each open bracket. */
const MAX_BRACKETS = 500;

/** Reads YAML as data with places; never runs tags, never expands aliases without bound. */
export function parseTree(file: string, text: string): { readonly tree: Tree } | { readonly mistakes: readonly Mistake[] } {
  const start: Place = { file, line: 1, column: 1 };
  const only = (message: string, at = start) => ({ mistakes: [{ message, at }] });
  if (text.length > MAX_CHARACTERS) return only('The file is larger than 1 MB; a declared architecture is a few hundred lines.');
  if (text.trim() === '') return only('The file is empty; it needs at least version, project and components.');

  if (bracketDepth(text) > MAX_BRACKETS) return only('The values are nested too deeply to be read.');

  const counter = new LineCounter();
  let documents: readonly Document.Parsed[];
  try {
    const parsed = parseAllDocuments(text, { lineCounter: counter, logLevel: 'silent', prettyErrors: false, uniqueKeys: false, version: '1.2', schema: 'core' });
    documents = Array.isArray(parsed) ? parsed : [];
  } catch (error) {
    return only(error instanceof RangeError ? 'The values are nested too deeply to be read.' : `The file is not YAML: ${firstLine(error)}.`);
  }
  const placeAt = (offset: number): Place => {
    const { line, col } = counter.linePos(offset);
    return { file, line, column: col };
  };
  const [document, second] = documents;
  const broken = documents.flatMap(({ errors, warnings }) => [...errors, ...warnings]);
  if (broken.length > 0) return { mistakes: told(broken, placeAt) };
  if (second !== undefined) return only('A second document begins here; a declaration is one document.', placeAt(second.range[0]));
  if (document?.contents == null) return only('The file holds nothing but comments; it needs at least version, project and components.');
  return new Reader(document, placeAt).read(document.contents);
}

function bracketDepth(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') deepest = Math.max(deepest, ++depth);
    else if ((character === ']' || character === '}') && depth > 0) depth -= 1;
  }
  return deepest;
}

const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/[.:]$/, '');

/** The parser stumbles on after a mistake: what it did not expect is told only where nothing else is, each sentence once. */
function told(errors: readonly YAMLError[], placeAt: (offset: number) => Place): Mistake[] {
  // An open quote swallows the brackets after it.
  const quote = errors.find(({ message }) => message.endsWith('quote'));
  const causes = errors.filter((error) => error.code !== 'UNEXPECTED_TOKEN' && (quote === undefined || error === quote || error.pos[0] < quote.pos[0]));
  const mistakes = new Map<string, Mistake>();
  for (const error of causes.length > 0 ? causes : errors.slice(0, 1)) {
    const message = sentenceOf(error);
    if (!mistakes.has(message)) mistakes.set(message, { message, at: placeAt(error.pos[0]) });
  }
  return [...mistakes.values()];
}

const NO_COLON = "A key has no ': ' after it; every line of a map is 'key: value'.";

function sentenceOf({ code, message }: YAMLError): string {
  const said = firstLine(new Error(message));
  switch (code) {
    case 'TAB_AS_INDENT': return 'A tab indents this line; YAML is indented with spaces only.';
    case 'BAD_INDENT': return said.includes('end with a')
      ? `A bracket that was opened before this line is not closed; it needs its ${said.at(-1)}.`
      : 'This line is indented otherwise than its neighbours; the keys of one map begin in one column.';
    case 'BLOCK_IN_FLOW': return 'A comma is missing between two entries in brackets, or a bracket before this line is not closed.';
    case 'BLOCK_AS_IMPLICIT_KEY': return "A second ': ' stands on this line; put quotes around the text, or the inner key on a line of its own.";
    case 'MULTILINE_IMPLICIT_KEY': return NO_COLON;
    case 'BAD_ALIAS': return `${said}; an alias *name needs an anchor &name before it.`;
    case 'TAG_RESOLVE_FAILED': return `${said.replace('Unresolved tag: ', 'There is no tag ')}; a declaration uses none.`;
    case 'MISSING_CHAR':
      if (said.endsWith('quote')) return 'A text that was opened with a quote before this line is not closed.';
      if (said.startsWith('Implicit map keys')) return NO_COLON;
      if (said.startsWith('Sequence item')) return "An item of a list lacks its '- '.";
      if (said.startsWith('Missing ,')) return 'A comma is missing between two entries in brackets.';
      if (said.startsWith('Comments must')) return "A '#' begins a comment only after a space; put quotes around the text if it belongs to it.";
      return `This is not YAML: ${said}.`;
    case 'UNEXPECTED_TOKEN': {
      const token = /: "(.{1,40})/.exec(said)?.[1]?.replace(/"$/, '');
      return `${token === undefined ? 'What follows' : `'${token}'`} does not belong here; a bracket, a quote or the indentation before it is wrong.`;
    }
    default: return `This is not YAML: ${said}.`;
  }
}

/** Walks the syntax tree once, following aliases within a bound. */
class Reader {
  private readonly document: Document.Parsed;
  private readonly placeAt: (offset: number) => Place;
  private readonly mistakes: Mistake[] = [];
  private values = 0;

  constructor(document: Document.Parsed, placeAt: (offset: number) => Place) {
    this.document = document;
    this.placeAt = placeAt;
  }

  read(contents: Node): { readonly tree: Tree } | { readonly mistakes: readonly Mistake[] } {
    try {
      const tree = this.node(contents, undefined, 0);
      return this.mistakes.length > 0 ? { mistakes: this.mistakes } : { tree };
    } catch (error) {
      if (error instanceof TooMuch) return { mistakes: [{ message: error.message, at: error.at }] };
      throw error;
    }
  }

  private node(node: Node | null, key: Place | undefined, depth: number, instead?: Place): Tree {
    const at = instead ?? (node?.range ? this.placeAt(node.range[0]) : key!);
    this.values += 1;
    if (this.values > MAX_VALUES) throw new TooMuch(`The file holds more than ${MAX_VALUES.toLocaleString('en')} values once its aliases are followed.`, at);
    if (depth > MAX_DEPTH) throw new TooMuch(`The values are nested more than ${MAX_DEPTH} deep.`, at);
    const located = { at, ...(key && { key }) };
    if (isAlias(node)) return this.node(this.target(node, at), key, depth + 1, at);
    if (isMap(node)) return { ...located, kind: 'map', entries: this.entries(node.items as Pair<Node, Node | null>[], depth, instead) };
    if (isSeq(node)) return { ...located, kind: 'list', items: node.items.map((item) => this.node(item as Node, undefined, depth + 1, instead)) };
    const value = isScalar(node) ? node.value : null;
    const plain = value === null || ['string', 'number', 'boolean'].includes(typeof value) ? (value as string | number | boolean | null) : String(value);
    return { ...located, kind: 'scalar', value: plain };
  }

  private target(alias: Alias, at: Place): Node {
    const target = alias.resolve(this.document);
    if (target === undefined) throw new TooMuch(`The alias *${alias.source} has no anchor &${alias.source} before it.`, at);
    return target as Node;
  }

  private entries(pairs: readonly Pair<Node, Node | null>[], depth: number, instead: Place | undefined): Map<string, Tree> {
    const own = new Map<string, Tree>();
    const merged: Tree[] = [];
    for (const pair of pairs) {
      const at = instead ?? (pair.key?.range ? this.placeAt(pair.key.range[0]) : this.placeAt(0));
      if (!isScalar(pair.key) || pair.key.value === null || typeof pair.key.value === 'object') {
        this.mistakes.push({ message: 'This key is not a word; put quotes around it if it is meant as text.', at });
        continue;
      }
      const name = String(isScalar(pair.key) && typeof pair.key.source === 'string' ? pair.key.source : pair.key.value);
      const value = this.node(pair.value, at, depth + 1, instead);
      const before = own.get(name);
      if (name === '<<') merged.push(...(value.kind === 'list' ? value.items : [value]));
      else if (name === '__proto__') this.mistakes.push({ message: "'__proto__' cannot be a name.", at });
      else if (before) this.mistakes.push({ message: `'${name}' stands twice in one map; the first is at ${placeText(before.key ?? before.at)}.`, at });
      else own.set(name, value);
    }
    // Keys written out win over merged ones, earlier merged ones over later.
    for (const other of merged) {
      if (other.kind !== 'map') this.mistakes.push({ message: "'<<' merges maps only.", at: other.at });
      else for (const [name, value] of other.entries) if (!own.has(name)) own.set(name, value);
    }
    return own;
  }
}

class TooMuch extends Error {
  readonly at: Place;
  constructor(message: string, at: Place) {
    super(message);
    this.at = at;
  }
}
