import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { lastName } from '../../lib/callee.ts';
import { property } from '../../lib/tree.ts';

const TEXT = new Set(['simple', 'cli', 'prettyPrint', 'nestLike']);

/** What a container says is what the console transport writes: text, where its own format ends in text, whatever a file beside it gets. */
export function consoleText(module: ParsedModule, made: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const [options] = made.arguments;
  const transports = options?.type === AST_NODE_TYPES.ObjectExpression ? property(options, 'transports') : undefined;
  const list = transports?.type === AST_NODE_TYPES.ArrayExpression ? transports.elements : [transports];
  const added = module.nodes('CallExpression').flatMap(({ callee, arguments: given }) => (lastName(callee) === 'add' && given[0] ? [given[0]] : []));
  return ![...list, ...added].some(isShipped) && list.some((one) => {
    if (one?.type !== AST_NODE_TYPES.NewExpression || lastName(one.callee) !== 'Console') return false;
    const [given] = one.arguments;
    if (given?.type !== AST_NODE_TYPES.ObjectExpression || property(given, 'silent')) return false;
    const format = property(given, 'format');
    return format !== undefined && endsInText(module, format);
  });
}

/** `new DatadogWinston(…)`: what the console says is for whoever watches it, and the records go there. */
const isShipped = (node: TSESTree.Node | null | undefined): boolean => node?.type === AST_NODE_TYPES.NewExpression && !/^(?:Console|File|DailyRotateFile|Stream|Set|Map|Date)$/.test(lastName(node.callee) ?? '');

/** The last format of several has the last word; one that is chosen while the process runs is not told. */
function endsInText(module: ParsedModule, format: TSESTree.Node, depth = 0): boolean {
  if (depth > 4) return false;
  if (format.type === AST_NODE_TYPES.Identifier) {
    const made = module.nodes('VariableDeclarator').filter(({ id, init }) => id.type === AST_NODE_TYPES.Identifier && id.name === format.name && init);
    return made.length === 1 && endsInText(module, made[0]!.init!, depth + 1);
  }
  if (format.type !== AST_NODE_TYPES.CallExpression) return false;
  const name = lastName(format.callee) ?? '';
  const last = format.arguments.at(-1);
  if (name === 'combine') return last !== undefined && endsInText(module, last, depth + 1);
  if (name === 'printf') return !/(?:=>|\breturn)\s*\(?\s*(?:JSON\.stringify|stringify|safeStringify)\(/.test(module.text.slice(...format.range));
  return TEXT.has(name);
}
