/** Reading of plain JSON whose shape nobody vouches for. */

/** Stands in a string for what a template leaves open. */
export const UNRESOLVED = '\u27e6unresolved\u27e7';

export const isUnresolved = (value: unknown): boolean => typeof value === 'string' && value.includes(UNRESOLVED);

export type Json = Readonly<Record<string, unknown>>;

export const record = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value at a path of keys and indexes, or undefined. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown => {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined;
    here = (here as Record<string | number, unknown>)[step];
  }
  return here;
};

/** A string, a number or a boolean as text; nothing where a template left it open. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? (isUnresolved(value) ? undefined : value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

export const number = (value: unknown): number | undefined => {
  if (typeof value === 'number') return value;
  const digits = typeof value === 'string' && /^-?\d{1,12}(\.\d{1,6})?$/.test(value.trim()) ? Number(value) : NaN;
  return Number.isNaN(digits) ? undefined : digits;
};

export const flag = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : typeof value === 'string' && /^(true|false)$/i.test(value) ? value.toLowerCase() === 'true' : undefined;
