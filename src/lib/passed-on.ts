import { DRIVERS, MAPPERS } from './drivers.ts';
import { moduleGraph, reach, type ModuleGraph } from './reach.ts';
import { VENDORS } from './vendors.ts';
import { matchesWildcard } from './wildcard.ts';
import type { ImportEdge, Place } from '../model/index.ts';

/** What reads the caller's own cookies and headers on Next.js's server. */
const REQUEST = new Set(['next/headers', 'cookies-next', 'cookies-next/server', 'next-client-cookies/server', 'nookies']);
/** Whoever holds one of these does the work himself, by a right of his own. */
const OF_VENDORS = VENDORS.filter(({ listens }) => listens !== true).flatMap(({ packages }) => packages);
const OWN_RIGHT = ['node:fs', 'node:fs/promises', 'node:child_process', ...DRIVERS.flatMap(({ packages }) => packages), ...MAPPERS, ...OF_VENDORS];

const rights = new Map<string, boolean>();
/** Whether a package speaks to a store, a vendor, files or processes, by a right of the service's own. */
export const givesRight = (name: string): boolean => rights.get(name) ?? rights.set(name, OWN_RIGHT.some((pattern) => matchesWildcard(pattern, name))).get(name)!;
/** Whether a package speaks to a company's own service: what it makes there is kept there. */
export const isVendor = (name: string): boolean => OF_VENDORS.some((pattern) => matchesWildcard(pattern, name));

/**
 * Where a module, or one that it leads to, reads the caller's own credential, provided that none of them reaches a store or
 * a vendor: what such a front end does is done by an API elsewhere, which asks the caller's token.
 */
export function passingOn(modules: Readonly<Record<string, readonly ImportEdge[]>>): (file: string) => Place | undefined {
  // A store may lie behind an import that leads nowhere.
  const worksItself = ({ kind, external, unresolved }: ImportEdge): boolean => kind !== 'type' && (unresolved === true || (external !== undefined && givesRight(external)));
  let graph: ModuleGraph | undefined;
  const known = new Map<string, Place | undefined>();
  const find = (file: string): Place | undefined => {
    graph ??= moduleGraph(modules, (path) => path in modules);
    const behind = [...reach([file], graph.imports)].sort();
    const edges = behind.flatMap((from) => (modules[from] ?? []).map((edge) => ({ from, edge })));
    if (edges.some(({ edge }) => worksItself(edge))) return undefined;
    const reads = edges.find(({ edge }) => edge.kind !== 'type' && edge.external !== undefined && REQUEST.has(edge.specifier));
    return reads && { file: reads.from, line: reads.edge.line, column: reads.edge.column };
  };
  return (file) => {
    if (!known.has(file)) known.set(file, find(file));
    return known.get(file);
  };
}
