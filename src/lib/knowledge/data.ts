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

/** The consistency tree, as rows. */
export const CONSISTENCY = [
  { need: 'strong', within: 'one service', use: 'a database transaction', cost: 'none beyond the database' },
  { need: 'strong', within: 'several services', use: 'two-phase commit', cost: 'simple, and it blocks' },
  { need: 'strong', within: 'several services', use: 'a saga by choreography', cost: 'driven by events, consistent in the end' },
  { need: 'strong', within: 'several services', use: 'a saga by orchestration', cost: 'one coordinator in the middle' },
  { need: 'eventual', within: 'any', use: 'idempotent consumers', cost: 'readers see old values for a while' },
] as const;

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
