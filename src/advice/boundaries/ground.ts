import { ownershipOf, ownerName } from '../../lib/codeowners.ts';
import { changesOf } from '../../lib/change-coupling.ts';
import { listOf } from '../../lib/declaration.ts';
import { compare } from '../../lib/order.ts';
import { folderOfPath } from '../../lib/paths.ts';
import { tellingFolders } from '../../lib/technical-folders.ts';
import type { Facts, ModuleEdge } from '../../model/index.ts';
import { beyondBarrels } from './barrels.ts';

/** What the advice on boundaries reads. */
export const GROUND_FACTS = ['files', 'source', 'imports', 'components', 'history', 'codeowners', 'dataAccess', 'messaging', 'outbound', 'units'] as const;
export type GroundFacts = Pick<Facts, 'architecture' | (typeof GROUND_FACTS)[number]>;

/** What each tie weighs; an import of types alone holds less together than one that runs. */
export const WEIGHTS = { runTime: 1, typeOnly: 0.25, write: 1, read: 0.5, together: 0.5, sameOwner: 1.25, otherOwner: 0.75, folder: 0.4 } as const;
/** Commits of more modules say little of which two belong together. */
export const WIDEST_COMMIT = 12;
/** A module that this many others import, from this share of all folders (or this many), is shared by all; so is, the other way, what wires. */
const HUB = { neighbours: 10, folders: 6, share: 0.15, enough: 25 } as const;

/** A tie between two nodes; a node is a module's path, `table Name` or `folder path`. */
export interface Tie { readonly a: string; readonly b: string; readonly weight: number }

/** The modules of production and what holds them together. */
export interface Ground {
  /** Sorted. */
  readonly modules: readonly string[];
  /** Imports between them, seen through files that only hand on. */
  readonly edges: readonly ModuleEdge[];
  readonly ties: readonly Tie[];
  /** Used from everywhere: no boundary runs around them. */
  readonly shared: ReadonlySet<string>;
  /** They put everything together, and nothing imports them. */
  readonly wiring: ReadonlySet<string>;
  ownersOf(path: string): readonly string[];
}

export const tableNode = (entity: string): string => `table ${entity}`;
export const folderNode = (folder: string): string => `folder ${folder}`;

/** `level`: at `folder`, what lies in one folder that is about something is drawn together; at `module`, only code, data and history count. */
export function groundOf(facts: GroundFacts, level: 'folder' | 'module' = 'folder'): Ground {
  const modules = facts.files.files.filter(({ role, language }) => role === 'production' && language !== undefined).map(({ path }) => path).sort(compare);
  const edges = beyondBarrels(facts, new Set(modules));
  const { shared, wiring } = hubsOf(modules, edges);
  const ownersOf = ownerFinder(facts);
  const kept = modules.filter((path) => !shared.has(path) && !wiring.has(path));
  const ties = [...tiesOf(facts, kept, edges, ownersOf), ...(level === 'folder' ? folderTies(kept) : [])];
  return { modules, edges, shared, wiring, ownersOf, ties: ties.sort((x, y) => compare(x.a, y.a) || compare(x.b, y.b)) };
}

function ownerFinder({ architecture, components, codeowners }: GroundFacts): (path: string) => readonly string[] {
  const lineOf = ownershipOf(codeowners);
  return (path) => {
    const [component] = components.of[path]?.components ?? [];
    const declared = component === undefined ? [] : listOf(architecture.declared.components[component]?.owner);
    return (declared.length > 0 ? declared : lineOf(path)?.owners ?? []).map(ownerName);
  };
}

/** Modules with neighbours all over the place, and those that only they need. */
function hubsOf(modules: readonly string[], edges: readonly ModuleEdge[]): { shared: Set<string>; wiring: Set<string> } {
  const [into, out] = [neighbours(edges, ({ to }) => to, ({ from }) => from), neighbours(edges, ({ from }) => from, ({ to }) => to)];
  const folders = new Set(modules.map(folderOfPath)).size;
  const isHub = (others: ReadonlySet<string> | undefined): boolean =>
    others !== undefined && others.size >= HUB.neighbours && new Set([...others].map(folderOfPath)).size >= Math.min(HUB.enough, Math.max(HUB.folders, HUB.share * folders));
  const shared = new Set(modules.filter((path) => isHub(into.get(path))));
  const wiring = new Set(modules.filter((path) => !shared.has(path) && isHub(out.get(path)) && (into.get(path)?.size ?? 0) <= 2));
  // What none but shared modules import is a part of them.
  for (let grown = true; grown;) {
    grown = false;
    for (const path of modules) {
      const users = into.get(path);
      if (shared.has(path) || wiring.has(path) || !users || ![...users].every((user) => shared.has(user))) continue;
      shared.add(path);
      grown = true;
    }
  }
  return { shared, wiring };
}

export function neighbours(edges: readonly ModuleEdge[], of: (edge: ModuleEdge) => string, other: (edge: ModuleEdge) => string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const edge of edges) {
    const known = found.get(of(edge));
    if (known) known.add(other(edge));
    else found.set(of(edge), new Set([other(edge)]));
  }
  return found;
}

function tiesOf(facts: GroundFacts, modules: readonly string[], all: readonly ModuleEdge[], ownersOf: Ground['ownersOf']): Tie[] {
  const kept = new Set(modules);
  const edges = all.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const found = new Map<string, { a: string; b: string; weight: number }>();
  const add = (one: string, other: string, weight: number): void => {
    if (one === other) return;
    const [a, b] = one < other ? [one, other] : [other, one];
    const known = found.get(`${a}\0${b}`);
    if (known) known.weight += weight;
    else found.set(`${a}\0${b}`, { a, b, weight });
  };
  // Of several imports of one module by another the strongest counts; what many import binds each of them less.
  const fanIn = neighbours(edges, ({ to }) => to, ({ from }) => from);
  const strongest = new Map<string, { from: string; to: string; weight: number }>();
  for (const { from, to, kind } of edges) {
    const weight = (kind === 'type' ? WEIGHTS.typeOnly : WEIGHTS.runTime) / Math.sqrt(fanIn.get(to)!.size);
    if (weight > (strongest.get(`${from}\0${to}`)?.weight ?? 0)) strongest.set(`${from}\0${to}`, { from, to, weight });
  }
  for (const { from, to, weight } of strongest.values()) {
    const [mine, theirs] = [ownersOf(from), ownersOf(to)];
    const owned = mine.length === 0 || theirs.length === 0 ? 1 : mine.some((owner) => theirs.includes(owner)) ? WEIGHTS.sameOwner : WEIGHTS.otherOwner;
    add(from, to, weight * owned);
  }
  for (const [entity, users] of usersOf(facts, kept)) {
    for (const [path, write] of users) add(path, tableNode(entity), (write ? WEIGHTS.write : WEIGHTS.read) / Math.sqrt(users.size));
  }
  for (const { a, b, both, share } of changesOf(facts.history.commits, (path) => (kept.has(path) ? path : undefined), WIDEST_COMMIT).pairs) {
    if (both >= 2) add(a, b, WEIGHTS.together * share);
  }
  return [...found.values()];
}

/** Each module with its nearest folder that is about something, and that folder with the next above. */
function folderTies(modules: readonly string[]): Tie[] {
  const ties: Tie[] = [];
  const above = new Map<string, { readonly folder: string; count: number }>();
  for (const path of modules) {
    const chain = tellingFolders(path);
    const [nearest] = chain.slice(-1);
    if (nearest !== undefined) ties.push({ a: folderNode(nearest), b: path, weight: WEIGHTS.folder });
    for (const [index, folder] of chain.entries()) {
      if (index === 0) continue;
      const known = above.get(folder);
      if (known) known.count += 1;
      else above.set(folder, { folder: chain[index - 1]!, count: 1 });
    }
  }
  for (const [inner, { folder, count }] of above) ties.push({ a: folderNode(folder), b: folderNode(inner), weight: WEIGHTS.folder * Math.sqrt(count) });
  return ties;
}

/** Entity → the modules that touch it, with whether they write; where it is defined in code counts as writing. */
export function usersOf({ dataAccess }: Pick<Facts, 'dataAccess'>, modules: ReadonlySet<string>): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>();
  const note = (entity: string, path: string, write: boolean): void => {
    if (!modules.has(path)) return;
    const users = found.get(entity) ?? new Map<string, boolean>();
    found.set(entity, users.set(path, write || (users.get(path) ?? false)));
  };
  for (const { name, at } of dataAccess.entities) note(name, at.file, true);
  for (const { entity, write, at } of dataAccess.uses) note(entity, at.file, write);
  return found;
}
