import { describe, expect, it } from 'vitest';
import { gateReasons } from '../../src/score/gate.ts';
import { score } from '../../src/score/score.ts';

const half = score([{ id: 'x', dimension: 'security', severity: 'major', grading: 'share', state: 'answered', coverage: 0.9, examined: 2, standings: ['missing'] }]);
const verdicts = new Map([['x', 'failed'], ['y', 'passed'], ['z', 'unknown'], ['w', 'not-applicable']] as const);

describe('gateReasons', () => {
  it('is open when everything holds', () => {
    expect(gateReasons({ score: 50, coverage: 0.9, dimensions: { security: 50, simplicity: 100 }, must_pass: ['y', 'w'] }, half, verdicts)).toEqual([]);
  });

  it.each([
    [{ score: 60 }, 'The score is 50; the gate asks for 60.'],
    [{ coverage: 0.95 }, 'The coverage is 0.9; the gate asks for 0.95.'],
    [{ dimensions: { security: 80 } }, 'The dimension security scores 5 of 10; the gate asks for 80 %.'],
    [{ must_pass: ['x'] }, 'The check x must pass and failed.'],
    [{ must_pass: ['z'] }, 'The check z must pass and could not be answered.'],
  ])('%o: %s', (gate, reason) => {
    expect(gateReasons(gate, half, verdicts)).toEqual([reason]);
  });
});
