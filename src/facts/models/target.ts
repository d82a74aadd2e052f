import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';

/** `() => User`, `(type) => User`, `User`, `'User'`, `User.name`: the model that is meant. */
export function target(node: TSESTree.Node | undefined): string | undefined {
  if (!node) return undefined;
  if (node.type === T.ArrowFunctionExpression) return node.body.type === T.BlockStatement ? undefined : target(node.body);
  if (node.type === T.Literal) return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === T.Identifier) return node.name;
  if (node.type === T.MemberExpression) return node.property.type === T.Identifier && node.property.name === 'name' ? target(node.object) : node.property.type === T.Identifier ? node.property.name : undefined;
  if (node.type === T.ArrayExpression) return node.elements[0] ? target(node.elements[0]) : undefined;
  if (node.type === T.TSAsExpression) return target(node.expression);
  return undefined;
}
