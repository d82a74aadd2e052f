import { defineCheck, type Evidence, type Judgement } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { isCompositionRoot } from '../../src/lib/composition-roots.ts';
import { layerDirections, type Direction, type LayerDirections } from '../../src/lib/layers.ts';
import { bounded, groupBy, MAX_UNRESOLVED, namesOf, productionImports, siteOf, typeNote, withinBudget } from '../../src/lib/module-imports.ts';
import { sliceFinder } from '../../src/lib/slices.ts';

const SEVERAL = 5;

export default defineCheck<'architecture' | 'files' | 'imports' | 'components', { readonly max_unresolved: number }>({
  id: 'layer-violations',
  dimension: 'maintainability',
  severity: 'critical',
  phase: '3',
  from: 'prototype',
  effort: 'medium',
  title: 'Imports between layers follow the declared direction',
  why: 'A layer that knows the one above it cannot be changed, tested or replaced on its own.',
  fix: 'Take the legal route, or let the lower layer declare an interface that the upper one implements.',
  grading: 'share',
  needs: ['architecture', 'files', 'imports', 'components'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_unresolved: MAX_UNRESOLVED.schema } },
    defaults: { max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ architecture, files, imports, components: { of } }, { max_unresolved }) {
    const { layers } = architecture.declared;
    const directions = layerDirections(architecture.declared);
    if (!layers || !directions) return { examined: 0, judgements: [] };
    const mayWire = isCompositionRoot(layers);
    const sliceOf = sliceFinder(layers);
    const allowed = new Map(directions.layers.map(({ name, pure }) => [name, isMatch(pure?.allow ?? [])]));

    const pairs = groupBy(
      productionImports({ files, imports }).filter(({ from, to, kind }) =>
        to !== undefined && to !== from && of[from]?.layers.length === 1 && of[to]?.layers.length === 1 && of[from].stack === of[to].stack
        && !(layers.ignore_type_imports === true && kind === 'type') && !mayWire(from)),
      ({ from, to }) => `${from} -> ${to}`,
    );

    let examined = 0;
    const judgements: Judgement[] = [];
    for (const [subject, sites] of pairs) {
      const [{ from, to = '' }] = sites;
      const [upper, lower] = [of[from]!.layers[0]!, of[to]!.layers[0]!];
      const direction = upper === lower ? betweenSlices(sliceOf(from, of[from]!.stack), sliceOf(to, of[to]!.stack)) : directions.mayImport(upper, lower);
      if (!direction) continue;
      examined += 1;
      if (direction.allowed || (direction.kind === 'pure' && allowed.get(upper)!(to))) continue;
      judgements.push({
        subject,
        standing: 'violated',
        message: `${upper} imports ${upper === lower ? `another slice of ${lower}` : lower}${typeNote(sites)}: ${direction.reason}.`,
        at: siteOf(sites[0]),
        evidence: [
          { note: direction.reason, at: placeOf(architecture, direction.pointer) },
          ...advice(direction, upper, lower, directions, layers.dependency_inversion === true),
          { note: `imports ${namesOf(sites)} of ${to}` },
          ...bounded(sites.slice(1).map((site): Evidence => ({ note: 'imported again here', at: siteOf(site) })), SEVERAL),
        ],
      });
    }
    const shared = files.files.flatMap(({ path, role }) => (role === 'production' && path in imports.modules && of[path] && of[path].layers.length > 1 ? [{ path, layers: of[path].layers }] : []));
    const torn = inSeveral(shared, (name) => placeOf(architecture, `/layers/order/${layers.order.findIndex((layer) => layer.name === name)}/path`));
    return withinBudget(imports, max_unresolved, { examined: examined + torn.length, judgements: [...judgements, ...torn] });
  },
});

/** undefined: not two slices of one layer. */
const betweenSlices = (from: Slice | undefined, to: Slice | undefined): Direction | undefined => {
  if (!from || !to || from.name === to.name) return undefined;
  const allowed = to.opensTo(from.name);
  return { allowed, kind: allowed ? 'same' : 'unlisted', reason: `${from.name} and ${to.name} are slices of one layer, which never import each other`, pointer: '/layers/preset' };
};
type Slice = NonNullable<ReturnType<ReturnType<typeof sliceFinder>>>;

/** The shortest legal route; and where only the domain's ports are implemented from below, the key that allows it. */
function advice(direction: Direction, from: string, to: string, { preset, layers }: LayerDirections, inverted: boolean): Evidence[] {
  const role = (name: string) => layers.find((layer) => layer.name === name)?.role;
  if (preset === 'layered' && !inverted && role(from) === 'infrastructure' && role(to) === 'domain') {
    return [{ note: `if ${from} implements ports of ${to}, say so with layers.dependency_inversion: true` }];
  }
  return [{ note: direction.route && direction.route.length > 2 ? `the shortest legal route is ${direction.route.join(' -> ')}` : `there is no legal route from ${from} to ${to}` }];
}

/** A file in two layers cannot be judged by either: one finding for each pair of layers that overlap. */
function inSeveral(files: readonly { readonly path: string; readonly layers: readonly string[] }[], placeOfLayer: (name: string) => Judgement['at']): Judgement[] {
  return [...groupBy(files, ({ layers }) => layers.join(' and '))].map(([names, group]) => ({
    subject: `overlap of ${names}`,
    standing: 'violated',
    message: `${group[0].path}${group.length > 1 ? ` and ${group.length - 1} more` : ''} lies in more than one layer: ${names}.`,
    at: placeOfLayer(group[0].layers[1]!),
    evidence: bounded(group.map(({ path }) => ({ note: 'in both', at: { file: path } })), SEVERAL),
  }));
}
