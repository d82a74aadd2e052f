import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { defineFileFact, type ParsedModule, type RetryLoop } from '../model/index.ts';
import { OptionReader } from '../lib/options.ts';
import { isFunction, Scope } from '../lib/scope.ts';
import { contains, dottedName, walk } from '../lib/tree.ts';
import { Surroundings } from './calls/surroundings.ts';
import { callOf, grown, isAgain, isTimer, saysSo, whereItFailed } from './retry-loops/again.ts';
import { answeredLoops } from './retry-loops/answered.ts';
import { attemptsIn } from './retry-loops/attempts.ts';
import { Delays } from './retry-loops/delays.ts';
import { failures } from './retry-loops/failures.ts';
import { INTERCEPTS, interceptors } from './retry-loops/interceptors.ts';
import { RECONNECTS, reconnects } from './retry-loops/reconnects.ts';
import { COUNTER, counterIn, endsBy, endsIt, hasAwait, hasExit, hasGuard, isBounded, isFlagged, returns, type Loop } from './retry-loops/ends.ts';

/** Another writer was first, or the name is taken: tried again at once, with what is now there, or with another name. */
const CONFLICT = /\bP20(?:02|34)\b|\b409\b|\b23505\b|\b40001\b|\b40P01\b|ER_DUP_ENTRY|UniqueConstraint|UniqueViolation|OptimisticLock|SerializationFailure|isConflict|isUniqueError|Collision|EADDRINUSE|duplicate|already[ _-]?(?:exists|in[ _-]use|taken)/i;
/** `response.ok`, `status < 300`: the answer is a good one. */
const SUCCEEDED = /\.ok\b|\bstatus(?:Code)?\s{0,2}[=<>!]{1,3}\s{0,2}(?:2\d\d|300|400)\b/;
/** The files of this machine. */
const FILES = /^(?:node:)?fs(?:\/promises)?$|^fs-extra$/;
/** What a batch of DynamoDB hands back. */
const UNPROCESSED = /\bUnprocessed(?:Items|Keys)\b/;
const LOOPS: ReadonlySet<string> = new Set([T.WhileStatement, T.DoWhileStatement, T.ForStatement, T.ForOfStatement]);
/** Nobody retries a call so often. */
const MANY_TRIES = 20;

/** Repetitions that are written out by hand: a `try` in a loop that success leaves, or a call of itself in a catch clause or behind a promise that failed. */
export default defineFileFact('retryLoops', {
  version: 28,
  skips: ['test', 'browser'],
  mayApply: (text) => (text.includes('catch') && /\b(while|for|do)\b|retr|attempt|setTimeout/i.test(text)) || /(retr|attempt|tries|tryCount)\w{0,20}(?:\s?[-+]\s?1|\+\+|--|\s?[-+]=\s?1)/i.test(text) || RECONNECTS.test(text) || INTERCEPTS.test(text) || UNPROCESSED.test(text) || (text.includes('setTimeout') && /\bif\s?\(err(?:or)?\)/i.test(text)),
  extract: (module): { readonly loops: readonly RetryLoop[] } | undefined => {
    const loops = new Reader(module).read();
    return loops.length > 0 ? { loops } : undefined;
  },
});

class Reader {
  private readonly module: ParsedModule;
  private readonly scope: Scope;
  private readonly options: OptionReader;
  private readonly around: Surroundings;
  private readonly delays: Delays;

  constructor(module: ParsedModule) {
    this.module = module;
    this.scope = new Scope(module);
    this.options = new OptionReader(module, this.scope, () => undefined);
    this.delays = new Delays(this.scope, this.options, module.text);
    this.around = new Surroundings(module, this.scope, this.options, () => undefined);
  }

  read(): RetryLoop[] {
    const found: RetryLoop[] = [];
    for (const attempt of this.module.nodes('TryStatement')) {
      const { handler } = attempt;
      if (!handler) continue;
      const loop = this.loopOf(attempt);
      if (CONFLICT.test(this.module.text.slice(...handler.body.range))) continue;
      if (loop && this.leavesOnSuccess(loop, attempt) && !endsIt(handler.body)) {
        if (this.isPoll(loop)) continue;
        found.push({ fn: this.around.names.functionName(attempt), kind: 'loop', line: loop.loc.start.line, end: loop.loc.end.line, bounded: isBounded(loop, handler.body, (node) => this.options.text(node)), ...this.delays.of(loop, handler), ...this.handedOn(attempt), ...(((loop.test && COUNTER.test(this.options.text(loop.test))) || (saysSo(handler.body, this.around.names.functionName(handler)) && this.delays.in(handler.body).delay !== 'none')) && { counted: true as const }), ...attemptsIn(loop, handler.body, this.scope, this.options), ...(this.isLocal(attempt) && { local: true as const }) });
        continue;
      }
      const again = this.recursion(attempt);
      // With a flag up it runs once more, after what was in the way was changed.
      if (again && !isFlagged(again)) {
        const { later, outer } = this.later(attempt);
        const bounded = hasGuard(handler.body) || (later !== undefined && hasExit(outer)) || /retr|attempt|left|remaining|count|tries|n\s*[-+]/i.test(this.options.text(again));
        found.push({ fn: this.around.names.functionName(attempt), kind: 'recursion', line: attempt.loc.start.line, end: attempt.loc.end.line, bounded, ...grown(this.delays.in(later ?? handler.body), again), ...this.handedOn(attempt), ...((again.arguments.some(counterIn) || isTimer(again)) && { counted: true as const }) });
      }
    }
    found.push(...this.ofPromises(new Set(found.map(({ fn }) => fn))));
    const told = new Set(found.map(({ line }) => line));
    found.push(...answeredLoops(this.module, this.around, this.delays, (node) => this.options.text(node)).filter(({ line }) => !told.has(line)));
    return [...found, ...this.counted(new Set(found.map(({ fn }) => fn))), ...this.leftovers(), ...failures(this.module, this.scope, this.around, this.delays, new Set(found.map(({ fn }) => fn)), this.isTimed), ...reconnects(this.module, this.options, this.around), ...interceptors(this.module, this.around, this.delays)];
  }

  /** `while (left) { …UnprocessedItems…; await sleep(delay); }`: what a batch write left undone is sent again; no error says so. */
  private leftovers(): RetryLoop[] {
    if (!UNPROCESSED.test(this.module.text)) return [];
    return [...this.module.nodes('WhileStatement'), ...this.module.nodes('DoWhileStatement'), ...this.module.nodes('ForStatement')].flatMap((loop): RetryLoop[] => {
      const { body } = loop;
      if (body.type !== T.BlockStatement || !UNPROCESSED.test(this.module.text.slice(...body.range)) || !hasAwait(body) || contains(body, ({ type }) => type === T.TryStatement || LOOPS.has(type))) return [];
      const delay = this.delays.in(loop);
      if (delay.delay === 'none') return [];
      const counts = contains(loop, (node) => node.type === T.UpdateExpression && node.argument.type === T.Identifier && COUNTER.test(node.argument.name));
      return [{ fn: this.around.names.functionName(loop), kind: 'loop', line: loop.loc.start.line, end: loop.loc.end.line, bounded: isBounded(loop, body, (node) => this.options.text(node)), ...delay, ...(counts && { counted: true as const }) }];
    });
  }

  /** `ask().then(done).catch(() => setTimeout(() => next(left - 1), 1000))`: the function that asked is called again where that failed. */
  private ofPromises(known: Set<string>): RetryLoop[] {
    return this.module.nodes('CallExpression').flatMap((call): RetryLoop[] => {
      const handler = whereItFailed(call);
      if (!handler || !isFunction(handler)) return [];
      const outer = this.scope.functionOf(call);
      const fn = this.around.names.functionName(call);
      const name = fn.split('.').at(-1);
      if (!name || !isFunction(outer) || known.has(fn) || CONFLICT.test(this.module.text.slice(...handler.range))) return [];
      const again = callOf(name, handler.body);
      const delay = this.delays.in(handler.body);
      // What is started anew at once, and without a count, is work that goes on.
      if (!again || isFlagged(again) || (this.isTimed(again) && this.goesOnElsewhere(name, handler)) || (delay.delay === 'none' && !again.arguments.some((given) => counterIn(given) ?? this.countedBefore(given, again)))) return [];
      known.add(fn);
      const bounded = hasGuard(outer.body) || hasGuard(handler.body);
      return [{ fn, kind: 'recursion', line: outer.loc.start.line, end: outer.loc.end.line, at: again.loc.start.line, bounded, ...delay, ...this.handedOn({ block: outer.body }), ...(isTimer(again) && { counted: true as const }) }];
    });
  }

  /** `return this.fetch(url, options, retries + 1)`: the answer, not an error, says that it is to be tried again. */
  private counted(known: Set<string>): RetryLoop[] {
    return this.module.nodes('CallExpression').flatMap((call): RetryLoop[] => {
      const fn = this.around.names.functionName(call);
      const called = dottedName(call.callee);
      const outer = this.scope.functionOf(call);
      const timer = this.timerAround(outer);
      if (fn === '' || known.has(fn) || !isFunction(outer) || !(outer.async || timer) || (called !== fn && called !== `this.${fn.split('.').at(-1)}`)) return [];
      const counted = call.arguments.flatMap((given) => counterIn(given) ?? this.countedBefore(given, call) ?? []);
      if (!counted.some((counter) => this.scope.lookup(counter.name, counter)?.kind === 'param')) return [];
      known.add(fn);
      if (timer) {
        // `setTimeout(() => resolve(send(request, retries - 1)), 500)` in a listener.
        const { whole, bounded } = this.named(timer, fn);
        return [{ fn, kind: 'recursion', line: whole.loc.start.line, end: whole.loc.end.line, at: call.loc.start.line, bounded, ...this.delays.in(timer), counted: true }];
      }
      let block: TSESTree.Node = call;
      while (block.type !== T.BlockStatement && block !== outer) block = this.module.parent(block)!;
      return [{ fn, kind: 'recursion', line: outer.loc.start.line, end: outer.loc.end.line, at: call.loc.start.line, bounded: hasGuard(outer.body), ...this.delays.in(block), ...this.handedOn({ block: outer.body }), ...(counted.some((counter) => call.arguments.includes(counter)) && { counted: true as const }) }];
    });
  }

  /** The `setTimeout` that a function is handed to. */
  private timerAround(fn: TSESTree.Node): TSESTree.CallExpression | undefined {
    const call = this.module.parent(fn);
    return isFunction(fn) && call?.type === T.CallExpression && call.arguments[0] === fn && isTimer(call) ? call : undefined;
  }

  /** The function of a name around a node, and whether a comparison on the way there lets it come to that. */
  private named(node: TSESTree.Node, fn: string): { readonly whole: TSESTree.Node; readonly bounded: boolean } {
    let bounded = false;
    let next: TSESTree.Node = node;
    while (!(isFunction(next) && this.around.names.ownName(next) === fn)) {
      const up = this.module.parent(next);
      if (!up || up.type === T.Program) break;
      next = up;
      if (next.type === T.IfStatement && contains(next.test, (part) => part.type === T.BinaryExpression && /^[<>]=?$/.test(part.operator))) bounded = true;
    }
    return { whole: next, bounded: bounded || hasGuard(next) };
  }

  /** `attempts++; … return save(rows, attempts)` */
  private countedBefore(given: TSESTree.Node, call: TSESTree.Node): TSESTree.Identifier | undefined {
    if (given.type !== T.Identifier || !COUNTER.test(given.name)) return undefined;
    const counts = (node: TSESTree.Node): boolean => node.range[1] <= call.range[0] && ((node.type === T.UpdateExpression && this.isNamed(node.argument, given)) || (node.type === T.AssignmentExpression && /^[-+]=$/.test(node.operator) && this.isNamed(node.left, given)));
    return contains(this.scope.functionOf(call), counts) ? given : undefined;
  }

  private readonly isNamed = (node: TSESTree.Node, { name }: TSESTree.Identifier): boolean => node.type === T.Identifier && node.name === name;

  /** `setTimeout(async () => { try … catch { again() } }, delay)`: the wait stands around the attempt. */
  private later(attempt: TSESTree.Node): { later?: TSESTree.CallExpression; outer: TSESTree.Node } {
    const inner = this.scope.functionOf(attempt);
    const call = this.module.parent(inner);
    const waits = call?.type === T.CallExpression && call.arguments[0] === inner && /(^|\.)setTimeout$/.test(dottedName(call.callee) ?? '');
    return { ...(waits && { later: call }), outer: waits ? this.scope.functionOf(call) : inner };
  }

  /** The loop that a `try` stands in, within one function. */
  private loopOf(attempt: TSESTree.Node): Loop | undefined {
    let next = this.module.parent(attempt);
    while (next && !isFunction(next)) {
      if (next.type === T.WhileStatement || next.type === T.DoWhileStatement || next.type === T.ForStatement) return next;
      if (next.type === T.ForOfStatement || next.type === T.ForInStatement || next.type === T.TryStatement) return undefined;
      next = this.module.parent(next);
    }
    return undefined;
  }

  /** All that the `try` waits for is a file of this machine. */
  private isLocal({ block }: TSESTree.TryStatement): boolean {
    const awaited: TSESTree.Node[] = [];
    walk(block, (node) => {
      if (isFunction(node)) return false;
      if (node.type === T.AwaitExpression) awaited.push(node.argument);
      return undefined;
    });
    return awaited.length > 0 && awaited.every((node) => node.type === T.CallExpression && FILES.test(this.scope.reference(node.callee, () => undefined)?.from ?? ''));
  }

  /** So many times, and at an even pace: it waits for something to come up. */
  private isPoll(loop: Loop): boolean {
    const most = loop.test?.type === T.BinaryExpression && /^<=?$/.test(loop.test.operator) ? this.options.fold(loop.test.right) : undefined;
    return most !== undefined && 'value' in most && typeof most.value === 'number' && most.value >= MANY_TRIES && this.delays.in(loop).delay === 'fixed';
  }

  /** Success ends the loop without a condition: what asks for the state of a job until it is done is no retry. */
  private leavesOnSuccess(loop: Loop, { block, handler }: TSESTree.TryStatement): boolean {
    if (!hasAwait(block)) return false;
    const last = block.body.at(-1);
    if (last?.type === T.ReturnStatement || last?.type === T.BreakStatement) return true;
    // `if (response.ok) return response;`, within so many attempts.
    if (last?.type === T.IfStatement && !last.alternate && SUCCEEDED.test(this.module.text.slice(...last.test.range)) && returns(last.consequent) && loop.test && COUNTER.test(this.options.text(loop.test))) return true;
    const parent = this.module.parent(block)!;
    const body = this.module.parent(parent);
    // `try { … } catch { … continue; } break;`
    if (body?.type === T.BlockStatement && handler && body.body.indexOf(parent as TSESTree.Statement) < body.body.length - 1) {
      const after = body.body.at(-1);
      if ((after?.type === T.ReturnStatement || after?.type === T.BreakStatement) && handler.body.body.some(({ type }) => type === T.ContinueStatement)) return true;
    }
    // `catch { retries++; …; await sleep(delay); continue; }`, and what was answered is handed back further down.
    if (body?.type === T.BlockStatement && body === loop.body && handler?.body.body.at(-1)?.type === T.ContinueStatement && COUNTER.test(this.module.text.slice(...handler.body.range)) && this.delays.in(handler.body).delay !== 'none') {
      const after = body.body.slice(body.body.indexOf(parent as TSESTree.Statement) + 1);
      if (after.some((statement) => returns(statement))) return true;
    }
    const tests = loop.test?.type === T.LogicalExpression ? [loop.test.left, loop.test.right] : [loop.test];
    // `while (!connected)`, `while (retry)`: the last that is done where it went well says so.
    return tests.some((test) => test && block.body.some((statement) => statement.type === T.ExpressionStatement && statement.expression.type === T.AssignmentExpression && endsBy(test, statement.expression)));
  }

  /** The call of the function itself in its own catch clause. */
  private recursion({ handler, block }: TSESTree.TryStatement): TSESTree.CallExpression | undefined {
    const name = this.around.names.functionName(handler!).split('.').at(-1);
    if (!name || !hasAwait(block)) return undefined;
    const again = callOf(name, handler!.body);
    // What goes on after it went well, too, is a worker.
    return again && this.isTimed(again) && this.goesOnElsewhere(name, handler!) ? undefined : again;
  }

  /** The function goes on after what went well, too, or another timer runs it: it is a worker. */
  private goesOnElsewhere(name: string, handler: TSESTree.Node): boolean {
    const [begin, end] = handler.range;
    const own = isFunction(handler) ? this.scope.functionOf(this.module.parent(handler)!) : this.scope.functionOf(handler);
    return this.module.nodes('CallExpression').some((node) => isAgain(node, name) && !(node.range[0] >= begin && node.range[1] <= end) && (this.isTimed(node) || this.scope.functionOf(node) === own));
  }

  /** Handed to a timer, also in a function of its own: `setTimeout(() => this.start(), 2000)`. */
  private readonly isTimed = (call: TSESTree.CallExpression): boolean => isTimer(call) || this.timerAround(this.scope.functionOf(call)) !== undefined;

  /** The `try` calls a parameter of its function: `await task()`, `await options.run()`. */
  private handedOn({ block }: { readonly block: TSESTree.Node }): { callback?: true } {
    const calls = contains(block, (node) => {
      const root = node.type === T.CallExpression ? dottedName(node.callee)?.split('.')[0] : undefined;
      return root !== undefined && this.scope.lookup(root, node)?.kind === 'param';
    }, isFunction);
    return calls ? { callback: true } : {};
  }
}
