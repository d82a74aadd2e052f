import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commit, git, gitRepository } from '../git.ts';
import { cli, repository } from '../support.ts';

const SHOP = {
  'architecture.yaml': [
    'version: 1', 'project: {name: shop}',
    'layers:', '  order:', '    - {name: api, path: "src/*/api/**"}', '    - {name: domain, path: "src/*/domain/**"}', '    - {name: infra, path: "src/*/infra/**"}', '  dependency_inversion: true',
    'components:', '  orders: {path: src/orders, public_api: src/orders/index.ts, responsibility: Takes orders.}', '  billing: {path: src/billing}',
    'rules:', '  - name: no-axios', '    from: {component: orders}', '    deny: {packages: [axios]}', '    because: One client, with timeouts.', '',
  ].join('\n'),
  'src/orders/index.ts': "export { order } from './domain/order.js';\n",
  'src/orders/domain/order.ts': 'export const order = 1;\n',
  'src/orders/infra/db.ts': 'export const db = 1;\n',
  'src/billing/api/bill.ts': "import { order } from '../../orders/index.js';\nexport const bill = order;\n",
};
const BAD = { 'src/billing/api/bill.ts': "import { db } from '../../orders/infra/db.js';\nexport const bill = db;\n" };

describe('can', () => {
  const dir = repository(SHOP);
  const can = async (from: string, to: string) => {
    const { code, stdout } = await cli(['can', from, to, '--dir', dir, '--format', 'json']);
    return { code, ...(stdout ? JSON.parse(stdout) : {}) } as { code: number; allowed: boolean; from: string; reasons: { check: string; at: { file: string; line: number }; evidence?: object[] }[] };
  };

  it('yes, and the line that says so', async () => {
    expect(await can('src/orders/api/new.ts', 'src/orders/domain/order.ts')).toMatchObject({ code: 0, allowed: true, reasons: [{ check: null, at: { file: 'architecture.yaml' } }] });
    expect(await can('billing', 'orders')).toMatchObject({ code: 0, from: 'src/billing/api/bill.ts', to: 'src/orders/index.ts' });
  });

  it('no, by the same words as the linter, for a file that is yet to be written, too', async () => {
    expect(await can('src/orders/domain/new.ts', 'src/orders/infra/db.ts')).toMatchObject({ code: 1, allowed: false, reasons: expect.arrayContaining([expect.objectContaining({ check: 'layer-violations' })]) });
    expect(await can('src/billing/api/bill.ts', 'src/orders/domain/order.ts')).toMatchObject({ code: 1, reasons: [{ check: 'private-imports' }] });
    expect(await can('src/orders/index.ts', 'axios')).toMatchObject({ code: 1, reasons: [{ check: 'rule-violations' }] });
    expect(await can('src/orders/index.ts', 'src/billing/api/bill.ts')).toMatchObject({ code: 1, reasons: expect.arrayContaining([expect.objectContaining({ check: 'circular-dependencies' })]) });
  });

  it('in words', async () => {
    const { code, stdout } = await cli(['can', 'src/orders/index.ts', 'axios', '--dir', dir]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^no: src\/orders\/index\.ts may not import axios\n {2}rule-violations: /);
    expect(stdout).toContain('One client, with timeouts.');
    expect(stdout).toContain('architecture.yaml:');
  });

  it('2: what is not in the folder', async () => {
    expect(await cli(['can', '../x.ts', 'axios', '--dir', dir])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('context', () => {
  it('prints the declared rules as Markdown', async () => {
    const { code, stdout } = await cli(['context', repository(SHOP)]);
    expect(code).toBe(0);
    expect(stdout).toContain('- **domain** (`src/*/domain/**`) may import no other layer.');
    expect(stdout).toContain('- **orders** (`src/orders`): Takes orders. Import only `src/orders/index.ts`.');
    expect(stdout).toContain('- **no\\-axios** One client, with timeouts.');
  });

  it('is inert, whatever the names say', async () => {
    const { stdout } = await cli(['context', repository({ 'architecture.yaml': 'version: 1\nproject: {name: "<img src=x> @team"}\ncomponents: {}\n' })]);
    expect(stdout).not.toMatch(/<img|@team/);
  });
});

describe('what a commit touches', () => {
  it('is shown and counts alone; nothing staged is nothing to judge', async () => {
    const dir = gitRepository({ ...SHOP, ...BAD });
    expect(await cli([dir, '--staged'])).toMatchObject({ code: 0, stdout: '', stderr: 'No file of this project is staged; nothing is judged.\n' });

    commit(dir, {});
    writeFileSync(join(dir, 'README.md'), 'x\n');
    git(dir, 'add', 'README.md');
    const clean = await cli([dir, '--staged']);
    expect(clean).toMatchObject({ code: 0 });
    expect(clean.stdout).not.toContain('private-imports');

    writeFileSync(join(dir, 'src/billing/api/bill.ts'), `${BAD['src/billing/api/bill.ts']}// touched\n`);
    git(dir, 'add', '-A');
    const touched = await cli([dir, '--staged']);
    expect(touched.code).toBe(1);
    expect(touched.stdout).toMatch(/private-imports has 1 finding at or about\s+these files/);
    // What was there before is not this commit's doing.
    expect((await cli([dir, '--staged', '--base', 'HEAD'])).code).toBe(0);
  });

  it('can be named', async () => {
    const dir = repository({ ...SHOP, ...BAD });
    expect((await cli(['--files', 'src/orders/infra/db.ts'], { cwd: dir })).stdout).toContain('private-imports');
    expect((await cli(['--files', 'src/orders/index.ts'], { cwd: dir })).stdout).not.toContain('private-imports');
  });
});

describe('on GitHub Actions', () => {
  it('the report is told while no commands are heard, and annotations follow', async () => {
    const { stdout } = await cli([repository({ ...SHOP, ...BAD }), '--only', 'private-imports'], { env: { GITHUB_ACTIONS: 'true' } });
    const [, token] = /^::stop-commands::(\S+)\n/.exec(stdout)!;
    expect(stdout.split(`::${token}::\n`)[1]).toMatch(/^::warning file=src\/billing\/api\/bill\.ts,line=1/);
  });
});
