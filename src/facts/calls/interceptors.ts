import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { keyOf, unwrap, walk } from '../../lib/tree.ts';

interface Time { readonly client: TSESTree.Node; readonly key: string; readonly value: TSESTree.Node; readonly line: number }

const TIMES = /^(timeout|signal)$/;

/** `api.interceptors.request.use((config) => { config.timeout = 5000; return config; })`: a time for every request of the client. */
export function interceptorTimes(module: ParsedModule, scope: Scope): Time[] {
  return module.nodes('CallExpression').flatMap(({ callee, arguments: [given] }): Time[] => {
    const client = interceptedClient(callee);
    if (!client || !given) return [];
    const plain = unwrap(given);
    const declared = plain.type === T.Identifier ? scope.lookup(plain.name, plain) : undefined;
    const body = isFunction(plain) ? plain : declared?.kind === 'function' ? declared.node : declared?.init && unwrap(declared.init);
    if (!body || !isFunction(body)) return [];
    let found: Time | undefined;
    walk(body, (part) => {
      if (part.type === T.AssignmentExpression && part.left.type === T.MemberExpression && part.left.property.type === T.Identifier && TIMES.test(part.left.property.name)) found ??= { client, key: part.left.property.name, value: part.right, line: part.loc.start.line };
      if (part.type === T.Property && TIMES.test(keyOf(part) ?? '') && part.value.type !== T.AssignmentPattern) found ??= { client, key: keyOf(part)!, value: part.value, line: part.loc.start.line };
    });
    return found ? [found] : [];
  });
}

/** The client of `client.interceptors.request.use`. */
function interceptedClient(callee: TSESTree.Node): TSESTree.Node | undefined {
  let next = unwrap(callee);
  for (const name of ['use', 'request', 'interceptors']) {
    if (next.type !== T.MemberExpression || next.property.type !== T.Identifier || next.property.name !== name) return undefined;
    next = unwrap(next.object);
  }
  return next;
}
