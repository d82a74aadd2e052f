import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { RetryLoop } from '../../model/index.ts';
import { contains, dottedName, walk } from '../../lib/tree.ts';

/** The last call of a function, or of a method of the same object, by its name. */
export function callOf(name: string, region: TSESTree.Node): TSESTree.CallExpression | undefined {
  let found: TSESTree.CallExpression | undefined;
  walk(region, (node) => { if (node.type === T.CallExpression && isAgain(node, name)) found = node; });
  return found;
}

/** `connect()`, `this.connect()`, and what a timer is handed: `setTimeout(connect, 5000)`, `setTimeout(this.connect.bind(this), 5000)`. */
export function isAgain(call: TSESTree.CallExpression, name: string): boolean {
  const [first, wait] = call.arguments;
  const names = [name, `this.${name}`];
  if (names.includes(dottedName(call.callee) ?? '')) return true;
  if (!isTimer(call) || !first || !wait) return false;
  return names.includes(dottedName(first.type === T.CallExpression && dottedName(first.callee)?.endsWith('.bind') ? (first.callee as TSESTree.MemberExpression).object : first) ?? '');
}

/** `return retry(fn, left - 1, wait * 2)`: the next waits longer. */
export const grown = <W extends { readonly delay: RetryLoop['delay'] }>(waits: W, { arguments: given }: TSESTree.CallExpression): W =>
  (waits.delay === 'fixed' && given.some((one) => contains(one, (part) => part.type === T.BinaryExpression && /^\*\*?$/.test(part.operator) && part.left.type === T.Identifier)) ? { ...waits, delay: 'growing' } : waits);

export const isTimer = ({ callee }: TSESTree.CallExpression): boolean => /^(?:\w+\.)?setTimeout$/.test(dottedName(callee) ?? '');

/** What is written down where it is tried again. */
const SAYS = /\b(?:re-?try|retrying|try(?:ing)? again)\b/i;
/** What ends has nobody to wait for. */
const ENDS = /shut_?down|close|stop|dispose|tear_?down|clean_?up/i;

/** `log.warn('The server is away, retrying in 5 s')` in a catch clause. */
export const saysSo = (clause: TSESTree.Node, fn: string): boolean => !ENDS.test(fn)
  && contains(clause, (node) => (node.type === T.Literal && typeof node.value === 'string' && SAYS.test(node.value)) || (node.type === T.TemplateElement && SAYS.test(node.value.raw)));

/** `.catch(failed)`, `.then(done, failed)` */
export function whereItFailed({ callee, arguments: given }: TSESTree.CallExpression): TSESTree.CallExpressionArgument | undefined {
  const after = callee.type === T.MemberExpression ? dottedName(callee.property) : undefined;
  return after === 'catch' ? given[0] : after === 'then' ? given[1] : undefined;
}
