import type { Facts, ImportKind, Knot, ModuleEdge } from '../../model/index.ts';
import { isCompositionRoot } from '../../lib/composition-roots.ts';
import { layerDirections } from '../../lib/layers.ts';

// The shape of `arch-lint graph --format json`: a public contract, in snake_case.

export interface GraphImport {
  readonly specifier: string;
  /** A module of the repository; null: `external` or `unresolved`. */
  readonly to: string | null;
  readonly kind: ImportKind;
  readonly line: number;
  readonly column: number;
  readonly external?: true;
  readonly unresolved?: true;
}
export interface GraphModule { readonly path: string; readonly component: string | null; readonly layer: string | null; readonly imports: readonly GraphImport[] }
export interface GraphEdge { readonly to: string; readonly imports: number; readonly type_only: number; readonly broken: boolean }
export interface GraphComponent {
  readonly name: string; readonly path: readonly string[]; readonly files: number; readonly modules: number;
  readonly fan_in: number; readonly fan_out: number; readonly instability: number; readonly imports: readonly GraphEdge[];
}
export interface GraphLayer { readonly name: string; readonly path: readonly string[]; readonly modules: number; readonly imports: readonly GraphEdge[] }
export interface GraphStep { readonly from: string; readonly to: string; readonly line: number; readonly column: number; readonly kind: ImportKind; readonly names: readonly string[] }
export interface GraphKnot {
  readonly level: 'module' | 'component';
  readonly members: readonly string[];
  readonly type_only: boolean;
  /** The steps of a shortest cycle, and the imports whose removal opens the knot. */
  readonly cycle: readonly GraphStep[];
  readonly cut: readonly GraphStep[];
}
export interface GraphDocument {
  readonly schema_version: 1;
  readonly modules: readonly GraphModule[];
  readonly components: readonly GraphComponent[];
  readonly layers: readonly GraphLayer[];
  readonly knots: readonly GraphKnot[];
}

/** What a graph is made of: `study(GRAPH_FACTS, …)` gathers it. */
export const GRAPH_FACTS = ['files', 'imports', 'components', 'coupling'] as const;
export type GraphFacts = Pick<Facts, 'architecture' | (typeof GRAPH_FACTS)[number]>;

export function graphDocument(facts: GraphFacts): GraphDocument {
  const { imports: { modules }, components: { components, layers, of }, coupling } = facts;
  const broken = brokenImports(facts);
  const groupEdges = (edges: typeof coupling.components, from: string, broke: ReadonlySet<string>): GraphEdge[] =>
    edges.filter((edge) => edge.from === from).map(({ to, imports, typeOnly }) => ({ to, imports, type_only: typeOnly, broken: broke.has(`${from}\n${to}`) }));
  const brokenComponents = new Set(coupling.componentKnots.filter(({ typeOnly }) => !typeOnly).flatMap(({ cut, cycle }) => [...cut, ...cycle]).map(({ from, to }) => `${only(of[from]?.components)}\n${only(of[to]?.components)}`));
  const brokenLayers = new Set([...broken.layers].map((key) => {
    const [from, to] = key.split('\n') as [string, string];
    return `${only(of[from]?.layers)}\n${only(of[to]?.layers)}`;
  }));
  return {
    schema_version: 1,
    modules: Object.keys(modules).sort().map((path) => ({
      path,
      component: only(of[path]?.components) ?? null,
      layer: only(of[path]?.layers) ?? null,
      imports: modules[path]!.map(({ specifier, to, kind, line, column, unresolved }) => ({
        specifier, to: to ?? null, kind, line, column,
        ...(to === undefined && (unresolved ? { unresolved: true as const } : { external: true as const })),
      })),
    })),
    components: components.map(({ name, path, files, modules: count }) => {
      const { fanIn = 0, fanOut = 0, instability = 0 } = coupling.instability.find((one) => one.name === name) ?? {};
      return { name, path, files, modules: count, fan_in: fanIn, fan_out: fanOut, instability: Math.round(instability * 1000) / 1000, imports: groupEdges(coupling.components, name, brokenComponents) };
    }),
    layers: layers.map(({ name, path, modules: count }) => ({ name, path, modules: count, imports: groupEdges(coupling.layers, name, brokenLayers) })),
    knots: [...coupling.componentKnots.map(knot('component')), ...coupling.moduleKnots.map(knot('module'))],
  };
}

const only = (names: readonly string[] | undefined): string | undefined => (names?.length === 1 ? names[0] : undefined);

const step = ({ from, to, line, column, kind, names }: ModuleEdge): GraphStep => ({ from, to, line, column, kind, names });

const knot = (level: GraphKnot['level']) => ({ members, typeOnly, cycle, cut }: Knot): GraphKnot =>
  ({ level, members, type_only: typeOnly, cycle: cycle.map(step), cut: cut.map(step) });

/** Imports against the layers' direction, and those that close a cycle; as `from\nto`. */
export function brokenImports({ architecture, files: { files }, imports: { modules }, components: { of }, coupling }: GraphFacts): { readonly layers: ReadonlySet<string>; readonly cycles: ReadonlySet<string> } {
  const cycles = new Set(coupling.moduleKnots.filter(({ typeOnly }) => !typeOnly).flatMap(({ cycle, cut }) => [...cycle, ...cut]).map(({ from, to }) => `${from}\n${to}`));
  const directions = layerDirections(architecture.declared);
  const section = architecture.declared.layers;
  const layers = new Set<string>();
  if (!directions || !section) return { layers, cycles };
  const mayWire = isCompositionRoot(section);
  for (const { path: from, role } of files) {
    const upper = only(of[from]?.layers);
    if (role !== 'production' || upper === undefined || mayWire(from)) continue;
    for (const { to, kind } of modules[from] ?? []) {
      const lower = to === undefined ? undefined : only(of[to]?.layers);
      if (to === undefined || lower === undefined || lower === upper || of[from]?.stack !== of[to]?.stack) continue;
      if (section.ignore_type_imports === true && kind === 'type') continue;
      if (directions.mayImport(upper, lower)?.allowed === false) layers.add(`${from}\n${to}`);
    }
  }
  return { layers, cycles };
}
