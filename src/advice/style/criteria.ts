import { listOf, dependencyEdges } from '../../lib/declaration.ts';
import { CQRS_READ_WRITE_RATIO } from '../../lib/knowledge/patterns.ts';
import { CHART_TEAM, MICROSERVICE_CONTEXTS, SPIKY, STYLES, type StyleCriterion } from '../../lib/knowledge/styles.ts';
import { languagesOf } from '../../lib/languages.ts';
import { count } from '../../lib/module-imports.ts';
import { parseCount, parseDuration, parsePercent, parseRate } from '../../lib/quantity.ts';
import { declaredIn, ground, joined, lineOf, unsaid, type Case, type Ground } from '../case.ts';

/** Users and requests a second from which the decision matrix speaks of massive scale: the highest that a brief can name. */
const MASSIVE = { users: 10_000_000, rate: 10_000 } as const;
/** An answer that must come sooner than this cannot wait for a function to start. */
const QUICK_MS = 100;
/** A system that may fail for less than an hour a year asks for failures that stay where they are. */
const RARE_FAILURE = 99.99;
/** The decision matrix asks this many developers of services. */
const SERVICES_TEAM = STYLES.find(({ style }) => style === 'microservices')!.teamMinimum;

const needs = (one: Case) => declaredIn(one).requirements?.non_functional;
const NEED = '/requirements/non_functional/';

const team = (one: Case, below: number): Ground =>
  ground(one, '/project/team_size', declaredIn(one).project.team_size, (size) => [size < below, count(size, 'developer')]);

/** Whether the users or requests expected are of the highest order. */
function massive(one: Case): Ground {
  const users = declaredIn(one).project.expected_users;
  const throughput = needs(one)?.throughput;
  const rate = throughput === undefined ? undefined : parseRate(throughput);
  const people = users === undefined ? undefined : parseCount(users);
  if (rate !== undefined && (rate >= MASSIVE.rate || people === undefined)) return ground(one, `${NEED}throughput`, throughput, (said) => [rate >= MASSIVE.rate, said]);
  return people === undefined ? unsaid('/project/expected_users', `${NEED}throughput`) : ground(one, '/project/expected_users', users, (said) => [people >= MASSIVE.users, `${said} users expected`]);
}

function severalTeams(one: Case): Ground {
  const { components, contexts = [] } = declaredIn(one);
  const teams = [...new Set([...Object.values(components).flatMap(({ owner }) => listOf(owner)), ...contexts.flatMap(({ owner_team }) => listOf(owner_team))])].sort();
  return teams.length === 0 ? unsaid('/components/*/owner') : { holds: teams.length > 1, because: teams.length > 1 ? `owners are ${few(teams)}` : `${teams[0]} owns all` };
}

const few = (words: readonly string[]): string => (words.length > 4 ? `${words.slice(0, 3).join(', ')} and ${words.length - 3} more` : joined(words));

/** Whether the boundaries are declared, and hold. */
function clearDomains(one: Case): Ground {
  const { components, contexts = [] } = declaredIn(one);
  const [knot] = one.facts.coupling?.componentKnots ?? [];
  if (knot) return { holds: false, because: `${joined(knot.members.slice(0, 3))} import each other`, ...(knot.cycle[0] && { from: lineOf({ file: knot.cycle[0].from, line: knot.cycle[0].line }) }) };
  if (contexts.length > 0) return ground(one, '/contexts', contexts, () => [true, `${count(contexts.length, 'context')} declared`]);
  const all = Object.values(components);
  if (all.length < 2) return unsaid('/contexts');
  const told = all.filter(({ responsibility, public_api }) => responsibility !== undefined && public_api !== undefined).length;
  return told === all.length ? { holds: true, because: `all ${all.length} components have a responsibility and a public API` } : { holds: undefined, because: `no contexts are declared; ${told} of ${all.length} components have a responsibility and a public API` };
}

const not = (ground: Ground): Ground => ({ ...ground, ...(ground.holds !== undefined && { holds: !ground.holds }) });

const contexts = (one: Case, answer: (number: number) => boolean | undefined): Ground =>
  ground(one, '/contexts', one.given?.boundedContexts ?? declaredIn(one).contexts?.length, (number) => [answer(number), count(number, 'bounded context')]);

function asynchronous(one: Case): Ground {
  const edges = dependencyEdges(declaredIn(one)).filter(({ kind, dependency }) => (kind === 'component' || kind === 'queue') && dependency.mode !== undefined && dependency.via !== 'call');
  if (edges.length === 0) return { holds: undefined, because: 'no component talks to another over the network or a queue' };
  const late = edges.filter(({ dependency }) => dependency.mode === 'async').length;
  return { holds: late * 2 >= edges.length, because: `${late} of ${edges.length} declared dependencies beyond the process are asynchronous` };
}

function strongEverywhere(one: Case): Ground {
  const weaker = (declaredIn(one).consistency ?? []).find(({ level }) => level !== 'strong');
  return ground(one, `${NEED}consistency`, needs(one)?.consistency, (level) =>
    (level === 'strong' && weaker ? [false, `strong, but ${weaker.operation} is ${weaker.level}`] : [level === 'strong', `consistency is ${level}`]));
}

function languages(one: Case): Ground {
  const found = languagesOf(one.facts);
  if (found.length > 1) return { holds: true, because: `services are written in ${few(found.map(({ name }) => name))}` };
  return found.length === 1 ? { holds: false, because: `all that is seen is ${found[0]!.name}` } : { holds: undefined, because: 'the languages of the services are not seen' };
}

function longRunning(one: Case): Ground {
  const [name] = Object.entries(declaredIn(one).apis ?? {}).find(([, { style, streaming }]) => style === 'websocket' || style === 'sse' || (streaming !== undefined && streaming !== 'none')) ?? [];
  if (name !== undefined) return { holds: true, because: `${name} keeps connections open` };
  const worker = Object.entries(declaredIn(one).components).find(([, { kind }]) => kind === 'worker')?.[0];
  return worker === undefined ? ground(one, `${NEED}real_time`, needs(one)?.real_time, (live) => [live || undefined, live ? 'users see changes as they happen' : 'nothing says how long work takes'])
    : { holds: true, because: `${worker} is a worker that runs all the time` };
}

const rank = (one: Case, name: 'time_to_market' | 'cost_efficiency', most: number): Ground =>
  ground(one, `/priorities/${name}`, declaredIn(one).priorities?.[name], (place) => [place <= most, `${name.replaceAll('_', ' ')} is priority ${place}`]);

const flag = (one: Case, key: 'audit_trail', words: string): Ground => ground(one, NEED + key, needs(one)?.[key], (value) => [value, value ? words : `no ${words}`]);

/** How each criterion of the decision matrix is answered from a declaration. */
export const CRITERIA: Readonly<Record<StyleCriterion, (one: Case) => Ground>> = {
  'fewer than five developers': (one) => team(one, CHART_TEAM.asked),
  'a small team': (one) => team(one, CHART_TEAM.asked),
  'fewer than ten developers': (one) => team(one, SERVICES_TEAM),
  'distribution would come too early': (one) => team(one, SERVICES_TEAM),
  'a simple domain': (one) => contexts(one, (number) => (number <= 1 ? true : number >= MICROSERVICE_CONTEXTS ? false : undefined)),
  'the domain is complex': (one) => contexts(one, (number) => (number <= 1 ? false : number >= MICROSERVICE_CONTEXTS ? true : undefined)),
  'speed of delivery decides': (one) => rank(one, 'time_to_market', 1),
  'several teams': severalTeams,
  'several languages are needed': languages,
  'the team is growing': (one) => ground(one, '/project/stage', declaredIn(one).project.stage, (stage) => [stage === 'growth' || undefined, stage === 'growth' ? 'the project is in growth' : `the stage is ${stage}, which does not tell`]),
  'the domains are clear': clearDomains,
  'the boundaries are unclear': (one) => not(clearDomains(one)),
  'very large scale is needed at once': massive,
  'the scale is extreme': massive,
  'the scale is not yet massive': (one) => not(massive(one)),
  'parts must be deployed independently': (one) => ground(one, '/style/independent_deployability', one.given?.independentDeployability ?? declaredIn(one).style?.independent_deployability, (value) => [value, value ? 'parts are released on their own' : 'all is released together']),
  'the work is asynchronous': asynchronous,
  'an audit trail is needed': (one) => flag(one, 'audit_trail', 'audit trail is required'),
  'an audit trail is mandatory': (one) => flag(one, 'audit_trail', 'audit trail is required'),
  'eventual consistency is acceptable': (one) => ground(one, `${NEED}consistency`, needs(one)?.consistency, (level) => [level !== 'strong', `consistency is ${level}`]),
  'strong consistency is needed everywhere': strongEverywhere,
  'traffic comes in spikes': (one) => ground(one, `${NEED}peak_to_baseline`, needs(one)?.peak_to_baseline, (peak) => [peak >= SPIKY, `the peak is ${peak} times the baseline`]),
  'paying per use fits': (one) => rank(one, 'cost_efficiency', 2),
  'prototypes must be quick': (one) => ground(one, '/project/stage', declaredIn(one).project.stage, (stage) => [stage === 'prototype', `the stage is ${stage}`]),
  'latency decides': (one) => ground(one, `${NEED}latency_p99`, needs(one)?.latency_p99, (text) => {
    const ms = parseDuration(text);
    return [ms === undefined ? (text === 'best effort' ? false : undefined) : ms <= QUICK_MS, `latency is ${text}`];
  }),
  'processes run long': longRunning,
  'reads and writes differ widely': (one) => ground(one, `${NEED}read_write_ratio`, needs(one)?.read_write_ratio, (ratio) => [ratio > CQRS_READ_WRITE_RATIO, `${ratio} reads for each write`]),
  'plain create, read, update and delete': (one) => {
    const invariants = (declaredIn(one).contexts ?? []).flatMap(({ core_entities }) => core_entities ?? []).flatMap((entity) => entity.invariants ?? []).length;
    return invariants > 0 ? { holds: false, because: `${count(invariants, 'invariant')} declared` } : { holds: undefined, because: 'no invariants of entities are declared (contexts.*.core_entities)' };
  },
  'failures must stay in one cell': (one) => ground(one, `${NEED}availability`, needs(one)?.availability, (text) => {
    const share = parsePercent(text);
    return [share === undefined ? false : share >= RARE_FAILURE, `availability is ${text}`];
  }),
  'several regions': (one) => {
    const { regions } = declaredIn(one).infrastructure ?? {};
    const others = regions?.secondary ?? [];
    return ground(one, '/infrastructure/regions', regions, () => [others.length > 0, others.length > 0 ? `${regions?.primary ?? 'one'} and ${joined(others)}` : 'one region']);
  },
};
