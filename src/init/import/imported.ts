import { placeText } from '../../lib/mistake.ts';
import type { Located } from '../../lib/located.ts';
import type { DeclaredComponent, DeclaredLayer, DeclaredRule, Place } from '../../model/index.ts';

/** A part of the declaration with the place in the other tool's file that it was read from. */
export interface From<T> { readonly part: T; readonly at: Place }

export type Fate = 'carried over' | 'approximated' | 'left out';

/** What became of one thing of the other tool's configuration. */
export interface Note { readonly fate: Fate; readonly what: string; readonly at: Place; readonly reason?: string }

/** What another tool's configuration says in the words of architecture.yaml, and what it could not say. */
export interface Imported {
  readonly layers: readonly From<DeclaredLayer>[];
  readonly components: readonly From<{ readonly name: string } & DeclaredComponent>[];
  readonly rules: readonly From<DeclaredRule>[];
  readonly notes: readonly Note[];
}

/** What an importer looks at beside its configuration: the paths of the repository, and the text of those that it asks for. */
export interface Ground {
  readonly paths: readonly string[];
  read(path: string): string | undefined;
}

export const nameOf = (node: Located | undefined): string | undefined => (node?.tag !== 'computed' && typeof node?.scalar === 'string' ? node.scalar : undefined);

export const child = (node: Located | undefined, ...path: readonly string[]): Located | undefined =>
  path.reduce<Located | undefined>((here, key) => here?.entries?.get(key)?.node, node);

/** The texts of a value or of a list of them. */
export const textsOf = (node: Located | undefined): string[] => (node?.items ?? (node ? [node] : [])).flatMap((one) => nameOf(one) ?? []);

/** Every part that only running the file would tell. */
export function computedIn(node: Located | undefined): Located[] {
  if (!node) return [];
  if (node.tag === 'computed') return [node];
  return [...(node.items ?? []), ...[...(node.entries?.values() ?? [])].map((entry) => entry.node)].flatMap(computedIn);
}

export const computedNotes = (node: Located | undefined): Note[] =>
  computedIn(node).map(({ at, scalar }) => ({ fate: 'left out', what: String(scalar), at, reason: 'only running the file would tell it, and nothing is run' }));

/** A name as architecture.yaml takes it, told apart from those taken before. */
export function namer(): (wanted: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const base = wanted.replaceAll(/\s+/g, ' ').trim().slice(0, 100) || 'unnamed';
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}-${number}`;
    taken.add(name);
    return name;
  };
}

export const because = (own: string | undefined, tool: string, at: Place): string => own?.replaceAll(/\s+/g, ' ').trim() || `${tool} said so in ${placeText({ file: at.file, ...(at.line !== undefined && { line: at.line }) })}; write down why.`;
