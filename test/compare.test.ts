import { describe, expect, it } from 'vitest';
import { compare } from '../src/compare.ts';
import { comparisonReasons } from '../src/score/gate.ts';
import { check, finding, result } from './report/sample.ts';

const at = (...findings: ReturnType<typeof finding>[]) => result({ checks: [check({ findings })] });
const a = finding({ subject: 'a' });
const b = finding({ subject: 'b', standing: 'declared' });

describe('compare', () => {
  it('matches findings by subject, whatever their lines', () => {
    const moved = finding({ subject: 'a', at: { file: 'elsewhere.ts', line: 77 } });
    expect(compare(at(a, b), at(moved, finding({ subject: 'c' })), 'x')).toMatchObject({ new: [{ subject: 'c' }], fixed: [{ subject: 'b' }], worsened: [], inherited: 1 });
  });

  it('tells a subject whose standing fell', () => {
    expect(compare(at(b), at(finding({ subject: 'b', standing: 'violated' })), 'x').worsened).toMatchObject([{ subject: 'b', standing: 'violated' }]);
    expect(compare(at(finding({ subject: 'b' })), at(b), 'x')).toMatchObject({ worsened: [], inherited: 1 });
  });

  it('leaves out what is waived or only advice', () => {
    expect(compare(at(), at(finding({ waived: true }), finding({ subject: 'x', advice: 'early' })), 'x').new).toEqual([]);
  });

  it('calls nothing fixed that could not be looked at, and nothing new that could not be seen before', () => {
    const unknown = result({ checks: [check({ verdict: 'unknown', findings: [] })] });
    expect(compare(at(a), unknown, 'x').fixed).toEqual([]);
    expect(compare(unknown, at(a), 'x')).toMatchObject({ new: [], inherited: 1 });
  });

  it('tells edges that appeared and went', () => {
    const edge = { level: 'component', from: 'orders', to: 'billing', imports: 1, broken: true } as const;
    const withEdge = result({ architecture: { ...result().architecture, edges: [edge] } });
    const without = result({ architecture: { ...result().architecture, edges: [] } });
    expect(compare(without, withEdge, 'x').edges).toEqual({ added: [edge], removed: [] });
    expect(compare(withEdge, without, 'x').edges).toEqual({ added: [], removed: [{ ...edge, broken: false }] });
  });
});

describe('the gate over a comparison', () => {
  const worse = compare(result(), result({ ...at(finding({ subject: 'c' })), score: { ...result().score, total: 81 } }), 'x');

  it('accepts no regression beyond the allowed points', () => {
    expect(comparisonReasons({ max_regression: 1 }, worse)).toEqual(['The score fell by 1.15, from 82.15 to 81; the gate accepts 1.']);
    expect(comparisonReasons({ max_regression: 1.15 }, worse)).toEqual([]);
  });

  it('accepts no new finding from the given severity on, check by check', () => {
    expect(comparisonReasons({ no_new: 'critical' }, worse)).toEqual(['The check layer-violations has 1 new or worse finding; the gate accepts none.']);
    const minor = compare(result(), result({ checks: [check({ severity: 'minor', findings: [finding({ subject: 'c' })] })] }), 'x');
    expect(comparisonReasons({ no_new: 'major' }, minor)).toEqual([]);
    expect(comparisonReasons({ no_new: 'any' }, minor)).toHaveLength(1);
    expect(comparisonReasons({ no_new: false }, minor)).toEqual([]);
  });
});
