import { at as pick, flag, number, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { Store, StoreSetting, TerraformBlock } from '../../model/index.ts';

export type Part = Pick<Store, 'kind' | 'engine' | 'redundant'> & Partial<Store>;

export const open = (value: unknown): boolean => typeof value === 'string' && value.includes('${');

/** A boolean attribute: absent takes the provider's default, an expression leaves it open. */
export const attribute = (one: TerraformBlock, key: string, absent: boolean, note: string): StoreSetting => {
  const value = pick(one.value, key);
  const known = flag(value);
  return { note, at: placeIn(one, `/${key}`), ...(value === undefined || value === null ? { value: absent } : known === undefined ? (open(value) ? {} : { value: true }) : { value: known }) };
};
export const setting = (one: TerraformBlock, key: string, value: boolean | undefined, note: string): StoreSetting => ({ note, at: placeIn(one, `/${key}`), ...(value === undefined ? {} : { value }) });

/** A number of nodes, where it is known. */
export const atLeast = (one: TerraformBlock, key: string, wanted: number, absent: number, note: string): StoreSetting => {
  const value = pick(one.value, key);
  const known = number(value);
  return setting(one, key, known !== undefined ? known >= wanted : value === undefined ? absent >= wanted : undefined, note);
};

export const databaseEngine = (engine: unknown): string => {
  const name = (text(engine) ?? '').toLowerCase();
  return /postgres|^pg$/.test(name) ? 'postgresql' : /maria/.test(name) ? 'mariadb' : /mysql/.test(name) ? 'mysql' : /sqlserver/.test(name) ? 'sqlserver' : name || 'database';
};
