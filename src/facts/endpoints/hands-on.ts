import type { FunctionDefinition } from '../../model/index.ts';
import { FORWARDS } from '../../lib/endpoints.ts';
import type { Program } from './program.ts';

/** What a function calls itself, and in those that stand in it. */
export const callsOf = (program: Program, file: string, fn: number): FunctionDefinition['calls'] => [fn, ...program.children(file, fn)].flatMap((one) => program.function(file, one)?.calls ?? []);

/** `webhookType.toLowerCase()`: what its value can do by itself. */
const OF_A_TEXT = /\.(?:to(?:Lower|Upper)Case|toString|trim\w*|split|slice|replace\w*|includes|startsWith|endsWith|match|map|filter|forEach|find|some|every|push|join)$/;

/** A call out of the handler to what lies in a package, or is made at run time, and may well check a webhook or be a server of its own. */
export function handsOnOf(program: Program, file: string, fn: number): { handsOn?: string } {
  const own = callsOf(program, file, fn);
  // `switch (method) { case 'POST': return handlePOST(req, res); }`
  const beside = own.flatMap(([name]) => {
    const target = program.resolve({ file, fn }, name);
    return target?.kind === 'function' && target.file === file ? program.function(file, target.fn)?.calls ?? [] : [];
  });
  const calls = [...own, ...beside];
  // What the handler sends on to another service is named with the request that it sends: `this.proxy.forward(request, response)`.
  const found = calls.find(([name]) => FORWARDS.test(name)) ?? calls.find(([name]) => /webhook|verif|signature|receiver|handle(?:Request|Update|Event|PostMessage)|(?:oauth|saml|oidc)\w*\.(?:authorize|token|samlResponse|userInfo|oidcAuthzResponse)$|(?:server|requests?)\.handle$|(?:^|\.)auth\.handler$|callback/i.test(name) && !OF_A_TEXT.test(name) && !['function', 'class', 'value'].includes(program.resolve({ file, fn }, name)?.kind ?? ''));
  return found ? { handsOn: found[0] } : {};
}
