import type { Asked } from './engine/ask.ts';
import { inspect, type Outcome } from './engine/inspect.ts';
import { survey, type Survey } from './engine/survey.ts';
import type { AnyFactProvider, Architecture, FactName, Facts, Gap, Repository } from './model/index.ts';

/** More than this share unread or unresolved: the run is incomplete. */
const UNREAD_BUDGET = 0.05;

/** The facts that the report needs, whatever the checks ask for. */
const SHOWN = ['components', 'coupling', 'files', 'ignores'] as const satisfies readonly FactName[];

/** What the checks answered, in the order in which they were asked, and what of the facts is shown. Plain data. */
export interface Found {
  readonly answers: readonly Omit<Outcome, 'check'>[];
  readonly facts: Partial<Pick<Facts, (typeof SHOWN)[number]>>;
  readonly gaps: readonly Gap[];
  readonly incomplete: readonly string[];
  /** Nothing failed on the way. */
  readonly whole: boolean;
}

/** Gathers the facts that the questions need, and asks them. */
export async function findOut(
  asked: readonly Asked[], providers: readonly AnyFactProvider[], architecture: Architecture, repository: Repository, onProgress?: (fact: string, done: number, of: number) => void,
): Promise<Found> {
  const [wanted, spared] = needsOf(asked, architecture);
  const gathered = await survey(wanted, providers, { architecture }, repository, onProgress, inProduction);
  const unasked = spared.filter((name) => !(name in gathered.faults)).map((name) => [name, {}]);
  const surveyed: Survey = { ...gathered, facts: { ...Object.fromEntries(unasked), ...gathered.facts } };
  const outcomes = asked.map(({ check, options }) => inspect(check, options, surveyed));
  return {
    answers: outcomes.map(({ check: _, ...answer }) => answer),
    facts: Object.fromEntries(SHOWN.flatMap((name) => (surveyed.facts[name] === undefined ? [] : [[name, surveyed.facts[name]]]))),
    gaps: surveyed.gaps,
    incomplete: incompleteness(outcomes, surveyed),
    whole: Object.keys(surveyed.faults).length === 0 && outcomes.every(({ fault }) => !fault),
  };
}

/** All that an answer hangs on beside the folder. */
export const questionText = (asked: readonly Asked[], architecture: Architecture): string => JSON.stringify([architecture, asked.map(({ check: { id }, options }) => [id, options])]);

/** The facts to gather, and those that a check spares. */
function needsOf(asked: readonly Asked[], architecture: Architecture): [wanted: FactName[], spared: FactName[]] {
  const wanted = new Set<FactName>(SHOWN);
  const spared = new Set<FactName>();
  for (const { check } of asked) {
    const own = check.spares?.(architecture) ?? [];
    for (const need of check.needs) (own.includes(need) ? spared : wanted).add(need);
  }
  return [[...wanted], [...spared]];
}

/** Gaps in tests, examples and tooling are told, and weigh nothing: no check judges those files. */
function inProduction({ at }: Gap, { files }: Partial<Facts>): boolean {
  const role = at && files?.files.find(({ path }) => path === at.file)?.role;
  return role === undefined || role === 'production';
}

/** Why the answer cannot be trusted as a whole; none: it can. */
function incompleteness(outcomes: readonly Outcome[], { facts, faults, readShare }: Survey): string[] {
  const reasons = [...new Set(Object.values(faults))].sort();
  for (const { fault, unknown } of outcomes) if (fault && unknown) reasons.push(unknown);
  const read = readShare['source'] ?? 1;
  if (read < 1 - UNREAD_BUDGET) reasons.push(`Only ${Math.floor(read * 100)} % of the source files could be read.`);
  const { resolved, unresolved } = (facts as Partial<Facts>).imports ?? { resolved: 0, unresolved: 0 };
  if (unresolved > UNREAD_BUDGET * (resolved + unresolved)) {
    reasons.push(`${unresolved} of ${resolved + unresolved} local imports lead nowhere; the import graph has holes.`);
  }
  if (!outcomes.some(({ inspection }) => inspection && inspection.examined > 0)) reasons.push('No check found anything to examine.');
  return reasons;
}
