import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Expression, Parameter, ParsedModule } from '../../model/index.ts';
import { keyOf } from '../../lib/tree.ts';
import type { FunctionNode } from '../../lib/scope.ts';

/** How many arguments a rest parameter is taken to hold that nothing takes apart. */
const REST = 3;

/** `FastifyPluginAsync`, `FastifyPluginCallbackZod`: types of functions that say what the first parameter is. */
const PLUGIN = /^Fastify(?:Async|Callback)?Plugin(?:Async|Callback)?(?:Zod|TypeBox|JsonSchemaToTs|TypeProvider)?$/;

/** A function's parameters; a rest stands for as many as it is taken apart into: `...[router, tenant]: Args`. */
export function parametersOf(fn: FunctionNode, reduce: (node: TSESTree.Node) => Expression, parent: ParsedModule['parent']): Parameter[] {
  const [first, ...others] = written(fn, reduce);
  return first === undefined ? [] : [first.type === undefined && isPlugin(fn, parent) ? { ...first, type: 'FastifyInstance' } : first, ...others];
}

/** `const orders: FastifyPluginAsync = async (fastify) => …` */
function isPlugin(fn: FunctionNode, parent: ParsedModule['parent']): boolean {
  const holder = parent(fn);
  const type = holder?.type === AST_NODE_TYPES.VariableDeclarator && holder.init === fn ? holder.id.typeAnnotation?.typeAnnotation : undefined;
  return type !== undefined && PLUGIN.test(typeName(type) ?? '');
}

function written({ params, body }: FunctionNode, reduce: (node: TSESTree.Node) => Expression): Parameter[] {
  return params.flatMap((param) => {
    if (param.type !== AST_NODE_TYPES.RestElement) return [parameter(param, reduce)];
    const pattern = param.argument.type === AST_NODE_TYPES.Identifier ? takenApart(body, param.argument.name) : param.argument;
    if (pattern?.type === AST_NODE_TYPES.ArrayPattern) return pattern.elements.map((element) => (element === null ? {} : parameter(element as TSESTree.Parameter, reduce)));
    const { argument } = param;
    return argument.type === AST_NODE_TYPES.Identifier ? Array.from({ length: REST }, (_, index) => ({ name: `${argument.name}#${index}` })) : [{}];
  });
}

/** `const [router, tenant] = args` at the beginning of a body. */
function takenApart(body: FunctionNode['body'], name: string): TSESTree.ArrayPattern | undefined {
  if (body.type !== AST_NODE_TYPES.BlockStatement) return undefined;
  for (const statement of body.body.slice(0, 5)) {
    if (statement.type !== AST_NODE_TYPES.VariableDeclaration) continue;
    for (const { id, init } of statement.declarations) if (id.type === AST_NODE_TYPES.ArrayPattern && init?.type === AST_NODE_TYPES.Identifier && init.name === name) return id;
  }
  return undefined;
}

/** The names of what `...args` hands on, where `args` is the rest parameter of a function around. */
export function handedOn({ params, body }: FunctionNode, name: string): string[] | undefined {
  const rest = params.at(-1);
  if (rest?.type !== AST_NODE_TYPES.RestElement || rest.argument.type !== AST_NODE_TYPES.Identifier || rest.argument.name !== name) return undefined;
  const pattern = takenApart(body, name);
  return pattern ? pattern.elements.map((element) => (element?.type === AST_NODE_TYPES.Identifier ? element.name : '')) : Array.from({ length: REST }, (_, index) => `${name}#${index}`);
}

function parameter(param: TSESTree.Parameter, reduce: (node: TSESTree.Node) => Expression): Parameter {
  const inner = param.type === AST_NODE_TYPES.TSParameterProperty ? param.parameter : param;
  const bare = inner.type === AST_NODE_TYPES.AssignmentPattern ? inner.left : inner;
  const annotation = 'typeAnnotation' in bare ? bare.typeAnnotation?.typeAnnotation : undefined;
  const type = annotation && typeName(annotation);
  const decorators = ('decorators' in param ? param.decorators ?? [] : []).map(({ expression }) => reduce(expression));
  return {
    ...(bare.type === AST_NODE_TYPES.Identifier && { name: bare.name }),
    ...(inner.type === AST_NODE_TYPES.AssignmentPattern && inner.right.type === AST_NODE_TYPES.CallExpression && { otherwise: reduce(inner.right) }),
    ...(bare.type === AST_NODE_TYPES.ObjectPattern && { keys: bare.properties.flatMap((part) => (part.type === AST_NODE_TYPES.Property ? keyOf(part) ?? [] : [])) }),
    ...(type !== undefined && { type }), ...(annotation && isList(annotation) && { many: true as const }), ...(annotation && type === undefined && { primitive: annotation.type.replace(/^TS|Keyword$/g, '').toLowerCase() }),
    ...(decorators.length > 0 && { decorators }),
  };
}

const isList = (node: TSESTree.TypeNode): boolean => node.type === AST_NODE_TYPES.TSArrayType || (node.type === AST_NODE_TYPES.TSTypeReference && node.typeName.type === AST_NODE_TYPES.Identifier && node.typeName.name === 'Array');

/** The name of a plain type reference; of an array or a promise that of its element. */
export function typeName(node: TSESTree.TypeNode): string | undefined {
  if (node.type === AST_NODE_TYPES.TSArrayType) return typeName(node.elementType);
  if (node.type !== AST_NODE_TYPES.TSTypeReference) return undefined;
  const name = node.typeName.type === AST_NODE_TYPES.Identifier ? node.typeName.name : node.typeName.type === AST_NODE_TYPES.TSQualifiedName && node.typeName.left.type === AST_NODE_TYPES.Identifier ? `${node.typeName.left.name}.${node.typeName.right.name}` : undefined;
  const [argument] = node.typeArguments?.params ?? [];
  return (name === 'Array' || name === 'Promise') && argument ? typeName(argument) : name;
}
