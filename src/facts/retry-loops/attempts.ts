import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { OptionReader } from '../../lib/options.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { contains, walk } from '../../lib/tree.ts';
import type { Loop } from './ends.ts';

interface Attempts { readonly attempts?: number }
interface Counter { readonly name: string; readonly from: number; readonly step: 1 | -1; readonly at: number }

/** Counted no further: whoever tries so often is told by other things. */
const MOST = 50;

/** How often a loop tries at most, where its head or its catch clause says so in numbers. */
export function attemptsIn(loop: Loop, handler: TSESTree.BlockStatement, scope: Scope, options: OptionReader): Attempts {
  const number = (node: TSESTree.Node): number | undefined => {
    const folded = options.fold(node);
    return 'value' in folded && typeof folded.value === 'number' ? folded.value : undefined;
  };
  return loop.type === T.ForStatement && loop.test ? ofHead(loop, number) : ofClause(loop, handler, scope, number);
}

/** `for (let attempt = 0; attempt < 2; attempt++)` tries twice. */
function ofHead({ init, test, update }: TSESTree.ForStatement, number: (node: TSESTree.Node) => number | undefined): Attempts {
  // `i++`, and `i += 1`.
  const step = update?.type === T.AssignmentExpression && update.operator === '+=' ? number(update.right) : update?.type === T.UpdateExpression && update.operator === '++' ? 1 : undefined;
  if (init?.type !== T.VariableDeclaration || step !== 1) return {};
  const start = init.declarations[0]?.init;
  if (!start || test?.type !== T.BinaryExpression || !/^<=?$/.test(test.operator)) return {};
  const [from, to] = [number(start), number(test.right)];
  return from === undefined || to === undefined ? {} : { attempts: to - from + (test.operator === '<=' ? 1 : 0) };
}

/** `left--; if (left > 0) continue; throw error;`, after `let left = 2`, tries twice. */
function ofClause(loop: Loop, handler: TSESTree.BlockStatement, scope: Scope, number: (node: TSESTree.Node) => number | undefined): Attempts {
  const found: number[] = [];
  walk(handler, (node) => {
    if (isFunction(node)) return false;
    if (node.type === T.IfStatement && (decides(node.consequent) || (node.alternate && decides(node.alternate)))) {
      for (const test of node.test.type === T.LogicalExpression ? [node.test.left, node.test.right] : [node.test]) {
        const most = test.type === T.BinaryExpression ? tries(test, loop, scope, number) : undefined;
        if (most !== undefined) found.push(most);
      }
    }
    return undefined;
  });
  return found.length > 0 ? { attempts: Math.max(...found) } : {};
}

/** Whether it is tried again hangs on it. */
const decides = (branch: TSESTree.Node): boolean => contains(branch, ({ type }) => type === T.ThrowStatement || type === T.ReturnStatement || type === T.BreakStatement || type === T.ContinueStatement, isFunction);

/** Goes through the attempts that all fail, until the comparison says no more. */
function tries({ left, operator, right, range }: TSESTree.BinaryExpression, loop: Loop, scope: Scope, number: (node: TSESTree.Node) => number | undefined): number | undefined {
  const most = left.type === T.Identifier ? number(right) : undefined;
  const counter = left.type === T.Identifier && most !== undefined ? counterOf(left, loop, scope, number) : undefined;
  if (!counter || most === undefined) return undefined;
  const goesOn = (count: number): boolean => {
    switch (operator) {
      case '<': return counter.step === 1 ? count < most : !(count < most);
      case '<=': return counter.step === 1 ? count <= most : !(count <= most);
      case '>': return counter.step === 1 ? !(count > most) : count > most;
      case '>=': return counter.step === 1 ? !(count >= most) : count >= most;
      default: return /^={2,3}$/.test(operator) && count !== most;
    }
  };
  for (let attempt = 1; attempt <= MOST; attempt++) {
    const counted = counter.at < range[0] ? attempt : attempt - 1;
    if (!goesOn(counter.from + counter.step * counted)) return attempt;
  }
  return undefined;
}

/** A variable that stands before the loop and is changed once in it, by one. */
function counterOf(use: TSESTree.Identifier, loop: Loop, scope: Scope, number: (node: TSESTree.Node) => number | undefined): Counter | undefined {
  const declared = scope.lookup(use.name, use);
  const from = declared?.kind === 'variable' && declared.init && declared.node.range[0] < loop.range[0] ? number(declared.init) : undefined;
  if (from === undefined) return undefined;
  const changes: { readonly step: 1 | -1 | undefined; readonly at: number }[] = [];
  walk(loop, (node) => {
    if (node.type === T.UpdateExpression && node.argument.type === T.Identifier && node.argument.name === use.name) changes.push({ step: node.operator === '++' ? 1 : -1, at: node.range[0] });
    if (node.type === T.AssignmentExpression && node.left.type === T.Identifier && node.left.name === use.name) {
      const step = number(node.right) === 1 ? (node.operator === '+=' ? 1 : node.operator === '-=' ? -1 : undefined) : undefined;
      changes.push({ step, at: node.range[0] });
    }
  });
  const [change] = changes;
  return changes.length === 1 && change?.step !== undefined ? { name: use.name, from, step: change.step, at: change.at } : undefined;
}
