import type { AnyCheck } from '../model/index.ts';
import { valueMistake } from '../lib/json-schema.ts';
import { placeText, type Mistake } from '../lib/mistake.ts';
import { nearest } from '../lib/nearest.ts';
import { explain, meant, type Schema } from './explain.ts';
import { PRESETS } from './presets.ts';
import { down, entriesOf, flatten, itemsOf, textOf, type Tree, type TreeMap } from './tree.ts';

export type KnownCheck = Pick<AnyCheck, 'id' | 'options'>;

/** Ids and options, judged by the checks that there are. */
export function settings(root: TreeMap, checks: readonly KnownCheck[]): Mistake[] {
  const mistakes: Mistake[] = [];
  const byId = new Map(checks.map((check) => [check.id, check]));
  const hasPlugins = itemsOf(down(root, 'plugins')).length > 0;
  const loaded = new Set(checks.flatMap(({ id }) => (id.includes('/') ? [id.slice(0, id.indexOf('/'))] : [])));
  const mayBe = (id: string): boolean => hasPlugins && id.includes('/') && !loaded.has(id.slice(0, id.indexOf('/')));
  const known = (id: string, at: NonNullable<Mistake['at']>, what: string): boolean => {
    if (byId.has(id)) return true;
    // A plugin that was not loaded cannot be asked which checks it has; a shipped preset is not the team's to mend.
    if (!mayBe(id) && PRESETS[at.file] === undefined) mistakes.push({ message: `${what} '${id}', which is no check${meant(nearest(id, [...byId.keys()]))}; \`arch-lint checks\` lists them.`, at });
    return false;
  };

  for (const [id, setting] of entriesOf(down(root, 'checks'))) {
    if (!known(id, setting.key!, 'checks sets')) continue;
    const options = down(setting, 'options');
    if (options !== undefined) mistakes.push(...optionMistakes(byId.get(id)!, options));
  }
  for (const [index, waiver] of itemsOf(down(root, 'waivers')).entries()) {
    const check = down(waiver, 'check')!;
    known(textOf(check)!, check.at, `waivers[${index}] waives`);
  }
  for (const item of itemsOf(down(root, 'scoring', 'gate', 'must_pass'))) {
    const id = textOf(item)!;
    if (!known(id, item.at, 'scoring.gate.must_pass names')) continue;
    const setting = down(root, 'checks', id);
    const level = textOf(setting) ?? textOf(down(setting, 'severity'));
    if (level === 'off') mistakes.push({ message: `${id} must pass, but is off at ${placeText(setting!.key!)}.`, at: item.at });
  }
  return mistakes;
}

function optionMistakes({ id, options }: KnownCheck, tree: Tree): Mistake[] {
  const path = `checks.${id}.options`;
  if (options === undefined) {
    return entriesOf(tree).length === 0 ? [] : [{ message: `The check ${id} has no options.`, at: tree.key ?? tree.at }];
  }
  const found = explain(options.schema as Schema, tree, path);
  if (found.length > 0 || isPlain(options.schema)) return found;
  // A plugin's schema may say what our own reading does not know.
  const wrong = valueMistake(options.schema, flatten(tree).value, path);
  return wrong === undefined ? [] : [{ message: `${wrong}.`, at: tree.key ?? tree.at }];
}

const PLAIN = new Set([
  '$ref', '$defs', 'type', 'properties', 'additionalProperties', 'propertyNames', 'required', 'minProperties', 'items', 'minItems', 'uniqueItems', 'enum', 'const',
  'pattern', 'minLength', 'minimum', 'maximum', 'exclusiveMinimum', 'anyOf', 'oneOf', 'errorMessage', 'title', 'description', 'default', 'examples',
]);

function isPlain(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true;
  return Object.entries(schema).every(([key, value]) => {
    if (!PLAIN.has(key)) return false;
    if (['enum', 'const', 'default', 'examples', 'required'].includes(key)) return true;
    if (key === 'type') return typeof value === 'string';
    return key === 'properties' || key === '$defs' ? Object.values(value as object).every(isPlain) : Array.isArray(value) ? value.every(isPlain) : isPlain(value);
  });
}
