import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { explain } from '../../src/config/explain.ts';
import { SCHEMA } from '../../src/config/schema.ts';
import type { Tree } from '../../src/config/tree.ts';

interface Part { [key: string]: unknown; description?: string; examples?: unknown[]; properties?: Record<string, Part>; $defs?: Record<string, Part> }
const PUBLISHED = JSON.parse(readFileSync(new URL('../../schemas/architecture.schema.json', import.meta.url), 'utf8')) as Part;
const EXAMPLE: unknown = parse(readFileSync(new URL('./example.architecture.yaml', import.meta.url), 'utf8'));

const ajv = new Ajv2020({ allErrors: true, inlineRefs: false });
const validate = ajv.compile(PUBLISHED);

const at = { file: 'architecture.yaml', line: 1, column: 1 };
const treeOf = (value: unknown): Tree =>
  Array.isArray(value) ? { kind: 'list', at, items: value.map(treeOf) }
  : typeof value === 'object' && value !== null ? { kind: 'map', at, entries: new Map(Object.entries(value).map(([key, inner]) => [key, treeOf(inner)])) }
  : { kind: 'scalar', at, value: value as string };

describe('the published schema', () => {
  it('takes the full example', () => expect(validate(EXAMPLE), JSON.stringify(validate.errors)).toBe(true));

  it('describes every key, and shows or lists what it takes', () => {
    const bare: string[] = [];
    const visit = (part: Part, path: string): void => {
      for (const [name, property] of Object.entries(part.properties ?? {})) {
        if (typeof property.description !== 'string' || !property.description.endsWith('.')) bare.push(`${path}.${name}: description`);
        const target = typeof property['$ref'] === 'string' ? PUBLISHED.$defs![property['$ref'].split('/').at(-1)!] ?? property : property;
        const shows = [property, target].some((one) => ['examples', 'enum', 'const', 'default', 'properties'].some((key) => one[key] !== undefined)) || property['type'] === 'boolean';
        if (!shows) bare.push(`${path}.${name}: examples`);
        visit(property, `${path}.${name}`);
      }
    };
    const { checks: _, ...others } = PUBLISHED.properties!;
    visit({ properties: others }, '');
    for (const [name, definition] of Object.entries(PUBLISHED.$defs!)) {
      if (typeof definition.description !== 'string') bare.push(`${name}: description`);
      visit(definition, name);
    }
    expect(bare).toEqual([]);
  });

  it('knows no map with unknown keys but those by name, a log line and options', () => {
    const open: string[] = [];
    const visit = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null) return;
      if (Array.isArray(part)) return part.forEach((one, index) => visit(one, `${path}/${index}`));
      const schema = part as Part;
      if (schema.properties !== undefined && schema['additionalProperties'] !== false) open.push(path);
      for (const [key, value] of Object.entries(schema)) if (!['examples', 'default', 'enum'].includes(key)) visit(value, `${path}/${key}`);
    };
    const { checks, ...others } = PUBLISHED.properties!;
    visit({ ...PUBLISHED, properties: others }, '');
    expect(open.sort()).toEqual(['/$defs/LogLine']);
    expect(checks!['additionalProperties']).toBeDefined();
  });

  it('shows examples that are right', () => {
    const wrong: string[] = [];
    const visit = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null) return;
      for (const example of (part as Part).examples ?? []) {
        if (path.startsWith('/properties/checks/properties')) continue;
        if (!ajv.validate({ $ref: `${String(PUBLISHED['$id'])}#${path}` }, example)) wrong.push(`${path}: ${JSON.stringify(example)} ${ajv.errorsText()}`);
      }
      for (const [key, value] of Object.entries(part)) if (!['examples', 'default', 'enum', 'const'].includes(key)) visit(value, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    };
    visit(PUBLISHED, '');
    expect(wrong).toEqual([]);
  });
});

describe('our reading of the schema', () => {
  /** Every value in turn: taken away, or replaced by something of another kind. */
  function* mutations(value: unknown): Generator<unknown> {
    for (const other of [null, true, 42, 'x', '', ['x'], { x: 1 }]) yield other;
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        yield value.toSpliced(index, 1);
        yield [...value, item];
        for (const inner of mutations(item)) yield value.with(index, inner);
      }
    } else if (typeof value === 'object' && value !== null) {
      yield { ...value, unheard_of: 1 };
      for (const [key, item] of Object.entries(value)) {
        yield Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
        for (const inner of mutations(item)) yield { ...value, [key]: inner };
      }
    }
  }

  it('agrees with ajv on the example with every value changed in turn', () => {
    const { anyOf: _, ...schema } = PUBLISHED as Part & { anyOf: unknown };
    const oracle = new Ajv2020({ inlineRefs: false }).compile({ ...schema, $id: 'https://arch-lint.dev/test', properties: { ...schema.properties, checks: SCHEMA.properties!['checks'] as Part } });
    const { anyOf: __, ...ours } = SCHEMA;
    const apart: string[] = [];
    let right = 0;
    let wrong = 0;
    for (const [section, value] of Object.entries(EXAMPLE as Record<string, unknown>)) {
      for (const changed of mutations(value)) {
        const whole = { version: 1, [section]: changed };
        const expected = oracle(whole);
        const mistakes = explain(ours, treeOf(whole));
        if (expected) right += 1;
        else wrong += 1;
        if ((mistakes.length === 0) !== expected) apart.push(`${JSON.stringify(whole)} ${expected ? mistakes[0]!.message : JSON.stringify(oracle.errors![0])}`);
      }
    }
    expect(apart).toEqual([]);
    expect([right > 300, wrong > 2000]).toEqual([true, true]);
  });
});

describe('ajv has the last word', () => {
  it('accepts what loads, and refuses what does not', async () => {
    const { schemaErrors } = await import('../../src/config/validate.ts');
    const fine = { version: 1, project: { name: 'x' }, components: { a: { path: 'src' } } };
    expect(schemaErrors(fine)).toEqual([]);
    expect(schemaErrors({ ...fine, components: { a: { path: 7 } } })[0]).toMatchObject({ instancePath: '/components/a/path' });
    expect(schemaErrors({ ...fine, component: {} })[0]!.message).toContain('additional properties');
  });
});
