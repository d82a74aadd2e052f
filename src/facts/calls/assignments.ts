import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Assignment, ParsedModule, Reference } from '../../model/index.ts';
import { BOUND_KEYS, type OptionReader } from '../../lib/options.ts';
import type { Scope } from '../../lib/scope.ts';
import { dottedName } from '../../lib/tree.ts';
import { interceptorTimes } from './interceptors.ts';

/** Bounds that are set after the construction: `axios.defaults.timeout = 5000`, by itself or in an interceptor. */
export function assignmentsOf(
  module: ParsedModule, scope: Scope, options: OptionReader,
  fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined, instanceOf: (node: TSESTree.Node) => string | undefined,
): Assignment[] {
  const intercepted = interceptorTimes(module, scope).flatMap(({ client, key, value, line }): Assignment[] => {
    const ref = scope.reference(client, fieldOf);
    const instance = instanceOf(client);
    if (ref?.from === undefined && instance === undefined) return [];
    return [{ ref: { ...(ref ?? { name: '', path: [] }), path: [...(ref?.path ?? []), 'interceptors', 'request', key] }, ...(instance !== undefined && { instance }), value: options.value(value), line }];
  });
  const assigned = module.nodes('AssignmentExpression').flatMap((node): Assignment[] => {
    if (node.left.type !== T.MemberExpression || !BOUND_KEYS.test(dottedName(node.left) ?? '')) return [];
    const ref = scope.reference(node.left, fieldOf);
    const instance = instanceOf(node.left);
    if ((!ref || ref.from === undefined) && instance === undefined) return [];
    return [{ ref: ref ?? { name: '', path: [] }, ...(instance !== undefined && { instance }), value: options.value(node.right), line: node.loc.start.line }];
  });
  return [...intercepted, ...assigned];
}
