import { defineFact, type ModuleEdge } from '../model/index.ts';
import { groupEdges, instabilityOf } from './coupling/groups.ts';
import { knotsOf } from './coupling/knots.ts';

/** How production modules, components and layers hang together. Tests, examples, tooling and generated code take no part. */
export default defineFact({
  name: 'coupling',
  needs: ['files', 'imports', 'components'],
  gather({ files: { files }, imports: { modules }, components: { components, layers, of } }) {
    const production = new Set(files.filter(({ role }) => role === 'production').map(({ path }) => path));
    const edges: ModuleEdge[] = [];
    for (const [from, imports] of Object.entries(modules)) {
      if (!production.has(from)) continue;
      for (const { to, line, column, kind, names } of imports) {
        if (to !== undefined && to !== from && production.has(to)) edges.push({ from, to, line, column, kind, names });
      }
    }

    const componentOf = (path: string): string | undefined => only(of[path]?.components);
    const componentsOf = ({ from, to }: ModuleEdge) => pair(componentOf(from), componentOf(to));
    const layersOf = ({ from, to }: ModuleEdge) =>
      of[from]?.stack === of[to]?.stack ? pair(only(of[from]?.layers), only(of[to]?.layers)) : undefined;

    const componentEdges = groupEdges(edges, componentsOf);
    return {
      components: componentEdges,
      layers: layers.length === 0 ? [] : groupEdges(edges, layersOf),
      instability: instabilityOf(components.map(({ name }) => name), componentEdges),
      moduleKnots: knotsOf(edges, ({ from, to }) => [from, to]),
      componentKnots: knotsOf(edges, componentsOf),
    };
  },
});

/** A file in two components or layers is a mistake of the declaration, and belongs to neither here. */
const only = (names: readonly string[] | undefined): string | undefined => (names?.length === 1 ? names[0] : undefined);

const pair = (from: string | undefined, to: string | undefined): readonly [string, string] | undefined =>
  from !== undefined && to !== undefined ? [from, to] : undefined;
