import { defineFact, type ComponentFiles, type DeclaredLayers, type LayerFiles, type Membership } from '../model/index.ts';
import { listOf } from '../lib/declaration.ts';
import { baseOf, isMatch, matchGlobs, type GlobMatch, type Matcher } from '../lib/globs.ts';

/** Which files belong to which component and layer. The deepest declared folder owns; a tie belongs to both. */
export default defineFact({
  name: 'components',
  needs: ['architecture', 'files'],
  gather({ architecture: { declared }, files: { files } }) {
    const components = Object.entries(declared.components ?? {}).map(([name, { path }]) => ({ name, path: listOf(path), matches: matchGlobs(path) }));
    const layersOf = layerFinder(declared.layers);

    const owned = new Map(components.map(({ name }) => [name, { files: 0, modules: 0 }]));
    const ranks = new Map((declared.layers?.order ?? []).map(({ name }) => [name, 0]));
    const of: Record<string, Membership> = {};
    for (const file of files) {
      const owners = deepest(file.path, components);
      const { layers, stack } = layersOf(file.path, owners);
      if (owners.length === 0 && layers.length === 0) continue;
      of[file.path] = { components: owners, layers, ...(stack !== undefined && { stack }) };
      const isProduction = file.language !== undefined && file.role === 'production';
      for (const name of owners) {
        const tally = owned.get(name)!;
        tally.files += 1;
        if (isProduction) tally.modules += 1;
      }
      if (isProduction) for (const name of layers) ranks.set(name, ranks.get(name)! + 1);
    }

    return {
      components: components.map(({ name, path }): ComponentFiles => {
        const parent = parentOf(name, path, components);
        return { name, path, ...owned.get(name)!, ...(parent !== undefined && { parent }) };
      }),
      layers: (declared.layers?.order ?? []).map(({ name, path }): LayerFiles => ({ name, path: listOf(path), modules: ranks.get(name)! })),
      of,
    };
  },
});

interface Owner { readonly name: string; readonly path: readonly string[]; readonly matches: Matcher }

/** The owners whose globs name the deepest folder; among equally deep ones, those with the fewest wildcards. */
function deepest(path: string, owners: readonly Owner[]): string[] {
  let best: GlobMatch | undefined;
  let names: string[] = [];
  for (const { name, matches } of owners) {
    const match = matches(path);
    if (!match) continue;
    const order = best ? match.depth - best.depth || match.literal - best.literal : 1;
    if (order > 0) names = [name];
    else if (order === 0) names.push(name);
    if (order > 0) best = match;
  }
  return names;
}

/** The component that would own this one's folders, were it not there itself. */
function parentOf(name: string, path: readonly string[], all: readonly Owner[]): string | undefined {
  const others = all.filter((other) => other.name !== name);
  const bases = path.filter((glob) => !glob.startsWith('!')).map(baseOf);
  const parents = new Set(bases.map((base) => (base === '' ? undefined : deepest(base, others)[0])));
  return parents.size === 1 ? [...parents][0] : undefined;
}

type LayerFinder = (path: string, owners: readonly string[]) => { readonly layers: string[]; readonly stack?: string };

/** A file's layers (more than one is a mistake of the declaration), and the stack where the layers repeat. */
function layerFinder(declared: DeclaredLayers | undefined): LayerFinder {
  if (!declared) return () => ({ layers: [] });
  const layers = declared.order.map(({ name, path }) => ({ name, matches: isMatch(path) }));
  const namesOf = (path: string): string[] => layers.filter(({ matches }) => matches(path)).map(({ name }) => name);
  if (declared.containers === undefined) {
    return (path, owners) => {
      const names = namesOf(path);
      const [owner] = owners;
      return { layers: names, ...(declared.per === 'component' && names.length > 0 && owner !== undefined && { stack: owner }) };
    };
  }
  const isContainer = isMatch(declared.containers);
  const known = new Map<string, string | undefined>();
  const containerOf = (folder: string): string | undefined => {
    if (known.has(folder)) return known.get(folder);
    const cut = folder.lastIndexOf('/');
    // The outermost folder that matches: below it, a glob that names a folder matches everything.
    const found = (cut < 0 ? undefined : containerOf(folder.slice(0, cut))) ?? (isContainer(folder) ? folder : undefined);
    known.set(folder, found);
    return found;
  };
  return (path) => {
    const cut = path.lastIndexOf('/');
    const stack = cut < 0 ? undefined : containerOf(path.slice(0, cut));
    const names = stack === undefined ? [] : namesOf(path.slice(stack.length + 1));
    return names.length === 0 ? { layers: [] } : { layers: names, ...(stack !== undefined && { stack }) };
  };
}
