import { BOUNDARY_HEURISTICS } from '../lib/knowledge/structure.ts';
import { placeText } from '../lib/mistake.ts';
import { count, listed } from '../lib/module-imports.ts';
import type { Answer, Block } from './answer.ts';
import { seamsDiagram } from './boundaries/diagram.ts';
import { agreement, divide, type Agreement, type Clustered } from './boundaries/divide.ts';
import { groundOf, WEIGHTS, type Ground, type GroundFacts } from './boundaries/ground.ts';
import { signsFor, type Sign } from './boundaries/heuristics.ts';
import { misplacedIn, type Misplaced } from './boundaries/misplaced.ts';
import { goesBothWays, seamsOf, siteOf, type Cut, type Seam, type Seams } from './boundaries/seams.ts';

export interface BoundariesAsked {
  /** Above 1: more and smaller clusters; below: fewer and larger. */
  readonly resolution: number;
  readonly level: 'folder' | 'module';
  /** Boundaries and misplaced modules that are told in full. */
  readonly most: number;
}

/** Below this, other starts of the search find other clusters: the boundaries are unclear. */
export const UNCLEAR = 0.6;
const MOST_CUTS = 3;
const MOST_SITES = 2;

/** Boundaries that code, data, history and owners show, beside those that are declared. */
export function boundaries(facts: GroundFacts, { resolution, level, most }: BoundariesAsked): Answer {
  const ground = groundOf(facts, level);
  const clustered = divide(ground, resolution);
  const seams = seamsOf(facts, ground, clustered);
  const signs = signsFor(facts, ground, clustered, seams);
  const declared = declaredComponents(facts);
  const agreed = declared.size === 0 ? undefined : agreement(clustered, declared);
  const misplaced = agreed ? misplacedIn(ground, clustered, declared) : [];
  const shown = seams.seams.slice(0, most);
  return {
    command: 'boundaries',
    data: dataOf(facts, ground, clustered, seams, signs, agreed, misplaced, { resolution, level, most }),
    blocks: [
      { heading: 'Boundaries' },
      ...summary(facts, ground, clustered, seams),
      { head: ['boundary', 'modules', 'runs in', 'tables', 'out', 'in', 'coupling', 'for', 'against'], table: shown.map((seam) => row(seam, signs.get(seam.name)!)) },
      ...(shown.length < seams.seams.length ? [{ text: `--most ${seams.seams.length} shows ${seams.seams.length - shown.length} more.` }] : []),
      { code: seamsDiagram(seams.seams, seams.cuts), language: 'mermaid', only: 'markdown' },
      ...(agreed ? compared(agreed, misplaced, most) : []),
      ...shown.flatMap((seam) => detail(seam, signs.get(seam.name)!, seams.cuts, clustered)),
    ],
    follows: [
      ...BOUNDARY_HEURISTICS.map(({ sign }) => ({ rule: sign, source: 'Phase 3, service boundary identification' })),
      { rule: 'Begin where coupling is loosest.', source: 'Migration from a monolith, 2' },
    ],
  };
}

/** Modules of production with the one component that owns them. */
export function declaredComponents({ components }: Pick<GroundFacts, 'components'>): Map<string, string> {
  return new Map(Object.entries(components.of).flatMap(([path, { components: [first, ...more] }]) => (first !== undefined && more.length === 0 ? [[path, first] as const] : [])));
}

const percent = (part: number | undefined): string => (part === undefined ? '?' : `${Math.round(part * 100)} %`);
const rounded = (number: number): number => Math.round(number * 1000) / 1000;

/** What the history lets one say, as a sentence; undefined: all is well. */
export function historyNote({ history }: Pick<GroundFacts, 'history'>): string | undefined {
  if (history.commits.length === 0) return `There is no git history since ${history.since || 'a year ago'} here: what changes together, and how often, is unknown.`;
  return history.truncated ? `The history is cut short (a shallow clone, or a very long log): ${count(history.commits.length, 'commit')} since ${history.since} were read.` : undefined;
}

const are = (modules: number): string => `${modules === 1 ? 'is' : 'are'} ${count(modules, 'module')}`;

function summary(facts: GroundFacts, ground: Ground, clustered: Clustered, { seams }: Seams): Block[] {
  const note = historyNote(facts);
  const clear = clustered.stability >= UNCLEAR;
  return [
    { text: `${count(ground.modules.length, 'module')} of production, ${count(seams.length, 'boundary', 'boundaries')} proposed. ${clear ? 'They are clear' : 'They are unclear'}: ten starts of the search agree by ${clustered.stability.toFixed(2)} (adjusted Rand; 1 is the same every time), and modularity is ${clustered.modularity.toFixed(2)}.` },
    ...(clear ? [] : [{ text: 'An unclear boundary is drawn wrongly: take the list as a question to those who know the code, not as a plan.' }]),
    ...(note === undefined ? [] : [{ text: note }]),
    ...(ground.shared.size > 0 ? [{ text: `Used from everywhere, and part of no boundary, ${are(ground.shared.size)}: ${listed([...ground.shared].sort(), 5)}.` }] : []),
    ...(ground.wiring.size > 0 ? [{ text: `Wiring everything together, and part of no boundary, ${are(ground.wiring.size)}: ${listed([...ground.wiring].sort(), 5)}.` }] : []),
    ...(clustered.alone.length > 0 ? [{ text: `Too few for a boundary, and tied to none, ${are(clustered.alone.length)}: ${listed(clustered.alone, 3)}.` }] : []),
  ];
}

const row = ({ name, modules, runsIn, owns, out, into, coupling }: Seam, signs: readonly Sign[]): string[] => [
  name, String(modules.length), runsIn, String(owns.length), String(out), String(into), coupling.toFixed(2),
  String(signs.filter(({ speaks }) => speaks === 'for').length), String(signs.filter(({ speaks }) => speaks === 'against').length),
];

function compared({ adjustedRand, compared: number, overlaps }: Agreement, misplaced: readonly Misplaced[], most: number): Block[] {
  return [
    { heading: 'Compared with the declared components' },
    { text: `The proposed boundaries agree with the declared components by ${adjustedRand.toFixed(2)} (adjusted Rand over ${count(number, 'module')}; 1 is the same division, 0 what chance would give).` },
    { head: ['component', 'modules', 'most lie in', 'share'], table: overlaps.map(({ component, modules, cluster, inside }) => [component, String(modules), cluster, percent(inside / modules)]) },
    ...(misplaced.length === 0 ? [{ text: 'No module hangs more on another component than on its own.' }] : [
      { text: `${count(misplaced.length, 'module hangs', 'modules hang')} more on another component than on ${misplaced.length === 1 ? 'its' : 'their'} own:` },
      { list: misplaced.slice(0, most).map(({ path, component, drawnTo, own, other, by }) => `${path} of ${component} is drawn to ${drawnTo} (${other.toFixed(1)} against ${own.toFixed(1)})${by ? `: ${placeText(siteOf(by))}` : ''}`) },
    ]),
  ];
}

const MARK: Readonly<Record<Sign['speaks'], string>> = { for: 'for', against: 'against', open: 'neither', unknown: 'unknown' };

function detail({ name, modules, inside, out, into, shares, coupling }: Seam, signs: readonly Sign[], cuts: readonly Cut[], { firmness }: Clustered): Block[] {
  const own = cuts.filter(({ from, to }) => from === name || to === name);
  const folders = foldersOf(modules);
  return [
    { heading: name },
    { text: `${count(modules.length, 'module')} in ${listed(folders, 4)}. Imports: ${inside} inside, ${out} out, ${into} in. Coupling ${coupling.toFixed(2)}: the mean of imports that cross (${percent(shares.imports)}), data that crosses (${percent(shares.data)}), commits with others (${percent(shares.together)}) and imports that go back and forth (${percent(shares.cycles)}). Other starts find ${percent(firmness.get(name))} of it together.` },
    { head: ['heuristic', 'speaks', 'because'], table: signs.map(({ heuristic, speaks, because }) => [heuristic, MARK[speaks], because]) },
    ...(own.length === 0 ? [{ text: 'Nothing is cut.' }] : [{ list: own.slice(0, MOST_CUTS).map(cutLine) }]),
    ...(own.length > MOST_CUTS ? [{ text: `${own.length - MOST_CUTS} cheaper cuts are left out; --format json has them all.` }] : []),
  ];
}

/** `orders -> billing: 3 imports (1 of types alone), 4 calls, writes Invoice; src/a.ts:3:1`. */
export function cutLine(cut: Cut): string {
  const { from, to, imports, typeOnly, calls, tables, sites, back } = cut;
  const said = [
    imports > 0 ? `${count(imports, 'import')}${typeOnly > 0 ? ` (${typeOnly} of types alone)` : ''}` : '',
    calls > 0 ? `${count(calls, 'call')} that would go over the network` : '',
    tables.length > 0 ? `touches ${listed(tables.map(({ entity, uses }) => `${entity} (${uses.some(({ write }) => write) ? 'writes' : 'reads'})`), 4)}` : '',
    goesBothWays(cut) ? `${count(back, 'import')} ${back === 1 ? 'leads' : 'lead'} back` : '',
  ].filter(Boolean);
  const places = [...[...new Set(sites.map((site) => placeText(siteOf(site))))].slice(0, MOST_SITES), ...tables.slice(0, MOST_SITES).map(({ uses: [first] }) => placeText(first!.at))];
  return `${from} -> ${to}: ${said.join(', ')}${places.length > 0 ? `; ${places.join(', ')}` : ''}`;
}

/** The fewest folders that hold the modules, those with most of them first. */
function foldersOf(modules: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of modules) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([folder, number]) => `${folder} (${number})`);
}

function dataOf(facts: GroundFacts, ground: Ground, clustered: Clustered, seams: Seams, signs: ReadonlyMap<string, readonly Sign[]>, agreed: Agreement | undefined, misplaced: readonly Misplaced[], asked: BoundariesAsked): object {
  return {
    asked, weights: WEIGHTS,
    modules: ground.modules.length, modularity: rounded(clustered.modularity), stability: rounded(clustered.stability), clear: clustered.stability >= UNCLEAR,
    history: { commits: facts.history.commits.length, since: facts.history.since, truncated: facts.history.truncated },
    shared: [...ground.shared].sort(), wiring: [...ground.wiring].sort(), alone: clustered.alone,
    boundaries: seams.seams.map(({ name, modules, runsIn, inside, out, into, owns, commits, alone, shares, coupling }) => ({
      name, modules, runs_in: runsIn, imports: { inside, out, in: into }, tables: owns.map(({ entity }) => entity), commits: { all: commits, alone },
      shares: Object.fromEntries(Object.entries(shares).map(([key, value]) => [key, rounded(value as number)])), coupling: rounded(coupling),
      firmness: rounded(clustered.firmness.get(name)!), signs: signs.get(name)!,
    })),
    cuts: seams.cuts.map(cutData),
    ...(agreed && {
      declared: {
        measure: 'adjusted Rand index', agreement: rounded(agreed.adjustedRand), compared: agreed.compared,
        components: agreed.overlaps.map(({ component, modules, cluster, inside }) => ({ component, modules, boundary: cluster, inside })),
        misplaced: misplaced.map(({ path, component, drawnTo, cluster, own, other, by }) => ({ path, component, drawn_to: drawnTo, boundary: cluster, own: rounded(own), other: rounded(other), ...(by && { at: siteOf(by) }) })),
      },
    }),
  };
}

export const cutData = ({ from, to, imports, typeOnly, calls, sites, tables, back }: Cut): object => ({
  from, to, imports, type_only: typeOnly, calls, back,
  sites: sites.slice(0, 20).map((edge) => ({ ...siteOf(edge), to: edge.to, kind: edge.kind })),
  tables: tables.map(({ entity, uses }) => ({ entity, writes: uses.filter(({ write }) => write).length, reads: uses.filter(({ write }) => !write).length, at: uses[0]!.at })),
});
