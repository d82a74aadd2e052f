import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../model/index.ts';
import type { Binding } from './bindings.ts';

export interface Declared {
  /** Of a plain parameter. */
  readonly name?: string;
  /** The function (or program) whose variable it is. */
  readonly scope: TSESTree.Node;
  readonly node: TSESTree.Node;
  readonly kind: 'variable' | 'param' | 'function' | 'class' | 'pattern';
  readonly init?: TSESTree.Node;
  readonly type?: TSESTree.TypeNode;
  /** The parameter's own name where it is a pattern: `{ signal }: Options` belongs to the first parameter. Of a pattern within one both, as they are read: `users.findById`. */
  readonly key?: string;
  /** The type of the pattern that a parameter is taken from. */
  readonly of?: TSESTree.TypeNode;
}

/** Names of one module, and what declares them. */
export interface DeclaredNames {
  readonly declared: ReadonlyMap<string, readonly Declared[]>;
  /** What variables are given after they were declared. */
  readonly given: ReadonlyMap<string, readonly TSESTree.AssignmentExpression[]>;
}

/** `functionOf`: the nearest function around a node, or the program. */
export function declaredNames(module: ParsedModule, imports: ReadonlyMap<string, Binding>, functionOf: (node: TSESTree.Node) => TSESTree.Node): DeclaredNames {
  const declared = new Map<string, Declared[]>();
  const given = new Map<string, TSESTree.AssignmentExpression[]>();
  for (const node of module.nodes('AssignmentExpression')) {
    if (node.left.type !== T.Identifier) continue;
    const list = given.get(node.left.name);
    if (list) list.push(node);
    else given.set(node.left.name, [node]);
  }
  const put = (name: string, entry: Declared): void => {
    const list = declared.get(name);
    if (list) list.push(entry);
    else declared.set(name, [entry]);
  };
  for (const node of module.nodes('VariableDeclarator')) {
    const scope = functionOf(node);
    if (node.id.type === T.Identifier) {
      if (imports.has(node.id.name) && scope.type === T.Program) continue;
      put(node.id.name, { scope, node, kind: 'variable', ...(node.init && { init: node.init }), ...(node.id.typeAnnotation && { type: node.id.typeAnnotation.typeAnnotation }) });
    } else if (node.id.type === T.ObjectPattern) {
      for (const part of node.id.properties) {
        if (part.type === T.RestElement && part.argument.type === T.Identifier && !imports.has(part.argument.name)) put(part.argument.name, { scope, node, kind: 'pattern', ...(node.init && { init: node.init }) });
      }
      for (const { name, key } of takenFrom(node.id)) {
        if (!(imports.has(name) && scope.type === T.Program)) put(name, { scope, node, kind: 'pattern', key, ...(node.init && { init: node.init }) });
      }
    }
  }
  for (const type of ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'] as const) {
    for (const node of module.nodes(type)) {
      if (node.type === T.FunctionDeclaration && node.id) put(node.id.name, { scope: functionOf(node), node, kind: 'function' });
      for (const param of node.params) parameter(param, node, put);
    }
  }
  for (const node of module.nodes('ClassDeclaration')) if (node.id) put(node.id.name, { scope: functionOf(node), node, kind: 'class' });
  for (const node of module.nodes('CatchClause')) {
    if (node.param?.type === T.Identifier) put(node.param.name, { scope: functionOf(node), node, kind: 'param' });
  }
  return { declared, given };
}

/** `const { orders: { findById }, users } = queries`: each name, and where it is read. */
const takenFrom = (pattern: TSESTree.ObjectPattern, before = ''): readonly { readonly name: string; readonly key: string }[] => pattern.properties.flatMap((part) => {
  if (part.type !== T.Property || part.computed || part.key.type !== T.Identifier) return [];
  const target = part.value.type === T.AssignmentPattern ? part.value.left : part.value;
  const key = `${before}${part.key.name}`;
  return target.type === T.Identifier ? [{ name: target.name, key }] : target.type === T.ObjectPattern ? takenFrom(target, `${key}.`) : [];
});

function parameter(param: TSESTree.Parameter, scope: TSESTree.Node, put: (name: string, entry: Declared) => void): void {
  const plain = param.type === T.TSParameterProperty ? param.parameter : param;
  const target = plain.type === T.AssignmentPattern ? plain.left : plain.type === T.RestElement ? plain.argument : plain;
  const type = 'typeAnnotation' in target && target.typeAnnotation ? target.typeAnnotation.typeAnnotation : undefined;
  if (target.type === T.Identifier) put(target.name, { name: target.name, scope, node: scope, kind: 'param', ...(type && { type }), ...(plain.type === T.AssignmentPattern && { init: plain.right }) });
  if (target.type !== T.ObjectPattern) return;
  for (const part of target.properties) {
    const value = part.type === T.Property ? (part.value.type === T.AssignmentPattern ? part.value.left : part.value) : part.argument;
    const init = part.type === T.Property && part.value.type === T.AssignmentPattern ? part.value.right : undefined;
    if (value.type === T.ObjectPattern && part.type === T.Property && part.key.type === T.Identifier && type) {
      for (const { name, key } of takenFrom(value, `${part.key.name}.`)) put(name, { scope, node: scope, kind: 'pattern', key, of: type });
    }
    if (value.type !== T.Identifier) continue;
    put(value.name, { scope, node: scope, kind: 'param', ...(part.type === T.Property && part.key.type === T.Identifier && { key: part.key.name, ...(type && { of: type }) }), ...(init && { init }) });
  }
}
