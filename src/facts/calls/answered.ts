import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { contains, dottedName, unwrap } from '../../lib/tree.ts';
import type { ParsedModule } from '../../model/index.ts';

/** `const records = await add(); if (!records) throw new Error(…);`: where nothing comes back, the caller ends or answers otherwise. */
export function asksWhatCame(call: TSESTree.Node, module: ParsedModule, scope: Scope): boolean {
  const awaited = module.parent(call);
  const declared = awaited?.type === T.AwaitExpression ? module.parent(awaited) : undefined;
  if (declared?.type !== T.VariableDeclarator || declared.id.type !== T.Identifier) return false;
  const { name } = declared.id;
  const within = scope.functionOf(call);
  return module.nodes('IfStatement').some(({ test, consequent, range }) => range[0] > declared.range[1] && scope.functionOf(consequent) === within && isMissing(test, name)
    && contains(consequent, ({ type }) => type === T.ThrowStatement || type === T.ReturnStatement, isFunction));
}

/** `!records`, `records == null`, `!records || records.length === 0`. */
function isMissing(test: TSESTree.Node, name: string): boolean {
  const plain = unwrap(test);
  if (plain.type === T.LogicalExpression) return isMissing(plain.left, name) || isMissing(plain.right, name);
  if (plain.type === T.UnaryExpression) return plain.operator === '!' && dottedName(plain.argument) === name;
  return plain.type === T.BinaryExpression && /^={2,3}$/.test(plain.operator) && plain.left.type !== T.PrivateIdentifier && dottedName(plain.left) === name;
}
