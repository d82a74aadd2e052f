import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { unwrap } from '../../lib/tree.ts';

/** `from.` of `client(c).from('rows').insert`, `knex.` of `knex('rows').update`: the call before, in a chain that has no name. */
export function chainedOn(callee: TSESTree.Node): string {
  const before = callee.type === AST_NODE_TYPES.MemberExpression ? unwrap(callee.object) : undefined;
  const called = before?.type === AST_NODE_TYPES.CallExpression ? unwrap(before.callee) : undefined;
  const name = called?.type === AST_NODE_TYPES.Identifier ? called.name : called?.type === AST_NODE_TYPES.MemberExpression && called.property.type === AST_NODE_TYPES.Identifier && !called.computed ? called.property.name : undefined;
  return name === undefined ? '' : `${name}.`;
}

/** `orders` of `orders[id].items`; '' of `this.orders`. */
export function rootOf(node: TSESTree.Node): string {
  const plain = unwrap(node);
  return plain.type === AST_NODE_TYPES.MemberExpression ? rootOf(plain.object) : plain.type === AST_NODE_TYPES.Identifier ? plain.name : '';
}
