import type { Dimension, Severity, Stage } from './dimension.ts';
import type { Confidence, Standing } from './judgement.ts';

// The shape of `--format json`: a public contract, in snake_case, described by schemas/result.schema.json.

export type Verdict = 'passed' | 'failed' | 'not-applicable' | 'unknown';
export type Rating = 'redesign needed' | 'acceptable' | 'good' | 'excellent';

export interface ResultPlace { readonly file: string; readonly line?: number; readonly column?: number; readonly quote?: string }
export interface ResultEvidence { readonly note: string; readonly at?: ResultPlace }

export interface ResultFinding {
  readonly subject: string;
  readonly standing: Standing;
  readonly message: string;
  readonly at: ResultPlace;
  readonly evidence: readonly ResultEvidence[];
  /** Points of the total that this finding costs. */
  readonly points: number;
  readonly confidence: Confidence;
  /** Whether a waiver covers it; `waiver` then says why. */
  readonly waived: boolean;
  readonly waiver?: { readonly reason: string; readonly owner?: string; readonly expires?: string; readonly decision?: string; readonly at?: ResultPlace };
  /** It stands in the baseline: it costs its points, and is not new. */
  readonly known?: true;
  /** Advice costs nothing; the text says why it is not asked here. */
  readonly advice?: string;
}

export interface ResultCheck {
  readonly id: string;
  readonly dimension: Dimension;
  readonly severity: Severity;
  readonly phase: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly effort: 'low' | 'medium' | 'high';
  readonly verdict: Verdict;
  /** 0 to 1; null without an answer. */
  readonly score: number | null;
  readonly examined: number;
  /** How much of what it asks could be looked at, 0 to 1. */
  readonly coverage: number;
  readonly points_lost: number;
  /** Not asked at this stage: its findings cost nothing; the text says why. */
  readonly advice: string | null;
  readonly findings: readonly ResultFinding[];
  /** Evidence of passes that is worth showing (`--verbose`). */
  readonly verified: readonly ResultFinding[];
  readonly unjudged: readonly { readonly subject: string; readonly reason: string; readonly at?: ResultPlace }[];
}

export interface ResultDimension { readonly score: number | null; readonly weight: number; readonly coverage: number }

export interface ResultScore {
  readonly total: number;
  readonly rating: Rating;
  readonly coverage: number;
  /** Shares of the total by what backs them; they sum to 1. */
  readonly standings: { readonly verified: number; readonly documented: number; readonly declared: number };
  readonly dimensions: Readonly<Record<Dimension, ResultDimension>>;
  /** What the total would be had no finding been waived. */
  readonly without_waivers: number;
}

export interface ResultEdge { readonly level: 'component' | 'layer'; readonly from: string; readonly to: string; readonly imports: number; readonly broken: boolean }

export interface ComparedFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly standing: Standing;
  readonly message: string;
  readonly at: ResultPlace;
}

/** What changed since the base. Findings are matched by check and subject. */
export interface Comparison {
  /** The commit or the file that it is compared with. */
  readonly base: string;
  /** What a reader must know of the base: it had no declaration of its own, for one. */
  readonly notes: readonly string[];
  readonly score: { readonly before: number; readonly after: number; readonly delta: number };
  readonly checks: readonly { readonly id: string; readonly before: number | null; readonly after: number | null; readonly worse: boolean }[];
  readonly new: readonly ComparedFinding[];
  /** The same subject with a lower standing. */
  readonly worsened: readonly ComparedFinding[];
  readonly fixed: readonly ComparedFinding[];
  /** How many findings were there before, no better. */
  readonly inherited: number;
  readonly edges: { readonly added: readonly ResultEdge[]; readonly removed: readonly ResultEdge[] };
}

/** What the baseline of the repository says of this run. */
export interface BaselineUse {
  readonly file: string;
  /** How many findings stand in it. */
  readonly size: number;
  /** How many of today's findings it knows. */
  readonly known: number;
  readonly new: readonly ComparedFinding[];
  /** Known with a better standing. */
  readonly worsened: readonly ComparedFinding[];
  /** What stands in it and is gone. */
  readonly stale: readonly { readonly check: string; readonly subject: string }[];
}

export interface Result {
  readonly schema_version: 1;
  readonly tool: { readonly name: 'arch-lint'; readonly version: string };
  readonly project: { readonly name: string; readonly stage: Stage };
  readonly score: ResultScore;
  readonly gate: { readonly passed: boolean; readonly reasons: readonly string[] };
  /** Why the analysis is incomplete (exit code 3); empty: it is complete. */
  readonly incomplete: readonly string[];
  readonly checks: readonly ResultCheck[];
  readonly gaps: readonly { readonly fact: string; readonly at?: ResultPlace; readonly reason: string }[];
  readonly architecture: {
    readonly file: string | null;
    readonly components: readonly { readonly name: string; readonly path: readonly string[]; readonly files: number }[];
    readonly layers: readonly { readonly name: string; readonly path: readonly string[]; readonly files: number }[];
    readonly edges: readonly ResultEdge[];
  };
  /** Set by `--base` and `--base-result`. */
  readonly comparison?: Comparison;
  /** Set where there is a baseline. */
  readonly baseline?: BaselineUse;
}
