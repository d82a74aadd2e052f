import { dependencyEdges, pointer } from '../../lib/declaration.ts';
import type { GuideName } from '../../lib/knowledge/guides.ts';
import { CQRS_READ_WRITE_RATIO, MESH_SERVICES } from '../../lib/knowledge/patterns.ts';
import { INTEGRATIONS } from '../../lib/knowledge/structure.ts';
import { SPIKY } from '../../lib/knowledge/styles.ts';
import { count } from '../../lib/module-imports.ts';
import { declaredIn, fromOf, ground, joined, lineOf, type Case, type Ground } from '../case.ts';
import { clientsOf, NEED, needsOf, servicesOf } from '../situation.ts';
import { CRITERIA } from '../style/criteria.ts';
import { remoteCalls } from '../tables/resilience.ts';

export interface Criterion extends Ground {
  readonly kind: 'when' | 'not when';
  readonly criterion: string;
}
export type Applies = 'yes' | 'no' | 'open';

const when = (criterion: string, answer: Ground): Criterion => ({ kind: 'when', criterion, ...answer });
const unless = (criterion: string, answer: Ground): Criterion => ({ kind: 'not when', criterion, ...answer });
const unseen = (because: string): Ground => ({ holds: undefined, because });
const seen = (holds: boolean, because: string, from?: string): Ground => ({ holds, because, ...(from !== undefined && { from }) });

const services = (one: Case, answer: (number: number) => boolean | undefined): Ground => {
  const known = servicesOf(one);
  return known ? { holds: answer(known.value), because: count(known.value, 'service'), ...(known.from !== undefined && { from: known.from }) } : unseen('no service is seen or declared');
};

/** Workers and jobs of a monolith are no further services. */
const oneService = (one: Case): Ground | undefined => {
  const { style } = declaredIn(one);
  return style?.name === 'monolith' || style?.name === 'modular-monolith' ? seen(false, `a ${style.name} is one service`, fromOf(one, '/style/name')) : undefined;
};
const not = (answer: Ground | undefined): Ground | undefined => answer && { ...answer, holds: !answer.holds };

function calls(one: Case): Ground {
  const all = remoteCalls(one);
  const [first] = all;
  return first ? seen(true, `${count(all.length, 'call leaves', 'calls leave')} the process`, lineOf(first.at)) : one.facts.outbound ? seen(false, 'no call is seen that leaves the process') : unseen('calls were not looked at');
}

/** Messages that are published to others or taken from them; declared queues count alike. */
function messages(one: Case): Ground {
  const [name] = Object.keys(declaredIn(one).queues ?? {});
  if (name !== undefined) return seen(true, `the queue ${name} is declared`, fromOf(one, pointer('queues', name)));
  const message = (one.facts.messaging?.messages ?? []).find(({ role, engine }) => role !== 'declare' && engine !== 'events');
  return message ? seen(true, `${message.engine} carries messages`, lineOf(message.at)) : one.facts.messaging ? seen(false, 'no message is seen, and no queue is declared') : unseen('messages were not looked at');
}

/** Whether something both writes data and tells others of it. */
function writesAndTells(one: Case): Ground {
  const published = (one.facts.messaging?.messages ?? []).find(({ role, engine }) => role === 'publish' && engine !== 'events');
  const write = (one.facts.dataAccess?.uses ?? []).find(({ write: writing }) => writing);
  const declared = (declaredIn(one).contexts ?? []).find(({ domain_events_published = [] }) => domain_events_published.length > 0);
  if (published && write) return seen(true, `data is written in ${lineOf(write.at)}, and ${published.engine} carries messages`, lineOf(published.at));
  if (declared) return seen(true, `${declared.name} publishes ${joined(declared.domain_events_published!.slice(0, 3))}`, fromOf(one, '/contexts'));
  return one.facts.messaging && one.facts.dataAccess ? seen(false, published ? 'messages are sent, and no write of data is seen' : 'nothing is seen that is published') : unseen('messages were not looked at');
}

function clients(one: Case, answer: (number: number) => boolean): Ground {
  const known = clientsOf(one);
  if (known[0]) return seen(answer(known.length), joined(known.map(({ value }) => value)), known[0].from);
  const frontends = (one.facts.units?.units ?? []).filter(({ kind }) => kind === 'frontend');
  return frontends.length > 1 ? seen(answer(frontends.length), `frontends are ${joined(frontends.slice(0, 4).map(({ name }) => name))}`, lineOf(frontends[0]!.entry)) : unseen('not declared (apis.*.clients, security.clients)');
}

const external = (one: Case, kinds: readonly string[]): Ground => {
  const all = Object.entries(declaredIn(one).externals ?? {});
  const found = all.filter(([, { kind }]) => kind !== undefined && kinds.includes(kind));
  return found[0] ? seen(true, joined(found.slice(0, 4).map(([name, { kind }]) => `${name} is ${kind}`)), fromOf(one, pointer('externals', found[0][0]))) : all.length > 0 && all.every(([, { kind }]) => kind !== undefined) ? seen(false, 'no external is of that kind') : unseen('not declared (externals.*.kind)');
};

function publicApi(one: Case): Ground {
  const [name, api] = Object.entries(declaredIn(one).apis ?? {}).find(([, { public: open }]) => open !== undefined) ?? [];
  if (name !== undefined) return seen(api!.public === true, `${name} is ${api!.public ? '' : 'not '}public`, fromOf(one, pointer('apis', name, 'public')) ?? fromOf(one, pointer('apis', name)));
  const exposed = (one.facts.workloads?.workloads ?? []).flatMap(({ deployments }) => deployments).flatMap(({ exposures }) => exposures).find((exposure) => exposure.public);
  if (exposed) return seen(true, `${exposed.name} is reached from outside`, lineOf(exposed.at));
  const [endpoint] = (one.facts.endpoints?.endpoints ?? []).filter(({ kind }) => kind === 'http' || kind === 'graphql');
  return endpoint ? seen(true, `${count(one.facts.endpoints!.endpoints.length, 'endpoint')} in the code`, lineOf(endpoint.at)) : unseen('no endpoint is seen');
}

const migrating = (one: Case): Ground => {
  const { migration, project, style } = declaredIn(one);
  if (migration !== undefined) return seen(true, 'a migration is declared', fromOf(one, '/migration'));
  if (project.type === 'migration') return seen(true, 'the project is a migration', fromOf(one, '/project/type'));
  const legacy = external(one, ['legacy']);
  if (legacy.holds) return legacy;
  return project.type === undefined && style === undefined ? unseen('not declared (migration, project.type)') : seen(false, 'no migration is declared', fromOf(one, '/project/type') ?? fromOf(one, '/style/name'));
};

const strongAcross = (one: Case): Ground => {
  const known = servicesOf(one);
  const { sagas = [], style, consistency = [] } = declaredIn(one);
  if (sagas[0]) return seen(true, `${sagas[0].name} is declared`, fromOf(one, '/sagas'));
  if (style?.name === 'monolith' || style?.name === 'modular-monolith' || (known && known.value <= 1)) return seen(false, style ? `a ${style.name} is one service` : 'there is one service', fromOf(one, '/style/name'));
  const operation = consistency.findIndex(({ level, components = [] }) => level === 'strong' && components.length > 1);
  if (operation >= 0) return seen(true, `${consistency[operation]!.operation} is strong across ${joined(consistency[operation]!.components!)}`, fromOf(one, pointer('consistency', operation)));
  const need = needsOf(one).consistency;
  return need !== undefined && known ? seen(need === 'strong', `consistency is ${need}, and there are ${count(known.value, 'service')}`, fromOf(one, `${NEED}consistency`)) : unseen('not declared (consistency, sagas)');
};

const critical = (one: Case, which: 'critical' | 'optional'): Ground => {
  const all = Object.entries(declaredIn(one).externals ?? {});
  const [name] = all.find(([, { criticality }]) => criticality === which) ?? [];
  if (name !== undefined) return seen(true, `${name} is ${which}`, fromOf(one, pointer('externals', name, 'criticality')) ?? fromOf(one, pointer('externals', name)));
  const edge = which === 'critical' ? dependencyEdges(declaredIn(one)).find(({ from, kind, dependency }) => kind === 'external' && dependency.mode !== 'async' && declaredIn(one).components[from]?.criticality === 'critical') : undefined;
  return edge ? seen(true, `${edge.from} is critical, and waits for ${edge.to}`, fromOf(one, edge.pointer)) : unseen('not declared (externals.*.criticality)');
};

const crud = (one: Case): Ground => CRITERIA['plain create, read, update and delete'](one);
const ratio = (one: Case): Ground => {
  const use = (declaredIn(one).patterns ?? []).findIndex((each) => typeof each === 'object' && each.name === 'cqrs' && each.read_write_ratio !== undefined);
  const own = use < 0 ? undefined : (declaredIn(one).patterns![use] as { read_write_ratio: number }).read_write_ratio;
  return own === undefined ? CRITERIA['reads and writes differ widely'](one) : seen(own > CQRS_READ_WRITE_RATIO, `${own} reads for each write`, fromOf(one, pointer('patterns', use)));
};
const audit = (one: Case): Ground => {
  const { audit_trail, temporal_queries } = needsOf(one);
  return audit_trail === undefined && temporal_queries === undefined ? unseen('not declared (requirements.non_functional.audit_trail, temporal_queries)')
    : seen(audit_trail === true && temporal_queries === true, audit_trail && temporal_queries ? 'both are required' : audit_trail ? 'an audit trail is required, and no questions about the past' : 'no audit trail is required', fromOf(one, `${NEED}audit_trail`) ?? fromOf(one, `${NEED}temporal_queries`));
};
const kinds = (which: 'needed' | 'none'): readonly string[] => INTEGRATIONS.filter(({ adapter }) => (adapter === 'none') === (which === 'none')).map(({ kind }) => kind);

/** Whether each pattern is for this architecture, by the numbers of the rows. */
const ASKED: Readonly<Record<GuideName, (one: Case) => readonly Criterion[]>> = {
  'strangler-fig': (one) => [when('a monolith must become services while it keeps serving', migrating(one))],
  'cqrs': (one) => [when(`reads outnumber writes by more than ${CQRS_READ_WRITE_RATIO} to 1`, ratio(one)), unless('plain create, read, update and delete', crud(one))],
  'outbox': (one) => [when('a database write and an event belong together', writesAndTells(one))],
  'bff': (one) => [when('several kinds of clients', clients(one, (number) => number > 1)), unless('there is one client', clients(one, (number) => number <= 1))],
  'sidecar': (one) => [when(`more than ${MESH_SERVICES.above} services`, services(one, (number) => number > MESH_SERVICES.above)), unless(`fewer than ${MESH_SERVICES.never} services: use a library`, services(one, (number) => number < MESH_SERVICES.never))],
  'saga': (one) => [when('an operation must be consistent across several services', strongAcross(one))],
  'anti-corruption-layer': (one) => [when('a system that others control', external(one, kinds('needed')))],
  'event-sourcing': (one) => [when('an audit trail is mandatory, and the past is asked for', audit(one)), unless('plain create, read, update and delete', crud(one)), unless('a small team', CRITERIA['a small team'](one))],
  'api-gateway': (one) => [when('several services are reached from outside', oneService(one) ?? services(one, (number) => number > 1)), unless('one service', not(oneService(one)) ?? services(one, (number) => number <= 1))],
  'idempotency': (one) => [when('messages arrive at least once', messages(one)), when('a write is repeated after a failure', one.facts.retries?.[0] ? seen(true, `${count(one.facts.retries.length, 'retry', 'retries')} in the code`, lineOf(one.facts.retries[0].at)) : unseen('no retry is seen'))],
  'dead-letter-queue': (one) => [when('work is done by messages', messages(one))],
  'retry': (one) => [when('calls leave the process', calls(one))],
  'circuit-breaker': (one) => [when('a dependency is critical', critical(one, 'critical')), when('calls leave the process', { ...calls(one), ...(calls(one).holds && { holds: undefined }) })],
  'bulkhead': (one) => {
    const packages = [...new Set(remoteCalls(one).map((call) => call.package))];
    return [when('one slow service must not take all', packages.length > 1 ? seen(true, `one process waits for ${joined(packages.slice(0, 4))}`, lineOf(remoteCalls(one)[0]!.at)) : { ...calls(one), ...(calls(one).holds && { holds: undefined }) })];
  },
  'timeout': (one) => [when('every call that leaves the process, always', calls(one))],
  'fallback': (one) => [when('the data is not critical', critical(one, 'optional'))],
  'rate-limiter': (one) => [when('the public reaches it', publicApi(one))],
  'load-shedding': (one) => [when(`traffic comes in spikes (${SPIKY} times)`, ground(one, `${NEED}peak_to_baseline`, needsOf(one).peak_to_baseline, (peak) => [peak >= SPIKY, `the peak is ${peak} times the baseline`]))],
};

/** A single reason against it outweighs what speaks for it. */
export function applies(one: Case, id: GuideName): { readonly verdict: Applies; readonly criteria: readonly Criterion[] } {
  const criteria = ASKED[id](one);
  const declared = declaredIn(one).patterns ?? [];
  const index = declared.findIndex((each) => (typeof each === 'string' ? each : each.name) === id);
  const all = index < 0 ? criteria : [...criteria, { kind: 'when' as const, criterion: 'it is declared', holds: undefined, because: 'patterns of architecture.yaml', ...(fromOf(one, pointer('patterns', index)) && { from: fromOf(one, pointer('patterns', index))! }) }];
  const verdict = criteria.some(({ kind, holds }) => kind === 'not when' && holds) ? 'no' : criteria.some(({ kind, holds }) => kind === 'when' && holds) ? 'yes' : criteria.some(({ kind, holds }) => kind === 'when' && holds === undefined) ? 'open' : 'no';
  return { verdict, criteria: all };
}
