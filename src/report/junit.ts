import { DIMENSIONS, type Result, type ResultCheck } from '../model/index.ts';
import { placeText } from '../lib/mistake.ts';
import { xml } from '../lib/escape.ts';

/** JUnit XML: a suite a dimension, a case a check. */
export function junit(result: Result): string {
  const suites = DIMENSIONS.map((dimension) => ({ dimension, checks: result.checks.filter((check) => check.dimension === dimension) })).filter(({ checks }) => checks.length > 0);
  const count = (checks: readonly ResultCheck[], verdict: string): number => checks.filter((check) => outcome(check) === verdict).length;
  const totals = (checks: readonly ResultCheck[]): string =>
    `tests="${checks.length}" failures="${count(checks, 'failure')}" errors="0" skipped="${count(checks, 'skipped')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="arch-lint" ${totals(result.checks)}>`,
    ...suites.flatMap(({ dimension, checks }) => [
      `  <testsuite name="${xml(dimension)}" ${totals(checks)}>`,
      ...checks.flatMap(testCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

const outcome = ({ verdict, advice }: ResultCheck): 'failure' | 'skipped' | 'passed' =>
  verdict === 'failed' && !advice ? 'failure' : verdict === 'passed' ? 'passed' : 'skipped';

function testCase(check: ResultCheck): string[] {
  const open = `    <testcase classname="arch-lint.${xml(check.dimension)}" name="${xml(check.id)}"`;
  if (outcome(check) === 'passed') return [`${open}/>`];
  const reason = check.advice ?? (check.verdict === 'unknown' ? check.unjudged[0]?.reason : 'It has no subject here.') ?? '';
  if (outcome(check) === 'skipped') return [`${open}>`, `      <skipped message="${xml(reason)}"/>`, '    </testcase>'];
  const findings = check.findings.filter(({ waived, advice }) => !waived && !advice);
  const text = findings.map(({ at, message, known }) => `${placeText(at)}  ${message}${known ? ' (known)' : ''}`).join('\n');
  return [`${open}>`, `      <failure message="${xml(`${findings.length} of ${check.examined}: ${check.fix}`)}">${xml(text)}</failure>`, '    </testcase>'];
}
