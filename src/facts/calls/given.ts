import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { isNothing, unwrap } from '../../lib/tree.ts';

/** `given ?? await load()`, `if (!given) given = await load()`: what the caller hands over spares the question. The parameter's index. */
export function sparedBy(around: TSESTree.Node, child: TSESTree.Node, scope: Scope): number | undefined {
  const given = around.type === T.LogicalExpression && around.operator !== '&&' && around.right === child ? unwrap(around.left)
    : around.type === T.IfStatement && around.consequent === child ? missing(around.test) : undefined;
  const declared = given?.type === T.Identifier ? scope.lookup(given.name, given) : undefined;
  if (given?.type !== T.Identifier || declared?.kind !== 'param' || !isFunction(declared.scope)) return undefined;
  const index = declared.scope.params.findIndex((part) => part.type === T.Identifier && part.name === given.name);
  return index === -1 ? undefined : index;
}

/** `!given`, `given === undefined` */
function missing(test: TSESTree.Node): TSESTree.Node | undefined {
  if (test.type === T.UnaryExpression && test.operator === '!') return unwrap(test.argument);
  return test.type === T.BinaryExpression && /^={2,3}$/.test(test.operator) && isNothing(test.right) ? unwrap(test.left) : undefined;
}
