import type { Judgement } from '../model/index.ts';

/** From so many services on, what none of them has is one decision that was not taken. */
export const SEVERAL_SERVICES = 3;

/** From so many applications of others on, that a team has a chart make, how they run is one habit. */
const SEVERAL_RELEASES = 6;

/** Of what charts make of the values of releases, one finding for all of them, where they are many; and how many it took in. */
export function oneForReleases(judgements: Judgement[], made: ReadonlySet<Judgement>, what: string): number {
  const alike = judgements.filter((one) => made.has(one));
  if (alike.length < SEVERAL_RELEASES) return 0;
  judgements.splice(0, judgements.length, ...judgements.filter((one) => !made.has(one)), ...oneForAll(alike, 'releases of charts', `${alike.length} releases ${what}.`));
  return alike.length - 1;
}

/** One finding for all services, at the first; what was said of the others is its evidence. */
export function oneForAll(judgements: readonly Judgement[], subject: string, message: string): readonly Judgement[] {
  const [first, ...others] = judgements as readonly [Judgement, ...Judgement[]];
  return [{ ...first, subject, message, evidence: [...(first.evidence ?? []), ...others.map((other) => ({ note: other.message, at: other.at }))] }];
}
