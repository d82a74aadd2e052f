import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { dottedName, unwrap, walk } from '../../lib/tree.ts';
import { nearestFunction } from '../../lib/scope.ts';

/** What throws at nothing, and only answers whether it fits. */
const ANSWERS = /^safeParse(?:Async)?$/;
/** Without a callback. */
const VALIDATES = /(?:^|\.)[jJ]oi\.validate$/;

/** `Order.safeParse(body);` as a statement, or put into a name that nobody reads: whatever it says, nobody hears it. */
export function isUnheard(node: TSESTree.CallExpression | TSESTree.NewExpression, parent: ParsedModule['parent']): boolean {
  const callee = unwrap(node.callee);
  const method = callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : '';
  if (!ANSWERS.test(method) && !(method === 'validate' && node.arguments.length === 2 && VALIDATES.test(dottedName(callee) ?? ''))) return false;
  let up = parent(node);
  while (up && (up.type === AST_NODE_TYPES.AwaitExpression || up.type === AST_NODE_TYPES.ChainExpression || up.type.startsWith('TS'))) up = parent(up);
  if (up?.type === AST_NODE_TYPES.ExpressionStatement) return true;
  if (up?.type !== AST_NODE_TYPES.VariableDeclarator || up.id.type !== AST_NODE_TYPES.Identifier) return false;
  const { name } = up.id;
  const around = nearestFunction(node, parent);
  let reads = 0;
  if (around) walk(around.body, (one) => { if (one.type === AST_NODE_TYPES.Identifier && one.name === name) reads++; });
  return reads === 1;
}
