import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, RetryLoop } from '../../model/index.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { contains, dottedName } from '../../lib/tree.ts';
import type { Surroundings } from '../calls/surroundings.ts';
import { callOf, isAgain, isTimer } from './again.ts';
import type { Delays } from './delays.ts';
import { hasGuard } from './ends.ts';

/** What a callback is told first. */
const ERROR = /^(?:err|error)$/i;

/** `amqp.connect(url, (err) => { if (err) { setTimeout(start, 1000); return; } … })`: the function around hands itself to a timer where the callback was told of an error. */
export function failures(module: ParsedModule, scope: Scope, around: Surroundings, delays: Delays, known: ReadonlySet<string>, isTimed: (call: TSESTree.CallExpression) => boolean): RetryLoop[] {
  return module.nodes('IfStatement').flatMap((branch): RetryLoop[] => {
    const { test, consequent } = branch;
    const callback = scope.functionOf(branch);
    const call = module.parent(callback);
    const [told] = isFunction(callback) ? callback.params : [];
    if (test.type !== T.Identifier || !ERROR.test(test.name) || told?.type !== T.Identifier || told.name !== test.name || call?.type !== T.CallExpression || call.callee === callback) return [];
    const fn = around.names.functionName(branch);
    const name = fn.split('.').at(-1);
    const whole = scope.functionOf(call);
    if (!name || known.has(fn) || !isFunction(whole) || around.names.ownName(whole) !== fn) return [];
    const again = callOf(name, consequent);
    // What a timer runs after it went well, too, is a worker.
    const goesOn = module.nodes('CallExpression').some((node) => isAgain(node, name) && !within(node, branch) && (isTimed(node) || within(node, whole)));
    if (!again || !isTimer(again) || goesOn || contains(consequent, (node) => dottedName(node) === 'process.exit')) return [];
    return [{ fn, kind: 'recursion', line: whole.loc.start.line, end: whole.loc.end.line, at: again.loc.start.line, bounded: hasGuard(whole.body), ...delays.in(consequent), counted: true }];
  });
}

const within = (node: TSESTree.Node, whole: TSESTree.Node): boolean => node.range[0] >= whole.range[0] && node.range[1] <= whole.range[1];
