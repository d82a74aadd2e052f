import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';

/** `tell(user).catch(log);`, `void tell(user);`: whoever calls it goes on at once. What waits in a `.then` may be the answer. */
export function isLeftToItself(call: TSESTree.Node, module: ParsedModule): boolean {
  let child = call;
  let caught = false;
  for (let next = module.parent(call); next; child = next, next = module.parent(next)) {
    if (next.type === T.UnaryExpression && next.operator === 'void') return true;
    if (next.type === T.ExpressionStatement) return caught;
    if (next.type === T.ChainExpression) continue;
    if (next.type === T.CallExpression && next.callee === child) continue;
    if (next.type !== T.MemberExpression || next.object !== child || next.property.type !== T.Identifier || !/^(?:catch|finally)$/.test(next.property.name)) return false;
    caught ||= next.property.name === 'catch';
  }
  return false;
}

/** `MailProvider({ send: async (link) => … })`: an object hands the function on, and whoever got it decides when it runs. */
export function isHandedOn(fn: TSESTree.Node, module: ParsedModule): boolean {
  let next = module.parent(fn);
  if (next?.type !== T.Property) return false;
  while (next?.type === T.Property || next?.type === T.ObjectExpression) next = module.parent(next);
  return next?.type === T.CallExpression || next?.type === T.NewExpression;
}
