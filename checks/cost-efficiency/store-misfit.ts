import { defineCheck, type Judgement } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';

/** The selection guide: what each purpose is best served by. */
const FIT: Readonly<Record<string, RegExp>> = {
  relational: /^(?:postgres|mysql|mariadb|sqlserver|oracle|cockroach|aurora|sqlite|spanner|yugabyte|planetscale|neon|timescale)/,
  document: /^(?:mongo|dynamodb|couch|documentdb|firestore|cosmos|postgres)/,
  'key-value': /^(?:redis|valkey|dynamodb|memcached|etcd|cassandra|scylla|keydb|dragonfly|rocksdb)/,
  'time-series': /^(?:timescale|influx|prometheus|victoria|questdb|clickhouse|timestream)/,
  search: /^(?:elastic|opensearch|meili|typesense|solr|algolia)/,
  graph: /^(?:neo4j|neptune|memgraph|arango|dgraph|janus)/,
  cache: /^(?:redis|valkey|memcached|keydb|dragonfly|hazelcast)/,
  session: /^(?:redis|valkey|memcached|keydb|dragonfly|dynamodb)/,
  analytics: /^(?:clickhouse|bigquery|snowflake|redshift|druid|duckdb|databricks|athena|pinot|synapse)/,
  queue: /^(?:kafka|sqs|rabbit|nats|pulsar|redis|service-?bus|pubsub|kinesis|activemq|redpanda)/,
  'object-storage': /^(?:s3|gcs|azure-blob|minio|r2|ceph|blob)/,
  'event-log': /^(?:kafka|redpanda|pulsar|eventstore|kurrent|kinesis|postgres|nats)/,
  vector: /^(?:pgvector|postgres|pinecone|qdrant|weaviate|milvus|chroma|opensearch|elastic|redis)/,
};
const INSTEAD: Readonly<Record<string, string>> = {
  relational: 'PostgreSQL', document: 'MongoDB or DynamoDB', 'key-value': 'Redis or DynamoDB', 'time-series': 'TimescaleDB or InfluxDB', search: 'Elasticsearch or Meilisearch', graph: 'Neo4j or Neptune',
  cache: 'Redis or Valkey', session: 'Redis or Valkey', analytics: 'ClickHouse, BigQuery or Snowflake', queue: 'Kafka, SQS or RabbitMQ', 'object-storage': 'S3', 'event-log': 'Kafka', vector: 'PostgreSQL with pgvector or Qdrant',
};

export default defineCheck({
  id: 'store-misfit',
  dimension: 'cost-efficiency',
  severity: 'minor',
  phase: '4',
  from: 'MVP',
  effort: 'high',
  title: 'Each store is of the kind that its purpose asks for',
  why: 'A store that is bent to a purpose costs more to run and to keep fast than one that is made for it.',
  fix: 'Choose by the selection guide, or write down under `reason` why this engine is enough here.',
  grading: 'share',
  needs: ['architecture'],
  inspect({ architecture }) {
    const judgements: Judgement[] = [];
    for (const [name, { engine, purpose, reason, decision }] of Object.entries(architecture.declared.data_stores ?? {})) {
      const fit = purpose === undefined ? undefined : FIT[purpose];
      if (!fit) continue;
      const at = placeOf(architecture, pointer('data_stores', name, 'engine'));
      const evidence = [{ note: `Its purpose is ${purpose}.`, at: placeOf(architecture, pointer('data_stores', name, 'purpose')) }];
      const known = fit.test(engine.toLowerCase());
      if (known) judgements.push({ subject: name, standing: 'verified', message: `${engine} is made for ${purpose} data.`, at, evidence });
      else if (reason !== undefined || decision !== undefined) judgements.push({ subject: name, standing: 'verified', message: `${engine} is not the usual choice for ${purpose}; the reason is written down.`, at, confidence: 'medium', evidence });
      else if (Object.values(FIT).some((one) => one.test(engine.toLowerCase()))) {
        judgements.push({ subject: name, standing: 'violated', message: `${engine} serves as ${purpose} store; ${INSTEAD[purpose!]} is made for it.`, at, confidence: 'medium', evidence });
      }
    }
    return { examined: judgements.length, judgements };
  },
});
