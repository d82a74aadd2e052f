import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { CallSite, ParsedModule } from '../../model/index.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName, unwrap } from '../../lib/tree.ts';
import { elementsOf, emptied, isFull, isStepOfOne, listOf, narrowed, takenBy } from './turns.ts';

const EACH = new Set(['forEach', 'map', 'flatMap', 'filter', 'some', 'every', 'find', 'reduce', 'reduceRight', 'mapSeries', 'eachSeries', 'each', 'forEachSeries']);
/** Helpers that are handed the list first: `pMap(list, one)`, `asyncForEach(list, one)`, `_.forEach(list, one)`. */
const EACH_OF = /^(?:async|p|promise)?(?:forEach|each|map|mapSeries)(?:Of|Series|Limit|Async|Grouped|Parallel|Sequential(?:ly)?|Concurrent(?:ly)?)?$/i;
export const BATCHES = /(^|\.)(\$transaction|bulkWrite|batch|pipeline|multi)$/;
/** What calls its callback another time: a tool of a model, a listener, a timer. */
const LATER = /^(tool|dynamicTool|(?:create|define|make|register|add)\w*Tool|on|once|addListener|addEventListener|subscribe|setTimeout|setInterval|setImmediate)$/;
/** What waits for several at once. */
export const GATHERS = /(^|\.)(all|allSettled|any|race)$/;
/** These give a list, and no stream. */
const LISTS = /^(?:map|filter|flat|flatMap|sort|concat|entries|keys|values|findMany|findAll|getMany|getRawMany|findBy|all|allSettled)$/;
const FOUND = /\.(?:find|findBy|findMany|findAll|getMany)\(/;
/** Of what is gone through one alone bears it. */
const NAMES_ONE = /^(?:_?id|uuid|name|slug|key|handle)$/;
const PORTIONS = /chunk|batch|partition|paginate/i;

const LOOPS: ReadonlySet<string> = new Set([T.ForOfStatement, T.ForInStatement, T.ForStatement, T.WhileStatement, T.DoWhileStatement]);

/** Tells the loops around a call, and what they go over. */
export class LoopReader {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly text: (node: TSESTree.Node) => string;

  constructor(module: ParsedModule, scope: Scope, text: (node: TSESTree.Node) => string) {
    this.module = module;
    this.scope = scope;
    this.text = text;
  }

  /** Beyond it a loop does not run the call once a turn: it waits in a callback, only a failure leads to it, or the loop ends with it. */
  endsTurn(node: TSESTree.Node, child: TSESTree.Node): boolean {
    if (node.type === T.CatchClause || this.picksOne(node, child) || isFull(node, child)) return true;
    if (node.type === T.BlockStatement && node.body.at(-1) !== child) return this.leavesLoop(node);
    if (node.type !== T.CallExpression || !isFunction(child)) return false;
    const name = node.callee.type === T.Identifier ? node.callee.name : node.callee.type === T.MemberExpression && node.callee.property.type === T.Identifier ? node.callee.property.name : '';
    return LATER.test(name);
  }

  /** `for (const shop of shops) if (shop.name === wanted) await ask(shop)`: looks the one up that bears the name, and asks once. */
  private picksOne(node: TSESTree.Node, child: TSESTree.Node): boolean {
    if (node.type !== T.IfStatement || node.consequent !== child) return false;
    let loop = this.module.parent(node);
    while (loop && loop.type !== T.ForOfStatement && !isFunction(loop) && loop.type !== T.Program) loop = this.module.parent(loop);
    const taken = loop?.type === T.ForOfStatement ? takenBy(loop.left) : isFunction(loop) ? loop.params[0] : undefined;
    if (!loop || taken?.type !== T.Identifier || this.isInLoop(loop)) return false;
    const conditions = (test: TSESTree.Node): readonly TSESTree.Node[] => (test.type === T.LogicalExpression && test.operator === '&&' ? [...conditions(test.left), ...conditions(test.right)] : [test]);
    const [begin, end] = loop.range;
    // Another one of the loop's own may be equal each time; a literal is a kind of which there are many.
    const isOfBefore = (side: TSESTree.Node): boolean => {
      const root = dottedName(side)?.split('.')[0];
      const made = root === undefined || root === 'this' || side.type === T.Literal ? undefined : this.scope.lookup(root, side);
      return root === 'this' || (made !== undefined && made.kind !== 'function' && made.kind !== 'class' && !(made.node.range[0] > begin && made.node.range[1] < end) && made.node !== loop);
    };
    return conditions(unwrap(node.test)).some((test) => test.type === T.BinaryExpression && /^={2,3}$/.test(test.operator) && [[test.left, test.right], [test.right, test.left]].some(([one, other]) => {
      const [owner, key, ...more] = dottedName(one!)?.split('.') ?? [];
      return owner === taken.name && key !== undefined && more.length === 0 && NAMES_ONE.test(key) && isOfBefore(other!);
    }));
  }

  private isInLoop(loop: TSESTree.Node): boolean {
    for (let child = loop, up = this.module.parent(loop); up && up.type !== T.Program; child = up, up = this.module.parent(up)) {
      if (LOOPS.has(up.type) || (up.type === T.CallExpression && isFunction(child) && child !== loop && this.goneThrough(up, child))) return true;
    }
    return false;
  }

  /** `for (…) { …; await write(); return; }`: its last statement leaves the loop, and no callback alone. */
  private leavesLoop(block: TSESTree.BlockStatement): boolean {
    const last = block.body.at(-1)?.type;
    if (last !== T.ReturnStatement && last !== T.BreakStatement) return false;
    let next = this.module.parent(block);
    while (next && !isFunction(next) && next.type !== T.Program) {
      if (next.type === T.SwitchStatement && last === T.BreakStatement) return false;
      if (LOOPS.has(next.type)) return true;
      next = this.module.parent(next);
    }
    return false;
  }

  /** What a node says of the loop that a call below it stands in. */
  read(node: TSESTree.Node, child: TSESTree.Node, out: { loop?: CallSite['loop']; returned?: true; batched?: true }): void {
    if (out.loop) return;
    if ((node.type === T.ForOfStatement || node.type === T.ForInStatement) && child === node.body) {
      // A stream is consumed as it comes; nothing could be gathered before.
      if (node.type === T.ForOfStatement && node.await && !this.isList(node.right)) return;
      out.loop = { kind: 'each', line: node.loc.start.line, over: this.over(node.right), ...elementsOf(takenBy(node.left)) };
    } else if (node.type === T.WhileStatement || node.type === T.DoWhileStatement) {
      const list = node.type === T.WhileStatement ? emptied(node) : undefined;
      out.loop = { kind: list === undefined ? 'while' : 'each', line: node.loc.start.line, ...(list !== undefined && { over: list }) };
    } else if (node.type === T.ForStatement && child === node.body) {
      const over = node.test?.type === T.BinaryExpression ? /([\w.$]+)\.length/.exec(this.text(node.test))?.[1] : undefined;
      const stepwise = node.update?.type === T.UpdateExpression || isStepOfOne(node.update);
      out.loop = over !== undefined && stepwise ? { kind: 'each', line: node.loc.start.line, over } : { kind: 'while', line: node.loc.start.line };
    } else if (node.type === T.CallExpression && (isFunction(child) || isName(child))) {
      const [name, list] = this.goneThrough(node, child) ?? [];
      if (name === undefined || list === undefined) return;
      const isParallel = !/each(?!async|limit|parallel|concurrent)\w*$|series|sequential|^(filter|some|every|find|reduce|reduceRight)$/i.test(name) || name === 'forEach';
      out.loop = { kind: isParallel ? 'parallel' : 'each', line: node.loc.start.line, over: this.over(list), ...(isFunction(child) && elementsOf(child.params[0])) };
      // Queries that are made and not asked yet: whoever is handed them sends them, mostly in one batch.
      if (isParallel && (this.isHandedTo(node, BATCHES) || (!/each/i.test(name) && out.returned && !this.isAsked(node)))) out.batched = true;
    }
  }

  /** `list.map(one)`, `pMap(list, this.one)`: the function that goes by its name to each, and whether anybody gets what it gives. */
  handed(call: TSESTree.CallExpression): { readonly one: TSESTree.Node; readonly given: boolean } | undefined {
    // `_.map(list, one)`: what stands first is the list.
    const one = call.arguments.find((argument, index) => isName(argument) && (index > 0 || call.arguments.length === 1) && this.goneThrough(call, argument));
    const [name] = one ? this.goneThrough(call, one)! : [''];
    return one && !/^(?:filter|some|every|find|reduce|reduceRight)$/.test(name) ? { one, given: !/^(?:forEach|each)$/.test(name) } : undefined;
  }

  /** The method or helper that runs a callback for each element, and the list: `list.map(one)`, `pMap(list, one)`. */
  private goneThrough({ callee, arguments: given }: TSESTree.CallExpression, child: TSESTree.Node): readonly [string, TSESTree.Node] | undefined {
    const member = callee.type === T.MemberExpression && callee.property.type === T.Identifier ? callee.property.name : undefined;
    if (callee.type === T.MemberExpression && member !== undefined && EACH.has(member) && given[0] === child) return [member, callee.object];
    const name = member ?? (callee.type === T.Identifier ? callee.name : '');
    const list = listOf(name, callee, given, child);
    if (list) return ['map', list];
    return EACH_OF.test(name) && given[0] !== undefined && given.indexOf(child as never) > 0 && !isFunction(given[0]) ? [name, given[0]] : undefined;
  }

  /** What a loop goes over; of a list that is written out or cut into portions beside it, how. */
  private over(node: TSESTree.Node): string {
    const plain = unwrap(node);
    const declared = plain.type === T.Identifier ? this.scope.lookup(plain.name, plain) : undefined;
    const made = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
    if (this.isRowOfTable(plain) || (made && this.isRowOfTable(made))) return `[${this.text(node)}]`;
    const list = made && narrowed(made);
    const isWrittenOut = list?.type === T.ArrayExpression && list.elements.length > 0 && list.elements.every((element) => element?.type !== T.SpreadElement);
    const isPortioned = made?.type === T.CallExpression && PORTIONS.test(dottedName(made.callee) ?? '');
    return this.text(made && (isWrittenOut || isPortioned) ? made : node);
  }

  /** `ROUTES[path]`, `TABLE.orders`: a row of a table that the module writes out; `kind.outputs` after `const kind = KINDS[name]`. */
  private isRowOfTable(node: TSESTree.Node): boolean {
    const table = node.type === T.MemberExpression && node.object.type === T.Identifier ? this.scope.lookup(node.object.name, node) : undefined;
    // `PLANS[kind]`: of a table that another module of the team's holds.
    if (node.type === T.MemberExpression && node.computed && node.object.type === T.Identifier && !table && this.scope.imports.get(node.object.name)?.specifier.startsWith('.')) return true;
    const row = table?.kind === 'variable' && table.init ? unwrap(table.init) : undefined;
    if (row?.type === T.MemberExpression && row.computed && this.isTable(row.object)) return true;
    const made = table?.kind === 'variable' && table.scope.type === T.Program && table.init ? unwrap(table.init) : undefined;
    return made?.type === T.ObjectExpression && made.properties.length > 0 && made.properties.every((row) => row.type === T.Property && unwrap(row.value).type === T.ArrayExpression);
  }

  /** `const KINDS = { mail: mailProperties, push: pushProperties }` of the module: what it holds is declared, and does not grow with the data. */
  private isTable(node: TSESTree.Node): boolean {
    const made = node.type === T.Identifier ? this.scope.lookup(node.name, node) : undefined;
    const rows = made?.kind === 'variable' && made.scope.type === T.Program && made.init ? unwrap(made.init) : undefined;
    return rows?.type === T.ObjectExpression && rows.properties.length > 0 && rows.properties.every((part) => part.type === T.Property);
  }

  /** An array by its type, or what a query or an array's method gave: `for await` goes over it as `for` does. */
  private isList(node: TSESTree.Node): boolean {
    const plain = unwrap(node);
    if (plain.type !== T.Identifier) return false;
    const declared = this.scope.lookup(plain.name, plain);
    const made = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
    const gives = made?.type === T.CallExpression && made.callee.type === T.MemberExpression && made.callee.property.type === T.Identifier ? made.callee.property.name : '';
    // What was found and waited for is no cursor any more, whatever transaction stands around it.
    const found = declared?.kind === 'variable' && declared.init ? this.module.text.slice(...declared.init.range) : '';
    return declared?.type?.type === T.TSArrayType || LISTS.test(gives) || (found.startsWith('await ') && FOUND.test(found) && !/cursor|stream|iterat/i.test(found));
  }

  /** Awaited, by itself or with others: `await Promise.all(rows.map(…))`. */
  private isAsked(map: TSESTree.CallExpression): boolean {
    let next = this.module.parent(map);
    while (next?.type === T.SpreadElement || next?.type === T.ArrayExpression || next?.type === T.CallExpression || next?.type === T.MemberExpression) {
      if (next.type === T.CallExpression && GATHERS.test(dottedName(next.callee) ?? '')) return true;
      next = this.module.parent(next);
    }
    return next?.type === T.AwaitExpression || this.isHandedTo(map, GATHERS);
  }

  /** `writes.push(prisma.user.update(…))`, and `$transaction(writes)` afterwards. */
  isPushedForBatch(node: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression): boolean {
    const push = this.module.parent(node);
    return push?.type === T.CallExpression && push.callee.type === T.MemberExpression && push.callee.object.type === T.Identifier
      && push.callee.property.type === T.Identifier && push.callee.property.name === 'push' && (this.isGiven(push.callee.object.name, BATCHES) || (this.isMadeLazily(node) && this.isHandedBack(push.callee.object)));
  }

  /** Prisma asks for nothing until somebody waits for what was made. */
  private isMadeLazily(node: TSESTree.CallExpression | TSESTree.TaggedTemplateExpression): boolean {
    return /prisma/i.test(dottedName(node.type === T.CallExpression ? node.callee : node.tag) ?? '');
  }

  /** `return writes`, `return [...writes, ...others]`, `return { writes }`: whoever called sends them, and nobody here waits for them. */
  private isHandedBack(list: TSESTree.Identifier): boolean {
    const { name } = list;
    const within = this.scope.functionOf(list);
    const isList = (node: TSESTree.Node): boolean => (node.type === T.Identifier && node.name === name)
      || (node.type === T.ArrayExpression && node.elements.some((element) => element?.type === T.SpreadElement && isList(element.argument)))
      || (node.type === T.ObjectExpression && node.properties.some((part) => part.type === T.Property && isList(part.value)));
    return !this.isGiven(name, GATHERS) && this.module.nodes('ReturnStatement').some((statement) => statement.argument && isList(statement.argument) && this.scope.functionOf(statement) === within);
  }

  /** `answers.push(ask(row))`, or `const answer = ask(row); answers.push(answer)`, and `Promise.all(answers)` afterwards. */
  isPushedToGather(node: TSESTree.Node): boolean {
    const parent = this.module.parent(node);
    if (parent?.type === T.VariableDeclarator && parent.id.type === T.Identifier) {
      const { name } = parent.id;
      const within = this.scope.functionOf(parent);
      return this.module.nodes('CallExpression').some((call) => call.arguments.length === 1 && call.arguments[0]!.type === T.Identifier && call.arguments[0]!.name === name && this.scope.functionOf(call) === within && this.gathers(call));
    }
    return parent?.type === T.CallExpression && parent.callee !== node && this.gathers(parent);
  }

  private gathers({ callee }: TSESTree.CallExpression): boolean {
    return callee.type === T.MemberExpression && callee.object.type === T.Identifier && callee.property.type === T.Identifier && callee.property.name === 'push' && this.isGiven(callee.object.name, GATHERS);
  }

  /** `const writes = rows.map(…); … $transaction(writes)`. */
  private isHandedTo(map: TSESTree.CallExpression, callees: RegExp): boolean {
    const holder = this.module.parent(map);
    return holder?.type === T.VariableDeclarator && holder.id.type === T.Identifier && this.isGiven(holder.id.name, callees);
  }

  private isGiven(name: string, callees: RegExp): boolean {
    return this.module.nodes('CallExpression').some(({ callee, arguments: given }) => callees.test(dottedName(callee) ?? '') && given.some((argument) =>
      (argument.type === T.Identifier && argument.name === name)
      || (argument.type === T.ArrayExpression && argument.elements.some((element) => element?.type === T.SpreadElement && element.argument.type === T.Identifier && element.argument.name === name))));
  }
}

/** Of a function, perhaps. */
const isName = (node: TSESTree.Node): boolean => node.type === T.Identifier || (node.type === T.MemberExpression && !node.computed && dottedName(node) !== undefined);
