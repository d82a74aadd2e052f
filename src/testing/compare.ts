import { placeText } from '../lib/mistake.ts';
import type { Result, ResultCheck, ResultFinding } from '../model/index.ts';
import type { Expectation, FineCase, FlaggedCase, Kind, UnansweredCase } from './cases.ts';

/** Where an answer is not what the case expects, one sentence each. */
export function differences(kind: Kind, one: FlaggedCase | FineCase | UnansweredCase, { gaps }: Result, check: ResultCheck): string[] {
  const unread = new Set(one.unread ?? []);
  const told = new Set(gaps.map(({ at }) => at?.file));
  return [
    // One without a place is what a fact says that is made of an unread file.
    ...gaps.filter(({ at }) => (at ? !unread.has(at.file) : unread.size === 0)).map(({ at, reason }) => `${at ? `${placeText(at)} ` : ''}was not read whole: ${reason}.`),
    ...[...unread].filter((file) => !told.has(file)).map((file) => `${file} was read whole, and is listed under \`unread\`.`),
    ...(kind === 'flagged' ? ofFlagged(one as FlaggedCase, check) : kind === 'fine' ? ofFine(one as FineCase, check) : ofUnanswered(one as UnansweredCase, check)),
  ];
}

function ofFlagged({ expect, examined, verdict }: FlaggedCase, check: ResultCheck): string[] {
  const wrong = mismatches(expect, check.findings, 'finding');
  if (check.findings.length === 0) return [`Nothing was found; the verdict is ${told(check)}.`];
  return [
    ...wrong,
    ...(examined === undefined || examined === check.examined ? [] : [`It examined ${check.examined} subjects, not ${examined}.`]),
    ...(verdict === undefined || verdict === check.verdict ? [] : [`The verdict is ${told(check)}, not ${verdict}.`]),
  ];
}

function ofFine({ examined, passes }: FineCase, check: ResultCheck): string[] {
  if (check.findings.length > 0) return check.findings.map((finding) => `It is not fine: ${line(finding)}`);
  if (check.verdict !== 'passed') return [`The verdict is ${told(check)}, not passed.${check.examined === 0 && check.verdict === 'not-applicable' ? ' The check looked at nothing, which is no pass.' : ''}`];
  return [
    ...(examined === check.examined ? [] : [`It examined ${check.examined} subjects, not ${examined}.`]),
    ...(passes === undefined ? [] : mismatches(passes, check.verified, 'pass')),
  ];
}

function ofUnanswered({ verdict, reason }: UnansweredCase, check: ResultCheck): string[] {
  if (check.verdict !== verdict) return [`The verdict is ${told(check)}, not ${verdict}.`, ...check.findings.map(line)];
  const reasons = check.unjudged.map((one) => one.reason);
  return reason === undefined || reasons.some((one) => holds(reason, one)) ? [] : [`It is unknown for another reason: ${reasons.join(' ')}`];
}

function mismatches(expected: readonly Expectation[], found: readonly ResultFinding[], what: string): string[] {
  return Array.from({ length: Math.max(expected.length, found.length) }, (_, index): string[] => {
    const [want, got] = [expected[index], found[index]];
    if (want === undefined) return [`One ${what} more than expected: ${line(got!)}`];
    if (got === undefined) return [`No ${what} at ${want.at}${want.subject === undefined ? '' : ` of ${want.subject}`}.`];
    const wrong = parts(want, got);
    return wrong.length === 0 ? [] : [`The ${what} ${index + 1} is ${line(got)}`, ...wrong.map((part) => `  its ${part}`)];
  }).flat();
}

function parts(want: Expectation, got: ResultFinding): string[] {
  const { file, line: at, column } = got.at;
  const places = [placeText({ file, ...(at !== undefined && { line: at }) }), placeText(got.at)];
  const differs = (name: string, a: unknown, b: string): string[] => (a === undefined || a === b ? [] : [`${name} is '${b}', not '${String(a)}'`]);
  return [
    ...(places.includes(want.at) ? [] : [`place is ${column === undefined ? places[0] : places[1]}, not ${want.at}`]),
    ...differs('subject', want.subject, got.subject),
    ...differs('standing', want.standing, got.standing),
    ...differs('confidence', want.confidence, got.confidence),
    ...(want.message === undefined || holds(want.message, got.message) ? [] : [`message is '${got.message}', not ${shown(want.message)}`]),
    ...(want.evidence ?? []).flatMap((note, index) => (holds(note, got.evidence[index]?.note) ? [] : [`evidence ${index + 1} is '${got.evidence[index]?.note ?? 'absent'}', not ${shown(note)}`])),
    ...(want.evidence === undefined || got.evidence.length <= want.evidence.length ? [] : [`evidence has ${got.evidence.length} notes, not ${want.evidence.length}`]),
  ];
}

const line = ({ standing, at, subject, message }: ResultFinding): string => `${standing} ${placeText(at)} ${subject}: ${message}`;

const shown = (pattern: string | RegExp): string => (typeof pattern === 'string' ? `'${pattern}'` : String(pattern));

const holds = (pattern: string | RegExp, text: string | undefined): boolean =>
  text !== undefined && (typeof pattern === 'string' ? pattern === text : new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(text));

const told = ({ verdict, unjudged }: ResultCheck): string => (unjudged[0] ? `${verdict} (${unjudged[0].reason})` : verdict);
