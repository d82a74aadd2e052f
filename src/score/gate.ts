import { DIMENSIONS, SEVERITIES, type Comparison, type Dimension, type Severity, type Verdict } from '../model/index.ts';
import type { Score } from './score.ts';

/** What must hold for exit code 0. */
export interface Gate {
  /** Lowest total, 0 to 100. */
  readonly score?: number;
  /** Lowest coverage, 0 to 1. */
  readonly coverage?: number;
  /** Lowest score of a dimension, in percent of its ten points. */
  readonly dimensions?: Partial<Record<Dimension, number>>;
  /** Checks that may not fail and must have been answered. */
  readonly must_pass?: readonly string[];
  /** The most points that the total may lose against the base. */
  readonly max_regression?: number;
  /** Findings that the base does not have shut the gate: from this severity on; `true` and `any`: all. */
  readonly no_new?: boolean | Severity | 'any';
}

/** The source document's line between acceptable and redesign. */
export const DEFAULT_GATE: Gate = { score: 60 };

/** The reasons why the gate is shut, most general first; none: it is open. */
export function gateReasons(gate: Gate, score: Score, verdicts: ReadonlyMap<string, Verdict>): string[] {
  const reasons: string[] = [];
  if (gate.score !== undefined && score.total < gate.score) {
    reasons.push(`The score is ${score.total}; the gate asks for ${gate.score}.`);
  }
  if (gate.coverage !== undefined && score.coverage < gate.coverage) {
    reasons.push(`The coverage is ${score.coverage}; the gate asks for ${gate.coverage}.`);
  }
  for (const dimension of DIMENSIONS) {
    const lowest = gate.dimensions?.[dimension];
    const reached = score.dimensions[dimension].score;
    if (lowest !== undefined && reached !== null && reached * 10 < lowest) {
      reasons.push(`The dimension ${dimension} scores ${reached} of 10; the gate asks for ${lowest} %.`);
    }
  }
  for (const id of gate.must_pass ?? []) {
    const verdict = verdicts.get(id);
    if (verdict === 'failed') reasons.push(`The check ${id} must pass and failed.`);
    if (verdict === 'unknown') reasons.push(`The check ${id} must pass and could not be answered.`);
  }
  return reasons;
}

/** The reasons that a comparison with the base adds. A check that got better pays for none that got worse. */
export function comparisonReasons(gate: Gate, { score, new: fresh, worsened }: Comparison): string[] {
  const reasons: string[] = [];
  if (gate.max_regression !== undefined && -score.delta > gate.max_regression) {
    reasons.push(`The score fell by ${-score.delta}, from ${score.before} to ${score.after}; the gate accepts ${gate.max_regression}.`);
  }
  if (gate.no_new !== undefined && gate.no_new !== false) {
    const from = SEVERITIES.indexOf(gate.no_new === true || gate.no_new === 'any' ? 'minor' : gate.no_new);
    const told = new Map<string, number>();
    for (const { check, severity } of [...fresh, ...worsened]) {
      if (SEVERITIES.indexOf(severity) <= from) told.set(check, (told.get(check) ?? 0) + 1);
    }
    for (const [check, count] of told) reasons.push(`The check ${check} has ${count} new or worse ${count === 1 ? 'finding' : 'findings'}; the gate accepts none.`);
  }
  return reasons;
}
