import type { Endpoint, Facts, Judgement, Place, Unit } from '../model/index.ts';
import { groupBy } from './module-imports.ts';
import { validatorBeside } from './validators.ts';

/** What is said of each endpoint's input, with one finding a cause and no more confidence than the service as a whole allows. */
export function gathered(judgements: readonly Judgement[], endpoints: readonly Endpoint[], units: readonly Unit[], imports: Facts['imports']): Judgement[] {
  const unitOf = new Map(units.filter(({ kind }) => kind !== 'cli').flatMap((unit) => unit.modules.map((path) => [path, unit.name] as const)));
  return doubtful(queriesTogether(onceAPlace(judgements), unitOf), endpoints, unitOf, imports);
}

/** `/role` and `/roles` may lead to one handler, which takes what comes in once. */
function onceAPlace(judgements: readonly Judgement[]): Judgement[] {
  const groups = groupBy(judgements, ({ standing, at, subject, message }) => (standing === 'missing' ? `${at.file}:${at.line}${message.slice(subject.length)}` : subject));
  return [...groups.values()].map(([first, ...others]) => ({ ...first, evidence: [...first.evidence ?? [], ...others.map(({ subject, at }) => ({ note: `also reached by ${subject}`, at }))] }));
}

const MANY = 5;

/** A service whose pages all read their query without a look has one cause, and a small one: each value of it is text. */
function queriesTogether(judgements: readonly Judgement[], unitOf: ReadonlyMap<string, string>): Judgement[] {
  const queries = groupBy(judgements.filter(({ standing, confidence, message }) => standing === 'missing' && confidence === 'low' && message.endsWith('takes the query as it comes.')), ({ at }) => unitOf.get(at.file) ?? at.file.split('/')[0]!);
  const many = [...queries].filter(([, list]) => list.length > MANY);
  const told = new Set<Judgement>(many.flatMap(([, list]) => list));
  return [...judgements.filter((one) => !told.has(one)), ...many.map(([unit, list]): Judgement => ({
    subject: `queries of ${unit}`, standing: 'missing', confidence: 'low', at: list[0]!.at,
    message: `${list.length} endpoints of ${unit} take the query as it comes.`,
    evidence: list.slice(0, 60).map(({ subject, at }) => ({ note: subject, at })),
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
