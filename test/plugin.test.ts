import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, repository } from './support.ts';

const HOUSE = {
  'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\nplugins: [arch-lint-plugin-todo]\nchecks:\n  todo/stale-todos: {options: {most: 1}}\n',
  'package.json': '{"name": "x"}',
  'src/calm.ts': '// TODO one is allowed\nexport {};\n',
  'src/loud.ts': '// TODO one\n\n// TODO two\nexport {};\n',
};

function house(tree: Record<string, string> = HOUSE): string {
  const folder = repository(tree);
  cpSync('fixtures/plugin', join(folder, 'node_modules/arch-lint-plugin-todo'), { recursive: true });
  return folder;
}

const lint = async (folder: string, ...args: string[]) => {
  const { code, stdout, stderr } = await cli([folder, '--format', 'json', '--only', 'todo/stale-todos', ...args]);
  return { code, stderr, result: stdout ? JSON.parse(stdout) : undefined };
};

describe('a plugin', () => {
  it('brings a fact and a check with options, once the command line allows it', async () => {
    const { result } = await lint(house(), '--allow-plugins');
    expect(result.checks).toMatchObject([{ id: 'todo/stale-todos', examined: 2, verdict: 'failed', findings: [{ subject: 'src/loud.ts', at: { file: 'src/loud.ts', line: 1 } }] }]);
  });

  it('is not run otherwise: the answer is incomplete, and says how', async () => {
    const { code, result } = await lint(house());
    expect(code).toBe(3);
    expect(result.incomplete).toContain("architecture.yaml names the plugin 'arch-lint-plugin-todo'; its code runs only with --allow-plugins.");
  });

  it('that is not installed is a mistake with a sentence', async () => {
    expect(await lint(repository(HOUSE), '--allow-plugins')).toMatchObject({ code: 2, stderr: expect.stringContaining("The plugin 'arch-lint-plugin-todo' is not installed") });
  });

  it.each([
    ['export default 3;', 'has no default export'],
    ["export default { name: 'todo', checks: [{ id: 'stale' }] };", "its ids begin with 'todo/'"],
    ["export default { name: 'todo', checks: [{ id: 'todo/x', dimension: 'securty' }] };", "did you mean 'security'?"],
    ["export default { name: 'todo', checks: [{ id: 'todo/x', dimension: 'security', severity: 'major' }] };", 'without `needs` or `inspect`'],
  ])('that exports %s is refused: %s', async (code, sentence) => {
    const folder = repository({ ...HOUSE, 'node_modules/arch-lint-plugin-todo/package.json': '{"type":"module","exports":"./index.js"}', 'node_modules/arch-lint-plugin-todo/index.js': code });
    expect(await lint(folder, '--allow-plugins')).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
  });
});
