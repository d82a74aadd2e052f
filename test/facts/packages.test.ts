import { describe, expect, it } from 'vitest';
import files from '../../src/facts/files.ts';
import packages from '../../src/facts/packages.ts';
import { openRepository } from '../../src/facts/repository.ts';
import type { Packages } from '../../src/model/index.ts';
import { architecture, repository, TODAY, type Tree } from '../support.ts';

const gather = async (tree: Tree): Promise<Packages & { gaps: string[] }> => {
  const gaps: string[] = [];
  const repo = openRepository(repository(tree), { now: TODAY, workers: 1 })
    .scope([], { onGap: (reason, at) => gaps.push(`${at?.file}:${at?.line}:${at?.column} ${reason}`) });
  return { ...await packages.gather({ files: await files.gather({ architecture: architecture({}) }, repo) }, repo), gaps };
};
const members = async (tree: Tree): Promise<string[]> => (await gather(tree)).packages.filter(({ workspace }) => workspace).map(({ dir }) => dir);

const three = { 'packages/a/package.json': '{}', 'packages/b/package.json': '{}', 'apps/web/package.json': '{}', 'fixtures/c/package.json': '{}' };

describe('packages', () => {
  it('knows the ranges that packages share by a catalog of pnpm, or of bun', async () => {
    const ranges = async (tree: Tree): Promise<Record<string, string>> => (await gather(tree)).packages.find(({ dir }) => dir === 'apps/api')!.dependencies;
    const api = { 'apps/api/package.json': '{"dependencies": {"redis": "catalog:", "react": "catalog:old", "zod": "catalog:default", "pg": "^8.0.0", "toString": "catalog:", "knex": "catalog:none"}}' };
    const told = { redis: '^5.0.0', react: '17.0.2', zod: '^4.0.0', pg: '^8.0.0', toString: 'catalog:', knex: 'catalog:none' };
    expect(await ranges({ ...api, 'pnpm-workspace.yaml': 'packages: [apps/*]\ncatalog:\n  redis: ^5.0.0\n  zod: ^4.0.0\n  pg: ^1.0.0\ncatalogs:\n  old: {react: 17.0.2}\n' })).toEqual(told);
    expect(await ranges({ ...api, 'package.json': '{"workspaces": {"packages": ["apps/*"], "catalog": {"redis": "^5.0.0", "zod": "^4.0.0"}, "catalogs": {"old": {"react": "17.0.2"}}}}' })).toEqual(told);
    expect(await ranges({ ...api, 'package.json': '{"workspaces": ["apps/*"], "catalog": {"redis": "^5.0.0", "zod": "^4.0.0"}, "catalogs": {"old": {"react": "17.0.2"}}}' })).toEqual(told);
    expect((await ranges(api)).redis).toBe('catalog:');
    expect((await ranges({ ...api, 'packages/a/pnpm-workspace.yaml': 'catalog: {redis: ^5.0.0}\n' })).redis).toBe('catalog:');
  });

  it('reads a manifest, with the places of its name, its dependencies and its scripts', async () => {
    const { packages: [manifest] } = await gather({
      'api/package.json': '{\n  "private": true,\n  "name": "@shop/api", "version": "1.2.3",\n  "dependencies": {"a": "1", "b": 2}, "optionalDependencies": {"o": "1"},\n'
        + '  "devDependencies": {"d": "^3"}, "peerDependencies": {"p": "*"}, "scripts": {"start": "node ."}, "bin": {"x": "./x.js"}, "exports": {".": "./i.js"}, "main": "m.js"\n}',
    });
    expect(manifest).toEqual({
      dir: 'api', name: '@shop/api', version: '1.2.3', private: true, dependencies: { a: '1', o: '1' }, devDependencies: { d: '^3' }, peerDependencies: { p: '*' },
      scripts: { start: 'node .' }, bin: ['./x.js'], entry: { main: 'm.js', exports: { '.': './i.js' } }, workspace: false, at: { file: 'api/package.json', line: 3, column: 3 },
      lines: {
        'dependencies/a': { line: 4, column: 20 }, 'dependencies/b': { line: 4, column: 30 }, 'dependencies/o': { line: 4, column: 64 },
        'devDependencies/d': { line: 5, column: 23 }, 'scripts/start': { line: 5, column: 79 },
      },
    });
  });

  it.each<[string, Tree, string[]]>([
    ['npm', { 'package.json': '{"workspaces":["packages/*"]}' }, ['packages/a', 'packages/b']],
    ['yarn', { 'package.json': '{"workspaces":{"packages":["./packages/*/","!packages/b"]}}' }, ['packages/a']],
    ['pnpm', { 'pnpm-workspace.yaml': 'packages:\n  - apps/**\n  - "packages/{a,z}"\n' }, ['apps/web', 'packages/a']],
    ['lerna', { 'lerna.json': '{"packages":["apps/*"]}' }, ['apps/web']],
    ['rush', { 'rush.json': '{ // as Rush writes it\n "projects":[{"projectFolder":"apps/web"}],}' }, ['apps/web']],
    ['none', { 'package.json': '{}' }, []],
    ['without one', { 'package.json': '{"workspaces":["packages/!(b)"]}' }, ['packages/a']],
    ['one of several', { 'package.json': '{"workspaces":["packages/@(b|c)"]}' }, ['packages/b']],
    ['nested', { 'packages/package.json': '{"workspaces":["a"]}' }, ['packages/a']],
  ])('knows the workspace of %s', async (_, tree, expected) => expect(await members({ ...three, ...tree })).toEqual(expected));

  it.each<[Tree, Packages['manager']]>([
    [{ 'package.json': '{"packageManager":"yarn@4.1.0"}', 'pnpm-lock.yaml': '' }, 'yarn'],
    [{ 'package.json': '{}', 'pnpm-lock.yaml': '' }, 'pnpm'],
    [{ 'package.json': '{}', 'tools/x/yarn.lock': '', 'package-lock.json': '{}' }, 'npm'],
    [{ 'package.json': '{}', 'bun.lockb': '' }, 'bun'],
    [{ 'package.json': '{}' }, undefined],
  ])('%j is managed by %s', async (tree, manager) => expect((await gather(tree)).manager).toBe(manager));

  it('lists lock files and what orchestrates', async () => {
    expect(await gather({ 'nx.json': '{}', 'turbo.json': '{}', 'a/yarn.lock': '', 'yarn.lock': '' }))
      .toMatchObject({ orchestrators: ['nx', 'turbo'], lockfiles: ['a/yarn.lock', 'yarn.lock'] });
  });

  it.each([
    ['{\n  "name": "x",\n}', 'package.json:3:1 is not valid JSON (PropertyNameExpected)'],
    ['', 'package.json:1:1 is not valid JSON (ValueExpected)'],
    ['[]', 'package.json:1:1 holds no JSON object'],
    ['{"name": // no\n "x"}', 'package.json:1:10 is not valid JSON (InvalidCommentToken)'],
  ])('tells a broken manifest: %j', async (text, gap) => {
    expect(await gather({ 'package.json': text, 'b/package.json': '\uFEFF{"name":"b"}' })).toMatchObject({ packages: [{ dir: 'b', name: 'b' }], gaps: [gap] });
  });

  it('tells a broken pnpm workspace, and reads the rest', async () => {
    const { gaps, packages: found } = await gather({ 'pnpm-workspace.yaml': 'packages: [a', 'a/package.json': '{}' });
    expect(gaps).toEqual(['pnpm-workspace.yaml:1:13 is not valid YAML']);
    expect(found).toHaveLength(1);
  });
});
