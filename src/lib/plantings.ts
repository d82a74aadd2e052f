import type { DeclaredRule, DeclaredThings, Facts, ImportEdge, Place, RepoFile } from '../model/index.ts';
import { isCompositionRoot } from './composition-roots.ts';
import { placeOf, pointer } from './declaration.ts';
import { isMatch } from './globs.ts';
import { layerDirections } from './layers.ts';
import { ancestorsOf } from './nesting.ts';
import { boundFiles, selects } from './rules/bind.ts';
import { breachesOf } from './rules/breaches.ts';

/** One violation that a declaration must catch; or why there is none to plant, or none that would be caught. */
export interface Planting {
  readonly kind: string;
  readonly name: string;
  readonly check: string;
  readonly plant?: { readonly facts: Partial<Facts>; readonly at: Place; readonly what: string };
  /** Nothing here that could break it. */
  readonly without?: string;
  /** It watches nothing. */
  readonly dead?: string;
  /** The declaration. */
  readonly at?: Place;
}

type Known = Pick<Facts, 'architecture' | 'files' | 'source' | 'imports' | 'components' | 'references'>;

/** A package that nobody has. */
const STRANGER = 'arch-lint-planted';

/** Every violation worth planting, in the order of the declaration; what is not declared at all is told once, with what to write. */
export const plantings = (facts: Known): Planting[] => [
  ...some(directions(facts), { kind: 'layer direction', name: 'layers', check: 'layer-violations', without: facts.architecture.declared.layers ? 'every layer may import every other one' : 'no layers are declared: `layers.order`' }),
  ...some(purity(facts), { kind: 'purity', name: 'layers', check: 'impure-domain', without: 'no layer is declared pure: `pure: true` of a layer' }),
  ...some(publicApis(facts), { kind: 'public API', name: 'components', check: 'private-imports', without: 'no component declares one: `public_api` of a component' }),
  ...cycles(facts),
  ...some(rules(facts), { kind: 'rule', name: 'rules', check: 'rule-violations', without: 'no rule is declared: `rules`' }),
];

const some = (found: readonly Planting[], none: Planting): readonly Planting[] => (found.length > 0 ? found : [none]);

const modulesOf = ({ files: { files }, imports: { modules } }: Known): string[] =>
  files.filter(({ path, role }) => role === 'production' && Object.hasOwn(modules, path)).map(({ path }) => path);

/** The facts with one import more, on a line that the module does not have. */
function imported({ imports, source }: Known, from: string, what: Pick<ImportEdge, 'specifier' | 'to' | 'external' | 'builtin'>): NonNullable<Planting['plant']> {
  const edges = imports.modules[from] ?? [];
  const line = 1 + Math.max(source.modules[from]?.lines ?? 0, ...edges.map((edge) => edge.line));
  const edge: ImportEdge = { kind: 'value', line, column: 1, names: ['planted'], ...what };
  return {
    facts: { imports: { ...imports, modules: { ...imports.modules, [from]: [...edges, edge] } } },
    at: { file: from, line, column: 1 },
    what: `an import of ${what.to ?? what.external} in ${from}`,
  };
}
const toFile = (facts: Known, from: string, to: string) => imported(facts, from, { specifier: to, to });
const toPackage = (facts: Known, from: string, name: string) => imported(facts, from, { specifier: name, external: name });

/** The first pair that holds, where no import stands yet. */
function pairOf({ imports }: Known, froms: readonly string[], tos: readonly string[], holds: (from: string, to: string) => boolean): readonly [string, string] | undefined {
  for (const from of froms.slice(0, 200)) {
    const known = new Set((imports.modules[from] ?? []).map(({ to }) => to));
    const to = tos.find((one) => one !== from && !known.has(one) && holds(from, one));
    if (to !== undefined) return [from, to];
  }
  return undefined;
}

const inLayer = (facts: Known, name: string): string[] =>
  modulesOf(facts).filter((path) => facts.components.of[path]?.layers.length === 1 && facts.components.of[path].layers[0] === name);

function directions(facts: Known): Planting[] {
  const { architecture, components: { of } } = facts;
  const { layers } = architecture.declared;
  const ranks = layerDirections(architecture.declared);
  if (!layers || !ranks) return [];
  const mayWire = isCompositionRoot(layers);
  const members = new Map(ranks.layers.map(({ name }) => [name, inLayer(facts, name)]));
  return ranks.layers.flatMap((from) => ranks.layers.flatMap((to): Planting[] => {
    const direction = ranks.mayImport(from.name, to.name);
    if (!direction || direction.allowed) return [];
    const base = { kind: 'layer direction', name: `${from.name} -> ${to.name}`, check: 'layer-violations', at: placeOf(architecture, direction.pointer) };
    const empty = [from, to].find(({ name }) => members.get(name)!.length === 0);
    if (empty) return [{ ...base, dead: `the layer ${empty.name} holds no module`, at: placeOf(architecture, `${empty.pointer}/path`) }];
    const isFine = direction.kind === 'pure' ? isMatch(from.pure?.allow ?? []) : () => false;
    const pair = pairOf(facts, members.get(from.name)!.filter((path) => !mayWire(path)), members.get(to.name)!, (a, b) => of[a]!.stack === of[b]!.stack && !isFine(b));
    return [pair ? { ...base, plant: toFile(facts, ...pair) } : { ...base, without: 'no two modules of these layers could import each other, but for what is excepted' }];
  }));
}

function purity(facts: Known): Planting[] {
  const { architecture } = facts;
  const mayWire = architecture.declared.layers ? isCompositionRoot(architecture.declared.layers) : () => false;
  return (layerDirections(architecture.declared)?.layers ?? []).filter(({ pure }) => pure).map((layer): Planting => {
    const base = { kind: 'purity', name: layer.name, check: 'impure-domain', at: placeOf(architecture, layer.pure!.pointer) };
    const [from] = inLayer(facts, layer.name).filter((path) => !mayWire(path));
    return from === undefined ? { ...base, dead: `the layer ${layer.name} holds no module` } : { ...base, plant: toPackage(facts, from, STRANGER) };
  });
}

function publicApis(facts: Known): Planting[] {
  const { architecture, components: { components, of } } = facts;
  const insideOf = ancestorsOf(components);
  const all = modulesOf(facts);
  const owner = (path: string): string | undefined => (of[path]?.components.length === 1 ? of[path].components[0] : undefined);
  return Object.entries(architecture.declared.components ?? {}).filter(([, { public_api }]) => public_api !== undefined).map(([name, { public_api = [] }]): Planting => {
    const base = { kind: 'public API', name, check: 'private-imports', at: placeOf(architecture, pointer('components', name, 'public_api')) };
    const isPublic = isMatch(public_api);
    const own = all.filter((path) => owner(path) === name);
    if (own.length === 0) return { ...base, dead: `the component ${name} holds no module` };
    if (!own.some(isPublic)) return { ...base, dead: 'it matches no file of the component' };
    const inner = own.filter((path) => !isPublic(path));
    if (inner.length === 0) return { ...base, without: 'every module of the component is public' };
    const pair = pairOf(facts, all.filter((path) => owner(path) !== name && !(owner(path) !== undefined && insideOf(owner(path)!).includes(name))), inner, () => true);
    return pair ? { ...base, plant: toFile(facts, ...pair) } : { ...base, without: 'no module stands outside of the component' };
  });
}

/** An import against one that is there closes a cycle. */
function cycles(facts: Known): Planting[] {
  const base = { kind: 'cycles', name: 'modules', check: 'circular-dependencies' };
  const all = new Set(modulesOf(facts));
  for (const from of all) {
    for (const { to, kind } of facts.imports.modules[from] ?? []) {
      if (to === undefined || to === from || kind === 'type' || !all.has(to) || (facts.imports.modules[to] ?? []).some((edge) => edge.to !== undefined)) continue;
      return [{ ...base, plant: toFile(facts, to, from) }];
    }
  }
  return [{ ...base, without: 'no module imports another that imports none itself' }];
}

function rules(facts: Known): Planting[] {
  const { architecture, files: { files }, components: { of } } = facts;
  const scope = { files, of };
  return (architecture.declared.rules ?? []).flatMap((rule, index): Planting[] => {
    const base = { kind: 'rule', name: rule.name, check: 'rule-violations', at: placeOf(architecture, pointer('rules', index)) };
    const bound = boundFiles(rule, scope);
    const isTarget = rule.to === undefined ? () => false : selects(rule.to, scope);
    if (bound.length === 0) return [{ ...base, dead: 'it binds no file' }];
    if (rule.to !== undefined && !files.some(({ path }) => isTarget(path))) return [{ ...base, dead: 'its target matches no file' }];
    const attempts = [...(rule.to === undefined ? [] : [{ name: rule.name, to: isTarget }]), ...ofThings(rule.deny, rule, facts), ...allowed(rule)];
    if (attempts.length === 0) return [{ ...base, without: 'it looks at the names of files; nothing is planted for it' }];
    return attempts.map((attempt) => ({ ...base, name: attempt.name, ...planted(attempt, rule, bound, facts) }));
  });
}

interface Attempt {
  readonly name: string;
  readonly to?: (path: string) => boolean;
  readonly external?: string;
  readonly builtin?: true;
  readonly call?: string;
  readonly identifier?: string;
}

/** One attempt for each thing that is denied. */
function ofThings(deny: DeclaredThings | undefined, { name }: DeclaredRule, { components: { of } }: Known): Attempt[] {
  if (deny === undefined) return [];
  const concrete = (pattern: string): string => pattern.replaceAll(/\*+/g, 'planted');
  return [
    ...(deny.layers ?? []).map((layer) => ({ name: `${name}: layer ${layer}`, to: (path: string) => of[path]?.layers.includes(layer) ?? false })),
    ...(deny.components ?? []).map((component) => ({ name: `${name}: component ${component}`, to: (path: string) => of[path]?.components.includes(component) ?? false })),
    ...(deny.files === undefined ? [] : [{ name: `${name}: files`, to: isMatch(deny.files) }]),
    ...(deny.packages ?? []).map((pattern) => ({ name: `${name}: package ${pattern}`, external: concrete(pattern) })),
    ...(deny.builtins ?? []).map((pattern) => ({ name: `${name}: builtin ${pattern}`, external: `node:${concrete(pattern).replace(/^node:/, '')}`, builtin: true as const })),
    ...(deny.calls ?? []).map((pattern) => ({ name: `${name}: call ${pattern}`, call: concrete(pattern) })),
    ...(deny.identifiers ?? []).map((pattern) => ({ name: `${name}: identifier ${pattern}`, identifier: concrete(pattern) })),
  ];
}

/** What an allow-list does not name is not allowed. */
function allowed({ name, allow }: DeclaredRule): Attempt[] {
  if (allow === undefined) return [];
  return [
    ...(allow.layers || allow.components || allow.files ? [{ name: `${name}: what is not allowed`, to: () => true }] : []),
    ...(allow.packages ? [{ name: `${name}: a package that is not allowed`, external: STRANGER }] : []),
    ...(allow.builtins ? [{ name: `${name}: a builtin that is not allowed`, external: 'node:planted', builtin: true as const }] : []),
    ...(allow.calls ? [{ name: `${name}: a call that is not allowed`, call: 'archLintPlanted' }] : []),
    ...(allow.identifiers ? [{ name: `${name}: a name that is not allowed`, identifier: 'archLintPlanted' }] : []),
  ];
}

function planted({ to, external, builtin, call, identifier }: Attempt, rule: DeclaredRule, bound: readonly RepoFile[], facts: Known): Pick<Planting, 'plant' | 'without' | 'dead'> {
  const froms = bound.filter(({ language }) => language !== undefined).map(({ path }) => path);
  if (froms.length === 0) return { without: 'it binds no module' };
  if (external !== undefined) {
    const from = froms.find((path) => !(facts.imports.modules[path] ?? []).some((edge) => edge.external === external)) ?? froms[0]!;
    return { plant: imported(facts, from, { specifier: external, external, ...(builtin && { builtin }) }) };
  }
  if (to !== undefined) {
    // What is imported may be tooling or a test, too.
    const targets = Object.keys(facts.imports.modules).filter(to);
    if (targets.length === 0) return { dead: 'what it denies matches no module' };
    const scope = { files: facts.files.files, of: facts.components.of };
    const byPath = new Map(bound.map((file) => [file.path, file]));
    // An allow-list lets a file import its own layer and component: what it does not allow must be found by asking.
    const breaks = (from: string, target: string): boolean =>
      rule.allow === undefined || breachesOf(rule, byPath.get(from)!, scope, { ...facts, ...toFile(facts, from, target).facts } as Known).some(({ subject }) => subject === `${from} -> ${target}`);
    const pair = pairOf(facts, froms, targets, breaks);
    return pair ? { plant: toFile(facts, ...pair) } : { without: 'nothing here that it does not allow' };
  }
  const from = froms.find((path) => facts.references[path] !== undefined) ?? froms[0]!;
  const known = facts.references[from] ?? { calls: [], names: [] };
  const line = 1 + Math.max(facts.source.modules[from]?.lines ?? 0, ...known.calls.map((use) => use.line), ...known.names.map((use) => use.line));
  const use = { name: (call ?? identifier)!, count: 1, line, column: 1 };
  const more = call === undefined ? { ...known, names: [...known.names, use] } : { ...known, calls: [...known.calls, use] };
  return { plant: { facts: { references: { ...facts.references, [from]: more } }, at: { file: from, line, column: 1 }, what: `a use of ${use.name} in ${from}` } };
}
