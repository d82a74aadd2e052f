import type { DeclaredWaiver, Facts, IgnoreComment, Judgement, Place } from '../model/index.ts';
import { matchesWildcard } from '../lib/wildcard.ts';
import type { Outcome } from './inspect.ts';

/** A waiver with its position in the file. `subject` may hold wildcards; `expires`: it holds up to and including that day. */
export type IndexedWaiver = DeclaredWaiver & { readonly index: number };

/** An ignore comment with its file. */
export type LocatedComment = IgnoreComment & { readonly file: string };

/** Why a finding is accepted: a waiver of architecture.yaml (by `index`), or a comment beside the line (`at`). */
export type Acceptance = Pick<DeclaredWaiver, 'reason' | 'owner' | 'expires' | 'decision'> & { readonly index?: number; readonly at?: Place };

export interface Waiving {
  /** What covers a finding, by the finding. */
  readonly waived: ReadonlyMap<Judgement, Acceptance>;
  /** Waivers of checks that ran, whose subject no finding has. */
  readonly idle: readonly IndexedWaiver[];
  /** Waivers past their day; they waive nothing. */
  readonly expired: readonly IndexedWaiver[];
  /** Comments that name a check that ran and has no finding on their line. */
  readonly idleComments: readonly { readonly check: string; readonly comment: LocatedComment }[];
}

/** Matches findings with waivers and comments. Nothing is removed: a waived finding is counted and shown. */
export function waive(outcomes: readonly Outcome[], waivers: readonly IndexedWaiver[], now: Date, ignores: Facts['ignores'] = {}): Waiving {
  const today = now.toISOString().slice(0, 10);
  const expired = waivers.filter(({ expires }) => expires !== undefined && expires < today);
  const live = waivers.filter((waiver) => !expired.includes(waiver));
  const waived = new Map<Judgement, Acceptance>();
  const used = new Set<IndexedWaiver>();
  const usedComments = new Set<string>();
  const ran = new Set(outcomes.filter(({ inspection }) => inspection).map(({ check }) => check.id));

  for (const { check, inspection } of outcomes) {
    const candidates = live.filter((waiver) => waiver.check === check.id);
    for (const judgement of inspection?.judgements ?? []) {
      if (judgement.standing === 'verified') continue;
      const comment = (ignores[judgement.at.file] ?? []).find((one) => one.reason !== undefined && one.checks.includes(check.id) && speaksOf(one, judgement.at));
      if (comment) {
        usedComments.add(keyOf(check.id, judgement.at.file, comment));
        waived.set(judgement, { reason: comment.reason!, at: { file: judgement.at.file, line: comment.line, column: comment.column } });
      }
      const waiver = candidates.find(({ subject }) => matchesWildcard(subject, judgement.subject));
      if (!waiver) continue;
      waived.set(judgement, waiver);
      used.add(waiver);
    }
  }
  return {
    waived,
    idle: live.filter((waiver) => ran.has(waiver.check) && !used.has(waiver)),
    expired,
    idleComments: Object.entries(ignores).flatMap(([file, comments]) => comments.flatMap((comment) =>
      comment.checks.filter((check) => comment.reason !== undefined && ran.has(check) && !usedComments.has(keyOf(check, file, comment))).map((check) => ({ check, comment: { ...comment, file } })))),
  };
}

/** A finding about a whole file is accepted in its first line. */
const speaksOf = ({ line, covers }: IgnoreComment, at: Place): boolean => (at.line === undefined ? line === 1 : covers === at.line);

const keyOf = (check: string, file: string, { line }: IgnoreComment): string => `${check}\n${file}\n${line}`;
