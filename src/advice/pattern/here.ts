import { listOf, pointer } from '../../lib/declaration.ts';
import type { GuideName } from '../../lib/knowledge/guides.ts';
import { meshBreakers, meshTimeouts } from '../../lib/mesh.ts';
import { count } from '../../lib/module-imports.ts';
import { meshPlaces } from '../../lib/technologies.ts';
import type { Place } from '../../model/index.ts';
import { declaredIn, fromOf, lineOf, type Case } from '../case.ts';
import { remoteCalls } from '../tables/resilience.ts';

/** What there is of a pattern, with its place. */
export interface Seen { readonly note: string; readonly from?: string }

const MOST = 8;
const at = (note: string, place: Place | undefined): Seen => ({ note, ...(place && { from: lineOf(place) }) });
const said = (one: Case, note: string, where: string): Seen => {
  const from = fromOf(one, where);
  return { note, ...(from !== undefined && { from }) };
};

/** Packages of production that do it, with the manifest that asks for them. */
const packages = (one: Case, pattern: RegExp): Seen[] => (one.facts.packages?.packages ?? []).flatMap(({ dependencies, at: place }) => Object.keys(dependencies).filter((name) => pattern.test(name)).map((name) => at(`depends on ${name}`, place)));
const entities = (one: Case, pattern: RegExp, what: string): Seen[] => (one.facts.dataAccess?.entities ?? []).filter(({ name, table }) => pattern.test(name) || pattern.test(table)).map(({ table, at: place }) => at(`the ${what} ${table}`, place));
const files = (one: Case, pattern: RegExp, what: string): Seen[] => {
  const found = (one.facts.files?.files ?? []).filter(({ path, role, language }) => role === 'production' && language !== undefined && pattern.test(path));
  return found[0] ? [{ note: `${count(found.length, 'file')} ${what}`, from: found[0].path }] : [];
};
const resources = (one: Case) => one.facts.kubernetes?.resources ?? [];
const workloads = (one: Case, pattern: RegExp): Seen[] => (one.facts.workloads?.workloads ?? []).filter(({ name, deployments }) => pattern.test(name) || deployments.some(({ image }) => pattern.test(image ?? ''))).map(({ name, deployments }) => at(`${name} runs`, deployments[0]?.at));

/** How each pattern shows in code, deployment files and the declaration. */
const SHOWS: Readonly<Record<GuideName, (one: Case) => readonly Seen[]>> = {
  'strangler-fig': (one) => {
    const { migration } = declaredIn(one);
    return migration === undefined ? [] : [
      ...(migration.extracting ?? []).map((name, index) => said(one, `${name} is being taken out`, pointer('migration', 'extracting', index))), ...(migration.completed ?? []).map((name, index) => said(one, `${name} is out`, pointer('migration', 'completed', index))),
      ...listOf(migration.proxy).map((path) => said(one, `${path} routes`, '/migration/proxy')),
    ];
  },
  'cqrs': (one) => [...packages(one, /^(?:@nestjs\/cqrs|node-cqrs)$/), ...files(one, /(?:^|\/)(?:command|query)[-_]?handlers?\/|\.(?:command|query)(?:[-.]handler)?\.[cm]?[jt]s$/i, 'of commands or queries')],
  'outbox': (one) => [...entities(one, /outbox/i, 'table'), ...files(one, /outbox/i, 'named after it'), ...(one.facts.messaging?.messages ?? []).filter(({ engine }) => engine === 'pg-boss').slice(0, 1).map((message) => at('pg-boss keeps messages in the database', message.at))],
  'bff': (one) => [...files(one, /(?:^|[/-])bffs?(?:[/-]|$)|backend-for-frontend/i, 'in a folder of that name'), ...Object.keys(declaredIn(one).components).filter((name) => /\bbff\b/i.test(name)).map((name) => said(one, `the component ${name}`, pointer('components', name)))],
  'sidecar': (one) => [
    ...meshPlaces(one.facts.kubernetes ?? { releases: [], resources: [], helmDependencies: [] } as never).map((place) => at('the mesh is configured', place)),
    ...(one.facts.workloads?.workloads ?? []).flatMap(({ name, deployments }) => deployments.filter(({ sidecars }) => sidecars.length > 0).map((each) => at(`${each.sidecars.join(', ')} beside ${name}`, each.at))),
  ],
  'saga': (one) => [...(declaredIn(one).sagas ?? []).map(({ name, steps }, index) => said(one, `${name} with ${count(steps.length, 'step')}, ${steps.filter(({ compensation }) => compensation !== undefined).length} of them with a way back`, pointer('sagas', index))), ...packages(one, /^(?:@temporalio\/.+|node-sagas|inngest|@trigger\.dev\/.+|@aws-sdk\/client-sfn)$/), ...files(one, /(?:^|[/.-])sagas?(?:[/.-]|$)/i, 'named after it')],
  'anti-corruption-layer': (one) => Object.entries(declaredIn(one).externals ?? {}).flatMap(([name, { adapter }]) => listOf(adapter).map((path) => said(one, `${path} is the adapter of ${name}`, pointer('externals', name, 'adapter')))),
  'event-sourcing': (one) => [...packages(one, /^(?:@eventstore\/db-client|@kurrent\/kurrentdb-client|@castore\/.+|emmett|@event-driven-io\/.+|node-cqrs|wolkenkit.*)$/), ...entities(one, /^(?:event_?store|event_?log|domain_?events?|stored_?events?)$/i, 'table')],
  'api-gateway': (one) => [
    ...workloads(one, /(?:^|[/-])(?:kong|traefik|krakend|tyk|apisix|api-?gateway|gateway|gloo|ambassador)(?:[:/-]|$)/i), ...packages(one, /^(?:@apollo\/gateway|http-proxy-middleware|express-gateway|@fastify\/http-proxy|fastify-gateway|@graphql-hive\/gateway)$/),
    ...resources(one).filter(({ kind, apiVersion }) => (kind === 'Gateway' && apiVersion.startsWith('gateway.networking.k8s.io/')) || kind === 'Ingress').map((each) => at(`${each.kind} ${each.name}`, each.at)),
    ...(one.facts.terraform?.blocks ?? []).filter(({ type }) => /^(?:aws_api_gateway_rest_api|aws_apigatewayv2_api|google_api_gateway_api|azurerm_api_management)$/.test(type)).map((each) => at(each.type, each.at)),
  ],
  'idempotency': (one) => [
    ...Object.entries(declaredIn(one).queues ?? {}).filter(([, queue]) => queue.idempotency_key !== undefined).map(([name, queue]) => said(one, `consumers of ${name} know messages by ${queue.idempotency_key}`, pointer('queues', name, 'idempotency_key'))),
    ...Object.entries(declaredIn(one).apis ?? {}).filter(([, api]) => api.idempotency_keys).map(([name]) => said(one, `${name} takes idempotency keys`, pointer('apis', name, 'idempotency_keys'))),
    ...entities(one, /idempoten|(?:processed|handled|inbox)_?(?:events?|messages?)?$/i, 'table'), ...files(one, /idempoten/i, 'named after it'),
  ],
  'dead-letter-queue': (one) => [
    ...Object.entries(declaredIn(one).queues ?? {}).filter(([, queue]) => queue.dead_letter !== undefined && queue.dead_letter !== 'none').map(([name, queue]) => said(one, `${name}: ${queue.dead_letter}`, pointer('queues', name, 'dead_letter'))),
    ...(one.facts.stores?.stores ?? []).filter(({ isDeadLetter, deadLetter, example }) => !example && (isDeadLetter || deadLetter?.value)).map((store) => at(`${store.resource}`, store.at)),
    ...(one.facts.messaging?.failures ?? []).map((each) => at(`failed jobs of ${each.channel ?? each.engine} are listened to`, each.at)),
  ],
  'retry': (one) => (one.facts.retries ?? []).map(({ by, delay, jitter, at: place }) => at(`${by}, delay ${delay}${jitter === true ? ' with jitter' : ''}`, place)),
  'circuit-breaker': (one) => [...(one.facts.outbound?.breakers ?? []).map(({ library, name, at: place }) => at(`${library}${name === '' ? '' : ` ${name}`}`, place)), ...meshBreakers(resources(one)).map(({ service, by, at: place }) => at(`${by} for ${service}`, place))],
  'bulkhead': (one) => [...packages(one, /^(?:p-limit|p-queue|bottleneck|cockatiel|async-sema|fastq|semaphore-async-await|async-mutex)$/), ...Object.entries(declaredIn(one).externals ?? {}).filter(([, { bulkhead }]) => bulkhead !== undefined).map(([name]) => said(one, `${name} has a share of its own`, pointer('externals', name, 'bulkhead')))],
  'timeout': (one) => {
    const bounded = remoteCalls(one).filter(({ bound }) => bound.state === 'bounded' || bound.state === 'library');
    const unbounded = remoteCalls(one).filter(({ bound }) => bound.state === 'unbounded' || bound.state === 'ignored');
    return [
      ...(bounded[0] ? [at(`${bounded.length} of ${count(remoteCalls(one).length, 'call')} that leave the process are bounded, as here by ${bounded[0].bound.by}`, bounded[0].bound.at ?? bounded[0].at)] : []),
      ...unbounded.slice(0, 3).map((call) => at(`not bounded: ${call.subject}`, call.at)), ...meshTimeouts(resources(one)).map(({ service, by, at: place }) => at(`${by} for ${service}`, place)),
    ];
  },
  'fallback': (one) => [...(one.facts.outbound?.breakers ?? []).flatMap(({ library, fallback }) => (fallback ? [at(`the fallback of ${library}`, fallback)] : [])), ...remoteCalls(one).filter(({ handling }) => handling === 'fallback').map((call) => at(`${call.subject} answers from elsewhere when it fails`, call.handlingAt ?? call.at))],
  'rate-limiter': (one) => {
    const links = [...(one.facts.endpoints?.globals ?? []), ...(one.facts.endpoints?.endpoints ?? []).flatMap(({ chain }) => chain)].filter(({ role }) => role === 'limit');
    const limited = (one.facts.endpoints?.endpoints ?? []).filter(({ chain }) => chain.some(({ role }) => role === 'limit')).length;
    const unique = [...new Map(links.map((link) => [`${link.at.file}:${link.at.line}`, link])).values()];
    return [
      ...unique.slice(0, 4).map((link) => at(`${link.name} (${limited} of ${count(one.facts.endpoints?.endpoints.length ?? 0, 'endpoint')} pass a limit)`, link.at)),
      ...(one.facts.workloads?.workloads ?? []).flatMap(({ deployments }) => deployments.flatMap(({ exposures }) => exposures)).flatMap(({ name, rateLimit }) => (rateLimit ? [at(`a limit before ${name}`, rateLimit)] : [])),
    ];
  },
  'load-shedding': (one) => packages(one, /^(?:@fastify\/under-pressure|under-pressure|toobusy-js|overload-protection|@godaddy\/terminus)$/),
};

/** Each once, by its words; bounded. */
export function shownHere(one: Case, id: GuideName): readonly Seen[] {
  const all = [...new Map(SHOWS[id](one).map((each) => [`${each.note} ${each.from ?? ''}`, each])).values()];
  return all.length > MOST ? [...all.slice(0, MOST), { note: `and ${all.length - MOST} more` }] : all;
}
