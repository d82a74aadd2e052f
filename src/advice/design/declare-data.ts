import type { ArchitectureDeclaration, DeclaredCache, DeclaredDataStore, DeclaredQueue } from '../../model/index.ts';
import type { Shape } from './shape.ts';
import { storeOfSlot, type StoreHere } from './stores.ts';

/** Stores, caches, queues, sagas and what must be consistent. */
export function declareData(shape: Shape): Pick<ArchitectureDeclaration, 'data_stores' | 'caches' | 'queues' | 'sagas' | 'consistency' | 'patterns' | 'tenancy'> {
  const { stores, caches, queues, blueprint } = shape;
  const saga = sagaOf(shape);
  const outbox = queues.some(({ engine }) => engine !== 'postgresql') && stores.some(({ engine }) => engine === 'postgresql');
  const patterns = [...(outbox ? ['outbox' as const] : []), ...(saga ? ['saga' as const] : [])];
  const tenancy = tenancyOf(shape);
  return {
    data_stores: Object.fromEntries(stores.map((store) => [store.name, storeOf(shape, store)])),
    caches: Object.fromEntries(caches.map((cache): [string, DeclaredCache] => {
      const over = cache.over === undefined ? undefined : storeOfSlot(cache.over, stores)?.name;
      return [cache.id, {
        engine: 'redis', pattern: cache.pattern, key: keyOf(shape, cache.key), ttl: cache.ttl, invalidation: cache.invalidation, stampede_protection: cache.stampede, expected_hit_ratio: cache.hitRatio,
        ...(over !== undefined && { store: over }), used_by: shape.components.filter(({ edges }) => edges.some((edge) => edge.kind === 'cache' && edge.to === cache.id)).map(({ name }) => name),
        ...(shape.decision.load === 'heavy' && { cluster: true }), replicas: 2, reason: cache.why,
      }];
    })),
    queues: Object.fromEntries(queues.map((queue): [string, DeclaredQueue] => [queue.name, {
      engine: queue.engine, ordering: queue.key === undefined ? 'none' : 'per-key', ...(queue.key !== undefined && { partition_key: queue.key }),
      events: [...new Set(queue.slots.flatMap(({ events }) => events))], producers: [...queue.producers], consumers: [...queue.consumers],
      dead_letter: queue.engine === 'postgresql' ? 'jobs in the state failed, after five attempts' : `${queue.name}-dlq`, max_receives: 5, idempotency_key: queue.idempotencyKey,
      ...(queue.engine !== 'postgresql' && { schema_registry: queue.engine === 'kafka' ? 'a schema registry that refuses what consumers cannot read' : 'schemas in the repository, with a test that new ones are compatible' }),
      ...(queue.engine !== 'postgresql' && { replicas: 3 }), ...(queue.engine === 'postgresql' && { mitigation: 'It lies in main-db and comes back with it.' }), reason: queue.why,
    }])),
    ...(saga && { sagas: [saga] }),
    consistency: consistencyOf(shape, saga?.name),
    ...(patterns.length > 0 && { patterns }),
    ...(tenancy && { tenancy }),
    ...(blueprint.tenants === undefined && shape.brief.given.tenancy === undefined && { tenancy: { model: 'single' as const } }),
  };
}

/** A key names its tenant where several share the cache. */
function keyOf(shape: Shape, key: string): string {
  const model = tenancyOf(shape)?.model;
  return model === undefined || model === 'single' ? key : `t:{tenant}:${key}`;
}

export function tenancyOf({ blueprint: { tenants }, brief: { given } }: Shape): ArchitectureDeclaration['tenancy'] {
  if (given.tenancy) return { ...given.tenancy, ...(given.tenancy.model === 'shared-rows' && given.tenancy.key === undefined && { key: tenants?.key ?? 'tenant_id', enforcement: given.tenancy.enforcement ?? 'row-level-security' }) };
  return tenants && { model: 'shared-rows', key: tenants.key, enforcement: 'row-level-security' };
}

const TRANSACTIONAL = new Set(['postgresql']);
const MANAGED = new Set(['s3', 'gcs', 'azure-blob', 'dynamodb', 'bigquery']);

function storeOf({ decision: { load, structure, regions }, brief, components }: Shape, { name, engine, purpose, slots, why }: StoreHere): DeclaredDataStore {
  const plans = slots.map(({ plan }) => plan);
  const shards = plans.map(({ sharding }) => sharding).find((one) => one !== undefined);
  const parts = plans.map(({ partitioning }) => partitioning).find((one) => one !== undefined);
  const owners = components.filter(({ edges }) => edges.some((edge) => edge.kind === 'store' && edge.to === name)).map((one) => one.name);
  const entities = components.flatMap((one) => one.parts).filter(({ store }) => slots.some(({ slot }) => slot.id === store)).flatMap(({ entities: own = [] }) => own.map((one) => one.name));
  const sql = TRANSACTIONAL.has(engine);
  const objects = purpose === 'object-storage';
  return {
    engine, purpose, reason: slots.length > 1 ? `Holds ${slots.map(({ slot }) => slot.holds).join('; ')}. PostgreSQL serves all of it at this size.` : `Holds ${slots[0]!.slot.holds}. ${why}`,
    ...(structure === 'services' && owners.length === 1 && { owner: owners[0]! }),
    ...(entities.length > 0 && { entities }),
    criticality: brief.build ? 'important' : 'critical',
    ...(!objects && { scaling: {
      ...(sql && { read_replicas: load === 'light' ? (brief.build ? 0 : 1) : load === 'moderate' ? 1 : 2, pooling: true }),
      ...(shards !== undefined && (structure === 'services' || !sql) ? { sharding: shards } : sql ? { sharding: 'none' } : {}), ...(parts !== undefined && { partitioning: parts }),
      reason: load === 'light' ? 'One small machine bears the peak and the storage of years.' : load === 'moderate' ? 'A primary with a replica bears this; reads that may be a second old go to the replica.' : structure === 'one' && shards !== undefined ? `Reads go to replicas and caches; when the primary is half full, split ${shards}.` : 'Split by a key that nearly every query names.',
    } }),
    ...(brief.build ? { replicas: 1, standby: 'A backup of the provider, restored within the hour.', mitigation: 'Hours without it are within 99 %.' } : { replicas: regions === 2 ? 3 : 2, multi_zone: true, ...(sql && { standby: regions === 2 ? 'A standby in another zone takes over by itself; a replica in the second region.' : 'A standby in another zone takes over by itself.' }) }),
    encryption_at_rest: true, tls: true,
    backup: { schedule: MANAGED.has(engine) || objects ? 'continuous' : load === 'light' ? 'daily' : 'continuous', retention: brief.build ? '7d' : '30d' },
  };
}

function sagaOf({ blueprint: { saga }, placed, decision: { structure } }: Shape): NonNullable<ArchitectureDeclaration['sagas']>[number] | undefined {
  if (!saga || structure === 'one') return undefined;
  const home = (id: string): string => placed.find(({ part }) => part.id === id)!.component;
  const steps = saga.steps.map((step) => ({ ...step, service: home(step.service) }));
  return new Set(steps.map(({ service }) => service)).size < 2 ? undefined
    : { name: saga.name, pattern: 'orchestration', orchestrator: home(saga.orchestrator), steps, failure_policy: 'compensate_all_completed_steps', dead_letter: 'saga-failures: runs that neither went on nor back, for a person' };
}

function consistencyOf({ blueprint, placed, stores }: Shape, saga: string | undefined): NonNullable<ArchitectureDeclaration['consistency']> {
  return blueprint.consistency.flatMap(({ operation, level, part }) => {
    const home = placed.find((one) => one.part.id === part);
    if (!home) return [];
    const own = saga !== undefined && operation === saga;
    const held = home.part.store === undefined ? undefined : storeOfSlot(home.part.store, stores);
    return [{ operation, level, components: [home.component], ...(own ? { mechanism: 'saga' as const, saga } : level === 'strong' && (held === undefined || held.engine === 'postgresql') ? { mechanism: 'transaction' as const } : level === 'eventual' ? { mechanism: 'idempotent-consumers' as const } : {}) }];
  });
}
