import type { Endpoint, Facts, Judgement, Place, Unit } from '../model/index.ts';
import { groupBy } from './module-imports.ts';
import { validatorBeside } from './validators.ts';

/** What is said of each endpoint's input, with one finding a cause and no more confidence than the service as a whole allows. */
export function gathered(judgements: readonly Judgement[], endpoints: readonly Endpoint[], units: readonly Unit[], imports: Facts['imports']): Judgement[] {
  const unitOf = new Map(units.filter(({ kind }) => kind !== 'cli').flatMap((unit) => unit.modules.map((path) => [path, unit.name] as const)));
  const once = onceAPlace(judgements);
  return doubtful([QUERIES, actionsIn(endpoints), SENT_ON].reduce((all, habit) => likeTogether(all, habit, unitOf), once), endpoints, unitOf, imports);
}

/** `/role` and `/roles` may lead to one handler, which takes what comes in once. */
function onceAPlace(judgements: readonly Judgement[]): Judgement[] {
  const groups = groupBy(judgements, ({ standing, at, subject, message }) => (standing === 'missing' ? `${at.file}:${at.line}${message.slice(subject.length)}` : subject));
  return [...groups.values()].map(([first, ...others]) => ({ ...first, evidence: [...first.evidence ?? [], ...others.map(({ subject, at }) => ({ note: `also reached by ${subject}`, at }))] }));
}

const MANY = 5;

/** What a service does everywhere in one way. */
interface Habit {
  readonly name: string;
  /** `endpoints`, and what they take. */
  readonly says: readonly [who: string, what: string];
  is(judgement: Judgement): boolean;
}

/** Each value of a query is text: a small matter. */
const QUERIES: Habit = { name: 'queries', says: ['endpoints', 'the query'], is: ({ message }) => message.endsWith('takes the query as it comes.') };

/** Another service that all goes on to may look at it. */
export const SENDS_ON = /^(?:(?:node)?fetch|got|ky|superagent|\w*axios\w*|(?:\w+\.)*http(?:Service|Client)?)(?:\.\w+)*$|(?:Client|Proxy|Broker)\.(?:send|emit)$|^request(?:\.(?:post|put|patch))?$/i;

/** Bodies that go on whole, as a server does that stands between its pages and another service. */
const SENT_ON: Habit = { name: 'bodies sent on', says: ['endpoints', 'what they send on to another service'], is: ({ message, evidence }) => message.endsWith('takes the body as it comes.') && SENDS_ON.test(/^goes into (\S+) here$/.exec(evidence?.[0]?.note ?? '')?.[1] ?? '') };

/** Server actions without a schema: which of them a form calls, and whether with anything but what the page holds, is not to be told. */
function actionsIn(endpoints: readonly Endpoint[]): Habit {
  const actions = new Set(endpoints.flatMap(({ kind, subject }) => (kind === 'action' ? [subject] : [])));
  return { name: 'actions', says: ['actions', 'what they are handed'], is: ({ subject, message }) => actions.has(subject) && message.endsWith('takes the body as it comes.') };
}

/** A service that has one habit in many places has one cause. */
function likeTogether(judgements: readonly Judgement[], { name, says: [who, what], is }: Habit, unitOf: ReadonlyMap<string, string>): Judgement[] {
  const like = groupBy(judgements.filter((one) => one.standing === 'missing' && one.confidence === 'low' && is(one)), ({ at }) => unitOf.get(at.file) ?? at.file.split('/')[0]!);
  const many = [...like].filter(([, list]) => list.length > MANY);
  const told = new Set<Judgement>(many.flatMap(([, list]) => list));
  return [...judgements.filter((one) => !told.has(one)), ...many.map(([unit, list]): Judgement => ({
    subject: `${name} of ${unit}`, standing: 'missing', confidence: 'low', at: list[0]!.at,
    message: `${list.length} ${who} of ${unit} take ${what} as it comes.`,
    evidence: list.slice(0, 100).map(({ subject, at }) => ({ note: subject, at })),
  }))];
}

const FEW = 3;

/** Where nothing of a service is seen to validate, its way of doing so may be one that nobody knows here; all the more where a library that does lies beside its handlers. */
function doubtful(judgements: readonly Judgement[], endpoints: readonly Endpoint[], unitOf: ReadonlyMap<string, string>, imports: Facts['imports']): Judgement[] {
  const handlers = new Map(endpoints.map(({ subject, at, handler }) => [subject, handler?.file ?? at.file]));
  const services = groupBy(judgements, ({ at }) => unitOf.get(at.file) ?? at.file);
  const doubts = new Map([...services].flatMap(([service, list]): [string, Place | undefined][] => {
    if (list.some(({ standing }) => standing === 'verified')) return [];
    const bare = list.filter(({ standing, confidence }) => standing === 'missing' && confidence === undefined);
    return [[service, bare.length < FEW ? undefined : validatorBeside(bare.map(({ subject }) => handlers.get(subject)!), imports)]];
  }));
  return judgements.map((one): Judgement => {
    const service = unitOf.get(one.at.file) ?? one.at.file;
    if (one.standing !== 'missing' || one.confidence !== undefined || !doubts.has(service)) return one;
    const at = doubts.get(service);
    return at ? { ...one, confidence: 'low', evidence: [...(one.evidence ?? []), { note: 'A library that validates is taken here; no handler was seen to use it.', at }] } : { ...one, confidence: 'medium' };
  });
}
