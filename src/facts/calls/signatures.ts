import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { promisedBy } from '../../lib/scope.ts';
import { isNothing, returnsOf, unwrap } from '../../lib/tree.ts';

/** `if (url) return createTransport(url); else return undefined;`: the one thing that it returns. */
export function onlyReturn(body: TSESTree.BlockStatement): TSESTree.Expression | undefined {
  const given = returnsOf(body).filter((value) => value && !isNothing(value));
  return given.length === 1 ? given[0]! : undefined;
}

export const paramName = (param: TSESTree.Parameter): string => {
  const plain = param.type === T.TSParameterProperty ? param.parameter : param;
  const target = plain.type === T.AssignmentPattern ? plain.left : plain.type === T.RestElement ? plain.argument : plain;
  if (target.type === T.Identifier) return plain.type === T.RestElement ? `...${target.name}` : target.name;
  if (target.type !== T.ObjectPattern) return '';
  return `{${target.properties.map((part) => (part.type === T.Property && part.key.type === T.Identifier ? part.key.name : part.type === T.RestElement && part.argument.type === T.Identifier ? `...${part.argument.name}` : '')).join(',')}}`;
};

/** What a function is handed: behind `this` in `promisify(request.get).call(request, options)`. */
export function given({ callee, arguments: all }: TSESTree.CallExpression): readonly TSESTree.CallExpressionArgument[] {
  const plain = unwrap(callee);
  return plain.type === T.MemberExpression && plain.property.type === T.Identifier && plain.property.name === 'call' && promisedBy(unwrap(plain.object)) ? all.slice(1) : all;
}
