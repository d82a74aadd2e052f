import { defineCheck, type Components, type Evidence, type Judgement, type Source } from '../../src/model/index.ts';
import { listOf, placeOf, pointer } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { ancestorsOf } from '../../src/lib/nesting.ts';
import { bounded, groupBy, MAX_UNRESOLVED, namesOf, productionImports, siteOf, typeNote, withinBudget } from '../../src/lib/module-imports.ts';

const SEVERAL = 5;

export default defineCheck<'architecture' | 'files' | 'source' | 'imports' | 'components', { readonly max_unresolved: number }>({
  id: 'private-imports',
  dimension: 'maintainability',
  severity: 'major',
  phase: '3',
  from: 'prototype',
  effort: 'low',
  title: 'Components are imported through their public API',
  why: 'What others import cannot be changed any more; an import past the public API makes everything public.',
  fix: 'Import from a file of the public API, and export there what others really need.',
  grading: 'share',
  needs: ['architecture', 'files', 'source', 'imports', 'components'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { max_unresolved: MAX_UNRESOLVED.schema } },
    defaults: { max_unresolved: MAX_UNRESOLVED.value },
  },
  inspect({ architecture, files, source, imports, components }, { max_unresolved }) {
    const { of } = components;
    const isPublic = new Map(Object.entries(architecture.declared.components ?? {}).flatMap(([name, { public_api }]) => (public_api === undefined ? [] : [[name, isMatch(public_api)] as const])));
    if (isPublic.size === 0) return { examined: 0, judgements: [] };
    const insideOf = ancestorsOf(components.components);
    const owner = (path: string): string | undefined => (of[path]?.components.length === 1 ? of[path].components[0] : undefined);

    const pairs = groupBy(
      productionImports({ files, imports }).filter(({ from, to }) => {
        const [user, used] = [owner(from), to === undefined ? undefined : owner(to)];
        // What lies inside a component is no stranger to it.
        return used !== undefined && user !== used && isPublic.has(used) && !(user !== undefined && insideOf(user).includes(used));
      }),
      ({ from, to }) => `${from} -> ${to}`,
    );
    const judgements: Judgement[] = [];
    for (const [subject, sites] of pairs) {
      const { from, to = '' } = sites[0];
      const name = owner(to)!;
      if (isPublic.get(name)!(to)) continue;
      judgements.push({
        subject,
        standing: 'violated',
        message: `${owner(from) ?? from} imports ${to} past the public API of ${name}${typeNote(sites)}.`,
        at: siteOf(sites[0]),
        evidence: [
          { note: `the public API of ${name}: ${listOf(architecture.declared.components[name]?.public_api).join(', ')}`, at: placeOf(architecture, pointer('components', name, 'public_api')) },
          { note: `imports ${namesOf(sites)}` },
          ...exportedBy(sites.flatMap(({ names }) => names), name, isPublic.get(name)!, components, source),
          ...bounded(sites.slice(1).map((site): Evidence => ({ note: 'imported again here', at: siteOf(site) })), SEVERAL),
        ],
      });
    }
    return withinBudget(imports, max_unresolved, { examined: pairs.size, judgements });
  },
});

/** The public file that already exports all that is imported. */
function exportedBy(names: readonly string[], component: string, isPublic: (path: string) => boolean, { of }: Components, { modules }: Source): Evidence[] {
  if (names.length === 0 || names.includes('*') || names.includes('default')) return [];
  const door = Object.keys(modules).find((path) => of[path]?.components.includes(component) && isPublic(path) && names.every((name) => modules[path]!.exports.includes(name)));
  return door === undefined ? [] : [{ note: `${door} exports ${names.length === 1 ? 'it' : 'them'} already: only the specifier need change`, at: { file: door } }];
}
