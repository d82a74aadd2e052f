import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { type FunctionNode, isFunction } from './scope.ts';
import { unwrap } from './tree.ts';

/** What stands at the top of a module; `wrapper`: all of it stands in `(function () { … }());`, as CommonJS of an older time does. */
export function bodyOf({ body }: TSESTree.Program): { readonly body: readonly TSESTree.ProgramStatement[]; readonly wrapper?: FunctionNode } {
  const statements = body.filter((one) => !(one.type === T.ExpressionStatement && one.directive !== undefined));
  const [only] = statements;
  const called = statements.length === 1 && only?.type === T.ExpressionStatement ? unwrap(only.expression.type === T.UnaryExpression ? only.expression.argument : only.expression) : undefined;
  const callee = called?.type === T.CallExpression ? unwrap(called.callee) : undefined;
  const wrapper = callee?.type === T.MemberExpression && callee.property.type === T.Identifier && callee.property.name === 'call' ? unwrap(callee.object) : callee;
  return wrapper && isFunction(wrapper) && wrapper.body.type === T.BlockStatement && !wrapper.async && wrapper.params.length === 0 ? { body: wrapper.body.body as readonly TSESTree.ProgramStatement[], wrapper } : { body };
}
