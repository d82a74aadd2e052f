/** What a package connects to. `section`: where architecture.yaml declares such a thing. */
export interface Driver {
  readonly packages: readonly string[];
  readonly engine: string;
  readonly section: 'stores' | 'caches' | 'queues';
  readonly purpose?: string;
}

/** Clients of stores, caches and queues that speak to one engine alone. */
export const DRIVERS: readonly Driver[] = [
  { packages: ['pg', 'pg-promise', 'postgres', 'pg-native', '@prisma/adapter-pg', '@electric-sql/pglite', '@neondatabase/serverless', '@vercel/postgres', 'slonik', '@fastify/postgres'], engine: 'postgresql', section: 'stores', purpose: 'relational' },
  { packages: ['mysql', 'mysql2', '@fastify/mysql', 'promise-mysql'], engine: 'mysql', section: 'stores', purpose: 'relational' },
  { packages: ['@planetscale/database'], engine: 'planetscale', section: 'stores', purpose: 'relational' },
  { packages: ['mariadb', '@prisma/adapter-mariadb'], engine: 'mariadb', section: 'stores', purpose: 'relational' },
  { packages: ['mssql', 'tedious'], engine: 'sqlserver', section: 'stores', purpose: 'relational' },
  { packages: ['oracledb'], engine: 'oracle', section: 'stores', purpose: 'relational' },
  { packages: ['better-sqlite3', 'sqlite3', 'sqlite', '@libsql/client', 'libsql', 'sql.js', '@vscode/sqlite3'], engine: 'sqlite', section: 'stores', purpose: 'relational' },
  { packages: ['mongodb', 'mongoose', '@nestjs/mongoose', '@typegoose/typegoose', '@fastify/mongodb', 'monk'], engine: 'mongodb', section: 'stores', purpose: 'document' },
  { packages: ['@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb', 'dynamoose', 'electrodb'], engine: 'dynamodb', section: 'stores', purpose: 'key-value' },
  { packages: ['cassandra-driver'], engine: 'cassandra', section: 'stores' },
  { packages: ['neo4j-driver'], engine: 'neo4j', section: 'stores', purpose: 'graph' },
  { packages: ['@clickhouse/client', 'clickhouse'], engine: 'clickhouse', section: 'stores', purpose: 'analytics' },
  { packages: ['@influxdata/influxdb-client', 'influx'], engine: 'influxdb', section: 'stores', purpose: 'time-series' },
  { packages: ['@elastic/elasticsearch', '@nestjs/elasticsearch'], engine: 'elasticsearch', section: 'stores', purpose: 'search' },
  { packages: ['@opensearch-project/opensearch'], engine: 'opensearch', section: 'stores', purpose: 'search' },
  { packages: ['meilisearch'], engine: 'meilisearch', section: 'stores', purpose: 'search' },
  { packages: ['typesense'], engine: 'typesense', section: 'stores', purpose: 'search' },
  { packages: ['@qdrant/js-client-rest', '@qdrant/qdrant-js'], engine: 'qdrant', section: 'stores', purpose: 'vector' },
  { packages: ['@google-cloud/bigquery'], engine: 'bigquery', section: 'stores', purpose: 'analytics' },
  { packages: ['snowflake-sdk'], engine: 'snowflake', section: 'stores', purpose: 'analytics' },
  { packages: ['@google-cloud/firestore'], engine: 'firestore', section: 'stores', purpose: 'document' },
  { packages: ['@azure/cosmos'], engine: 'cosmosdb', section: 'stores', purpose: 'document' },
  { packages: ['@aws-sdk/client-s3', '@aws-sdk/lib-storage', 'multer-s3', '@aws-sdk/s3-request-presigner'], engine: 's3', section: 'stores', purpose: 'object-storage' },
  { packages: ['minio'], engine: 's3', section: 'stores', purpose: 'object-storage' },
  { packages: ['@google-cloud/storage'], engine: 'google-cloud-storage', section: 'stores', purpose: 'object-storage' },
  { packages: ['@azure/storage-blob'], engine: 'azure-blob-storage', section: 'stores', purpose: 'object-storage' },
  { packages: ['ioredis', 'redis', '@redis/client', 'iovalkey', '@fastify/redis', '@upstash/redis', '@keyv/redis', 'cache-manager-ioredis-yet', 'cache-manager-redis-yet', 'cache-manager-redis-store', 'connect-redis', 'rate-limit-redis'], engine: 'redis', section: 'caches' },
  { packages: ['memcached', 'memjs'], engine: 'memcached', section: 'caches' },
  { packages: ['bullmq', 'bull', '@nestjs/bullmq', '@nestjs/bull', 'bee-queue'], engine: 'bullmq', section: 'queues' },
  { packages: ['pg-boss', 'graphile-worker'], engine: 'postgresql', section: 'queues' },
  { packages: ['kafkajs', '@confluentinc/kafka-javascript', 'node-rdkafka', '@platformatic/kafka'], engine: 'kafka', section: 'queues' },
  { packages: ['amqplib', 'amqp-connection-manager', '@golevelup/nestjs-rabbitmq', 'rascal', 'rhea'], engine: 'rabbitmq', section: 'queues' },
  { packages: ['nats', '@nats-io/transport-node'], engine: 'nats', section: 'queues' },
  { packages: ['@aws-sdk/client-sqs', 'sqs-consumer', '@ssut/nestjs-sqs'], engine: 'sqs', section: 'queues' },
  { packages: ['@aws-sdk/client-sns'], engine: 'sns', section: 'queues' },
  { packages: ['@aws-sdk/client-eventbridge'], engine: 'eventbridge', section: 'queues' },
  { packages: ['@aws-sdk/client-kinesis'], engine: 'kinesis', section: 'queues' },
  { packages: ['@google-cloud/pubsub'], engine: 'pubsub', section: 'queues' },
  { packages: ['@azure/service-bus'], engine: 'service-bus', section: 'queues' },
];

/** Packages that speak to several databases: which one stands in their configuration. */
export const MAPPERS: readonly string[] = ['typeorm', '@nestjs/typeorm', 'sequelize', 'sequelize-typescript', '@nestjs/sequelize', 'knex', 'drizzle-orm', 'kysely', '@mikro-orm/*', 'objection', '@prisma/client', 'prisma'];

const byPackage = new Map(DRIVERS.flatMap((driver) => driver.packages.map((name) => [name, driver] as const)));

export const driverOf = (name: string): Driver | undefined => byPackage.get(name);

/** What a configuration calls an engine → what architecture.yaml does. */
const DIALECTS: Readonly<Record<string, string>> = {
  postgres: 'postgresql', postgresql: 'postgresql', pg: 'postgresql', 'aurora-postgres': 'postgresql', mysql: 'mysql', mysql2: 'mysql', 'aurora-mysql': 'mysql', mariadb: 'mariadb',
  sqlite: 'sqlite', sqlite3: 'sqlite', 'better-sqlite3': 'sqlite', libsql: 'sqlite', turso: 'sqlite', mssql: 'sqlserver', sqlserver: 'sqlserver', oracle: 'oracle', mongodb: 'mongodb', mongo: 'mongodb', cockroachdb: 'cockroachdb',
};
export const engineOfDialect = (dialect: string): string | undefined => DIALECTS[dialect.toLowerCase()];

const PURPOSES: Readonly<Record<string, string>> = Object.fromEntries(DRIVERS.flatMap(({ engine, section, purpose }) => (section === 'stores' && purpose ? [[engine, purpose]] : [])));
export const purposeOf = (engine: string): string | undefined => PURPOSES[engine] ?? ({ cockroachdb: 'relational', document: 'document', minio: 'object-storage', search: 'search' } as Record<string, string>)[engine];
