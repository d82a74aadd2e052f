import type { Location, Log, ReportingDescriptor, Result as SarifResult } from 'sarif';
import type { Result, ResultCheck, ResultFinding, ResultPlace } from '../model/index.ts';
import { fingerprint } from '../lib/fingerprint.ts';

const LEVEL = { critical: 'error', major: 'warning', minor: 'note' } as const;

/** SARIF 2.1.0, for code scanning. `prefix`: the path from the repository's root to the linted folder. */
export function sarif(result: Result, { prefix = '' }: { readonly prefix?: string | undefined } = {}): string {
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'arch-lint', semanticVersion: result.tool.version, rules: result.checks.map(rule) } },
      originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository.' } } },
      columnKind: 'utf16CodeUnits',
      results: result.checks.flatMap((check, index) => check.findings.map((finding) => ({ ...sarifResult(check, index, finding, prefix), ...(result.baseline && { baselineState: stateOf(result.baseline, check, finding) }) }))),
      invocations: [{
        executionSuccessful: result.incomplete.length === 0,
        toolExecutionNotifications: [
          ...result.incomplete.map((text) => ({ level: 'error' as const, message: { text } })),
          ...result.gaps.map(({ reason, at }) => ({ level: 'note' as const, message: { text: reason }, ...(at && { locations: [location(at, prefix)] }) })),
        ],
      }],
      properties: { score: result.score.total, rating: result.score.rating, coverage: result.score.coverage },
    }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const rule = ({ id, title, why, fix, severity, dimension }: ResultCheck): ReportingDescriptor => ({
  id,
  name: id.replaceAll(/(^|[-/])(\w)/g, (_, _dash, letter: string) => letter.toUpperCase()),
  shortDescription: { text: title },
  fullDescription: { text: why },
  help: { text: `${why} ${fix}`, markdown: `${why}\n\n**How to fix:** ${fix}\n\n\`arch-lint explain ${id}\` has the evidence that counts, and examples.` },
  defaultConfiguration: { level: LEVEL[severity] },
  properties: { tags: ['architecture', dimension] },
});

function sarifResult(check: ResultCheck, ruleIndex: number, finding: ResultFinding, prefix: string): SarifResult {
  const related = finding.evidence.flatMap(({ note, at }) => (at ? [{ ...location(at, prefix), message: { text: note } }] : []));
  return {
    ruleId: check.id,
    ruleIndex,
    level: check.advice || finding.advice ? 'note' : LEVEL[check.severity],
    message: { text: finding.message },
    locations: [location(finding.at, prefix)],
    ...(related.length > 0 && { relatedLocations: related.map((one, id) => ({ id: id + 1, ...one })) }),
    partialFingerprints: { 'archLintSubject/v1': fingerprint(check.id, finding.subject) },
    ...(finding.waived && { suppressions: [{ kind: 'external', justification: finding.waiver?.reason ?? '' }] }),
    properties: { subject: finding.subject, standing: finding.standing, confidence: finding.confidence, points: finding.points },
  };
}

/** What the team's baseline says of it, in SARIF's words. */
function stateOf(baseline: NonNullable<Result['baseline']>, { id }: ResultCheck, { known, subject }: ResultFinding): SarifResult['baselineState'] {
  if (known) return 'unchanged';
  return baseline.worsened.some((one) => one.check === id && one.subject === subject) ? 'updated' : 'new';
}

const location = (at: ResultPlace, prefix: string): Location => ({
  physicalLocation: {
    artifactLocation: { uri: encodeURI(`${prefix}${at.file}`).replaceAll('#', '%23').replaceAll('?', '%3F'), uriBaseId: 'SRCROOT' },
    ...(at.line !== undefined && {
      region: { startLine: at.line, ...(at.column !== undefined && { startColumn: at.column }), ...(at.quote && { snippet: { text: at.quote } }) },
    }),
  },
});
