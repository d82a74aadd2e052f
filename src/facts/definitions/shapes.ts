import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import { dottedName, unwrap } from '../../lib/tree.ts';
import type { FunctionNode } from '../../lib/scope.ts';

/** `container.bind(TYPES.Guard).to(Guard)`, `.toConstantValue(new Guard())`: what a name of Inversify stands for. */
export function bindingOf(node: TSESTree.CallExpression): { readonly name: string; readonly value: TSESTree.Node } | undefined {
  const callee = unwrap(node.callee);
  const made = callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier && /^to(?:ConstantValue|DynamicValue)?$/.test(callee.property.name) ? unwrap(callee.object) : undefined;
  if (made?.type !== AST_NODE_TYPES.CallExpression || made.callee.type !== AST_NODE_TYPES.MemberExpression || made.callee.property.type !== AST_NODE_TYPES.Identifier || made.callee.property.name !== 'bind') return undefined;
  const name = made.arguments[0] && dottedName(made.arguments[0]);
  const [given] = node.arguments;
  const value = given && madeBy(given);
  return name?.includes('.') === true && value ? { name: `bind ${name}`, value } : undefined;
}

/** What a factory in place makes: `() => new Guard(…)`. */
function madeBy(given: TSESTree.Node): TSESTree.Node | undefined {
  if (given.type !== AST_NODE_TYPES.ArrowFunctionExpression) return given;
  if (given.body.type !== AST_NODE_TYPES.BlockStatement) return given.body;
  const last = given.body.body.at(-1);
  return last?.type === AST_NODE_TYPES.ReturnStatement ? last.argument ?? undefined : undefined;
}

/** Its body starts with `'use server'`. */
export const isAction = (node: FunctionNode): boolean =>
  node.body.type === AST_NODE_TYPES.BlockStatement && node.body.body.some((statement) => statement.type === AST_NODE_TYPES.ExpressionStatement && statement.directive === 'use server');

/** Of a call without a dotted name, the method that it calls: `find` of `users().find()`; `?`: it is looked up in a table, or what it is called on is made in place. */
export function chainedIn(callee: TSESTree.Node): string[] {
  const node = unwrap(callee);
  if (node.type === AST_NODE_TYPES.ImportExpression || node.type === AST_NODE_TYPES.CallExpression) return ['?'];
  if (node.type !== AST_NODE_TYPES.MemberExpression) return [];
  const on = unwrap(node.object);
  if (node.computed && node.property.type !== AST_NODE_TYPES.Literal) return ['?'];
  // A text, a list or a pattern that is written in place has the methods of such.
  if (on.type === AST_NODE_TYPES.Literal || on.type === AST_NODE_TYPES.ArrayExpression || on.type === AST_NODE_TYPES.TemplateLiteral) return [];
  return [node.property.type === AST_NODE_TYPES.Identifier ? node.property.name : '?'];
}

/** `res.status(500).end()` as `res.status.end`. */
export function chainOf(node: TSESTree.Node): string {
  const plain = unwrap(node);
  if (plain.type === AST_NODE_TYPES.CallExpression) return chainOf(plain.callee);
  if (plain.type === AST_NODE_TYPES.MemberExpression && plain.property.type === AST_NODE_TYPES.Identifier && !plain.computed) return `${chainOf(plain.object)}.${plain.property.name}`;
  return plain.type === AST_NODE_TYPES.Identifier ? plain.name : '';
}
