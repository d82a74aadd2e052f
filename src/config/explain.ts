import type { Mistake } from '../lib/mistake.ts';
import { nearest } from '../lib/nearest.ts';
import type { Tree } from './tree.ts';

/** The words of JSON Schema that our own schema uses. Tests hold this reading of it equal to ajv's. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly uniqueItems?: boolean;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  /** Ours: `is …`, the sentence's end for any wrong value. */
  readonly errorMessage?: string;
  /** Ours: `glob` and `file` lie in the repository; `outer` may lead out of the folder. */
  readonly format?: string;
}

/**
 * Every mistake of a value, as sentences. A validator's list of failed keywords would have to be translated back into
 * what a person meant; walking schema and value together, the one sentence that is needed lies at hand, and there is
 * nothing to compile at every start.
 */
export function explain(root: Schema, tree: Tree, path = ''): Mistake[] {
  return new Explainer(root).judge(root, tree, path);
}

class Explainer {
  private readonly root: Schema;
  constructor(root: Schema) {
    this.root = root;
  }

  judge(schema: Schema, tree: Tree, path: string): Mistake[] {
    const mistakes = this.own(schema, tree, path);
    if (schema.$ref !== undefined) mistakes.push(...this.judge(resolve(this.root, schema), tree, path));
    if (schema.anyOf !== undefined) mistakes.push(...this.choice(schema, schema.anyOf, tree, path));
    if (schema.oneOf !== undefined && tree.kind === 'map') {
      const holding = schema.oneOf.filter((branch) => this.judge(branch, tree, path).length === 0).length;
      if (holding !== 1) mistakes.push({ message: `${subject(path)} ${must(schema.errorMessage ?? 'is one of several shapes')}.`, at: tree.key ?? tree.at });
    }
    return mistakes;
  }

  /** What the schema itself says, without the schemas that it refers to. */
  private own(schema: Schema, tree: Tree, path: string): Mistake[] {
    const wrong = (rest: string): Mistake[] => [{
      message: `${subject(path)} ${schema.errorMessage !== undefined && tree.kind === 'scalar' && tree.value !== null ? `${must(schema.errorMessage)}, not ${shown(tree)}` : rest}.`,
      at: tree.kind === 'scalar' ? tree.at : tree.key ?? tree.at,
    }];
    if (schema.const !== undefined && !(tree.kind === 'scalar' && tree.value === schema.const)) return wrong(`must be ${schema.const}, not ${shown(tree)}`);
    if (schema.enum !== undefined) {
      if (tree.kind === 'scalar' && schema.enum.includes(tree.value)) return [];
      const near = tree.kind === 'scalar' ? nearest(String(tree.value), schema.enum.map(String)) : undefined;
      return wrong(`must be ${oneOf(schema.enum.map(String))}, not ${shown(tree)}${meant(near)}`);
    }
    if (schema.type !== undefined && !hasType(tree, schema.type)) return wrong(`must be ${TYPE_WORDS[schema.type]!}, not ${shown(tree)}`);
    if (tree.kind === 'map') return this.map(schema, tree, path);
    if (tree.kind === 'list') return this.list(schema, tree, path);
    const { value } = tree;
    if (typeof value === 'string') {
      if (schema.minLength !== undefined && value.length < schema.minLength) return wrong('is empty');
      if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) return wrong(`is not written as it must be: ${shown(tree)}`);
    }
    if (typeof value === 'number') {
      const { minimum, maximum, exclusiveMinimum } = schema;
      if (minimum !== undefined && maximum !== undefined && (value < minimum || value > maximum)) return wrong(`must lie between ${minimum} and ${maximum}, not ${value}`);
      if (minimum !== undefined && value < minimum) return wrong(`must be at least ${minimum}, not ${value}`);
      if (maximum !== undefined && value > maximum) return wrong(`must be at most ${maximum}, not ${value}`);
      if (exclusiveMinimum !== undefined && value <= exclusiveMinimum) return wrong(`must be more than ${exclusiveMinimum}, not ${value}`);
    }
    return [];
  }

  private map(schema: Schema, tree: Extract<Tree, { kind: 'map' }>, path: string): Mistake[] {
    const known = Object.keys(schema.properties ?? {});
    const mistakes: Mistake[] = [];
    const at = tree.key ?? tree.at;
    for (const key of schema.required ?? []) {
      // Alternatives that only ask for keys are told by the one who loads.
      if (!tree.entries.has(key)) mistakes.push({ message: `${subject(path)} lacks ${key}.`, at });
    }
    if (schema.minProperties !== undefined && tree.entries.size < schema.minProperties) {
      mistakes.push({ message: `${subject(path)} is empty${known.length > 0 ? `; it takes ${listed(known)}` : ''}.`, at });
    }
    for (const [key, value] of tree.entries) {
      const inner = path === '' ? key : `${path}.${key}`;
      const property = schema.properties?.[key];
      if (schema.propertyNames !== undefined) {
        const name: Tree = { kind: 'scalar', value: key, at: value.key ?? value.at };
        mistakes.push(...this.judge(schema.propertyNames, name, `The name '${key}' in ${path}`));
      }
      if (property !== undefined && Object.hasOwn(schema.properties!, key)) mistakes.push(...this.judge(property, value, inner));
      else if (schema.additionalProperties === false) mistakes.push({ message: unknownKey(key, path, known), at: value.key ?? value.at });
      else if (typeof schema.additionalProperties === 'object') mistakes.push(...this.judge(schema.additionalProperties, value, inner));
    }
    return mistakes;
  }

  private list(schema: Schema, tree: Extract<Tree, { kind: 'list' }>, path: string): Mistake[] {
    const mistakes: Mistake[] = [];
    if (schema.minItems !== undefined && tree.items.length < schema.minItems) {
      mistakes.push({ message: `${subject(path)} is an empty list.`, at: tree.key ?? tree.at });
    }
    const seen = new Set<unknown>();
    for (const [index, item] of tree.items.entries()) {
      if (schema.items !== undefined) mistakes.push(...this.judge(schema.items, item, `${path}[${index}]`));
      if (schema.uniqueItems !== true || item.kind !== 'scalar') continue;
      if (seen.has(item.value)) mistakes.push({ message: `${subject(path)} names ${shown(item)} twice.`, at: item.at });
      seen.add(item.value);
    }
    return mistakes;
  }

  /** Where no alternative holds, the one that was meant: by its kind of value; else the sentence over all of them. */
  private choice(schema: Schema, branches: readonly Schema[], tree: Tree, path: string): Mistake[] {
    const answers = branches.map((branch) => ({ branch: resolve(this.root, branch), mistakes: this.judge(branch, tree, path) }));
    if (answers.some(({ mistakes }) => mistakes.length === 0)) return [];
    const likely = answers.filter(({ branch }) => tree.kind !== 'scalar' && branch.type === (tree.kind === 'map' ? 'object' : 'array'));
    if (likely.length === 1) return likely[0]!.mistakes;
    const inner = answers.filter(({ branch }) => tree.kind !== 'scalar' && branch.anyOf !== undefined);
    if (inner.length === 1) return inner[0]!.mistakes;
    if (schema.errorMessage === undefined) return answers.toSorted((a, b) => a.mistakes.length - b.mistakes.length)[0]!.mistakes;
    const words = answers.flatMap(({ branch }) => branch.enum ?? []).map(String);
    const near = tree.kind === 'scalar' ? nearest(String(tree.value), words) : undefined;
    return [{
      message: `${subject(path)} ${must(schema.errorMessage)}, not ${shown(tree)}${meant(near)}.`,
      at: tree.kind === 'scalar' ? tree.at : tree.key ?? tree.at,
    }];
  }
}

export const resolve = (root: Schema, schema: Schema): Schema =>
  schema.$ref === undefined ? schema : resolve(root, root.$defs![schema.$ref.slice('#/$defs/'.length)]!);

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'a map of keys', array: 'a list', string: 'a text', number: 'a number', integer: 'a whole number', boolean: 'true or false', null: 'empty',
};

function hasType(tree: Tree, type: string): boolean {
  if (tree.kind === 'map') return type === 'object';
  if (tree.kind === 'list') return type === 'array';
  const { value } = tree;
  if (value === null) return type === 'null';
  if (type === 'integer') return Number.isInteger(value);
  return type === 'number' ? Number.isFinite(value) : typeof value === type;
}

const subject = (path: string): string => (path === '' ? 'The declaration' : path);

const must = (text: string): string =>
  text.startsWith('is ') ? `must be ${text.slice(3)}` : text.startsWith('says ') ? `must say ${text.slice(5)}` : text.startsWith('names ') ? `must name ${text.slice(6)}` : text;

function shown(tree: Tree): string {
  if (tree.kind === 'map') return 'a map';
  if (tree.kind === 'list') return tree.items.length === 0 ? 'an empty list' : 'a list';
  if (tree.value === null) return 'empty';
  const text = String(tree.value);
  return typeof tree.value === 'string' ? `'${text.length > 60 ? `${text.slice(0, 57)}...` : text}'` : text;
}

export const oneOf = (words: readonly string[]): string =>
  words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)!}`;

export const listed = (words: readonly string[]): string => oneOf(words).replace(/ or (\S+)$/, ' and $1');

function unknownKey(key: string, path: string, known: readonly string[]): string {
  return `${subject(path)} has no key '${key}'${meant(nearest(key, known))}; it takes ${listed(known)}.`;
}

/** The nearest right word, in brackets. */
export const meant = (near: string | undefined): string => (near === undefined ? '' : ` (did you mean '${near}'?)`);
