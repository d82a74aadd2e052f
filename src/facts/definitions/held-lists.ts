import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { isFunction } from '../../lib/scope.ts';
import { unwrap, walk } from '../../lib/tree.ts';

/** Lists that a module makes empty or filled, under names that stand for nothing else in it. */
export function listsOf(tree: TSESTree.Program): ReadonlySet<string> {
  const statements = tree.body.map((one) => (one.type === AST_NODE_TYPES.ExportNamedDeclaration ? one.declaration ?? one : one));
  const declared = statements.flatMap((one) => (one.type === AST_NODE_TYPES.VariableDeclaration ? one.declarations : []));
  const lists = new Set(declared.flatMap(({ id, init }) => (id.type === AST_NODE_TYPES.Identifier && init && unwrap(init).type === AST_NODE_TYPES.ArrayExpression ? [id.name] : [])));
  if (lists.size === 0) return lists;
  const often = new Map<string, number>();
  const count = (pattern: TSESTree.Node): void => { if (pattern.type === AST_NODE_TYPES.Identifier) often.set(pattern.name, (often.get(pattern.name) ?? 0) + 1); };
  walk(tree, (node) => {
    if (node.type === AST_NODE_TYPES.VariableDeclarator) count(node.id);
    if (isFunction(node)) node.params.forEach(count);
    return true;
  });
  return new Set([...lists].filter((name) => often.get(name) === 1));
}
