import { AST_NODE_TYPES as T, parse, simpleTraverse, type TSESTree } from '@typescript-eslint/typescript-estree';
import { MAX_TEXT, readLocated, type Entry, type Located, type Reading } from '../../lib/located.ts';
import { UsageError } from '../../lib/mistake.ts';
import { readToml } from '../../lib/toml.ts';

/** A configuration as data. */
export interface Configuration {
  /** What the file exports, or the whole of a JSON or YAML file. */
  readonly root: Located | undefined;
  /** The values of a key, wherever the file writes one. */
  find(key: string): readonly Located[];
}

/** More values than these are a file that unfolds itself. */
const MAX_VALUES = 50_000;
const MAX_DEPTH = 100;

/** Reads a configuration of JSON (comments allowed), YAML, TOML, JavaScript or TypeScript. Nothing of it is run. */
export function readConfiguration(text: string, file: string): Configuration {
  if (text.length > MAX_TEXT) throw new UsageError([{ message: 'The file is larger than 2 MB and is not read.', at: { file } }]);
  if (/\.ya?ml$/i.test(file) || (/(^|\/)\.eslintrc$/.test(file) && !/^\s*(?:\/[/*]|\{)/.test(text))) return whole(readLocated(text, file));
  if (/\.toml$/i.test(file)) return whole(readToml(text, file));
  return readScript(text, file);
}

function whole({ documents, troubles: [trouble] }: Reading): Configuration {
  if (trouble) throw new UsageError([{ message: `The file ${trouble.reason}.`, at: trouble.at }]);
  return asConfiguration(documents);
}

function asConfiguration(documents: readonly Located[]): Configuration {
  const found = (node: Located, key: string): Located[] =>
    [...(node.items ?? []).flatMap((one) => found(one, key)), ...[...(node.entries ?? [])].flatMap(([name, { node: value }]) => (name === key ? [value] : found(value, key)))];
  return { root: documents[0], find: (key) => documents.flatMap((document) => found(document, key)) };
}

function readScript(text: string, file: string): Configuration {
  const isJson = /\.jsonc?$/i.test(file) || /(^|\/)\.eslintrc$/.test(file);
  let program: TSESTree.Program;
  try {
    // JSON with comments is an expression of JavaScript; the bracket takes no line.
    program = parse(isJson ? `(${text}\n)` : text, { filePath: isJson ? '/file.js' : `/file${file.slice(file.lastIndexOf('.'))}`, loc: true, range: true, jsDocParsingMode: 'none', allowInvalidAST: true });
  } catch (error) {
    const start = (error as { location?: { start?: { line: number; column: number } } }).location?.start;
    const reason = error instanceof RangeError ? 'nested too deeply' : (error as Error).message.split('\n')[0]!.replace(/\.$/, '');
    throw new UsageError([{ message: `The file cannot be parsed (${reason}).`, at: { file, ...(start && { line: start.line, column: start.column + 1 }) } }]);
  }
  const value = valueReader(program, text, file, isJson ? 1 : 0);
  const exported = isJson && program.body[0]?.type === T.ExpressionStatement ? program.body[0].expression : exportOf(program);
  return {
    root: exported && value(exported),
    find(key) {
      const found: Located[] = [];
      simpleTraverse(program, { enter(node) { if (node.type === T.Property && keyOf(node) === key) found.push(value(node.value)); } });
      return found;
    },
  };
}

/** `module.exports = …` or `export default …`. */
function exportOf({ body }: TSESTree.Program): TSESTree.Node | undefined {
  for (const statement of body) {
    if (statement.type === T.ExportDefaultDeclaration) return statement.declaration;
    if (statement.type === T.TSExportAssignment) return statement.expression;
    if (statement.type !== T.ExpressionStatement || statement.expression.type !== T.AssignmentExpression) continue;
    const { left, right } = statement.expression;
    if (left.type === T.MemberExpression && left.object.type === T.Identifier && left.object.name === 'module' && left.property.type === T.Identifier && left.property.name === 'exports') return right;
  }
  return undefined;
}

const keyOf = ({ key, computed }: TSESTree.Property): string | undefined =>
  key.type === T.Literal ? String(key.value) : key.type === T.Identifier && !computed ? key.name : undefined;

const isNamed = (node: TSESTree.Node, name: string): boolean => node.type === T.Identifier && node.name === name;
const isMember = (node: TSESTree.Node, object: string, property: string): boolean =>
  node.type === T.MemberExpression && !node.computed && isNamed(node.object, object) && isNamed(node.property, property);

/** Turns an expression into data, as far as it is literal; names of constants of the file stand for their values. */
function valueReader(program: TSESTree.Program, text: string, file: string, shift: number): (node: TSESTree.Node) => Located {
  const constants = new Map<string, TSESTree.Node>();
  for (const statement of program.body) {
    const declaration = statement.type === T.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== T.VariableDeclaration || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) if (id.type === T.Identifier && init) constants.set(id.name, init);
  }
  let left = MAX_VALUES;
  const placeOf = (node: TSESTree.Node) => ({ file, line: node.loc.start.line, column: node.loc.start.column + 1 - (node.loc.start.line === 1 ? shift : 0) });
  const computed = (node: TSESTree.Node): Located => ({ at: placeOf(node), tag: 'computed', scalar: text.slice(node.range[0] - shift, node.range[1] - shift).replaceAll(/\s+/g, ' ').slice(0, 60) });

  const read = (node: TSESTree.Node, depth: number): Located => {
    if (--left < 0 || depth > MAX_DEPTH) throw new UsageError([{ message: 'The file unfolds into too many or too deeply nested values and is not read.', at: placeOf(node) }]);
    const at = placeOf(node);
    switch (node.type) {
      case T.Literal: return 'regex' in node ? { at, tag: 'regex', scalar: node.regex.pattern } : { at, scalar: typeof node.value === 'bigint' ? String(node.value) : (node.value as Exclude<typeof node.value, bigint | RegExp>) };
      case T.TemplateLiteral: case T.BinaryExpression: case T.TaggedTemplateExpression: {
        const joined = join(node, depth);
        return joined === undefined ? computed(node) : { at, scalar: joined };
      }
      case T.UnaryExpression: return node.operator === '-' && node.argument.type === T.Literal ? { at, scalar: -Number(node.argument.value) } : computed(node);
      case T.ArrayExpression: return { at, items: node.elements.flatMap((element) => (element === null ? [] : element.type === T.SpreadElement ? spreadItems(element, depth) : [read(element, depth + 1)])) };
      case T.ObjectExpression: return { at, entries: new Map(node.properties.flatMap((property) => entriesOf(property, depth))) };
      case T.TSAsExpression: case T.TSSatisfiesExpression: case T.TSNonNullExpression: return read(node.expression, depth + 1);
      case T.Identifier: {
        const constant = constants.get(node.name);
        // A constant of itself would not end; the depth ends it, too, but without telling what it is.
        return constant === undefined || depth > MAX_DEPTH - 2 ? computed(node) : read(constant, depth + 1);
      }
      case T.CallExpression: {
        // `defineConfig({…})` and its like give back what they are given.
        if (node.arguments.length === 1 && node.callee.type === T.Identifier && node.callee.name === 'defineConfig') return read(node.arguments[0]!, depth + 1);
        const listed = listedIn(node, depth);
        return listed === undefined ? computed(node) : { at, scalar: listed };
      }
      default: return computed(node);
    }
  };
  const filled = ({ quasis, expressions }: TSESTree.TemplateLiteral, depth: number, form: 'cooked' | 'raw'): readonly (string | undefined)[] =>
    quasis.flatMap(({ value }, index) => [value[form] ?? undefined, ...(expressions[index] ? [textOf(read(expressions[index], depth + 1))] : [])]);
  const join = (node: TSESTree.Node, depth: number): string | undefined => {
    const parts = node.type === T.TemplateLiteral ? filled(node, depth, 'cooked')
      : node.type === T.TaggedTemplateExpression && isMember(node.tag, 'String', 'raw') ? filled(node.quasi, depth, 'raw')
      : node.type === T.BinaryExpression && node.operator === '+' ? [textOf(read(node.left, depth + 1)), textOf(read(node.right, depth + 1))] : [undefined];
    return parts.includes(undefined) ? undefined : parts.join('');
  };
  /** `['a', 'b'].join('|')` */
  const listedIn = ({ callee, arguments: [by, ...more] }: TSESTree.CallExpression, depth: number): string | undefined => {
    if (callee.type !== T.MemberExpression || !isNamed(callee.property, 'join') || by === undefined || more.length > 0) return undefined;
    const between = textOf(read(by, depth + 1));
    const texts = read(callee.object, depth + 1).items?.map(textOf);
    return between === undefined || texts === undefined || texts.includes(undefined) ? undefined : texts.join(between);
  };
  const textOf = ({ tag, scalar }: Located): string | undefined => (tag === undefined && typeof scalar === 'string' ? scalar : undefined);
  const spreadItems = (element: TSESTree.SpreadElement, depth: number): readonly Located[] => {
    const inner = read(element.argument, depth + 1);
    return inner.items ?? [computed(element)];
  };
  const entriesOf = (property: TSESTree.ObjectLiteralElement, depth: number): readonly (readonly [string, Entry])[] => {
    if (property.type === T.SpreadElement) {
      const inner = read(property.argument, depth + 1);
      return inner.entries ? [...inner.entries] : [[`...${property.range[0]}`, { key: placeOf(property), node: computed(property) }]];
    }
    const key = keyOf(property);
    return [key === undefined ? [`[${property.range[0]}]`, { key: placeOf(property), node: computed(property) }] : [key, { key: placeOf(property.key), node: read(property.value, depth + 1) }]];
  };
  return (node) => read(node, 0);
}
