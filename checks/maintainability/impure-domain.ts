import { defineCheck, type Evidence, type Imports, type Judgement } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { isCompositionRoot } from '../../src/lib/composition-roots.ts';
import { layerDirections, type RankedLayer } from '../../src/lib/layers.ts';
import { bounded, groupBy, MAX_UNRESOLVED, namesOf, productionImports, siteOf, typeNote, withinBudget, type ModuleImport } from '../../src/lib/module-imports.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';

const SEVERAL = 8;

export default defineCheck<'architecture' | 'files' | 'imports' | 'components', { readonly max_unresolved: number }>({
  id: 'impure-domain',
  dimension: 'maintainability',
  severity: 'major',
  phase: '3',
  from: 'prototype',
  effort: 'medium',
  title: 'Pure layers import nothing from outside',
  why: 'Business rules that hang on a framework, a database or the network change with them and cannot be tested without them.',
  fix: 'Declare a port in the pure layer and implement it outside; or name what is harmless under pure.allow.',
  grading: 'share',
  needs: ['architecture', 'files', 'imports', 'components'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_unresolved: MAX_UNRESOLVED.schema } },
    defaults: { max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ architecture, files, imports, components: { of } }, { max_unresolved }) {
    const { layers } = architecture.declared;
    const pure = new Map((layerDirections(architecture.declared)?.layers ?? []).flatMap((layer) => (layer.pure ? [[layer.name, layer]] : [])));
    if (!layers || pure.size === 0) return { examined: 0, judgements: [] };
    const mayWire = isCompositionRoot(layers);
    const layerOf = (path: string): RankedLayer | undefined => (of[path]?.layers.length === 1 ? pure.get(of[path].layers[0]!) : undefined);
    const countsTypes = layers.ignore_type_imports !== true;

    const outside = productionImports({ files, imports }).filter(({ from, to, kind, generated, unresolved }) =>
      layerOf(from) && !mayWire(from) && !generated && !unresolved && (countsTypes || kind !== 'type')
      // An import of another layer is the business of layer-violations.
      && (to === undefined || (of[to]?.layers ?? []).length === 0));
    // A module of no layer that loads a package is one cause, however many pure modules import it.
    const pairs = groupBy(outside, ({ from, to, external }) => (to === undefined ? `${from} -> ${external}` : `${layerOf(from)!.name} -> ${to}`));

    const judgements: Judgement[] = [];
    for (const [subject, sites] of pairs) {
      const { from, to, external } = sites[0];
      const layer = layerOf(from)!;
      const others = sites.slice(1).map((site): Evidence => ({ note: `imported here, too${typeNote([site])}`, at: siteOf(site) }));
      if (isAllowed(layer, sites[0])) continue;
      // A module of no layer is as pure as what it loads.
      const way = to === undefined ? undefined : typeNote(sites) ? [] : wayOut(to, imports, (edge) => isAllowed(layer, edge));
      if (way?.length === 0) continue;
      judgements.push({
        subject,
        standing: 'violated',
        message: `${layer.name} is pure and imports ${external === undefined ? `${to}, which loads ${way!.at(-1)!.external}` : `${sites[0].builtin ? `Node's ${bare(external ?? '')}` : external}`}${typeNote(sites)}.`,
        at: siteOf(sites[0]),
        evidence: [
          { note: `${layer.name} is declared pure`, at: placeOf(architecture, layer.pure!.pointer) },
          { note: `imports ${namesOf(sites)}` },
          ...(way ?? []).map((edge): Evidence => ({ note: `${edge.from} imports ${edge.to ?? edge.external}`, at: siteOf(edge) })),
          ...bounded(others, SEVERAL),
        ],
        ...(external === undefined && { confidence: 'medium' }),
      });
    }
    // A layer that imports nothing from outside at all is what is asked for.
    const modules = Object.keys(imports.modules).filter((path) => layerOf(path) && !mayWire(path)).length;
    return withinBudget(imports, max_unresolved, { examined: pairs.size || modules, judgements });
  },
});

const bare = (name: string): string => name.replace(/^node:/, '');

function isAllowed({ pure }: RankedLayer, { to, external, specifier }: Pick<ModuleImport, 'to' | 'external' | 'specifier'>): boolean {
  const allow = pure?.allow ?? [];
  if (to !== undefined) return allow.length > 0 && isMatch(allow)(to);
  return allow.some((pattern) => matchesWildcard(bare(pattern), bare(external ?? '')) || matchesWildcard(bare(pattern), bare(specifier)));
}

/** The shortest chain of run-time imports from a module of no layer to a package; none: []. */
function wayOut(start: string, { modules }: Imports, isFine: (edge: ModuleImport) => boolean): ModuleImport[] {
  const cameBy = new Map<string, ModuleImport | undefined>([[start, undefined]]);
  for (const path of cameBy.keys()) {
    for (const found of modules[path] ?? []) {
      const edge: ModuleImport = { ...found, from: path };
      if (edge.kind === 'type' || edge.generated || edge.unresolved || isFine(edge)) continue;
      if (edge.to !== undefined) {
        if (!cameBy.has(edge.to)) cameBy.set(edge.to, edge);
        continue;
      }
      const way = [edge];
      for (let step = cameBy.get(path); step; step = cameBy.get(step.from)) way.unshift(step);
      return way;
    }
  }
  return [];
}
