import { partsOfKey } from '../../lib/function-key.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import type { Facts, ModuleEdge, Place } from '../../model/index.ts';
import type { Division } from './divide.ts';
import { WEIGHTS, type Ground } from './ground.ts';
import { tablesOf, type OwnedTable, type TableUse } from './tables.ts';

/** What a boundary between two groups would cut, in one direction. */
export interface Cut {
  readonly from: string;
  readonly to: string;
  readonly imports: number;
  readonly typeOnly: number;
  /** Calls of functions on the other side: each would go over the network, and may fail. */
  readonly calls: number;
  /** Imports that run before those of types, each by place. */
  readonly sites: readonly ModuleEdge[];
  /** Tables of `to` that `from` touches. */
  readonly tables: readonly { readonly entity: string; readonly uses: readonly TableUse[] }[];
  /** Run-time imports of `from` by `to`: as many lead back. */
  readonly back: number;
}

/** One group and what ties it to the others. */
export interface Seam {
  readonly name: string;
  /** Sorted. */
  readonly modules: readonly string[];
  readonly runsIn: 'server' | 'browser' | 'both';
  /** Imports inside, to others and from others. */
  readonly inside: number;
  readonly out: number;
  readonly into: number;
  readonly owns: readonly OwnedTable[];
  /** Commits of the last year that changed it, and those of them that changed nothing else. */
  readonly commits: number;
  readonly alone: number;
  readonly shares: Shares;
  /** Mean of the shares that are known, 0 (stands alone) to 1. */
  readonly coupling: number;
}

/** Each 0 to 1. */
export interface Shares {
  /** Of its imports, those that cross its boundary; types weigh less. */
  readonly imports: number;
  /** Of the uses of data that touch it, those that cross; absent: it has none. */
  readonly data?: number;
  /** Of the commits to it, those that change others as well; absent: too few. */
  readonly together?: number;
  /** Of the run-time imports that cross, those that go back and forth: twice the lesser direction of each neighbour. */
  readonly cycles: number;
}

export interface Seams {
  /** Those of the server first, of these the loosest. */
  readonly seams: readonly Seam[];
  /** Costliest first. */
  readonly cuts: readonly Cut[];
  readonly tables: readonly OwnedTable[];
}

/** Whether run-time imports go both ways over a boundary. */
export const goesBothWays = ({ imports, typeOnly, back }: Cut): boolean => imports > typeOnly && back > 0;

/** A commit to more groups renames or upgrades. */
const WIDE = 4;
const FEWEST_COMMITS = 5;

/** Measures a division of the modules: what each boundary cuts, and how loosely each group hangs on the others. */
export function seamsOf(facts: Pick<Facts, 'files' | 'history' | 'dataAccess' | 'outbound'>, ground: Ground, division: Division, declaredOwners?: ReadonlyMap<string, string>): Seams {
  const { of, names } = division;
  const tables = tablesOf(facts, division, declaredOwners);
  const cuts = cutsOf(facts, ground, division, tables);
  const together = togetherOf(facts, of);
  const sides = new Map(facts.files.files.map(({ path, side }) => [path, side]));
  const members = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const path of ground.modules) members.get(of.get(path) ?? '')?.push(path);
  const weigh = (edges: readonly { readonly kind: string }[]): number => edges.reduce((sum, { kind }) => sum + (kind === 'type' ? WEIGHTS.typeOnly : WEIGHTS.runTime), 0);
  const seams = names.map((name): Seam => {
    const inner = ground.edges.filter(({ from, to }) => of.get(from) === name && of.get(to) === name);
    const crossing = cuts.filter(({ from, to }) => from === name || to === name);
    const crossed = weigh(crossing.flatMap(({ sites }) => sites));
    const running = crossing.reduce((sum, { imports, typeOnly }) => sum + imports - typeOnly, 0);
    const circling = crossing.reduce((sum, { imports, typeOnly, back }) => sum + Math.min(imports - typeOnly, back), 0);
    const owns = tables.filter(({ owner }) => owner === name);
    const touching = tables.flatMap(({ owner, uses }) => uses.filter(({ group }) => group === name || owner === name).map(({ group }) => group !== owner));
    const { commits, alone, narrow } = together.get(name) ?? { commits: 0, alone: 0, narrow: 0 };
    const shares: Shares = {
      imports: share(crossed, crossed + weigh(inner)),
      ...(touching.length > 0 && { data: share(touching.filter(Boolean).length, touching.length) }),
      ...(narrow >= FEWEST_COMMITS && { together: share(narrow - alone, narrow) }),
      cycles: share(circling, running),
    };
    const known = [shares.imports, shares.data, shares.together, shares.cycles].filter((one) => one !== undefined);
    const browser = members.get(name)!.filter((path) => sides.get(path) === 'browser').length / Math.max(1, members.get(name)!.length);
    return {
      name, modules: members.get(name)!, runsIn: browser > 0.5 ? 'browser' : browser > 0.1 ? 'both' : 'server',
      inside: inner.length, owns, commits, alone, shares,
      out: crossing.filter(({ from }) => from === name).reduce((sum, { imports }) => sum + imports, 0),
      into: crossing.filter(({ to }) => to === name).reduce((sum, { imports }) => sum + imports, 0),
      coupling: known.reduce((sum, one) => sum + one, 0) / known.length,
    };
  });
  return { seams: seams.sort((a, b) => Number(a.runsIn === 'browser') - Number(b.runsIn === 'browser') || a.coupling - b.coupling || b.modules.length - a.modules.length || compare(a.name, b.name)), cuts, tables };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function cutsOf({ outbound }: Pick<Facts, 'outbound'>, { edges }: Ground, { of }: Division, tables: readonly OwnedTable[]): Cut[] {
  type Growing = { from: string; to: string; sites: ModuleEdge[]; calls: number; uses: Map<string, TableUse[]> };
  const found = new Map<string, Growing>();
  const at = (from: string | undefined, to: string | undefined): Growing | undefined => {
    if (from === undefined || to === undefined || from === to) return undefined;
    const key = `${from}\0${to}`;
    let cut = found.get(key);
    if (!cut) found.set(key, (cut = { from, to, sites: [], calls: 0, uses: new Map() }));
    return cut;
  };
  for (const edge of edges) at(of.get(edge.from), of.get(edge.to))?.sites.push(edge);
  for (const [caller, callees] of Object.entries(outbound.graph)) {
    for (const { to } of callees) {
      const cut = at(of.get(partsOfKey(caller)[0]), of.get(partsOfKey(to)[0]));
      if (cut) cut.calls += 1;
    }
  }
  for (const { entity, owner, uses } of tables) {
    for (const use of uses) {
      const cut = at(use.group, owner);
      if (cut) cut.uses.set(entity, [...(cut.uses.get(entity) ?? []), use]);
    }
  }
  const running = ({ sites }: Growing): number => sites.filter(({ kind }) => kind !== 'type').length;
  return [...found.values()].map(({ from, to, sites, calls, uses }): Cut => ({
    from, to, imports: sites.length, typeOnly: sites.filter(({ kind }) => kind === 'type').length, calls,
    sites: sites.sort((a, b) => Number(a.kind === 'type') - Number(b.kind === 'type') || comparePlaces(siteOf(a), siteOf(b))),
    tables: [...uses].map(([entity, own]) => ({ entity, uses: own })).sort((a, b) => compare(a.entity, b.entity)),
    back: found.has(`${to}\0${from}`) ? running(found.get(`${to}\0${from}`)!) : 0,
  })).sort((a, b) => costOf(b) - costOf(a) || compare(a.from, b.from) || compare(a.to, b.to));
}

/** What orders cuts: calls and run-time imports count one, an import of types alone a quarter, a foreign write two, a foreign read one. */
export const costOf = ({ imports, typeOnly, calls, tables }: Cut): number =>
  calls + (imports - typeOnly) + typeOnly * WEIGHTS.typeOnly + tables.flatMap(({ uses }) => uses).reduce((sum, { write }) => sum + (write ? 2 : 1), 0);

export const siteOf = ({ from, line, column }: ModuleEdge): Place => ({ file: from, line, column });

/** Commits to each group; `narrow`: without those that change many groups at once. */
function togetherOf({ history }: Pick<Facts, 'history'>, of: ReadonlyMap<string, string>): Map<string, { commits: number; alone: number; narrow: number }> {
  const found = new Map<string, { commits: number; alone: number; narrow: number }>();
  for (const { files } of history.commits) {
    const groups = new Set(files.flatMap((path) => of.get(path) ?? []));
    for (const group of groups) {
      const known = found.get(group) ?? { commits: 0, alone: 0, narrow: 0 };
      found.set(group, { commits: known.commits + 1, alone: known.alone + Number(groups.size === 1), narrow: known.narrow + Number(groups.size <= WIDE) });
    }
  }
  return found;
}
