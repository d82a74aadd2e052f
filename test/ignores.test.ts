import { describe, expect, it } from 'vitest';
import { cli, lint, repository } from './support.ts';

const HOUSE = {
  'architecture.yaml': `version: 1
project: {name: x}
components: {app: {path: src}}
layers: {preset: layered, order: [{name: application, path: src/app}, {name: domain, path: src/domain}]}
`,
  'package.json': '{"name": "x"}',
  'src/app/a.ts': 'export const a = 1;\n',
  'src/domain/d.ts': "// arch-lint-ignore layer-violations: gone with the old shop\nimport { a } from '../app/a.js';\nexport const d = a;\n",
};
const only = { only: ['layer-violations', 'idle-declarations'] };
const of = (result: Awaited<ReturnType<typeof lint>>, id: string) => result.checks.find((check) => check.id === id)!;

describe('an ignore comment', () => {
  it('makes a finding a waived one, that is counted, shown and told in the score without waivers', async () => {
    const result = await lint(HOUSE, only);
    expect(of(result, 'layer-violations')).toMatchObject({
      verdict: 'passed', points_lost: 0,
      findings: [{ waived: true, points: 0, waiver: { reason: 'gone with the old shop', at: { file: 'src/domain/d.ts', line: 1 } } }],
    });
    expect(of(result, 'idle-declarations').findings).toEqual([]);
    expect(result.score.without_waivers).toBeLessThan(result.score.total);
  });

  it('that nothing needs is a finding', async () => {
    const result = await lint({ ...HOUSE, 'src/domain/d.ts': '// arch-lint-ignore layer-violations: gone\nexport const d = 1;\n' }, only);
    expect(of(result, 'idle-declarations').findings).toMatchObject([{ subject: 'ignore layer-violations in src/domain/d.ts', at: { file: 'src/domain/d.ts', line: 1 } }]);
  });

  it('counts for a budget', async () => {
    const folder = repository({ ...HOUSE, 'architecture.yaml': `${HOUSE['architecture.yaml']}scoring: {gate: {max_waived: {"*": 0}}}\n` });
    const { code, stdout } = await cli([folder, '--no-cache', '--only', 'layer-violations']);
    expect(code).toBe(1);
    expect(stdout).toContain('Without an owner, 1 finding is waived; the gate accepts 0.');
  });
});
