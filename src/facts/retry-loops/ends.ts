import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { isFunction } from '../../lib/scope.ts';
import { contains, dottedName, keyOf, walk } from '../../lib/tree.ts';

export type Loop = TSESTree.WhileStatement | TSESTree.DoWhileStatement | TSESTree.ForStatement;

export const COUNTER = /retr|attempt|tries|\btry_?count/i;

/** `retries - 1`, `attempt + 1`, also as a part of `{ ...options, retries: retries - 1 }`: the counter. */
export function counterIn(node: TSESTree.Node): TSESTree.Identifier | undefined {
  if (node.type === T.ObjectExpression) return node.properties.map((part) => (part.type === T.Property ? counterIn(part.value) : undefined)).find((found) => found !== undefined);
  return node.type === T.BinaryExpression && node.left.type === T.Identifier && COUNTER.test(node.left.name) ? node.left : undefined;
}

const isTrue = (node: TSESTree.Node): boolean => node.type === T.Literal && node.value === true;

/** `send(user, true)`, `send({ user, again: true })`: what calls itself with a flag up does so once. */
export const isFlagged = ({ arguments: given }: TSESTree.CallExpression): boolean =>
  given.some((argument) => isTrue(argument) || (argument.type === T.ObjectExpression && argument.properties.some((part) => part.type === T.Property && isTrue(part.value) && /again|retr|loop|second|once|flag|refresh|recurs/i.test(keyOf(part) ?? ''))));

/** Somewhere in it an answer is handed back. */
export const returns = (statement: TSESTree.Node): boolean => contains(statement, (node) => node.type === T.ReturnStatement && node.argument !== null, isFunction);

/** The test of a loop no longer holds after an assignment: `while (!done)` and `done = …`, `while (retry)` and `retry = false`. */
export const endsBy = (test: TSESTree.Node, { left, right }: TSESTree.AssignmentExpression): boolean =>
  test.type === T.UnaryExpression && test.operator === '!' ? dottedName(test.argument) !== undefined && dottedName(test.argument) === dottedName(left) && !isFalse(right) : dottedName(test) !== undefined && dottedName(test) === dottedName(left) && isFalse(right);
const isFalse = (node: TSESTree.Node): boolean => node.type === T.Literal && node.value === false;

/** The catch clause always ends the loop. */
export function endsIt(body: TSESTree.BlockStatement): boolean {
  const last = body.body.at(-1);
  const ends = last?.type === T.ThrowStatement || last?.type === T.ReturnStatement || last?.type === T.BreakStatement;
  if (!ends) return false;
  let goesOn = false;
  walk(body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === T.ContinueStatement) goesOn = true;
    return undefined;
  });
  return !goesOn;
}

/** `if (this.attempts >= this.most) return;` somewhere in a function. */
export const hasExit = (region: TSESTree.Node): boolean => contains(region, (node) => {
  if (node.type !== T.IfStatement || node.test.type !== T.BinaryExpression || !/^[<>]=?$/.test(node.test.operator)) return false;
  const last = node.consequent.type === T.BlockStatement ? node.consequent.body.at(-1) : node.consequent;
  return last?.type === T.ReturnStatement || last?.type === T.ThrowStatement;
});

export function hasGuard(body: TSESTree.Node): boolean {
  let found = false;
  walk(body, (node) => {
    if (isFunction(node)) return false;
    // `const again = retries < limit && isTransient(error); if (again) …`
    if (node.type === T.VariableDeclarator && node.init) {
      walk(node.init, (part) => { if (part.type === T.BinaryExpression && /^[<>]=?$/.test(part.operator) && part.left.type === T.Identifier && COUNTER.test(part.left.name)) found = true; });
    }
    if (node.type === T.IfStatement || node.type === T.ConditionalExpression) {
      walk(node.test, (part) => { if (part.type === T.BinaryExpression && /^[<>]=?$|^={2,3}$/.test(part.operator)) found = true; });
    }
    return undefined;
  });
  return found;
}

export function isBounded(loop: Loop, handler: TSESTree.BlockStatement, text: (node: TSESTree.Node) => string): boolean {
  if (loop.test) {
    let compared = false;
    walk(loop.test, (node) => { if (node.type === T.BinaryExpression && /^[<>]=?$/.test(node.operator)) compared = true; });
    if (compared) return !/Infinity/.test(text(loop.test));
    // `while (retry)` holds a flag and no count.
    if (loop.test.type !== T.Literal && !(loop.test.type === T.Identifier && /^(?:\w+R|r)etry(?:ing)?$/.test(loop.test.name)) && /retr|attempt|tries|left|remaining|count|--/i.test(text(loop.test))) return true;
  }
  if (hasGuard(handler)) return true;
  return hasGuard(loop.body.type === T.BlockStatement ? loop.body : handler);
}

export const hasAwait = (block: TSESTree.Node): boolean => contains(block, (node) => node.type === T.AwaitExpression, isFunction);
