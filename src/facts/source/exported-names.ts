import { AST_NODE_TYPES as Type, type TSESTree } from '@typescript-eslint/types';

/** The names that a module exports, in the order of the file, each once; CommonJS where it does so at the top of the file. */
export const exportedNames = (tree: TSESTree.Program): string[] => {
  const names = new Set<string>();
  for (const node of tree.body) {
    switch (node.type) {
      case Type.ExportDefaultDeclaration: case Type.TSExportAssignment:
        names.add('default');
        break;
      case Type.ExportAllDeclaration:
        names.add(node.exported ? nameOf(node.exported) : '*');
        break;
      case Type.ExportNamedDeclaration:
        for (const part of node.specifiers) names.add(nameOf(part.exported));
        if (node.declaration) for (const name of declaredNames(node.declaration)) names.add(name);
        break;
      case Type.ExpressionStatement:
        for (const name of commonJsNames(node.expression)) names.add(name);
        break;
    }
  }
  return [...names];
};

/**
 * Those of the exported names that are nothing at run time: interfaces, type aliases, `export type`. An import of them
 * alone is taken out by the compiler, whether or not it says `type`. A name that is a value, too, is not among them.
 */
export const exportedTypes = (tree: TSESTree.Program): string[] => {
  const types = new Set<string>();
  const values = new Set<string>();
  const exported = new Map<string, string>();
  for (const node of tree.body) {
    const inner = node.type === Type.ExportNamedDeclaration || node.type === Type.ExportDefaultDeclaration ? node.declaration : node;
    if (inner && isTypeDeclaration(inner)) types.add(inner.id.name);
    else if (inner && 'id' in inner && inner.id?.type === Type.Identifier) values.add(inner.id.name);
    else if (inner?.type === Type.VariableDeclaration) for (const { id } of inner.declarations) for (const name of boundNames(id)) values.add(name);

    if (node.type === Type.ExportDefaultDeclaration && inner && isTypeDeclaration(inner)) exported.set('default', inner.id.name);
    if (node.type !== Type.ExportNamedDeclaration) continue;
    if (inner && isTypeDeclaration(inner)) exported.set(inner.id.name, inner.id.name);
    for (const part of node.specifiers) {
      if (node.exportKind === 'type' || part.exportKind === 'type') exported.set(nameOf(part.exported), '');
      else if (!node.source) exported.set(nameOf(part.exported), nameOf(part.local));
    }
  }
  return [...exported].filter(([, local]) => local === '' || (types.has(local) && !values.has(local))).map(([name]) => name);
};

const isTypeDeclaration = (node: TSESTree.Node): node is TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeAliasDeclaration =>
  node.type === Type.TSInterfaceDeclaration || node.type === Type.TSTypeAliasDeclaration;

const nameOf = (node: TSESTree.Identifier | TSESTree.StringLiteral): string => (node.type === Type.Identifier ? node.name : node.value);

const declaredNames = (node: TSESTree.NamedExportDeclarations): string[] => {
  if (node.type === Type.VariableDeclaration) return node.declarations.flatMap(({ id }) => boundNames(id));
  return node.id && node.id.type === Type.Identifier ? [node.id.name] : [];
};

const boundNames = (pattern: TSESTree.Node): string[] => {
  switch (pattern.type) {
    case Type.Identifier: return [pattern.name];
    case Type.ObjectPattern: return pattern.properties.flatMap((part) => boundNames(part.type === Type.Property ? part.value : part.argument));
    case Type.ArrayPattern: return pattern.elements.flatMap((part) => (part ? boundNames(part) : []));
    case Type.AssignmentPattern: return boundNames(pattern.left);
    case Type.RestElement: return boundNames(pattern.argument);
    default: return [];
  }
};

/** `exports.a = …`, `module.exports.a = …`, `module.exports = { a, b }`, `module.exports = a`. */
const commonJsNames = (node: TSESTree.Expression): string[] => {
  if (node.type !== Type.AssignmentExpression || node.left.type !== Type.MemberExpression || node.left.computed) return [];
  const further = node.right.type === Type.AssignmentExpression ? commonJsNames(node.right) : [];
  const { object, property } = node.left;
  if (isExports(object) && property.type === Type.Identifier) return [property.name, ...further];
  if (!isExports(node.left)) return further;
  if (node.right.type !== Type.ObjectExpression) return ['default', ...further];
  return node.right.properties.flatMap((part) => (part.type === Type.Property && !part.computed && part.key.type === Type.Identifier ? [part.key.name] : []));
};

const isExports = (node: TSESTree.Node): boolean =>
  (node.type === Type.Identifier && node.name === 'exports')
  || (node.type === Type.MemberExpression && !node.computed && node.object.type === Type.Identifier && node.object.name === 'module'
    && node.property.type === Type.Identifier && node.property.name === 'exports');
