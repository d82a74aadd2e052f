import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/advice/case.ts';
import { erDiagram } from '../../src/advice/data-model/diagram.ts';
import { join, plainName } from '../../src/advice/data-model/model.ts';
import type { ArchitectureDeclaration, Facts, ModelEntity } from '../../src/model/index.ts';
import { architecture, cli, repository } from '../support.ts';

const entity = (name: string, rest: Partial<ModelEntity> = {}): ModelEntity => ({ name, table: name.toLowerCase(), orm: 'prisma', at: { file: `src/${name}.ts`, line: 3 }, also: [], columns: [{ name: 'id', type: 'Int', key: 'primary' }], ...rest });
const components: Facts['components'] = { components: [], of: {} } as never;
const joined = (declared: Partial<ArchitectureDeclaration>, ...entities: ModelEntity[]) => {
  const one: Case = { architecture: architecture(declared), options: {}, facts: {} };
  return join(one, { dataModel: { entities, edges: [], onlyInMigrations: [] }, components }).disagreements.map(({ kind, entity: name, places }) => [kind, name, ...places.slice(0, 1)].join(' '));
};
const two = { a: { path: 'a' }, b: { path: 'b' } };

describe('names', () => {
  it.each([['Orders', 'order'], ['order_items', 'orderitem'], ['Categories', 'category'], ['Address', 'address'], ['OrderItem', 'orderitem']])('%s → %s', (name, plain) => expect(plainName(name)).toBe(plain));
});

describe('where declaration and code differ', () => {
  it.each<[string, Partial<ArchitectureDeclaration>, ModelEntity[], string[]]>([
    ['agreed', { components: { ...two, a: { path: 'a', data: { owns: ['orders'] } } } }, [entity('Order')], []],
    ['declared, not found', { contexts: [{ name: 'Orders', core_entities: [{ name: 'Order' }, { name: 'Refund' }] }] }, [entity('Order')], ['not found Refund']],
    ['a value has no table', { contexts: [{ name: 'Orders', core_entities: [{ name: 'Order' }, { name: 'Money', type: 'value_object' }] }] }, [entity('Order')], []],
    ['no schema at all says nothing', { contexts: [{ name: 'Orders', core_entities: [{ name: 'Order' }] }] }, [], []],
    ['nobody owns it', { components: two }, [entity('Order')], ['no owner Order src/Order.ts:3']],
    ['one component shares with nobody', { components: { a: { path: 'a' } } }, [entity('Order')], []],
    ['two components', { components: { a: { path: 'a', data: { owns: ['Order'] } }, b: { path: 'b', data: { owns: ['orders'] } } } }, [entity('Order')], ['two owners Order src/Order.ts:3']],
    ['two contexts', { contexts: [{ name: 'x', core_entities: [{ name: 'Order' }] }, { name: 'y', core_entities: [{ name: 'Order' }] }] }, [entity('Order')], ['two owners Order']],
    ['two models', {}, [entity('Order', { also: [{ file: 'b.ts', line: 9 }] })], ['two models Order src/Order.ts:3']],
    ['another store', { data_stores: { db: { engine: 'mysql', entities: ['Order'] } } }, [entity('Order', { engine: { name: 'postgresql', at: { file: 's.prisma', line: 1 } } })], ['store differs Order s.prisma:1']],
    ['the same store by another name', { data_stores: { db: { engine: 'aurora', entities: ['Order'] } } }, [entity('Order', { engine: { name: 'postgresql', at: { file: 's.prisma', line: 1 } } })], []],
  ])('%s', (_name, declared, entities, expected) => expect(joined(declared, ...entities)).toEqual(expected));
});

it('draws keys, arrows and what it leaves out', () => {
  const columns = Array.from({ length: 20 }, (_, index) => ({ name: `c${index}`, type: 'text' }));
  const order = { name: 'Order "x"', contexts: [], owners: [], found: entity('Order', { columns: [...columns, { name: 'userId', type: 'Int' }, { name: 'id', type: 'Int', key: 'primary' }] }) };
  const user = { name: 'User', contexts: [], owners: [], found: entity('User') };
  expect(erDiagram([order, user], [{ from: 'Order "x"', to: 'User', cardinality: 'many-to-one', by: 'userId', optional: true, at: { file: 'a' } }]).split('\n')).toEqual([
    'erDiagram', '  e0["Order #34;x#34;"] {', '    Int id PK', '    Int userId FK', ...columns.slice(0, 10).map(({ name }) => `    text ${name}`), '    and _10_more', '  }', '  e1["User"] {', '    Int id PK', '  }', '  e0 }o--o| e1 : "userId"',
  ]);
});

describe('arch-lint data-model', () => {
  const folder = repository({
    'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents: {a: {path: src}, b: {path: lib}}\ncontexts:\n  - name: orders\n    core_entities: [{name: Order, type: aggregate_root}]\n    domain_events_published: [OrderPlaced]\n',
    'prisma/schema.prisma': 'model Order {\n  id Int @id\n  lines Line[]\n}\nmodel Line {\n  id Int @id\n  orderId Int\n  order Order @relation(fields: [orderId], references: [id])\n}\n',
  });

  it('tells all, a context, or an entity with what it is tied to', async () => {
    const { code, stdout } = await cli(['data-model', '--dir', folder]);
    expect(code).toBe(0);
    for (const text of ['2 entities found (prisma), 1 declared; 1 relation', 'OrderPlaced', 'no owner', 'prisma/schema.prisma:5']) expect(stdout).toContain(text);
    expect(JSON.parse((await cli(['data-model', 'orders', '--dir', folder, '-f', 'json'])).stdout)).toMatchObject({ scope: 'orders', shown: ['Order'] });
    expect(JSON.parse((await cli(['data-model', 'lines', '--dir', folder, '-f', 'json'])).stdout)).toMatchObject({ shown: ['Line', 'Order'] });
    expect((await cli(['data-model', '--dir', folder, '-f', 'markdown'])).stdout).toContain('```mermaid\nerDiagram\n');
    expect((await cli(['data-model', '--dir', folder, '--most', '1'])).stdout).toContain('--most 2 shows all 2');
  });

  it('is what ask runs', async () => {
    expect(await cli(['ask', 'Design the data model for orders', '--dir', folder])).toMatchObject({ code: 0, stderr: '→ arch-lint data-model orders\n\n', stdout: expect.stringMatching(/^Data model for shop: orders/) });
  });

  it.each([[['odrers', '--dir', folder], "Did you mean 'orders'?"], [['hotels', '--dir', repository({ 'a.ts': '' })], 'declare it under `contexts`'], [['--dir', '/not/there'], 'There is no folder /not/there']])('%j: a sentence and exit 2', async (args, sentence) =>
    expect(await cli(['data-model', ...args])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) }));
});
