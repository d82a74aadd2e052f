import { defineFact, type CacheCall, type CacheSite, type CacheSites, type FileShares, type Imports } from '../../model/index.ts';

/** Further than this no client is looked for behind re-exports. */
const MOST_HOPS = 6;

/** Calls of cache clients, those that another module makes included. */
export default defineFact({
  name: 'cacheCalls',
  needs: ['cacheSites', 'imports'],
  gather({ cacheSites, imports }) {
    const found: Record<string, readonly CacheCall[]> = {};
    for (const [file, { calls }] of Object.entries(cacheSites)) {
      const known = calls.flatMap(({ from, library, ...call }: CacheSite): CacheCall[] => {
        const of = library ?? (from && clientFrom(file, from.specifier, from.name, cacheSites, imports));
        return of === undefined ? [] : [{ ...call, library: of }];
      });
      if (known.length > 0) found[file] = known;
    }
    return found;
  },
});

function clientFrom(file: string, specifier: string, name: string, sites: FileShares<CacheSites>, imports: Imports, hops = 0): string | undefined {
  const to = imports.modules[file]?.find((edge) => edge.specifier === specifier)?.to;
  if (to === undefined || hops > MOST_HOPS) return undefined;
  const clients = sites[to]?.clients;
  if (clients && Object.hasOwn(clients, name)) return clients[name];
  for (const again of imports.modules[to] ?? []) {
    if (!again.reExport || !(again.names.includes(name) || again.names.includes('*'))) continue;
    const library = clientFrom(to, again.specifier, name, sites, imports, hops + 1);
    if (library !== undefined) return library;
  }
  return undefined;
}
