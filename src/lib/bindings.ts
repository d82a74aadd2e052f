import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ImportSite } from '../model/index.ts';
import { remember, rememberOf } from './remember.ts';
import { keyOf, plainString, unwrap, type TreeIndex } from './tree.ts';

/** A local name that an import binds. `imported`: `default`, `*` or the exported name. */
export interface Binding { readonly specifier: string; readonly imported: string }

/** Local name → what it was imported from; `const x = require('y')` and `const { a } = require('y')` included. Most extractors of a module ask. */
export const importBindings: (index: TreeIndex) => ReadonlyMap<string, Binding> = rememberOf(bindingsOf);

function bindingsOf(index: TreeIndex): Map<string, Binding> {
  const bindings = new Map<string, Binding>();
  for (const node of index.nodes('ImportDeclaration')) {
    for (const part of node.specifiers) {
      const imported = part.type === AST_NODE_TYPES.ImportDefaultSpecifier ? 'default'
        : part.type === AST_NODE_TYPES.ImportNamespaceSpecifier ? '*'
        : part.imported.type === AST_NODE_TYPES.Identifier ? part.imported.name : part.imported.value;
      bindings.set(part.local.name, { specifier: node.source.value, imported });
    }
  }
  bindLoaded(index, requiredSpecifier, bindings);
  for (const node of index.nodes('TSImportEqualsDeclaration')) {
    if (node.moduleReference.type === AST_NODE_TYPES.TSExternalModuleReference && node.moduleReference.expression.type === AST_NODE_TYPES.Literal) {
      bindings.set(node.id.name, { specifier: String(node.moduleReference.expression.value), imported: '*' });
    }
  }
  return bindings;
}

/** Local names of what is imported as a type: `import type { Order }`, `import { type Order }`. */
export const typesImported = (index: TreeIndex): string[] => index.nodes('ImportDeclaration').flatMap((node) =>
  node.specifiers.flatMap((part) => (node.importKind === 'type' || (part.type === AST_NODE_TYPES.ImportSpecifier && part.importKind === 'type') ? [part.local.name] : [])));

/** Adds what variables are bound to: `const x = require('y')`, `const { a: b } = await import('y')`, as `specifierOf` tells. */
export function bindLoaded(index: TreeIndex, specifierOf: (node: TSESTree.Node) => string | undefined, bindings: Map<string, Binding>): void {
  for (const node of index.nodes('VariableDeclarator')) {
    const specifier = node.init ? specifierOf(unwrap(node.init)) : undefined;
    if (specifier === undefined) continue;
    if (node.id.type === AST_NODE_TYPES.Identifier) bindings.set(node.id.name, { specifier, imported: '*' });
    if (node.id.type !== AST_NODE_TYPES.ObjectPattern) continue;
    for (const part of node.id.properties) {
      if (part.type === AST_NODE_TYPES.Property && part.value.type === AST_NODE_TYPES.Identifier) {
        bindings.set(part.value.name, { specifier, imported: keyOf(part) ?? '*' });
      }
    }
  }
}

/** `require('./x')`: the module that it loads. */
export function requiredSpecifier(node: TSESTree.Node): string | undefined {
  if (node.type !== AST_NODE_TYPES.CallExpression || node.callee.type !== AST_NODE_TYPES.Identifier || node.callee.name !== 'require') return undefined;
  return plainString(node.arguments[0]);
}

/** The package of a specifier: `@scope/name/part` → `@scope/name`; undefined for relative, absolute and `#` specifiers. */
export const packageOf = remember((specifier): string | undefined => {
  if (/^[./#]/.test(specifier)) return undefined;
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
});

/** True when the module imports the package, or a path inside it. */
export const importsPackage = (imports: readonly ImportSite[], name: string): boolean =>
  imports.some(({ specifier }) => specifier === name || specifier.startsWith(`${name}/`));
