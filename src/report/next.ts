import type { Result, ResultCheck, ResultFinding } from '../model/index.ts';

export interface Fix {
  readonly check: ResultCheck;
  readonly finding: ResultFinding;
  /** Points gained by mending it, in hundredths exact. */
  readonly points: number;
}

const EFFORT = { low: 0, medium: 1, high: 2 } as const;

/** The findings that cost most, cheapest effort first among equals; one a check, since its findings are mended alike. */
export function bestFixes(result: Result, most: number): Fix[] {
  return result.checks
    .flatMap((check): Fix[] => {
      const costly = check.findings.filter(({ points }) => points > 0);
      const finding = costly.toSorted((a, b) => b.points - a.points)[0];
      return finding ? [{ check, finding, points: check.points_lost }] : [];
    })
    .sort((a, b) => b.points - a.points || EFFORT[a.check.effort] - EFFORT[b.check.effort] || (a.check.id < b.check.id ? -1 : 1))
    .slice(0, most);
}
