import type { Outbound } from '../../model/index.ts';
import { reachable } from '../../lib/function-reach.ts';
import type { ServerModules } from '../../lib/server-modules.ts';

/** So many functions lie between a route and what it asks at the most. */
const HOPS = 8;

/** `lib/domains.ts#addDomain` → `lib/domains.ts` */
export const moduleOf = (key: string): string => key.slice(0, key.lastIndexOf('#'));

/** Of the modules that pages lead to as well, the functions that a server's module is seen to call: `lib/domains.ts#addDomain`. */
export function askedByServer(graph: Outbound['graph'], server: ServerModules): ReadonlySet<string> {
  const isBoth = (key: string): boolean => server.get(moduleOf(key))?.both === true;
  return new Set([...reachable(graph, Object.keys(graph).filter((key) => !isBoth(key)), HOPS)].filter(isBoth));
}
