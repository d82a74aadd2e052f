import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { scoreCard } from '../../src/advice/score.ts';
import { FACTS } from '../../src/facts/index.ts';
import { DIMENSIONS, type Result } from '../../src/model/index.ts';
import { run } from '../../src/run.ts';
import { runSupposing, type Assumption } from '../../src/what-if.ts';
import { cli, repository, TODAY } from '../support.ts';

const HOW = { dir: 'fixtures/leaky-house/market', checks: CHECKS, facts: FACTS, now: TODAY };
const suppose = async (...assumptions: Assumption[]) => (await runSupposing(assumptions, HOW)).supposed;
const lost = (result: Result, name: string): number => Math.round(result.checks.filter(({ id, dimension }) => id === name || dimension === name).reduce((sum, check) => sum + check.points_lost, 0) * 100) / 100;

describe('what if', () => {
  it('nothing is supposed: the score is the one of the run', async () => {
    const { total, rating, coverage, dimensions } = (await run(HOW)).score;
    expect((await suppose()).score).toMatchObject({ total, rating, coverage, dimensions });
  });

  it('a verified check gains what it lost, to the hundredth', async () => {
    const result = await run(HOW);
    const { score, checks } = await suppose({ name: 'missing-timeouts', standing: 'verified' });
    expect(lost(result, 'missing-timeouts')).toBeGreaterThan(0);
    expect(score.total).toBeCloseTo(result.score.total + lost(result, 'missing-timeouts'), 1);
    expect(checks).toEqual([{ id: 'missing-timeouts', standing: 'verified', before: expect.any(Number), after: 1 }]);
  });

  it.each([['missing', 0], ['violated', 0], ['declared', 0.5], ['documented', 0.75]] as const)('a check that is %s earns %d', async (standing, after) => {
    expect((await suppose({ name: 'hardcoded-secrets', standing })).checks).toEqual([expect.objectContaining({ after })]);
  });

  it('a dimension is all its checks that count; a check that is named wins', async () => {
    expect((await suppose({ name: 'security', standing: 'verified' })).score.dimensions.security.score).toBe(10);
    const { checks } = await suppose({ name: 'hardcoded-secrets', standing: 'missing' }, { name: 'security', standing: 'verified' });
    expect(checks.find(({ id }) => id === 'hardcoded-secrets')).toMatchObject({ after: 0 });
    expect(checks.every(({ before }) => before !== null)).toBe(true);
  });

  it('everything is verified: 100', async () => {
    expect((await suppose(...DIMENSIONS.map((name) => ({ name, standing: 'verified' as const })))).score).toMatchObject({ total: 100, rating: 'excellent', coverage: 1 });
  });

  it('what has no subject counts nothing then either', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\n', 'src/a.ts': 'export const a = 1;\n' });
    const { code, stdout } = await cli(['score', folder, '--what-if', 'missing-dead-letter-queues=missing', '--no-cache']);
    expect(code).toBe(0);
    expect(stdout).toContain('missing-dead-letter-queues counts nothing here');
  });
});

describe('the score card', () => {
  it('lists the dimensions in their order; what holds them down sums to what is missing', async () => {
    const result = await run(HOW);
    const { dimensions } = scoreCard(result).data as { dimensions: { dimension: string; points_lost: number; held_down_by: { check: string; points: number }[] }[] };
    expect(dimensions.map(({ dimension }) => dimension)).toEqual(DIMENSIONS);
    for (const { dimension, points_lost } of dimensions) expect(points_lost).toBeCloseTo(lost(result, dimension), 6);
    expect(dimensions.reduce((sum, { points_lost }) => sum + points_lost, 0)).toBeCloseTo(100 - result.score.total, 6);
  });

  it('says what could not be looked at, and what has nothing to judge', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\n', 'src/a.ts': 'export const = ;\n' });
    const { code, stdout } = await cli(['score', folder, '--no-cache']);
    expect(code).toBe(3);
    expect(stdout).toContain('not looked at: ');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('nothing to judge; its weight goes to the others');
  });
});

describe('arch-lint score', () => {
  it.each([
    [['--what-if', 'missing-timeout=verified'], "There is no check or dimension 'missing-timeout'. Did you mean 'missing-timeouts'?"],
    [['--what-if', 'missing-timeouts=verifyed'], "There is no standing 'verifyed'. Did you mean 'verified'?"],
    [['--what-if', 'missing-timeouts'], '--what-if takes a check or a dimension with a standing'],
    [['--what-if', 'security=verified=twice'], '--what-if takes a check or a dimension with a standing'],
  ])('%j: a sentence and exit 2', async (args, sentence) => {
    expect(await cli(['score', HOW.dir, ...args, '--no-cache'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(sentence) });
  });

  it('a check that is switched off: a sentence and exit 2', async () => {
    const folder = repository({ 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\nchecks: {missing-timeouts: off}\n', 'src/a.ts': 'export {};\n' });
    expect(await cli(['score', folder, '--what-if', 'missing-timeouts=verified', '--no-cache'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('switches the check missing-timeouts off') });
  });
});
