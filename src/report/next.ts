import { compare } from '../lib/order.ts';
import { ratingOf } from '../lib/ratings.ts';
import type { Result, ResultCheck, ResultFinding } from '../model/index.ts';

export interface Fix {
  readonly check: ResultCheck;
  readonly finding: ResultFinding;
  /** Points gained by mending it, in hundredths exact. */
  readonly points: number;
}

const EFFORT = { low: 0, medium: 1, high: 2 } as const;

const DOUBT = { high: 0, medium: 1, low: 2 } as const;

/** Of findings that cost the same, the surest comes first, then the one that reaches the most places. */
const byWorth = (a: ResultFinding, b: ResultFinding): number =>
  b.points - a.points || DOUBT[a.confidence ?? 'high'] - DOUBT[b.confidence ?? 'high'] || places(b) - places(a);

const places = ({ evidence = [] }: ResultFinding): number => evidence.filter(({ at }) => at !== undefined).length;

const costly = ({ findings }: ResultCheck): ResultFinding[] => findings.filter(({ points }) => points > 0);

const isUnsure = (check: ResultCheck): boolean => costly(check).every(({ confidence }) => confidence === 'low');

/** The findings that cost most, cheapest effort first among equals; one a check, since its findings are mended alike. What nobody is sure of leads no list. */
export function bestFixes(result: Result, most: number): Fix[] {
  return result.checks
    .flatMap((check): Fix[] => {
      const [finding] = costly(check).toSorted(byWorth);
      return finding ? [{ check, finding, points: check.points_lost }] : [];
    })
    .sort((a, b) => Number(isUnsure(a.check)) - Number(isUnsure(b.check)) || b.points - a.points || EFFORT[a.check.effort] - EFFORT[b.check.effort] || compare(a.check.id, b.check.id))
    .slice(0, most);
}

export interface Step {
  readonly check: string;
  readonly fix: string;
  readonly effort: 'low' | 'medium' | 'high';
  readonly points: number;
  readonly findings: number;
  /** The most costly finding's place. */
  readonly at: ResultFinding['at'];
  /** The total, and its rating, once this step and all before it are done. */
  readonly total: number;
  readonly rating: Result['score']['rating'];
}

/** What an hour of low, medium and high effort is worth to the order: points are divided by it. */
const COST = { low: 1, medium: 3, high: 8 } as const;

/** Every check that costs points, the most points for the least effort first. Points add up, since the weights stay. */
export function planOf(result: Result): Step[] {
  let hundredths = Math.round(result.score.total * 100);
  return bestFixes(result, Infinity)
    .toSorted((a, b) => b.points / COST[b.check.effort] - a.points / COST[a.check.effort] || compare(a.check.id, b.check.id))
    .map(({ check, finding, points }) => {
      hundredths += Math.round(points * 100);
      const total = hundredths / 100;
      return {
        check: check.id,
        fix: check.fix,
        effort: check.effort,
        points,
        findings: costly(check).length,
        at: finding.at,
        total,
        rating: ratingOf(total),
      };
    });
}
