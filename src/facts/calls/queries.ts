import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { dottedName } from '../../lib/tree.ts';

const BEGINNING = /^\s*(select|with|insert|update|delete)\b/i;
const RAW = /(^|\.)(\$(?:queryRaw|executeRaw))$/;

/**
 * What a template that is a query asks: `` await sql`insert into …` `` of postgres.js, `` await prisma.$queryRaw`…` ``.
 * Undefined of a part of another query, and of one that nobody waits for: it is sent when it is awaited.
 */
export function sentQuery(node: TSESTree.TaggedTemplateExpression, module: ParsedModule): string | undefined {
  if (!isSent(node, module)) return undefined;
  const raw = RAW.exec(dottedName(node.tag) ?? '')?.[2];
  if (raw !== undefined) return raw;
  const word = BEGINNING.exec(node.quasi.quasis[0]?.value.raw ?? '')?.[1]?.toLowerCase();
  return word === 'with' ? 'select' : word;
}

/** Awaited, given back or gathered, whatever is called on it first: `.catch(…)`. */
function isSent(node: TSESTree.TaggedTemplateExpression, module: ParsedModule): boolean {
  let child: TSESTree.Node = node;
  let next = module.parent(node);
  while (next && ((next.type === T.MemberExpression && next.object === child) || (next.type === T.CallExpression && next.callee === child) || next.type === T.TSAsExpression || next.type === T.TSNonNullExpression)) {
    child = next;
    next = module.parent(next);
  }
  return next?.type === T.AwaitExpression || next?.type === T.ReturnStatement || next?.type === T.ArrayExpression || (next?.type === T.ArrowFunctionExpression && next.body === child);
}
