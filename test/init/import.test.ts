import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { globsOf, packagesOf } from '../../src/init/import/regex-globs.ts';
import { firstWins } from '../../src/init/import/zones.ts';
import type { ArchitectureDeclaration } from '../../src/model/index.ts';
import { cli, lint, repository, type Tree } from '../support.ts';

const RULES = ['rule-violations', 'layer-violations'];

async function imported(tree: Tree): Promise<{ folder: string; report: string; declared: ArchitectureDeclaration; text: string }> {
  const folder = repository({ 'package.json': '{"name": "shop"}', ...tree });
  const { code, stdout, stderr } = await cli(['import'], { cwd: folder });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  const text = readFileSync(join(folder, 'architecture.yaml'), 'utf8');
  return { folder, report: stdout, text, declared: parse(text) as ArchitectureDeclaration };
}

const broken = async (folder: string): Promise<string[]> => {
  const { checks } = await lint(folder, { only: RULES });
  return checks.flatMap(({ findings }) => findings.map(({ subject }) => subject)).sort();
};

describe('arch-lint import, from dependency-cruiser', () => {
  const TREE: Tree = {
    '.dependency-cruiser.cjs': [
      "const SPEC = '[.](spec|test)[.]ts$';",
      'module.exports = {',
      '  forbidden: [',
      "    { name: 'inwards', comment: 'The domain stands alone.', severity: 'error', from: { path: '^src/domain/' }, to: { path: '^src/(infra|api)/' } },",
      "    { name: 'driver', severity: 'warn', from: { pathNot: '[.]repository[.]ts$' }, to: { path: '(^|/)node_modules/pg/' } },",
      "    { name: 'no-spec', from: {}, to: { path: SPEC } },",
      "    { name: 'own-module', from: { path: '^src/([^/]+)/' }, to: { path: '^src/[^/]+/', pathNot: '^src/$1/' } },",
      "    { name: 'no-circular', from: {}, to: { circular: true } },",
      "    { name: 'far', from: { path: '^src/api' }, to: { path: '^src/domain', reachable: true } },",
      "    { name: 'licence', from: {}, to: { license: 'GPL' } },",
      "    { name: 'open', comment: why(), from: {}, to: { path: ['^src/x/', other()] } },",
      '    ...more(),',
      '  ],',
      '};',
    ].join('\n'),
    'src/domain/order.ts': "import { db } from '../infra/db.ts';\nimport pg from 'pg';\nexport const order = [db, pg];\n",
    'src/infra/db.ts': 'export const db = 1;\n',
    'src/infra/order.repository.ts': "import pg from 'pg';\nexport const orders = pg;\n",
    'src/api/main.ts': "import { order } from '../domain/order.ts';\nexport const main = order;\n",
  };

  it('makes rules of what is forbidden, and tells what has no counterpart', async () => {
    const { declared, report, text } = await imported(TREE);
    expect(declared.rules).toEqual([
      { name: 'inwards', because: 'The domain stands alone.', from: { files: ['src/domain/**'] }, deny: { files: ['src/api/**', 'src/infra/**'] } },
      { name: 'driver', because: 'dependency-cruiser said so in .dependency-cruiser.cjs:5; write down why.', severity: 'minor', from: { files: '**' }, deny: { packages: ['pg'] }, except: ['**/*.repository.ts'] },
      { name: 'no-spec', because: 'dependency-cruiser said so in .dependency-cruiser.cjs:6; write down why.', severity: 'minor', from: { files: '**' }, deny: { files: ['**/*.spec.ts', '**/*.test.ts'] } },
    ]);
    expect(text).toContain('- name: inwards  # .dependency-cruiser.cjs:4');
    expect(report).toContain('3 carried over, 0 approximated, 8 left out.');
    expect(report).toContain('.dependency-cruiser.cjs:7  own-module: `^src/$1/`: it refers back to a group of `from` ($1), which globs cannot');
    expect(report).toContain('.dependency-cruiser.cjs:8  no-circular: the check circular-dependencies finds every cycle');
    expect(report).toContain('.dependency-cruiser.cjs:9  far: rules judge single imports, not chains of them');
    expect(report).toContain('.dependency-cruiser.cjs:10  licence: arch-lint does not read licences');
    expect(report).toContain('.dependency-cruiser.cjs:11  open: `other()` is only known when the file is run');
    expect(report).toContain('.dependency-cruiser.cjs:12  ...more(): only running the file would tell it, and nothing is run');
  });

  it('makes rules that fire', async () => {
    expect(await broken((await imported(TREE)).folder)).toEqual(['driver: src/domain/order.ts -> pg', 'inwards: src/domain/order.ts -> src/infra/db.ts']);
  });
});

describe('an expression as globs', () => {
  it.each([
    ['^src/domain/', ['src/domain/**']],
    ['^src/domain', ['src/domain*']],
    ['^src/(ui|app)/', ['src/app/**', 'src/ui/**']],
    ['^packages/[^/]+/src/domain/', ['packages/*/src/domain/**']],
    ['^src/.*/domain/', ['src/*/**/domain/**']],
    ['^src/.+[.]controller[.]ts$', ['src/**/*.controller.ts']],
    ['\\.d\\.ts$', ['**/*.d.ts']],
    ['(^|/)test/', ['**/test/**']],
    ['^src/legacy(/|$)', ['src/legacy']],
    ['legacy', ['**/*legacy*']],
    ['^src/x\\.[jt]sx?$', ['src/x.[jt]s', 'src/x.[jt]sx']],
  ])('%s', (pattern, globs) => expect(globsOf(pattern)).toEqual({ globs }));

  it.each([
    ['^src/(?!index)', 'looks ahead'], ['^src/$1/', 'refers back'], ['^src/a.b', 'any character'], ['(a+)+$', 'repeats'], ['^src/\\w+', 'counterpart'], ['^a(b', 'never closed'], ['^src/foo.*bar', 'middle of a name'],
    [`(${'a|'.repeat(40)}b)(${'a|'.repeat(40)}b)`, 'alternatives'], ['a'.repeat(2_000), 'longer than 1000'],
  ])('%s is refused', (pattern, reason) => expect(globsOf(pattern)).toEqual({ refused: expect.stringContaining(reason) }));

  it('names packages of node_modules', () => {
    expect(packagesOf('^node_modules/(react|@aws-sdk/)')).toEqual(['@aws-sdk/*', 'react']);
    expect(packagesOf('^src/')).toBeUndefined();
  });
});

describe('expressions that need no running', () => {
  it.each([
    ['raw text', "const END = String.raw`[.]spec[.]ts$`;\nmodule.exports = { forbidden: [{ name: 'a', from: { path: '^src/' }, to: { path: END } }] };\n", '**/*.spec.ts'],
    ['a joined list', "const PARTS = ['api', 'infra'];\nmodule.exports = { forbidden: [{ name: 'a', from: { path: '^src/' }, to: { path: `^src/(${PARTS.join('|')})/` } }] };\n", 'src/api/**', 'src/infra/**'],
  ])('reads %s', async (_, text, ...globs) => {
    const { declared } = await imported({ '.dependency-cruiser.js': text });
    expect([declared.rules![0]!.deny!.files].flat()).toEqual(globs);
  });
  it.each(['other`a`', "['a', other()].join('|')", "['a'].join()"])('leaves %s to be told', async (text) => {
    const { stdout } = await cli(['import'], { cwd: repository({ '.dependency-cruiser.js': `module.exports = { forbidden: [{ name: 'a', from: {}, to: { path: ${text} } }] };\n` }) });
    expect(stdout).toContain('only running the file would tell it');
  });
});

describe('arch-lint import, from eslint-plugin-boundaries', () => {
  const TREE: Tree = {
    'eslint.config.js': [
      "import boundaries from 'eslint-plugin-boundaries';",
      'export default tseslint.config(...tseslint.configs.strict, {',
      "  settings: { 'boundaries/elements': [",
      "    { type: 'app', pattern: 'src/app' },",
      "    { type: 'api', pattern: 'src/features/*/api/**' },",
      "    { type: 'feature', pattern: 'features/*', capture: ['name'] },",
      "    { type: 'shared', pattern: 'src/shared' },",
      '  ] },',
      "  rules: { 'boundaries/element-types': ['error', { default: 'disallow', rules: [",
      "    { from: ['app'], allow: ['feature', 'shared'] },",
      "    { from: { type: 'api' }, allow: { to: { type: ['feature'] } } },",
      "    { from: 'shared', disallow: ['*'], message: '${file.type} knows not ${dependency.type}.' },",
      '  ] }],',
      "  'boundaries/entry-point': ['error', { default: 'disallow', rules: [{ target: 'shared', allow: 'index.ts' }] }],",
      "  'boundaries/external': ['error', { default: 'allow', rules: [{ from: 'feature', disallow: ['axios', 'node:fs'] }] }],",
      '} });',
    ].join('\n'),
    'src/app/main.ts': "import { cart } from '../features/cart/cart.ts';\nimport { deep } from '../shared/deep.ts';\nexport const main = [cart, deep];\n",
    'src/features/cart/cart.ts': "import fs from 'node:fs';\nimport { main } from '../../app/main.ts';\nexport const cart = [fs, main];\n",
    'src/features/cart/api/get.ts': "import { cart } from '../cart.ts';\nexport const get = cart;\n",
    'src/shared/deep.ts': "import { main } from '../app/main.ts';\nexport const deep = main;\n",
    'src/shared/index.ts': "export { deep } from './deep.ts';\n",
  };

  it('makes layers of the elements, each with what it may import', async () => {
    const { declared, report } = await imported(TREE);
    expect(declared.layers).toEqual({
      preset: 'none',
      order: [
        { name: 'app', path: 'src/app', may_import: ['feature', 'shared'] },
        { name: 'api', path: 'src/features/*/api/**', may_import: ['feature'] },
        { name: 'feature', path: ['**/features/*', '!src/features/*/api/**'], may_import: [] },
        { name: 'shared', path: 'src/shared', may_import: ['app', 'api', 'feature'] },
      ],
    });
    expect(declared.rules!.map(({ name, because }) => [name, because])).toEqual([
      ['shared-not-to-app-api-feature', 'shared knows not app, api, feature.'],
      ['entry-point-of-shared', 'eslint-plugin-boundaries said so in eslint.config.js:14; write down why.'],
      ['feature-packages', 'eslint-plugin-boundaries said so in eslint.config.js:15; write down why.'],
    ]);
    expect(report).toContain('eslint.config.js:6  element feature: a layer may always import itself');
  });

  it('says nothing of walls between elements of one type that may import each other', async () => {
    const allowing = (rule: string): Tree => ({ ...TREE, 'eslint.config.js': String(TREE['eslint.config.js']).replace("{ from: ['app'],", `${rule}, { from: ['app'],`) });
    const element = 'eslint.config.js:6  element feature';
    expect((await imported(allowing("{ from: ['feature'], allow: ['feature'] }"))).report).toMatch(new RegExp(`Carried over[^]*${element}[^]*Approximated`));
    expect((await imported(allowing("{ from: ['feature'], allow: [['feature', { name: '${from.name}' }]] }"))).report).toContain(`${element}: a layer may always import itself`);
  });

  it('makes layers and rules that fire', async () => {
    expect(await broken((await imported(TREE)).folder)).toEqual([
      'entry-point-of-shared: src/app/main.ts -> src/shared/deep.ts', 'feature-packages: src/features/cart/cart.ts -> node:fs',
      'shared-not-to-app-api-feature: src/shared/deep.ts -> src/app/main.ts', 'src/features/cart/cart.ts -> src/app/main.ts',
    ]);
  });
});

describe('arch-lint import, from Nx', () => {
  const TREE: Tree = {
    'nx.json': '{}',
    '.eslintrc.json': JSON.stringify({ overrides: [{ rules: { '@nx/enforce-module-boundaries': ['error', { depConstraints: [
      { sourceTag: 'type:ui', onlyDependOnLibsWithTags: ['type:ui'], bannedExternalImports: ['axios'] },
      { sourceTag: 'scope:gone', onlyDependOnLibsWithTags: ['type:ui'] },
      { allSourceTags: ['type:feature', 'scope:cart'], notDependOnLibsWithTags: ['type:app'] },
    ] }] } }] }),
    'apps/shop/project.json': '{"name": "shop-app", "projectType": "application", "tags": ["type:app"]}',
    'libs/cart/project.json': '{"projectType": "library", "tags": ["type:feature", "scope:cart"]}',
    'libs/ui/package.json': '{"name": "@shop/ui", "nx": {"tags": ["type:ui"]}}',
    'apps/shop/src/main.ts': "import { button } from '../../../libs/ui/src/button.ts';\nexport const main = button;\n",
    'libs/cart/src/cart.ts': "import { main } from '../../../apps/shop/src/main.ts';\nexport const cart = main;\n",
    'libs/ui/src/button.ts': "import axios from 'axios';\nimport { cart } from '../../cart/src/cart.ts';\nexport const button = [axios, cart];\n",
  };

  it('makes components of the projects, and rules between those that carry the tags', async () => {
    const { declared, report } = await imported(TREE);
    expect(declared.components).toEqual({ 'shop-app': { path: 'apps/shop' }, cart: { path: 'libs/cart', kind: 'library' }, '@shop/ui': { path: 'libs/ui' } });
    expect(declared.rules!.map(({ because, ...rule }) => rule)).toEqual([
      { name: 'type-ui-depends-on', from: { component: ['@shop/ui'] }, allow: { components: ['@shop/ui'] } },
      { name: 'type-ui-banned-packages', from: { component: ['@shop/ui'] }, deny: { packages: ['axios'] } },
      { name: 'type-feature-and-scope-cart-not-depends-on', from: { component: ['cart'] }, deny: { components: ['shop-app'] } },
    ]);
    expect(report).toContain('scope:gone: no project carries the tag');
  });

  it('makes rules that fire', async () => {
    expect(await broken((await imported(TREE)).folder)).toEqual([
      'type-feature-and-scope-cart-not-depends-on: libs/cart/src/cart.ts -> apps/shop/src/main.ts', 'type-ui-banned-packages: libs/ui/src/button.ts -> axios', 'type-ui-depends-on: libs/ui/src/button.ts -> libs/cart/src/cart.ts',
    ]);
  });
});

describe('arch-lint import, from lintel', () => {
  const TREE: Tree = {
    'arch.yaml': 'layers:\n  domain:\n    path: "src/domain/**"\n    description: Business logic.\n  hooks:\n    path: "src/hooks/**"\nrules:\n  - deny: domain -> "*"\n    reason: The domain stands alone.\nnaming:\n  - target: "src/hooks/**"\n    file-pattern: "use[A-Z]*.ts"\n    reason: Hooks are named useXxx.\nbans:\n  - target: "src/domain/**"\n    imports: [axios]\nmetrics:\n  - target: "**"\n    max-lines: 300\n',
    'src/domain/order.ts': "import axios from 'axios';\nimport { cart } from '../hooks/cart.ts';\nexport const order = [axios, cart];\n",
    'src/hooks/cart.ts': 'export const cart = 1;\n',
  };

  it('makes layers, rules, and rules about names, and all of them fire', async () => {
    const { declared, report, folder } = await imported(TREE);
    expect(declared.layers!.order).toEqual([
      { name: 'domain', path: 'src/domain/**', may_import: ['hooks'], description: 'Business logic.' },
      { name: 'hooks', path: 'src/hooks/**', may_import: ['domain'] },
    ]);
    expect(declared.rules).toEqual([
      { name: 'domain-not-to-hooks', because: 'The domain stands alone.', from: { layer: 'domain' }, deny: { layers: ['hooks'] } },
      { name: 'ban-1', because: 'lintel said so in arch.yaml:15; write down why.', from: { files: ['src/domain/**'] }, deny: { packages: ['axios'] } },
      { name: 'naming-1', because: 'Hooks are named useXxx.', files: ['src/hooks/**'], must_match: 'use[A-Z]*.ts' },
    ]);
    expect(report).toContain('metrics: arch-lint does not limit lines or imports of a file');
    expect(await broken(folder)).toEqual(['ban-1: src/domain/order.ts -> axios', 'domain-not-to-hooks: src/domain/order.ts -> src/hooks/cart.ts', 'naming-1: src/hooks/cart.ts']);
  });
});

describe('arch-lint import, from fallow', () => {
  const TREE: Tree = {
    '.fallowrc.json': '{\n  // Zones.\n  "boundaries": {\n    "zones": [\n      {"name": "data", "patterns": ["src/lib/*/queries.ts"]},\n      {"name": "db", "patterns": ["src/db/**"]},\n      {"name": "ui", "patterns": ["src/ui/*.ts"]},\n    ],\n    "rules": [\n      {"from": "ui", "allow": ["data"], "allowTypeOnly": ["db"]},\n      {"from": "db", "allow": []}\n    ]\n  }\n}\n',
    'src/ui/deep/page.ts': "import { rows } from '../../db/rows.ts';\nexport const page = rows;\n",
    'src/ui/types.ts': "import type { Row } from '../db/rows.ts';\nexport const row: Row = 1;\n",
    'src/db/rows.ts': "import { find } from '../lib/orders/queries.ts';\nexport const rows = find;\nexport type Row = number;\n",
    'src/lib/orders/queries.ts': 'export const find = 1;\n',
  };

  it('makes layers of the zones, with what each may import, types apart, and they fire', async () => {
    const { declared, folder } = await imported(TREE);
    expect(declared.layers!.order).toEqual([
      { name: 'data', path: 'src/lib/*/**/queries.ts', may_import: ['db', 'ui'] },
      { name: 'db', path: 'src/db/**', may_import: [] },
      { name: 'ui', path: 'src/ui/**/*.ts', may_import: ['data', 'db'] },
    ]);
    expect(declared.rules).toEqual([{ name: 'ui-not-to-db-values', because: 'ui may only know the types of it.', from: { layer: 'ui' }, deny: { layers: ['db'] }, type_imports: false }]);
    expect(await broken(folder)).toEqual(['src/db/rows.ts -> src/lib/orders/queries.ts', 'ui-not-to-db-values: src/ui/deep/page.ts -> src/db/rows.ts']);
  });
});

describe('arch-lint import, from fallow.toml', () => {
  it('reads the same as from JSON, whichever way the tables are written', async () => {
    const zones = { 'src/ui/page.ts': "import { rows } from '../db/rows.ts';\nexport const page = rows;\n", 'src/db/rows.ts': 'export const rows = 1;\n' };
    const texts = [
      '# Zones.\n[[boundaries.zones]]\nname = "ui"\npatterns = [\n  "src/ui/**",\n]\n\n[[boundaries.zones]]\nname = "db"\npatterns = ["src/db/**"]\n\n[[boundaries.rules]]\nfrom = "ui"\nallow = []\n',
      '[boundaries]\nzones = [{ name = "ui", patterns = ["src/ui/**"] }, { name = "db", patterns = ["src/db/**"] }]\n\n[[boundaries.rules]]\nfrom = "ui"\nallow = []\n',
      'boundaries.zones = [{ name = "ui", patterns = ["src/ui/**"] }, { name = "db", patterns = ["src/db/**"] }]\nboundaries.rules = [{ from = "ui", allow = [] }]\n',
    ];
    for (const text of texts) {
      const { declared, folder } = await imported({ ...zones, 'fallow.toml': text });
      expect(declared.layers!.order).toEqual([{ name: 'ui', path: 'src/ui/**', may_import: [] }, { name: 'db', path: 'src/db/**', may_import: ['ui'] }]);
      expect(await broken(folder)).toEqual(['src/ui/page.ts -> src/db/rows.ts']);
    }
  });

  it('points to the lines of the file', async () => {
    const { report } = await imported({ '.fallow.toml': '[boundaries]\npreset = "bulletproof"\n\n[[boundaries.zones]]\nname = "ui"\npatterns = ["src/**"]\n', 'src/a.ts': 'export {};\n' });
    expect(report).toContain('.fallow.toml:2  preset bulletproof');
    expect(report).toContain('.fallow.toml:4  zone ui');
  });
});

describe('zones that claim the same files', () => {
  const zone = (name: string, ...globs: string[]) => ({ name, globs, at: { file: 'x' } });
  const globsAfter = (...zones: ReturnType<typeof zone>[]) => firstWins(zones, [], [], ({ name }) => ({ fate: 'carried over', what: name, at: { file: 'x' } })).map(({ globs }) => globs);

  it('gives them to the first, before there are any', () => {
    expect(globsAfter(zone('api', 'src/*/api/**'), zone('feature', 'src/*/**'))).toEqual([['src/*/api/**'], ['src/*/**', '!src/*/api/**']]);
    expect(globsAfter(zone('ui', 'src/ui/**'), zone('db', 'src/db/**'))).toEqual([['src/ui/**'], ['src/db/**']]);
    expect(globsAfter(zone('pages', 'src/**/*.page.ts'), zone('models', 'src/**/*.model.ts'))).toEqual([['src/**/*.page.ts'], ['src/**/*.model.ts']]);
  });
});

describe('arch-lint import, writing and refusing', () => {
  const RULE = "module.exports = { forbidden: [{ name: 'a', from: { path: '^src/a/' }, to: { path: '^src/b/' } }] };\n";
  const told = async (tree: Tree, ...args: string[]) => cli(['import', ...args], { cwd: repository(tree) });

  it('prints without writing, never overwrites unasked, and overwrites when told to', async () => {
    const folder = repository({ '.dependency-cruiser.js': RULE });
    const printed = await cli(['import', '--print'], { cwd: folder });
    expect(parse(printed.stdout).rules[0].name).toBe('a');
    expect(existsSync(join(folder, 'architecture.yaml'))).toBe(false);
    const own = repository({ '.dependency-cruiser.js': RULE, 'architecture.yaml': 'version: 1\nproject: {name: own}\ncomponents: {own: {path: src}}\n' });
    const { code, stdout } = await cli(['import'], { cwd: own });
    expect(code).toBe(0);
    expect(stdout).toContain('- name: a  # .dependency-cruiser.js:1');
    expect(stdout).toContain('There is architecture.yaml already, and it was not changed');
    expect(readFileSync(join(own, 'architecture.yaml'), 'utf8')).toContain('name: own');
    await cli(['import', '--force'], { cwd: own });
    expect(readFileSync(join(own, 'architecture.yaml'), 'utf8')).toContain('- name: a');
  });

  it('tells bad input in a sentence', async () => {
    for (const [tree, args, sentence] of [
      [{}, [], 'There is no configuration of dependency-cruiser'],
      [{ '.dependency-cruiser.js': RULE, 'arch.yaml': 'layers: {a: {path: src}}' }, [], 'There are several configurations here; say which one: `arch-lint import .dependency-cruiser.js`, `arch-lint import arch.yaml`.'],
      [{ '.dependency-cruiser.js': 'module.exports = {' }, [], '.dependency-cruiser.js:1:'],
      [{ '.dependency-cruiser.json': '{"forbidden": [}' }, ['.dependency-cruiser.json'], 'cannot be parsed'],
      [{ 'eslint.config.js': 'export default [];' }, ['eslint.config.js'], 'holds no rules of'],
      [{ 'arch.yaml': 'layers: [' }, [], 'arch.yaml:1'],
      [{}, ['../outside.json'], 'leads out of the repository'],
      [{}, ['gone.json'], 'does not exist'],
      [{ 'fallow.toml': '[boundaries\nzones = 1' }, [], 'fallow.toml:2:1'],
      [{ 'fallow.toml': '[health]\na = 1' }, ['fallow.toml'], 'holds no rules of'],
      [{ '.dependency-cruiser.js': `const a0 = [1, 1];\n${Array.from({ length: 30 }, (_, index) => `const a${index + 1} = [...a${index}, ...a${index}];`).join('\n')}\nmodule.exports = { forbidden: a30 };\n` }, [], 'unfolds into too many'],
    ] as const) {
      const { code, stderr } = await told(tree, ...args);
      expect(stderr).toContain(sentence);
      expect(code).toBe(2);
    }
  });

  it('follows no link out of the folder', async () => {
    const outside = repository({ '.dependency-cruiser.js': RULE });
    const folder = repository({ 'package.json': '{}' });
    symlinkSync(join(outside, '.dependency-cruiser.js'), join(folder, '.dependency-cruiser.js'));
    const { code, stderr } = await cli(['import', '.dependency-cruiser.js'], { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringContaining('leads out of the repository')]);
  });
});
