import type { DeclaredDataStore } from '../../model/index.ts';

// The source document's Phase 4.

export type StorePurpose = 'relational' | 'document' | 'time-series' | 'search' | 'graph' | 'cache' | 'analytics' | 'queue';

export interface StoreRow {
  readonly purpose: StorePurpose;
  readonly need: string;
  /** Names as people write them; engines by the words of architecture.yaml. */
  readonly bestFit: readonly string[];
  readonly engines: readonly string[];
  /** What not to use for it, or when not to use it. */
  readonly avoid?: string;
}

/** The selection guide: PostgreSQL first, unless the need says otherwise. */
export const STORES: readonly StoreRow[] = [
  { purpose: 'relational', need: 'general use, related records', bestFit: ['PostgreSQL'], engines: ['postgresql', 'mysql', 'mariadb', 'sqlserver', 'oracle', 'sqlite', 'cockroachdb', 'aurora'] },
  { purpose: 'document', need: 'documents of a flexible shape', bestFit: ['MongoDB', 'DynamoDB'], engines: ['mongodb', 'dynamodb', 'couchdb', 'firestore', 'cosmosdb'], avoid: 'where joins are needed' },
  { purpose: 'time-series', need: 'measurements over time', bestFit: ['TimescaleDB', 'InfluxDB'], engines: ['timescaledb', 'influxdb', 'prometheus'], avoid: 'a general relational database' },
  { purpose: 'search', need: 'full-text search', bestFit: ['Elasticsearch', 'Meilisearch'], engines: ['elasticsearch', 'opensearch', 'meilisearch', 'typesense', 'algolia', 'solr'], avoid: 'SQL LIKE queries at scale' },
  { purpose: 'graph', need: 'graphs, such as social ties or fraud rings', bestFit: ['Neo4j', 'Neptune'], engines: ['neo4j', 'neptune'], avoid: 'a relational database with recursive queries' },
  { purpose: 'cache', need: 'caches and sessions', bestFit: ['Redis', 'Valkey'], engines: ['redis', 'valkey', 'memcached', 'dragonfly', 'keydb'], avoid: 'stores that only persist' },
  { purpose: 'analytics', need: 'analysis over many rows', bestFit: ['ClickHouse', 'BigQuery', 'Snowflake'], engines: ['clickhouse', 'bigquery', 'snowflake', 'redshift', 'duckdb'], avoid: 'transactional databases' },
  { purpose: 'queue', need: 'messages', bestFit: ['Kafka (in order)', 'SQS (simple)', 'RabbitMQ (routed)'], engines: ['kafka', 'sqs', 'rabbitmq', 'nats', 'pubsub', 'servicebus', 'kinesis', 'redpanda'], avoid: 'a database as the queue' },
];

/** Messages: what each of the guide's three is chosen for. */
export interface MessagingRow { readonly broker: 'kafka' | 'sqs' | 'rabbitmq'; readonly strength: string }
export const MESSAGING: readonly MessagingRow[] = [
  { broker: 'kafka', strength: 'messages stay in order' },
  { broker: 'sqs', strength: 'simple' },
  { broker: 'rabbitmq', strength: 'messages are routed' },
];

export type DeclaredPurpose = NonNullable<DeclaredDataStore['purpose']>;

interface PurposeFit { readonly engines: RegExp; readonly instead: string }
const fit = (engines: RegExp, instead: string): PurposeFit => ({ engines, instead });

/** Engines that serve each purpose of architecture.yaml, those beyond the guide's rows included, and what is made for it. */
export const PURPOSE_FIT: Readonly<Record<DeclaredPurpose, PurposeFit>> = {
  'relational': fit(/^(?:postgres|mysql|mariadb|sqlserver|oracle|cockroach|aurora|sqlite|spanner|yugabyte|planetscale|neon|timescale)/, 'PostgreSQL'),
  'document': fit(/^(?:mongo|dynamodb|couch|documentdb|firestore|cosmos|postgres)/, 'MongoDB or DynamoDB'),
  'key-value': fit(/^(?:redis|valkey|dynamodb|memcached|etcd|cassandra|scylla|keydb|dragonfly|rocksdb)/, 'Redis or DynamoDB'),
  'time-series': fit(/^(?:timescale|influx|prometheus|victoria|questdb|clickhouse|timestream)/, 'TimescaleDB or InfluxDB'),
  'search': fit(/^(?:elastic|opensearch|meili|typesense|solr|algolia)/, 'Elasticsearch or Meilisearch'),
  'graph': fit(/^(?:neo4j|neptune|memgraph|arango|dgraph|janus)/, 'Neo4j or Neptune'),
  'cache': fit(/^(?:redis|valkey|memcached|keydb|dragonfly|hazelcast)/, 'Redis or Valkey'),
  'session': fit(/^(?:redis|valkey|memcached|keydb|dragonfly|dynamodb)/, 'Redis or Valkey'),
  'analytics': fit(/^(?:clickhouse|bigquery|snowflake|redshift|druid|duckdb|databricks|athena|pinot|synapse)/, 'ClickHouse, BigQuery or Snowflake'),
  'queue': fit(/^(?:kafka|sqs|rabbit|nats|pulsar|redis|service-?bus|pubsub|kinesis|activemq|redpanda|sns|eventbridge)/, 'Kafka, SQS or RabbitMQ'),
  'object-storage': fit(/^(?:s3|gcs|google-cloud-storage|azure-blob|minio|r2|ceph|blob)/, 'S3'),
  'event-log': fit(/^(?:kafka|redpanda|pulsar|eventstore|kurrent|kinesis|postgres|nats)/, 'Kafka'),
  'vector': fit(/^(?:pgvector|postgres|pinecone|qdrant|weaviate|milvus|chroma|opensearch|elastic|redis)/, 'PostgreSQL with pgvector or Qdrant'),
};

/** Whether a declared store is of the kind that its purpose asks for; `reasoned`: it is not, and says why. undefined: no purpose, or an engine that the guide does not know. */
export function storeFit({ engine, purpose, reason, decision }: Pick<DeclaredDataStore, 'engine' | 'purpose' | 'reason' | 'decision'>): 'fits' | 'reasoned' | 'misfit' | undefined {
  const wanted = purpose === undefined ? undefined : PURPOSE_FIT[purpose] as PurposeFit | undefined;
  if (!wanted) return undefined;
  const name = engine.toLowerCase();
  if (wanted.engines.test(name)) return 'fits';
  if (reason !== undefined || decision !== undefined) return 'reasoned';
  return Object.values(PURPOSE_FIT).some(({ engines }) => engines.test(name)) ? 'misfit' : undefined;
}

export interface ConsistencyRow {
  readonly mechanism: 'transaction' | 'two-phase-commit' | 'choreography' | 'orchestration' | 'idempotent-consumers';
  readonly need: 'strong' | 'eventual';
  readonly within: string;
  readonly use: string;
  readonly cost: string;
}

/** The consistency tree, as rows. */
export const CONSISTENCY: readonly ConsistencyRow[] = [
  { mechanism: 'transaction', need: 'strong', within: 'one service', use: 'a database transaction', cost: 'none beyond the database' },
  { mechanism: 'two-phase-commit', need: 'strong', within: 'several services', use: 'two-phase commit', cost: 'simple, and it blocks' },
  { mechanism: 'choreography', need: 'strong', within: 'several services', use: 'a saga by choreography', cost: 'driven by events, consistent in the end' },
  { mechanism: 'orchestration', need: 'strong', within: 'several services', use: 'a saga by orchestration', cost: 'one coordinator in the middle' },
  { mechanism: 'idempotent-consumers', need: 'eventual', within: 'any', use: 'idempotent consumers', cost: 'readers see old values for a while' },
];

export interface CachingRow {
  readonly pattern: 'cache-aside' | 'read-through' | 'write-through' | 'write-behind' | 'stampede-prevention';
  readonly useWhen: string;
  readonly invalidation: string;
}

export const CACHING: readonly CachingRow[] = [
  { pattern: 'cache-aside', useWhen: 'reads dominate and stale values do no harm', invalidation: 'a time to live, and explicit removal' },
  { pattern: 'read-through', useWhen: 'the application should stay simple', invalidation: 'the cache fetches by itself' },
  { pattern: 'write-through', useWhen: 'consistency decides', invalidation: 'cache and database are written together' },
  { pattern: 'write-behind', useWhen: 'writes dominate and may be late', invalidation: 'batches are flushed to the database' },
  { pattern: 'stampede-prevention', useWhen: 'hot keys expire', invalidation: 'early recomputation by chance, or a lock' },
];

/** A cache should take at least this share of the database's load. */
export const CACHE_HIT_RATIO = 0.8;

export const CACHE_KEY_MAX_BYTES = 250;
export const CACHE_KEY_RULES = [
  { id: 'version', rule: 'A key names its version.', example: 'v2:user:{id}:profile' },
  { id: 'tenant', rule: 'Where there are several tenants, a key names its tenant.', example: 't:{tenant}:v2:user:{id}' },
  { id: 'length', rule: `A key stays under ${CACHE_KEY_MAX_BYTES} bytes.`, example: 'v2:user:{id}' },
  { id: 'hash-tag', rule: 'Keys that a cluster must keep together share a hash tag.', example: '{user:123}:profile' },
] as const;
