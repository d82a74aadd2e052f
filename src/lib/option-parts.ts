import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import { dottedName } from './tree.ts';

/** Helpers that make one object of several. */
const MERGES = /^(?:Object\.assign|(?:_|lodash|R|fp)\.(?:merge|assign|assignIn|extend|defaults|defaultsDeep)|merge|mergeWith|deepmerge|defu|defaultsDeep|extend)$/;

/** Objects that a call makes one of: `Object.assign({}, defaults, { timeout })`, `merge(defaults, options)`. */
export function mergedIn(node: TSESTree.Node): readonly TSESTree.Node[] | undefined {
  if (node.type !== T.CallExpression || node.arguments.length < 2 || !MERGES.test(dottedName(node.callee) ?? '')) return undefined;
  return node.arguments.some(({ type }) => type === T.SpreadElement) ? undefined : node.arguments;
}

/** What a client of GraphQL or tRPC sends its calls through. */
export const isLinks = (key: string): boolean => key === 'link' || key === 'links';

/** Links, each made here: `[loggerLink(), httpLink({ url })]`, `createHttpLink({ uri })`. */
export function linksIn(node: TSESTree.Node): readonly TSESTree.CallExpression[] | undefined {
  const list: readonly (TSESTree.Node | null)[] = node.type === T.ArrayExpression ? node.elements : [node];
  const calls = list.flatMap((one) => (one?.type === T.CallExpression && dottedName(one.callee) !== undefined ? [one] : []));
  return calls.length > 0 && calls.length === list.length ? calls : undefined;
}

export interface SetLater { readonly key: string; readonly value: TSESTree.Node }

/** What is set on objects of a module after they were made, by their names: `options.signal = AbortSignal.timeout(5000)`. */
export function setLater(module: ParsedModule): ReadonlyMap<string, readonly SetLater[]> {
  const found = new Map<string, SetLater[]>();
  for (const { left, right, operator } of module.nodes('AssignmentExpression')) {
    const [name, ...key] = (left.type === T.MemberExpression ? dottedName(left) : undefined)?.split('.') ?? [];
    if (name === undefined || key.length === 0 || name === 'this' || !/^(?:\?\?|\|\|)?=$/.test(operator)) continue;
    found.set(name, [...(found.get(name) ?? []), { key: key.join('.'), value: right }]);
  }
  return found;
}
