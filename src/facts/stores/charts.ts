import { at as pick, flag, number, text } from '../../lib/json.ts';
import type { HelmDependency, Store } from '../../model/index.ts';

const DEPENDENCIES: readonly (readonly [RegExp, Store['kind'], string])[] = [
  [/^postgresql(-ha)?$/, 'database', 'postgresql'], [/^mysql$/, 'database', 'mysql'], [/^mariadb(-galera)?$/, 'database', 'mariadb'], [/^mongodb(-sharded)?$/, 'database', 'mongodb'],
  [/^(redis|redis-cluster|redis-ha|valkey|valkey-cluster)$/, 'cache', 'redis'], [/^memcached$/, 'cache', 'memcached'], [/^rabbitmq$/, 'queue', 'rabbitmq'], [/^(kafka)$/, 'queue', 'kafka'],
  [/^(elasticsearch|opensearch|meilisearch)$/, 'search', 'search'], [/^clickhouse$/, 'database', 'clickhouse'], [/^(minio|s3)$/, 'bucket', 'minio'], [/^cassandra$/, 'database', 'cassandra'],
];

/** A chart that is fetched at install time: its well-known values say how many nodes it runs. */
export const dependencyStore = (one: HelmDependency, isExample: (file: string) => boolean): Store | undefined => {
  const known = DEPENDENCIES.find(([pattern]) => pattern.test(one.name));
  if (known === undefined || !one.enabled || one.repository?.startsWith('file:')) return undefined;
  const { values } = one;
  const counts = [pick(values, 'replicaCount'), pick(values, 'replica', 'replicaCount'), pick(values, 'secondary', 'replicaCount'), pick(values, 'readReplicas', 'replicaCount')].map(number).filter((count) => count !== undefined);
  const clustered = /-(ha|cluster|galera|sharded)$/.test(one.name) || /replicat|replicaset|cluster/.test(text(values['architecture']) ?? '');
  const backup = flag(pick(values, 'backup', 'enabled'));
  const several = clustered || counts.some((count) => count >= 2);
  const single = several ? undefined : runsOnce(one);
  return {
    name: one.alias, kind: known[1], engine: known[2], managed: false, source: 'helm', release: one.chart, example: isExample(one.at.file), resource: `chart ${one.name}`, at: one.at,
    ...(one.environment && { environment: one.environment }),
    // `architecture: standalone` is most charts' default; other charts run several nodes by default.
    redundant: { ...(several ? { value: true } : single === undefined ? {} : { value: false }), note: single ?? 'architecture', at: one.at },
    ...(known[1] === 'database' ? { backup: { ...(backup === undefined ? {} : { value: backup }), note: 'backup.enabled', at: one.at } } : {}),
    ...(known[1] === 'database' && (several || hasKey(values, GROWS, 3)) ? { scaling: { ...(several && { value: true }), note: several ? 'several nodes' : 'the values take read replicas or a pool', at: one.at } } : {}),
  };
};

/** The value by which a well-known chart is told to run one node; where nothing is said, only what its charts do by default is known. */
const runsOnce = ({ name, values, repository = '' }: HelmDependency): string | undefined => {
  const count = (...path: string[]): number | undefined => number(pick(values, ...path));
  const byBitnami = /bitnami/.test(repository);
  switch (name) {
    case 'postgresql': case 'mysql': case 'mariadb': case 'mongodb': return text(values['architecture']) !== undefined || byBitnami ? 'architecture' : undefined;
    case 'redis': case 'valkey': return text(values['architecture']) === undefined ? undefined : 'architecture';
    case 'rabbitmq': return count('replicaCount') === 1 || (byBitnami && values['replicaCount'] === undefined) ? 'replicaCount' : undefined;
    // Its controllers are its brokers, too, unless there are brokers of their own.
    case 'kafka': return count('replicaCount') === 1 ? 'replicaCount' : count('controller', 'replicaCount') === 1 && (count('broker', 'replicaCount') ?? 0) < 2 ? 'controller.replicaCount' : undefined;
    case 'opensearch': return flag(values['singleNode']) === true ? 'singleNode' : count('replicas') === 1 ? 'replicas' : undefined;
    case 'elasticsearch': return count('replicas') === 1 ? 'replicas' : undefined;
    case 'memcached': case 'clickhouse': case 'cassandra': return count('replicaCount') === 1 ? 'replicaCount' : undefined;
    default: return undefined;
  }
};

/** What a chart asks its users for, to take more load: addresses of replicas, a pool of connections. */
const GROWS = /^(?:read_?(?:only_?)?replicas?|replica_?(?:host|hostname|url)|pg_?bouncer|pooler|connection_?pool(?:er|ing)?)$/i;
const hasKey = (value: unknown, key: RegExp, depth: number): boolean =>
  depth > 0 && typeof value === 'object' && value !== null && !Array.isArray(value) && Object.entries(value).some(([name, inner]) => (key.test(name) && inner !== false) || hasKey(inner, key, depth - 1));
