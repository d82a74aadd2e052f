import type { Expression, Link } from '../../model/index.ts';
import { owned } from './expressions.ts';
import { type FollowedHandler, followHandler } from './handler.ts';
import type { Scope, Target } from './targets.ts';
import { VERBS } from './registrations.ts';
import type { Classifier } from './roles.ts';

/** One route of a chain: who answers to a method, and what a request passes before. */
export interface ConnectedRoute { readonly method: string; readonly file: string; readonly line: number; readonly links: readonly Link[]; readonly handler?: FollowedHandler }

interface Step { readonly member: string; readonly args: readonly Expression[]; readonly scope: Scope; readonly line: number }

const PACKAGE = 'next-connect';
const MAX_HOPS = 40;

/** The routes of one file of Next.js that a chain of next-connect answers for: `export default createRouter().use(guard).get(list).handler()`. */
export function connectedRoutes(classifier: Classifier, target: Target | undefined): ConnectedRoute[] {
  const steps = target?.kind === 'value' ? stepsOf(classifier, { file: target.file, fn: target.fn ?? 0 }, target.value) : undefined;
  const links: Link[] = [];
  return (steps ?? []).flatMap(({ member, args, scope, line }): ConnectedRoute[] => {
    const at = { file: scope.file, line };
    const given = args.filter((one) => !('value' in one));
    const method = owned(VERBS, member);
    if (member === 'use') links.push(...given.map((one) => classifier.link(scope, one, 'router', at)));
    const last = given.at(-1);
    if (method === undefined || last === undefined) return [];
    const handler = followHandler(classifier, last, scope);
    return [{ method, ...at, links: [...links, ...given.slice(0, -1).map((one) => classifier.link(scope, one, 'method', at))], ...(handler && { handler }) }];
  });
}

/** What was done to a router, in order; undefined: it is none of next-connect's. */
function stepsOf(classifier: Classifier, scope: Scope, value: Expression, hops = 0): Step[] | undefined {
  const { program } = classifier;
  if (hops > MAX_HOPS) return undefined;
  if ('name' in value) {
    const target = program.resolve(scope, value.name);
    const made = target?.kind === 'value' ? stepsOf(classifier, { file: target.file, fn: target.fn ?? 0 }, target.value, hops + 1) : undefined;
    if (!made || target?.kind !== 'value') return made;
    const since = (program.function(target.file, target.fn ?? 0)?.operations ?? []).filter(({ on }) => on === value.name);
    return [...made, ...since.map(({ method, args, line }) => ({ member: method, args, scope: { file: target.file, fn: target.fn ?? 0 }, line }))];
  }
  if (!('call' in value)) return undefined;
  const { call, args, line } = value;
  if ('of' in call) {
    const before = stepsOf(classifier, scope, call.of, hops + 1);
    return before && [...before, { member: call.member, args, scope, line }];
  }
  if (!('name' in call)) return undefined;
  const target = program.resolve(scope, call.name);
  if (target?.kind === 'external') return target.pkg === PACKAGE ? [] : undefined;
  const [returned] = target?.kind === 'function' ? program.function(target.file, target.fn)?.returns ?? [] : [];
  if (returned && target?.kind === 'function') return stepsOf(classifier, target, returned, hops + 1);
  // `router.handler({ onError })`
  const dot = call.name.lastIndexOf('.');
  const before = dot > 0 ? stepsOf(classifier, scope, { name: call.name.slice(0, dot), line }, hops + 1) : undefined;
  return before && [...before, { member: call.name.slice(dot + 1), args, scope, line }];
}
