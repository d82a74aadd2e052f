import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { cli, repository } from '../support.ts';

const SOUND = {
  'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders}\n  billing: {path: src/billing}\n',
  'src/orders/index.ts': "export const order = 1;\n",
  'src/billing/index.ts': "import { order } from '../orders/index.js';\nexport const bill = order;\n",
};
const CIRCLE = { ...SOUND, 'src/orders/index.ts': "import { bill } from '../billing/index.js';\nexport const order = 1;\nexport const late = () => bill;\n" };
const ONE = ['--only', 'circular-dependencies'];

describe('exit codes', () => {
  it('0: the gate is open', async () => {
    expect(await cli([repository(SOUND), ...ONE])).toMatchObject({ code: 0, stderr: '' });
  });

  it('1: the gate is shut, and the last line says why', async () => {
    const { code, stdout } = await cli([repository(CIRCLE), ...ONE]);
    expect(code).toBe(1);
    expect(stdout.trim().split('\n').at(-1)).toMatch(/^gate failed {2}The score is \d/);
  });

  it.each<[string, string[], RegExp]>([
    ['an unknown check', ['--only', 'circular-dependancies'], /no check or dimension 'circular-dependancies'. Did you mean 'circular-dependencies'\?/],
    ['an unknown format', ['--format', 'yaml'], /no format 'yaml'. Formats: terminal, json/],
    ['an unknown option', ['--thresold', '3'], /unknown option '--thresold'/],
    ['an impossible threshold', ['--threshold', '101'], /It takes a number from 0 to 100/],
    ['two formats for one stdout', ['--format', 'json', '--format', 'sarif'], /give sarif a file with --output name=path/],
    ['a base that is no commit', ['--base', 'no-such-branch'], /needs a git repository|There is no commit/],
  ])('2: %s', async (_case, args, message) => {
    const { code, stdout, stderr } = await cli([repository(SOUND), ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('2: no architecture.yaml, and what to type', async () => {
    const { code, stderr } = await cli([repository({ 'src/a.ts': '' })]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/There is no architecture\.yaml in .* `arch-lint init`/);
  });

  it('2: no such folder', async () => {
    expect(await cli(['/no/such/folder'])).toMatchObject({ code: 2, stderr: 'There is no folder /no/such/folder.\n' });
  });

  it('3: what could not be read is never green', async () => {
    const broken = { ...SOUND, 'src/orders/a.ts': 'const = ;', 'src/orders/b.ts': 'import {', 'src/billing/c.ts': 'class {' };
    const { code, stdout } = await cli([repository(broken), ...ONE]);
    expect(code).toBe(3);
    expect(stdout).toContain('incomplete');
    expect(stdout).toContain('src/orders/b.ts');
  });
});

describe('output', () => {
  it('writes each format where it is told, and the result alone to stdout', async () => {
    const folder = repository(CIRCLE);
    const { stdout } = await cli(['check', folder, ...ONE, '--format', 'json', '--output', `sarif=${join(folder, 'out/a.sarif')}`, '--output', `markdown=${join(folder, 'b.md')}`]);
    expect(JSON.parse(stdout)).toMatchObject({ schema_version: 1, tool: { name: 'arch-lint' }, gate: { passed: false } });
    expect(JSON.parse(readFileSync(join(folder, 'out/a.sarif'), 'utf8')).version).toBe('2.1.0');
    expect(readFileSync(join(folder, 'b.md'), 'utf8')).toContain('## ❌ Architecture of shop');
  });

  it('keeps to the schema of the result and is the same byte for byte, cold or warm', async () => {
    const folder = repository(CIRCLE);
    const cold = await cli([folder, '--format', 'json', '--no-cache']);
    const validate = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(readFileSync('schemas/result.schema.json', 'utf8')));
    validate(JSON.parse(cold.stdout));
    expect(validate.errors).toBeNull();
    const cache = { env: { ARCH_LINT_CACHE: join(folder, '..', `cache-${Date.now()}`) } };
    await cli([folder, '--format', 'json'], cache);
    expect((await cli([folder, '--format', 'json'], cache)).stdout).toBe(cold.stdout);
  });

  it('colours a terminal, and nothing when NO_COLOR is set or a file is written', async () => {
    const folder = repository(SOUND);
    const escape = String.fromCharCode(27);
    expect((await cli([folder, ...ONE], { isTTY: true })).stdout).toContain(escape);
    expect((await cli([folder, ...ONE], { isTTY: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(escape);
    expect((await cli([folder, ...ONE])).stdout).not.toContain(escape);
    expect((await cli([folder, ...ONE], { env: { FORCE_COLOR: '1' } })).stdout).toContain(escape);
  });

  it('writes nothing into the repository under study', async () => {
    const folder = repository(SOUND);
    await cli([folder]);
    expect(existsSync(join(folder, 'node_modules'))).toBe(false);
    expect(existsSync(join(folder, '.cache'))).toBe(false);
  });
});

describe('finding the declaration', () => {
  it('looks upwards to the root of the repository and lints from there', async () => {
    const folder = repository({ ...CIRCLE, '.git/HEAD': '' });
    expect((await cli([join(folder, 'src/orders'), ...ONE, '--format', 'json'])).stdout).toContain('src/billing/index.ts');
  });

  it('does not look beyond the repository', async () => {
    const folder = repository({ 'architecture.yaml': SOUND['architecture.yaml'], 'inner/.git/HEAD': '', 'inner/a.ts': '' });
    expect((await cli([join(folder, 'inner')])).code).toBe(2);
  });

  it('takes a file from elsewhere with --config; its paths are the folder\'s', async () => {
    const elsewhere = repository({ 'mine.yaml': SOUND['architecture.yaml'] });
    const { 'architecture.yaml': _, ...sources } = CIRCLE;
    expect((await cli([repository(sources), ...ONE, '--config', join(elsewhere, 'mine.yaml')])).code).toBe(1);
  });
});

describe('the other commands', () => {
  it('checks: lists the catalogue, and as JSON with reasons', async () => {
    expect((await cli(['checks'])).stdout).toContain('circular-dependencies');
    const { checks } = JSON.parse((await cli(['checks', '--format', 'json'])).stdout) as { checks: { id: string }[] };
    expect(checks).toHaveLength(CHECKS.length);
    expect(Object.keys(checks[0]!)).toEqual(expect.arrayContaining(['id', 'dimension', 'severity', 'phase', 'title', 'why', 'fix', 'grading', 'effort']));
  });

  it.each(['architecture', 'result', 'checks'])('schema %s: a schema that compiles', async (name) => {
    const { code, stdout } = await cli(['schema', name]);
    expect(code).toBe(0);
    expect(() => new Ajv2020({ strict: false }).compile(JSON.parse(stdout))).not.toThrow();
  });

  it('schema: names what there is', async () => {
    expect(await cli(['schema', 'results'])).toMatchObject({ code: 2, stderr: "There is no schema 'results'. Did you mean 'result'? Schemas: architecture, result, checks.\n" });
  });

  it('facts: lists them, and prints one without an architecture.yaml', async () => {
    expect((await cli(['facts'])).stdout.split('\n')).toEqual(expect.arrayContaining(['architecture', 'files', 'imports', 'source']));
    const { code, stdout } = await cli(['facts', 'imports', repository({ 'a.ts': "import './b.js';", 'b.ts': '' })]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).modules['a.ts']).toMatchObject([{ specifier: './b.js', to: 'b.ts', line: 1, column: 8 }]);
  });

  it('facts: names what was probably meant', async () => {
    expect(await cli(['facts', 'import'])).toMatchObject({ code: 2, stderr: "There is no fact 'import'. Did you mean 'imports'? `arch-lint facts` lists them.\n" });
  });

  it('--version and --help go to stdout', async () => {
    expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await cli(['--help'])).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Exit codes: 0 good, 1 gate failed, 2 usage or configuration, 3 incomplete analysis.') });
  });
});

describe('several declarations in one run', () => {
  it('tells every mistake at once, each with its place', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {nam: shop}\ncomponents:\n  a: {pth: src}\nlayrs: {}\n' });
    mkdirSync(join(folder, 'src'));
    writeFileSync(join(folder, 'src/a.ts'), '');
    const { code, stderr } = await cli([folder]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n').length).toBeGreaterThanOrEqual(3);
    for (const line of stderr.trim().split('\n')) expect(line).toMatch(/^architecture\.yaml:\d+:\d+ {2}/);
  });
});
