import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { unwrap } from '../../lib/tree.ts';

const MAX_PARTS = 40;

/** A callee as it is written, calls as `()`: `this.#db.select().from` → `this`, `#db`, `select`, `()`, `from`. */
export function chainOf(callee: TSESTree.Node): readonly string[] | undefined {
  const parts: string[] = [];
  let next = unwrap(callee);
  while (parts.length < MAX_PARTS) {
    if (next.type === T.Identifier || next.type === T.ThisExpression) return [next.type === T.Identifier ? next.name : 'this', ...parts.reverse()];
    if (next.type === T.CallExpression) {
      parts.push('()');
      next = unwrap(next.callee);
    } else if (next.type === T.MemberExpression && (next.property.type === T.Identifier || next.property.type === T.PrivateIdentifier) && !next.computed) {
      parts.push(next.property.type === T.PrivateIdentifier ? `#${next.property.name}` : next.property.name);
      next = unwrap(next.object);
    } else return undefined;
  }
  return undefined;
}
