import { DIMENSIONS, type Dimension, type Rating, type Severity, type Standing } from '../model/index.ts';
import { ratingOf } from '../lib/ratings.ts';
import { CREDIT, DIMENSION_WEIGHTS, SEVERITY_WEIGHTS, WELL_HEARD } from './credit.ts';

/** What score needs to know of one check's answer. */
export interface ScoredCheck {
  readonly id: string;
  readonly dimension: Dimension;
  readonly severity: Severity;
  readonly grading: 'all' | 'share';
  /** `answered`: it counts. `unknown`: it lowers coverage. `idle`: no subject here. `advice`: not asked at this stage yet. */
  readonly state: 'answered' | 'unknown' | 'idle' | 'advice';
  readonly coverage: number;
  /** Subjects that count: without those that are advice or waived. */
  readonly examined: number;
  /** One standing a judged subject that counts; the other examined subjects are verified. */
  readonly standings: readonly Standing[];
}

export interface Score {
  /** 0 to 100, in hundredths, rounded down. */
  readonly total: number;
  readonly rating: Rating;
  /** 0 to 1. */
  readonly coverage: number;
  readonly standings: { readonly verified: number; readonly documented: number; readonly declared: number };
  readonly dimensions: Readonly<Record<Dimension, { readonly score: number | null; readonly weight: number; readonly coverage: number }>>;
  /** By check, in the order given: its own score (null without an answer), and the points that each judged subject loses. */
  readonly checks: readonly { readonly score: number | null; readonly points: readonly number[] }[];
}

/** The weighted total with its ledger: every lost hundredth of a point belongs to one judged subject. */
export function score(checks: readonly ScoredCheck[], weights: Partial<Record<Dimension, number>> = {}): Score {
  const answered = (check: ScoredCheck): boolean => check.state === 'answered';
  const weightOf = (dimension: Dimension): number => weights[dimension] ?? DIMENSION_WEIGHTS[dimension];
  const within = (dimension: Dimension): readonly ScoredCheck[] => checks.filter((check) => check.dimension === dimension);
  const severity = (list: readonly ScoredCheck[]): number => list.reduce((sum, check) => sum + SEVERITY_WEIGHTS[check.severity], 0);

  /** What a dimension counts for; one of which hardly anything could be asked counts for less, and nothing without an answer. */
  const heardOf = new Map(DIMENSIONS.map((dimension) => {
    const all = within(dimension).filter(({ state }) => state !== 'advice');
    const share = severity(all.filter(answered)) / (WELL_HEARD * severity(all));
    return [dimension, weightOf(dimension) * Math.min(1, share || 0)];
  }));
  const liveWeight = [...heardOf.values()].reduce((sum, weight) => sum + weight, 0);

  /** Points of the total that a check can lose. */
  const stake = (check: ScoredCheck): number =>
    answered(check) && liveWeight > 0
      ? (100 * heardOf.get(check.dimension)! * SEVERITY_WEIGHTS[check.severity]) / (liveWeight * severity(within(check.dimension).filter(answered)))
      : 0;

  const losses = checks.map((check) => (answered(check) ? lossShares(check) : check.standings.map(() => 0)).map((share) => share * stake(check)));
  const hundredths = apportion(losses.flat().map((loss) => loss * 100));
  let next = 0;
  const graded = checks.map((check) => ({
    score: answered(check) ? checkScore(check) : null,
    points: check.standings.map(() => (hundredths[next++] ?? 0) / 100),
  }));
  const total = liveWeight > 0 ? (10_000 - hundredths.reduce((sum, points) => sum + points, 0)) / 100 : 0;

  return {
    total,
    rating: ratingOf(total),
    coverage: roundDown(coverage(checks, weightOf), 4),
    standings: backing(checks, stake),
    dimensions: Object.fromEntries(DIMENSIONS.map((dimension) => {
      const list = within(dimension).filter(answered);
      const mean = list.reduce((sum, check) => sum + checkScore(check) * SEVERITY_WEIGHTS[check.severity], 0) / severity(list);
      return [dimension, {
        score: list.length > 0 ? roundDown(mean * 10, 2) : null,
        weight: list.length > 0 ? roundDown((100 * heardOf.get(dimension)!) / liveWeight, 2) : 0,
        coverage: roundDown(coverage(within(dimension), () => 1), 4),
      }];
    })) as Score['dimensions'],
    checks: graded,
  };
}

export const isCounted = ({ state }: ScoredCheck): boolean => state === 'answered' || state === 'unknown';

/** 0 to 1. */
function checkScore(check: ScoredCheck): number {
  const credits = check.standings.map((standing) => CREDIT[standing]);
  if (check.grading === 'all') return Math.min(1, ...credits);
  return (check.examined - credits.length + credits.reduce((sum, credit) => sum + credit, 0)) / check.examined;
}

/** What share of the check's stake each judged subject loses; they sum to 1 − the check's score. */
function lossShares(check: ScoredCheck): number[] {
  const losses = check.standings.map((standing) => 1 - CREDIT[standing]);
  if (check.grading === 'share') return losses.map((loss) => loss / check.examined);
  // The worst subject decides; where several are as bad, mending one alone gains nothing, so they share the loss.
  const worst = Math.max(0, ...losses);
  const worstCount = losses.filter((loss) => loss === worst).length;
  return losses.map((loss) => (loss === worst && worst > 0 ? worst / worstCount : 0));
}

/** Whole numbers that sum to the rounded-up sum of the given ones: the largest remainders are rounded up. */
function apportion(values: readonly number[]): number[] {
  const floors = values.map((value) => Math.floor(value + 1e-9));
  const sum = Math.ceil(values.reduce((total, value) => total + value, 0) - 1e-6);
  let missing = sum - floors.reduce((total, value) => total + value, 0);
  const order = values.map((value, index) => ({ index, rest: value - floors[index]! })).sort((a, b) => b.rest - a.rest || a.index - b.index);
  for (const { index, rest } of order) {
    if (missing <= 0 || rest <= 1e-9) break;
    floors[index]! += 1;
    missing -= 1;
  }
  return floors;
}

function coverage(checks: readonly ScoredCheck[], weightOf: (dimension: Dimension) => number): number {
  let looked = 0;
  let all = 0;
  for (const dimension of DIMENSIONS) {
    const asked = checks.filter((check) => check.dimension === dimension && isCounted(check));
    const severities = asked.reduce((sum, check) => sum + SEVERITY_WEIGHTS[check.severity], 0);
    for (const check of asked) {
      const weight = (weightOf(dimension) * SEVERITY_WEIGHTS[check.severity]) / severities;
      all += weight;
      looked += weight * (check.state === 'answered' ? check.coverage : 0);
    }
  }
  return all > 0 ? looked / all : 0;
}

/** Which share of the earned points is backed by what. */
function backing(checks: readonly ScoredCheck[], stake: (check: ScoredCheck) => number): Score['standings'] {
  const earned = { verified: 0, documented: 0, declared: 0 };
  for (const check of checks) {
    if (check.state !== 'answered') continue;
    if (check.grading === 'all') {
      const worst = check.standings.reduce<Standing>((low, standing) => (CREDIT[standing] < CREDIT[low] ? standing : low), 'verified');
      if (worst in earned) earned[worst as keyof typeof earned] += stake(check) * CREDIT[worst];
      continue;
    }
    const each = stake(check) / check.examined;
    earned.verified += each * (check.examined - check.standings.length);
    for (const standing of check.standings) if (standing in earned) earned[standing as keyof typeof earned] += each * CREDIT[standing];
  }
  const all = earned.verified + earned.documented + earned.declared;
  if (all === 0) return { verified: 0, documented: 0, declared: 0 };
  const documented = roundDown(earned.documented / all, 4);
  const declared = roundDown(earned.declared / all, 4);
  return { verified: roundDown(1 - documented - declared + 1e-9, 4), documented, declared };
}

/** Down, but not because of a binary fraction's last bit. */
const roundDown = (value: number, digits: number): number => Math.floor(value * 10 ** digits + 1e-6) / 10 ** digits;
