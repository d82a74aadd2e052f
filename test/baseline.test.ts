import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, repository } from './support.ts';

const HOUSE = {
  'architecture.yaml': `version: 1
project: {name: x}
components: {app: {path: src}}
layers: {preset: layered, order: [{name: application, path: src/app}, {name: domain, path: src/domain}]}
`,
  'package.json': '{"name": "x"}',
  'src/app/a.ts': 'export const a = 1;\n',
  'src/app/b.ts': "export * from '../domain/d.js';\n",
  'src/domain/d.ts': "import { a } from '../app/a.js';\nexport const d = a;\n",
};
const BAD = "import { a } from '../app/a.js';\nexport const e = a;\n";
const only = ['--only', 'layer-violations', '--no-cache'];
const write = (folder: string, path: string, text: string): void => writeFileSync(join(folder, path), text);
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');
const read = (folder: string) => JSON.parse(readFileSync(join(folder, 'architecture.baseline.json'), 'utf8'));

describe('the baseline', () => {
  it('keeps findings by subject; moved lines change nothing, new findings fail the gate, fixed ones make it stale', async () => {
    const folder = repository(HOUSE);
    const written = await cli(['baseline', folder, '--no-cache']);
    expect(written.stdout).toMatch(/architecture\.baseline\.json: \d+ findings?\nCommit it\./);
    expect(read(folder).findings['layer-violations']).toEqual({ 'src/domain/d.ts -> src/app/a.ts': 'violated' });

    write(folder, 'src/domain/d.ts', `\n\n${HOUSE['src/domain/d.ts']}`);
    const moved = await cli([folder, ...only]);
    expect(moved.code).toBe(0);
    expect(moved.stdout).toMatch(/baseline architecture\.baseline\.json {2}\d+ findings: 1 still there, 0 gone; 0 new, 0 worse/);
    expect(moved.stdout).toContain('src/domain/d.ts:3:19  known');

    write(folder, 'src/domain/e.ts', BAD);
    const fresh = await cli([folder, ...only]);
    expect(fresh.code).toBe(1);
    expect(flat(fresh.stdout)).toContain('The check layer-violations has 1 finding that architecture.baseline.json does not know.');

    write(folder, 'src/domain/d.ts', 'export const d = 1;\n');
    write(folder, 'src/domain/e.ts', 'export const e = 1;\n');
    const stale = await cli([folder, ...only]);
    expect(stale.code).toBe(1);
    expect(flat(stale.stdout)).toContain('1 finding of architecture.baseline.json is gone');
    expect((await cli([folder, ...only, '--no-baseline'])).code).toBe(0);

    write(folder, 'src/domain/e.ts', BAD);
    const pruned = await cli(['baseline', folder, '--prune', '--no-cache']);
    expect(pruned.stdout).toMatch(/\(-\d+\)\n$/);
    expect(read(folder).findings['layer-violations']).toBeUndefined();
  });

  it('may stay stale where the gate says so', async () => {
    const folder = repository({
      ...HOUSE,
      'architecture.yaml': `${HOUSE['architecture.yaml']}scoring: {gate: {stale_baseline: true}}\n`,
      'src/domain/d.ts': 'export const d = 1;\n',
      'architecture.baseline.json': '{"version": 1, "findings": {"layer-violations": {"a -> b": "violated"}}}',
    });
    const { code, stdout } = await cli([folder, ...only]);
    expect(code).toBe(0);
    expect(stdout).toContain('1 gone');
  });

  it.each([
    ['{', 'is no JSON'],
    ['{"version": 2, "findings": {}}', 'is no baseline'],
    ['{"version": 1, "findings": {"x": ["a"]}}', 'is no baseline'],
    ['{"version": 1, "findings": {"x": {"a": "bad"}}}', "the standing of 'a'"],
  ])('that holds %s is a mistake', async (text, sentence) => {
    expect(await cli([repository({ ...HOUSE, 'architecture.baseline.json': text }), ...only])).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence) });
  });
});
