import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { cli, repository } from './support.ts';

/** The plugin of the page: what the page shows is what is compiled and run here. */
const page = Object.fromEntries([...readFileSync('docs/plugins.md', 'utf8').matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, path, text]) => [path!, text!]));
const { 'architecture.yaml': declaration, ...PACKAGE } = page;

/** Where it is developed: its files, and what `npm install` would put beside them. */
let plugin: string;
beforeAll(() => {
  plugin = mkdtempSync(join(tmpdir(), 'arch-lint-plugin-'));
  for (const [path, text] of Object.entries(PACKAGE)) {
    mkdirSync(dirname(join(plugin, path)), { recursive: true });
    writeFileSync(join(plugin, path), text);
  }
  mkdirSync(join(plugin, 'node_modules/@types'), { recursive: true });
  symlinkSync(resolve('.'), join(plugin, 'node_modules/arch-lint'), 'dir');
  symlinkSync(resolve('node_modules/@types/node'), join(plugin, 'node_modules/@types/node'), 'dir');
  const { status, stdout } = spawnSync(process.execPath, [createRequire(import.meta.url).resolve('typescript/bin/tsc'), '-p', plugin], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The plugin of docs/plugins.md does not compile:\n${stdout}`);
}, 180_000);

const HOUSE = {
  'architecture.yaml': declaration!,
  'package.json': '{"name": "x"}',
  'src/calm.ts': "export const dark = isEnabled('dark-mode');\n",
  'src/loud.ts': "\nexport const price = isEnabled('new-prices') ? 1 : 2;\n",
};

function house(tree: Record<string, string> = HOUSE): string {
  const folder = repository(tree);
  mkdirSync(join(folder, 'node_modules/arch-lint-plugin-flags'), { recursive: true });
  for (const path of ['package.json', 'dist']) cpSync(join(plugin, path), join(folder, 'node_modules/arch-lint-plugin-flags', path), { recursive: true });
  symlinkSync(resolve('.'), join(folder, 'node_modules/arch-lint'), 'dir');
  return folder;
}

const lint = async (folder: string, ...args: string[]) => {
  const { code, stdout, stderr } = await cli([folder, '--format', 'json', '--only', 'flags/undeclared-flags', ...args]);
  return { code, stderr, result: stdout ? JSON.parse(stdout) : undefined };
};

describe('the plugin of the page', () => {
  it('passes its own tests, under the test runner of node', () => {
    const { status, stdout } = spawnSync(process.execPath, ['--test', 'dist/index.test.js'], { cwd: plugin, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } });
    expect({ status, stdout: status === 0 ? '' : stdout }).toEqual({ status: 0, stdout: '' });
    expect(stdout).toMatch(/(?:#|ℹ) pass 5\b/);
  }, 120_000);

  it('brings a fact and a check with options, once the command line allows it', async () => {
    const { result } = await lint(house(), '--allow-plugins');
    expect(result.checks).toMatchObject([{ id: 'flags/undeclared-flags', examined: 2, verdict: 'failed', findings: [{ subject: 'new-prices', at: { file: 'src/loud.ts', line: 2 } }] }]);
  });

  it('is not run otherwise: the answer is incomplete, and says how', async () => {
    const { code, result } = await lint(house());
    expect(code).toBe(3);
    expect(result.incomplete).toContain("architecture.yaml names the plugin 'arch-lint-plugin-flags'; its code runs only with --allow-plugins.");
  });

  it('that is not installed is a mistake with a sentence', async () => {
    expect(await lint(repository(HOUSE), '--allow-plugins')).toMatchObject({ code: 2, stderr: expect.stringContaining("The plugin 'arch-lint-plugin-flags' is not installed") });
  });

  it.each([
    ['{options: {declred: [dark-mode]}}', /architecture\.yaml:7:\d+ .*declred.*did you mean 'declared'/],
    ['{options: {declared: dark-mode}}', /architecture\.yaml:7:\d+ .*declared/],
    ['{options: {declared: [""]}}', /architecture\.yaml:7:\d+ .*declared/],
  ])('has its options judged: %s', async (options, sentence) => {
    const yaml = declaration!.replace(/\{options: .*\}\}/, options);
    expect(await lint(house({ ...HOUSE, 'architecture.yaml': yaml }), '--allow-plugins')).toMatchObject({ code: 2, stderr: expect.stringMatching(sentence) });
  });

  it('knows its checks by name, once it is loaded', async () => {
    const yaml = declaration!.replace('flags/undeclared-flags', 'flags/undeclared-flag');
    expect(await lint(house({ ...HOUSE, 'architecture.yaml': yaml }), '--allow-plugins')).toMatchObject({ code: 2, stderr: expect.stringContaining("did you mean 'flags/undeclared-flags'?") });
  });
});

describe('a plugin', () => {
  const CHECK = "id: 'flags/x', dimension: 'security', severity: 'major', phase: 'own', from: 'MVP', effort: 'low', title: 'T', why: 'W.', fix: 'F.', grading: 'all', needs: [], inspect: () => ({ examined: 1, judgements: [] })";
  it.each([
    ['export default 3;', 'has no default export'],
    ["export default { name: 'Flags' };", 'needs a `name` in kebab case'],
    ['throw new Error("no");', 'cannot be loaded: no.'],
    ["export default { name: 'flags', checks: [{ id: 'stale' }] };", "its ids begin with 'flags/'"],
    [`export default { name: 'flags', checks: [{ ${CHECK}, dimension: 'securty' }] };`, "did you mean 'security'?"],
    [`export default { name: 'flags', checks: [{ ${CHECK}, from: 'enterprise' }] };`, "with the stage in `from` 'enterprise'"],
    [`export default { name: 'flags', checks: [{ ${CHECK}, inspect: undefined }] };`, 'without `needs` or `inspect`'],
    [`export default { name: 'flags', checks: [{ ${CHECK}, why: '' }] };`, 'without `why`'],
    [`export default { name: 'flags', checks: [{ ${CHECK} }, { ${CHECK} }] };`, "has two checks 'flags/x'"],
    ["export default { name: 'flags', facts: [{ name: 'files', needs: [], gather: () => ({}) }] };", "the names of its facts begin with 'flags/'"],
    [`export default { name: 'flags', checks: [{ ${CHECK}, options: { schema: { type: 'object' }, defaults: {} } }] };`, 'additionalProperties: false'],
    [`export default { name: 'flags', checks: [{ ${CHECK}, options: { schema: { type: 'object', additionalProperties: false, properties: { most: { type: 'int' } } }, defaults: {} } }] };`, 'have an invalid schema'],
    [`export default { name: 'flags', checks: [{ ${CHECK}, options: { schema: { type: 'object', additionalProperties: false, properties: { most: { type: 'integer' } } }, defaults: { most: 'few' } } }] };`, 'have defaults that their own schema refuses: defaults/most must be integer'],
  ])('that exports %s is refused: %s', async (code, sentence) => {
    const folder = repository({ ...HOUSE, 'node_modules/arch-lint-plugin-flags/package.json': '{"type":"module","exports":"./index.js"}', 'node_modules/arch-lint-plugin-flags/index.js': code });
    const { code: exit, stderr } = await lint(folder, '--allow-plugins');
    expect({ exit, stderr }).toEqual({ exit: 2, stderr: expect.stringContaining(sentence) });
    expect(stderr).not.toMatch(/\bat .*:\d+:\d+\)/);
  });

  it('shares its name with no other', async () => {
    const tree = Object.fromEntries(['one', 'two'].flatMap((name) => [
      [`node_modules/${name}/package.json`, '{"type":"module","exports":"./index.js"}'],
      [`node_modules/${name}/index.js`, "export default { name: 'flags' };"],
    ]));
    const folder = repository({ ...tree, 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\nplugins: [one, two]\n', 'src/a.ts': 'export {};\n' });
    expect((await lint(folder, '--allow-plugins')).stderr).toContain("The plugins 'one' and 'two' are both called 'flags'");
  });
});
