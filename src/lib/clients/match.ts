import type { Reference } from '../../model/index.ts';
import { packageOf } from '../bindings.ts';
import type { ClientRow } from './row.ts';
import { CLIENTS } from './table.ts';

const byPackage = new Map<string, ClientRow[]>();
const byPrefix: { readonly prefix: string; readonly row: ClientRow }[] = [];
for (const row of CLIENTS) {
  for (const name of row.packages) {
    if (name.endsWith('*')) byPrefix.push({ prefix: name.slice(0, -1), row });
    else byPackage.set(name, [...(byPackage.get(name) ?? []), row]);
  }
}

/** Rows of the package that a specifier names, all majors. */
export function rowsOf(specifier: string | undefined): readonly ClientRow[] {
  if (specifier === undefined) return [];
  const name = packageOf(specifier);
  if (name === undefined) return [];
  return byPackage.get(specifier) ?? byPackage.get(name) ?? byPrefix.filter(({ prefix }) => name.startsWith(prefix)).map(({ row }) => row);
}

/** The symbol of a reference without `default` or `*`: `axios.create` → `create`. */
export const symbolOf = (ref: Reference): string =>
  [...(ref.name === 'default' || ref.name === '*' ? [] : [ref.name]), ...(ref.path[0] === 'default' ? ref.path.slice(1) : ref.path)].join('.');

/** The lowest major that a range of package.json allows; undefined: it does not say. */
export function majorOf(range: string | undefined): number | undefined {
  const found = range === undefined ? null : /(?:^|[^\d.])(\d{1,4})(?:\.|$|\s|-)/.exec(` ${range}`);
  return found ? Number(found[1]) : undefined;
}

/** The row for an installed range; where the range is not known, the last row, which is the newest. */
export function rowFor(specifier: string, range: string | undefined): ClientRow | undefined {
  const rows = rowsOf(specifier);
  const major = majorOf(range);
  if (major !== undefined) {
    const fitting = rows.find(({ majors }) => majors && majors[0] <= major && major <= majors[1]) ?? rows.find(({ majors }) => !majors);
    return fitting;
  }
  return rows.at(-1);
}

/** True when the reference, called or constructed, makes a client of a known package. */
export const makesClient = (ref: Reference): boolean => {
  const symbol = symbolOf(ref);
  return rowsOf(ref.from).some(({ constructs }) => constructs?.test(symbol)) || (ref.from !== undefined && ref.name.endsWith('PrismaClient') && ref.path.length === 0);
};
