import { describe, expect, it } from 'vitest';
import { cli, repository } from '../support.ts';

describe('graph', () => {
  it('prints modules, components, layers and knots as JSON', async () => {
    const { code, stdout } = await cli(['graph', 'fixtures/monorepo', '--no-cache']);
    expect(code).toBe(0);
    const graph = JSON.parse(stdout);
    expect(graph).toMatchObject({ schema_version: 1 });
    expect(graph.modules.find(({ path }: { path: string }) => path === 'packages/orders/src/place-order.ts')).toMatchObject({
      component: 'orders',
      imports: [{ specifier: '@mall/billing', to: 'packages/billing/src/index.ts', kind: 'value', line: 1, column: 24 }, { to: 'packages/money/src/index.ts' }, { to: 'packages/orders/src/order.ts', kind: 'type' }],
    });
    expect(graph.knots.length).toBeGreaterThan(0);
  });

  it('resolves the same alias by the nearest tsconfig', async () => {
    const { modules } = JSON.parse((await cli(['graph', 'fixtures/monorepo', '--no-cache'])).stdout) as { modules: { path: string; imports: { specifier: string; to: string | null }[] }[] };
    const of = (path: string, specifier: string) => modules.find((one) => one.path === path)?.imports.find((one) => one.specifier === specifier)?.to;
    expect(of('packages/orders/src/index.ts', '@/order.js')).toBe('packages/orders/src/order.ts');
    expect(of('packages/billing/src/charge.ts', '@/ledger.js')).toBe('packages/billing/src/internal/ledger.ts');
  });

  it.each([['mermaid', /^flowchart/], ['dot', /^digraph/]])('draws components as %s, broken edges marked', async (format, start) => {
    const { stdout } = await cli(['graph', 'fixtures/monorepo', '--format', format, '--no-cache']);
    expect(stdout).toMatch(start);
    expect(stdout).toContain('billing');
    expect(stdout).toMatch(/broken.*#c|linkStyle [\d,]+ stroke:#c/);
  });

  it('works without an architecture.yaml', async () => {
    const { code, stdout } = await cli(['graph', repository({ 'a.ts': "import fs from 'node:fs';\nimport './b.js';\nimport './gone.js';\n", 'b.ts': '' }), '--no-cache']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).modules[0]).toMatchObject({ path: 'a.ts', component: null, layer: null, imports: [{ to: null, external: true }, { to: 'b.ts' }, { to: null, unresolved: true }] });
  });
});
