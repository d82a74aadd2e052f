import { DIMENSIONS, SEVERITIES, STAGES, type AnyCheck, type AnyFactProvider, type Plugin } from '../model/index.ts';
import { schemaMistake, valueMistake } from './json-schema.ts';
import { nearest } from './nearest.ts';

const KEBAB = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const EFFORTS = ['low', 'medium', 'high'];
const GRADINGS = ['all', 'share'];
const SENTENCES = ['title', 'why', 'fix', 'phase'] as const;

/** What is wrong with a plugin, each as the end of a sentence that begins with its name; JavaScript was not asked by a compiler. */
export function pluginMistakes(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return ['has no default export with `name`, `checks` and `facts`'];
  const plugin = value as Plugin;
  if (typeof plugin.name !== 'string' || !KEBAB.test(plugin.name)) return ['needs a `name` in kebab case'];
  const { name, checks = [], facts = [] } = plugin;
  if (![checks, facts].every((list) => Array.isArray(list) && list.every((one) => typeof one === 'object' && one !== null))) return ['needs lists of objects for `checks` and `facts`'];
  return [
    ...(facts as readonly AnyFactProvider[]).flatMap((fact) => factMistakes(fact, name)),
    ...(checks as readonly AnyCheck[]).flatMap((check) => checkMistakes(check, name)),
    ...twice(checks.map(({ id }) => id)).map((id) => `has two checks '${id}'`),
    ...twice(facts.map((fact) => fact.name)).map((one) => `has two facts '${one}'`),
  ];
}

/** A fact under a built-in name would take the place of what every other check judges by. */
function factMistakes({ name, gather, needs, extractor }: AnyFactProvider, plugin: string): string[] {
  if (typeof name !== 'string' || typeof gather !== 'function' || !Array.isArray(needs)) return ['has a fact without `name`, `needs` or `gather`'];
  if (!belongs(name, plugin)) return [`has a fact '${name}'; the names of its facts begin with '${plugin}/'`];
  if (extractor && (!Number.isInteger(extractor.version) || typeof extractor.extract !== 'function')) return [`has a fact '${name}' whose extractor lacks a whole \`version\` or \`extract\``];
  return [];
}

function checkMistakes(check: AnyCheck, plugin: string): string[] {
  const { id } = check;
  if (typeof id !== 'string' || !belongs(id, plugin)) return [`has a check '${id}'; its ids begin with '${plugin}/'`];
  const one = (key: string, value: unknown, known: readonly string[]): string[] =>
    known.includes(value as string) ? [] : [`has a check '${id}' with the ${key} '${String(value)}'; ${meant(value, known)}`];
  const wrong = [
    ...one('dimension', check.dimension, DIMENSIONS),
    ...one('severity', check.severity, SEVERITIES),
    ...one('stage in `from`', check.from, STAGES.slice(0, -1)),
    ...one('effort', check.effort, EFFORTS),
    ...one('grading', check.grading, GRADINGS),
    ...SENTENCES.filter((key) => typeof check[key] !== 'string' || check[key] === '').map((key) => `has a check '${id}' without \`${key}\``),
  ];
  if (typeof check.inspect !== 'function' || !Array.isArray(check.needs)) wrong.push(`has a check '${id}' without \`needs\` or \`inspect\``);
  return [...wrong, ...(check.options === undefined ? [] : optionMistakes(id, check.options))];
}

/** A schema that lets unknown keys pass would take a misspelt option for none. */
function optionMistakes(id: string, { schema, defaults }: NonNullable<AnyCheck['options']>): string[] {
  const refuse = (why: string): string[] => [`has a check '${id}' whose options ${why}`];
  if (typeof schema !== 'object' || schema === null) return refuse('have no `schema`');
  const { type, additionalProperties, unevaluatedProperties } = schema as Record<string, unknown>;
  if (type !== 'object' || (additionalProperties !== false && unevaluatedProperties !== false)) return refuse("need a schema with `type: 'object'` and `additionalProperties: false`, so that a misspelt option is told");
  const wrong = schemaMistake(schema);
  if (wrong !== undefined) return refuse(`have an invalid schema: ${wrong}`);
  if (typeof defaults !== 'object' || defaults === null) return refuse('have no `defaults`');
  const value = valueMistake(schema, defaults, 'defaults');
  return value === undefined ? [] : refuse(`have defaults that their own schema refuses: ${value}`);
}

const belongs = (name: string, plugin: string): boolean => name.startsWith(`${plugin}/`) && KEBAB.test(name.slice(plugin.length + 1));

const meant = (value: unknown, known: readonly string[]): string => {
  const near = nearest(String(value), known);
  return near === undefined ? `it is one of ${known.join(', ')}` : `did you mean '${near}'?`;
};

const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))].sort();
