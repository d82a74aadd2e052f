import { describe, expect, it } from 'vitest';
import { boundaries } from '../../src/advice/boundaries.ts';
import { adjustedRand, clusters } from '../../src/advice/boundaries/cluster.ts';
import { divide } from '../../src/advice/boundaries/divide.ts';
import { groundOf } from '../../src/advice/boundaries/ground.ts';
import { namesFor } from '../../src/advice/boundaries/names.ts';
import { seamsOf } from '../../src/advice/boundaries/seams.ts';
import { show } from '../../src/advice/show.ts';
import { clone, commit, gitRepository } from '../git.ts';
import { cli, repository } from '../support.ts';
import { groundFacts, ring, type Told } from './ground.ts';

const asked = { resolution: 1, level: 'folder', most: 8 } as const;
const FOUR = ['a', 'b', 'c', 'd'];
const two: Told = { imports: [...ring('src/orders', FOUR), ...ring('src/billing', FOUR), 'src/orders/a.ts -> src/billing/a.ts'] };

interface Data {
  stability: number; clear: boolean; shared: string[]; wiring: string[]; alone: string[];
  boundaries: { name: string; modules: string[]; tables: string[]; coupling: number; shares: Record<string, number>; signs: { heuristic: string; speaks: string; because: string }[] }[];
  cuts: { from: string; to: string; imports: number; type_only: number; calls: number; back: number; tables: { entity: string; writes: number; reads: number; at: { file: string } }[]; sites: { file: string; line: number }[] }[];
  declared?: { agreement: number; components: { component: string; boundary: string; inside: number }[]; misplaced: { path: string; component: string; drawn_to: string; own: number; other: number }[] };
}
const dataOf = (told: Told, options: Partial<Parameters<typeof boundaries>[1]> = {}): Data => boundaries(groundFacts(told), { ...asked, ...options }).data as Data;
const signOf = (data: Data, name: string, heuristic: string) => data.boundaries.find((one) => one.name === name)!.signs.find((one) => one.heuristic === heuristic)!;

describe('boundaries', () => {
  it('finds two parts that one import joins, names them after their folders and tells the cut', () => {
    const data = dataOf(two);
    expect(data.boundaries.map(({ name, modules }) => [name, modules.length]).sort()).toEqual([['billing', 4], ['orders', 4]]);
    expect(data.cuts).toEqual([expect.objectContaining({ from: 'orders', to: 'billing', imports: 1, type_only: 0, back: 0, sites: [{ file: 'src/orders/a.ts', line: 13, column: 8, to: 'src/billing/a.ts', kind: 'value' }] })]);
    expect(data).toMatchObject({ stability: 1, clear: true, alone: [] });
  });

  it('finds features across folders of one kind by what the code says', () => {
    const kinds = ['controllers', 'services', 'models', 'routes'];
    const feature = (name: string): string[] => kinds.flatMap((kind, index) => kinds.slice(index + 1).map((other) => `src/${kind}/${name}.ts -> src/${other}/${name}.ts`));
    const data = dataOf({ imports: [...feature('invoice'), ...feature('loan'), 'src/services/loan.ts -> src/services/invoice.ts'] });
    expect(data.boundaries.map(({ name }) => name).sort()).toEqual(['invoice', 'loan']);
  });

  it('gives the same answer whatever the order of the files', () => {
    const facts = groundFacts(two);
    const turned = { ...facts, files: { files: [...facts.files.files].reverse() }, imports: { ...facts.imports, modules: Object.fromEntries(Object.entries(facts.imports.modules).reverse()) } };
    expect(JSON.stringify(boundaries(turned, asked))).toBe(JSON.stringify(boundaries(facts, asked)));
  });

  it('lets imports of types alone hold less together than those that run', () => {
    // `x` imports two of each side; only the kind differs.
    const toss = (a: string, b: string): Told => ({ imports: [...two.imports, `src/x.ts ${a} src/orders/b.ts`, `src/x.ts ${a} src/orders/c.ts`, `src/x.ts ${b} src/billing/b.ts`, `src/x.ts ${b} src/billing/c.ts`] });
    const homeOf = (told: Told): string => dataOf(told).boundaries.find(({ modules }) => modules.includes('src/x.ts'))!.name;
    expect([homeOf(toss('->', '~>')), homeOf(toss('~>', '->'))]).toEqual(['orders', 'billing']);
  });

  it('draws together what writes one table, and what changes in one commit', () => {
    const loose: Told = { imports: [...two.imports, 'src/x.ts ~> src/orders/a.ts', 'src/x.ts ~> src/billing/a.ts'] };
    const homeOf = (more: Partial<Told>): string => dataOf({ ...loose, ...more }).boundaries.find(({ modules }) => modules.includes('src/x.ts'))!.name;
    expect(homeOf({ data: ['src/x.ts writes Invoice', 'src/billing/b.ts writes Invoice', 'src/orders/b.ts writes Order'] })).toBe('billing');
    expect(homeOf({ data: ['src/x.ts writes Order', 'src/billing/b.ts writes Invoice', 'src/orders/b.ts writes Order'] })).toBe('orders');
    const [first, second] = ['src/orders/c.ts', 'src/billing/c.ts'].map((path) => homeOf({ commits: Array.from({ length: 4 }, () => ['src/x.ts', path]) }));
    expect([first, second]).toEqual(['orders', 'billing']);
  });

  it('draws together what one team owns', () => {
    const loose: Told = { imports: [...two.imports, 'src/x.ts -> src/orders/b.ts', 'src/x.ts -> src/billing/b.ts'] };
    const homeOf = (owner: string): string => dataOf({ ...loose, codeowners: { 'src/orders/': '@acme/orders', 'src/billing/': '@acme/billing', 'src/x.ts': owner } }).boundaries.find(({ modules }) => modules.includes('src/x.ts'))!.name;
    expect([homeOf('@acme/orders'), homeOf('@acme/billing')]).toEqual(['orders', 'billing']);
  });

  it('sets apart what is used from everywhere and what wires everything', () => {
    const parts = ['p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y'];
    const data = dataOf({ imports: parts.flatMap((part) => [...ring(`src/${part}`, FOUR), `src/${part}/a.ts -> src/log.ts`, `src/main.ts -> src/${part}/b.ts`]).concat('src/log.ts -> src/colour.ts') });
    expect(data).toMatchObject({ shared: ['src/colour.ts', 'src/log.ts'], wiring: ['src/main.ts'] });
    expect(data.boundaries).toHaveLength(10);
    expect(data.cuts).toEqual([]);
  });

  it('sees through files that only hand on', () => {
    const facts = groundFacts({ imports: ['src/a/index.ts -> src/a/one.ts', 'src/b/x.ts -> src/a/index.ts'] });
    const modules = { ...facts.imports.modules, 'src/a/index.ts': [{ ...facts.imports.modules['src/a/index.ts']![0]!, reExport: true as const, names: ['*'] }] };
    const { edges } = groundOf({ ...facts, imports: { ...facts.imports, modules } });
    expect(edges.map(({ from, to }) => `${from} -> ${to}`)).toEqual(['src/b/x.ts -> src/a/one.ts']);
  });

  it('measures the seams: imports, data, commits and what goes back and forth', () => {
    const facts = groundFacts({
      imports: [...two.imports, 'src/billing/b.ts ~> src/orders/b.ts', 'src/billing/c.ts -> src/orders/c.ts'],
      data: ['src/orders/a.ts writes Order', 'src/orders/b.ts writes Order', 'src/billing/a.ts writes Order', 'src/billing/a.ts reads Invoice'],
      commits: [...Array.from({ length: 6 }, () => ['src/orders/a.ts']), ...Array.from({ length: 2 }, () => ['src/orders/a.ts', 'src/billing/a.ts'])],
      facts: { outbound: { modules: [], clients: [], calls: [], breakers: [], graph: { 'src/orders/a.ts#place': [{ to: 'src/billing/a.ts#charge', line: 4 }, { to: 'src/orders/b.ts#check', line: 5 }] } } },
    });
    const ground = groundOf(facts);
    const { seams, cuts, tables } = seamsOf(facts, ground, divide(ground, 1));
    const orders = seams.find(({ name }) => name === 'orders')!;
    expect(orders).toMatchObject({ inside: 6, out: 1, into: 2, commits: 8, alone: 6 });
    expect(orders.shares.imports).toBeCloseTo(2.25 / 8.25);
    expect(orders.shares.data).toBeCloseTo(1 / 3);
    expect(orders.shares).toMatchObject({ together: 0.25, cycles: 1 });
    expect(cuts[0]).toMatchObject({ from: 'billing', to: 'orders', imports: 2, typeOnly: 1, back: 1, tables: [{ entity: 'Order' }] });
    expect(cuts[1]).toMatchObject({ from: 'orders', to: 'billing', imports: 1, calls: 1 });
    expect(tables.map(({ entity, owner }) => [entity, owner])).toEqual([['Invoice', 'billing'], ['Order', 'orders']]);
  });

  it('lets the five heuristics speak with numbers', () => {
    const message = (role: 'publish' | 'consume', file: string) => ({ role, engine: 'kafkajs', channel: 'order.placed', at: { file, line: 1 }, fn: '', within: [] });
    const data = dataOf({
      ...two,
      data: ['src/orders/a.ts writes Order', 'src/billing/a.ts writes Invoice', 'src/orders/b.ts writes Invoice', 'src/billing/b.ts writes Invoice'],
      codeowners: { 'src/orders/': '@acme/orders', 'src/billing/': '@acme/billing' },
      commits: Array.from({ length: 30 }, () => ['src/orders/a.ts']),
      facts: { messaging: { messages: [message('publish', 'src/orders/a.ts'), message('consume', 'src/billing/a.ts')], failures: [] } },
    });
    expect(signOf(data, 'orders', 'domain-events')).toEqual({ heuristic: 'domain-events', speaks: 'for', because: 'It publishes 1 and consumes 0 events; kafkajs order.placed crosses.' });
    expect(signOf(data, 'billing', 'data-ownership')).toMatchObject({ speaks: 'against', because: 'It keeps 1 table (Invoice); others touch them at 1 place, it touches theirs at 0; 1 of these write.' });
    expect(signOf(data, 'orders', 'team-ownership')).toMatchObject({ speaks: 'for', because: 'orders has 100 % of it.' });
    expect(signOf(data, 'orders', 'deploy-cadence')).toMatchObject({ speaks: 'for', because: '30 commits in a year, 0 to the group in the middle (a factor of 30); 0 % of them change other groups as well.' });
    expect(signOf(data, 'orders', 'scaling-profile').speaks).toBe('open');
  });

  it('compares with the declared components, and names the module that sits in another one', () => {
    const orders = FOUR.map((name) => `src/orders/${name}.ts`);
    const data = dataOf({ ...two, components: { orders: orders.slice(0, 3), billing: [...FOUR.map((name) => `src/billing/${name}.ts`), 'src/orders/d.ts'] } });
    expect(data.declared).toMatchObject({ misplaced: [{ path: 'src/orders/d.ts', component: 'billing', drawn_to: 'orders' }], components: [{ component: 'billing', boundary: 'billing', inside: 4 }, { component: 'orders', boundary: 'orders', inside: 3 }] });
    expect(data.declared!.agreement).toBeGreaterThan(0.4);
    expect(data.declared!.agreement).toBeLessThan(1);
  });

  it('says what it cannot know without a history', () => {
    expect(show(boundaries(groundFacts(two), asked), { format: 'terminal' })).toContain('There is no git history since 2025-11-22 here');
  });
});

describe('the parts of it', () => {
  it.each([[0.3, 2], [1, 4], [3, 8]])('resolution %s gives %s clusters or more', (resolution, fewest) => {
    const nodes = Array.from({ length: 16 }, (_, index) => `n${String(index).padStart(2, '0')}`);
    const ties = nodes.flatMap((a, index) => nodes.slice(index + 1).map((b, after) => ({ a, b, weight: Math.floor(index / 4) === Math.floor((index + after + 1) / 4) ? 1 : Math.floor(index / 8) === Math.floor((index + after + 1) / 8) ? 0.15 : 0.01 })));
    expect(new Set(clusters(nodes, ties, resolution).of.values()).size).toBeGreaterThanOrEqual(fewest === 8 ? 4 : fewest);
    if (resolution < 1) expect(new Set(clusters(nodes, ties, resolution).of.values()).size).toBeLessThan(4);
  });

  it('measures agreement by the adjusted Rand index', () => {
    const of = (...groups: number[]): Map<string, number> => new Map(groups.map((group, index) => [String(index), group]));
    expect(adjustedRand(of(0, 0, 1, 1), of(5, 5, 7, 7))).toBe(1);
    expect(adjustedRand(of(0, 0, 1, 1), of(0, 1, 0, 1))).toBeCloseTo(-0.5);
    // The worked example of Hubert and Arabie's index over six things.
    expect(adjustedRand(of(0, 0, 0, 1, 1, 1), of(0, 0, 1, 1, 2, 2))).toBeCloseTo(0.2424, 4);
  });

  it('names by the folder that fits best, then by the word in the files\' names; each once', () => {
    const groups = [['src/users/a.ts', 'src/users/dto/b.ts'], ['src/models/loan.ts', 'src/routes/loan.route.ts'], ['src/api/x.ts', 'src/api/y.ts']];
    expect(namesFor(groups, groups.flat())).toEqual(['users', 'loan', 'api']);
    expect(namesFor([['a/users/x.ts'], ['b/users/y.ts'], ['c/users/z.ts']], ['a/users/x.ts', 'b/users/y.ts', 'c/users/z.ts'])[0]).toBe('users');
    expect(new Set(namesFor([['p/u/x.ts'], ['q/u/x.ts']], ['p/u/x.ts', 'q/u/x.ts'])).size).toBe(2);
  });
});

describe('arch-lint boundaries', () => {
  const tree = Object.fromEntries(['orders', 'billing'].flatMap((part) => FOUR.map((name, index) => [
    `src/${part}/${name}.ts`, `${['b', 'c', 'd', 'a'].slice(index, index + 1).map((other) => `import { ${other} } from './${other}.js';\n`).join('')}${index > 1 ? 'import { a as again } from \'./a.js\';\n' : ''}export const ${name} = 1;\n`,
  ])));

  it('reads a repository with its history, and draws a diagram in Markdown alone', async () => {
    const folder = gitRepository({ ...tree, 'package.json': '{"name":"shop"}' });
    commit(folder, { 'src/orders/a.ts': `${tree['src/orders/a.ts']}export const more = 1;\n` });
    const { code, stdout, stderr } = await cli(['boundaries', folder, '--format', 'markdown']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('| orders | 4 |');
    expect(stdout).toContain('```mermaid\nflowchart LR');
    expect((await cli(['boundaries', folder])).stdout).not.toContain('flowchart');
  });

  it('answers in a shallow clone, and says so', async () => {
    const origin = gitRepository({ ...tree });
    for (const day of ['1', '2']) commit(origin, { 'src/orders/a.ts': `export const a = ${day};\n` });
    const { code, stdout } = await cli(['boundaries', clone(origin, '--depth', '1')]);
    expect(code).toBe(0);
    expect(stdout.replaceAll('\n', ' ')).toContain('The history is cut short');
  });

  it.each([
    [['--resolution', '0'], 'from 0.1 to 10'],
    [['--resolution', 'many'], 'from 0.1 to 10'],
    [['--most', '0'], 'a whole number from 1 on'],
    [['--level', 'class'], 'Allowed choices are folder, module'],
  ])('%j: a sentence and exit 2', async (args, sentence) => {
    const { code, stderr } = await cli(['boundaries', repository(tree), ...args]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(sentence) });
  });

  it('an empty folder: a sentence and exit 2', async () => {
    expect(await cli(['boundaries', repository({ 'README.md': 'x' })])).toMatchObject({ code: 2, stderr: expect.stringContaining('No module of production was found') });
  });
});
