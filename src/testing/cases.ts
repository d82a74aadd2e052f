import type { Confidence, Standing } from '../model/index.ts';
import { STANDINGS } from '../model/index.ts';
import { nearest } from '../lib/nearest.ts';
import { filesOf, type Drawing } from './drawing.ts';

/** What is expected of one judgement: `at`, and at least one thing more. */
export interface Expectation {
  /** `file:line`, as exact as the judgement is; `file` alone where it has no line. The column may be left out. */
  readonly at: string;
  readonly subject?: string;
  readonly standing?: Standing;
  readonly message?: string | RegExp;
  readonly confidence?: Confidence;
  /** The notes of its evidence, in order. */
  readonly evidence?: readonly (string | RegExp)[];
}

interface Case {
  readonly title: string;
  readonly repository: Drawing;
  /** As the team would set them under `checks.<id>.options`. */
  readonly options?: object;
  /** Files that cannot be read whole; absent: all can. */
  readonly unread?: readonly string[];
}

/** The check finds something. Every finding is expected, in the order of files and lines. */
export interface FlaggedCase extends Case {
  readonly expect: readonly Expectation[];
  readonly examined?: number;
  /** `passed`, where no finding is missing or violated. */
  readonly verdict?: 'failed' | 'passed';
}

/** The check looks, and finds nothing. */
export interface FineCase extends Case {
  /** How many subjects it looked at: with none it would not be a pass. */
  readonly examined: number;
  /** The evidence that it shows of them. */
  readonly passes?: readonly Expectation[];
}

/** The check has no subject here, or cannot look. */
export interface UnansweredCase extends Case {
  readonly verdict: 'not-applicable' | 'unknown';
  /** Why it is unknown. */
  readonly reason?: string | RegExp;
}

export interface CheckCases {
  readonly flagged: readonly FlaggedCase[];
  readonly fine: readonly FineCase[];
  readonly unanswered?: readonly UnansweredCase[];
  /** The day of all cases; 2026-01-01 where absent. */
  readonly now?: Date;
}

export interface FactCase {
  readonly title: string;
  readonly repository: Drawing;
  /** All that the fact says of this repository. */
  readonly value: unknown;
  readonly unread?: readonly string[];
}

export type Kind = 'flagged' | 'fine' | 'unanswered';

const OF_ALL = ['title', 'repository', 'options', 'unread'];
const OF: Readonly<Record<Kind, readonly string[]>> = {
  flagged: [...OF_ALL, 'expect', 'examined', 'verdict'],
  fine: [...OF_ALL, 'examined', 'passes'],
  unanswered: [...OF_ALL, 'verdict', 'reason'],
};
const OF_EXPECTATION = ['at', 'subject', 'standing', 'message', 'confidence', 'evidence'];

/** Why these cases would not test the check, one sentence each; empty: they would. */
export function lazyChecks(cases: CheckCases): string[] {
  const { flagged = [], fine = [], unanswered = [], now } = cases;
  const all: readonly (readonly [Kind, FlaggedCase | FineCase | UnansweredCase])[] = [
    ...flagged.map((one) => ['flagged', one] as const),
    ...fine.map((one) => ['fine', one] as const),
    ...unanswered.map((one) => ['unanswered', one] as const),
  ];
  return [
    ...strangers(cases, ['flagged', 'fine', 'unanswered', 'now'], 'The cases have'),
    ...(flagged.length === 0 ? ['There is no flagged case: nothing shows that the check finds anything.'] : []),
    ...(fine.length === 0 ? ['There is no fine case: nothing shows that the check can be content.'] : []),
    ...(now !== undefined && Number.isNaN(now.getTime()) ? ['`now` is no day.'] : []),
    ...all.flatMap(([kind, one]) => [...strangers(one, OF[kind], `The ${kind} case '${one.title}' has`), ...lazyCase(kind, one)]),
    ...repeated(all.map(([, one]) => one)),
  ];
}

export function lazyFacts(cases: readonly FactCase[]): string[] {
  const values = new Set(cases.map(({ value }) => JSON.stringify(value)));
  return [
    ...(cases.length > 0 && values.size < 2 ? ['Every case expects the same value; add one where it is different, for instance where there is nothing of it.'] : []),
    ...(cases.length === 0 ? ['There is no case.'] : []),
    ...cases.flatMap((one) => [
      ...strangers(one, ['title', 'repository', 'value', 'unread'], `The case '${one.title}' has`),
      ...(Object.hasOwn(one, 'value') ? [] : [`The case '${one.title}' expects nothing; say the \`value\`.`]),
    ]),
    ...repeated(cases),
  ];
}

function lazyCase(kind: Kind, one: FlaggedCase | FineCase | UnansweredCase): string[] {
  const name = `The ${kind} case '${one.title}'`;
  if (kind === 'flagged') {
    const { expect } = one as FlaggedCase;
    return Array.isArray(expect) && expect.length > 0 ? expect.flatMap((each) => lazyExpectation(each, name)) : [`${name} expects nothing; list its findings under \`expect\`, or move it to \`fine\`.`];
  }
  if (kind === 'fine') {
    const { examined, passes } = one as FineCase;
    const looked = examined === 0
      ? [`${name} examines nothing, which is no pass; draw a subject, or move it to \`unanswered\`.`]
      : Number.isInteger(examined) && examined > 0 ? [] : [`${name} does not say how many subjects were \`examined\`: it would pass as well when the check looks at nothing.`];
    return [...looked, ...(passes ?? []).flatMap((each) => lazyExpectation(each, name))];
  }
  const { verdict, reason } = one as UnansweredCase;
  if (verdict !== 'not-applicable' && verdict !== 'unknown') return [`${name} needs the \`verdict\` 'not-applicable' or 'unknown'.`];
  return verdict === 'unknown' && reason === undefined ? [`${name} does not say the \`reason\` why it is unknown.`] : [];
}

function lazyExpectation(expectation: Expectation, name: string): string[] {
  if (typeof expectation !== 'object' || expectation === null) return [`${name} has an expectation that is no object.`];
  const { at, standing, ...rest } = expectation;
  const wrong = strangers(expectation, OF_EXPECTATION, `${name} has an expectation with`);
  if (wrong.length > 0) return wrong;
  if (typeof at !== 'string' || at === '') return [`${name} has an expectation that does not say where (\`at\`: 'file:line').`];
  if (standing === undefined && Object.values(rest).every((value) => value === undefined)) return [`${name} expects nothing of what stands at ${at} but that it is there; say the \`standing\`, the \`subject\` or the \`message\`.`];
  return standing === undefined || STANDINGS.includes(standing) ? [] : [`${name} expects the standing '${String(standing)}'; it is one of ${STANDINGS.join(', ')}.`];
}

/** Keys that mean nothing would expect nothing. */
const strangers = (value: object, known: readonly string[], what: string): string[] =>
  Object.keys(value).filter((key) => !known.includes(key)).map((key) => {
    const near = nearest(key, known);
    return `${what} the unknown key '${key}'${near === undefined ? `; known are ${known.join(', ')}` : `; did you mean '${near}'`}.`.replace(/(did you mean '.*')\.$/, '$1?');
  });

interface Titled { readonly title: string; readonly repository: Drawing; readonly options?: object }

function repeated(cases: readonly Titled[]): string[] {
  const titles = new Set<string>();
  const contents = new Map<string, string>();
  return cases.flatMap(({ title, repository, options }) => {
    if (typeof title !== 'string' || title.trim() === '') return ['A case has no title.'];
    if (titles.has(title)) return [`There are two cases with the title '${title}'.`];
    titles.add(title);
    let content: string;
    try {
      content = JSON.stringify([filesOf(repository), options ?? {}]);
    } catch (error) {
      return [`The case '${title}' cannot be drawn: ${(error as Error).message}.`];
    }
    const same = contents.get(content);
    contents.set(content, title);
    return same === undefined ? [] : [`The case '${title}' draws the same as '${same}'.`];
  });
}
