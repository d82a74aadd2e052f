import type { BreakerFact, CallSite, OptionBag, Outbound, OutboundCall } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { symbolOf } from '../../lib/clients/match.ts';

/** Packages whose construction is a circuit breaker, and the symbol that makes one. */
const BREAKERS: Readonly<Record<string, RegExp>> = {
  opossum: /^(CircuitBreaker)?(\.new)?$/,
  cockatiel: /^circuitBreaker$/,
  mollitia: /^(Circuit|Breaker|SlidingCountBreaker|SlidingTimeBreaker|ConsecutiveBreaker)$/,
  brakes: /^(Brakes)?$/,
};

export const isBreaker = (from: string | undefined, symbol: string): boolean => {
  const pattern = from !== undefined && Object.hasOwn(BREAKERS, from) ? BREAKERS[from] : undefined;
  return pattern?.test(symbol) ?? false;
};

const literals = (bag: OptionBag | undefined): BreakerFact['options'] =>
  Object.fromEntries(Object.entries(bag?.values ?? {}).filter((entry): entry is [string, string | number | boolean | null] => typeof entry[1] !== 'object' || entry[1] === null));

export function breakersOf(graph: CodeGraph, server: ServerModules): BreakerFact[] {
  const out: BreakerFact[] = [];
  for (const file of [...server.keys()].sort()) {
    const module = graph.calls[file];
    if (!module) continue;
    for (const made of module.constructions) {
      const known = isBreaker(made.ref.from, symbolOf(made.ref));
      if (!known && !(made.ref.from !== undefined && symbolOf(made.ref) === 'CircuitBreaker') && made.ref.name !== 'CircuitBreaker') continue;
      const on = (call: CallSite): boolean => call.instance !== undefined && call.instance === (made.id || String(made.line));
      const guarded = made.args[0] && 'ref' in made.args[0] ? graph.resolve(file, made.args[0].ref) : undefined;
      const fallback = module.calls.find((call) => on(call) && call.ref.path.at(-1) === 'fallback');
      const bag = made.args.find((argument): argument is { bag: OptionBag } => 'bag' in argument)?.bag;
      out.push({
        library: made.ref.from ?? 'CircuitBreaker',
        name: made.id,
        at: { file, line: made.line, column: made.column },
        options: literals(bag),
        perCall: made.fn !== '' && !/constructor$|onModuleInit$/.test(made.fn) && module.calls.some((call) => on(call) && call.fn === made.fn && call.ref.path.at(-1) === 'fire'),
        ...(fallback && { fallback: { file, line: fallback.line, column: fallback.column } }),
        guards: guarded?.kind === 'function' ? [`${guarded.file}#${guarded.fn.name}`] : [],
      });
    }
    for (const call of module.calls) {
      if (!isBreaker(call.ref.from, symbolOf(call.ref)) || call.ref.path.includes('()')) continue;
      const bag = call.args?.find((argument): argument is { bag: OptionBag } => 'bag' in argument)?.bag;
      out.push({ library: call.ref.from!, name: '', at: { file, line: call.line, column: call.column }, options: literals(bag), perCall: false, guards: [] });
    }
  }
  return out;
}

/** The breaker around a call: its callback, the function that it guards, or a caller of that function, three hops up. */
export function breakerOf(file: string, call: CallSite, local: Outbound['graph'], guarded: ReadonlyMap<string, BreakerFact>, own: (text: string) => boolean): OutboundCall['breaker'] {
  for (const { ref, line, text } of call.within ?? []) {
    if (ref.from === 'opossum' || ref.from === 'cockatiel' || /(^|\.)(breaker|circuitBreaker|circuit|policy)\w*\.(fire|execute|exec|run|call)$/i.test(text) || /CircuitBreaker$/.test(text) || own(text)) {
      return { by: ref.from ?? text, at: { file, line } };
    }
  }
  if (guarded.size === 0) return undefined;
  let level = new Set([`${file}#${call.fn}`]);
  for (let hop = 0; hop <= 3; hop++) {
    for (const key of [...level].sort()) {
      const breaker = guarded.get(key);
      // `timeout: false` lets a call through a breaker last for ever.
      if (breaker) return { by: breaker.library, at: breaker.at, ...(breaker.options['timeout'] === false && { untimed: true as const }) };
    }
    if (hop === 3) break;
    const above = new Set<string>();
    for (const [from, edges] of Object.entries(local)) if (edges.some(({ to }) => level.has(to))) above.add(from);
    level = above;
  }
  return undefined;
}
