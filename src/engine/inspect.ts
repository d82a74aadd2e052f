import type { AnyCheck, Facts, Inspection } from '../model/index.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { sentence, type Survey } from './survey.ts';

/** Below this share of a fact read, an empty answer is not believed: there may have been subjects in what was not read. */
const ENOUGH_READ = 0.95;

export interface Outcome {
  readonly check: AnyCheck;
  /** Absent: the check could not look; `unknown` says why. */
  readonly inspection?: Inspection;
  readonly unknown?: string;
  /** The check itself threw: a fault of arch-lint or of a plugin. */
  readonly fault?: true;
  /** How much of what the check asks could be looked at, 0 to 1. */
  readonly coverage: number;
}

/** Runs one check on the facts that it asked for, and no others. */
export function inspect(check: AnyCheck, options: object, survey: Survey): Outcome {
  const absent = check.needs.find((need) => !(need in survey.facts));
  if (absent) return { check, unknown: survey.faults[absent] ?? `No provider gathers the fact '${absent}'.`, coverage: 0 };

  const facts = Object.fromEntries(check.needs.map((need) => [need, survey.facts[need]])) as Partial<Facts>;
  let inspection: Inspection;
  try {
    inspection = check.inspect(facts as never, options as never);
  } catch (error) {
    return { check, unknown: `The check '${check.id}' failed: ${sentence(error)}`, fault: true, coverage: 0 };
  }
  const refusal = refuse(inspection);
  if (refusal) return { check, unknown: `The check '${check.id}' answered wrongly: ${refusal}`, fault: true, coverage: 0 };

  const read = Math.min(1, ...check.needs.map((need) => survey.readShare[need] ?? 1));
  const unjudged = inspection.unjudged ?? [];
  if (inspection.examined === 0) {
    if (unjudged[0]) return { check, inspection, unknown: unjudged[0].reason, coverage: 0 };
    if (read < ENOUGH_READ && !inspection.notAsked) return { check, unknown: unread(read, check, survey), coverage: 0 };
    return { check, inspection, coverage: 1 };
  }
  return { check, inspection: sorted(inspection), coverage: (read * inspection.examined) / (inspection.examined + unjudged.length) };
}

/** With the first thing that stood in the way. */
function unread(share: number, { needs }: AnyCheck, { gaps }: Survey): string {
  const gap = gaps.find(({ fact, at, slight }) => at !== undefined && !slight && needs.some((need) => need === fact));
  return `Only ${Math.floor(share * 100)} % of what it needs could be read${gap ? `: ${gap.at!.file} ${gap.reason.replace(/\.$/, '')}` : ''}.`;
}

/** What makes an answer unusable; undefined: nothing. */
function refuse({ examined, judgements }: Inspection): string | undefined {
  if (!Number.isInteger(examined) || examined < 0) return `it examined ${examined} subjects.`;
  if (judgements.length > examined) return `it judged ${judgements.length} of ${examined} subjects.`;
  const seen = new Set<string>();
  for (const { subject } of judgements) {
    if (seen.has(subject)) return `it judged '${subject}' twice.`;
    seen.add(subject);
  }
  return undefined;
}

const sorted = (inspection: Inspection): Inspection => ({
  ...inspection,
  judgements: inspection.judgements.toSorted((a, b) => comparePlaces(a.at, b.at) || compare(a.subject, b.subject)),
});
