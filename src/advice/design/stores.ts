import type { CloudProvider } from '../../lib/knowledge/infrastructure.ts';
import { STORES } from '../../lib/knowledge/data.ts';
import { at, reaches, type Blueprint, type EngineRole, type Load, type QueueSlot, type StorePlan, type StoreSlot } from '../../lib/knowledge/systems/blueprint.ts';
import type { DeclaredDataStore } from '../../model/index.ts';
import type { Brief } from './brief.ts';
import type { Decision, Placed } from './decide.ts';

/** A store of the design: one engine, with all slots that it holds. */
export interface StoreHere {
  readonly name: string;
  readonly engine: string;
  readonly purpose: NonNullable<DeclaredDataStore['purpose']>;
  readonly slots: readonly { readonly slot: StoreSlot; readonly plan: StorePlan }[];
  readonly why: string;
  /** The row of the guide, in words. */
  readonly row: string;
}

export interface QueueHere { readonly name: string; readonly engine: string; readonly slots: readonly QueueSlot[]; readonly why: string; readonly row: string; readonly producers: readonly string[]; readonly consumers: readonly string[]; readonly key?: string; readonly idempotencyKey: string }

type Pick1 = readonly [engine: string, purpose: StoreHere['purpose'], why: string];

function engineFor(role: EngineRole, cloud: CloudProvider | undefined): Pick1 {
  switch (role) {
    case 'relational': return ['postgresql', 'relational', ''];
    case 'wide-column': return cloud === 'aws' ? ['dynamodb', 'key-value', 'DynamoDB, since it runs on aws'] : ['cassandra', 'key-value', 'Cassandra, which runs anywhere; DynamoDB runs on aws alone'];
    case 'objects': return cloud === 'gcp' ? ['gcs', 'object-storage', ''] : cloud === 'azure' ? ['azure-blob', 'object-storage', ''] : cloud === 'self-hosted' ? ['minio', 'object-storage', ''] : ['s3', 'object-storage', cloud === 'aws' ? '' : 'S3, or what speaks its protocol'];
    case 'analytics': return cloud === 'gcp' ? ['bigquery', 'analytics', 'BigQuery, since it runs on gcp'] : ['clickhouse', 'analytics', ''];
    case 'time-series': return ['timescaledb', 'time-series', 'TimescaleDB, since it is PostgreSQL, which the team runs already'];
    case 'search': return ['elasticsearch', 'search', ''];
    case 'memory': return ['redis', 'cache', ''];
  }
}

const rowOf = (purpose: string): string => {
  const row = STORES.find((one) => one.purpose === purpose);
  return row ? `for ${row.need}: ${row.bestFit.join(', ')}${row.avoid === undefined ? '' : `; to avoid: ${row.avoid}`}` : purpose === 'key-value' ? `for documents and keys: ${STORES.find((one) => one.purpose === 'document')!.bestFit.join(', ')}; to avoid: where joins are needed` : 'object storage: no row of the guide, the cloud matrix names it';
};

/** Relational slots share one database in one deployable; services share none. */
export function storesOf({ stores }: Blueprint, { load, structure, clouds: [cloud] }: Decision, placed: readonly Placed[]): readonly StoreHere[] {
  const found = new Map<string, StoreHere>();
  for (const slot of stores) {
    const owner = ownerOf(slot.id, placed);
    if (owner === undefined) continue;
    const plan = at(slot.plan, load)!;
    const [engine, purpose, why] = engineFor(plan.role, cloud);
    const name = plan.role !== 'relational' ? slot.id : structure === 'one' ? 'main-db' : `${owner}-db`;
    const before = found.get(name);
    const clash = before !== undefined && before.engine !== engine;
    const key = clash ? `${name}-${purpose}` : name;
    found.set(key, { name: key, engine, purpose, slots: [...(clash ? [] : before?.slots ?? []), { slot, plan }], why: why === '' ? plan.why : `${plan.why} ${why}.`, row: purpose === 'relational' ? 'PostgreSQL serves nine uses of ten; start there' : rowOf(purpose) });
  }
  return [...found.values()];
}

/** The component whose slot it is: the part that names it as its own, else the first that uses it. */
export function ownerOf(slot: string, placed: readonly Placed[]): string | undefined {
  const own = placed.find(({ part }) => part.store === slot) ?? placed.find(({ part }) => part.uses.some((use) => 'store' in use && use.store === slot));
  return own?.component;
}

export const storeOfSlot = (slot: string, stores: readonly StoreHere[]): StoreHere | undefined => stores.find(({ slots }) => slots.some((one) => one.slot.id === slot));

/** Developers from which a broker of one's own is worth running. */
const BROKER_TEAM = 10;

/** Queues by the guide: ordered, simple or routed; at a light load in one deployable, a table of jobs. */
export function queuesOf({ queues }: Blueprint, { load, structure, clouds: [cloud] }: Decision, { project: { team_size: team } }: Brief, placed: readonly Placed[]): readonly QueueHere[] {
  const there = queues.filter(({ from }) => reaches(load, from));
  const homes = (ids: readonly string[]): string[] => [...new Set(ids.flatMap((id) => placed.find(({ part }) => part.id === id)?.component ?? []))];
  if (there.length === 0) return [];
  if (structure === 'one' && load === 'light') {
    return [{
      name: 'jobs', engine: 'postgresql', slots: there, producers: homes(there.flatMap(({ producers }) => producers)), consumers: homes(there.flatMap(({ consumers }) => consumers)), idempotencyKey: 'job_id',
      why: 'A table of jobs, written in the same transaction as the data: no message is lost, no outbox is needed, and there is one store less. The guide avoids a database as the queue; at a few messages a second it is the right exception, kept behind one module so that a broker can take its place.',
      row: 'messages; to avoid: a database as the queue',
    }];
  }
  return there.map((slot) => {
    const [engine, why] = brokerFor(slot, load, structure, team, cloud);
    return { name: slot.id, engine, slots: [slot], why: `${slot.why} ${why}`, row: 'messages: Kafka (in order), SQS (simple), RabbitMQ (routed)', producers: homes(slot.producers), consumers: homes(slot.consumers), idempotencyKey: slot.idempotencyKey, ...(slot.key !== undefined && { key: slot.key }) };
  });
}

function brokerFor({ key }: QueueSlot, load: Load, structure: Decision['structure'], team: number, cloud: CloudProvider | undefined): readonly [string, string] {
  const ordered = key !== undefined;
  if (ordered && (load === 'heavy' || structure === 'services') && team >= BROKER_TEAM) return ['kafka', `Kafka keeps messages in order by ${key}, and lets them be read again.`];
  const order = ordered ? `Order is kept by ${key}.` : 'No order is needed.';
  if (cloud === 'aws') return ['sqs', `SQS is simple, and the provider runs it. ${ordered ? `A FIFO queue groups by ${key}.` : order}`];
  if (cloud === 'gcp') return ['pubsub', `Pub/Sub is what gcp runs. ${order}`];
  if (cloud === 'azure') return ['service-bus', `Service Bus is what azure runs. ${order}`];
  const kept = ordered ? `${team} developers should not run Kafka; order is kept by ${key}, with one active consumer for each share of the keys.` : 'No order is needed, so it need not be Kafka.';
  return ['rabbitmq', `RabbitMQ, bought as a service. ${kept}`];
}
