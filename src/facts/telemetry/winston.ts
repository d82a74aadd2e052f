import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { lastName } from '../../lib/callee.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { dottedName, property, returnsOf, unwrap } from '../../lib/tree.ts';

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

/** Formats that only add to a record, or colour it: what it is written as, another says. */
const ADDS = new Set(['errors', 'splat', 'timestamp', 'label', 'metadata', 'align', 'colorize', 'uncolorize', 'ms', 'padLevels']);

/** What `createLogger({ format })` says ends in text, whatever stands in its words. */
export function writesText(module: ParsedModule, made: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  const [options] = made.arguments;
  const format = options?.type === AST_NODE_TYPES.ObjectExpression ? property(options, 'format') : undefined;
  return format !== undefined && endsInText(module, format);
}

/** The last format of several that writes has the last word; one that is chosen while the process runs is not told. */
function endsInText(module: ParsedModule, format: TSESTree.Node, depth = 0, seen = new Set<TSESTree.Node>()): boolean {
  // A maker may give what it gives itself, in many places.
  if (depth > 4 || seen.has(format)) return false;
  seen.add(format);
  if (format.type === AST_NODE_TYPES.Identifier) {
    const made = heldBy(module, format.name);
    return made !== undefined && endsInText(module, made, depth + 1, seen);
  }
  if (format.type !== AST_NODE_TYPES.CallExpression) return false;
  const name = lastName(format.callee) ?? '';
  if (name === 'combine') {
    const last = format.arguments.findLast((one) => one.type !== AST_NODE_TYPES.CallExpression || !ADDS.has(lastName(one.callee) ?? ''));
    return last !== undefined && endsInText(module, last, depth + 1, seen);
  }
  if (name === 'printf') return !writesJson(module, format.arguments[0]);
  // `const messageFormat = (name) => printf(…)`
  const maker = format.callee.type === AST_NODE_TYPES.Identifier ? heldBy(module, format.callee.name) : undefined;
  if (maker && isFunction(maker)) return given(maker).some((one) => endsInText(module, one, depth + 1, seen));
  return TEXT.has(name);
}

/** What the one variable or function of a name is. */
function heldBy(module: ParsedModule, name: string): TSESTree.Node | undefined {
  const values = module.nodes('VariableDeclarator').flatMap(({ id, init }) => (id.type === AST_NODE_TYPES.Identifier && id.name === name && init ? [init] : []));
  const all: readonly TSESTree.Node[] = [...values, ...module.nodes('FunctionDeclaration').filter(({ id }) => id?.name === name)];
  return all.length === 1 ? all[0] : undefined;
}

const given = ({ body }: FunctionNode): readonly TSESTree.Node[] => returnsOf(body).flatMap((one) => one ?? []);

const STRINGIFIES = /^(?:JSON\.)?(?:safe_?)?stringify\w*$/i;
/** Whether a function of `printf` gives a record as JSON; what it makes of a part of it says nothing. */
function writesJson(module: ParsedModule, made: TSESTree.Node | undefined): boolean {
  const fn = made?.type === AST_NODE_TYPES.Identifier ? heldBy(module, made.name) : made;
  // What is not written out here may do anything.
  if (!fn || !isFunction(fn)) return true;
  return given(fn).some((one) => {
    const plain = unwrap(one);
    const value = plain.type === AST_NODE_TYPES.Identifier ? heldBy(module, plain.name) ?? plain : plain;
    return value.type === AST_NODE_TYPES.Identifier || (value.type === AST_NODE_TYPES.CallExpression && STRINGIFIES.test(dottedName(value.callee) ?? ''));
  });
}
