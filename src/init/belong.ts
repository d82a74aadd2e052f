import { matchGlobs } from '../lib/globs.ts';
import { productionImports, type ModuleImport } from '../lib/module-imports.ts';
import { compare } from '../lib/order.ts';
import type { ImportEdge } from '../model/index.ts';
import type { Part } from './parts.ts';
import type { Seen } from './proposal.ts';

/** Something with paths that files belong to, as `components` reads them: the deepest folder owns. */
export interface Owner { readonly name: string; readonly path: readonly string[] }

export function ownerFinder(owners: readonly Owner[]): (path: string) => string | undefined {
  const compiled = owners.map(({ name, path }) => ({ name, matches: matchGlobs(path) }));
  const known = new Map<string, string | undefined>();
  return (path) => {
    if (known.has(path)) return known.get(path);
    let best: { name: string; depth: number; literal: number } | undefined;
    for (const { name, matches } of compiled) {
      const match = matches(path);
      if (match && (!best || match.depth > best.depth || (match.depth === best.depth && match.literal > best.literal))) best = { name, depth: match.depth, literal: match.literal };
    }
    known.set(path, best?.name);
    return best?.name;
  };
}

/** The component that would own this one's folders, were it not there itself; and the one around that, and so on. */
export function ancestorsIn(owners: readonly Owner[]): (name: string) => readonly string[] {
  const parentOf = (owner: Owner): string | undefined => {
    const ownerOf = ownerFinder(owners.filter((other) => other !== owner));
    const parents = new Set(owner.path.filter((path) => path !== '.').map((path) => ownerOf(path)));
    return parents.size === 1 ? [...parents][0] : undefined;
  };
  const parents = new Map(owners.map((owner) => [owner.name, parentOf(owner)]));
  return (name) => {
    const found: string[] = [];
    for (let next = parents.get(name); next !== undefined && !found.includes(next); next = parents.get(next)) found.push(next);
    return found;
  };
}

export interface LocalImport extends ImportEdge { readonly from: string; readonly to: string }

/** Imports of production modules, without those of packages that nobody here installs: what takes them in does not run any more. */
export function installedImports(seen: Pick<Seen, 'files' | 'imports' | 'packages'>): ModuleImport[] {
  const installed = new Set(seen.packages.packages.flatMap(({ name, dependencies, devDependencies, peerDependencies }) =>
    [name, ...[dependencies, devDependencies, peerDependencies].flatMap((each) => Object.keys(each))]));
  const isKnown = ({ external, builtin }: ImportEdge): boolean => external === undefined || builtin === true || installed.has(external);
  return productionImports(seen).filter((edge) => seen.packages.packages.length === 0 || isKnown(edge));
}

/** Imports between production modules. */
export function localImports({ files: { files }, imports: { modules } }: Pick<Seen, 'files' | 'imports'>): LocalImport[] {
  const production = new Set(files.filter(({ role }) => role === 'production').map(({ path }) => path));
  return Object.entries(modules).flatMap(([from, edges]) => (production.has(from)
    ? edges.flatMap((edge) => (edge.to !== undefined && edge.to !== from && production.has(edge.to) ? [{ ...edge, from, to: edge.to }] : []))
    : []));
}

/**
 * What lies around other parts holds two things: what wires them together, and what they share. The second becomes part of
 * their helpers, or a part of its own, so that no circle is told that the folders alone make.
 */
export function partShared(parts: readonly Part[], imports: readonly LocalImport[]): Part[] {
  const ownerOf = ownerFinder(parts);
  const insideOf = ancestorsIn(parts);
  const children = new Set(parts.flatMap(({ name }) => insideOf(name)));
  let settled = [...parts];
  for (const around of parts.filter(({ name }) => children.has(name))) {
    const own = (path: string): boolean => ownerOf(path) === around.name;
    const isChild = (path: string): boolean => insideOf(ownerOf(path) ?? '').includes(around.name);
    const wiring = new Set(imports.filter(({ from, to }) => own(from) && isChild(to)).map(({ from }) => from));
    const shared = new Set<string>();
    const take = (path: string): void => {
      if (shared.has(path) || wiring.has(path) || !own(path)) return;
      shared.add(path);
      for (const { from, to } of imports) if (from === path) take(to);
    };
    for (const { from, to } of imports) if (isChild(from)) take(to);
    // What leads to wiring is wiring itself; and without anything that wires there is no circle to avoid.
    for (let changed = true; changed;) {
      changed = false;
      for (const { from, to } of imports) {
        if (shared.has(from) && own(to) && !shared.has(to)) changed = shared.delete(from) || changed;
      }
    }
    if (shared.size === 0 || wiring.size === 0) continue;
    const files = [...shared].sort(compare);
    const helpers = settled.find(({ name, kind }) => kind === 'library' && insideOf(name).includes(around.name) && /^(?:common|shared|core|libs?|utils?)$/.test(name.split('-').at(-1)!));
    settled = helpers
      ? settled.map((part) => (part === helpers ? { ...part, path: [...part.path, ...files] } : part))
      : [...settled, { name: free(`${around.name}-shared`, settled), path: files, kind: 'library', from: `modules beside ${around.name} that its parts share` }];
  }
  return settled;
}

const free = (name: string, parts: readonly Part[]): string => (parts.some((part) => part.name === name) ? free(`${name}-files`, parts) : name);
