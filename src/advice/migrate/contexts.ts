import type { Facts, Place } from '../../model/index.ts';
import { declaredComponents } from '../boundaries.ts';
import { divide, type Clustered, type Division } from '../boundaries/divide.ts';
import { GROUND_FACTS, groundOf, type Ground, type GroundFacts } from '../boundaries/ground.ts';
import { signsFor, type Sign } from '../boundaries/heuristics.ts';
import { seamsOf, type Seam, type Seams } from '../boundaries/seams.ts';
import { strangles, type Goal } from './goal.ts';

export const MIGRATE_FACTS = [...GROUND_FACTS, 'coupling', 'endpoints', 'dataModel', 'processState', 'packages', 'workloads', 'stores', 'kubernetes', 'terraform'] as const;
export type MigrateFacts = GroundFacts & Pick<Facts, (typeof MIGRATE_FACTS)[number]>;

/** A part that can move on its own. */
export interface Context {
  readonly seam: Seam;
  readonly signs: readonly Sign[];
  readonly endpoints: readonly { readonly subject: string; readonly at: Place }[];
  /** Other systems that it calls, by package or client. */
  readonly external: readonly string[];
  readonly channels: readonly string[];
  /** What its process remembers between requests. */
  readonly state: readonly { readonly what: string; readonly at: Place }[];
}

export interface Staying { readonly name: string; readonly because: string }

export interface Parts {
  readonly ground: Ground;
  /** How the parts were found: the team's components, or the boundaries that are proposed. */
  readonly by: 'declared' | 'proposed';
  readonly clustered?: Clustered;
  readonly division: Division;
  readonly seams: Seams;
  /** The loosest first. */
  readonly contexts: readonly Context[];
  readonly staying: readonly Staying[];
}

/** Declared parts of a server, from which on they are the parts to move; with fewer, boundaries are proposed inside them. */
const ENOUGH_DECLARED = 4;
/** A part of fewer modules is no context. */
const SMALLEST = 4;

/** From this coupling on, as much of a part crosses its boundary as stays inside. */
const NO_SEAM = 0.5;
/** A proposed part of more than this share of the server is no context. */
const MOST_OF_SERVER = 0.35;

/** The parts of the system in the order in which they can move. */
export function partsOf(facts: MigrateFacts, goal: Goal): Parts {
  const ground = groundOf(facts);
  const declared = declaredDivision(facts, ground);
  const clustered = declared === undefined ? divide(ground, 1) : undefined;
  const division: Division = declared ?? clustered!;
  const seams = seamsOf(facts, ground, division, declared && declaredOwners(facts));
  const signs = signsFor(facts, ground, division, seams);
  const all = seams.seams.map((seam) => ({ ...contextOf(facts, seam), signs: signs.get(seam.name)! }));
  const staying = new Map(all.flatMap((one) => {
    const because = whyStays(facts, one, goal) ?? (strangles(goal) ? whyNoSeam(one.seam, seams, declared === undefined) : undefined);
    return because === undefined ? [] : [[one.seam.name, because] as const];
  }));
  const contexts = all.filter(({ seam }) => !staying.has(seam.name)).sort((a, b) => rank(a, goal) - rank(b, goal) || a.seam.coupling - b.seam.coupling);
  return { ground, by: declared ? 'declared' : 'proposed', ...(clustered && { clustered }), division, seams, contexts, staying: [...staying].map(([name, because]) => ({ name, because })) };
}

/** The declared components that hold the server's modules; undefined: too few to be the parts. */
function declaredDivision(facts: MigrateFacts, ground: Ground): Division | undefined {
  const components = facts.architecture.declared.components;
  const owner = declaredComponents(facts);
  const sides = new Map(facts.files.files.map(({ path, side }) => [path, side]));
  const of = new Map([...owner].filter(([path]) => ground.modules.includes(path)));
  const sizes = new Map<string, number>();
  for (const name of of.values()) sizes.set(name, (sizes.get(name) ?? 0) + 1);
  const parts = [...sizes.keys()].filter((name) => components[name]?.kind !== 'frontend' && components[name]?.kind !== 'library');
  const serving = ground.modules.filter((path) => sides.get(path) !== 'browser');
  const covered = serving.filter((path) => of.has(path)).length;
  if (parts.length < ENOUGH_DECLARED || covered * 2 < serving.length) return undefined;
  return { of, names: [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name) };
}

/** Entity or table, in lower case → the component that is declared to own it. */
function declaredOwners({ architecture }: MigrateFacts): Map<string, string> {
  return new Map(Object.entries(architecture.declared.components).flatMap(([name, { data }]) => (data?.owns ?? []).map((entity) => [entity.toLowerCase(), name] as const)));
}

function contextOf(facts: MigrateFacts, seam: Seam): Omit<Context, 'signs'> {
  const own = new Set(seam.modules);
  return {
    seam,
    endpoints: facts.endpoints.endpoints.filter(({ at, handler }) => own.has(handler?.file ?? at.file)).map(({ subject, at }) => ({ subject, at })),
    external: [...new Set(facts.outbound.calls.filter(({ at, kind }) => own.has(at.file) && kind !== 'database' && kind !== 'cache').map((call) => (call.package === 'globalThis' ? 'fetch' : call.package)))].sort(),
    channels: [...new Set(facts.messaging.messages.filter(({ at, role }) => own.has(at.file) && role !== 'declare').map(({ engine, channel }) => channel ?? engine))].sort(),
    state: seam.modules.flatMap((file) => [
      ...(facts.processState[file]?.keeping ?? []).filter(({ shared }) => !shared).map(({ kind, library, line }) => ({ what: `${kind} by ${library}`, at: { file, line } })),
      ...(facts.processState[file]?.mutables ?? []).filter(({ changes }) => changes.some(({ inHandler }) => inHandler)).map(({ name, type, line }) => ({ what: `${name} (${type})`, at: { file, line } })),
    ]),
  };
}

/** Why a part does not move on its own; undefined: it does. */
function whyStays({ architecture }: MigrateFacts, { seam, endpoints, external, channels }: Omit<Context, 'signs'>, goal: Goal): string | undefined {
  const kind = architecture.declared.components[seam.name]?.kind;
  if (seam.runsIn === 'browser' || kind === 'frontend') return 'it runs in the browser, and calls whoever answers';
  if (kind === 'library') return strangles(goal) ? 'it is a library: each service takes a copy by version' : 'it is a library, and stays one';
  // A folder of models is no context: it holds the tables of all.
  if (seam.owns.length > 0 && endpoints.length + external.length + channels.length === 0 && seam.owns.every(({ uses }) => uses.length === 0)) {
    return `it defines ${seam.owns.length === 1 ? 'a table' : `${seam.owns.length} tables`}, and no query is seen to use ${seam.owns.length === 1 ? 'it' : 'them'}: whose data that is, is not known`;
  }
  if (seam.owns.length > 0) return undefined;
  if (endpoints.length + external.length + channels.length === 0) return 'no table, no request and no other system is its own: it goes with the code that calls it';
  if (strangles(goal) && seam.modules.length < SMALLEST) return `it keeps no table, and ${seam.modules.length === 1 ? '1 module makes' : `${seam.modules.length} modules make`} no service`;
  return undefined;
}

/** A part that hangs on others as much as on itself is cut in the wrong place, and one that is half of the server is what the others are taken out of. */
function whyNoSeam(seam: Seam, { seams, cuts }: Seams, proposed: boolean): string | undefined {
  const { name, coupling, inside, out, into, owns, modules } = seam;
  const serving = seams.filter(({ runsIn }) => runsIn === 'server').reduce((sum, each) => sum + each.modules.length, 0);
  if (proposed && seams.length > 2 && modules.length > MOST_OF_SERVER * serving) return `with ${modules.length} of ${serving} modules it is the core that the others are taken out of; divide it again when they are gone`;
  if (coupling < NO_SEAM && (owns.length > 0 || out + into <= inside)) return undefined;
  const [closest] = cuts.filter(({ from, to }) => from === name || to === name);
  const other = closest === undefined ? '' : `, most on ${closest.from === name ? closest.to : closest.from}`;
  return `it hangs more on others than on itself (coupling ${coupling.toFixed(2)}, ${out + into} imports cross, ${inside} stay inside)${other}: no seam as it is`;
}

/** What keeps data comes first: a service that owns its data is the first step. For functions, what remembers nothing does. */
function rank({ seam, state }: Omit<Context, 'signs'>, goal: Goal): number {
  if (goal === 'serverless') return Number(state.length > 0) * 2 + Number(seam.owns.length > 0);
  return Number(seam.owns.length === 0);
}
