import type { Architecture, Components, Coupling, DeclaredWeights, Evidence, Facts, Gap, Judgement, Place, Result, ResultCheck, ResultFinding, Stage, Verdict } from './model/index.ts';
import { listOf } from './lib/declaration.ts';
import type { Asked } from './engine/ask.ts';
import type { Outcome } from './engine/inspect.ts';
import type { Acceptance, Waiving } from './engine/waive.ts';
import { gateReasons, NOBODY, type Gate } from './score/gate.ts';
import { score, type Score, type ScoredCheck } from './score/score.ts';

export interface Answers {
  readonly version: string;
  readonly stage: Stage;
  readonly gate: Gate;
  readonly weights: DeclaredWeights;
  readonly architecture: Architecture;
  readonly asked: readonly Asked[];
  /** One a question, in the same order. */
  readonly outcomes: readonly Outcome[];
  readonly waiving: Waiving;
  readonly gaps: readonly Gap[];
  readonly facts: Partial<Facts>;
  readonly incomplete: readonly string[];
  /** The text of the line at a place, trimmed and bounded. */
  quote(at: Place): string | undefined;
}

/** Joins what was answered into the public result; nothing is looked up or judged here. */
export function assemble(answers: Answers): Result {
  const { architecture, asked, outcomes, waiving } = answers;
  const scored = score(scoredChecks(answers), answers.weights);
  const raw = waiving.waived.size === 0 ? scored : score(asked.map((question, index) => scoredCheck(question, outcomes[index]!)), answers.weights);
  const checks = asked.map((question, index) => resultCheck(question, outcomes[index]!, scored, index, answers));
  const reasons = gateReasons(answers.gate, scored, new Map(checks.map(({ id, verdict }) => [id, verdict])), waivedByOwner(waiving));

  return {
    schema_version: 1,
    tool: { name: 'arch-lint', version: answers.version },
    project: { name: architecture.declared.project.name, stage: answers.stage },
    score: {
      total: scored.total,
      rating: scored.rating,
      coverage: scored.coverage,
      standings: scored.standings,
      dimensions: scored.dimensions,
      without_waivers: raw.total,
    },
    gate: { passed: reasons.length === 0, reasons },
    incomplete: answers.incomplete,
    checks,
    gaps: answers.gaps.map(({ fact, reason, at }) => ({ fact, ...(at && { at }), reason })),
    architecture: structure(architecture, answers.facts, checks),
  };
}

/** What counts, one a question. */
export const scoredChecks = ({ asked, outcomes, waiving }: Pick<Answers, 'asked' | 'outcomes' | 'waiving'>): ScoredCheck[] =>
  asked.map((question, index) => scoredCheck(question, outcomes[index]!, waiving));

/** Findings, not waivers: what one with a wildcard covers may grow while it stays the same line. */
function waivedByOwner({ waived }: Waiving): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { owner } of waived.values()) {
    for (const name of owner === undefined ? [NOBODY] : listOf(owner)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

const isFinding = (judgement: Judgement): boolean => judgement.standing !== 'verified';

/** A subject that counts for the score: neither advice nor waived. */
const counts = (judgement: Judgement, waiving?: Waiving): boolean => !judgement.advice && !waiving?.waived.has(judgement);

function scoredCheck({ check, severity, advice }: Asked, { inspection, unknown, coverage }: Outcome, waiving?: Waiving): ScoredCheck {
  const judgements = inspection?.judgements ?? [];
  const counted = judgements.filter((judgement) => counts(judgement, waiving));
  const examined = (inspection?.examined ?? 0) - (judgements.length - counted.length);
  return {
    id: check.id,
    dimension: check.dimension,
    severity,
    grading: check.grading,
    state: advice ? 'advice' : unknown !== undefined ? 'unknown' : examined > 0 ? 'answered' : 'idle',
    coverage,
    examined,
    standings: counted.map(({ standing }) => standing),
  };
}

function resultCheck({ check, severity, advice }: Asked, outcome: Outcome, scored: Score, index: number, answers: Answers): ResultCheck {
  const { inspection, unknown } = outcome;
  const { waiving } = answers;
  const judgements = inspection?.judgements ?? [];
  const { score: own, points } = scored.checks[index]!;
  const counted = judgements.filter((judgement) => counts(judgement, waiving));
  const pointsOf = new Map(counted.map((judgement, position) => [judgement, points[position] ?? 0]));
  const toFinding = (judgement: Judgement): ResultFinding => resultFinding(judgement, pointsOf.get(judgement) ?? 0, waiving.waived.get(judgement), answers);
  return {
    id: check.id,
    dimension: check.dimension,
    severity,
    phase: check.phase,
    title: check.title,
    why: check.why,
    fix: check.fix,
    effort: check.effort,
    verdict: verdictOf(outcome, waiving),
    score: own === null ? null : Math.floor(own * 10_000 + 1e-6) / 10_000,
    examined: inspection?.examined ?? 0,
    coverage: Math.floor(outcome.coverage * 10_000 + 1e-6) / 10_000,
    points_lost: points.reduce((sum, lost) => sum + Math.round(lost * 100), 0) / 100,
    advice: advice ?? null,
    findings: judgements.filter(isFinding).map(toFinding),
    verified: judgements.filter((judgement) => !isFinding(judgement)).map(toFinding),
    unjudged: unknown !== undefined && (inspection?.unjudged ?? []).length === 0
      ? [{ subject: check.id, reason: unknown }]
      : (inspection?.unjudged ?? []).map(({ subject, reason, at }) => ({ subject, reason, ...(at && { at }) })),
  };
}

/** A claim that only architecture.yaml makes costs half its points but does not fail a check; what is missing or contradicted does. */
function verdictOf({ inspection, unknown }: Outcome, waiving: Waiving): Verdict {
  if (unknown !== undefined || !inspection) return 'unknown';
  if (inspection.examined === 0) return 'not-applicable';
  const failing = inspection.judgements.some((judgement) => (judgement.standing === 'missing' || judgement.standing === 'violated') && counts(judgement, waiving));
  return failing ? 'failed' : 'passed';
}

function resultFinding(judgement: Judgement, points: number, waiver: Acceptance | undefined, answers: Answers): ResultFinding {
  const quoted = (at: Place): Place => {
    const quote = judgement.confidential ? undefined : (at.quote ?? answers.quote(at));
    return quote === undefined ? at : { ...at, quote };
  };
  const evidence = (judgement.evidence ?? []).map(({ note, at }: Evidence) => ({ note, ...(at && { at: quoted(at) }) }));
  return {
    subject: judgement.subject,
    standing: judgement.standing,
    message: judgement.message,
    at: quoted(judgement.at),
    evidence,
    points,
    confidence: judgement.confidence ?? 'high',
    waived: waiver !== undefined,
    ...(waiver && { waiver: acceptance(waiver, answers.architecture) }),
    ...(judgement.advice && { advice: judgement.advice }),
  };
}

function acceptance({ reason, owner, expires, decision, index, at }: Acceptance, { places }: Architecture): NonNullable<ResultFinding['waiver']> {
  const place = at ?? (index === undefined ? undefined : places[`/waivers/${index}`]);
  return {
    reason,
    ...(owner && { owner: listOf(owner).join(', ') }),
    ...(expires && { expires }),
    ...(decision !== undefined && { decision: String(decision) }),
    ...(place && { at: place }),
  };
}

function structure(architecture: Architecture, facts: Partial<Facts>, checks: readonly ResultCheck[]): Result['architecture'] {
  const components = facts.components;
  const coupling = facts.coupling;
  const broken = brokenEdges(checks, components);
  const edges = (level: 'component' | 'layer', list: Coupling['components'] | undefined) =>
    (list ?? []).map(({ from, to, imports }) => ({ level, from, to, imports, broken: broken.has(`${level} ${from} -> ${to}`) }));
  return {
    file: architecture.file ?? null,
    components: (components?.components ?? []).map(({ name, path, files }) => ({ name, path, files })),
    layers: (components?.layers ?? []).map(({ name, path, modules }) => ({ name, path, files: modules })),
    edges: [...edges('component', coupling?.components), ...edges('layer', coupling?.layers)],
  };
}

/** Findings about `a -> b`, lifted from files to the components and layers that hold them. */
function brokenEdges(checks: readonly ResultCheck[], components: Components | undefined): Set<string> {
  const broken = new Set<string>();
  for (const { findings } of checks) {
    for (const { subject, standing } of findings) {
      const [from, to, more] = subject.split(' -> ');
      if (standing !== 'violated' || from === undefined || to === undefined || more !== undefined) continue;
      broken.add(`component ${from} -> ${to}`);
      broken.add(`layer ${from} -> ${to}`);
      const [source, target] = [components?.of[from], components?.of[to]];
      for (const a of source?.components ?? []) for (const b of target?.components ?? []) if (a !== b) broken.add(`component ${a} -> ${b}`);
      for (const a of source?.layers ?? []) for (const b of target?.layers ?? []) if (a !== b) broken.add(`layer ${a} -> ${b}`);
    }
  }
  return broken;
}
