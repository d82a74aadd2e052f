import { STANDINGS, type Comparison, type ComparedFinding, type Result, type ResultCheck, type ResultFinding } from './model/index.ts';
import { compare as order } from './lib/order.ts';

/** What changed from one result to another: by check, by subject, by edge; never by line. */
export function compare(before: Result, after: Result, base: string, notes: readonly string[] = []): Comparison {
  const old = new Map(before.checks.map((check) => [check.id, check]));
  const now = new Map(after.checks.map((check) => [check.id, check]));
  const ids = [...new Set([...old.keys(), ...now.keys()])].sort(order);
  const changes = ids.map((id) => findingsOf(old.get(id), now.get(id)));
  return {
    base,
    notes,
    score: { before: before.score.total, after: after.score.total, delta: hundredths(after.score.total - before.score.total) },
    checks: ids.map((id) => {
      const [first, second] = [old.get(id)?.score ?? null, now.get(id)?.score ?? null];
      return { id, before: first, after: second, worse: first !== null && second !== null && second < first };
    }),
    new: changes.flatMap((change) => change.new),
    worsened: changes.flatMap((change) => change.worsened),
    fixed: changes.flatMap((change) => change.fixed),
    inherited: changes.reduce((sum, change) => sum + change.inherited, 0),
    edges: edges(before, after),
  };
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

/** Findings that count on either side: a waived finding and advice are not the change's doing. */
const counted = (check: ResultCheck | undefined): Map<string, ResultFinding> =>
  new Map((check?.advice ? [] : (check?.findings ?? [])).filter(({ waived, advice }) => !waived && !advice).map((finding) => [finding.subject, finding]));

function findingsOf(before: ResultCheck | undefined, after: ResultCheck | undefined) {
  const old = counted(before);
  const now = counted(after);
  const told = (check: ResultCheck, { subject, standing, message, at }: ResultFinding): ComparedFinding =>
    ({ check: check.id, severity: check.severity, subject, standing, message, at });
  const fresh: ComparedFinding[] = [];
  const worsened: ComparedFinding[] = [];
  let inherited = 0;
  for (const [subject, finding] of now) {
    const former = old.get(subject);
    // Where the base could not be looked at, nobody can say that the finding is new.
    if (!former && before?.verdict === 'unknown') inherited += 1;
    else if (!former) fresh.push(told(after!, finding));
    else if (STANDINGS.indexOf(finding.standing) > STANDINGS.indexOf(former.standing)) worsened.push(told(after!, finding));
    else inherited += 1;
  }
  // What could not be looked at any more is not fixed.
  const answered = after !== undefined && after.verdict !== 'unknown';
  const fixed = answered ? [...old].filter(([subject]) => !now.has(subject)).map(([, finding]) => told(before!, finding)) : [];
  return { new: fresh, worsened, fixed, inherited };
}

function edges(before: Result, after: Result): Comparison['edges'] {
  const key = ({ level, from, to }: { level: string; from: string; to: string }): string => `${level}\n${from}\n${to}`;
  const old = new Set(before.architecture.edges.map(key));
  const now = new Set(after.architecture.edges.map(key));
  return {
    added: after.architecture.edges.filter((edge) => !old.has(key(edge))),
    removed: before.architecture.edges.filter((edge) => !now.has(key(edge))).map((edge) => ({ ...edge, broken: false })),
  };
}
