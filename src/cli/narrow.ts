import { posix } from 'node:path';
import type { Result, ResultCheck, ResultFinding } from '../model/index.ts';

/**
 * The findings at or about the given files, and the gate for them alone: critical and major ones shut it; where there is a
 * base, only those that it does not have. The whole was judged, and its score stays, since a share of an architecture has none.
 */
export function narrow(result: Result, files: readonly string[]): Result {
  const wanted = new Set(files.map((file) => posix.normalize(file)));
  const concerns = ({ at, subject, evidence }: ResultFinding): boolean =>
    wanted.has(at.file) || subject.split(' -> ').some((part) => wanted.has(part)) || evidence.some(({ at: place }) => place !== undefined && wanted.has(place.file) && place.file !== result.architecture.file);
  const checks = result.checks.map((check): ResultCheck => {
    const findings = check.findings.filter(concerns);
    return { ...check, findings, verified: [], unjudged: check.verdict === 'unknown' ? check.unjudged : [], points_lost: hundredths(findings.reduce((sum, { points }) => sum + points, 0)) };
  });
  const { comparison } = result;
  const fresh = comparison && new Set([...comparison.new, ...comparison.worsened].map(({ check, subject }) => `${check}\n${subject}`));
  const counts = (check: ResultCheck, { waived, advice, standing, confidence, subject }: ResultFinding): boolean =>
    !waived && !advice && confidence !== 'low' && (standing === 'violated' || standing === 'missing') && (fresh?.has(`${check.id}\n${subject}`) ?? true);
  const reasons = checks.flatMap((check) => {
    const count = check.advice || check.severity === 'minor' ? 0 : check.findings.filter((finding) => counts(check, finding)).length;
    return count === 0 ? [] : [`${check.id} has ${count} ${fresh ? 'new or worse ' : ''}${count === 1 ? 'finding' : 'findings'} at or about these files.`];
  });
  return { ...result, checks, gaps: result.gaps.filter(({ at }) => at !== undefined && wanted.has(at.file)), gate: { passed: reasons.length === 0, reasons } };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;
