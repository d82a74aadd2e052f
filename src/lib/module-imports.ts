import type { Evidence, Facts, ImportEdge, Imports, Inspection, Place } from '../model/index.ts';

/** An import with the module that it stands in. */
export interface ModuleImport extends ImportEdge { readonly from: string }

/** All imports that stand in production modules, by path and line. */
export function productionImports({ files: { files }, imports: { modules } }: Pick<Facts, 'files' | 'imports'>): ModuleImport[] {
  return files.flatMap(({ path, role }) => (role === 'production' ? (modules[path] ?? []).map((edge) => ({ ...edge, from: path })) : []));
}

/** Who loads each module at run time. */
export function importersOf(modules: Imports['modules']): ReadonlyMap<string, readonly string[]> {
  const out = new Map<string, string[]>();
  for (const [from, edges] of Object.entries(modules)) {
    for (const { to, kind } of edges) {
      if (to === undefined || kind === 'type') continue;
      const known = out.get(to);
      if (known) known.push(from);
      else out.set(to, [from]);
    }
  }
  return out;
}

/** Groups by a key, in the order of first sight. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

export const siteOf = ({ from, line, column }: Pick<ModuleImport, 'from' | 'line' | 'column'>): Place => ({ file: from, line, column });

/** ` (type-only)` where nothing of the imports is left at run time. */
export const typeNote = (imports: readonly { readonly kind: ImportEdge['kind'] }[]): string =>
  imports.every(({ kind }) => kind === 'type') ? ' (type-only)' : '';

const MOST_NAMES = 8;

/** `placeOrder, Order and 3 more`; what a module is imported for. */
export function namesOf(imports: readonly Pick<ImportEdge, 'names'>[]): string {
  const names = [...new Set(imports.flatMap(({ names }) => names))].map((name) => (name === '*' ? 'everything' : name));
  if (names.length === 0) return 'its side effects';
  return listed(names, MOST_NAMES);
}

/** `a, b and 3 more`. */
export function listed(words: readonly string[], most: number): string {
  if (words.length > most) return `${words.slice(0, most).join(', ')} and ${words.length - most} more`;
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** The first of many remarks, and how many were left out. */
export const bounded = (evidence: readonly Evidence[], most: number): Evidence[] =>
  evidence.length <= most ? [...evidence] : [...evidence.slice(0, most), { note: `and ${evidence.length - most} more` }];

/** `1 import`, `2 imports`. */
export const count = (number: number, noun: string, plural = `${noun}s`): string => `${number} ${number === 1 ? noun : plural}`;

/** The option of every check that stands on the import graph. */
export const MAX_UNRESOLVED = {
  schema: { type: 'number', minimum: 0, maximum: 1, description: 'The share of local imports that may lead nowhere before the answer counts as unknown.' },
  value: 0.05,
} as const;

/** Past the budget of unresolved local imports the graph has holes: findings stand, but what was not found is unknown, not passed. */
export function withinBudget({ resolved, unresolved }: Pick<Imports, 'resolved' | 'unresolved'>, budget: number, inspection: Inspection): Inspection {
  const local = resolved + unresolved;
  if (local === 0 || unresolved <= budget * local) return inspection;
  const reason = `${unresolved} of ${local} local imports lead nowhere, more than ${Math.round(budget * 100)} %.`;
  return {
    examined: inspection.judgements.length,
    judgements: inspection.judgements,
    unjudged: [...(inspection.unjudged ?? []), { subject: 'imports', reason }],
  };
}
