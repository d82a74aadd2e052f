import { AST_NODE_TYPES as T, type TSESTree } from '@typescript-eslint/types';
import type { RetryLoop } from '../../model/index.ts';
import type { OptionReader } from '../../lib/options.ts';
import { isFunction, type Scope } from '../../lib/scope.ts';
import { dottedName, unwrap, walk } from '../../lib/tree.ts';
import type { Loop } from './ends.ts';

const GROWS = /\*\*|Math\.pow|<<|\*=|\*\s*(?:2\b|1\.\d)|\b2\s*\*|factor|multiplier|exponential|backoff|\[[^\]]{0,40}(attempt|retr|i|n|tr(y|ies))\w{0,20}\]/i;
const LINEAR = /\b(\w{0,20}(attempt|retr|tries|count)\w{0,20}|[in]|try)\b\s?\)?\s?\*|\*\s?\(?\b(\w{0,20}(attempt|retr|tries|count)|[in]\b|try\b)/i;
const TOLD = /retry[-_]?after/i;
const RANDOM = /random|jitter/i;
/** The function's own name says so: `nextDelay.toFixed()` waits for nothing. */
const WAIT = /^(sleep|delay|wait|pause|setTimeout|backoff|timeout|timer)\w*$|sleep|delay|backoff/i;
/** These make a number or an error, and wait for nothing. */
const MAKES = /^(?:calculate|compute|calc|get|next|make|create|parse|clear|cancel)|(?:Error|Signal|Ms|Millis|Seconds)$/;
/** Of a function that says how long to wait. */
const MAX_TEXT = 2_000;
const RANK: readonly RetryLoop['delay'][] = ['growing', 'linear', 'fixed', 'unknown', 'none'];

/** How long a retry waits, and whether by chance. */
export class Delays {
  readonly #scope: Scope;
  readonly #options: OptionReader;
  readonly #text: string;

  /** `text`: of the module. */
  constructor(scope: Scope, options: OptionReader, text: string) {
    this.#scope = scope;
    this.#options = options;
    this.#text = text;
  }

  /** A wait with randomness after a failure is the retry's own, whatever pace the loop keeps besides. */
  of(loop: Loop, handler: TSESTree.CatchClause): Pick<RetryLoop, 'delay' | 'jitter' | 'delayLine'> {
    const own = this.in(handler.body);
    return own.jitter ? own : this.in(loop);
  }

  /** Of several waits the one that grows most is the retry's own; the others keep some limit. */
  in(region: TSESTree.Node): Pick<RetryLoop, 'delay' | 'jitter' | 'delayLine'> {
    const found: Required<Pick<RetryLoop, 'delay' | 'jitter' | 'delayLine'>>[] = [];
    walk(region, (node) => {
      if (node.type !== T.CallExpression) return;
      // `(options.sleep ?? sleep)(…)`
      const callee = unwrap(node.callee);
      // `Time.seconds(5).sleep()`: how long, the call before it says.
      const before = callee.type === T.MemberExpression && unwrap(callee.object).type === T.CallExpression && node.arguments.length === 0 ? unwrap(callee.object) as TSESTree.CallExpression : undefined;
      const name = dottedName(callee.type === T.LogicalExpression ? unwrap(callee.right) : before ? (callee as TSESTree.MemberExpression).property : callee) ?? '';
      const own = name.split('.').at(-1)!;
      if ((!WAIT.test(own) && !/^wait\.(?:for|until)$/.test(name)) || MAKES.test(own) || /AbortSignal/.test(name)) return;
      const given = name.endsWith('setTimeout') && node.arguments[0] && (isFunction(unwrap(node.arguments[0])) || unwrap(node.arguments[0]).type === T.Identifier) && node.arguments[1] ? node.arguments[1] : (before ?? node).arguments[0];
      found.push({ ...this.#waitOf(given ? `${name} ${this.#explain(given, region)}` : name, given !== undefined), delayLine: node.loc.start.line });
    });
    return found.sort((a, b) => RANK.indexOf(a.delay) - RANK.indexOf(b.delay))[0] ?? { delay: 'none', jitter: false };
  }

  #waitOf(text: string, isGiven: boolean): Pick<RetryLoop, 'delay' | 'jitter'> {
    // The other side says when: nobody comes earlier, and not all at once. Where it says nothing, the own wait holds.
    if (TOLD.test(text) && !(GROWS.test(text) && !RANDOM.test(text))) return { delay: 'unknown', jitter: true };
    const delay = GROWS.test(text) ? 'growing' : LINEAR.test(text) ? 'linear' : !isGiven || /\(/.test(text.replace(/^\S+ /, '')) ? 'unknown' : 'fixed';
    return { delay, jitter: RANDOM.test(text) };
  }

  /** The text of a function of the module. */
  #bodyOf(declared: ReturnType<Scope['lookup']>): string {
    return declared?.kind === 'function' || (declared?.init && isFunction(unwrap(declared.init))) ? ` ${this.#text.slice(declared.node.range[0], Math.min(declared.node.range[1], declared.node.range[0] + MAX_TEXT))}` : '';
  }

  /** The delay's text with what its names were made from and changed by. */
  #explain(node: TSESTree.Node, region: TSESTree.Node): string {
    let text = this.#options.text(node);
    const names = new Set<string>();
    walk(node, (part) => { if (part.type === T.Identifier) names.add(part.name); });
    for (const name of [...names].slice(0, 6)) {
      const declared = this.#scope.lookup(name, node);
      if (declared?.kind === 'variable' && declared.init && !isFunction(unwrap(declared.init))) text += ` ${this.#options.text(declared.init)}`;
      text += this.#bodyOf(declared);
      // `const wait = calculate(attempt); await sleep(wait);`
      const made = declared?.kind === 'variable' && declared.init ? unwrap(declared.init) : undefined;
      if (made?.type === T.CallExpression && made.callee.type === T.Identifier) text += this.#bodyOf(this.#scope.lookup(made.callee.name, made));
    }
    walk(region, (part) => {
      if (part.type === T.AssignmentExpression && part.left.type === T.Identifier && names.has(part.left.name)) text += ` ${this.#options.text(part)}`;
    });
    return text;
  }
}
