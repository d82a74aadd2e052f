import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { dottedName, unwrap, walk } from '../../lib/tree.ts';
import { isLetGo, NOTES } from './branches.ts';
import { speaksOfCredential } from './optional.ts';

/** What a guard is handed, and what it asks of that. */
const OF_CONTEXT = /^(?:this\.)?(?:context|ctx|executionContext|host|req|request|reflector)(?:\.|$)|(?:^|\.)(?:getRequest|getResponse|getContext|getHandler|getClass|getArgs|switchToHttp|split|startsWith|includes|trim|replace|slice)$|^GqlExecutionContext\.create$/;

/** `canActivate() { return true; }`, also where it notes something before, or proves only who brings a token: nobody is refused. */
export function saysYesToAll(node: FunctionNode, { parent, text }: ParsedModule): boolean {
  const { body } = node;
  if (body.type !== T.BlockStatement) return isTrue(body);
  const last = body.body.at(-1);
  if (last?.type !== T.ReturnStatement || !last.argument || !isTrue(last.argument)) return false;
  let refuses = false;
  walk(body, (one) => {
    if (refuses || isFunction(one)) return false;
    if (one.type === T.ReturnStatement) refuses = !one.argument || !isTrue(one.argument);
    else if (one.type === T.ThrowStatement) refuses = !isLetGo(one, parent);
    else if (one.type === T.CallExpression || one.type === T.NewExpression) refuses = !isHarmless(one) && !isLetGo(one, parent) && !isForBearers(one, node, parent, text);
    return !refuses;
  });
  return !refuses;
}

const isTrue = (node: TSESTree.Node): boolean => {
  const plain = unwrap(node);
  return plain.type === T.Literal && plain.value === true;
};

function isHarmless(node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const callee = unwrap(node.callee);
  const name = dottedName(callee) ?? (callee.type === T.MemberExpression && callee.property.type === T.Identifier ? `?.${callee.property.name}` : '');
  return NOTES.test(name) || OF_CONTEXT.test(name);
}

/** `if (token) request.user = await verify(token);`: who brings none is not asked. */
function isForBearers(node: TSESTree.Node, around: FunctionNode, parent: ParsedModule['parent'], text: string): boolean {
  for (let at = node, up = parent(at); up && at !== around; at = up, up = parent(at)) {
    if (up.type === T.IfStatement && up.consequent === at) {
      const test = unwrap(up.test);
      if ((test.type === T.Identifier || test.type === T.MemberExpression || test.type === T.ChainExpression) && speaksOfCredential(test, text)) return true;
    }
  }
  return false;
}
