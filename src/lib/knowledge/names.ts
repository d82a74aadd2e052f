import type { DeclaredExternal, DeclaredTenancy } from '../../model/index.ts';
import type { ApiStyleRow, VersioningRow } from './apis.ts';
import type { CachingRow, ConsistencyRow, MessagingRow } from './data.ts';
import type { ResilienceRow } from './distributed.ts';
import type { CloudProvider } from './infrastructure.ts';
import type { GuideId } from './patterns.ts';
import type { AuthenticationRow, DefenseLayer } from './security.ts';
import type { StyleName } from './styles.ts';

/** How people write an entry: its name first, then what else they call it. Spaces, hyphens and case do not count. */
type Names<Id extends string> = Readonly<Record<Id, readonly [name: string, ...also: string[]]>>;

export const STYLE_NAMES: Names<StyleName> = {
  'monolith': ['monolith', 'single application', 'majestic monolith'],
  'modular-monolith': ['modular monolith', 'modulith', 'modular'],
  'service-oriented': ['service-oriented', 'SOA', 'service-oriented architecture', 'a few services', 'macroservices'],
  'microservices': ['microservices', 'microservice', 'micro services', 'microservice architecture'],
  'event-driven': ['event-driven', 'EDA', 'event-driven architecture'],
  'serverless': ['serverless', 'FaaS', 'function as a service'],
  'cqrs-event-sourcing': ['CQRS and event sourcing', 'CQRS + event sourcing', 'cqrs es', 'CQRS with event sourcing', 'event sourcing', 'CQRS'],
  'cell-based': ['cell-based', 'cells', 'cell architecture', 'cell-based architecture'],
};

/** Engines by the words of architecture.yaml; those without a row here are called by that word. */
export const ENGINE_NAMES: Names<string> = {
  'postgresql': ['PostgreSQL', 'postgres', 'pg', 'psql'], 'mysql': ['MySQL'], 'mariadb': ['MariaDB'], 'sqlserver': ['SQL Server', 'mssql', 'Microsoft SQL Server'], 'oracle': ['Oracle', 'oracle database'], 'sqlite': ['SQLite', 'sqlite3'], 'cockroachdb': ['CockroachDB', 'cockroach'], 'aurora': ['Aurora', 'amazon aurora'],
  'mongodb': ['MongoDB', 'mongo'], 'dynamodb': ['DynamoDB', 'dynamo'], 'couchdb': ['CouchDB', 'couch'], 'firestore': ['Firestore', 'cloud firestore'], 'cosmosdb': ['Cosmos DB', 'cosmos', 'azure cosmos db'],
  'timescaledb': ['TimescaleDB', 'timescale'], 'influxdb': ['InfluxDB', 'influx'], 'prometheus': ['Prometheus'],
  'elasticsearch': ['Elasticsearch', 'elastic', 'es'], 'opensearch': ['OpenSearch'], 'meilisearch': ['Meilisearch', 'meili'], 'typesense': ['Typesense'], 'algolia': ['Algolia'], 'solr': ['Solr', 'apache solr'],
  'neo4j': ['Neo4j', 'neo'], 'neptune': ['Neptune', 'amazon neptune'],
  'redis': ['Redis'], 'valkey': ['Valkey'], 'memcached': ['Memcached', 'memcache'], 'dragonfly': ['Dragonfly'], 'keydb': ['KeyDB'],
  'clickhouse': ['ClickHouse', 'click house'], 'bigquery': ['BigQuery', 'google bigquery'], 'snowflake': ['Snowflake'], 'redshift': ['Redshift', 'amazon redshift'], 'duckdb': ['DuckDB'],
  'kafka': ['Kafka', 'apache kafka'], 'sqs': ['SQS', 'amazon sqs', 'aws sqs', 'simple queue service'], 'rabbitmq': ['RabbitMQ', 'rabbit', 'amqp'], 'nats': ['NATS'], 'pubsub': ['Pub/Sub', 'google pubsub', 'cloud pub/sub'], 'servicebus': ['Service Bus', 'azure service bus'], 'kinesis': ['Kinesis', 'amazon kinesis'], 'redpanda': ['Redpanda'], 'bullmq': ['BullMQ'], 'sns': ['SNS'], 's3': ['S3'], 'gcs': ['GCS'], 'minio': ['MinIO'],
};

export const MESSAGING_NAMES: Names<MessagingRow['broker']> = { kafka: ['Kafka', 'apache kafka'], sqs: ['SQS', 'amazon sqs', 'aws sqs', 'simple queue service'], rabbitmq: ['RabbitMQ', 'rabbit', 'amqp'] };

export const API_STYLE_NAMES: Names<ApiStyleRow['style']> = {
  rest: ['REST', 'RESTful', 'REST API', 'HTTP API', 'json over http'], graphql: ['GraphQL', 'gql', 'GraphQL API'], grpc: ['gRPC', 'protobuf', 'rpc'], websocket: ['WebSocket', 'websockets', 'ws', 'web socket', 'socket.io'], sse: ['SSE', 'server-sent events', 'eventsource', 'server push'],
};

export const VERSIONING_NAMES: Names<VersioningRow['strategy']> = {
  'url-path': ['URL path', 'path versioning', 'url versioning', '/v2/', 'uri versioning'], 'header': ['header', 'Accept-Version', 'header versioning'], 'query': ['query parameter', 'query param', '?version=2', 'query versioning'], 'none': ['no versioning', 'evolve', 'unversioned', 'none'],
};

export const CACHING_NAMES: Names<CachingRow['pattern']> = {
  'cache-aside': ['cache-aside', 'lazy loading', 'look-aside'], 'read-through': ['read-through'], 'write-through': ['write-through'], 'write-behind': ['write-behind', 'write-back'], 'stampede-prevention': ['stampede prevention', 'cache stampede', 'stampede', 'thundering herd', 'single flight', 'dogpile'],
};

export const CONSISTENCY_NAMES: Names<ConsistencyRow['mechanism']> = {
  'transaction': ['database transaction', 'transaction', 'ACID', 'acid transaction'], 'two-phase-commit': ['two-phase commit', '2PC', 'xa', 'distributed transaction'], 'choreography': ['choreography', 'choreographed saga', 'saga choreography', 'saga by choreography', 'saga', 'sagas'],
  'orchestration': ['orchestration', 'orchestrated saga', 'saga orchestration', 'saga by orchestration', 'saga', 'sagas'], 'idempotent-consumers': ['eventual consistency', 'idempotent consumers', 'eventual', 'idempotency'],
};

export const AUTHENTICATION_NAMES: Names<AuthenticationRow['approach']> = {
  'session': ['sessions', 'session', 'cookies', 'session cookies', 'session-based'], 'jwt': ['JWT', 'json web token', 'tokens', 'bearer token', 'stateless tokens'], 'oauth2-oidc': ['OAuth 2.0 and OIDC', 'oauth', 'oauth2', 'oidc', 'openid connect', 'sso', 'single sign-on', 'OAuth 2.0 + OIDC'], 'api-keys': ['API keys', 'api key'], 'mtls': ['mTLS', 'mutual tls', 'client certificates'],
};

export const TENANCY_NAMES: Names<Exclude<DeclaredTenancy['model'], 'single'>> = {
  'shared-rows': ['shared rows', 'row-level security', 'rls', 'row level', 'shared everything', 'shared database', 'tenant column', 'pooled'], 'separate-databases': ['separate databases', 'separate db', 'database per tenant', 'db per tenant', 'shared app, separate db'],
  'separate-apps': ['separate applications', 'separate apps', 'app per tenant', 'shared infra, separate app'], 'isolated': ['full isolation', 'isolated', 'fully isolated', 'silo', 'infrastructure per tenant'],
};

export const CLOUD_NAMES: Names<CloudProvider> = { 'aws': ['AWS', 'amazon', 'amazon web services'], 'gcp': ['GCP', 'google cloud', 'google', 'google cloud platform'], 'azure': ['Azure', 'microsoft azure'], 'self-hosted': ['self-hosted', 'on-premises', 'on-prem', 'own servers', 'bare metal'] };

export const INTEGRATION_NAMES: Names<NonNullable<DeclaredExternal['kind']>> = {
  'external-api': ['anti-corruption layer', 'acl', 'mandatory acl', 'external api'], 'legacy': ['anti-corruption layer with strangler fig', 'acl and strangler', 'legacy'], 'saas': ['thin wrapper', 'thin acl', 'thin layer', 'sdk wrapper', 'saas'], 'own-team': ['shared contract', 'contract', 'no acl', 'openapi contract', 'own team'],
};

export const RESILIENCE_NAMES: Names<ResilienceRow['pattern']> = {
  'retry': ['retry with backoff', 'retry', 'retries', 'backoff', 'exponential backoff'], 'circuit-breaker': ['circuit breaker', 'breaker', 'opossum'], 'bulkhead': ['bulkhead', 'bulkheads', 'concurrency limit', 'concurrency limits'], 'timeout': ['timeout', 'timeouts', 'deadline'], 'fallback': ['fallback', 'graceful degradation', 'default value'],
  'rate-limiter': ['rate limiter', 'rate limit', 'rate limiting', 'throttling', 'throttle', '429'], 'load-shedding': ['load shedding', 'shedding', 'backpressure'],
};

export const PATTERN_NAMES: Names<GuideId> = {
  'strangler-fig': ['strangler fig', 'strangler', 'strangler pattern', 'monolith migration'], 'cqrs': ['CQRS', 'command query responsibility segregation', 'command query separation', 'read models'], 'outbox': ['outbox', 'transactional outbox', 'dual writes'], 'bff': ['backend for frontend', 'bff', 'backends for frontends'],
  'sidecar': ['sidecar and service mesh', 'sidecar', 'service mesh', 'mesh', 'istio', 'linkerd', 'envoy'], 'saga': ['saga', 'sagas', 'compensation', 'distributed transaction', 'distributed transactions', 'orchestration', 'choreography'], 'anti-corruption-layer': ['anti-corruption layer', 'acl', 'adapter', 'wrapper'], 'event-sourcing': ['event sourcing', 'event store', 'event log', 'CQRS and event sourcing'],
  'api-gateway': ['API gateway', 'gateway', 'edge gateway'], 'idempotency': ['idempotency', 'idempotent consumers', 'idempotency keys', 'deduplication', 'exactly once'], 'dead-letter-queue': ['dead letter queue', 'dlq', 'dead letters', 'dead-letter topic'],
};

export const DEFENSE_NAMES: Names<DefenseLayer['layer']> = {
  network: ['network', 'waf', 'firewall', 'network layer'], transport: ['transport', 'tls', 'encryption in transit'], authentication: ['authentication', 'authn', 'authentication layer'], authorization: ['authorization', 'authz', 'rbac', 'abac', 'permissions'],
  application: ['application', 'input validation', 'owasp'], data: ['data', 'encryption at rest', 'field encryption'], monitoring: ['monitoring', 'audit logs', 'anomaly detection'],
};

/** Services of providers, by the name that the matrix gives them. */
export const SERVICE_NAMES: Readonly<Record<string, readonly string[]>> = {
  'Kubernetes': ['k8s', 'kube'], 'Lambda': ['aws lambda'], 'ECS': ['fargate', 'amazon ecs', 'elastic container service'], 'EKS': ['amazon eks', 'elastic kubernetes service'], 'GKE': ['google kubernetes engine'], 'AKS': ['azure kubernetes service'],
  'ACA': ['azure container apps', 'container apps'], 'Cloud Functions': ['google cloud functions', 'gcf'], 'Functions': ['azure functions'], 'RDS': ['amazon rds'], 'S3': ['amazon s3'], 'GCS': ['google cloud storage', 'cloud storage'], 'Blob Storage': ['azure blob storage', 'azure blob'],
  'Pub/Sub': ['pubsub', 'google pubsub'], 'CloudFront': ['amazon cloudfront'], 'Cognitive Search': ['azure search', 'azure ai search'], 'OpenSearch': ['amazon opensearch'], 'Azure Cache': ['azure cache for redis'], 'SNS': ['amazon sns'], 'Service Bus': ['azure service bus'],
};
