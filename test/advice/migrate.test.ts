import { describe, expect, it } from 'vitest';
import { migrate } from '../../src/advice/migrate.ts';
import type { MigrateFacts } from '../../src/advice/migrate/contexts.ts';
import type { Goal } from '../../src/advice/migrate/goal.ts';
import { styleNamed, wayOf } from '../../src/advice/migrate/goal.ts';
import { show } from '../../src/advice/show.ts';
import { gitRepository } from '../git.ts';
import { cli, repository } from '../support.ts';
import { groundFacts, ring, type Told } from './ground.ts';

const FOUR = ['a', 'b', 'c', 'd'];
const PARTS = ['orders', 'billing', 'mail', 'users'];
const rings = PARTS.flatMap((part) => ring(`src/${part}`, FOUR));
const components = Object.fromEntries(PARTS.map((part) => [part, FOUR.map((name) => `src/${part}/${name}.ts`)]));
const declared: Told['declared'] = { components: Object.fromEntries(PARTS.map((part) => [part, { path: `src/${part}` }])) as never };

const factsOf = (told: Told): MigrateFacts => ({
  coupling: { components: [], layers: [], instability: [], moduleKnots: [], componentKnots: [] },
  endpoints: { endpoints: [], middlewares: [] } as never, dataModel: { entities: [], edges: [], onlyInMigrations: [] }, processState: {},
  packages: { packages: [] } as never, workloads: { workloads: [] } as never, stores: { stores: [] } as never, kubernetes: { resources: [] } as never, terraform: { blocks: [] } as never,
  ...groundFacts({ components, declared, ...told }),
}) as MigrateFacts;

interface Data {
  goal: { flowchart: string; leads_to: string[]; against: { criterion: string }[] };
  parts: string;
  order: { name: string; quarter?: number; coupling: number; tables: { entity: string }[]; blockers: { kind: string; message: string; at: { file: string; line: number }[]; check?: string }[] }[];
  not_moving: { name: string; because: string }[];
  steps: { checks: string[] }[];
}
function planOf(told: Told, to: Goal = 'microservices', team?: number): Data & { text: string } {
  const facts = factsOf({ ...told, ...(team !== undefined && { declared: { ...declared, ...told.declared, project: { name: 'x', team_size: team } } }) });
  const answer = migrate({ architecture: facts.architecture, options: {}, facts }, facts, { from: 'monolith', to, most: 3 });
  return { ...(answer.data as Data), text: show(answer, { format: 'terminal' }).replaceAll(/\s+/g, ' ') };
}
const blockersOf = (told: Told, name: string) => planOf(told).order.find((one) => one.name === name)!.blockers.filter(({ kind }) => kind !== 'no tests');

const own = ['src/orders/a.ts writes Order', 'src/billing/a.ts writes Invoice', 'src/users/a.ts writes User'];

describe('the order', () => {
  it('begins with the loosest of those that keep data, one a quarter', () => {
    const { order, parts } = planOf({ imports: [...rings, 'src/billing/a.ts -> src/users/a.ts', 'src/billing/b.ts -> src/users/a.ts', 'src/orders/a.ts -> src/users/a.ts'], data: own });
    expect(parts).toBe('declared');
    expect(order.map(({ name, quarter }) => [quarter, name])).toEqual([[1, 'orders'], [2, 'billing'], [3, 'users']]);
    expect(order[0]!.tables.map(({ entity }) => entity)).toEqual(['Order']);
  });

  it('says why a part stays: it keeps nothing of its own, or hangs on others as much as on itself', () => {
    const { not_moving } = planOf({
      imports: [...rings.filter((line) => !line.startsWith('src/users')), ...FOUR.flatMap((name) => [`src/users/${name}.ts -> src/billing/${name}.ts`, `src/billing/${name}.ts -> src/users/${name}.ts`])],
      data: [...own, 'src/users/b.ts writes User', 'src/billing/a.ts writes User'],
    });
    expect(not_moving.find(({ name }) => name === 'mail')!.because).toContain('it goes with the code that calls it');
    expect(not_moving.find(({ name }) => name === 'users')!.because).toMatch(/^it hangs more on others than on itself .* most on billing: no seam as it is$/);
  });

  it('takes a folder of models for no context', () => {
    const { order, not_moving } = planOf({ imports: rings, data: own, defined: { Order: 'src/mail/a.ts', Ledger: 'src/mail/b.ts' } });
    expect(order.map(({ name }) => name)).not.toContain('mail');
    expect(not_moving.find(({ name }) => name === 'mail')!.because).toBe('it defines a table, and no query is seen to use it: whose data that is, is not known');
  });

  it('says so where nobody is seen to keep data', () => {
    const publish = { role: 'publish', engine: 'kafkajs', channel: 'paid', at: { file: 'src/mail/a.ts', line: 1 }, fn: '', within: [] } as const;
    expect(planOf({ imports: rings, facts: { messaging: { messages: [publish], failures: [] } } }).text).toContain('None of them is seen to keep a table');
    expect(planOf({ imports: rings, data: own }).text).not.toContain('None of them');
  });

  it('takes out four contexts at most for a few services, and keeps no quarters for modules', () => {
    const six = ['p', 'q', 'r', 's', 't', 'u'];
    const told: Told = {
      imports: six.flatMap((part) => ring(`src/${part}`, FOUR)), data: six.map((part) => `src/${part}/a.ts writes ${part.toUpperCase()}x`),
      components: Object.fromEntries(six.map((part) => [part, FOUR.map((name) => `src/${part}/${name}.ts`)])), declared: { components: Object.fromEntries(six.map((part) => [part, { path: `src/${part}` }])) as never },
    };
    expect(planOf(told, 'service-oriented').order).toHaveLength(4);
    expect(planOf(told).order).toHaveLength(6);
    expect(planOf(told, 'modular-monolith').order[0]!.quarter).toBeUndefined();
  });

  it('takes the proposed boundaries where too few components are declared', () => {
    expect(planOf({ imports: rings, data: own, components: {}, declared: { components: {} } })).toMatchObject({ parts: 'proposed', text: expect.stringContaining('The parts are the boundaries that `arch-lint boundaries` proposes') });
  });
});

describe('what blocks a part, at its lines', () => {
  it('nothing', () => expect(blockersOf({ imports: rings, data: own }, 'orders')).toEqual([]));

  it('tables that others write, and those of others that it reads', () => {
    const told: Told = { imports: rings, data: [...own, 'src/orders/b.ts writes Order', 'src/billing/b.ts writes Order', 'src/billing/c.ts reads Order'] };
    expect(blockersOf(told, 'orders')).toEqual([{ kind: 'shared table', message: 'Order is written by billing and read by billing as well', at: [{ file: 'src/billing/b.ts', line: 5, column: 1 }, { file: 'src/billing/c.ts', line: 6, column: 1 }], check: 'unowned-data' }]);
    expect(blockersOf(told, 'billing')).toMatchObject([{ kind: 'foreign table', message: 'it writes Order of orders' }]);
  });

  it('keys that cross', () => {
    const edge = { from: 'Invoice', to: 'Order', cardinality: 'many-to-one' as const, at: { file: 'schema.prisma', line: 9 } };
    expect(blockersOf({ imports: rings, data: own, facts: { dataModel: { entities: [], edges: [edge, { ...edge, to: 'Invoice' }], onlyInMigrations: [] } } }, 'orders')).toMatchObject([{ kind: 'foreign key', message: '1 key between its tables and those of others: Invoice -> Order', at: [edge.at] }]);
  });

  it('a cycle, with the imports of the lesser direction; one of types alone is none', () => {
    const there = ['src/orders/a.ts -> src/billing/a.ts', 'src/orders/b.ts -> src/billing/a.ts'];
    expect(blockersOf({ imports: [...rings, ...there, 'src/billing/d.ts -> src/orders/a.ts'], data: own }, 'orders')).toMatchObject([{ kind: 'cycle', message: 'orders and billing import each other; 1 import from there to cut', at: [{ file: 'src/billing/d.ts' }] }]);
    expect(blockersOf({ imports: [...rings, ...there, 'src/billing/d.ts ~> src/orders/a.ts'], data: own }, 'orders')).toEqual([]);
  });

  it('imports past the public API, and edges that depends_on does not name', () => {
    const parts = { orders: { path: 'src/orders', public_api: 'src/orders/a.ts' }, billing: { path: 'src/billing', depends_on: [{ component: 'users' }] }, mail: { path: 'src/mail' }, users: { path: 'src/users' } };
    const told: Told = { imports: [...rings, 'src/billing/a.ts -> src/orders/a.ts', 'src/billing/b.ts -> src/orders/d.ts', 'src/billing/c.ts -> src/users/a.ts'], data: own, declared: { components: parts as never } };
    expect(blockersOf(told, 'orders')).toMatchObject([{ kind: 'private import', message: '1 import by others past its public API', at: [{ file: 'src/billing/b.ts' }] }]);
    expect(blockersOf(told, 'billing')).toMatchObject([{ kind: 'undeclared edge', message: 'it imports orders, which its depends_on does not name' }]);
  });

  it('no test that imports it', () => {
    const told: Told = { imports: [...rings, 'test/orders.test.ts -> src/orders/a.ts'], files: [{ path: 'test/orders.test.ts', role: 'test' }], data: own };
    const { order } = planOf(told);
    expect(order.filter(({ blockers }) => blockers.some(({ kind }) => kind === 'no tests')).map(({ name }) => name).sort()).toEqual(['billing', 'users']);
  });
});

describe('the goal', () => {
  it('against the flowchart and the matrix: told with the rows, and planned', () => {
    const { goal, order, text } = planOf({ imports: rings, data: own }, 'microservices', 4);
    expect(goal).toMatchObject({ flowchart: 'against', leads_to: ['modular-monolith', 'monolith'] });
    expect(goal.against.map(({ criterion }) => criterion)).toContain('fewer than ten developers');
    expect(text).toContain('The flowchart leads to a modular monolith or a monolith, not to microservices: 4 developers (fewer than 5: a monolith, modular since there are more than 3).');
    expect(order).toHaveLength(3);
  });

  it('adds functions where the flowchart does: where the peak is a hundred times the baseline', () => {
    const spiky = (peak: number) => planOf({ imports: rings, data: own, declared: { ...declared, requirements: { non_functional: { peak_to_baseline: peak } } } as never }, 'serverless', 4);
    expect(spiky(200)).toMatchObject({ goal: { flowchart: 'agrees' }, text: expect.stringContaining('adds functions for the parts with spikes (the peak is 200 times the baseline)') });
    expect(spiky(3)).toMatchObject({ goal: { flowchart: 'beside' } });
  });

  it('speaks of the network only where parts leave the process', () => {
    const told: Told = { imports: [...rings, 'src/orders/a.ts -> src/billing/a.ts'], data: own, facts: { outbound: { modules: [], clients: [], calls: [], breakers: [], graph: { 'src/orders/a.ts#place': [{ to: 'src/billing/a.ts#charge', line: 4 }] } } } };
    expect(planOf(told).text).toContain('1 call that would go over the network');
    expect(planOf(told, 'modular-monolith').text).not.toContain('network');
  });

  it('with it, and without a team', () => {
    expect(planOf({ imports: rings, data: own }, 'modular-monolith', 4).goal.flowchart).toBe('agrees');
    expect(planOf({ imports: rings, data: own }, 'microservices', 30).goal.flowchart).toBe('agrees');
    expect(planOf({ imports: rings, data: own }).text).toContain('give --team N');
  });

  it.each([
    ['microservices', 'unsafe-migration'], ['modular-monolith', 'private-imports'], ['event-driven', 'dual-writes'], ['serverless', 'stateful-services'],
  ] as const)('%s is watched by %s', (to, check) => expect(planOf({ imports: rings, data: own }, to).steps.flatMap(({ checks }) => checks)).toContain(check));

  it('tells the events that reads and writes over the boundary ask for', () => {
    expect(planOf({ imports: rings, data: [...own, 'src/billing/b.ts reads Order'] }, 'event-driven').text).toContain('it publishes changes of Order, which billing read (src/billing/b.ts:4:1)');
  });

  it('lets functions begin with what remembers nothing', () => {
    const mutable = { name: 'seen', holder: 'module', type: 'Map', line: 3, column: 1, changes: [{ line: 4, column: 1, how: 'set', inHandler: true }] };
    const { order } = planOf({ imports: [...rings, 'src/users/a.ts -> src/billing/a.ts'], data: own, facts: { processState: { 'src/orders/a.ts': { mutables: [mutable], keeping: [] } } as never } }, 'serverless');
    expect(order.at(-1)).toMatchObject({ name: 'orders', blockers: expect.arrayContaining([expect.objectContaining({ kind: 'state in the process', at: [{ file: 'src/orders/a.ts', line: 3 }] })]) });
  });

  it.each([['a modular monolith', 'modular-monolith'], ['Microservices', 'microservices'], ['event driven architecture', 'event-driven'], ['Lambda', 'serverless'], ['SOA', 'service-oriented']])('%s is %s', (words, style) => expect(styleNamed(words, '--to')).toBe(style));

  it('refuses a way back, and one that is no way', () => {
    expect(() => wayOf('microservices', 'modular-monolith')).toThrow('back into one process');
    expect(() => wayOf('monolith', 'monolith')).toThrow('It is a monolith already');
    expect(() => wayOf('monolith', 'cell-based')).toThrow('There is no plan for a move to cells');
  });
});

describe('arch-lint migrate', () => {
  const tree = { ...Object.fromEntries(['orders', 'billing'].flatMap((part) => FOUR.map((name, index) => [`src/${part}/${name}.ts`, `import { ${FOUR[(index + 1) % 4]} } from './${FOUR[(index + 1) % 4]}.js';\nexport const ${name} = 1;\n`]))), 'package.json': '{"name":"shop"}' };

  it('reads a repository without a declaration', async () => {
    const { code, stdout, stderr } = await cli(['migrate', '--to', 'microservices', gitRepository(tree), '--format', 'markdown']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('From a monolith to microservices.');
  });

  it.each([
    [['--to', 'microservises'], 'Is microservices meant?'],
    [['--to', 'blockchain'], '--to takes one of monolith, modular-monolith'],
    [['--to', 'PostgreSQL', '--from', 'MongoDB'], "'PostgreSQL' is a store"],
    [['--to', 'microservices', '--from', 'microservices'], 'It is microservices already'],
    [['--to', 'monolith'], 'It is a monolith already'],
    [['--to', 'microservices', '--team', 'many'], 'a whole number from 1 on'],
    [[], "required option '--to <style>'"],
  ])('%j: a sentence and exit 2', async (args, sentence) => {
    const { code, stderr } = await cli(['migrate', repository(tree), ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it('no code, and no folder: a sentence and exit 2', async () => {
    expect(await cli(['migrate', '--to', 'microservices', repository({ 'README.md': 'x' })])).toMatchObject({ code: 2, stderr: expect.stringContaining('No module of production was found') });
    expect((await cli(['migrate', '--to', 'microservices', `${repository(tree)}/none`])).code).toBe(2);
  });
});
