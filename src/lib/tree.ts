import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { visitorKeys } from '@typescript-eslint/visitor-keys';
import type { ParsedModule, Place } from '../model/index.ts';

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

/** What a function gives wherever it returns, or as its whole body; functions within have returns of their own. */
export function returnsOf(body: TSESTree.BlockStatement | TSESTree.Expression): readonly (TSESTree.Expression | null)[] {
  if (body.type !== AST_NODE_TYPES.BlockStatement) return [body];
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

/** `null`, `undefined`. */
export const isNothing = (node: TSESTree.Node): boolean =>
  (node.type === AST_NODE_TYPES.Literal && node.value === null && node.raw === 'null') || (node.type === AST_NODE_TYPES.Identifier && node.name === 'undefined');

/** A text that stands written out, in quotation marks or in backticks. */
export function plainString(node: TSESTree.Node | undefined): string | undefined {
  if (node?.type === AST_NODE_TYPES.Literal) return typeof node.value === 'string' ? node.value : undefined;
  return node?.type === AST_NODE_TYPES.TemplateLiteral && node.quasis.length === 1 ? node.quasis[0]!.value.cooked ?? undefined : undefined;
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

export const keyOf = (entry: { readonly computed: boolean; readonly key: TSESTree.Node }): string | undefined =>
  !entry.computed && entry.key.type === AST_NODE_TYPES.Identifier ? entry.key.name
  : entry.key.type === AST_NODE_TYPES.Literal ? String(entry.key.value)
  : undefined;
