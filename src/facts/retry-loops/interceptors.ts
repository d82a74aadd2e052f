import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, RetryLoop } from '../../model/index.ts';
import { isFunction } from '../../lib/scope.ts';
import { dottedName, walk } from '../../lib/tree.ts';
import type { Surroundings } from '../calls/surroundings.ts';
import type { Delays } from './delays.ts';
import { hasGuard } from './ends.ts';

/** Where a client of axios hears of what failed. */
export const INTERCEPTS = /\.interceptors\.response\.use\b/;
/** What failed, as it was asked: `config`, `error.config`, `original`. */
const ASKED = /(?:^|\.)(?:config|\w*[rR]equest(?:Config)?|original\w*)$/;

/** `api.interceptors.response.use(undefined, async (error) => { await sleep(1000); return api(error.config); })`: what failed is asked again after a wait. */
export function interceptors(module: ParsedModule, around: Surroundings, delays: Delays): RetryLoop[] {
  return module.nodes('CallExpression').flatMap((call): RetryLoop[] => {
    const name = dottedName(call.callee) ?? '';
    const handler = call.arguments[1];
    if (!INTERCEPTS.test(name) || !handler || !isFunction(handler)) return [];
    const client = name.slice(0, name.search(INTERCEPTS));
    let again: TSESTree.CallExpression | undefined;
    walk(handler.body, (node) => {
      if (node.type === T.CallExpression && [client, `${client}.request`].includes(dottedName(node.callee) ?? '') && ASKED.test(dottedName(node.arguments[0] ?? node) ?? '')) again ??= node;
    });
    const waits = delays.in(handler.body);
    // Without a wait it is mostly the token that is got anew.
    if (!again || waits.delay === 'none') return [];
    return [{ fn: around.names.functionName(call), kind: 'loop', line: call.loc.start.line, end: call.loc.end.line, at: again.loc.start.line, bounded: hasGuard(handler.body), ...waits, counted: true }];
  });
}
