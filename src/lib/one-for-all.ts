import type { Judgement } from '../model/index.ts';

/** From so many services on, what none of them has is one decision that was not taken. */
export const SEVERAL_SERVICES = 3;

/** One finding for all services, at the first; what was said of the others is its evidence. */
export function oneForAll(judgements: readonly Judgement[], subject: string, message: string): readonly Judgement[] {
  const [first, ...others] = judgements as readonly [Judgement, ...Judgement[]];
  return [{ ...first, subject, message, evidence: [...(first.evidence ?? []), ...others.map((other) => ({ note: other.message, at: other.at }))] }];
}
