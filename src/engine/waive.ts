import type { DeclaredWaiver, Judgement } from '../model/index.ts';
import { matchesWildcard } from '../lib/wildcard.ts';
import type { Outcome } from './inspect.ts';

/** A waiver with its position in the file. `subject` may hold wildcards; `expires`: it holds up to and including that day. */
export type IndexedWaiver = DeclaredWaiver & { readonly index: number };

export interface Waiving {
  /** The waiver that covers a finding, by the finding. */
  readonly waived: ReadonlyMap<Judgement, IndexedWaiver>;
  /** Waivers of checks that ran, whose subject no finding has. */
  readonly idle: readonly IndexedWaiver[];
  /** Waivers past their day; they waive nothing. */
  readonly expired: readonly IndexedWaiver[];
}

/** Matches findings with waivers. Nothing is removed: a waived finding is counted and shown. */
export function waive(outcomes: readonly Outcome[], waivers: readonly IndexedWaiver[], now: Date): Waiving {
  const today = now.toISOString().slice(0, 10);
  const expired = waivers.filter(({ expires }) => expires !== undefined && expires < today);
  const live = waivers.filter((waiver) => !expired.includes(waiver));
  const waived = new Map<Judgement, IndexedWaiver>();
  const used = new Set<IndexedWaiver>();
  const ran = new Set(outcomes.filter(({ inspection }) => inspection).map(({ check }) => check.id));

  for (const { check, inspection } of outcomes) {
    const candidates = live.filter((waiver) => waiver.check === check.id);
    for (const judgement of candidates.length > 0 ? (inspection?.judgements ?? []) : []) {
      if (judgement.standing === 'verified') continue;
      const waiver = candidates.find(({ subject }) => matchesWildcard(subject, judgement.subject));
      if (!waiver) continue;
      waived.set(judgement, waiver);
      used.add(waiver);
    }
  }
  return { waived, idle: live.filter((waiver) => ran.has(waiver.check) && !used.has(waiver)), expired };
}
