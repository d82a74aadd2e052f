import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { MutableState, ParsedModule } from '../../model/index.ts';
import type { Binding } from '../../lib/bindings.ts';
import { dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { isFunction } from '../../lib/scope.ts';
import { askers, isFetched, isSwept, marks } from './asking.ts';
import { gatherers, handers, madeClass } from './handing.ts';
import { functionName, isGiven, isGivenAConnection, servesRequests } from './handlers.ts';
import { limiterFrom, isOfThisProcess, saysItOnce } from './own.ts';
import { singles } from './others.ts';
import { holdsCallers, holdsGivenFunction, onlyNames, onlyPaces } from './waiting.ts';

const CONTAINERS = new Set(['Map', 'Set', 'Keyv', 'Array', 'Object', 'LRUCache', 'LRU', 'NodeCache', 'TTLCache', 'QuickLRU']);
const CHANGING = new Set(['set', 'add', 'push', 'unshift', 'splice', 'delete', 'clear', 'pop', 'shift', 'del', 'mset']);
const ENTERING = new Set(['push', 'unshift', 'add']);
const TAKING = new Set(['delete', 'clear', 'pop', 'shift', 'splice', 'del', 'filter']);
/** Classes of which a framework makes one for the whole process. */
const SINGLETONS = new Set(['Injectable', 'Controller', 'Resolver', 'WebSocketGateway', 'Service', 'Singleton', 'singleton', 'Processor', 'JsonController']);

interface Candidate { readonly name: string; readonly alias?: string; readonly node: TSESTree.Node; readonly type: string; readonly bounded: boolean; readonly holder: MutableState['holder']; readonly of?: string; readonly exported?: boolean; readonly named?: boolean }

/** State that outlives a request: declared once, changed inside functions. A table that is only read is none. */
export function mutables(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): MutableState[] {
  const byName = new Map<string, Candidate>();
  for (const candidate of [...moduleState(module), ...classState(module, bindings)]) {
    byName.set(candidate.name, candidate);
    if (candidate.alias !== undefined && !byName.has(candidate.alias)) byName.set(candidate.alias, candidate);
  }
  if (byName.size === 0) return [];
  const changes = new Map<string, MutableState['changes'][number][]>();
  const brief = new Set<string>();
  const processOwn = new Set<string>();
  const shrinking = new Set<string>();
  const containers = new Set(byName.keys());
  const asked = askers(module, containers);
  const marking = marks(module, containers);
  const handed = handers(module, containers);
  const gathering = gatherers(module);
  const living = new Set<string>();
  const limiters = new Map<string, string>();
  const loggedOnce = new Set<string>();
  const noteLiving = (container: TSESTree.Node, value: TSESTree.Node | undefined): void => {
    const made = value && gathering.size > 0 ? madeClass(module, value) : undefined;
    if (made?.callee.type === AST_NODE_TYPES.Identifier && gathering.has(made.callee.name) && !made.arguments.some((argument) => isOfThisProcess(module, argument))) living.add(dottedName(container) ?? '');
  };
  const finalizers = module.nodes('TryStatement').flatMap(({ finalizer }) => (finalizer ? [finalizer.range] : []));
  const isFinal = (node: TSESTree.Node): boolean => finalizers.some(([from, to]) => from <= node.range[0] && node.range[1] <= to);
  const atTheEnd = new Set(finalizers.length === 0 ? [] : module.nodes('CallExpression').filter(isFinal).map(({ callee }) => dottedName(callee)));
  const note = (target: TSESTree.Node, at: TSESTree.Node, how: string, key?: TSESTree.Node, value?: TSESTree.Node): void => {
    const written = dottedName(target);
    const candidate = written === undefined ? undefined : byName.get(written);
    if (!candidate || !insideFunction(module, at, candidate, written!)) return;
    const { name } = candidate;
    const list = changes.get(name) ?? [];
    const text = key && module.text.slice(key.range[0], key.range[1]);
    const by = functionName(module, at);
    if (how === 'delete' && (isFinal(at) || (by !== undefined && (atTheEnd.has(by) || atTheEnd.has(`this.${by}`))))) brief.add(name!);
    if (TAKING.has(how)) shrinking.add(name);
    list.push({
      how, line: at.loc.start.line, column: at.loc.start.column + 1,
      ...(text !== undefined && text.length <= 80 && !text.includes('\n') && { key: text }),
      ...(by !== undefined && { by }), ...(servesRequests(module, at) && { inHandler: true }), ...(isGivenAConnection(module, at) && { ofConnection: true }),
      ...(!TAKING.has(how) && value && (isGiven(module, value, at) || (key && (unwrap(value).type === AST_NODE_TYPES.Literal || marking.has(written!)) && isGiven(module, key, at))) && { given: true }),
      ...(!TAKING.has(how) && isFetched(module, at, written!) && { fetched: true }), ...(how === 'delete' && isSwept(module, at, key, written!) && { swept: true }),
    });
    changes.set(name, list);
  };
  for (const call of module.nodes('CallExpression')) {
    const { callee } = call;
    if (callee.type !== AST_NODE_TYPES.MemberExpression || callee.property.type !== AST_NODE_TYPES.Identifier || !CHANGING.has(callee.property.name)) continue;
    if (call.arguments.some((argument) => isOfThisProcess(module, argument)) || (ENTERING.has(callee.property.name) && call.arguments[0] && holdsGivenFunction(module, call.arguments[0]))) processOwn.add(dottedName(callee.object) ?? '');
    if (callee.property.name === 'set') noteLiving(callee.object, call.arguments[1]);
    const limiter = callee.property.name === 'set' ? limiterFrom(module, bindings, call.arguments[1]) : undefined;
    if (limiter !== undefined) limiters.set(dottedName(callee.object) ?? '', limiter);
    if (callee.property.name === 'add' && saysItOnce(module, call)) loggedOnce.add(dottedName(callee.object) ?? '');
    note(callee.object, call, callee.property.name, call.arguments[0], call.arguments[1] ?? call.arguments[0]);
  }
  const renewed = new Set<string>();
  for (const { left, ...assignment } of module.nodes('AssignmentExpression')) {
    const whole = byName.get(dottedName(left) ?? '');
    if (whole !== undefined && whole.type !== 'value' && isEmpty(assignment.right) && insideFunction(module, left, whole, dottedName(left)!)) renewed.add(whole.name);
    const how = whole !== undefined && whole.type !== 'value' ? changeOfWhole(assignment.right, dottedName(left)!) : undefined;
    if (how === 'filter') shrinking.add(whole!.name);
    if (how !== undefined) note(left, left, how, undefined, addedBy(assignment.right));
    if (left.type === AST_NODE_TYPES.MemberExpression && isOfThisProcess(module, assignment.right)) processOwn.add(dottedName(left.object) ?? '');
    if (left.type === AST_NODE_TYPES.MemberExpression && left.computed) noteLiving(left.object, assignment.right);
    if (left.type === AST_NODE_TYPES.MemberExpression && (left.computed || left.property.type === AST_NODE_TYPES.Identifier)) note(left.object, left, 'assignment', left.property, left.computed ? assignment.right : undefined);
    if (byName.get(dottedName(left) ?? '')?.type === 'value') note(left, left, assignment.operator === '=' ? 'assignment' : 'update');
  }
  for (const { operator, argument } of module.nodes('UnaryExpression')) {
    if (operator === 'delete' && argument.type === AST_NODE_TYPES.MemberExpression && argument.computed) note(argument.object, argument, 'delete', argument.property);
  }
  for (const { argument } of module.nodes('UpdateExpression')) {
    if (byName.get(dottedName(argument) ?? '')?.type === 'value') note(argument, argument, 'update');
    if (argument.type === AST_NODE_TYPES.MemberExpression) note(argument.object, argument, 'update', argument.property);
  }
  for (const { name, holder, node } of byName.values()) {
    const declared = holder === 'module' ? module.parent(node) : node;
    if (declared && holdsCallers(module, [declared])) processOwn.add(name);
  }
  const waiting = [...processOwn].some((name) => OF_A_QUEUE.test(name) && byName.get(name)?.holder === 'module');
  return [...new Set(byName.values())].flatMap(({ name, node, type, bounded, holder, of, exported, named }): MutableState[] => {
    if (processOwn.has(name) || loggedOnce.has(name) || (type === 'value' && (onlyNames(module, name) || (exported !== true && onlyPaces(module, name))))) return [];
    // Whose turn it is, and how many wait, beside the queue in which callers of this process wait.
    if (waiting && holder === 'module' && OF_A_QUEUE.test(name) && exported !== true) return [];
    // It may be changed by other modules alone.
    const seen = changes.get(name) ?? ((of !== undefined || exported === true) && (type === 'object' || type === 'Map') ? [] : undefined);
    // One of named settings is configuration, unless a request changes it.
    if (!seen || (named === true && !seen.some(({ inHandler }) => inHandler))) return [];
    const fillers = new Set(seen.filter(({ how }) => !TAKING.has(how)).map(({ by }) => by));
    const written = [...byName].flatMap(([one, candidate]) => (candidate.name === name ? [one] : []));
    const isAsked = written.some((one) => [...asked.get(one) ?? []].some((by) => !fillers.has(by)));
    const isHanded = written.some((one) => [...handed.get(one) ?? []].some((by) => !fillers.has(by)));
    return [{ name: name.replace(/^this\.#?/, '').replace('.#', '.'), holder, type, ...(of !== undefined && { of }), ...((bounded || brief.has(name)) && { bounded: true }), ...(renewed.has(name) && { renewed: true }), ...(shrinking.has(name) && { shrinks: true }), ...(isAsked && { asked: true }), ...(isHanded && { handed: true }), ...(written.some((one) => living.has(one)) && { living: true }), ...written.flatMap((one) => limiters.get(one) ?? []).slice(0, 1).map((from) => ({ limiters: from }))[0], line: node.loc.start.line, column: node.loc.start.column + 1, changes: seen.slice(0, 3) }];
  });
}

const OF_A_QUEUE = /queue|waiting|waiters/i;

/** `{}`, `[]`, `new Map()` */
const isEmpty = (node: TSESTree.Node): boolean => {
  const value = unwrap(node);
  return (value.type === AST_NODE_TYPES.ObjectExpression && value.properties.length === 0) || (value.type === AST_NODE_TYPES.ArrayExpression && value.elements.length === 0) || (value.type === AST_NODE_TYPES.NewExpression && value.arguments.length === 0);
};

/** What `[...users, user]` and `users.concat(user)` add. */
function addedBy(right: TSESTree.Node): TSESTree.Node | undefined {
  const value = unwrap(right);
  const last = value.type === AST_NODE_TYPES.ArrayExpression ? value.elements.at(-1) : value.type === AST_NODE_TYPES.ObjectExpression ? value.properties.at(-1) : value.type === AST_NODE_TYPES.CallExpression ? value.arguments[0] : undefined;
  return last?.type === AST_NODE_TYPES.Property ? last.value : last ?? undefined;
}

/** `null`, `0`, `''`, `[]`: what stands there until something happens. */
const isStartValue = (node: TSESTree.Node): boolean => {
  const value = unwrap(node);
  return (value.type === AST_NODE_TYPES.Literal && !value.value) || (value.type === AST_NODE_TYPES.Identifier && value.name === 'undefined') || isEmpty(value);
};

/** `users = [...users, user]`, `users = users.concat(user)`: one more; `users = users.filter(…)`: fewer. */
function changeOfWhole(right: TSESTree.Node, name: string): 'assignment' | 'filter' | undefined {
  const value = unwrap(right);
  const called = value.type === AST_NODE_TYPES.CallExpression ? dottedName(value.callee) : undefined;
  if (called !== undefined) return /\.(?:filter|slice)$/.test(called) ? 'filter' : called === `${name}.concat` ? 'assignment' : undefined;
  const parts = value.type === AST_NODE_TYPES.ArrayExpression ? value.elements : value.type === AST_NODE_TYPES.ObjectExpression ? value.properties : [];
  return parts.length > 1 && parts.some((part) => part?.type === AST_NODE_TYPES.SpreadElement && dottedName(part.argument) === name) ? 'assignment' : undefined;
}

function* moduleState(module: ParsedModule): Generator<Candidate> {
  for (const statement of module.tree.body) {
    // `app.locals.orders = []`, which handlers find at their request's application as well.
    const shared = statement.type === AST_NODE_TYPES.ExpressionStatement && statement.expression.type === AST_NODE_TYPES.AssignmentExpression ? statement.expression : undefined;
    const kept = shared && /^app\.locals\.\w+$/.test(dottedName(shared.left) ?? '') ? containerOf(module, shared.right) : undefined;
    if (kept) yield { name: dottedName(shared!.left)!, alias: `req.${dottedName(shared!.left)!}`, node: shared!.left, holder: 'module', ...kept };
    const declaration = statement.type === AST_NODE_TYPES.ExportNamedDeclaration ? statement.declaration : statement;
    if (declaration?.type !== AST_NODE_TYPES.VariableDeclaration) continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type !== AST_NODE_TYPES.Identifier) continue;
      const kept = init && !holdsOwn(module, [id, init]) ? containerOf(module, init) : undefined;
      if (kept) yield { name: id.name, node: id, holder: 'module', exported: statement.type === AST_NODE_TYPES.ExportNamedDeclaration, ...kept };
      else if (declaration.kind !== 'const' && init?.type === AST_NODE_TYPES.Literal && typeof init.value === 'number') yield { name: id.name, node: id, holder: 'module', type: 'value', bounded: false };
    }
  }
}

function* classState(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): Generator<Candidate> {
  const made = new Set(singles(module, bindings));
  for (const owner of module.nodes('ClassDeclaration')) {
    const of = owner.id?.name;
    if (of === undefined) continue;
    const perRequest = owner.decorators.some(({ expression }) => /Scope\.(?:REQUEST|TRANSIENT)/.test(module.text.slice(...expression.range)));
    const single = made.has(of) || (!perRequest && owner.decorators.some(({ expression }) =>
      SINGLETONS.has(dottedName(expression.type === AST_NODE_TYPES.CallExpression ? expression.callee : expression) ?? '')));
    for (const member of owner.body.body) {
      if (member.type !== AST_NODE_TYPES.PropertyDefinition || !member.value) continue;
      const name = member.key.type === AST_NODE_TYPES.PrivateIdentifier ? `#${member.key.name}` : member.key.type === AST_NODE_TYPES.Identifier ? member.key.name : undefined;
      const kept = holdsOwn(module, [member]) ? undefined : containerOf(module, member.value);
      if (name && kept) yield { name: `${member.static ? of : 'this'}.${name}`, ...(member.static && { alias: `this.${name}` }), node: member, holder: single || member.static ? 'singleton' : 'instance', of, ...kept };
    }
    for (const { left, right } of constructed(owner)) {
      const name = dottedName(left);
      const kept = name?.startsWith('this.') ? containerOf(module, right) : undefined;
      if (kept) yield { name: name!, node: left, holder: single ? 'singleton' : 'instance', of, ...kept };
    }
  }
}

/** Fields that the constructor makes, as they were written before there were declarations of fields. */
const constructed = ({ body }: TSESTree.ClassDeclaration): readonly TSESTree.AssignmentExpression[] =>
  body.body.flatMap((member) => (member.type === AST_NODE_TYPES.MethodDefinition && member.kind === 'constructor' && member.value.body ? member.value.body.body : []))
    .flatMap((statement) => (statement.type === AST_NODE_TYPES.ExpressionStatement && statement.expression.type === AST_NODE_TYPES.AssignmentExpression ? [statement.expression] : []));

/** By its type it holds what no other process could use: work that goes on, timers, listeners. */
const OWN_TYPES = /\b(?:Promise<|NodeJS\.Time|Timeout\b|AbortController\b|EventEmitter\b|Worker\b|ChildProcess\b|Subject<|Subscription\b|Cron(?:Job)?\b|ScheduledTask\b)/;
/** `Map<string, { userId: string; timeout: NodeJS.Timeout }>` holds something beside its timer. */
const BESIDE_A_TIMER = /\{[^{}]*\b\w+\??: (?:string|number)\b[^{}]*\bNodeJS\.Time\w*[^{}]*\}|\{[^{}]*\bNodeJS\.Time\w*[^{}]*\b\w+\??: (?:string|number)\b[^{}]*\}/g;
const holdsOwn = (module: ParsedModule, nodes: readonly TSESTree.Node[]): boolean => nodes.some(({ range }) => OWN_TYPES.test(module.text.slice(range[0], Math.min(range[1], range[0] + 300)).replace(BESIDE_A_TIMER, '')));

function containerOf(module: ParsedModule, init: TSESTree.Node): { type: string; bounded: boolean; named?: boolean } | undefined {
  const value = unwrap(init);
  if (value.type === AST_NODE_TYPES.ArrayExpression) return { type: 'array', bounded: false };
  if (value.type === AST_NODE_TYPES.ObjectExpression) {
    // An object of functions is a service by another name.
    if (value.properties.length === 0) return { type: 'object', bounded: false };
    return value.properties.every((entry) => entry.type === AST_NODE_TYPES.Property && isStartValue(entry.value)) ? { type: 'object', bounded: false, named: true } : undefined;
  }
  if (value.type === AST_NODE_TYPES.CallExpression && dottedName(value.callee) === 'Object.create') return { type: 'object', bounded: false };
  if (value.type !== AST_NODE_TYPES.NewExpression) return undefined;
  const type = dottedName(value.callee)?.split('.').at(-1) ?? '';
  if (!CONTAINERS.has(type)) return undefined;
  // A Keyv that is given anything is given a store.
  if (type === 'Keyv' && value.arguments.length > 0) return undefined;
  const options = value.arguments[0] ? module.text.slice(value.arguments[0].range[0], value.arguments[0].range[1]) : '';
  return { type, bounded: /LRU|TTL/.test(type) || /\b(?:ttl|stdTTL|max|maxAge|maxSize)\b/.test(options) };
}

/** In a function that runs after the module was loaded, of the same class for fields, and not hidden by a name of its own. */
function insideFunction(module: ParsedModule, at: TSESTree.Node, candidate: Candidate, name: string): boolean {
  let inside = false;
  for (let node = module.parent(at); node; node = module.parent(node)) {
    if (!isFunction(node)) continue;
    const holder = module.parent(node);
    if (holder?.type === AST_NODE_TYPES.MethodDefinition && holder.kind === 'constructor') return false;
    // Called where it stands, while the module loads.
    if (holder?.type === AST_NODE_TYPES.CallExpression && holder.callee === node) continue;
    inside = true;
    if (candidate.holder === 'module' && shadows(node as TSESTree.FunctionDeclaration, name)) return false;
  }
  if (!inside) return false;
  return candidate.holder === 'module' || (at.range[0] >= classRange(module, candidate.node)[0] && at.range[1] <= classRange(module, candidate.node)[1]);
}

function classRange(module: ParsedModule, node: TSESTree.Node): readonly [number, number] {
  let up: TSESTree.Node = node;
  while (up.type !== AST_NODE_TYPES.ClassDeclaration && module.parent(up)) up = module.parent(up)!;
  return up.range;
}

function shadows(owner: TSESTree.FunctionDeclaration, name: string): boolean {
  const parameter = owner.params.some((part) => (part.type === AST_NODE_TYPES.Identifier && part.name === name)
    || (part.type === AST_NODE_TYPES.ObjectPattern && part.properties.some((entry) => entry.type === AST_NODE_TYPES.Property && keyOf(entry) === name)));
  return parameter || (owner.body?.type === AST_NODE_TYPES.BlockStatement && owner.body.body.some((statement) =>
    statement.type === AST_NODE_TYPES.VariableDeclaration && statement.declarations.some(({ id }) => id.type === AST_NODE_TYPES.Identifier && id.name === name)));
}
