import type { PackageManifest } from '../../model/index.ts';
import { isWithin } from '../../lib/paths.ts';

type Ranges = Readonly<Record<string, string>>;
type Json = Readonly<Record<string, unknown>>;

/** The ranges that the packages below a folder share; `''`: the catalog without a name. */
export interface Catalogs { readonly dir: string; readonly ranges: ReadonlyMap<string, Ranges> }

const objectIn = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {});
const rangesIn = (value: unknown): Ranges => Object.fromEntries(Object.entries(objectIn(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));

/** `catalog` and `catalogs` of pnpm-workspace.yaml, or of the manifest that says the workspaces (bun); undefined: there are none. */
export function catalogsIn(dir: string, said: unknown): Catalogs | undefined {
  const { catalog, catalogs } = objectIn(said);
  const ranges = new Map(Object.entries(objectIn(catalogs)).map(([name, one]) => [name, rangesIn(one)]));
  if (catalog !== undefined) ranges.set('', rangesIn(catalog));
  return ranges.size > 0 ? { dir, ranges } : undefined;
}

/** A manifest with the ranges that its catalogs stand for: `"redis": "catalog:"`, `"react": "catalog:legacy"`. What no catalog tells stays as it is. */
export function withCatalogs<M extends Pick<PackageManifest, 'dir' | 'dependencies' | 'devDependencies' | 'peerDependencies'>>(manifest: M, all: readonly Catalogs[]): M {
  const near = all.filter(({ dir }) => dir === '.' || isWithin(manifest.dir, dir)).sort((a, b) => b.dir.length - a.dir.length);
  if (near.length === 0) return manifest;
  const told = (name: string, range: string): string => {
    const [, catalog] = /^catalog:(.*)$/.exec(range.trim()) ?? [];
    if (catalog === undefined) return range;
    // `catalog:default` is the one without a name.
    const named = catalog === 'default' ? ['default', ''] : [catalog];
    return near.flatMap(({ ranges }) => named.flatMap((one) => own(ranges.get(one), name))).at(0) ?? range;
  };
  const resolved = (ranges: Ranges): Ranges => Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, told(name, range)]));
  return { ...manifest, dependencies: resolved(manifest.dependencies), devDependencies: resolved(manifest.devDependencies), peerDependencies: resolved(manifest.peerDependencies) };
}

/** Names of packages are the repository's, and may be those of every object. */
const own = (ranges: Ranges | undefined, name: string): string[] => (ranges && Object.hasOwn(ranges, name) ? [ranges[name]!] : []);
