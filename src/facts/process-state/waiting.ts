import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { ParsedModule } from '../../model/index.ts';
import { literally } from '../../lib/literally.ts';
import { contains, dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';
import { namedFunction, parametersAround } from './handlers.ts';

/** `resolve: (result: Result) => void`: a caller of this process waits for it. */
const HOLDS_A_CALLER = /\b(?:resolve|reject)\w*\??\s*:\s*(?:\(|[\w.]*(?:Function|Resolve|Callback)\b)/;

/** `type Subscriber = (message: Message) => void`: a function that somebody in this process handed in. */
const IS_A_FUNCTION = /^type \w+(?:<[^>]*>)?\s*=\s*\(?(?:async )?\([^;{}]*\)\s*=>/;

/** By its type it holds callers of this process that wait: the module's own type of its entries has their `resolve`, or has a part that has it, or is that of a function. */
export function holdsCallers(module: ParsedModule, nodes: readonly TSESTree.Node[]): boolean {
  const types = new Map([...module.nodes('TSInterfaceDeclaration'), ...module.nodes('TSTypeAliasDeclaration')].map((one) => [one.id.name, module.text.slice(...one.range)] as const));
  if (types.size === 0) return false;
  const seen = new Set<string>();
  let texts = nodes.map(({ range }) => module.text.slice(...range));
  for (let depth = 0; depth < 3 && texts.length > 0; depth++) {
    const named = texts.flatMap((text) => [...text.matchAll(/[:<,|&]\s*(?:readonly )?([A-Z]\w*)/g)].map(([, name]) => name!)).filter((name) => types.has(name) && !seen.has(name));
    for (const name of named) seen.add(name);
    texts = named.map((name) => types.get(name)!);
    if (texts.some((text) => HOLDS_A_CALLER.test(text) || IS_A_FUNCTION.test(text))) return true;
  }
  return false;
}

/** `{ id, run: given }`, whose `run` the module calls: a function that the caller gave waits for its turn, and can run nowhere else. */
export function holdsGivenFunction(module: ParsedModule, pushed: TSESTree.Node): boolean {
  const value = entryOf(module, pushed);
  if (value && isFunction(value) && answersACaller(module, value)) return true;
  if (value?.type !== AST_NODE_TYPES.ObjectExpression) return false;
  const given = parametersAround(module, pushed);
  return value.properties.some((entry) => {
    if (entry.type !== AST_NODE_TYPES.Property) return false;
    const held = unwrap(entry.value);
    const name = keyOf(entry);
    return name !== undefined && (isFunction(held) || (held.type === AST_NODE_TYPES.Identifier && given.has(held.name))) && new RegExp(`\\.${literally(name)}\\(`).test(module.text);
  });
}

/** `new Promise((resolve) => { const attempt = () => resolve(run()); queue.push(attempt); })`: whoever asked still waits for it. */
function answersACaller(module: ParsedModule, node: TSESTree.Node): boolean {
  for (let at = module.parent(node), child: TSESTree.Node = node; at; child = at, at = module.parent(at)) {
    if (at.type !== AST_NODE_TYPES.NewExpression || dottedName(at.callee) !== 'Promise' || !isFunction(child)) continue;
    const [resolve] = child.params;
    return resolve?.type === AST_NODE_TYPES.Identifier && contains(node, (one) => one.type === AST_NODE_TYPES.Identifier && one.name === resolve.name);
  }
  return false;
}

/** An object or a function, or the constant of the same function that holds it. */
function entryOf(module: ParsedModule, node: TSESTree.Node): TSESTree.Node | undefined {
  const value = unwrap(node);
  if (value.type !== AST_NODE_TYPES.Identifier) return value;
  const holder = namedFunction(module, node);
  if (holder?.name === value.name) return holder.node;
  const around = holder?.node.range;
  const made = around && module.nodes('VariableDeclarator').find(({ id, range }) => id.type === AST_NODE_TYPES.Identifier && id.name === value.name && around[0] <= range[0] && range[1] <= around[1])?.init;
  return made ? unwrap(made) : undefined;
}

/** What the number is put under: `const queueId = ++last`, `{ id: last++ }`. */
const NAME_OF_A_THING = /(?:^|[a-z_])(?:id|ID|Id|key|Key|seq|Seq|uid|name|Name)$/;

/** `const jobId = ++jobs`: a number that is taken where it is counted up alone, as the name of a thing, is of no use to another process. */
export function onlyNames(module: ParsedModule, counter: string): boolean {
  let isTaken = false;
  const uses = module.nodes('Identifier').filter((node) => node.name === counter && module.parent(node)?.type !== AST_NODE_TYPES.VariableDeclarator);
  const only = uses.every((node) => {
    const update = module.parent(node);
    if (update?.type !== AST_NODE_TYPES.UpdateExpression || update.operator !== '++') return false;
    const holder = module.parent(update);
    const name = holder?.type === AST_NODE_TYPES.VariableDeclarator ? dottedName(holder.id) : holder?.type === AST_NODE_TYPES.Property ? keyOf(holder) : undefined;
    isTaken ||= (name !== undefined && NAME_OF_A_THING.test(name)) || holder?.type === AST_NODE_TYPES.TemplateLiteral;
    return holder?.type === AST_NODE_TYPES.TemplateLiteral || (name !== undefined && NAME_OF_A_THING.test(name));
  });
  return only && isTaken;
}

/** `if (++requests % 100 === 0) sweep();`: of a number that is counted up only the remainder is asked; it tells this process whose turn it is. */
export function onlyPaces(module: ParsedModule, counter: string): boolean {
  let isAsked = false;
  const uses = module.nodes('Identifier').filter((node) => node.name === counter && module.parent(node)?.type !== AST_NODE_TYPES.VariableDeclarator);
  const only = uses.every((node) => {
    let at: TSESTree.Node = node;
    let up = module.parent(node);
    if (up?.type === AST_NODE_TYPES.AssignmentExpression && up.left === node) return module.parent(up)?.type === AST_NODE_TYPES.ExpressionStatement && /^(?:=|\+=)$/.test(up.operator) && counts(up, counter);
    if (up?.type === AST_NODE_TYPES.UpdateExpression) [at, up] = [up, module.parent(up)];
    if (up?.type === AST_NODE_TYPES.ExpressionStatement) return at !== node;
    const isRemainder = up?.type === AST_NODE_TYPES.BinaryExpression && up.operator === '%' && up.left === at;
    isAsked ||= isRemainder;
    return isRemainder || (up?.type === AST_NODE_TYPES.BinaryExpression && up.operator === '+' && isOfRemainder(module, up));
  });
  return only && isAsked;
}

/** `x += 1`, `x = 0`, `x = (x + 1) % n`. */
const counts = ({ operator, right }: TSESTree.AssignmentExpression, counter: string): boolean =>
  operator === '+=' || (right.type === AST_NODE_TYPES.Literal && typeof right.value === 'number') || (right.type === AST_NODE_TYPES.BinaryExpression && right.operator === '%' && contains(right, (node) => node.type === AST_NODE_TYPES.Identifier && node.name === counter));

const isOfRemainder = (module: ParsedModule, sum: TSESTree.Node): boolean => {
  const up = module.parent(sum);
  return up?.type === AST_NODE_TYPES.BinaryExpression && up.operator === '%' && up.left === sum;
};
