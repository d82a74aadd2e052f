import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { type Binding, importBindings, keyOf, unwrap } from '../../lib/tree.ts';

/**
 * Bindings of imports, those that are made while the process runs included: agents are often loaded only where they are
 * configured. `const { default: agent } = await import('x')` binds agent.
 */
export function lateBindings(module: ParsedModule): ReadonlyMap<string, Binding> {
  const bindings = new Map(importBindings(module));
  for (const { id, init } of module.nodes('VariableDeclarator')) {
    const specifier = init ? importedBy(unwrap(init)) : undefined;
    if (specifier === undefined) continue;
    if (id.type === AST_NODE_TYPES.Identifier) bindings.set(id.name, { specifier, imported: '*' });
    if (id.type !== AST_NODE_TYPES.ObjectPattern) continue;
    for (const part of id.properties) {
      if (part.type === AST_NODE_TYPES.Property && part.value.type === AST_NODE_TYPES.Identifier) bindings.set(part.value.name, { specifier, imported: keyOf(part) ?? '*' });
    }
  }
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

const loadedBy = (node: TSESTree.Node): string | undefined =>
  node.type === AST_NODE_TYPES.CallExpression && node.callee.type === AST_NODE_TYPES.Identifier && node.callee.name === 'require' ? textOf(node.arguments[0]) : importedBy(node);
