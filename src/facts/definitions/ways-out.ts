import type { ParsedModule, Trait } from '../../model/index.ts';
import { Development } from '../../lib/development.ts';
import { type FunctionNode, Scope } from '../../lib/scope.ts';
import { asksForCookie } from './own-cookies.ts';
import { SPEAKS_OF_CALLERS, turnedAway } from './turned-away.ts';
import { SPEAKS_OF_ENVIRONMENT, undelivered } from './undelivered.ts';

/** Who gets no further in the functions of a module: whom it does not know, who brings no cookie, everybody where it is delivered; undefined: it speaks of none of these. */
export function waysOut(module: ParsedModule): ((node: FunctionNode) => Iterable<readonly [Trait, number]>) | undefined {
  const { text } = module;
  const [callers, cookies, environment] = [SPEAKS_OF_CALLERS.test(text), /cookie/i.test(text), SPEAKS_OF_ENVIRONMENT.test(text)];
  if (!callers && !cookies && !environment) return undefined;
  const holdsRequest = text.includes('this.ctx');
  const development = environment ? new Development(module, new Scope(module)) : undefined;
  return function* (node) {
    if (callers) yield* turnedAway(node, holdsRequest);
    const cookie = cookies ? asksForCookie(node, text) : undefined;
    if (cookie !== undefined) yield ['keyed', cookie];
    const line = development && undelivered(node, development);
    if (line !== undefined) yield ['undelivered', line];
  };
}
