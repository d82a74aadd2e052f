import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Expression, Parameter } from '../../model/index.ts';
import { keyOf } from '../../lib/tree.ts';

/** A function's parameters; a rest that is taken apart (`...[router, tenant]: Args`) stands for as many. */
export function parametersOf(params: readonly TSESTree.Parameter[], reduce: (node: TSESTree.Node) => Expression): Parameter[] {
  return params.flatMap((param) => {
    if (param.type !== AST_NODE_TYPES.RestElement || param.argument.type !== AST_NODE_TYPES.ArrayPattern) return [parameter(param, reduce)];
    return param.argument.elements.map((element) => (element === null || element.type === AST_NODE_TYPES.MemberExpression ? {} : parameter(element as TSESTree.Parameter, reduce)));
  });
}

function parameter(param: TSESTree.Parameter, reduce: (node: TSESTree.Node) => Expression): Parameter {
  const inner = param.type === AST_NODE_TYPES.TSParameterProperty ? param.parameter : param;
  const bare = inner.type === AST_NODE_TYPES.AssignmentPattern ? inner.left : inner;
  const annotation = 'typeAnnotation' in bare ? bare.typeAnnotation?.typeAnnotation : undefined;
  const type = annotation && typeName(annotation);
  const decorators = ('decorators' in param ? param.decorators ?? [] : []).map(({ expression }) => reduce(expression));
  return {
    ...(bare.type === AST_NODE_TYPES.Identifier && { name: bare.name }),
    ...(bare.type === AST_NODE_TYPES.ObjectPattern && { keys: bare.properties.flatMap((part) => (part.type === AST_NODE_TYPES.Property ? keyOf(part) ?? [] : [])) }),
    ...(type !== undefined && { type }), ...(annotation && type === undefined && { primitive: annotation.type.replace(/^TS|Keyword$/g, '').toLowerCase() }),
    ...(decorators.length > 0 && { decorators }),
  };
}

/** The name of a plain type reference; of an array or a promise that of its element. */
export function typeName(node: TSESTree.TypeNode): string | undefined {
  if (node.type === AST_NODE_TYPES.TSArrayType) return typeName(node.elementType);
  if (node.type !== AST_NODE_TYPES.TSTypeReference) return undefined;
  const name = node.typeName.type === AST_NODE_TYPES.Identifier ? node.typeName.name : node.typeName.type === AST_NODE_TYPES.TSQualifiedName && node.typeName.left.type === AST_NODE_TYPES.Identifier ? `${node.typeName.left.name}.${node.typeName.right.name}` : undefined;
  const [argument] = node.typeArguments?.params ?? [];
  return (name === 'Array' || name === 'Promise') && argument ? typeName(argument) : name;
}
