import { compare } from '../lib/order.ts';
import type { Result, ResultCheck, ResultFinding } from '../model/index.ts';

export interface Costed { readonly check: ResultCheck; readonly finding: ResultFinding }

const SEVERITY = { critical: 0, major: 1, minor: 2 } as const;

/** Findings that count, the most costly first, then by severity and place; neither waived nor advice. */
export const costliest = (result: Result): Costed[] =>
  result.checks
    .filter(({ advice }) => !advice)
    .flatMap((check) => check.findings.filter(({ waived, advice }) => !waived && !advice).map((finding) => ({ check, finding })))
    .sort((a, b) => b.finding.points - a.finding.points || SEVERITY[a.check.severity] - SEVERITY[b.check.severity]
      || compare(a.check.id, b.check.id) || compare(a.finding.subject, b.finding.subject));

