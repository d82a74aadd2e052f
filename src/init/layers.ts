import { isCompositionRoot } from '../lib/composition-roots.ts';
import { isMatch } from '../lib/globs.ts';
import { layerDirections } from '../lib/layers.ts';
import { count, productionImports } from '../lib/module-imports.ts';
import { compare } from '../lib/order.ts';
import type { ArchitectureDeclaration, DeclaredLayer, DeclaredLayers, Place } from '../model/index.ts';
import { ownerFinder, type LocalImport, type Owner } from './belong.ts';
import type { ProposedLayers, Seen } from './proposal.ts';
import { ranked, rolesOf, shelvesOf, type Ranked } from './layer-folders.ts';

/** Imports against the order that may stand as waivers: at most this share of all between layers, and this many. */
const SHARE = 0.1;
const MOST = 20;
/** Imports of or into a layer before its rank counts as seen. */
const FEWEST = 3;

/** What an import of the domain may be allowed by name. */
const LONGEST_ALLOWANCE = 10;

interface Ground {
  readonly seen: Seen;
  readonly modules: readonly string[];
  readonly imports: readonly LocalImport[];
  readonly ownerOf: (path: string) => string | undefined;
  readonly pathOf: (component: string | undefined) => string | undefined;
}
interface Pair { readonly from: string; readonly to: string; readonly upper: string; readonly lower: string; readonly at: Place }
interface Attempt { readonly declared: DeclaredLayers; readonly against: readonly Pair[]; readonly pairs: readonly Pair[] }

/**
 * Layers by the names of folders, their order by the imports between them. What the code breaks here and there is declared, and
 * each break waived by name; where it breaks it all the time, the folder is no layer and is left out.
 */
export function inferLayers(owners: readonly Owner[], seen: Seen): ProposedLayers {
  const paths = new Map(owners.map(({ name, path }) => [name, path[0]]));
  const modules = seen.files.files.filter(({ role, language }) => role === 'production' && language !== undefined).map(({ path }) => path);
  // Whatever a layer's module imports counts, generated files and styles included.
  const outward = productionImports(seen).flatMap((edge) => (edge.to === undefined || edge.to === edge.from ? [] : [{ ...edge, to: edge.to }]));
  const ground: Ground = { seen, modules, imports: outward, ownerOf: ownerFinder(owners), pathOf: (name) => paths.get(name ?? '') };
  const notes: string[] = [];
  for (const found of [rolesOf(modules), ranked(modules), shelvesOf(modules)]) {
    if (found.length < 2) continue;
    const attempt = settle(found, ground, notes);
    if (attempt) return told(attempt, found, notes);
  }
  return { notes, against: [] };
}

/** Drops the folder that breaks most until the rest is sound. */
function settle(found: readonly Ranked[], ground: Ground, notes: string[]): Attempt | undefined {
  let left = found;
  while (left.length >= 2) {
    let linked = left;
    for (let before = -1; before !== linked.length;) {
      before = linked.length;
      linked = withEdges(linked, ground);
    }
    for (const { name } of left.filter((one) => !linked.includes(one))) notes.push(`${name}: too few imports between it and the others to tell its rank.`);
    left = linked;
    if (left.length < 2) return undefined;
    const attempts = candidates(left, ground);
    const [best] = attempts.sort((a, b) => a.against.length - b.against.length);
    if (!best) return undefined;
    if (best.against.length <= Math.min(MOST, SHARE * best.pairs.length)) return best;
    const guilt = left.map((layer) => ({ layer, broken: best.against.filter(({ upper, lower }) => upper === layer.name || lower === layer.name) })).sort((a, b) => b.broken.length - a.broken.length || compare(a.layer.name, b.layer.name));
    const worst = guilt[0]!;
    const first = worst.broken[0]!;
    notes.push(`${worst.layer.name} is no layer: ${count(worst.broken.length, 'import')} of or into it go against any order, the first at ${first.at.file}:${first.at.line}.`);
    left = left.filter((one) => one !== worst.layer);
  }
  return undefined;
}

/** The layers with what they might be declared as. */
function candidates(layers: readonly Ranked[], ground: Ground): Attempt[] {
  const order = byImports(layers, pairsOf(layers, ground));
  const list = (ranks: readonly Ranked[]): DeclaredLayers['order'] => ranks.map(({ name, paths, pure }) => ({ name, path: paths.length === 1 ? paths[0]! : [...paths], ...(pure !== undefined && { pure }) }));
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const roles = ['presentation', 'application', 'domain', 'infrastructure'].flatMap((name) => byName.get(name) ?? []);
  const shapes: DeclaredLayers[] = [];
  if (layers[0]!.role && roles.length === layers.length && byName.has('domain')) {
    const pure = domainPurity(byName.get('domain')!, ground);
    const withPurity = roles.map((layer) => (layer.name === 'domain' ? { ...layer, pure } : layer));
    if (byName.has('infrastructure')) shapes.push({ preset: 'layered', dependency_inversion: true, order: list(withPurity) });
    shapes.push({ preset: 'hexagonal', order: list(withPurity) }, { preset: 'layered', order: list(withPurity) });
  }
  shapes.push({ preset: 'none', order: list(order) });
  const several = new Set(ground.modules.filter(isMatch(layers.flatMap(({ paths }) => paths))).map(ground.ownerOf)).size > 1;
  return shapes.flatMap((shape) => (several && layers[0]!.role ? [shape, { ...shape, per: 'component' as const }] : [shape])).map((declared) => attempt(declared, layers, ground));
}

/** Pure but for what it imports today, so that nothing new comes in; where that is a crowd, nothing is claimed. */
function domainPurity(layer: Ranked, { seen, ownerOf, pathOf }: Ground): DeclaredLayer['pure'] {
  const isOwn = isMatch(layer.paths);
  const allowed = new Set<string>();
  for (const { from, to, external } of productionImports(seen)) {
    if (!isOwn(from)) continue;
    if (external !== undefined) allowed.add(external);
    else if (to !== undefined && !isOwn(to)) allowed.add(pathOf(ownerOf(to)) ?? to);
  }
  return allowed.size === 0 ? true : allowed.size <= LONGEST_ALLOWANCE ? { allow: [...allowed].sort(compare) } : false;
}

function attempt(declared: DeclaredLayers, layers: readonly Ranked[], ground: Ground): Attempt {
  const { ownerOf } = ground;
  const directions = layerDirections({ layers: declared } as ArchitectureDeclaration)!;
  const mayWire = isCompositionRoot(declared);
  const pairs = pairsOf(layers, ground).filter(({ from, to }) => !mayWire(from) && (declared.per !== 'component' || ownerOf(from) === ownerOf(to)));
  return { declared, pairs, against: pairs.filter(({ upper, lower }) => directions.mayImport(upper, lower)?.allowed === false) };
}

/** Distinct pairs of files between two layers. */
function pairsOf(layers: readonly Ranked[], { imports }: Ground): Pair[] {
  const matchers = layers.map(({ name, paths }) => ({ name, matches: isMatch(paths) }));
  const known = new Map<string, string | undefined>();
  const layerOf = (path: string): string | undefined => {
    if (!known.has(path)) {
      const names = matchers.filter(({ matches }) => matches(path)).map(({ name }) => name);
      known.set(path, names.length === 1 ? names[0] : undefined);
    }
    return known.get(path);
  };
  const pairs = new Map<string, Pair>();
  for (const { from, to, line, column } of imports) {
    const [upper, lower] = [layerOf(from), layerOf(to)];
    const key = `${from} -> ${to}`;
    if (upper !== undefined && lower !== undefined && upper !== lower && !pairs.has(key)) pairs.set(key, { from, to, upper, lower, at: { file: from, line, column } });
  }
  return [...pairs.values()];
}

/** Layers that enough imports tie to others for their rank to be seen. */
const withEdges = (layers: readonly Ranked[], ground: Ground): Ranked[] => {
  const pairs = pairsOf(layers, ground);
  return layers.filter(({ name }) => pairs.filter(({ upper, lower }) => upper === name || lower === name).length >= FEWEST);
};

/** From the customary order, moves a layer wherever that leaves fewer imports against the order. */
function byImports(layers: readonly Ranked[], pairs: readonly Pair[]): Ranked[] {
  const weight = new Map<string, number>();
  for (const { upper, lower } of pairs) weight.set(`${upper} ${lower}`, (weight.get(`${upper} ${lower}`) ?? 0) + 1);
  const cost = (order: readonly Ranked[]): number => order.reduce((sum, lower, index) => sum + order.slice(0, index).reduce((more, upper) => more + (weight.get(`${lower.name} ${upper.name}`) ?? 0), 0), 0);
  let order = [...layers].sort((a, b) => a.rank - b.rank || compare(a.name, b.name));
  for (let better = true; better;) {
    better = false;
    for (const layer of [...order]) {
      const others = order.filter((one) => one !== layer);
      const options = [order, ...others.map((_, index) => [...others.slice(0, index), layer, ...others.slice(index)]), [...others, layer]];
      const [best] = options.map((option) => ({ option, price: cost(option) })).sort((a, b) => a.price - b.price);
      if (best!.price < cost(order)) {
        order = best!.option;
        better = true;
      }
    }
  }
  return order;
}

function told({ declared, against, pairs }: Attempt, found: readonly Ranked[], notes: readonly string[]): ProposedLayers {
  const names = declared.order.map(({ name }) => name);
  const customary = [...found].sort((a, b) => a.rank - b.rank).map(({ name }) => name).filter((name) => names.includes(name));
  return {
    declared,
    notes: [
      `By the names of folders; ${count(pairs.length, 'import')} between them, ${against.length === 0 ? 'none' : against.length} against this order.`,
      ...(declared.preset === 'none' && customary.join() !== names.join() ? [`By custom it would be ${customary.join(', ')}; the imports say ${names.join(', ')}.`] : []),
      ...against.slice(0, 10).map(({ at, upper, lower, to }) => `against it: ${upper} imports ${lower}, ${at.file}:${at.line} -> ${to}`),
      ...(against.length > 10 ? [`and ${against.length - 10} more; all are waived at the end of this file`] : []),
      ...notes,
    ],
    against: against.map(({ from, to, at }) => ({ subject: `${from} -> ${to}`, at })),
  };
}
