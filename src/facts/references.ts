import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { defineFileFact, type ModuleReferences, type NameUse, type ParsedModule } from '../model/index.ts';
import { dottedName, placeOf, unwrap } from '../lib/tree.ts';

const MOST = 400;
const LONGEST = 120;
const GLOBAL_OBJECT = /^(?:globalThis|window|self|global)\.(?=.)/;

export default defineFileFact('references', {
  version: 1,
  extract(module): ModuleReferences | undefined {
    const own = declaredNames(module);
    const calls = new Tally(own);
    for (const node of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')]) calls.add(module, node.callee, dottedName(node.callee));
    for (const node of module.nodes('TaggedTemplateExpression')) calls.add(module, node.tag, dottedName(node.tag));

    const names = new Tally(own);
    for (const type of ['Identifier', 'JSXIdentifier'] as const) {
      for (const node of module.nodes(type)) {
        if (own.has(node.name) || !isUse(module, node)) continue;
        names.add(module, node, node.name);
        const parent = module.parent(node);
        if (parent?.type === T.MemberExpression && parent.object === node) names.add(module, node, dottedName(parent));
      }
    }
    const share = { calls: calls.uses(), names: names.uses() };
    if (share.calls.length + share.names.length === 0) return undefined;
    return { ...share, ...((calls.truncated || names.truncated) && { truncated: true as const }) };
  },
});

class Tally {
  truncated = false;
  private readonly own: ReadonlySet<string>;
  private readonly found = new Map<string, { count: number; line: number; column: number }>();

  constructor(own: ReadonlySet<string>) {
    this.own = own;
  }

  add(module: ParsedModule, node: TSESTree.Node, written: string | undefined): void {
    if (written === undefined || written.length > LONGEST) return;
    const name = written.includes('.') ? written.replace(GLOBAL_OBJECT, '') : written;
    const { line, column } = placeOf(module.path, unwrap(node));
    const known = this.found.get(name);
    if (known) {
      known.count += 1;
      if (line < known.line || (line === known.line && column < known.column)) Object.assign(known, { line, column });
    } else if (this.found.size < MOST) {
      this.found.set(name, { count: 1, line, column });
    } else {
      this.truncated = true;
    }
  }

  uses(): NameUse[] {
    return [...this.found].map(([name, use]): NameUse => ({ name, ...use, ...(this.own.has(name.split('.', 1)[0]!) && { own: true as const }) }))
      .sort((a, b) => a.line - b.line || a.column - b.column || (a.name < b.name ? -1 : 1));
  }
}

/** Names that the module declares somewhere, imports apart. */
function declaredNames(module: ParsedModule): Set<string> {
  const names = new Set<string>();
  const bind = (pattern: TSESTree.Node | null | undefined): void => {
    switch (pattern?.type) {
      case T.Identifier: names.add(pattern.name); break;
      case T.AssignmentPattern: bind(pattern.left); break;
      case T.RestElement: bind(pattern.argument); break;
      case T.ArrayPattern: pattern.elements.forEach(bind); break;
      case T.ObjectPattern: pattern.properties.forEach((part) => bind(part.type === T.Property ? part.value : part)); break;
      case T.TSParameterProperty: bind(pattern.parameter); break;
      default:
    }
  };
  for (const node of module.nodes('VariableDeclarator')) {
    // A required module is an import, whatever it is bound to.
    const init = node.init ? unwrap(node.init) : undefined;
    if (!(init?.type === T.CallExpression && init.callee.type === T.Identifier && init.callee.name === 'require')) bind(node.id);
  }
  for (const type of ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'] as const) for (const node of module.nodes(type)) node.params.forEach(bind);
  for (const node of module.nodes('CatchClause')) bind(node.param);
  for (const type of ['FunctionDeclaration', 'FunctionExpression', 'ClassDeclaration', 'ClassExpression', 'TSEnumDeclaration', 'TSInterfaceDeclaration', 'TSTypeAliasDeclaration'] as const) {
    for (const node of module.nodes(type)) bind(node.id);
  }
  for (const node of module.nodes('TSTypeParameter')) bind(node.name);
  return names;
}

/** Whether an identifier refers to something: no key, no member of something else, no name in an import or export list. */
function isUse(module: ParsedModule, node: TSESTree.Identifier | TSESTree.JSXIdentifier): boolean {
  const parent = module.parent(node);
  switch (parent?.type) {
    case T.MemberExpression: return parent.object === node || parent.computed;
    case T.Property: return parent.value === node || parent.computed;
    case T.PropertyDefinition: case T.MethodDefinition: case T.TSPropertySignature: case T.TSMethodSignature: case T.AccessorProperty: case T.TSAbstractMethodDefinition: case T.TSAbstractPropertyDefinition:
      return parent.key !== node || parent.computed;
    case T.ImportSpecifier: case T.ImportDefaultSpecifier: case T.ImportNamespaceSpecifier: case T.ExportSpecifier: case T.ExportAllDeclaration:
    case T.LabeledStatement: case T.BreakStatement: case T.ContinueStatement: case T.MetaProperty: case T.TSEnumMember: case T.ImportAttribute:
    case T.JSXAttribute: case T.JSXNamespacedName: case T.TSNamedTupleMember: case T.TSTypePredicate: case T.TSModuleDeclaration: case T.TSImportEqualsDeclaration:
      return false;
    case T.TSQualifiedName: return parent.left === node;
    case T.JSXMemberExpression: return parent.object === node;
    // `<div>` is an element of the page, `<Chart>` a name.
    case T.JSXOpeningElement: case T.JSXClosingElement: return /^[A-Z_$]/.test(node.name);
    // Parameters of function types are names of nothing.
    case T.TSFunctionType: case T.TSConstructorType: case T.TSCallSignatureDeclaration: case T.TSConstructSignatureDeclaration: case T.TSDeclareFunction: case T.TSEmptyBodyFunctionExpression: case T.TSIndexSignature:
      return false;
    default: return true;
  }
}
