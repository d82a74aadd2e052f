import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { Flow, ParsedModule } from '../../model/index.ts';
import { childrenOf, dottedName, keyOf, unwrap } from '../../lib/tree.ts';
import { type FunctionNode, isFunction } from '../../lib/scope.ts';
import { chainedOn, rootOf } from './called-on.ts';
import { partOfEvent } from './event-readers.ts';
import { ANSWERS, EACH, FILLS, FOUND, HELD_BY_ALL, isTheEnd, ITSELF, JOINS, KEPT, PASSES_ON, PUTS, READS, SETTLES, STILL } from './flow-names.ts';
import { listsOf } from './held-lists.ts';
import { isTest, refuses, testedParts } from './looks.ts';
import { sendsOnAnyMethod } from './relays.ts';
import { isUnheard } from './unheard.ts';

/** A parameter of a function, or a part of it. */
interface Origin { readonly owner: number; readonly param: number; readonly path: string; readonly made?: true; readonly text?: true }
type Names = Map<string, readonly Origin[]>;

const NONE: readonly Origin[] = [];
const MOST_FLOWS = 150;
const MOST_ORIGINS = 8;
const MOST_PARTS = 4;
const MAX_DEPTH = 14;

/** Where the parameters of a module's functions go: one walk, by scope, in the order of the text. */
export class FlowReader {
  readonly #indexOf: (node: FunctionNode) => number | undefined;
  readonly #parent: ParsedModule['parent'];
  readonly flows = new Map<number, Flow[]>();
  #around = 0;
  #lists: ReadonlySet<string> = new Set();

  constructor(indexOf: (node: FunctionNode) => number | undefined, parent: ParsedModule['parent']) {
    this.#indexOf = indexOf;
    this.#parent = parent;
  }

  read(tree: TSESTree.Program): void {
    this.#lists = listsOf(tree);
    this.#visit(tree, new Map(), 0);
  }

  #note(origins: readonly Origin[], line: number, more: Omit<Flow, 'param' | 'path' | 'line' | 'made' | 'text' | 'fn'> = {}): void {
    for (const { owner, param, path, made, text } of origins) {
      let list = this.flows.get(owner);
      if (!list) this.flows.set(owner, list = []);
      if (list.length >= MOST_FLOWS) continue;
      const flow: Flow = { param, path, line, ...more, ...(this.#around !== owner && more.to !== undefined && { fn: this.#around }), ...(made && { made }), ...(text && { text }) };
      if (!list.some((one) => one.param === param && one.path === path && one.to === flow.to && one.arg === flow.arg && one.key === flow.key && one.made === made && one.text === text && one.weak === flow.weak && one.idle === flow.idle)) list.push(flow);
    }
  }

  #visit(node: TSESTree.Node, names: Names, depth: number): void {
    // Deeper code than people write is generated.
    if (depth > 400 || STILL.has(node.type) || (node.type === AST_NODE_TYPES.Identifier && node.decorators.length === 0)) return;
    if (isFunction(node)) return this.#enter(node, names, depth);
    switch (node.type) {
      case AST_NODE_TYPES.VariableDeclarator:
        if (node.init) this.#visit(node.init, names, depth + 1);
        this.#bind(node.id, node.init ? this.#origins(node.init, names) : NONE, names);
        return;
      case AST_NODE_TYPES.AssignmentExpression:
        this.#visit(node.right, names, depth + 1);
        this.#assign(node, names);
        return;
      case AST_NODE_TYPES.ForOfStatement:
        this.#visit(node.right, names, depth + 1);
        if (node.left.type === AST_NODE_TYPES.VariableDeclaration) this.#bind(node.left.declarations[0]!.id, this.#origins(node.right, names), names);
        this.#visit(node.body, names, depth + 1);
        return;
      case AST_NODE_TYPES.IfStatement:
        this.#test(node.test, names, refuses(node.consequent) || (node.alternate !== null && refuses(node.alternate)));
        break;
      case AST_NODE_TYPES.CallExpression:
      case AST_NODE_TYPES.NewExpression:
        this.#call(node, names, depth);
        return;
      case AST_NODE_TYPES.TaggedTemplateExpression: {
        const name = dottedName(node.tag);
        for (const [index, part] of node.quasi.expressions.entries()) this.#note(this.#origins(part, names), part.loc.start.line, { to: `${name ?? '?'}\``, arg: index });
        break;
      }
      default:
        if (isTest(node)) this.#test(node, names, false);
    }
    const typed = node.type.startsWith('TS');
    for (const child of childrenOf(node)) if (!typed || child.type !== AST_NODE_TYPES.Identifier) this.#visit(child, names, depth + 1);
  }

  #enter(node: FunctionNode, names: Names, depth: number, given: readonly (readonly Origin[])[] = []): void {
    const index = this.#indexOf(node);
    const inner: Names = new Map(names);
    for (const [position, param] of node.params.entries()) {
      const bare = param.type === AST_NODE_TYPES.TSParameterProperty ? param.parameter : param;
      const own: readonly Origin[] = index === undefined ? NONE : [{ owner: index, param: position, path: '' }];
      this.#bind(bare, [...own, ...(given[position] ?? NONE)], inner);
    }
    const before = this.#around;
    if (index !== undefined) this.#around = index;
    this.#visit(node.body, inner, depth + 1);
    this.#around = before;
  }

  /** Gives the names of a pattern what they stand for. */
  #bind(pattern: TSESTree.Node, origins: readonly Origin[], names: Names): void {
    switch (pattern.type) {
      case AST_NODE_TYPES.Identifier: if (origins.length > 0 || names.has(pattern.name)) names.set(pattern.name, origins); return;
      case AST_NODE_TYPES.AssignmentPattern: return this.#bind(pattern.left, origins, names);
      case AST_NODE_TYPES.RestElement: return this.#bind(pattern.argument, origins, names);
      case AST_NODE_TYPES.ArrayPattern: for (const part of pattern.elements) if (part) this.#bind(part, origins, names); return;
      case AST_NODE_TYPES.ObjectPattern:
        for (const part of pattern.properties) {
          if (part.type === AST_NODE_TYPES.RestElement) this.#bind(part.argument, origins, names);
          else this.#bind(part.value, partOf(origins, keyOf(part) ?? '*'), names);
        }
        return;
      default:
    }
  }

  /** `body = request.body`, `order.name = body.name`: what is put into a thing is in it. */
  #assign({ left, right, operator }: TSESTree.AssignmentExpression, names: Names): void {
    const origins = this.#origins(right, names);
    if (left.type === AST_NODE_TYPES.Identifier) {
      if (operator === '=' || origins.length > 0) names.set(left.name, operator === '=' ? origins : together(names.get(left.name) ?? NONE, origins));
    } else if (left.type === AST_NODE_TYPES.MemberExpression && origins.length > 0) {
      const root = rootOf(left);
      if (root !== '') this.#hold(root, origins, names);
    } else if (left.type === AST_NODE_TYPES.ObjectPattern) this.#bind(left, origins, names);
  }

  #call(node: TSESTree.CallExpression | TSESTree.NewExpression, names: Names, depth: number): void {
    const callee = unwrap(node.callee);
    const method = callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier && !callee.computed ? callee.property.name : undefined;
    const dotted = dottedName(callee) ?? (method === undefined ? undefined : `?.${chainedOn(callee)}${method}`);
    const on = callee.type === AST_NODE_TYPES.MemberExpression ? this.#origins(callee.object, names) : NONE;
    if (!isFunction(callee)) this.#visit(callee, names, depth + 1);
    else this.#enter(callee, names, depth, node.arguments.map((one) => this.#origins(one, names)));
    if (isTest(node)) this.#test(node, names, false);
    if (/(?:^|\.)(?:assert|invariant|precondition|must)$/.test(dotted ?? '') && node.arguments[0]) this.#test(node.arguments[0], names, true);
    const line = node.loc.start.line;
    const name = dotted === undefined ? undefined : node.type === AST_NODE_TYPES.NewExpression ? `new ${dotted}` : dotted;
    for (const [arg, argument] of node.arguments.entries()) {
      const plain = unwrap(argument);
      if (isFunction(plain)) this.#enter(plain, names, depth, method !== undefined && EACH.test(method) ? [on] : method === 'reduce' ? [NONE, on] : []);
      else this.#visit(argument, names, depth + 1);
      if (name === undefined || isTheEnd(name) || partOfEvent(name, argument) !== undefined || isUnheard(node, this.#parent) || sendsOnAnyMethod(node)) continue;
      for (const { key, origins } of this.#parts(argument, names)) this.#note(origins, line, { to: name, arg, ...(key !== undefined && { key }) });
    }
    // `orders.push(order)`, where the module holds the list for as long as it runs.
    if (method === 'push' && callee.type === AST_NODE_TYPES.MemberExpression && callee.object.type === AST_NODE_TYPES.Identifier && this.#lists.has(callee.object.name)) {
      for (const { key, origins } of node.arguments.flatMap((one) => this.#parts(one, names))) this.#note(origins, line, { to: dotted!, arg: 0, held: true, ...(key !== undefined && { key }) });
    }
    // `cart.items.push(item)`, `form.append('code', code)`: what is put into a thing is in it.
    if (method !== undefined && PUTS.test(method) && callee.type === AST_NODE_TYPES.MemberExpression) this.#put(callee.object, node.arguments, names);
    const [into, ...rest] = node.arguments;
    if (dotted !== undefined && into && FILLS.test(dotted)) this.#put(into, rest, names);
    // `input.save()` does what it does with what it is called on.
    if (name !== undefined && on.length > 0 && ITSELF.test(name) && !(method === 'write' && node.arguments.length > 0)) this.#note(on, line, { to: name, arg: -1 });
  }

  #put(into: TSESTree.Node, given: readonly TSESTree.CallExpressionArgument[], names: Names): void {
    const root = rootOf(into);
    if (root !== '' && !HELD_BY_ALL.test(root)) this.#hold(root, given.flatMap((one) => this.#origins(one, names)), names);
  }

  #hold(root: string, origins: readonly Origin[], names: Names): void {
    const known = names.get(root) ?? NONE;
    // `order.name = order.name.trim()` puts nothing new into it.
    const added = origins.filter((one) => !known.some(({ owner, param, path }) => owner === one.owner && param === one.param && (path === '' || `${one.path}.`.startsWith(`${path}.`))));
    if (added.length > 0) names.set(root, together(known, added));
  }

  /** What an argument hands on, by key where it is an object written in place. */
  #parts(argument: TSESTree.Node, names: Names): { readonly key?: string; readonly origins: readonly Origin[] }[] {
    const plain = unwrap(argument);
    if (plain.type !== AST_NODE_TYPES.ObjectExpression) return [{ origins: this.#origins(plain, names) }];
    return plain.properties.flatMap((entry) => {
      if (entry.type === AST_NODE_TYPES.SpreadElement) return [{ origins: this.#origins(entry.argument, names) }];
      return isFunction(entry.value) ? [] : [{ key: keyOf(entry) ?? '*', origins: this.#origins(entry.value, names) }];
    });
  }

  #test(node: TSESTree.Node, names: Names, refusing: boolean): void {
    for (const { node: part, weak } of testedParts(node, refusing)) this.#note(this.#origins(part, names).filter(({ made, text }) => !made && !text), part.loc.start.line, { ...(weak && { weak }), ...(!refusing && { idle: true as const }) });
  }

  /** The parameters, or parts of them, that an expression holds. */
  #origins(node: TSESTree.Node, names: Names, depth = 0): readonly Origin[] {
    if (depth > MAX_DEPTH) return NONE;
    const plain = unwrap(node);
    const of = (part: TSESTree.Node): readonly Origin[] => this.#origins(part, names, depth + 1);
    switch (plain.type) {
      case AST_NODE_TYPES.Identifier: return names.get(plain.name) ?? NONE;
      case AST_NODE_TYPES.MemberExpression: {
        const name = plain.property.type === AST_NODE_TYPES.Identifier && !plain.computed ? plain.property.name : plain.property.type === AST_NODE_TYPES.Literal ? String(plain.property.value) : '*';
        return name === 'length' ? NONE : partOf(of(plain.object), name);
      }
      case AST_NODE_TYPES.CallExpression:
      case AST_NODE_TYPES.NewExpression: return node.type === AST_NODE_TYPES.AwaitExpression && KEPT.test(dottedName(plain.callee) ?? '') ? NONE : this.#made(plain, names, depth);
      case AST_NODE_TYPES.ObjectExpression: return plain.properties.slice(0, 60).reduce<readonly Origin[]>((all, entry) => (all.length >= MOST_ORIGINS ? all : together(all, entry.type === AST_NODE_TYPES.SpreadElement ? of(entry.argument) : isFunction(entry.value) ? NONE : of(entry.value))), NONE);
      case AST_NODE_TYPES.ArrayExpression: return plain.elements.slice(0, 20).reduce<readonly Origin[]>((all, element) => (element ? together(all, of(element.type === AST_NODE_TYPES.SpreadElement ? element.argument : element)) : all), NONE);
      case AST_NODE_TYPES.LogicalExpression: return together(of(plain.left), of(plain.right));
      case AST_NODE_TYPES.ConditionalExpression: return together(of(plain.consequent), of(plain.alternate));
      case AST_NODE_TYPES.SpreadElement: return of(plain.argument);
      case AST_NODE_TYPES.AssignmentExpression: return of(plain.right);
      case AST_NODE_TYPES.SequenceExpression: return of(plain.expressions.at(-1)!);
      // Text or a number, whatever went into it: it does no harm but where it is run.
      case AST_NODE_TYPES.TemplateLiteral: return asText(plain.expressions.flatMap(of));
      case AST_NODE_TYPES.BinaryExpression: return plain.operator === '+' ? asText([...of(plain.left), ...of(plain.right)]) : NONE;
      default: return NONE;
    }
  }

  /** What a call gives may hold what it was handed. */
  #made(node: TSESTree.CallExpression | TSESTree.NewExpression, names: Names, depth: number): readonly Origin[] {
    const callee = unwrap(node.callee);
    const name = dottedName(callee);
    if (name !== undefined && SETTLES.test(node.type === AST_NODE_TYPES.NewExpression ? `new ${name}` : name)) return NONE;
    const method = callee.type === AST_NODE_TYPES.MemberExpression && callee.property.type === AST_NODE_TYPES.Identifier ? callee.property.name : undefined;
    if (method !== undefined && ANSWERS.test(method)) return NONE;
    const on = callee.type === AST_NODE_TYPES.MemberExpression ? this.#origins(callee.object, names, depth + 1) : NONE;
    // Items that are joined are text, whatever they were.
    if (on.length > 0 && method !== undefined) return method === 'join' ? asText(on) : partOf(on, `${method}()`);
    const read = partOfEvent(name, node.arguments[0]);
    if (read !== undefined) return partOf(this.#origins(node.arguments[0]!, names, depth + 1), read);
    const reads = node.arguments.length === 1 ? READS.find(([, names]) => names.test(name ?? ''))?.[0] : undefined;
    if (reads !== undefined) return this.#origins(node.arguments[0]!, names, depth + 1).map((origin) => (origin.path === '' && !origin.made ? { ...origin, path: reads } : { ...origin, made: true as const }));
    // A row that was found by it, or an event whose signature was checked, is not what came.
    if (method !== undefined && FOUND.test(method)) return NONE;
    const handed = node.arguments.slice(0, 6).reduce<readonly Origin[]>((all, one) => together(all, isFunction(unwrap(one)) ? NONE : this.#origins(one, names, depth + 1)), NONE);
    if (name !== undefined && PASSES_ON.test(name)) return handed;
    // What is made of a text is another text, but for the path of a file.
    return handed.filter(({ text }) => !text || JOINS.test(name ?? '')).map((origin) => ({ ...origin, made: true as const }));
  }
}

const partOf = (origins: readonly Origin[], name: string): readonly Origin[] =>
  origins.map((origin) => (origin.made || origin.text || origin.path.split('.').length >= MOST_PARTS ? origin : { ...origin, path: origin.path === '' ? name : `${origin.path}.${name}` }));

const together = (some: readonly Origin[], others: readonly Origin[]): readonly Origin[] => (some.length === 0 ? others : others.length === 0 ? some : [...some, ...others].slice(0, MOST_ORIGINS));

/** What was escaped or made by a call on its way into a text is another thing. */
const asText = (origins: readonly Origin[]): readonly Origin[] =>
  origins.filter(({ made, path }) => !made && !/replace(?:All)?\(\)/.test(path)).slice(0, MOST_ORIGINS).map((origin) => ({ ...origin, text: true as const }));
