import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import type { ImportSite, ParsedModule, Place } from '../model/index.ts';
import { remember } from './remember.ts';

/** Every node of one tree by type, in source order, and each node's parent: made in one walk, shared by all extractors. */
export type TreeIndex = Pick<ParsedModule, 'nodes' | 'parent'>;

/** Where a node's parent is kept: on the node itself, since a map of all nodes costs more to fill and to ask. */
const PARENT = Symbol('parent');
interface Linked { [PARENT]?: TSESTree.Node }

export function indexTree(tree: TSESTree.Program): TreeIndex {
  const byType = new Map<string, TSESTree.Node[]>();
  // A stack of our own: minified or generated trees are deeper than the call stack.
  const stack: TSESTree.Node[] = [tree];
  while (stack.length > 0) {
    const node = stack.pop()!;
    const list = byType.get(node.type);
    if (list) list.push(node);
    else byType.set(node.type, [node]);
    const from = stack.length;
    pushChildren(node, stack);
    for (let index = from; index < stack.length; index++) (stack[index] as Linked)[PARENT] = node;
  }
  return {
    nodes: (type) => (byType.get(type) ?? []) as never,
    parent: (node) => (node as Linked)[PARENT],
  };
}

/** Where the children of a node stand. The parser writes the keys of a node in the order of the alphabet, and children are told in the order that it writes. */
const KEYS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(visitorKeys).map(([type, keys = []]) => [type, [...keys].sort()]));
const BESIDE = new Set(['range', 'loc', 'parent', 'tokens', 'comments']);

/** Puts the children of a node on a stack, the first one on top. */
function pushChildren(node: TSESTree.Node, stack: TSESTree.Node[]): void {
  const keys = KEYS.get(node.type) ?? Object.keys(node).filter((key) => !BESIDE.has(key));
  for (let at = keys.length - 1; at >= 0; at--) {
    const value = (node as unknown as Record<string, unknown>)[keys[at]!];
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (let index = value.length - 1; index >= 0; index--) if (isNode(value[index])) stack.push(value[index] as TSESTree.Node);
    } else if (isNode(value)) {
      stack.push(value);
    }
  }
}

export function childrenOf(node: TSESTree.Node): TSESTree.Node[] {
  const children: TSESTree.Node[] = [];
  pushChildren(node, children);
  return children.reverse();
}

const isNode = (value: unknown): value is TSESTree.Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Walks a subtree, parents first; `visit` answers false to leave a node's children out. */
export function walk(node: TSESTree.Node, visit: (node: TSESTree.Node) => boolean | void): void {
  const stack = [node];
  while (stack.length > 0) {
    const next = stack.pop()!;
    if (visit(next) !== false) pushChildren(next, stack);
  }
}

/** Whether a subtree holds such a node; what `isLeftOut` names is not looked into. */
export function contains(node: TSESTree.Node, isWanted: (node: TSESTree.Node) => boolean, isLeftOut: (node: TSESTree.Node) => boolean = () => false): boolean {
  let found = false;
  walk(node, (one) => {
    if (found || isLeftOut(one)) return false;
    found = isWanted(one);
    return !found;
  });
  return found;
}

/** What a function gives wherever it returns; functions within have returns of their own. */
export function returnsOf(body: TSESTree.BlockStatement): readonly (TSESTree.Expression | null)[] {
  const given: (TSESTree.Expression | null)[] = [];
  walk(body, (node) => {
    if (node.type === AST_NODE_TYPES.FunctionDeclaration || node.type === AST_NODE_TYPES.FunctionExpression || node.type === AST_NODE_TYPES.ArrowFunctionExpression) return false;
    if (node.type === AST_NODE_TYPES.ReturnStatement) given.push(node.argument);
    return true;
  });
  return given;
}

/** The node's own place; columns count from 1. */
export const placeOf = (path: string, node: TSESTree.Node): Required<Pick<Place, 'file' | 'line' | 'column'>> => ({
  file: path,
  line: node.loc.start.line,
  column: node.loc.start.column + 1,
});

/** Looks through what changes only the type or waits: `as`, `satisfies`, `!`, `await`, optional chains. */
export function unwrap(node: TSESTree.Node): TSESTree.Node {
  switch (node.type) {
    case AST_NODE_TYPES.TSAsExpression:
    case AST_NODE_TYPES.TSSatisfiesExpression:
    case AST_NODE_TYPES.TSNonNullExpression:
    case AST_NODE_TYPES.TSTypeAssertion:
    case AST_NODE_TYPES.ChainExpression:
      return unwrap(node.expression);
    case AST_NODE_TYPES.AwaitExpression:
      return unwrap(node.argument);
    default:
      return node;
  }
}

/** `a.b.c` as written, `this` included; a computed literal member counts as its name; undefined for anything else. */
export function dottedName(node: TSESTree.Node): string | undefined {
  const plain = unwrap(node);
  if (plain.type === AST_NODE_TYPES.Identifier) return plain.name;
  if (plain.type === AST_NODE_TYPES.ThisExpression) return 'this';
  if (plain.type === AST_NODE_TYPES.MemberExpression) {
    const object = dottedName(plain.object);
    const property = plain.computed
      ? plain.property.type === AST_NODE_TYPES.Literal && typeof plain.property.value === 'string' ? plain.property.value : undefined
      : plain.property.type === AST_NODE_TYPES.Identifier ? plain.property.name
      : plain.property.type === AST_NODE_TYPES.PrivateIdentifier ? `#${plain.property.name}` : undefined;
    return object !== undefined && property !== undefined ? `${object}.${property}` : undefined;
  }
  return undefined;
}

/** The value of a property of an object literal, by key; undefined where it is absent or computed. */
export function property(object: TSESTree.ObjectExpression, key: string): TSESTree.Node | undefined {
  for (const entry of object.properties) {
    if (entry.type === AST_NODE_TYPES.Property && keyOf(entry) === key) return entry.value;
  }
  return undefined;
}

export const keyOf = (entry: TSESTree.Property): string | undefined =>
  !entry.computed && entry.key.type === AST_NODE_TYPES.Identifier ? entry.key.name
  : entry.key.type === AST_NODE_TYPES.Literal ? String(entry.key.value)
  : undefined;

/** A local name that an import binds. `imported`: `default`, `*` or the exported name. */
export interface Binding { readonly specifier: string; readonly imported: string }

/** Asked by most extractors of the same module. */
const KNOWN_BINDINGS = new WeakMap<TreeIndex, ReadonlyMap<string, Binding>>();

/** Local name → what it was imported from; `const x = require('y')` and `const { a } = require('y')` included. */
export function importBindings(index: TreeIndex): ReadonlyMap<string, Binding> {
  const known = KNOWN_BINDINGS.get(index);
  if (known) return known;
  const bindings = bindingsOf(index);
  KNOWN_BINDINGS.set(index, bindings);
  return bindings;
}

function bindingsOf(index: TreeIndex): Map<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const node of index.nodes('ImportDeclaration')) {
    for (const part of node.specifiers) {
      const imported = part.type === AST_NODE_TYPES.ImportDefaultSpecifier ? 'default'
        : part.type === AST_NODE_TYPES.ImportNamespaceSpecifier ? '*'
        : part.imported.type === AST_NODE_TYPES.Identifier ? part.imported.name : part.imported.value;
      bindings.set(part.local.name, { specifier: node.source.value, imported });
    }
  }
  bindLoaded(index, requiredSpecifier, bindings);
  for (const node of index.nodes('TSImportEqualsDeclaration')) {
    if (node.moduleReference.type === AST_NODE_TYPES.TSExternalModuleReference && node.moduleReference.expression.type === AST_NODE_TYPES.Literal) {
      bindings.set(node.id.name, { specifier: String(node.moduleReference.expression.value), imported: '*' });
    }
  }
  return bindings;
}

/** Local names of what is imported as a type: `import type { Order }`, `import { type Order }`. */
export const typesImported = (index: TreeIndex): string[] => index.nodes('ImportDeclaration').flatMap((node) =>
  node.specifiers.flatMap((part) => (node.importKind === 'type' || (part.type === AST_NODE_TYPES.ImportSpecifier && part.importKind === 'type') ? [part.local.name] : [])));

/** Adds what variables are bound to: `const x = require('y')`, `const { a: b } = await import('y')`, as `specifierOf` tells. */
export function bindLoaded(index: TreeIndex, specifierOf: (node: TSESTree.Node) => string | undefined, bindings: Map<string, Binding>): void {
  for (const node of index.nodes('VariableDeclarator')) {
    const specifier = node.init ? specifierOf(unwrap(node.init)) : undefined;
    if (specifier === undefined) continue;
    if (node.id.type === AST_NODE_TYPES.Identifier) bindings.set(node.id.name, { specifier, imported: '*' });
    if (node.id.type !== AST_NODE_TYPES.ObjectPattern) continue;
    for (const part of node.id.properties) {
      if (part.type === AST_NODE_TYPES.Property && part.value.type === AST_NODE_TYPES.Identifier) {
        bindings.set(part.value.name, { specifier, imported: keyOf(part) ?? '*' });
      }
    }
  }
}

/** `require('./x')`: the module that it loads. */
export function requiredSpecifier(node: TSESTree.Node): string | undefined {
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.Identifier || node.callee.name !== 'require') return undefined;
  const [argument] = node.arguments;
  return argument?.type === AST_NODE_TYPES.Literal && typeof argument.value === 'string' ? argument.value : undefined;
}

/** The package of a specifier: `@scope/name/part` → `@scope/name`; undefined for relative, absolute and `#` specifiers. */
export const packageOf = remember((specifier): string | undefined => {
  if (/^[./#]/.test(specifier)) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
});

/** True when the module imports the package, or a path inside it. */
export const importsPackage = (imports: readonly ImportSite[], name: string): boolean =>
  imports.some(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`));

export type FoldedValue = string | number | boolean | null | undefined;

/**
 * The value of an expression that is the same on every run: literals, templates without unknown parts, arithmetic on
 * numbers, and names of this module's `const`s. `unknown: true`: it is configured at run time or out of sight.
 */
export function fold(node: TSESTree.Node, constants: ReadonlyMap<string, TSESTree.Node>, depth = 0): { readonly value: FoldedValue } | { readonly unknown: true } {
  const plain = unwrap(node);
  const unknown = { unknown: true } as const;
  if (depth > 8) return unknown;
  switch (plain.type) {
    case AST_NODE_TYPES.Literal:
      return plain.value instanceof RegExp || typeof plain.value === 'bigint' ? unknown : { value: plain.value };
    case AST_NODE_TYPES.TemplateLiteral: {
      let text = plain.quasis[0]?.value.cooked ?? '';
      for (const [position, expression] of plain.expressions.entries()) {
        const part = fold(expression, constants, depth + 1);
        if ('unknown' in part) return unknown;
        text += String(part.value) + (plain.quasis[position + 1]?.value.cooked ?? '');
      }
      return { value: text };
    }
    case AST_NODE_TYPES.UnaryExpression: {
      const part = fold(plain.argument, constants, depth + 1);
      if ('unknown' in part || typeof part.value !== 'number') return unknown;
      return plain.operator === '-' ? { value: -part.value } : unknown;
    }
    case AST_NODE_TYPES.BinaryExpression: {
      if (plain.left.type === AST_NODE_TYPES.PrivateIdentifier) return unknown;
      const left = fold(plain.left, constants, depth + 1);
      const right = fold(plain.right, constants, depth + 1);
      if ('unknown' in left || 'unknown' in right) return unknown;
      if (plain.operator === '+' && (typeof left.value === 'string' || typeof right.value === 'string')) return { value: `${left.value}${right.value}` };
      if (typeof left.value !== 'number' || typeof right.value !== 'number') return unknown;
      switch (plain.operator) {
        case '+': return { value: left.value + right.value };
        case '-': return { value: left.value - right.value };
        case '*': return { value: left.value * right.value };
        case '/': return { value: left.value / right.value };
        case '**': return { value: left.value ** right.value };
        default: return unknown;
      }
    }
    case AST_NODE_TYPES.LogicalExpression: {
      // `process.env.X ?? 5000`: the literal is what holds when nothing is configured.
      const left = fold(plain.left, constants, depth + 1);
      return 'unknown' in left && plain.operator !== '&&' ? fold(plain.right, constants, depth + 1) : left;
    }
    case AST_NODE_TYPES.Identifier: {
      if (plain.name === 'undefined') return { value: undefined };
      if (plain.name === 'Infinity') return { value: Infinity };
      const initial = constants.get(plain.name);
      return initial ? fold(initial, constants, depth + 1) : unknown;
    }
    default:
      return unknown;
  }
}

/** The module's top-level `const` initialisers by name. */
export function topLevelConstants(tree: TSESTree.Program): ReadonlyMap<string, TSESTree.Node> {
  const constants = new Map<string, TSESTree.Node>();
  for (const statement of tree.body) {
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== AST_NODE_TYPES.VariableDeclaration || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === AST_NODE_TYPES.Identifier && init) constants.set(id.name, init);
    }
  }
  return constants;
}
