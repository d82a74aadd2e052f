import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { CallSite, Handling, ParsedModule, Reference } from '../../model/index.ts';
import type { OptionReader } from '../../lib/options.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName } from '../../lib/tree.ts';
import { asksWhatCame } from './answered.ts';
import { decorated } from './decorated.ts';
import { sparedBy } from './given.ts';
import { isForgiven } from './forgiven.ts';
import { handlerOf, handlingOf } from './handling.ts';
import { Keeping } from './keeping.ts';
import { isHandedOn, isLeftToItself } from './floating.ts';
import { BATCHES, GATHERS, LoopReader } from './loops.ts';
import { Names } from './names.ts';
import { Results } from './results.ts';
import { Timers, waits } from './timers.ts';

const isError = (node: TSESTree.Node): boolean => node.type === T.Literal && node.value === 'error';

/** What stands around a call: the function, loops, catch clauses, callbacks and bounds. */
export class Surroundings {
  readonly names: Names;
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined;
  private readonly loops: LoopReader;
  private readonly keeping: Keeping;
  private readonly timers: Timers;
  private readonly results: Results;

  constructor(module: ParsedModule, scope: Scope, options: OptionReader, fieldOf: (use: TSESTree.Node, field: string) => Reference | undefined) {
    this.module = module;
    this.scope = scope;
    this.names = new Names(module, scope);
    this.fieldOf = fieldOf;
    this.timers = new Timers(module, scope, options);
    this.results = new Results(module, scope);
    this.keeping = new Keeping(module, scope);
    this.loops = new LoopReader(module, scope, (node) => options.text(node));
  }

  of(node: TSESTree.Node, by?: 'returned' | 'dropped'): Pick<CallSite, 'loop' | 'within' | 'handling' | 'handlingLine' | 'bounded' | 'awaited' | 'relayed' | 'checked' | 'floating' | 'handed' | 'kept' | 'returned' | 'piped' | 'decorates' | 'batched' | 'dropped' | 'unlessGiven'> {
    const out: { -readonly [K in 'loop' | 'handling' | 'handlingLine' | 'bounded' | 'awaited' | 'relayed' | 'dropped' | 'unlessGiven' | 'checked' | 'floating' | 'handed' | 'kept' | 'returned' | 'decorates' | 'batched']?: CallSite[K] } = {};
    const within: { ref: Reference; line: number; text: string }[] = [];
    const piped: string[] = [];
    let child: TSESTree.Node = node;
    let next = this.module.parent(node);
    const named = next?.type === T.VariableDeclarator && next.id.type === T.Identifier ? this.timers.raced(next.id.name, node) : undefined;
    if (named) out.bounded = named;
    if (next?.type === T.Decorator) out.decorates = decorated(next, this.module, this.scope);
    if (this.isAwaited(node) || this.loops.isPushedToGather(node)) out.awaited = true;
    else if (next?.type === T.CallExpression && next.callee !== node && (this.isAwaited(next) || isBody(next, this.module.parent(next)))) out.relayed = true;
    if (this.keeping.of(node)) out.kept = true;
    if (isLeftToItself(node, this.module)) out.floating = true;
    if (next?.type === T.ExpressionStatement) out.dropped = true;
    if (asksWhatCame(node, this.module, this.scope)) out.checked = true;
    if (isBody(node, next)) out.returned = true;
    if (by) out[by] = true;
    if ((node.type === T.CallExpression || node.type === T.TaggedTemplateExpression) && this.loops.isPushedForBatch(node)) out.batched = true;
    const answered = next?.type === T.VariableDeclarator && next.id.type === T.Identifier ? this.results.named(next.id.name, node) : undefined;
    if (answered !== undefined) [out.handling, out.handlingLine] = ['fallback', answered];
    let crossed = false;
    /** What fails inside a promise that nobody can reject is not heard outside of it. */
    let sealed = false;
    let turns = true;
    while (next && next.type !== T.Program) {
      if (isFunction(next)) {
        // Beyond a function with a name of its own nothing belongs to this call any more.
        if (this.names.ownName(next) !== undefined && this.module.parent(next)?.type !== T.CallExpression && this.module.parent(next)?.type !== T.NewExpression) break;
        crossed = true;
        if (isHandedOn(next, this.module)) out.handed = true;
      }
      const spared = crossed ? undefined : sparedBy(next, child, this.scope);
      if (spared !== undefined) out.unlessGiven = spared;
      // `void tell().catch(log)`: nobody means to wait for it.
      if (next.type === T.UnaryExpression && next.operator === 'void' && out.handling === 'logged' && !crossed) out.handling = 'noted';
      turns &&= out.loop !== undefined || !this.loops.endsTurn(next, child);
      if (turns) this.loops.read(next, child, out);
      if (next.type === T.TryStatement && next.block === child && next.handler && !out.handling && !sealed) {
        out.handling = handlingOf(next, this.module);
        out.handlingLine = next.handler.loc.start.line;
      }
      if (next.type === T.NewExpression && isFunction(child) && dottedName(next.callee) === 'Promise') {
        if (child.params.length < 2) sealed = true;
        // `.on('error', reject)`: whoever waits for the promise hears of it.
        else if (out.handling === 'rethrown') delete out.handling;
      }
      if (next.type === T.CallExpression || next.type === T.NewExpression) this.call(next, child, { crossed, sealed }, out, within, piped);
      child = next;
      next = this.module.parent(next);
    }
    if ((out.handling === 'empty' || out.handling === 'logged') && isForgiven(node, this.module)) out.handling = 'noted';
    // Filled anew by every turn of a loop, it is not kept.
    if (out.loop) delete out.kept;
    return { ...out, ...(within.length > 0 && { within }), ...(piped.length > 0 && { piped }) };
  }

  /** The function that a call hands each element to by its name: `Promise.all(ids.map(findOne))`. */
  handed(call: TSESTree.CallExpression): (ReturnType<Surroundings['of']> & { readonly one: TSESTree.Node }) | undefined {
    const found = this.loops.handed(call);
    return found && { one: found.one, ...this.of(found.one, found.given ? 'returned' : 'dropped') };
  }

  /** Alone, among others, or with what is done once it came or failed: `await save(order).catch(log)`. */
  private isAwaited(node: TSESTree.Node): boolean {
    const next = this.module.parent(node);
    if (next?.type === T.AwaitExpression || next?.type === T.ReturnStatement || next?.type === T.ChainExpression || this.isGathered(next)) return true;
    const chained = next?.type === T.MemberExpression && next.object === node && next.property.type === T.Identifier && /^(?:then|catch|finally)$/.test(next.property.name) ? this.module.parent(next) : undefined;
    return chained?.type === T.CallExpression && chained.callee === next && (this.isAwaited(chained) || isBody(chained, this.module.parent(chained)));
  }

  /** One of several that are awaited together: `Promise.all([a(), b()])`. */
  private isGathered(list: TSESTree.Node | undefined): boolean {
    const parent = list?.type === T.ArrayExpression ? this.module.parent(list) : undefined;
    return parent?.type === T.CallExpression && GATHERS.test(dottedName(parent.callee) ?? '');
  }

  private call(
    next: TSESTree.CallExpression | TSESTree.NewExpression, child: TSESTree.Node, { crossed, sealed }: { readonly crossed: boolean; readonly sealed: boolean },
    out: { bounded?: CallSite['bounded']; batched?: true; handling?: Handling; handlingLine?: number }, within: { ref: Reference; line: number; text: string }[], piped: string[],
  ): void {
    const name = dottedName(next.callee);
    if (next.callee === child) {
      // The chain goes on after the call: `.catch(…)`, `.pipe(timeout(…))`, `.timeout(…)`.
      const member = child.type === T.MemberExpression && child.property.type === T.Identifier ? child.property.name : undefined;
      if (!crossed && member === 'catch' && next.arguments[0] && !out.handling) {
        out.handling = handlerOf(next.arguments[0], this.module.text);
        out.handlingLine = child.type === T.MemberExpression ? child.property.loc.start.line : next.loc.start.line;
      }
      // `.on('error', (error) => …)` of a request that is no promise.
      if (!crossed && (member === 'on' || member === 'once') && next.arguments[1] && !out.handling && isError(next.arguments[0]!)) {
        out.handling = handlerOf(next.arguments[1], this.module.text);
        out.handlingLine = next.arguments[0]!.loc.start.line;
      }
      if (!crossed && member && member !== 'then' && member !== 'pipe') piped.push(member);
      if (member === 'pipe') {
        for (const operator of next.arguments) {
          const called = operator.type === T.CallExpression ? dottedName(operator.callee) : undefined;
          if (!called || operator.type !== T.CallExpression) continue;
          piped.push(called);
          if (/^(Effect\.)?timeout(With|Fail|To)?$/.test(called)) out.bounded ??= { by: 'rxjs timeout', line: operator.loc.start.line, ...this.timers.time(operator.arguments[0]) };
          if (called === 'catchError' && operator.arguments[0] && !out.handling) {
            out.handling = handlerOf(operator.arguments[0], this.module.text);
            out.handlingLine = operator.loc.start.line;
          }
        }
      }
      return;
    }
    const answered = out.handling || sealed ? undefined : this.results.around(next, child);
    if (answered !== undefined) [out.handling, out.handlingLine] = ['fallback', answered];
    // What the callback of a transaction asks goes out at once, one by one: `$transaction(async (tx) => { for (…) await tx.order.update(…); })`.
    if (name && BATCHES.test(name) && !(isFunction(child) && name.endsWith('$transaction'))) out.batched = true;
    if (name === 'Promise.race' && next.arguments[0]?.type === T.ArrayExpression && next.arguments[0].elements.length > 1) {
      out.bounded ??= { by: 'Promise.race', line: next.loc.start.line };
    } else if (name && waits(name)) {
      const time = next.arguments.map((argument) => this.timers.time(argument)).find((found) => found.ms !== undefined) ?? {};
      out.bounded ??= { by: name, line: next.loc.start.line, ...time };
    }
    if (name === 'Promise' && next.type === T.NewExpression && isFunction(child)) out.bounded ??= this.timers.rejected(child);
    if (isFunction(child) && within.length < 5) {
      const ref = this.scope.reference(next.callee, this.fieldOf) ?? { name: '', path: [] };
      within.push({ ref: next.type === T.NewExpression ? { ...ref, path: [...ref.path, 'new'] } : ref, line: next.loc.start.line, text: name ?? (next.callee.type === T.MemberExpression && next.callee.property.type === T.Identifier ? next.callee.property.name : '') });
    }
  }
}

const isBody = (node: TSESTree.Node, next: TSESTree.Node | undefined): boolean => next?.type === T.ArrowFunctionExpression && next.body === node;
