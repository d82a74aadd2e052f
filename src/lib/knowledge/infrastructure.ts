// The source document's Phase 7.

export type CloudProvider = 'aws' | 'gcp' | 'azure' | 'self-hosted';

export interface CloudRow {
  readonly need: string;
  readonly services: Readonly<Record<CloudProvider, readonly string[]>>;
}

export const CLOUD_SERVICES: readonly CloudRow[] = [
  { need: 'containers', services: { 'aws': ['ECS', 'EKS'], 'gcp': ['Cloud Run', 'GKE'], 'azure': ['ACA', 'AKS'], 'self-hosted': ['Kubernetes', 'Nomad'] } },
  { need: 'serverless', services: { 'aws': ['Lambda'], 'gcp': ['Cloud Functions'], 'azure': ['Functions'], 'self-hosted': ['OpenFaaS'] } },
  { need: 'relational database', services: { 'aws': ['RDS', 'Aurora'], 'gcp': ['Cloud SQL', 'AlloyDB'], 'azure': ['Azure SQL'], 'self-hosted': ['PostgreSQL'] } },
  { need: 'message queue', services: { 'aws': ['SQS', 'SNS'], 'gcp': ['Pub/Sub'], 'azure': ['Service Bus'], 'self-hosted': ['RabbitMQ', 'Kafka'] } },
  { need: 'object storage', services: { 'aws': ['S3'], 'gcp': ['GCS'], 'azure': ['Blob Storage'], 'self-hosted': ['MinIO'] } },
  { need: 'content delivery', services: { 'aws': ['CloudFront'], 'gcp': ['Cloud CDN'], 'azure': ['Azure CDN'], 'self-hosted': ['Cloudflare'] } },
  { need: 'search', services: { 'aws': ['OpenSearch'], 'gcp': [], 'azure': ['Cognitive Search'], 'self-hosted': ['Elasticsearch'] } },
  { need: 'cache', services: { 'aws': ['ElastiCache'], 'gcp': ['Memorystore'], 'azure': ['Azure Cache'], 'self-hosted': ['Redis'] } },
];

/** The eight points of a system in several regions. */
export const MULTI_REGION = [
  { id: 'primary-region', point: 'The primary region lies near the users.' },
  { id: 'replication', point: 'How databases replicate is decided: active-passive or active-active.' },
  { id: 'routing', point: 'DNS routes by latency or failover.' },
  { id: 'static-assets', point: 'Static files are served from edges.' },
  { id: 'sessions', point: 'Sessions are stateless or kept in a distributed store.' },
  { id: 'pipeline', point: 'The pipeline deploys to every region.' },
  { id: 'health-checks', point: 'Each region has health checks with automatic failover.' },
  { id: 'residency', point: 'Where data must stay is verified for each region.' },
] as const;

/** Environments from left to right, with what leads to the next one. */
export const ENVIRONMENTS = [
  { name: 'development', is: 'one a branch', promotedBy: 'a merge to main' },
  { name: 'staging', is: 'like production', promotedBy: 'a manual gate' },
  { name: 'production', is: 'real users', promotedBy: undefined },
] as const;

export const ENVIRONMENT_RULES = [
  'Staging has the infrastructure of production, at a smaller scale.',
  'Feature flags roll out, not branches.',
  'Migrations of the database run in staging first.',
  'Load is tested in staging, never in production.',
] as const;
