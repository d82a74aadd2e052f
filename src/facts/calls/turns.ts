import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { contains, dottedName, unwrap } from '../../lib/tree.ts';

/** `[own, other, given].filter(Boolean)`: the list without some of it. */
export const narrowed = (made: TSESTree.Node): TSESTree.Node => (made.type === T.CallExpression && made.callee.type === T.MemberExpression && made.callee.property.type === T.Identifier && /^(?:filter|map|sort|toSorted|reverse)$/.test(made.callee.property.name) ? narrowed(unwrap(made.callee.object)) : made);

/** `while (rest.length > 0) { const row = rest.shift(); … }`: goes through the list. */
export function emptied({ test, body }: TSESTree.WhileStatement): string | undefined {
  const length = test.type === T.BinaryExpression && /^(?:>|!==?)$/.test(test.operator) && isNothing(test.right) ? test.left : test;
  const list = /^((?:this\.)?\w+)\.length$/.exec(dottedName(length) ?? '')?.[1];
  return list !== undefined && contains(body, (part) => part.type === T.CallExpression && /^(?:shift|pop)$/.test((dottedName(part.callee) ?? '').slice(list.length + 1)) && dottedName(part.callee)!.startsWith(`${list}.`)) ? list : undefined;
}

/** `Array.fromAsync(list, one)`, `Array.from(set, one)`, `parallel(5, list, one)`, `PromisePool.for(list).process(one)`. */
export function listOf(name: string, callee: TSESTree.Node, given: readonly TSESTree.Node[], child: TSESTree.Node): TSESTree.Node | undefined {
  if (/^from(?:Async)?$/.test(name) && dottedName(callee) === `Array.${name}`) return given[1] === child && given[0]!.type !== T.ObjectExpression ? given[0] : undefined;
  if (name === 'parallel') return given[2] === child ? given[1] : undefined;
  if (name !== 'process' || given[0] !== child || callee.type !== T.MemberExpression) return undefined;
  for (let next = unwrap(callee.object); next.type === T.CallExpression && next.callee.type === T.MemberExpression; next = unwrap(next.callee.object)) {
    if (next.callee.property.type === T.Identifier && next.callee.property.name === 'for') return next.arguments[0];
  }
  return undefined;
}

/** `row` of `for (const row of rows)`, and of `for (row of rows)`. */
export const takenBy = (left: TSESTree.Node): TSESTree.Node | undefined => (left.type === T.VariableDeclaration ? left.declarations[0]?.id : left);

/** What a loop calls its element: `row`, or the parts that it takes of it. */
export function elementsOf(node: TSESTree.Node | undefined): { readonly elements?: readonly string[] } {
  const names = node?.type === T.Identifier ? [node.name] : node?.type === T.ObjectPattern ? node.properties.flatMap((part) => (part.type === T.Property && part.value.type === T.Identifier ? [part.value.name] : [])) : [];
  return names.length > 0 ? { elements: names } : {};
}

/** `i += 1` goes through a list as `i++` does. */
export const isStepOfOne = (update: TSESTree.Expression | null): boolean =>
  update?.type === T.AssignmentExpression && update.operator === '+=' && update.right.type === T.Literal && update.right.value === 1;

/** `if (rows.length >= 100) { await save(rows); rows = []; }`, `if (i % 100 === 0)`: what many turns have gathered goes out at once. */
export function isFull(node: TSESTree.Node, child: TSESTree.Node): boolean {
  if (node.type !== T.IfStatement || node.consequent !== child) return false;
  const isMet = (test: TSESTree.Node): boolean => {
    if (test.type === T.LogicalExpression) return isMet(test.left) || isMet(test.right);
    if (test.type !== T.BinaryExpression || !/^(?:>=?|={2,3})$/.test(test.operator)) return false;
    if (test.left.type === T.BinaryExpression && test.left.operator === '%') return true;
    const list = /^(.+)\.length$/.exec(dottedName(test.left) ?? '')?.[1];
    return list !== undefined && !isNothing(test.right) && contains(child, (part) => (part.type === T.AssignmentExpression && [list, `${list}.length`].includes(dottedName(part.left) ?? '')) || (part.type === T.CallExpression && dottedName(part.callee) === `${list}.splice`));
  };
  return isMet(unwrap(node.test));
}

export const isNothing = (node: TSESTree.Node): boolean => node.type === T.Literal && (node.value === 0 || node.value === 1);
