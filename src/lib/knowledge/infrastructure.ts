// The source document's Phase 7.

export interface CloudRow {
  readonly need: string;
  readonly aws: readonly string[];
  readonly gcp: readonly string[];
  readonly azure: readonly string[];
  readonly selfHosted: readonly string[];
}

export const CLOUD_SERVICES: readonly CloudRow[] = [
  { need: 'containers', aws: ['ECS', 'EKS'], gcp: ['Cloud Run', 'GKE'], azure: ['ACA', 'AKS'], selfHosted: ['Kubernetes', 'Nomad'] },
  { need: 'serverless', aws: ['Lambda'], gcp: ['Cloud Functions'], azure: ['Functions'], selfHosted: ['OpenFaaS'] },
  { need: 'relational database', aws: ['RDS', 'Aurora'], gcp: ['Cloud SQL', 'AlloyDB'], azure: ['Azure SQL'], selfHosted: ['PostgreSQL'] },
  { need: 'message queue', aws: ['SQS', 'SNS'], gcp: ['Pub/Sub'], azure: ['Service Bus'], selfHosted: ['RabbitMQ', 'Kafka'] },
  { need: 'object storage', aws: ['S3'], gcp: ['GCS'], azure: ['Blob Storage'], selfHosted: ['MinIO'] },
  { need: 'content delivery', aws: ['CloudFront'], gcp: ['Cloud CDN'], azure: ['Azure CDN'], selfHosted: ['Cloudflare'] },
  { need: 'search', aws: ['OpenSearch'], gcp: [], azure: ['Cognitive Search'], selfHosted: ['Elasticsearch'] },
  { need: 'cache', aws: ['ElastiCache'], gcp: ['Memorystore'], azure: ['Azure Cache'], selfHosted: ['Redis'] },
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
