import type { Place } from '../../model/index.ts';
import { child, computedNotes, nameOf, textsOf, type Ground, type Imported, type Note } from './imported.ts';
import type { Configuration } from './script.ts';
import { firstWins, layersOf, type Verdict, type Zone } from './zones.ts';

/** Reads the boundary zones of fallow: each zone a layer, its rule the list of layers that it may import. */
export function fromFallow({ root }: Configuration, { paths }: Ground): Imported {
  const boundaries = child(root, 'boundaries');
  const notes: Note[] = computedNotes(boundaries);
  const preset = child(boundaries, 'preset');
  if (preset) notes.push({ fate: 'left out', what: `preset ${nameOf(preset)}`, at: preset.at, reason: 'its zones are in fallow itself; `arch-lint init` finds layers, and `layers.preset` has their order' });
  const named = (child(boundaries, 'zones')?.items ?? []).flatMap((zone): Zone[] => {
    const name = nameOf(child(zone, 'name'));
    const folder = nameOf(child(zone, 'root'))?.replace(/\/+$/, '');
    const discover = child(zone, 'autoDiscover');
    const below = (path: string): string => (folder ? `${folder}/${path}` : path);
    const patterns = textsOf(child(zone, 'patterns')).map((glob) => crossing(below(glob)));
    // Without patterns a zone is the folders that are found in one.
    const globs = patterns.length > 0 ? patterns : textsOf(discover).map((found) => below(`${found.replace(/\/+$/, '')}/*/**`));
    if (discover) notes.push({ fate: 'approximated', what: `zone ${name}`, at: discover.at, reason: 'the walls between the folders that autoDiscover finds are not carried over; declare each as a component' });
    if (name === undefined || globs.length === 0) notes.push({ fate: 'left out', what: `zone ${name ?? 'without a name'}`, at: zone.at, reason: 'it has no patterns' });
    else if (!discover) notes.push({ fate: 'carried over', what: `zone ${name}`, at: zone.at });
    return name === undefined || globs.length === 0 ? [] : [{ name, globs, at: zone.at }];
  });
  const zones = firstWins(named, paths, notes, (zone, before) => ({ fate: 'carried over', what: `zone ${zone.name}`, at: zone.at, reason: `without the files of ${before.map(({ name }) => name).join(', ')}, which come first` }));

  const rules = new Map<string, { readonly at: Place; readonly allow: readonly string[]; readonly types: readonly string[] }>();
  for (const rule of child(boundaries, 'rules')?.items ?? []) {
    const from = nameOf(child(rule, 'from'));
    if (from === undefined || !zones.some(({ name }) => name === from)) {
      notes.push({ fate: 'left out', what: `rule of ${from ?? 'no zone'}`, at: rule.at, reason: 'there is no such zone' });
      continue;
    }
    rules.set(from, { at: rule.at, allow: textsOf(child(rule, 'allow')), types: textsOf(child(rule, 'allowTypeOnly')) });
    notes.push({ fate: 'carried over', what: `rule of ${from}`, at: rule.at });
  }
  const decide = (from: Zone, to: Zone): Verdict => {
    const rule = rules.get(from.name);
    if (!rule) return { allowed: true, at: from.at };
    if (rule.allow.includes(to.name)) return { allowed: true, at: rule.at };
    return rule.types.includes(to.name) ? { allowed: true, typesOnly: true, at: rule.at, reason: `${from.name} may only know the types of it.` } : { allowed: false, at: rule.at };
  };
  const { layers, rules: written } = layersOf(zones, decide, 'fallow');
  const coverage = child(boundaries, 'coverage');
  if (coverage) notes.push({ fate: 'left out', what: 'coverage', at: coverage.at, reason: 'files outside every layer are not an error; `idle-declarations` tells layers without files' });
  const calls: Imported['rules'] = (child(boundaries, 'calls', 'forbidden')?.items ?? []).flatMap((one) => {
    const [from, callee] = [nameOf(child(one, 'from')), textsOf(child(one, 'callee'))];
    if (from === undefined || callee.length === 0 || !zones.some(({ name }) => name === from)) return [];
    notes.push({ fate: 'carried over', what: `calls of ${from}`, at: one.at });
    return [{ part: { name: `${from}-calls-${callee.join('-').replaceAll(/[^\w-]+/g, '-').replace(/-+$/, '')}`.slice(0, 80), because: nameOf(child(one, 'message') ?? child(one, 'reason')) ?? `${from} does not call it.`, from: { layer: from }, deny: { calls: callee } }, at: one.at }];
  });
  return { layers, components: [], rules: [...written, ...calls], notes };
}

/** In fallow's globs `*` crosses folders, here it does not. */
function crossing(glob: string): string {
  const segments = glob.replace(/^\.\//, '').split('/');
  return segments.flatMap((segment, index) => {
    if (!segment.includes('*') || segment === '**') return [segment];
    const last = index === segments.length - 1;
    if (segment === '*') return last ? ['**'] : ['*', '**'];
    return segment.startsWith('*') && last ? ['**', segment] : segment.endsWith('*') && !last ? [segment, '**'] : [segment];
  }).join('/');
}
