import type { Endpoint, Expression, Link, Place } from '../../model/index.ts';
import { delegatedTo, followHandler, forwardsTo, READING_METHODS } from './handler.ts';
import { isConstant, isSignpost } from './local.ts';
import type { Classifier } from './roles.ts';
import type { Scope, Target } from './targets.ts';

/** A route that a value answers, wherever its address is said. */
export interface Answered {
  readonly framework: string;
  readonly method: string;
  readonly path: string;
  readonly at: Place;
  readonly value: Expression;
  readonly scope: Scope;
  /** What a request passes on its way there. */
  readonly before?: readonly Link[];
}

/** The endpoint of it. */
export function answered(classifier: Classifier, { framework, method, path, at, value, scope, before = [] }: Answered): Endpoint {
  const { program } = classifier;
  const known = followHandler(classifier, value, scope);
  const place = known?.place;
  const fn = 'fn' in value ? { file: scope.file, fn: value.fn } : undefined;
  const delegated = fn ? forwardsTo(program, fn.file, fn.fn) : delegatedTo(program, value, scope);
  const local = place && ((READING_METHODS.has(method) && isSignpost(program, place, known.reads)) || isConstant(program, place, known.reads));
  return {
    subject: `${method} ${path}`, kind: 'http', framework, method, path, at, ...(place && { handler: place }),
    chain: [...before, ...(known?.links ?? [])], reads: known?.reads ?? [], writes: method === 'ALL' ? known?.writes ?? false : !READING_METHODS.has(method),
    ...(delegated !== undefined && { delegated }), ...(known?.handsOn !== undefined && { handsOn: known.handsOn }), ...(known?.enrols && { enrols: true as const }),
    ...(!known && delegated === undefined && { unclear: 'its handler could not be followed' }), ...(local && { local: true as const }),
  };
}

/** What a module exports, as an expression where it is written. */
export function writtenAs(target: Target | undefined): { readonly value: Expression; readonly scope: Scope } | undefined {
  if (target?.kind === 'function') return { value: { fn: target.fn, line: 1 }, scope: { file: target.file, fn: 0 } };
  return target?.kind === 'value' ? { value: target.value, scope: { file: target.file, fn: target.fn ?? 0 } } : undefined;
}
