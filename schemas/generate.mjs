// Bundles schemas/parts/*.yaml into the published schemas/architecture.schema.json and makes the types from it.
// Called by the generate step of build.mjs.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { parse } from 'yaml';
import { referenceMarkdown } from './reference.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Says once for all objects what the parts leave unsaid: an object, and no unknown keys. */
const complete = (schema) => {
  if (Array.isArray(schema)) return schema.map(complete);
  if (schema === null || typeof schema !== 'object') return schema;
  const whole = Object.fromEntries(Object.entries(schema).map(([key, value]) => {
    if (['examples', 'default', 'enum', 'const', 'required'].includes(key)) return [key, value];
    if (key === 'properties') return [key, Object.fromEntries(Object.entries(value).map(([name, property]) => [name, complete(property)]))];
    return [key, complete(value)];
  }));
  if (whole.properties !== undefined) {
    whole.type ??= 'object';
    whole.additionalProperties ??= false;
  }
  return whole;
};

/** What only our own loader reads: words for mistakes, and which strings name files. Others' validators would refuse it. */
const published = (schema) => {
  if (Array.isArray(schema)) return schema.map(published);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => {
    if (['errorMessage', 'format', 'tsType'].includes(key) && typeof value === 'string') return [];
    if (['examples', 'default', 'enum', 'const', 'required'].includes(key)) return [[key, value]];
    return [[key, published(value)]];
  }));
};

/** The parts as one schema. `checks`: what `arch-lint checks` lists, so that editors complete ids and options. */
export const bundle = (checks = []) => {
  const { $schema, $id, title, ...root } = parse(readFileSync(here('parts/architecture.yaml'), 'utf8'));
  const definitions = {};
  for (const part of readdirSync(here('parts')).sort()) {
    if (part === 'architecture.yaml') continue;
    for (const [name, definition] of Object.entries(parse(readFileSync(here(`parts/${part}`), 'utf8')))) {
      if (definitions[name] !== undefined) throw new Error(`${name} is defined in two parts`);
      definitions[name] = definition;
    }
  }
  const schema = complete({ $schema, $id, title, ...root, $defs: definitions });
  if (checks.length > 0) schema.properties.checks = { ...schema.properties.checks, properties: Object.fromEntries(checks.map(checkProperty)) };
  return schema;
};

/** The setting of one known check; its options are described, and judged when the file is loaded. */
const checkProperty = ({ id, title, options }) => [id, {
  description: title,
  anyOf: [
    { enum: ['off', 'critical', 'major', 'minor'] },
    { const: false },
    {
      type: 'object',
      additionalProperties: false,
      properties: {
        severity: { $ref: '#/$defs/CheckSettings/properties/severity' },
        options: options?.schema ?? { type: 'object', additionalProperties: false },
        reason: { $ref: '#/$defs/CheckSettings/properties/reason' },
      },
    },
  ],
  errorMessage: 'is off, critical, major or minor, or {severity: …, options: {…}}',
}];

/** Definitions whose type says more by itself than by its name. */
const plain = { Names: 'string[]', Helpers: 'string[]', Env: 'string[]', Globs: 'string | string[]', NameOrNames: 'string | string[]', FileNames: 'string | string[]' };
const typeOf = (name, definition) => plain[name] ?? (definition.type === 'string' ? 'string' : `Declared${name}`);

/**
 * The schema as the types need it: every reference is the definition's name, so that none is written twice, and what
 * only editors and validators need is gone.
 */
const forTypes = (schema, definitions) => {
  if (Array.isArray(schema)) return schema.map((part) => forTypes(part, definitions));
  if (schema === null || typeof schema !== 'object') return schema;
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice('#/$defs/'.length);
    return { description: schema.description ?? definitions[name].description, tsType: typeOf(name, definitions[name]) };
  }
  const named = (part, suffix) => part?.$ref === undefined ? undefined : suffix(forTypes(part, definitions).tsType);
  const map = schema.properties === undefined ? named(schema.additionalProperties, (type) => `Record<string, ${type}>`) : undefined;
  const list = named(schema.items, (type) => `${type}[]`);
  if (map ?? list) return { description: schema.description, tsType: map ?? list };
  const names = (part) => Object.fromEntries(Object.entries(part).map(([name, value]) => [name, forTypes(value, definitions)]));
  const onlyRequired = (parts) => parts.every((part) => Object.keys(part).join() === 'required');
  const whole = {};
  for (const [key, value] of Object.entries(schema)) {
    if (['examples', 'default', 'errorMessage', 'propertyNames', 'minItems', 'minProperties', 'uniqueItems', 'format'].includes(key)) continue;
    if (['oneOf', 'anyOf'].includes(key) && onlyRequired(value)) continue;
    if (['required', 'enum', 'const'].includes(key)) whole[key] = value;
    else whole[key] = key === 'properties' ? names(value) : forTypes(value, definitions);
  }
  return whole;
};

/** Keys that loading has read into others, and gone; what stands in every loaded declaration. */
const gone = ['extends', 'include', 'part_of', 'preset', 'bounded_context', 'saga', 'circuit_breaker', 'log_format'];
const always = ['version', 'project', 'components'];

const types = async ({ $defs, ...schema }) => {
  const properties = Object.fromEntries(Object.entries(schema.properties).filter(([name]) => !gone.includes(name)));
  const root = { ...schema, properties, required: always };
  const needed = Object.entries($defs).filter(([name, definition]) => typeOf(name, definition).endsWith(name));
  const text = await compile(
    { ...forTypes(root, $defs), $defs: Object.fromEntries(needed.map(([name, definition]) => [typeOf(name, definition), forTypes(definition, $defs)])) },
    'ArchitectureDeclaration',
    {
      bannerComment: '// Generated from schemas/parts by `npm run generate`; do not edit.',
      additionalProperties: false,
      unreachableDefinitions: true,
      unknownAny: true,
      style: { singleQuote: true, printWidth: 160 },
    },
  );
  return text
    .replaceAll(/\n \*\n \* This interface was referenced by .*\n \* via the .*\n/g, '\n')
    .replaceAll(/\/\*\*\n\s*\* (.*)\n\s*\*\//g, '/** $1 */');
};

/** What loading needs of the schema: no prose but the words for mistakes. */
const forLoading = (schema) => {
  if (Array.isArray(schema)) return schema.map(forLoading);
  if (schema === null || typeof schema !== 'object') return schema;
  return Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => {
    if (['$schema', '$id', 'title', 'description', 'examples', 'default', 'tsType'].includes(key) && !(value?.type ?? value?.$ref)) return [];
    return [[key, key === 'enum' || key === 'required' ? value : forLoading(value)]];
  }));
};

/** What the code is compiled with. `emit` writes a file of the repository, or compares it. */
export const generate = async (emit) => {
  const schema = bundle();
  emit('src/model/architecture-declaration.ts', await types(schema));
  emit('src/config/schema.ts', [
    '// Generated from schemas/parts by `npm run generate`; do not edit.\n',
    "import type { Schema } from './explain.ts';\n\n",
    '/** schemas/architecture.schema.json without its prose, with the words for mistakes and the strings that name files. */\n',
    `export const SCHEMA: Schema = ${JSON.stringify(forLoading(schema), null, 1)};\n`,
  ].join(''));
};

/** The schema for editors, with the checks that there are, and the reference that people read. */
export const publish = (emit, checks) => {
  const schema = published(bundle(checks));
  emit('schemas/architecture.schema.json', `${JSON.stringify(schema, null, 2)}\n`);
  emit('docs/reference.md', referenceMarkdown(schema));
};
