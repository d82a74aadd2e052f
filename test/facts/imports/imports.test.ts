import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { outcomes, plant } from './tree.ts';
import type { Tree } from './tree.ts';

const planted: Tree[] = [];
const grow = (...args: Parameters<typeof plant>): Tree => {
  const tree = plant(...args);
  planted.push(tree);
  return tree;
};
afterEach(() => planted.splice(0).forEach((tree) => tree.drop()));

const importing = (...specifiers: string[]): string => specifiers.map((specifier) => `import '${specifier}';\n`).join('');

describe('relative imports', () => {
  test('lead to the source, whatever the extension says', async () => {
    const tree = grow({
      'src/main.ts': importing('./a', './b.js', './c.jsx', './d.mjs', './folder', './types', './data.json', './e.cjs', '.', '..', './page.vue', './style.css'),
      'src/a.ts': '', 'src/a.js': '', 'src/b.ts': '', 'src/c.tsx': '', 'src/d.mts': '', 'src/e.cts': '', 'src/folder/index.tsx': '', 'src/types.d.ts': '',
      'src/data.json': '{}', 'src/index.ts': '', 'index.js': '', 'src/page.vue': '', 'src/style.css': '',
    });
    expect(outcomes(await tree.link(), 'src/main.ts')).toEqual({
      './a': 'src/a.ts', './b.js': 'src/b.ts', './c.jsx': 'src/c.tsx', './d.mjs': 'src/d.mts', './e.cjs': 'src/e.cts', './folder': 'src/folder/index.tsx',
      './types': 'src/types.d.ts', './data.json': 'src/data.json', '.': 'src/index.ts', '..': 'index.js', './page.vue': 'src/page.vue', './style.css': 'src/style.css',
    });
  });

  test('a file goes before a folder of its name, except where the specifier means the folder', async () => {
    const tree = grow({ 'src/a/x.ts': importing('../b', '../b/', '../b.service', '..'), 'src/b.ts': '', 'src/b/index.ts': '', 'src/b.service.ts': '', 'src/index.ts': '', 'src.ts': '' });
    expect(outcomes(await tree.link(), 'src/a/x.ts')).toEqual({ '../b': 'src/b.ts', '../b/': 'src/b/index.ts', '../b.service': 'src/b.service.ts', '..': 'src/index.ts' });
  });

  test('that lead nowhere are counted; what is absent by nature is not', async () => {
    const tree = grow({
      '.gitignore': 'secrets.ts\n/build/\n',
      'src/main.ts': importing('./gone', './logo.svg', './__generated__/graphql', './secrets', '../build/out', './routeTree.gen', './icon.svg?react', 'raw-loader!./main.ts', './a?worker'),
      'src/icon.svg': '', 'src/a.ts': '',
    });
    const graph = await tree.link();
    expect(outcomes(graph, 'src/main.ts')).toEqual({
      './gone': 'unresolved', './logo.svg': 'generated', './__generated__/graphql': 'generated', './secrets': 'generated', '../build/out': 'generated',
      './routeTree.gen': 'generated', './icon.svg?react': 'src/icon.svg', 'raw-loader!./main.ts': 'src/main.ts', './a?worker': 'src/a.ts',
    });
    expect([graph.resolved, graph.unresolved]).toEqual([3, 1]);
  });

  test('never leave the repository, not even over a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'arch-lint-out-'));
    writeFileSync(join(outside, 'x.ts'), '');
    const tree = grow({ 'src/main.ts': importing('../../../../etc/x', './linked/x', './gone') });
    symlinkSync(outside, join(tree.root, 'src/linked'));
    expect(outcomes(await tree.link(), 'src/main.ts')).toEqual({ '../../../../etc/x': 'package ../../../../etc/x', './linked/x': 'unresolved', './gone': 'unresolved' });
    rmSync(outside, { recursive: true });
  });

  test('through a link within the repository lead to the file itself', async () => {
    const tree = grow({ 'src/main.ts': importing('./shared/x'), 'shared/x.ts': '' });
    symlinkSync('../shared', join(tree.root, 'src/shared'));
    expect(outcomes(await tree.link(), 'src/main.ts')).toEqual({ './shared/x': 'shared/x.ts' });
  });

  test('to compiled files lead to what they are compiled from', async () => {
    const tree = grow({
      'package.json': '{"name":"tool"}', 'tsconfig.json': '{"compilerOptions":{"outDir":"lib/js","rootDir":"source"}}',
      'bin/run.js': importing('../dist/cli.js', '../lib/js/cli.js', '../other/lib/tool'), 'other/package.json': '{}', 'other/src/tool.ts': '', 'src/cli.ts': '', 'source/cli.ts': '',
    });
    expect(outcomes(await tree.link(), 'bin/run.js')).toEqual({ '../dist/cli.js': 'src/cli.ts', '../lib/js/cli.js': 'source/cli.ts', '../other/lib/tool': 'other/src/tool.ts' });
  });
});

describe('aliases of tsconfig and jsconfig', () => {
  test('two packages may mean different things by the same alias', async () => {
    const tree = grow({
      'a/tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}', 'a/src/main.ts': importing('@/x', '@/../y'), 'a/src/x.ts': '', 'a/y.ts': '',
      'b/jsconfig.json': '{"compilerOptions":{"baseUrl":"app","paths":{"@/*":["*"]}}}', 'b/app/main.js': importing('@/x', 'util/y', 'util/gone', 'util/generated/client'), 'b/app/x.js': '', 'b/app/util/y.js': '',
    });
    const graph = await tree.link();
    expect(outcomes(graph, 'a/src/main.ts')).toEqual({ '@/x': 'a/src/x.ts', '@/../y': 'a/y.ts' });
    expect(outcomes(graph, 'b/app/main.js')).toEqual({ '@/x': 'b/app/x.js', 'util/y': 'b/app/util/y.js', 'util/gone': 'unresolved', 'util/generated/client': 'generated' });
  });

  test('extends: relative, a list, a preset of the workspace, and one that is not installed', async () => {
    const tree = grow({
      'tsconfig.base.json': '// comment\n{"compilerOptions":{"paths":{"@lib/*":["libs/*/src",],},}}',
      'app/tsconfig.json': '{"extends":["@tsconfig/node20/tsconfig.json","../tsconfig.base","@acme/presets/app.json"]}',
      'presets/package.json': '{"name":"@acme/presets"}', 'presets/app.json': '{"compilerOptions":{"baseUrl":"../shared"}}',
      'app/main.ts': importing('@lib/a', 'things/b', 'left-pad'), 'shared/libs/a/src/index.ts': '', 'shared/things/b.ts': '',
    });
    expect(outcomes(await tree.link(), 'app/main.ts')).toEqual({ '@lib/a': 'shared/libs/a/src/index.ts', 'things/b': 'shared/things/b.ts', 'left-pad': 'package left-pad' });
  });

  test('a solution lets the referenced config that covers the file speak', async () => {
    const tree = grow({
      'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"},{"path":"./tsconfig.node.json"}]}',
      'tsconfig.app.json': '{"include":["src"],"compilerOptions":{"paths":{"~/*":["./src/*"]}}}',
      'tsconfig.node.json': '{"include":["tools/**/*.ts"],"compilerOptions":{"paths":{"~/*":["./tools/*"]}}}',
      'src/main.ts': importing('~/x'), 'src/x.ts': '', 'tools/main.ts': importing('~/x'), 'tools/x.ts': '',
    });
    const graph = await tree.link();
    expect(outcomes(graph, 'src/main.ts')).toEqual({ '~/x': 'src/x.ts' });
    expect(outcomes(graph, 'tools/main.ts')).toEqual({ '~/x': 'tools/x.ts' });
  });

  test('folders under one manifest and one config do not lend each other their aliases', async () => {
    const tree = grow({
      'package.json': '{}', 'tsconfig.json': '{"include":["a","b"]}', 'a/tsconfig.json': '{"files":[],"compilerOptions":{"paths":{"@x":["./x"]}}}', 'b/tsconfig.json': '{"files":[],"compilerOptions":{"paths":{"@x":["./x"]}}}',
      'a/main.ts': importing('@x'), 'a/x.ts': '', 'b/main.ts': importing('@x'), 'b/x.ts': '',
    });
    const graph = await tree.link();
    expect([outcomes(graph, 'a/main.ts'), outcomes(graph, 'b/main.ts')]).toEqual([{ '@x': 'a/x.ts' }, { '@x': 'b/x.ts' }]);
  });

  test('the most specific pattern wins, the first target that is there is taken, and a package stays a package', async () => {
    const tree = grow({
      'package.json': '{"dependencies":{"react":"1"}}',
      'tsconfig.json': '{"compilerOptions":{"paths":{"*":["./types/*"],"@app/*":["./old/*","./src/*"],"@app/core/*":["./core/*"],"react":["./node_modules/@types/react"],"exact":["./src/exact.ts"]}}}',
      'main.ts': importing('@app/a', '@app/core/a', '@app/gone', 'react', 'exact', 'lodash', 'untyped'), 'src/a.ts': '', 'src/exact.ts': '', 'core/a.ts': '', 'types/untyped.d.ts': '',
    });
    expect(outcomes(await tree.link(), 'main.ts')).toEqual({
      '@app/a': 'src/a.ts', '@app/core/a': 'core/a.ts', '@app/gone': 'unresolved', react: 'package react', exact: 'src/exact.ts', lodash: 'package lodash', untyped: 'types/untyped.d.ts',
    });
  });

  test('of a bundler, set where no data says it, are not broken imports; those of package.json are', async () => {
    const tree = grow({
      'package.json': '{"dependencies":{"@docusaurus/plugin":"1"}}', 'main.ts': importing('#storage', '#shared/types', '@site/src/x', '@theme/Layout', '@docusaurus/plugin', '@/gone', '~/gone'),
      'shared/types.ts': '', 'src/x.ts': '',
      'p/package.json': '{"imports":{"#a":"./a.js"}}', 'p/main.ts': importing('#a', '#storage'),
    });
    const graph = await tree.link();
    expect(outcomes(graph, 'main.ts')).toEqual({
      '#storage': 'generated', '#shared/types': 'shared/types.ts', '@site/src/x': 'src/x.ts', '@theme/Layout': 'generated', '@docusaurus/plugin': 'package @docusaurus/plugin',
      '@/gone': 'unresolved', '~/gone': 'unresolved',
    });
    expect(outcomes(graph, 'p/main.ts')).toEqual({ '#a': 'unresolved', '#storage': 'unresolved' });
  });

  test('of a process that starts with NODE_PATH lie below the root or its sources; packages stay packages', async () => {
    const tree = grow({
      'package.json': '{"dependencies":{"shared":"1"}}', 'app/main.js': importing('app/fees', 'shared/fees', 'lodash/get', 'services/mail'),
      'app/fees.js': '', 'shared/fees.js': '', 'src/services/mail.js': '',
    });
    expect(outcomes(await tree.link(), 'app/main.js')).toEqual({ 'app/fees': 'app/fees.js', 'shared/fees': 'package shared', 'lodash/get': 'package lodash', 'services/mail': 'src/services/mail.js' });
  });

  test('frameworks say it where the tsconfig is generated', async () => {
    const tree = grow({
      'package.json': '{}', 'tsconfig.json': '{"extends":"./.svelte-kit/tsconfig.json"}',
      'src/routes/+page.ts': importing('$lib/x', '$app/stores', './$types', 'virtual:pwa', '#imports', '~icons/a/b', 'astro:content'), 'src/lib/x.ts': '',
    });
    expect(outcomes(await tree.link(), 'src/routes/+page.ts')).toEqual({
      '$lib/x': 'src/lib/x.ts', '$app/stores': 'generated', './$types': 'generated', 'virtual:pwa': 'generated', '#imports': 'generated', '~icons/a/b': 'generated', 'astro:content': 'generated',
    });
  });
});

describe('packages', () => {
  const workspace = {
    'package.json': '{"name":"root"}',
    'packages/a/package.json': '{"name":"@acme/a","main":"dist/index.js","types":"dist/index.d.ts"}', 'packages/a/src/index.ts': '', 'packages/a/src/deep/x.ts': '',
    'packages/b/package.json': '{"name":"@acme/b","exports":{".":{"types":"./build/main.d.ts","default":"./build/main.mjs"},"./tools/*":"./build/tools/*.js","./sub":{"@acme/source":"./lib/sub.ts","default":"./build/sub.js"}}}',
    'packages/b/tsconfig.json': '{"compilerOptions":{"outDir":"build","rootDir":"code"}}', 'packages/b/code/main.ts': '', 'packages/b/code/tools/hammer.ts': '', 'packages/b/lib/sub.ts': '',
    'packages/c/package.json': '{"name":"c","source":"./entry.ts","imports":{"#db":"./internal/db.js","#x/*":"./internal/*.js","#fs":"node:fs","#pad":"left-pad"}}',
    'packages/c/entry.ts': importing('#db', '#x/y', '#fs', '#pad', 'c', '@acme/a', '@acme/b/tools/hammer'), 'packages/c/internal/db.ts': '', 'packages/c/internal/y.ts': '',
    'app/package.json': '{"name":"app"}',
    'app/main.ts': importing('@acme/a', '@acme/a/dist/deep/x', '@acme/a/deep/x.js', '@acme/b', '@acme/b/tools/hammer', '@acme/b/sub', 'c', '@acme/a/gone', '@acme/other', 'node:fs/promises', 'fs', 'left-pad/x'),
  };
  const members = ['packages/a', 'packages/b', 'packages/c', 'app'];
  const expected = {
    '@acme/a': 'packages/a/src/index.ts', '@acme/a/dist/deep/x': 'packages/a/src/deep/x.ts', '@acme/a/deep/x.js': 'packages/a/src/deep/x.ts', '@acme/b': 'packages/b/code/main.ts',
    '@acme/b/tools/hammer': 'packages/b/code/tools/hammer.ts', '@acme/b/sub': 'packages/b/lib/sub.ts', c: 'packages/c/entry.ts', '@acme/a/gone': 'unresolved',
    '@acme/other': 'package @acme/other', 'node:fs/promises': 'builtin node:fs', fs: 'builtin node:fs', 'left-pad/x': 'package left-pad',
  };

  test('of the workspace lead to their sources, by name and by subpath', async () => {
    const graph = await grow(workspace, members).link();
    expect(outcomes(graph, 'app/main.ts')).toEqual(expected);
    expect(outcomes(graph, 'packages/c/entry.ts')).toEqual({
      '#db': 'packages/c/internal/db.ts', '#x/y': 'packages/c/internal/y.ts', '#fs': 'builtin node:fs', '#pad': 'package left-pad', c: 'packages/c/entry.ts',
      '@acme/a': 'packages/a/src/index.ts', '@acme/b/tools/hammer': 'packages/b/code/tools/hammer.ts',
    });
  });

  test('an installed and built checkout gives the same graph', async () => {
    const built = ['packages/a/dist/index.js', 'packages/a/dist/index.d.ts', 'packages/b/build/main.mjs', 'packages/b/build/main.d.ts', 'packages/b/build/tools/hammer.js', 'packages/a/src/index.d.ts'];
    const tree = grow({ ...workspace, ...Object.fromEntries(built.map((path) => [path, ''])), 'node_modules/left-pad/x.js': '' }, members, built);
    mkdirSync(join(tree.root, 'node_modules/@acme'), { recursive: true });
    symlinkSync('../../packages/a', join(tree.root, 'node_modules/@acme/a'));
    expect(await tree.link()).toEqual(await grow(workspace, members).link());
  });

  test('whose sources are not found are broken imports, though git ignores what they build; generated ones are not', async () => {
    const tree = grow({
      '.gitignore': 'dist\n', 'p/package.json': '{"name":"p","main":"dist/bundle.js","exports":{".":"./dist/bundle.js","./client":"./generated/client.js"}}', 'p/source-of-it.ts': '',
      'main.ts': importing('p', 'p/client', 'constructor', 'toString/x'),
    }, ['p']);
    expect(outcomes(await tree.link(), 'main.ts')).toEqual({ p: 'unresolved', 'p/client': 'generated', constructor: 'package constructor', 'toString/x': 'package toString' });
  });

  test('outside the workspace that bear the name of a member are not it', async () => {
    const tree = grow({ ...workspace, 'examples/e/package.json': '{"name":"e","dependencies":{"@acme/a":"^1.0.0","c":"file:../../packages/c"}}', 'examples/e/main.ts': importing('@acme/a', 'c') }, members);
    expect(outcomes(await tree.link(), 'examples/e/main.ts')).toEqual({ '@acme/a': 'package @acme/a', c: 'packages/c/entry.ts' });
  });
});

describe('the graph', () => {
  test('keeps the place and the order of every import', async () => {
    const tree = grow({ 'a.ts': "\nimport b from './b';\nconst c = require('./c');\nexport * from './b';\n", 'b.ts': '', 'c.ts': '' });
    expect((await tree.link()).modules['a.ts']!.map(({ line, column, to }) => [line, column, to])).toEqual([[2, 15, 'b.ts'], [3, 19, 'c.ts'], [4, 15, 'b.ts']]);
  });

  test('of sources of which none could be read is an error, not an empty graph', async () => {
    const tree = grow({ 'a.ts': '' });
    const facts = tree.facts();
    const { default: imports } = await import('../../../src/facts/imports.ts');
    const { openRepository } = await import('../../../src/facts/repository.ts');
    await expect(async () => imports.gather({ ...facts, source: { modules: {}, shares: {} } }, openRepository(tree.root, { now: new Date(0), workers: 0 }).scope([]))).rejects.toThrow('no import graph');
  });

  test('of a repository without sources is empty', async () => {
    expect(await grow({ 'README.md': '' }).link()).toEqual({ modules: {}, resolved: 0, unresolved: 0 });
  });
});

describe('the cache', () => {
  test('gives the same graph when files come, go and change', async () => {
    const cache = mkdtempSync(join(tmpdir(), 'arch-lint-cache-'));
    const tree = grow({
      'package.json': '{"name":"root"}', 'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./src/*"]}}}',
      'src/main.ts': importing('./a', './b', './c.js', '@/d', './e'), 'src/a.js': '', 'src/b/index.ts': '', 'src/c.ts': '', 'src/d.ts': '',
    });
    const steps: (() => void)[] = [
      () => {}, () => {},
      () => tree.write('src/a.ts', ''), () => tree.write('src/b.ts', ''), () => tree.remove('src/c.ts'), () => tree.write('src/c.js', ''), () => tree.write('src/e/index.ts', ''),
      () => tree.remove('src/d.ts'), () => tree.write('tsconfig.json', '{"compilerOptions":{"paths":{"@/*":["./src/b/*"]}}}'), () => tree.write('src/b/d.ts', ''),
      () => tree.write('src/f/package.json', '{"main":"lib/f.js"}'), () => tree.write('src/main.ts', importing('./f', './a')), () => tree.write('src/f/lib/f.ts', ''), () => tree.remove('src/a.ts'),
    ];
    for (const step of steps) {
      step();
      expect(await tree.link(cache)).toEqual(await tree.link());
    }
    const [file] = readdirSync(cache);
    expect(readdirSync(cache)).toHaveLength(1);
    writeFileSync(join(cache, file!), '{"version":');
    expect(await tree.link(cache)).toEqual(await tree.link());
    expect(JSON.parse(readFileSync(join(cache, file!), 'utf8')).answers['src/a']).toBe('src/a.js');
    rmSync(cache, { recursive: true });
  });

  test('leaves nothing behind outside its folder', async () => {
    const tree = grow({ 'src/main.ts': importing('./a'), 'src/a.ts': '' });
    await tree.link();
    expect(readdirSync(tree.root)).toEqual(['src']);
    expect(existsSync(join(tree.root, 'node_modules'))).toBe(false);
  });
});
