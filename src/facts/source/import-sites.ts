import { AST_NODE_TYPES as Type, type TSESTree } from '@typescript-eslint/types';
import { plainString } from '../../lib/tree.ts';
import type { ImportKind, ImportSite, ParsedModule } from '../../model/index.ts';

type Indexed = Pick<ParsedModule, 'tree' | 'text' | 'nodes' | 'parent'>;
type Add = (literal: TSESTree.Node, specifier: string, kind: ImportKind, names: readonly string[], reExport?: boolean) => void;

/** Calls stand anywhere in a tree, declarations at its top: only a module that may hold a call is searched whole. */
const MAY_CALL = /\bimport\s*(?:\(|\/[/*])|\brequire\b/;

/** Every import of a module whose specifier is a plain string, in the order of the file. */
export const importSites = (module: Indexed): ImportSite[] => {
  const found: (ImportSite & { readonly offset: number })[] = [];
  const add: Add = (literal, specifier, kind, names, reExport = false) => {
    const { line, column } = literal.loc.start;
    found.push({ specifier, kind, line, column: column + 1, names, ...(reExport && { reExport: true as const }), offset: literal.range[0] });
  };
  declarations(module.tree.body, add);
  if (MAY_CALL.test(module.text)) calls(module, add);
  return found.sort((a, b) => a.offset - b.offset).map(({ offset: _, ...site }) => site);
};

const declarations = (body: readonly TSESTree.Node[], add: Add): void => {
  for (const node of body) {
    switch (node.type) {
      case Type.ImportDeclaration: {
        const inline = node.specifiers.length > 0 && node.specifiers.every((part) => part.type === Type.ImportSpecifier && part.importKind === 'type');
        add(node.source, node.source.value, node.importKind === 'type' || inline ? 'type' : 'value', node.specifiers.map(importedName));
        break;
      }
      case Type.ExportNamedDeclaration: {
        if (node.declaration) declarations([node.declaration], add);
        if (!node.source) break;
        const inline = node.specifiers.length > 0 && node.specifiers.every((part) => part.exportKind === 'type');
        add(node.source, node.source.value, node.exportKind === 'type' || inline ? 'type' : 'value', node.specifiers.map((part) => nameOf(part.local)), true);
        break;
      }
      case Type.ExportAllDeclaration:
        add(node.source, node.source.value, node.exportKind === 'type' ? 'type' : 'value', ['*'], true);
        break;
      case Type.TSImportEqualsDeclaration: {
        if (node.moduleReference.type !== Type.TSExternalModuleReference) break;
        const literal = node.moduleReference.expression;
        const specifier = plainString(literal);
        if (specifier !== undefined) add(literal, specifier, node.importKind === 'type' ? 'type' : 'require', ['*']);
        break;
      }
      case Type.TSModuleDeclaration:
        if (node.body) declarations(node.body.body, add);
        break;
    }
  }
};

const calls = (module: Indexed, add: Add): void => {
  for (const node of module.nodes('ImportExpression')) {
    const specifier = plainString(node.source);
    if (specifier !== undefined) add(node.source, specifier, 'dynamic', namesTaken(module, node));
  }
  for (const node of module.nodes('CallExpression')) {
    const [argument] = node.arguments;
    if (!argument || node.callee.type !== Type.Identifier || node.callee.name !== 'require') continue;
    const specifier = plainString(argument);
    if (specifier !== undefined) add(argument, specifier, 'require', namesTaken(module, node));
  }
  for (const node of module.nodes('TSImportType')) {
    add(node.source, node.source.value, 'type', [node.qualifier ? firstName(node.qualifier) : '*']);
  }
};

const importedName = (part: TSESTree.ImportClause): string =>
  part.type === Type.ImportSpecifier ? nameOf(part.imported) : part.type === Type.ImportDefaultSpecifier ? 'default' : '*';

const nameOf = (node: TSESTree.Identifier | TSESTree.StringLiteral): string => (node.type === Type.Identifier ? node.name : node.value);

const firstName = (node: TSESTree.EntityName): string =>
  node.type === Type.TSQualifiedName ? firstName(node.left) : node.type === Type.Identifier ? node.name : '*';

/** `const { a, b } = await import('x')` takes a and b, `require('x').a` takes a, a bare statement nothing; all else may take all. */
const namesTaken = (module: Indexed, call: TSESTree.Node): readonly string[] => {
  let taken = call;
  let user = module.parent(taken);
  let promise = call.type === Type.ImportExpression;
  while (user && (user.type === Type.AwaitExpression || user.type === Type.TSAsExpression || user.type === Type.TSNonNullExpression)) {
    if (user.type === Type.AwaitExpression) promise = false;
    taken = user;
    user = module.parent(taken);
  }
  if (user?.type === Type.ExpressionStatement) return [];
  if (promise) return ['*'];
  if (user?.type === Type.MemberExpression && user.object === taken && !user.computed) return [user.property.name];
  if (user?.type !== Type.VariableDeclarator || user.id.type !== Type.ObjectPattern) return ['*'];
  const names: string[] = [];
  for (const part of user.id.properties) {
    if (part.type !== Type.Property || part.computed || part.key.type !== Type.Identifier) return ['*'];
    names.push(part.key.name);
  }
  return names;
};
