import type { Expression } from '../../model/index.ts';

/** A member of a record by a name from the code: `constructor` and its like are nobody's. */
export const owned = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined => (Object.hasOwn(record, key) ? record[key] : undefined);

/** What `require('x')`, written in place, loads. */
export const requiredBy = (value: Expression): string | undefined =>
  'call' in value && 'name' in value.call && value.call.name === 'require' && value.args[0] && 'value' in value.args[0] ? String(value.args[0].value) : undefined;

export const requires = (value: Expression): boolean => requiredBy('of' in value ? value.of : value) !== undefined;

/** The line an expression stands on, where it has one. */
export const lineOf = (value: Expression): number | undefined =>
  'line' in value ? value.line : 'list' in value ? value.list.map(lineOf).find((line) => line !== undefined) : 'object' in value ? Object.values(value.object).map(lineOf).find((line) => line !== undefined) : undefined;

/** The name of an expression as a person would say it; what is loaded in place goes by its package. */
export const nameOf = (value: Expression): string =>
  'name' in value ? value.name : 'call' in value ? requiredBy(value) ?? nameOf(value.call) : 'of' in value ? `${nameOf(value.of)}.${value.member}` : 'fn' in value ? 'inline function' : 'any' in value ? value.any.map(nameOf)[0] ?? '' : '…';

/** What of a package a specifier names: `hono/jwt` → `jwt:`. */
export const subpath = (specifier: string, pkg: string): string => (specifier.length > pkg.length ? `${specifier.slice(pkg.length + 1)}:` : '');
