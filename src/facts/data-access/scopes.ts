import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { DataSites, ParsedModule } from '../../model/index.ts';
import { lastName, methodOf, receiverOf } from '../../lib/callee.ts';
import { switchedSecurity } from '../../lib/sql.ts';
import { namesIn } from './predicates.ts';

/** What every query passes on its way, and row-level security that code switches. */
export function scopesOf(module: ParsedModule): Pick<DataSites, 'scopes' | 'rowSecurity'> {
  const scopes: DataSites['scopes'][number][] = [];
  const rowSecurity: DataSites['rowSecurity'][number][] = [];
  const spot = (node: TSESTree.Node): { line: number; column: number } => ({ line: node.loc.start.line, column: node.loc.start.column + 1 });
  const add = (node: TSESTree.CallExpression, orm: string, how: string): void => { scopes.push({ orm, how, names: namesIn(module, node.arguments, 400), ...spot(node) }); };
  for (const call of module.nodes('CallExpression')) {
    const method = methodOf(call.callee);
    const receiver = receiverOf(call.callee) ?? '';
    const [first] = call.arguments;
    if (method === '$extends' || method === '$use' || (method === 'defineExtension' && /Prisma$/.test(receiver))) add(call, 'prisma', method);
    else if (method === 'plugin' && /schema$|mongoose$/i.test(receiver)) add(call, 'mongoose', method);
    else if (method === 'pre' && /schema$/i.test(receiver)) add(call, 'mongoose', method);
    else if (method === 'addFilter' || (lastName(call.callee) === 'Filter' && module.parent(call)?.type === AST_NODE_TYPES.Decorator && module.text.includes('@mikro-orm/'))) add(call, 'mikro-orm', 'filter');
    else if ((method === 'addHook' && first?.type === AST_NODE_TYPES.Literal && /^before(?:Find|Count|Bulk)/.test(String(first.value))) || method === 'addScope') add(call, 'sequelize', method);
  }
  for (const node of [...module.nodes('TemplateLiteral'), ...module.nodes('Literal')]) {
    const text = node.type === AST_NODE_TYPES.TemplateLiteral ? node.quasis.map(({ value }) => value.cooked ?? '').join('$1') : node.value;
    if (typeof text !== 'string' || !/row\s+level\s+security/i.test(text)) continue;
    for (const { table, on, line } of switchedSecurity(text)) rowSecurity.push({ table, on, line: node.loc.start.line + line - 1, column: 1 });
  }
  return { scopes, rowSecurity };
}
