import { describe, expect, it } from 'vitest';
import { DIMENSIONS, type Standing } from '../../src/model/index.ts';
import { score, type ScoredCheck } from '../../src/score/score.ts';

const check = (over: Partial<ScoredCheck>): ScoredCheck => ({
  id: 'x', dimension: 'security', severity: 'major', grading: 'share', state: 'answered', coverage: 1, examined: 1, standings: [], ...over,
});
const lost = ({ checks }: ReturnType<typeof score>): number => checks.flatMap(({ points }) => points).reduce((sum, points) => sum + Math.round(points * 100), 0);

describe('the total', () => {
  it('is 100 and excellent when everything is verified', () => {
    expect(score([check({ examined: 12 })])).toMatchObject({ total: 100, rating: 'excellent', coverage: 1, standings: { verified: 1, documented: 0, declared: 0 } });
  });

  it.each<[Standing, number]>([['verified', 100], ['documented', 75], ['declared', 50], ['missing', 0], ['violated', 0]])('gives a %s subject %i', (standing, total) => {
    expect(score([check({ standings: [standing] })]).total).toBe(total);
  });

  it('takes the mean of the subjects for share, and the worst for all', () => {
    const standings: Standing[] = ['violated', 'declared'];
    expect(score([check({ examined: 4, standings })]).total).toBe(62.5);
    expect(score([check({ examined: 4, standings, grading: 'all' })]).total).toBe(0);
  });

  it('weighs the checks of a dimension 10, 5 and 2 by severity', () => {
    const result = score([check({ severity: 'critical', standings: ['missing'] }), check({ severity: 'major' }), check({ severity: 'minor' })]);
    expect(result.dimensions.security.score).toBe(4.11); // 7 of 17, rounded down
    expect(result.total).toBe(41.17);
  });

  it('gives the weight of a dimension without an answer to the others', () => {
    const result = score([check({ dimension: 'simplicity' }), check({ dimension: 'operability', standings: ['missing'] })]);
    expect(result.total).toBe(80); // 20 to 5
    expect(result.dimensions.simplicity.weight).toBe(80);
    expect(result.dimensions.security).toEqual({ score: null, weight: 0, coverage: 0 });
  });

  it('lets a dimension of which less than a quarter could be asked count for less', () => {
    const idle = (count: number): ScoredCheck[] => Array.from({ length: count }, () => check({ dimension: 'simplicity', state: 'idle' }));
    const told = check({ dimension: 'simplicity', standings: ['missing'] });
    const other = check({ dimension: 'maintainability' });
    expect(score([told, ...idle(3), other]).dimensions.simplicity.weight).toBe(57.14); // 20 to 15
    expect(score([told, ...idle(7), other]).dimensions.simplicity.weight).toBe(40); // one eighth of it was asked: 10 to 15
    expect(score([told, ...idle(7), other]).total).toBe(60);
    // What is not asked at this stage takes nothing away, and neither does what is not known.
    expect(score([told, ...Array.from({ length: 7 }, () => check({ dimension: 'simplicity', state: 'advice' })), other]).dimensions.simplicity.weight).toBe(57.14);
  });

  it('takes the team\'s weights where they are set', () => {
    const list = [check({ dimension: 'simplicity' }), check({ dimension: 'operability', standings: ['missing'] })];
    expect(score(list, { simplicity: 50, operability: 50 }).total).toBe(50);
  });

  it.each([[90, 'excellent'], [89.99, 'good'], [75, 'good'], [74.99, 'acceptable'], [60, 'acceptable'], [59.99, 'redesign needed']])('rates %d as %s', (total, rating) => {
    const examined = 10_000;
    const standings = Array.from({ length: Math.round((100 - total) * 100) }, (): Standing => 'missing');
    expect(score([check({ examined, standings })])).toMatchObject({ total, rating });
  });

  it('is 0 with no coverage when nothing could be answered', () => {
    expect(score([check({ state: 'unknown', examined: 0 })])).toMatchObject({ total: 0, coverage: 0 });
  });
});

describe('the ledger', () => {
  it('sums to 100 minus the total, exactly, whatever the fractions', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const standings = (count: number): Standing[] => Array.from({ length: count }, (_, index) => (['missing', 'declared', 'documented', 'verified', 'violated'] as const)[(seed * 7 + index * 3) % 5]!);
      const checks = DIMENSIONS.flatMap((dimension, index) => [
        check({ dimension, severity: 'critical', examined: 3 + ((seed + index) % 7), standings: standings((seed + index) % 3) }),
        check({ dimension, severity: 'minor', grading: 'all', examined: 11, standings: standings(1 + ((seed * index) % 5)) }),
        check({ dimension, severity: 'major', examined: 7, standings: standings(seed % 7) }),
      ]);
      const result = score(checks);
      expect(lost(result)).toBe(Math.round((100 - result.total) * 100));
    }
  });

  it('charges nobody for what is verified, advice or unknown', () => {
    const result = score([check({ standings: ['verified'] }), check({ state: 'idle', standings: ['missing'] }), check({ state: 'advice', standings: ['missing'] }), check({ state: 'unknown', standings: ['missing'] })]);
    expect(result.checks.map(({ points }) => points)).toEqual([[0], [0], [0], [0]]);
    expect(result.total).toBe(100);
  });

  it('shares the loss of an all-graded check among the worst subjects', () => {
    const [only] = score([check({ grading: 'all', examined: 9, standings: ['violated', 'declared', 'missing'] })]).checks;
    expect(only!.points).toEqual([50, 0, 50]);
  });
});

describe('coverage', () => {
  it('falls by what was unknown and by what was half read', () => {
    expect(score([check({ severity: 'critical' }), check({ state: 'unknown', severity: 'critical' })]).coverage).toBe(0.5);
    expect(score([check({ coverage: 0.75 })]).coverage).toBe(0.75);
  });

  it('does not fall by what has no subject or is not asked', () => {
    expect(score([check({}), check({ state: 'idle' })]).coverage).toBe(1);
  });
});

describe('what backs the score', () => {
  it('splits the earned points by standing', () => {
    expect(score([check({ examined: 4, standings: ['declared', 'declared'] })]).standings).toEqual({ verified: 0.6667, documented: 0, declared: 0.3333 });
  });
});
