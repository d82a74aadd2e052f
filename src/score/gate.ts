import { DIMENSIONS, SEVERITIES, type BaselineUse, type Comparison, type Dimension, type Severity, type Verdict } from '../model/index.ts';
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
  /** Findings of the baseline that are gone may stay in it. */
  readonly stale_baseline?: boolean;
  /** The most findings that an owner may have waived; `*`: each one who is not named, and those who waive without an owner. */
  readonly max_waived?: Readonly<Record<string, number>>;
}

/** Under this name count waivers without an owner, and comments. */
export const NOBODY = 'nobody';

/** The source document's line between acceptable and redesign. */
export const DEFAULT_GATE: Gate = { score: 60 };

/** The reasons why the gate is shut, most general first; none: it is open. */
export function gateReasons(gate: Gate, score: Score, verdicts: ReadonlyMap<string, Verdict>, waived: ReadonlyMap<string, number> = new Map()): string[] {
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
  for (const [owner, count] of [...waived].sort()) {
    const most = gate.max_waived?.[owner] ?? gate.max_waived?.['*'];
    if (most === undefined || count <= most) continue;
    reasons.push(`${owner === NOBODY ? 'Without an owner' : `By ${owner}`}, ${count} ${count === 1 ? 'finding is' : 'findings are'} waived; the gate accepts ${most}.`);
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

/** The reasons that a baseline adds: it may only shrink. */
export function baselineReasons(gate: Gate, { file, new: fresh, worsened, stale }: BaselineUse): string[] {
  const told = new Map<string, number>();
  for (const { check } of [...fresh, ...worsened]) told.set(check, (told.get(check) ?? 0) + 1);
  const reasons = [...told].map(([check, count]) => `The check ${check} has ${count} ${count === 1 ? 'finding' : 'findings'} that ${file} does not know.`);
  if (stale.length > 0 && !gate.stale_baseline) {
    reasons.push(`${stale.length} ${stale.length === 1 ? 'finding' : 'findings'} of ${file} ${stale.length === 1 ? 'is' : 'are'} gone: \`arch-lint baseline --prune\` takes ${stale.length === 1 ? 'it' : 'them'} out, so that ${stale.length === 1 ? 'it does' : 'they do'} not come back unseen.`);
  }
  return reasons;
}
