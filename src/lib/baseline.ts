import { STANDINGS, type BaselineUse, type ComparedFinding, type Result, type ResultCheck, type ResultFinding, type Standing } from '../model/index.ts';
import { compare } from './order.ts';

/** The findings that were there when the team began: by check and subject, never by line; the standing, so that worse is new. */
export type Baseline = Readonly<Record<string, Readonly<Record<string, Standing>>>>;

export const BASELINE_FILE = 'architecture.baseline.json';

/** Findings that cost something: advice and what is waived need no baseline. */
const counted = ({ advice, findings }: ResultCheck): readonly ResultFinding[] => (advice ? [] : findings.filter((finding) => !finding.waived && !finding.advice));

/** Today's findings. What could not be looked at keeps what it had. */
export function baselineOf(checks: readonly ResultCheck[], old: Baseline = {}): Baseline {
  return Object.fromEntries(checks.flatMap((check) => {
    const subjects = check.verdict === 'unknown' ? (old[check.id] ?? {}) : { ...unjudged(check, old), ...Object.fromEntries(counted(check).map(({ subject, standing }) => [subject, standing])) };
    return Object.keys(subjects).length > 0 ? [[check.id, subjects]] : [];
  }));
}

function unjudged(check: ResultCheck, old: Baseline): Record<string, Standing> {
  const unsure = new Set(check.unjudged.map(({ subject }) => subject));
  return Object.fromEntries(Object.entries(old[check.id] ?? {}).filter(([subject]) => unsure.has(subject)));
}

/** The old one without what is gone, and with what got better as good as it is: it never grows. */
export function prune(old: Baseline, checks: readonly ResultCheck[]): Baseline {
  const now = baselineOf(checks, old);
  const pruned = Object.entries(old).flatMap(([check, subjects]) => {
    const left = Object.entries(subjects).flatMap(([subject, standing]) => {
      const present = now[check]?.[subject];
      return present === undefined ? [] : [[subject, rank(present) < rank(standing) ? present : standing] as const];
    });
    return left.length > 0 ? [[check, Object.fromEntries(left)] as const] : [];
  });
  return Object.fromEntries(pruned);
}

const rank = (standing: Standing): number => STANDINGS.indexOf(standing);

export const sizeOf = (baseline: Baseline): number => Object.values(baseline).reduce((sum, subjects) => sum + Object.keys(subjects).length, 0);

/** Sorted, one line a finding: a change to it reads as what it is in a review. */
export function baselineText(baseline: Baseline): string {
  const sorted = <T>(object: Readonly<Record<string, T>>): [string, T][] => Object.entries(object).sort(([a], [b]) => compare(a, b));
  const findings = Object.fromEntries(sorted(baseline).map(([check, subjects]) => [check, Object.fromEntries(sorted(subjects))]));
  return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
}

/** The baseline in a file's text; a string says what is wrong with it. */
export function parseBaseline(text: string): Baseline | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (!isObject(value) || value['version'] !== 1 || !isObject(value['findings'])) return 'is no baseline: it needs `version: 1` and `findings`';
  const baseline = new Map<string, Record<string, Standing>>();
  for (const [check, subjects] of Object.entries(value['findings'])) {
    if (!isObject(subjects)) return `is no baseline: ${check} needs its subjects, each with its standing`;
    for (const [subject, standing] of Object.entries(subjects)) {
      if (!STANDINGS.includes(standing as Standing)) return `is no baseline: the standing of '${subject}' is one of ${STANDINGS.slice(1).join(', ')}`;
    }
    baseline.set(check, subjects as Record<string, Standing>);
  }
  return Object.fromEntries(baseline);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Marks what is known, and says what is new, worse and gone. `asked`: whether a check that is not in the result was asked for. */
export function withBaseline(result: Result, baseline: Baseline, file: string, asked: (check: string) => boolean): Result & { readonly baseline: BaselineUse } {
  const fresh: ComparedFinding[] = [];
  const worsened: ComparedFinding[] = [];
  let known = 0;
  const checks = result.checks.map((check): ResultCheck => {
    const old = baseline[check.id] ?? {};
    const open = new Set(counted(check));
    const findings = check.findings.map((finding): ResultFinding => {
      if (!open.has(finding)) return finding;
      const former = Object.hasOwn(old, finding.subject) ? old[finding.subject] : undefined;
      const { subject, standing, message, at } = finding;
      const told = { check: check.id, severity: check.severity, subject, standing, message, at };
      if (former === undefined) fresh.push(told);
      else if (rank(standing) > rank(former)) worsened.push(told);
      else {
        known += 1;
        return { ...finding, known: true };
      }
      return finding;
    });
    return { ...check, findings };
  });
  const now = baselineOf(result.checks, baseline);
  const there = new Set(result.checks.map(({ id }) => id));
  const stale = Object.entries(baseline).flatMap(([check, subjects]) =>
    there.has(check) || asked(check) ? Object.keys(subjects).filter((subject) => !Object.hasOwn(now[check] ?? {}, subject)).map((subject) => ({ check, subject })) : []);
  stale.sort((a, b) => compare(a.check, b.check) || compare(a.subject, b.subject));
  return { ...result, checks, baseline: { file, size: sizeOf(baseline), known, new: fresh, worsened, stale } };
}
