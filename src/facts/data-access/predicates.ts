import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule, Predicate } from '../../model/index.ts';
import { methodOf } from '../../lib/callee.ts';
import { rememberOf } from '../../lib/remember.ts';
import { keyOf, property, unwrap, walk } from '../../lib/tree.ts';

const MOST_NAMES = 120;
const ADDS = /^(?:create(?:Many|ManyAndReturn)?|insert|insertMany|insertOne|bulkCreate|bulkWrite|save|persist|persistAndFlush|nativeInsert|remove|softRemove)$/;
const BY_KEY = /^find(?:ById|ByPk|ByIdAndUpdate|ByIdAndDelete)$/;
const COMPARES = /^(?:eq|ne|gte?|lte?|inArray|notInArray|i?like|isNull|isNotNull|between|In|Not|Equal|IsNull|Like|ILike|MoreThan|LessThan|Between)$/;
const JOINS = /^(?:and|or|not)$/i;

/** What a call by an object mapper says of the rows that it means. */
export function predicateOf(module: ParsedModule, call: TSESTree.CallExpression, orm: string, target: string, method: string): Predicate {
  const { calls, end } = chain(module, call);
  const parts: TSESTree.Node[] = [...(call.callee.type === AST_NODE_TYPES.MemberExpression ? [call.callee.object] : []), ...calls.flatMap((one) => one.arguments)];
  const names = namesIn(module, parts).filter((name) => name !== target);
  const adds = ADDS.test(method) && (method !== 'remove' || orm !== 'static');
  const open = names.length >= MOST_NAMES || !isWhole(module, call, calls, end, orm, target, method);
  return { names, ...(adds && { adds: true as const }), ...(open && { open: true as const }) };
}

/** What a statement says: its words; what is put into it must stand where a value stands. */
export function predicateOfSql(module: ParsedModule, node: TSESTree.TemplateLiteral | TSESTree.Literal, text: string): Predicate {
  const names = namesIn(module, [node]);
  const parent = module.parent(node);
  const parts = node.type === AST_NODE_TYPES.TemplateLiteral ? node.quasis.slice(0, -1).map(({ value }) => value.raw) : [];
  const open = names.length >= MOST_NAMES || parent?.type === AST_NODE_TYPES.BinaryExpression || parent?.type === AST_NODE_TYPES.AssignmentExpression
    || (parent?.type === AST_NODE_TYPES.VariableDeclarator && module.parent(parent)?.type === AST_NODE_TYPES.VariableDeclaration && (module.parent(parent) as TSESTree.VariableDeclaration).kind !== 'const')
    || parts.some((before) => !/(?:[=<>(,]|\b(?:like|ilike|in|limit|offset|and|between|any))\s*['"%$]?$/i.test(before) || /\b(?:where|and|or)\s*\(?\s*$/i.test(before));
  return { names, ...(/^\s*insert\b/i.test(text) && { adds: true as const }), ...(open && { open: true as const }) };
}

/** The call and those that are chained to it, and the last of them. */
function chain(module: ParsedModule, call: TSESTree.CallExpression): { readonly calls: readonly TSESTree.CallExpression[]; readonly end: TSESTree.Node } {
  const calls = [call];
  let end: TSESTree.Node = call;
  for (;;) {
    const member: TSESTree.Node | undefined = module.parent(end);
    const outer: TSESTree.Node | undefined = member?.type === AST_NODE_TYPES.MemberExpression && member.object === end ? module.parent(member) : undefined;
    if (outer?.type !== AST_NODE_TYPES.CallExpression || outer.callee !== member) return { calls, end };
    calls.push(outer);
    end = outer;
  }
}

/** Whether everything that chooses the rows stands in the call. */
function isWhole(module: ParsedModule, call: TSESTree.CallExpression, calls: readonly TSESTree.CallExpression[], end: TSESTree.Node, orm: string, target: string, method: string): boolean {
  const [first, second] = call.arguments;
  if (orm === 'prisma') return first === undefined || isOptions(first, true);
  if (orm === 'drizzle' && /^find/.test(method)) return first === undefined || isOptions(first, true);
  if (orm === 'drizzle' || method === 'createQueryBuilder') {
    // A builder that is kept in a variable is built on.
    const parent = module.parent(end);
    if (parent?.type !== AST_NODE_TYPES.AwaitExpression && parent?.type !== AST_NODE_TYPES.ReturnStatement && parent?.type !== AST_NODE_TYPES.ArrowFunctionExpression) return false;
    return calls.every((one) => !/^(?:\$dynamic|setParameters|modify|\$if)$/.test(methodOf(one.callee) ?? '') && (!/where$/i.test(methodOf(one.callee) ?? '') || (one.arguments[0] !== undefined && isPredicate(one.arguments[0]))));
  }
  if (method === 'query' || calls.length > 1 && calls.some((one) => /^(?:where|and|or|scope|byTenant)$/.test(methodOf(one.callee) ?? ''))) return false;
  if (BY_KEY.test(method)) return second === undefined || second.type === AST_NODE_TYPES.ObjectExpression;
  return call.arguments.every((one) => (one.type === AST_NODE_TYPES.Identifier ? one.name === target : isOptions(one, false)));
}

/** `{ where: … }`, or the predicate itself. */
function isOptions(node: TSESTree.Node, onlyWhere: boolean): boolean {
  const plain = unwrap(node);
  if (plain.type !== AST_NODE_TYPES.ObjectExpression) return isPredicate(plain);
  if (plain.properties.some((one) => one.type === AST_NODE_TYPES.SpreadElement || keyOf(one) === undefined)) return false;
  const where = property(plain, 'where');
  return where ? isPredicate(where) : onlyWhere || isPredicate(plain);
}

function isPredicate(node: TSESTree.Node): boolean {
  const plain = unwrap(node);
  switch (plain.type) {
    case AST_NODE_TYPES.Literal:
      return true;
    case AST_NODE_TYPES.TemplateLiteral:
      return plain.expressions.length === 0;
    case AST_NODE_TYPES.ObjectExpression:
      return plain.properties.every((one) => one.type === AST_NODE_TYPES.Property && keyOf(one) !== undefined && (!/^\$?(?:and|or|not|match)$/i.test(keyOf(one)!) || isPredicate(one.value)));
    case AST_NODE_TYPES.ArrayExpression:
      return plain.elements.every((one) => one !== null && isPredicate(one));
    case AST_NODE_TYPES.ArrowFunctionExpression:
      return plain.body.type !== AST_NODE_TYPES.BlockStatement && isPredicate(plain.body);
    case AST_NODE_TYPES.CallExpression: {
      const name = plain.callee.type === AST_NODE_TYPES.Identifier ? plain.callee.name : methodOf(plain.callee) ?? '';
      return COMPARES.test(name) || (JOINS.test(name) && plain.arguments.every(isPredicate));
    }
    default:
      return false;
  }
}

/** Names and words in the parts; what a name of this module stands for counts with it. */
export function namesIn(module: ParsedModule, parts: readonly TSESTree.Node[], most = MOST_NAMES): string[] {
  const found = new Set<string>();
  const add = (node: TSESTree.Node, depth: number): void => walk(node, (one) => {
    if (found.size >= most) return false;
    if (one.type === AST_NODE_TYPES.Identifier) {
      if (!found.has(one.name) && depth === 0) {
        found.add(one.name);
        const meaning = meanings(module).get(one.name);
        if (meaning) add(meaning, 1);
      }
      found.add(one.name);
    } else if (one.type === AST_NODE_TYPES.Literal && typeof one.value === 'string') for (const [word] of one.value.matchAll(/[A-Za-z_]\w*/g)) found.add(word);
    else if (one.type === AST_NODE_TYPES.TemplateElement) for (const [word] of (one.value.cooked ?? '').matchAll(/[A-Za-z_]\w*/g)) found.add(word);
    return true;
  });
  for (const part of parts) add(part, 0);
  return [...found].slice(0, most);
}

/** Variables and functions of the module by name, wherever they stand; names are all that is asked of them. */
const meanings = rememberOf((module: ParsedModule): ReadonlyMap<string, TSESTree.Node> => new Map([
  ...module.nodes('VariableDeclarator').flatMap(({ id, init }): [string, TSESTree.Node][] => (id.type === AST_NODE_TYPES.Identifier && init ? [[id.name, init]] : [])),
  ...module.nodes('FunctionDeclaration').flatMap((one): [string, TSESTree.Node][] => (one.id ? [[one.id.name, one.body]] : [])),
]));

/** The outermost function around a node. */
export function functionAround(module: ParsedModule, node: TSESTree.Node): TSESTree.Node | undefined {
  let around: TSESTree.Node | undefined;
  for (let one = module.parent(node); one; one = module.parent(one)) {
    if (one.type === AST_NODE_TYPES.FunctionDeclaration || one.type === AST_NODE_TYPES.FunctionExpression || one.type === AST_NODE_TYPES.ArrowFunctionExpression) around = one;
  }
  return around;
}
