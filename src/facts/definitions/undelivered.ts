import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { Development } from '../../lib/development.ts';
import type { FunctionNode } from '../../lib/scope.ts';
import { changes, mainBranches, reaches } from './main-path.ts';

export const SPEAKS_OF_ENVIRONMENT = /NODE_ENV|\bisProd|\bisDev|IS_PROD|IS_DEV|import\.meta\.env/;

/**
 * Where a function is left wherever it is delivered, before it has read or changed anything: `if (process.env.NODE_ENV === 'production')
 * return notFound()`; or where all that it reads or changes lies in a branch for development alone.
 */
export function undelivered({ body }: FunctionNode, development: Development): number | undefined {
  if (body.type !== T.BlockStatement) return undefined;
  const found = mainBranches(body.body).find(({ branch, before, after }) => {
    if (before.some(does)) return false;
    if (development.isTakenByDelivered(branch.test)) return leaves(branch.consequent) && !does(branch.consequent);
    return development.says(branch.test) === 'development' && does(branch.consequent) && !after.some(does) && (branch.alternate === null || !does(branch.alternate));
  });
  return found?.branch.loc.start.line;
}

/** Some wait for what they change, and some do not. */
const does = (node: TSESTree.Node): boolean => reaches(node) || changes(node);

function leaves(node: TSESTree.Statement): boolean {
  const last = node.type === T.BlockStatement ? node.body.at(-1) : node;
  return last?.type === T.ReturnStatement || last?.type === T.ThrowStatement;
}
