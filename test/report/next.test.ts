import { expect, it } from 'vitest';
import type { Result, ResultFinding } from '../../src/model/index.ts';
import { bestFixes } from '../../src/report/next.ts';

const finding = (subject: string, points: number, rest: Partial<ResultFinding> = {}): ResultFinding => ({ subject, points, at: { file: `${subject}.ts` }, evidence: [], ...rest }) as unknown as ResultFinding;
const told = (...findings: readonly ResultFinding[]): string | undefined =>
  bestFixes({ checks: [{ id: 'a', effort: 'low', points_lost: 3, findings }] } as unknown as Result, 1)[0]?.finding.subject;
const evidence = [{ note: 'a caller', at: { file: 'b.ts', line: 1 } }] as unknown as ResultFinding['evidence'];

it('tells the most costly finding of a check', () => expect(told(finding('cheap', 1), finding('dear', 2))).toBe('dear'));
it('tells the surest of equals', () => expect(told(finding('doubtful', 1, { confidence: 'medium', evidence }), finding('sure', 1))).toBe('sure'));
it('tells the one that reaches the most places', () => expect(told(finding('alone', 1), finding('wrapper', 1, { evidence }))).toBe('wrapper'));
it('tells the first of equals, and none that costs nothing', () => expect(told(finding('advice', 0, { evidence }), finding('first', 1), finding('second', 1))).toBe('first'));
it('lets what nobody is sure of lead no list', () => {
  const checks = [{ id: 'a', effort: 'low', points_lost: 9, findings: [finding('perhaps', 9, { confidence: 'low' })] }, { id: 'b', effort: 'high', points_lost: 1, findings: [finding('surely', 1)] }];
  expect(bestFixes({ checks } as unknown as Result, 2).map((one) => one.finding.subject)).toEqual(['surely', 'perhaps']);
});
