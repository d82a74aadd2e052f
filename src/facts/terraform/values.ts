import { environmentOf } from '../../lib/environment.ts';
import { record } from '../../lib/json.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import type { TerraformValues } from '../../model/index.ts';
import { placesOfBlock } from './places.ts';

const MAX_ENTRIES = 2_000;
const MAX_DEPTH = 4;

/** The values that a `.tfvars` file gives, those inside of maps by `map.key`, each with its line. */
export const valuesOf = (parsed: Readonly<Record<string, unknown>>, text: string, file: string): TerraformValues => {
  // The places of a block's attributes, as if the file were one; its header takes a line.
  const { places } = placesOfBlock(`module "values" {\n${text}\n}`, file, 'module', '', 'values', 0);
  const entries: TerraformValues['entries'][number][] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (entries.length >= MAX_ENTRIES) return;
    const inside = Object.entries(record(value));
    if (path.length < MAX_DEPTH && inside.length > 0) {
      for (const [key, each] of inside) visit(each, [...path, key]);
      return;
    }
    const steps = path.map((_, length) => `/${path.slice(0, path.length - length).join('/')}`);
    const at = steps.map((pointer) => places[pointer]).find((place) => place !== undefined);
    const literal = typeof value === 'boolean' || typeof value === 'number' || (typeof value === 'string' && !value.includes('${'));
    entries.push({ name: path.join('.'), ...(literal && { value: String(value) }), at: { file, line: Math.max(1, (at?.line ?? 2) - 1), ...(at?.column !== undefined && { column: at.column }) } });
  };
  for (const [name, value] of Object.entries(parsed)) visit(value, [name]);
  const environment = environmentOf(file.replace(/\.tfvars$/, ''));
  return { file, ...(environment && { environment }), entries: entries.sort((a, b) => comparePlaces(a.at, b.at) || compare(a.name, b.name)) };
};
