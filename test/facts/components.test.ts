import { describe, expect, it } from 'vitest';
import components from '../../src/facts/components.ts';
import type { ArchitectureDeclaration, Components, RepoFile } from '../../src/model/index.ts';

const gather = (declared: Partial<ArchitectureDeclaration>, paths: readonly string[]): Components =>
  components.gather({
    architecture: { declared: { version: 1, ...declared } as ArchitectureDeclaration, places: {} },
    files: { files: paths.map((path): RepoFile => ({ path, bytes: 1, role: path.includes('test') ? 'test' : 'production', ...(path.endsWith('.ts') && { language: 'typescript' as const }) })) },
  }, undefined as never) as Components;

describe('components', () => {
  it('gives a file to the deepest folder', () => {
    const { of, components: list } = gather(
      { components: { app: { path: 'src' }, orders: { path: 'src/orders' }, api: { path: 'src/orders/api/**' } } },
      ['README.md', 'src/main.ts', 'src/orders/a.ts', 'src/orders/a.test.ts', 'src/orders/api/b.ts'],
    );
    expect(of['README.md']).toBeUndefined();
    expect(Object.fromEntries(Object.entries(of).map(([path, { components }]) => [path, components]))).toEqual({
      'src/main.ts': ['app'], 'src/orders/a.ts': ['orders'], 'src/orders/a.test.ts': ['orders'], 'src/orders/api/b.ts': ['api'],
    });
    expect(list).toEqual([
      { name: 'app', path: ['src'], files: 1, modules: 1 },
      { name: 'orders', path: ['src/orders'], files: 2, modules: 1, parent: 'app' },
      { name: 'api', path: ['src/orders/api/**'], files: 1, modules: 1, parent: 'orders' },
    ]);
  });

  it('prefers a named folder to a wildcard, and keeps a true tie', () => {
    const { of } = gather({ components: { rest: { path: 'packages/*' }, api: { path: 'packages/api' }, twin: { path: ['packages/api'] } } }, ['packages/api/a.ts', 'packages/web/a.ts']);
    expect(of['packages/api/a.ts']!.components).toEqual(['api', 'twin']);
    expect(of['packages/web/a.ts']!.components).toEqual(['rest']);
  });

  it('names every layer of a file', () => {
    const { of, layers } = gather({ layers: { order: [{ name: 'api', path: 'src/*/api' }, { name: 'all', path: 'src/**' }] } }, ['src/x/api/a.ts', 'src/b.ts', 'c.ts']);
    expect(of).toEqual({ 'src/x/api/a.ts': { components: [], layers: ['api', 'all'] }, 'src/b.ts': { components: [], layers: ['all'] } });
    expect(layers).toEqual([{ name: 'api', path: ['src/*/api'], modules: 1 }, { name: 'all', path: ['src/**'], modules: 2 }]);
  });

  it('tells the stacks apart, by component or by container', () => {
    const order = [{ name: 'domain', path: 'domain/**' }];
    const contained = gather({ layers: { order, containers: 'packages/*/src' } }, ['packages/a/src/domain/x.ts', 'packages/b/src/domain/x.ts', 'packages/a/domain/y.ts', 'domain/z.ts']);
    expect(contained.of).toEqual({
      'packages/a/src/domain/x.ts': { components: [], layers: ['domain'], stack: 'packages/a/src' },
      'packages/b/src/domain/x.ts': { components: [], layers: ['domain'], stack: 'packages/b/src' },
    });
    const owned = gather({ components: { a: { path: 'src/a' } }, layers: { per: 'component', order: [{ name: 'domain', path: '**/domain/**' }] } }, ['src/a/domain/x.ts', 'src/a/y.ts']);
    expect(owned.of['src/a/domain/x.ts']).toEqual({ components: ['a'], layers: ['domain'], stack: 'a' });
    expect(owned.of['src/a/y.ts']).toEqual({ components: ['a'], layers: [] });
  });
});
