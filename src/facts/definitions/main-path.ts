import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { contains, dottedName, unwrap } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';
import { isNext } from './optional.ts';

/** A branch that every run of a function comes to, unless it has left before. */
export interface MainBranch { readonly branch: TSESTree.IfStatement; readonly before: readonly TSESTree.Node[]; readonly after: readonly TSESTree.Node[] }

/** The branches on the way through a body, `else if` among them where what stands before does nothing. */
export function mainBranches(body: readonly TSESTree.Statement[], before: readonly TSESTree.Node[] = [], after: readonly TSESTree.Node[] = []): MainBranch[] {
  return body.flatMap((statement, index): MainBranch[] => {
    const [earlier, later] = [[...before, ...body.slice(0, index)], [...body.slice(index + 1), ...after]];
    if (statement.type === T.BlockStatement) return mainBranches(statement.body, earlier, later);
    if (statement.type === T.TryStatement) return mainBranches(statement.block.body, earlier, [...(statement.finalizer ? [statement.finalizer] : []), ...later]);
    const found: MainBranch[] = [];
    for (let branch: TSESTree.Statement | null = statement; branch?.type === T.IfStatement; branch = branch.alternate) {
      found.push({ branch, before: earlier, after: later });
      if (reaches(branch.consequent)) break;
    }
    return found;
  });
}

/** Answers, and what is written down, reach nothing that is kept. */
const HARMLESS = /^(?:res|response|reply|rep|h|c|ctx|context|console|log|logger|req\.log|request\.log)(?:\.\w+)*$|(?:^|\.)(?:log|logger|\w*Logger)\.\w+$/;
const WRITES = /^(?:create\w*|update\w*|delete\w*|insert\w*|save\w*|destroy\w*|remove\w*|upsert\w*|bulk\w+|write\w*|send\w*|publish\w*|enqueue\w*)$/;

/** Whether code waits for something, so that it reads or changes what lies outside of it. */
export const reaches = (node: TSESTree.Node): boolean => contains(node, (one) =>
  (one.type === T.AwaitExpression || one.type === T.YieldExpression || (one.type === T.CallExpression && one.arguments.some((each) => isFunction(unwrap(each))))) && !isHarmless(one));

/** Whether code changes what is kept, by the names that it calls. */
export const changes = (node: TSESTree.Node): boolean => contains(node, (one) => one.type === T.CallExpression && WRITES.test(methodOf(one)) && !isHarmless(one), isFunction);

/** Whether code hands the request on to what follows. */
export const handsOn = (node: TSESTree.Node): boolean => contains(node, isNext, isFunction);

/** An answer, or a note, that is called or waited for. */
function isHarmless(node: TSESTree.Node): boolean {
  const plain = node.type === T.AwaitExpression ? unwrap(node) : node;
  return plain.type === T.CallExpression && HARMLESS.test(dottedName(plain.callee) ?? '');
}

const methodOf = ({ callee }: TSESTree.CallExpression): string => {
  const plain = unwrap(callee);
  return plain.type === T.MemberExpression && plain.property.type === T.Identifier ? plain.property.name : plain.type === T.Identifier ? plain.name : '';
};
