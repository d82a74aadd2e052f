import { compare, comparePlaces } from '../../lib/order.ts';
import type { DataUse, Facts, Place } from '../../model/index.ts';
import type { Division } from './divide.ts';

/** A table, the group that keeps it, and what the other groups do with it. */
export interface OwnedTable {
  readonly entity: string;
  readonly at: Place;
  /** The declared owner, else the group that writes it most, else the one that defines it, else the one that reads it most; undefined: no group touches it. */
  readonly owner?: string;
  readonly declared?: true;
  /** Uses by groups, sorted by place. */
  readonly uses: readonly TableUse[];
}
export interface TableUse { readonly group: string; readonly write: boolean; readonly at: Place }

/** Who keeps which table. `declared`: entity or table, in lower case → the group that is declared to own it. */
export function tablesOf({ dataAccess }: Pick<Facts, 'dataAccess'>, { of }: Pick<Division, 'of'>, declared: ReadonlyMap<string, string> = new Map()): OwnedTable[] {
  const uses = new Map<string, TableUse[]>();
  const note = ({ entity, write, at }: Pick<DataUse, 'entity' | 'write' | 'at'>): void => {
    const group = of.get(at.file);
    if (group === undefined) return;
    const known = uses.get(entity);
    if (known) known.push({ group, write, at });
    else uses.set(entity, [{ group, write, at }]);
  };
  dataAccess.uses.forEach(note);
  return dataAccess.entities.map(({ name, table, at }): OwnedTable => {
    const own = (uses.get(name) ?? []).sort((a, b) => comparePlaces(a.at, b.at));
    const said = declared.get(name.toLowerCase()) ?? declared.get(table.toLowerCase());
    const owner = said ?? most(own.filter(({ write }) => write), of.get(at.file)) ?? of.get(at.file) ?? most(own, undefined);
    return { entity: name, at, ...(owner !== undefined && { owner }), ...(said !== undefined && { declared: true as const }), uses: own };
  }).sort((a, b) => compare(a.entity, b.entity));
}

/** The group with the most uses; `home` wins a tie. */
function most(uses: readonly TableUse[], home: string | undefined): string | undefined {
  const counts = new Map<string, number>();
  for (const { group } of uses) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || Number(b[0] === home) - Number(a[0] === home) || compare(a[0], b[0]))[0]?.[0];
}
