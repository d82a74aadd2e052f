import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/report/next.ts';
import { check, finding, result } from '../report/sample.ts';
import { cli, repository } from '../support.ts';

const CIRCLE = {
  'architecture.yaml': 'version: 1\nproject: {name: shop}\ncomponents:\n  a: {path: a}\n  b: {path: b}\nscoring: {gate: {score: 0}}\n',
  'a/index.ts': "import { b } from '../b/index.js';\nexport const a = () => b;\n",
  'b/index.ts': "import { a } from '../a/index.js';\nexport const b = () => a;\n",
};

describe('explain', () => {
  it('explains a check by its page, and by what the last run said of it', async () => {
    const folder = repository(CIRCLE);
    const env = { ARCH_LINT_CACHE: join(folder, '.cache') };
    expect((await cli(['explain', 'circular-dependencies'], { cwd: folder, env })).stdout).toMatch(/## What it asks[\s\S]*## How to waive/);
    await cli([], { cwd: folder, env });
    expect((await cli(['explain', 'circular-dependencies'], { cwd: folder, env })).stdout).toMatch(/Here: failed, \d of \d/);
  });

  it('explains a finding by its subject, its place or its fingerprint, and how to waive it', async () => {
    const folder = repository(CIRCLE);
    const env = { ARCH_LINT_CACHE: join(folder, '.cache') };
    await cli([], { cwd: folder, env });
    const { checks } = JSON.parse((await cli(['--format', 'json'], { cwd: folder, env })).stdout);
    const [first] = checks.find((one: { id: string }) => one.id === 'circular-dependencies').findings;
    const { code, stdout } = await cli(['explain', first.subject], { cwd: folder, env });
    expect(code).toBe(0);
    expect(stdout).toContain(first.message);
    expect(stdout).toContain('waivers:\n  - check: circular-dependencies');
    const mark = /fingerprint (\w+)/.exec(stdout)![1]!;
    expect((await cli(['explain', mark], { cwd: folder, env })).stdout).toBe(stdout);
  });

  it('names what was probably meant', async () => {
    expect(await cli(['explain', 'circular-dependency'], { env: { ARCH_LINT_CACHE: '/nowhere' } })).toMatchObject({
      code: 2,
      stderr: "There is no check and no finding of the last run called 'circular-dependency'. Did you mean 'circular-dependencies'? Run `arch-lint` first to explain its findings.\n",
    });
  });
});

describe('next', () => {
  it('puts the most points for the least effort first, and adds them up', () => {
    const plan = planOf(result({ checks: [
      check({ id: 'a', effort: 'high', points_lost: 10, findings: [finding({ points: 10 })] }),
      check({ id: 'b', effort: 'low', points_lost: 3, findings: [finding({ points: 1 }), finding({ subject: 'x', points: 2 })] }),
      check({ id: 'c', effort: 'low', points_lost: 0, findings: [finding({ points: 0, waived: true })] }),
    ] }));
    expect(plan).toMatchObject([{ check: 'b', points: 3, findings: 2, total: 85.15, rating: 'good' }, { check: 'a', points: 10, total: 95.15, rating: 'excellent' }]);
  });

  it('prints the plan', async () => {
    const { code, stdout, stderr } = await cli(['next', repository(CIRCLE)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+(\.\d+)? of 100, [a-z ]+\n\n {1,2}1\. \+\d/);
  });
});
