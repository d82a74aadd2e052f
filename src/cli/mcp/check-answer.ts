import { placeText } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import type { Result } from '../../model/index.ts';
import type { Given } from './tool.ts';

const USUAL = 20;
const MOST_UNKNOWN = 50;

/** The result in the size of a conversation: the costliest findings first, and what could not be looked at beside them. */
export function checkAnswer(printed: string, { most = USUAL }: Given): { data: Record<string, unknown>; text: string } {
  const { schema_version, project, score, gate, incomplete, checks, gaps } = JSON.parse(printed) as Result;
  const all = checks.flatMap(({ id, dimension, severity, findings }) => findings.map((finding) => ({ check: id, dimension, severity, ...finding })))
    .toSorted((a, b) => Number(a.waived ?? false) - Number(b.waived ?? false) || b.points - a.points);
  const shown = all.slice(0, Number(most));
  const unknown = checks.filter(({ verdict }) => verdict === 'unknown').map(({ id, unjudged }) => ({ check: id, reason: unjudged[0]?.reason ?? '' }));
  const findings = shown.map(({ check, dimension, severity, subject, standing, confidence, points, at, message, waived, advice }) => ({
    check, dimension, severity, subject, standing, confidence, points, message, file: at.file, ...(at.line !== undefined && { line: at.line }), waived: Boolean(waived), advice: Boolean(advice),
  }));
  const data = { schema_version, project: project.name, score, gate, incomplete, findings, findings_in_all: all.length, unknown: unknown.slice(0, MOST_UNKNOWN), unknown_in_all: unknown.length, gaps: gaps.length };
  const lines = [
    `${score.total} of 100, ${score.rating}. The gate is ${gate.passed ? 'open' : 'shut'}.`,
    ...gate.reasons,
    ...incomplete.map((reason) => `incomplete: ${reason}`),
    ...shown.map(({ check, severity, at, message, points, waived }) => `${placeText(at)}  ${check} (${severity}${points > 0 ? `, ${points} points` : ''}${waived ? ', waived' : ''}): ${message}`),
    ...(all.length > shown.length ? [`${all.length - shown.length} more findings; ask with a higher most, or with only or files.`] : all.length === 0 ? ['No finding.'] : []),
    ...(unknown.length > 0 ? [`${unknown.length} checks could not look: ${unknown.slice(0, 10).map(({ check }) => check).join(', ')}${unknown.length > 10 ? ', …' : ''}.`] : []),
    ...(gaps.length > 0 ? [`${gaps.length} pieces could not be read.`] : []),
  ];
  return { data, text: lines.map(printable).join('\n') };
}
