import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, RetryLoop } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';
import { contains } from '../../lib/tree.ts';
import type { Surroundings } from '../calls/surroundings.ts';
import type { Delays } from './delays.ts';
import { COUNTER, hasAwait, hasGuard, returns, type Loop } from './ends.ts';

/** `response.status === 429`, `status >= 500`, `!response.ok` */
const REFUSED = /\b(?:429|5\d\d)\b|![\w.]{1,60}\.ok\b|TOO_MANY|UNAVAILABLE/;

/** `!error` of what is answered beside the data, `response.ok`. */
const FINE = /^!\s?\w{0,20}(?:err|error|Error)$|^\w{1,30}\.(?:ok|success)$/;

/** `while (attempt <= most) { … if (response.status === 429) { await sleep(5000); continue; } return response; }`: the answer, not an error, says that it is to be tried again. */
export function answeredLoops(module: ParsedModule, around: Surroundings, delays: Delays, text: (node: TSESTree.Node) => string): RetryLoop[] {
  const loops: readonly Loop[] = [...module.nodes('WhileStatement'), ...module.nodes('DoWhileStatement'), ...module.nodes('ForStatement')];
  return loops.flatMap((loop): RetryLoop[] => {
    const { body, test } = loop;
    if (body.type !== T.BlockStatement || !hasAwait(body)) return [];
    const again = body.body.find((one): one is TSESTree.IfStatement => one.type === T.IfStatement && REFUSED.test(module.text.slice(...one.test.range)) && goesOn(one.consequent));
    // `if (!error) break; … await sleep(200);`: whatever failed comes to the loop's end, and waits there.
    const left = again ? undefined : body.body.find((one): one is TSESTree.IfStatement => one.type === T.IfStatement && !one.alternate && FINE.test(module.text.slice(...one.test.range)) && leaves(one.consequent));
    const waits = left && body.body.slice(body.body.indexOf(left) + 1).map((one) => delays.in(one)).find(({ delay }) => delay !== 'none');
    const counts = (test && COUNTER.test(text(test))) || contains(body, (node) => node.type === T.UpdateExpression && node.argument.type === T.Identifier && COUNTER.test(node.argument.name), isFunction);
    if (waits && test && COUNTER.test(text(test)) && !/poll|wait/i.test(text(test))) return [{ fn: around.names.functionName(loop), kind: 'loop', line: loop.loc.start.line, end: loop.loc.end.line, bounded: test.type !== T.Literal, ...waits, counted: true }];
    // Whatever else is answered leaves the loop.
    if (!again || !counts || !body.body.slice(body.body.indexOf(again) + 1).some((one) => returns(one) || one.type === T.BreakStatement)) return [];
    return [{ fn: around.names.functionName(loop), kind: 'loop', line: loop.loc.start.line, end: loop.loc.end.line, bounded: (test !== undefined && test !== null && test.type !== T.Literal) || hasGuard(again.consequent), ...delays.in(again.consequent), counted: true }];
  });
}

/** Its last word is to go on with the loop. */
const goesOn = (node: TSESTree.Statement): boolean => (node.type === T.BlockStatement ? node.body.at(-1)?.type : node.type) === T.ContinueStatement;

const leaves = (node: TSESTree.Statement): boolean => ['BreakStatement', 'ReturnStatement'].includes((node.type === T.BlockStatement ? node.body.at(-1)?.type : node.type) ?? '');
