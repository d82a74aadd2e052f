import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import { defineFileFact, type ParsedModule, type RetryLoop } from '../model/index.ts';
import { OptionReader } from '../lib/options.ts';
import { isFunction, Scope } from '../lib/scope.ts';
import { dottedName, unwrap, walk } from '../lib/tree.ts';
import { Surroundings } from './calls/surroundings.ts';

type Loop = TSESTree.WhileStatement | TSESTree.DoWhileStatement | TSESTree.ForStatement;

const WAIT = /(^|\.)(sleep|delay|wait|pause|setTimeout|backoff|timeout)\w*$|(sleep|delay|backoff)/i;
const GROWS = /\*\*|Math\.pow|<<|\*=|\*\s*2\b|\b2\s*\*|factor|multiplier|exponential|backoff|\[[^\]]{0,40}(attempt|retr|i|n|tr(y|ies))\w{0,20}\]/i;
const TOLD = /retry[-_]?after/i;
const RANDOM = /random|jitter/i;

/** Repetitions that are written out by hand: a `try` in a loop that success leaves, or a call of itself in a catch clause. */
export default defineFileFact('retryLoops', {
  version: 2,
  skips: ['test', 'browser'],
  mayApply: (text) => text.includes('catch') && /\b(while|for|do)\b|retr|attempt/i.test(text),
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

  constructor(module: ParsedModule) {
    this.module = module;
    this.scope = new Scope(module);
    this.options = new OptionReader(module, this.scope, () => undefined);
    this.around = new Surroundings(module, this.scope, this.options, () => undefined);
  }

  read(): RetryLoop[] {
    const found: RetryLoop[] = [];
    for (const attempt of this.module.nodes('TryStatement')) {
      const { handler } = attempt;
      if (!handler) continue;
      const loop = this.loopOf(attempt);
      if (loop && this.leavesOnSuccess(loop, attempt) && !endsIt(handler.body)) {
        found.push({ fn: this.around.functionName(attempt), kind: 'loop', line: loop.loc.start.line, end: loop.loc.end.line, bounded: isBounded(loop, handler.body, (node) => this.options.text(node)), ...this.delayIn(loop), ...this.handedOn(attempt) });
        continue;
      }
      const again = this.recursion(attempt);
      if (again) {
        found.push({ fn: this.around.functionName(attempt), kind: 'recursion', line: attempt.loc.start.line, end: attempt.loc.end.line, bounded: hasGuard(handler.body) || /retr|attempt|left|remaining|count|tries|n\s*[-+]/i.test(this.options.text(again)), ...this.delayIn(handler.body), ...this.handedOn(attempt) });
      }
    }
    return found;
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

  /** Success ends the loop without a condition: what asks for the state of a job until it is done is no retry. */
  private leavesOnSuccess(loop: Loop, { block, handler }: TSESTree.TryStatement): boolean {
    if (!hasAwait(block)) return false;
    const last = block.body.at(-1);
    if (last?.type === T.ReturnStatement || last?.type === T.BreakStatement) return true;
    const parent = this.module.parent(block)!;
    const body = this.module.parent(parent);
    // `try { … } catch { … continue; } break;`
    if (body?.type === T.BlockStatement && handler && body.body.indexOf(parent as TSESTree.Statement) < body.body.length - 1) {
      const after = body.body.at(-1);
      if ((after?.type === T.ReturnStatement || after?.type === T.BreakStatement) && handler.body.body.some(({ type }) => type === T.ContinueStatement)) return true;
    }
    const test = loop.type === T.ForStatement ? loop.test : loop.test;
    const flag = test?.type === T.UnaryExpression && test.operator === '!' ? dottedName(test.argument) : undefined;
    return flag !== undefined && block.body.some((statement) => statement.type === T.ExpressionStatement && statement.expression.type === T.AssignmentExpression && dottedName(statement.expression.left) === flag);
  }

  /** The call of the function itself in its own catch clause. */
  private recursion({ handler, block }: TSESTree.TryStatement): TSESTree.CallExpression | undefined {
    const name = this.around.functionName(handler!).split('.').at(-1);
    if (!name || !hasAwait(block)) return undefined;
    let found: TSESTree.CallExpression | undefined;
    walk(handler!.body, (node) => {
      if (node.type !== T.CallExpression) return;
      const called = dottedName(node.callee);
      if (called === name || called === `this.${name}`) found = node;
    });
    return found;
  }

  /** The `try` calls a parameter of its function: `await task()`, `await options.run()`. */
  private handedOn({ block }: TSESTree.TryStatement): { callback?: true } {
    let found = false;
    walk(block, (node) => {
      if (isFunction(node)) return false;
      if (node.type !== T.CallExpression) return undefined;
      const root = dottedName(node.callee)?.split('.')[0];
      if (root !== undefined && this.scope.lookup(root, node)?.kind === 'param') found = true;
      return undefined;
    });
    return found ? { callback: true } : {};
  }

  private delayIn(region: TSESTree.Node): Pick<RetryLoop, 'delay' | 'jitter' | 'delayLine'> {
    let text: string | undefined;
    let line: number | undefined;
    walk(region, (node) => {
      if (text !== undefined || node.type !== T.CallExpression) return;
      const name = dottedName(node.callee) ?? '';
      if (!WAIT.test(name) || /clearTimeout|AbortSignal/.test(name)) return;
      const given = name.endsWith('setTimeout') && node.arguments[0] && (isFunction(unwrap(node.arguments[0])) || unwrap(node.arguments[0]).type === T.Identifier) && node.arguments[1] ? node.arguments[1] : node.arguments[0];
      line = node.loc.start.line;
      text = given ? `${name} ${this.explain(given, region)}` : name;
    });
    if (text === undefined) return { delay: 'none', jitter: false };
    // The other side says when: nobody comes earlier, and not all at once.
    if (TOLD.test(text)) return { delay: 'unknown', jitter: true, delayLine: line! };
    const delay = GROWS.test(text) ? 'growing' : /\b(attempt|retr|i|n|tr(y|ies)|count)\w*\b\s*\*|\*\s*\(?\b(attempt|retr|i|n|tr(y|ies)|count)/i.test(text) ? 'linear' : /\(/.test(text.replace(/^\S+ /, '')) ? 'unknown' : 'fixed';
    return { delay, jitter: RANDOM.test(text), delayLine: line! };
  }

  /** The delay's text with what its names were made from and changed by. */
  private explain(node: TSESTree.Node, region: TSESTree.Node): string {
    let text = this.options.text(node);
    const names = new Set<string>();
    walk(node, (part) => { if (part.type === T.Identifier) names.add(part.name); });
    for (const name of [...names].slice(0, 6)) {
      const declared = this.scope.lookup(name, node);
      if (declared?.kind === 'variable' && declared.init && !isFunction(unwrap(declared.init))) text += ` ${this.options.text(declared.init)}`;
      if (declared?.kind === 'function' || (declared?.init && isFunction(unwrap(declared.init)))) text += ` ${this.options.text(declared.node)}`;
    }
    walk(region, (part) => {
      if (part.type === T.AssignmentExpression && part.left.type === T.Identifier && names.has(part.left.name)) text += ` ${this.options.text(part)}`;
    });
    return text;
  }
}

/** The catch clause always ends the loop. */
function endsIt(body: TSESTree.BlockStatement): boolean {
  const last = body.body.at(-1);
  const ends = last?.type === T.ThrowStatement || last?.type === T.ReturnStatement || last?.type === T.BreakStatement;
  if (!ends) return false;
  let goesOn = false;
  walk(body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === T.ContinueStatement) goesOn = true;
    return undefined;
  });
  return !goesOn;
}

function hasGuard(body: TSESTree.BlockStatement): boolean {
  let found = false;
  walk(body, (node) => {
    if (isFunction(node)) return false;
    if (node.type === T.IfStatement) {
      walk(node.test, (part) => { if (part.type === T.BinaryExpression && /^[<>]=?$|^={2,3}$/.test(part.operator)) found = true; });
    }
    return undefined;
  });
  return found;
}

function isBounded(loop: Loop, handler: TSESTree.BlockStatement, text: (node: TSESTree.Node) => string): boolean {
  if (loop.test) {
    let compared = false;
    walk(loop.test, (node) => { if (node.type === T.BinaryExpression && /^[<>]=?$/.test(node.operator)) compared = true; });
    if (compared) return !/Infinity/.test(text(loop.test));
    if (loop.test.type !== T.Literal && /retr|attempt|tries|left|remaining|count|--/i.test(text(loop.test))) return true;
  }
  if (hasGuard(handler)) return true;
  return hasGuard(loop.body.type === T.BlockStatement ? loop.body : handler);
}

function hasAwait(block: TSESTree.Node): boolean {
  let found = false;
  walk(block, (node) => {
    if (isFunction(node)) return false;
    if (node.type === T.AwaitExpression) found = true;
    return undefined;
  });
  return found;
}
