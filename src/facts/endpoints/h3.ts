import type { Expression, Link, Operation } from '../../model/index.ts';
import { PROTECTING } from '../../lib/endpoints.ts';
import { type Step, textOf } from './arguments.ts';
import { nameOf } from './expressions.ts';
import { optionLinks, unwrapped } from './nitro.ts';
import type { Classifier } from './roles.ts';
import type { Scope } from './targets.ts';

/** `useBase('/v1', orders.handler)`, `orders.fetch`: the router whose requests are handed on. */
export function mounted(value: Expression): Expression {
  if ('call' in value && /^(?:useBase|withBase)$/.test(nameOf(value.call)) && value.args[1]) return mounted(value.args[1]);
  return 'name' in value && /\.(?:handler|handle|fetch)$/.test(value.name) ? { ...value, name: value.name.replace(/\.\w+$/, '') } : value;
}

/** `app.use('/orders', eventHandler(() => orders))`: what gives something back answers, and what gives nothing back only stands before others. */
export function answersBelow(classifier: Classifier, value: Expression, scope: Scope): boolean {
  const made = unwrapped(classifier, value, scope);
  const found = classifier.program.evaluate(made.scope, made.value);
  if (found?.kind !== 'function' || PROTECTING.has(classifier.classify(made.scope, made.value).role)) return false;
  const { returns = [], params = [] } = classifier.program.function(found.file, found.fn) ?? {};
  return returns.length > 0 && params.length < 2;
}

/** `router.all('*', withParams)`, `router.all('/api/*', guard)`: of all addresses below one, it stands before what follows. */
export const ofItty = ({ method, args }: Operation): boolean => method === 'all' && textOf(args[0])?.endsWith('*') === true;

/** `app.get('/orders', handler, { middleware: [guard] })`, each handler without what h3 puts around it. */
export function handlersOfH3(classifier: Classifier, handlers: readonly Expression[], scope: Scope): { readonly steps: readonly Step[]; readonly links: readonly Link[] } {
  const options = handlers.length > 1 ? handlers.at(-1) : undefined;
  const given = options && 'object' in options ? handlers.slice(0, -1) : handlers;
  const made = given.map((one) => unwrapped(classifier, one, scope));
  return { steps: made, links: [...(options && 'object' in options ? optionLinks(classifier, options.object, scope) : []), ...made.flatMap(({ links }) => links)] };
}
