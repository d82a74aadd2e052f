import type { Outcome } from './engine/inspect.ts';
import type { IndexedWaiver, LocatedComment, Waiving } from './engine/waive.ts';
import { placeOf } from './lib/declaration.ts';
import { nearest } from './lib/nearest.ts';
import { compare, comparePlaces } from './lib/order.ts';
import type { Architecture, Facts, Judgement } from './model/index.ts';

interface Known {
  readonly architecture: Architecture;
  readonly ignores: Facts['ignores'];
  /** Ids of every check that there is, whether it ran or not. */
  readonly known: readonly string[];
}

/** Waivers and comments that accept nothing belong to the declaration's own check. */
export function tellIdle(outcomes: readonly Outcome[], waiving: Waiving, known: Known): Outcome[] {
  const told = [...waivers(waiving, known.architecture), ...comments(waiving, known)];
  const distinct = [...new Map(told.map((one) => [one.subject, one])).values()];
  return outcomes.map((outcome) => {
    if (outcome.check.id !== 'idle-declarations' || !outcome.inspection || distinct.length === 0) return outcome;
    const { examined, judgements } = outcome.inspection;
    const all = [...judgements, ...distinct].sort((a, b) => comparePlaces(a.at, b.at) || compare(a.subject, b.subject));
    return { ...outcome, inspection: { ...outcome.inspection, examined: examined + distinct.length, judgements: all } };
  });
}

function waivers({ idle, expired }: Waiving, architecture: Architecture): Judgement[] {
  const judgement = (waiver: IndexedWaiver, message: string): Judgement => ({
    subject: `waiver ${waiver.check}: ${waiver.subject}`,
    standing: 'violated',
    message,
    at: placeOf(architecture, `/waivers/${waiver.index}`),
  });
  return [
    ...idle.map((waiver) => judgement(waiver, `The waiver of ${waiver.check} for '${waiver.subject}' covers no finding.`)),
    ...expired.map((waiver) => judgement(waiver, `The waiver of ${waiver.check} for '${waiver.subject}' expired on ${waiver.expires}.`)),
  ];
}

function comments({ idleComments }: Waiving, { ignores, known }: Known): Judgement[] {
  const judgement = ({ file, line, column }: LocatedComment, what: string, message: string): Judgement => ({
    subject: `ignore ${what} in ${file}`,
    standing: 'violated',
    message,
    at: { file, line, column },
  });
  const all = Object.entries(ignores).flatMap(([file, list]) => list.map((comment) => ({ ...comment, file })));
  // A plugin's checks are known only once it is loaded.
  const strange = (id: string): boolean => !id.includes('/') && !known.includes(id);
  return [
    ...idleComments.map(({ check, comment }) => judgement(comment, check, `The comment accepts findings of ${check} on line ${comment.covers}, and there is none.`)),
    ...all.filter(({ checks }) => checks.length === 0).map((comment) => judgement(comment, 'of no check', 'The comment names no check: write `arch-lint-ignore check-id: reason`.')),
    ...all.flatMap((comment) => comment.checks.filter(strange).map((id) => {
      const near = nearest(id, known);
      return judgement(comment, id, `The comment names the check ${id}, and there is none${near === undefined ? '.' : `; did you mean ${near}?`}`);
    })),
    ...all.filter(({ checks, reason }) => checks.length > 0 && reason === undefined).map((comment) =>
      judgement(comment, `${comment.checks.join(', ')} without a reason`, `The comment gives no reason for accepting ${comment.checks.join(', ')}, so it accepts nothing: write \`arch-lint-ignore ${comment.checks.join(', ')}: reason\`.`)),
  ];
}
