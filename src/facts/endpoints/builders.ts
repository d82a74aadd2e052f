import type { Expression, Link } from '../../model/index.ts';
import { nameOf } from './expressions.ts';
import { type FollowedHandler, followHandler } from './handler.ts';
import type { Scope } from './targets.ts';
import type { Classifier } from './roles.ts';

/** A chain of a builder (`t.procedure.use(a).input(b).mutation(c)`), read from its start. */
export interface Built {
  /** The first package that the chain starts from. */
  readonly pkg?: string;
  /** The name that the chain starts with, where it leads no further. */
  readonly base: string;
  readonly links: readonly Link[];
  readonly input: boolean;
  /** The last member and what it was given. */
  readonly terminal: string;
  readonly handler?: FollowedHandler;
}

/** Members of a chain and names that stand for it: `privateProcedure.use(…).input(…).output(…).mutation(…)`. */
const MAX_HOPS = 40;
/** What makes a procedure of zsa. */
const PROCEDURE = /^createServerActionProcedure$/;
const INPUTS = new Set(['input', 'inputSchema', 'schema', 'bindArgsSchemas', 'inputs', 'validator', 'inputValidator']);

export function unfold(classifier: Classifier, scope: Scope, value: Expression, hops = 0): Built | undefined {
  if (hops > MAX_HOPS) return undefined;
  if ('name' in value) {
    const target = classifier.program.resolve(scope, value.name);
    if (target?.kind === 'value') {
      const inner = unfold(classifier, { file: target.file, fn: 0 }, target.value, hops + 1);
      return inner && { ...inner, base: inner.base };
    }
    if (target?.kind === 'external') return { pkg: target.pkg, base: value.name, links: [], input: false, terminal: '' };
    // `t.procedure` where `t` is a chain of its own.
    const at = value.name.lastIndexOf('.');
    if (target === undefined && at > 0) {
      const inner = unfold(classifier, scope, { name: value.name.slice(0, at), line: value.line }, hops + 1);
      return inner && { ...inner, terminal: value.name.slice(at + 1) };
    }
    return { base: value.name, links: [], input: false, terminal: '' };
  }
  if ('of' in value) {
    const inner = unfold(classifier, scope, value.of, hops + 1);
    return inner && { ...inner, terminal: value.member };
  }
  if (!('call' in value)) return undefined;
  const callee = value.call;
  const dot = 'name' in callee ? callee.name.lastIndexOf('.') : -1;
  const member = 'of' in callee ? callee.member : 'name' in callee && dot > 0 ? callee.name.slice(dot + 1) : '';
  const before = 'of' in callee ? callee.of : 'name' in callee && dot > 0 ? { name: callee.name.slice(0, dot), line: callee.line } : callee;
  const inner = unfold(classifier, scope, before, hops + 1);
  if (!inner) return undefined;
  const at = { file: scope.file, line: value.line };
  // `createServerActionProcedure(parent)`: what stands before the parent stands before this one.
  const parent = member === '' && PROCEDURE.test(nameOf(callee)) && value.args[0] ? unfold(classifier, scope, value.args[0], hops + 1) : undefined;
  const links = [...parent?.links ?? [], ...inner.links];
  let { input, handler } = inner;
  if (member === 'use' || member === 'concat' || member === 'unstable_concat') {
    for (const argument of value.args) links.push(classifier.link(scope, argument, 'router', at));
  } else if (INPUTS.has(member)) {
    input = true;
    links.push({ role: 'validation', name: nameOf(value.args[0] ?? { other: true }), at, scope: 'method', confidence: 'high' });
  } else if (/^(?:query|mutation|subscription|action|stateAction|handler)$/.test(member)) {
    const last = value.args[0];
    // The handler of a procedure of zsa runs before each action that is made with it.
    if (last && member === 'handler' && PROCEDURE.test(firstName(before))) links.push(classifier.link(scope, last, 'router', at));
    else if (last) handler = followHandler(classifier, last, scope);
  }
  return { ...inner, links, input, terminal: member, ...(handler && { handler }), base: inner.base };
}

/** The names a chain passes through, outermost first: `publicProcedure`, `t.procedure`. */
export function firstName(value: Expression): string {
  return 'name' in value ? value.name : 'of' in value ? firstName(value.of) : 'call' in value ? firstName(value.call) : '';
}

/** Where a chain starts: the line of its first name. */
export const startLine = (value: Expression): number | undefined =>
  'call' in value ? startLine(value.call) ?? value.line : 'of' in value ? startLine(value.of) ?? value.line : 'line' in value ? value.line : undefined;
