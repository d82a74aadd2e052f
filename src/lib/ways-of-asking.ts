import type { Facts, Place } from '../model/index.ts';
import { provingLibrary } from './authentication.ts';
import { groupBy } from './module-imports.ts';

/** What shows that a service can tell callers apart. */
export interface WayOfAsking { readonly says: string; readonly at: Place }

export interface Owners {
  /** The service, or the package, that a module belongs to; `''`: none. */
  readonly of: (file: string) => string;
  readonly modules: (owner: string) => readonly string[];
}

/** Of several units that hold a module the one with the shortest name counts, which is the one that the package is named after; what is in none belongs to its package. */
export function ownersOf({ units, files }: Pick<Facts, 'units' | 'files'>): Owners {
  const packages = new Map(files.files.map(({ path, package: dir }) => [path, dir?.replace(/^\.$/, '') ?? '']));
  const started = units.units.filter(({ kind }) => kind !== 'cli');
  const unitOf = new Map([...started].sort((a, b) => b.name.length - a.name.length || (a.name < b.name ? 1 : -1)).flatMap(({ name, modules }) => modules.map((path) => [path, name])));
  const inPackage = groupBy(files.files.filter(({ path, role }) => role === 'production' && !unitOf.has(path)), ({ path }) => packages.get(path)!);
  return {
    of: (file) => unitOf.get(file) ?? packages.get(file) ?? '',
    modules: (owner) => started.find(({ name }) => name === owner)?.modules ?? (inPackage.get(owner) ?? []).map(({ path }) => path),
  };
}

/** A library that proves callers, or a refusal of the unknown, anywhere in what a service runs. */
export function wayOfAsking(modules: readonly string[], { source, definitions }: Pick<Facts, 'source' | 'definitions'>): WayOfAsking | undefined {
  for (const file of modules) {
    for (const { specifier, kind, line, column } of source.modules[file]?.imports ?? []) {
      const library = kind === 'type' ? undefined : provingLibrary(specifier);
      if (library !== undefined) return { says: `imports ${library}, which proves callers`, at: { file, line, column } };
    }
    for (const { signals } of definitions[file]?.functions ?? []) {
      const found = signals.find(([signal]) => signal === 'denies' || signal === 'verifies');
      if (found) return { says: `${found[0] === 'denies' ? 'refuses unknown callers' : 'proves who calls'}`, at: { file, line: found[1] } };
    }
  }
  return undefined;
}
