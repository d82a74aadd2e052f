import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { CallSite } from '../../model/index.ts';
import { unwrap } from '../../lib/tree.ts';

/** `db.collection(step.collection).deleteMany(…)` in a loop over steps: each turn asks a collection of its own. */
export function isOfTurnsCollection(callee: TSESTree.Node, loop: CallSite['loop']): boolean {
  let next = unwrap(callee);
  while (next.type === T.MemberExpression || next.type === T.CallExpression) {
    if (next.type === T.CallExpression && next.callee.type === T.MemberExpression && next.callee.property.type === T.Identifier && next.callee.property.name === 'collection') {
      let root: TSESTree.Node | undefined = next.arguments[0];
      while (root?.type === T.MemberExpression) root = root.object;
      return root?.type === T.Identifier && loop?.elements?.includes(root.name) === true;
    }
    next = unwrap(next.type === T.CallExpression ? next.callee : next.object);
  }
  return false;
}
