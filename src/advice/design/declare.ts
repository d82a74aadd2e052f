import { BREAKER_TEMPLATE, LOG_FIELDS, TRACE_HEADERS } from '../../lib/knowledge/distributed.ts';
import { hasReached } from '../../lib/stage.ts';
import type { ArchitectureDeclaration, DeclaredApi, DeclaredCircuitBreaker, DeclaredComponent, DeclaredContext, DeclaredDependency, DeclaredExternal, DeclaredRetries } from '../../model/index.ts';
import { joined } from '../case.ts';
import { declareData } from './declare-data.ts';
import { declareRunning, instancesOf } from './declare-running.ts';
import { APP, workersOf, type ComponentHere, type Edge, type Shape } from './shape.ts';

/** The design as an architecture.yaml; what is undefined is left out. */
export function declare(shape: Shape): ArchitectureDeclaration {
  const { brief, blueprint, decision } = shape;
  const declaration = {
    version: 1 as const,
    project: { ...brief.project, description: blueprint.summary },
    requirements: { functional: [...brief.functional], non_functional: brief.needs },
    constraints: brief.constraints,
    priorities: brief.priorities,
    estimates: brief.estimates,
    style: { name: decision.style, ...(brief.given.style?.independent_deployability !== undefined ? { independent_deployability: brief.given.style.independent_deployability } : decision.structure === 'services' ? { independent_deployability: true } : {}), reason: decision.styleBecause },
    layers: layersOf(shape),
    components: componentsOf(shape),
    contexts: contextsOf(shape),
    externals: Object.fromEntries(shape.externals.map((external) => [external.id, externalOf(shape, external)])),
    ...declareData(shape),
    apis: Object.fromEntries(shape.apis.map((api) => [api.id, apiOf(api)])),
    tracing: { propagate: TRACE_HEADERS.map(({ header }) => header) },
    ...declareRunning(shape),
    observability: { logging: { format: 'json' as const, correlation: 'trace_id', fields: [...LOG_FIELDS] } },
  };
  return tidy(declaration) as ArchitectureDeclaration;
}

/** Without what is undefined or empty. */
function tidy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(tidy);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).map(([key, inner]) => [key, tidy(inner)] as const).filter(([, inner]) => inner !== undefined && !(typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0));
  return Object.fromEntries(kept);
}

/** The layered template inside each component; the smallest build does without. */
function layersOf({ brief: { build }, decision: { structure } }: Shape): ArchitectureDeclaration['layers'] {
  if (build) return undefined;
  const inside = (layer: string): string => (structure === 'one' ? `src/*/${layer}/**` : `services/*/src/${layer}/**`);
  return {
    preset: 'layered', dependency_inversion: true,
    order: [{ name: 'presentation', path: inside('presentation') }, { name: 'application', path: inside('application') }, { name: 'domain', path: inside('domain'), pure: true }, { name: 'infrastructure', path: inside('infrastructure') }],
  };
}

function componentsOf(shape: Shape): Record<string, DeclaredComponent> {
  const { decision, brief, components } = shape;
  const own = components.map((component) => [component.name, componentOf(shape, component)] as const);
  const router: (readonly [string, DeclaredComponent])[] = decision.style !== 'cell-based' ? [] : [['cell-router', {
    path: 'services/cell-router', kind: 'service', owner: components[0]!.owner, criticality: 'critical', state: 'stateless',
    responsibility: `Sends each request to its cell by ${shape.blueprint.cell.key}, and knows nothing else.`, health: HEALTH, scaling: { strategy: 'horizontal', ...instancesOf(shape, 20_000), trigger: 'requests per second', throughput_per_instance: '20K rps' },
  }]];
  if (decision.structure === 'services') return Object.fromEntries([...router, ...own]);
  const workers = workersOf(shape);
  const most = Math.max(200, ...components.flatMap(({ parts }) => parts.map(({ perInstance }) => perInstance ?? 0)).map((rate) => Math.min(rate, 1000)));
  const app: DeclaredComponent = {
    path: `src/${APP}`, kind: 'service', owner: components[0]!.owner, criticality: 'critical', state: components.some(({ parts }) => parts.some(({ stateful }) => stateful)) ? 'stateful' : 'stateless',
    ...(components.some(({ parts }) => parts.some(({ stateful }) => stateful)) && { state_reason: components.flatMap(({ parts }) => parts.flatMap(({ stateful }) => stateful ?? []))[0]! }),
    responsibility: `Starts the modules and routes to them: the one deployable${workers.length > 0 ? `. The same build also runs as a worker, for ${joined(workers)}` : ''}.`,
    depends_on: components.map(({ name }) => ({ component: name, mode: 'sync', via: 'call', reason: 'Composition root.' })),
    health: HEALTH,
    ...(brief.build ? { replicas: 1, mitigation: 'The platform restarts it; minutes without it are within 99 %.', scaling: { strategy: 'none', reason: 'One instance bears the peak many times over; a second is a setting of the platform.' } }
      : { scaling: { strategy: 'horizontal', ...instancesOf(shape, most), trigger: 'cpu 70%', throughput_per_instance: `${most} rps` } }),
  };
  return Object.fromEntries([[APP, app], ...own]);
}

const HEALTH = { liveness: '/health/live', readiness: '/health/ready' };

function componentOf(shape: Shape, { name, path, kind, owner, parts, edges }: ComponentHere): DeclaredComponent {
  const owns = parts.flatMap(({ entities = [] }) => entities.map((entity) => entity.name));
  const stores = [...new Set(edges.filter(({ kind: what }) => what === 'store').map(({ to }) => to))];
  const runs = kind !== 'module';
  const [first] = parts;
  const rate = Math.max(...parts.map(({ perInstance = 200 }) => perInstance));
  const critical = parts.some(({ criticality }) => criticality === 'critical');
  const facing = critical && shape.apis.some((api) => api.component === name);
  const stateful = parts.find((part) => part.stateful)?.stateful;
  const extension = extensionOf(shape);
  const single = /^(?:one at a time|none)/.test(first!.trigger ?? '');
  return {
    path, kind, owner, responsibility: parts.map(({ does }) => does).join(' '),
    criticality: critical ? 'critical' : parts.some(({ criticality }) => criticality === 'important') ? 'important' : 'optional',
    ...(extension && !runs && { public_api: `${path}/index.${extension}` }),
    data: { owns, ...(stores.length > 0 && owns.length > 0 && { store: stores.length === 1 ? stores[0]! : stores }) },
    depends_on: edges.map((edge) => dependencyOf(shape, edge)),
    ...(runs && {
      scaling: single ? { strategy: 'horizontal', min: 2, max: 3, trigger: first!.trigger!, reason: 'Two stand ready, and a lock lets one work.' } : { strategy: 'horizontal', ...(facing ? instancesOf(shape, rate) : instancesOf(shape, rate, critical ? 4 : 50)), ...(first!.trigger !== undefined && { trigger: first!.trigger }), ...(facing && { throughput_per_instance: `${rate} rps` }) },
      state: stateful ? 'stateful' : 'stateless', ...(stateful && { state_reason: stateful }), health: HEALTH,
    }),
  } as DeclaredComponent;
}

/** Where the team said in which language it writes. */
function extensionOf({ brief }: Shape): string | undefined {
  const skills = [brief.constraints.team_skills ?? []].flat().join(' ').toLowerCase();
  return /typescript|nestjs|angular/.test(skills) ? 'ts' : /javascript|node|express|react/.test(skills) ? 'js' : undefined;
}

const guarded = ({ brief }: Shape): boolean => hasReached(brief.project.stage, 'growth');

const breaker = (strategy: NonNullable<DeclaredCircuitBreaker['fallback']>['strategy']): DeclaredCircuitBreaker => {
  const { cache_ttl_seconds, ...numbers } = BREAKER_TEMPLATE;
  return { ...numbers, fallback: { strategy, ...(strategy === 'cached_response' && { cache_ttl_seconds }) } };
};
const retriesOf = (repeats: number, key: string | undefined): DeclaredRetries => ({ max_attempts: repeats + 1, backoff: 'exponential', jitter: true, initial_delay: '100ms', ...(key !== undefined && { idempotency_key: key }) });

function dependencyOf(shape: Shape, { kind, to, use }: Edge): DeclaredDependency {
  const reason = use.why;
  if (kind === 'store') return { store: to, mode: 'sync', via: 'database', reason };
  if (kind === 'cache') return { cache: to, mode: 'sync', via: 'cache', reason, ...(use.timeout && { timeout: use.timeout }), ...(use.without && { degradation: use.without }) };
  if (kind === 'queue') return { queue: to, mode: 'async', via: shape.queues.find(({ name }) => name === to)?.engine === 'kafka' ? 'stream' : 'queue', reason };
  const waits = { ...(use.timeout && { timeout: use.timeout }), ...(use.retries !== undefined && { retries: retriesOf(use.retries, use.idempotencyKey) }), ...(use.without && { degradation: use.without }) };
  if (kind === 'external') {
    const slot = shape.externals.find(({ id }) => id === to)!;
    return { external: to, mode: 'sync', via: use.via === 'sdk' ? 'sdk' : 'http', reason, timeout: slot.timeout, ...waits, ...(use.retries === undefined && slot.retries !== undefined && { retries: retriesOf(slot.retries, slot.idempotencyKey) }), degradation: use.without ?? slot.without, ...((guarded(shape) || slot.criticality === 'critical') && { circuit_breaker: breaker(slot.fallback) }) };
  }
  if (shape.decision.structure === 'one') return { component: to, mode: use.mode ?? 'sync', via: use.mode === 'async' ? 'event' : 'call', reason };
  if (use.mode === 'async') return { component: to, mode: 'async', via: use.via === 'grpc' ? 'stream' : 'event', reason, ...(use.without && { degradation: use.without }) };
  return { component: to, mode: 'sync', via: use.via ?? 'http', reason, timeout: '1s', ...waits, ...(guarded(shape) && { circuit_breaker: breaker('error_with_retry_after') }) } as DeclaredDependency;
}

function externalOf({ components }: Shape, { id, kind, criticality, without }: Shape['externals'][number]): DeclaredExternal {
  const users = components.filter(({ edges }) => edges.some((edge) => edge.kind === 'external' && edge.to === id));
  return { kind, criticality, degradation: without, adapter: users.map(({ path }) => `${path}/**/${id}/**`) };
}

function apiOf({ style, public: open, component, pagination, limit, idempotent, clients, streaming, why }: Shape['apis'][number]): DeclaredApi {
  const rest = style === 'rest';
  return {
    style, public: open, component, clients: [...clients], reason: why,
    ...(rest && { versioning: 'url-path', error_format: ['code', 'message', 'details', 'request_id'], envelope: ['data', 'meta', 'errors'] }),
    ...(pagination && { pagination }), ...(limit !== undefined && { rate_limit: limit }), ...(idempotent && { idempotency_keys: true }), ...(streaming && { streaming }),
  };
}

function contextsOf({ components, stores, brief }: Shape): DeclaredContext[] {
  const parts = components.flatMap(({ parts: own, name, owner }) => own.map((part) => ({ part, name, owner })));
  const heard = new Set(parts.flatMap(({ part }) => part.consumes ?? []));
  const told = new Set(parts.flatMap(({ part }) => part.publishes ?? []));
  return [...new Set(parts.map(({ part }) => part.context))].map((context): DeclaredContext => {
    const own = parts.filter(({ part }) => part.context === context);
    const entities = own.flatMap(({ part }) => part.entities ?? []);
    const slots = new Set(own.flatMap(({ part }) => part.store ?? []));
    const [store] = stores.filter(({ slots: held }) => held.some(({ slot }) => slots.has(slot.id)));
    const flat = (key: 'publishes' | 'consumes' | 'commands' | 'queries'): string[] => [...new Set(own.flatMap(({ part }) => part[key] ?? []))];
    return {
      name: context, owner_team: own[0]!.owner, components: [...new Set(own.map(({ name }) => name))],
      core_entities: entities.map(({ name, root, invariants }) => ({ name, type: root ? 'aggregate_root' as const : 'entity' as const, ...(invariants && { invariants: [...invariants] }) })),
      ...(!brief.build && { domain_events_published: flat('publishes').filter((event) => heard.has(event)), domain_events_consumed: flat('consumes').filter((event) => told.has(event)) }),
      api_surface: { commands: flat('commands'), queries: flat('queries') },
      ...(store && { data_store: store.name }),
    };
  });
}
