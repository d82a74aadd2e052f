import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Reference } from '../../model/index.ts';
import { symbolOf } from '../../lib/clients/match.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';

type Members = Readonly<Record<string, Reference>>;

/**
 * What the team gave a model of Mongoose, by the model's name: `orderSchema.statics.ofUser = function …`, `orderSchema.static('ofUser', …)` and the
 * static methods of a class that the schema loads are called as `Order.ofUser(…)`.
 */
export function modelsOf(module: ParsedModule, scope: Scope, holder: (node: TSESTree.Node) => string): Record<string, Members> {
  const calls = module.nodes('CallExpression');
  const made = calls.flatMap((call): readonly (readonly [string, string])[] => {
    const ref = /(?:^|\.)model$/.test(dottedName(call.callee) ?? '') ? scope.reference(call.callee, () => undefined) : undefined;
    const schema = call.arguments[1] && unwrap(call.arguments[1]);
    const name = ref?.from === 'mongoose' && /^(?:mongoose\.)?model$/.test(symbolOf(ref)) && schema?.type === T.Identifier ? holder(call) : '';
    return name === '' ? [] : [[name, (schema as TSESTree.Identifier).name]];
  });
  if (made.length === 0) return {};
  const given = new Map<string, Record<string, Reference>>();
  const give = (schema: string, member: string, ref: Reference): void => { given.set(schema, { ...given.get(schema), [member]: ref }); };
  for (const { left, right } of module.nodes('AssignmentExpression')) {
    const target = isFunction(unwrap(right)) ? dottedName(left) : undefined;
    const [, schema, member] = /^(\w+)\.statics\.(\w+)$/.exec(target ?? '') ?? [];
    if (schema !== undefined) give(schema, member!, { name: target!, path: [] });
  }
  for (const { callee, arguments: [first, second] } of calls) {
    const [, schema, does] = /^(\w+)\.(static|loadClass)$/.exec(dottedName(callee) ?? '') ?? [];
    if (schema === undefined || !first) continue;
    if (does === 'static' && first.type === T.Literal && second && isFunction(second)) give(schema, String(first.value), { name: second.type !== T.ArrowFunctionExpression && second.id ? second.id.name : `${schema}.static ${String(first.value)}`, path: [] });
    const loaded = does === 'loadClass' && first.type === T.Identifier ? scope.lookup(first.name, first)?.node : undefined;
    for (const member of loaded?.type === T.ClassDeclaration ? loaded.body.body : []) {
      if (member.type === T.MethodDefinition && member.static && member.key.type === T.Identifier) give(schema, member.key.name, { name: (first as TSESTree.Identifier).name, path: [member.key.name], instance: true });
    }
  }
  return Object.fromEntries(made.flatMap(([name, schema]) => (given.has(schema) ? [[name, given.get(schema)!]] : [])));
}
