import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { bindLoaded, type Binding, importBindings, requiredSpecifier } from '../../lib/bindings.ts';
import { unwrap } from '../../lib/tree.ts';

/**
 * Bindings of imports, those that are made while the process runs included: agents are often loaded only where they are
 * configured. `const { default: agent } = await import('x')` binds agent.
 */
export function lateBindings(module: ParsedModule): ReadonlyMap<string, Binding> {
  const bindings = new Map(importBindings(module));
  bindLoaded(module, importedBy, bindings);
  return bindings;
}

/** The package whose method is called where it is loaded: `require('x').start(…)`, `(await import('x')).init(…)`. */
export function calledOnLoad(callee: TSESTree.Node): { readonly specifier: string; readonly member: string } | undefined {
  if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier) return undefined;
  const specifier = loadedBy(unwrap(callee.object));
  return specifier === undefined ? undefined : { specifier, member: callee.property.name };
}

const textOf = (node: TSESTree.Node | undefined): string | undefined =>
  node?.type === AST_NODE_TYPES.Literal && typeof node.value === 'string' ? node.value : undefined;

const importedBy = (node: TSESTree.Node): string | undefined => (node.type === AST_NODE_TYPES.ImportExpression ? textOf(node.source) : undefined);

const loadedBy = (node: TSESTree.Node): string | undefined => requiredSpecifier(node) ?? importedBy(node);
