import { at as pick, flag, isUnresolved, list, number, record, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { Kubernetes, KubernetesResource, Store, StoreSetting } from '../../model/index.ts';

/** Where the number of instances stands in what an operator is told to run. */
const OPERATORS: Readonly<Record<string, readonly [Store['kind'], string, readonly string[]]>> = {
  'postgresql.cnpg.io Cluster': ['database', 'postgresql', ['spec', 'instances']],
  'acid.zalan.do postgresql': ['database', 'postgresql', ['spec', 'numberOfInstances']],
  'postgres-operator.crunchydata.com PostgresCluster': ['database', 'postgresql', ['spec', 'instances', '0', 'replicas']],
  'pgv2.percona.com PerconaPGCluster': ['database', 'postgresql', ['spec', 'instances', '0', 'replicas']],
  'stackgres.io SGCluster': ['database', 'postgresql', ['spec', 'instances']],
  'mysql.oracle.com InnoDBCluster': ['database', 'mysql', ['spec', 'instances']],
  'pxc.percona.com PerconaXtraDBCluster': ['database', 'mysql', ['spec', 'pxc', 'size']],
  'ps.percona.com PerconaServerMySQL': ['database', 'mysql', ['spec', 'mysql', 'size']],
  'k8s.mariadb.com MariaDB': ['database', 'mariadb', ['spec', 'replicas']],
  'mongodbcommunity.mongodb.com MongoDBCommunity': ['database', 'mongodb', ['spec', 'members']],
  'psmdb.percona.com PerconaServerMongoDB': ['database', 'mongodb', ['spec', 'replsets', '0', 'size']],
  'cassandra.datastax.com CassandraDatacenter': ['database', 'cassandra', ['spec', 'size']],
  'databases.spotahome.com RedisFailover': ['cache', 'redis', ['spec', 'redis', 'replicas']],
  'dragonflydb.io Dragonfly': ['cache', 'redis', ['spec', 'replicas']],
  'rabbitmq.com RabbitmqCluster': ['queue', 'rabbitmq', ['spec', 'replicas']],
  'kafka.strimzi.io Kafka': ['queue', 'kafka', ['spec', 'kafka', 'replicas']],
  'clickhouse.altinity.com ClickHouseInstallation': ['database', 'clickhouse', ['spec', 'configuration', 'clusters', '0', 'layout', 'replicasCount']],
  'redis.redis.opstreelabs.in Redis': ['cache', 'redis', ['spec', 'clusterSize']],
  'redis.redis.opstreelabs.in RedisReplication': ['cache', 'redis', ['spec', 'clusterSize']],
  'redis.redis.opstreelabs.in RedisCluster': ['cache', 'redis', ['spec', 'clusterSize']],
  'elasticsearch.k8s.elastic.co Elasticsearch': ['search', 'search', ['spec', 'nodeSets', '0', 'count']],
  'opensearch.opster.io OpenSearchCluster': ['search', 'search', ['spec', 'nodePools', '0', 'replicas']],
};
/** How many they run where nobody says it, if not one. */
const BY_DEFAULT: Readonly<Record<string, number>> = { RedisFailover: 3, PerconaServerMongoDB: 3, PerconaXtraDBCluster: 3, PerconaServerMySQL: 3, MongoDBCommunity: 3 };
/** Their backups stand in the resource itself; others are told of them elsewhere. */
const BACKED_UP_HERE = /^(?:Cluster|PostgresCluster|PerconaPGCluster|InnoDBCluster|PerconaXtraDBCluster|PerconaServerMongoDB|MongoDBCommunity)$/;

/** Databases that an operator runs: the number of instances stands in the custom resource. */
export const operatorStores = (kubernetes: Kubernetes, isExample: (file: string) => boolean): Store[] => kubernetes.resources.flatMap((one): Store[] => {
  const [kind, engine, path] = OPERATORS[`${one.apiVersion.split('/')[0]} ${one.kind}`] ?? [];
  const release = kubernetes.releases.find((each) => each.id === one.release);
  if (kind === undefined || engine === undefined || path === undefined || release === undefined) return [];
  const value = pick(one.value, ...path);
  // Brokers of a pool are counted there.
  const pools = one.kind === 'Kafka' && value === undefined ? kubernetes.resources.filter((other) => other.kind === 'KafkaNodePool' && other.release === one.release) : [];
  // Of several sets of nodes one that holds data twice is enough.
  const sets = ['nodeSets', 'nodePools'].flatMap((key) => list(pick(one.value, 'spec', key)).map((each) => number(pick(each, key === 'nodeSets' ? 'count' : 'replicas'))));
  const together = sets.length > 1 && sets.every((each) => each !== undefined) ? sets.reduce((sum, each) => sum! + each!, 0) : undefined;
  const ofRole = (role: string): number => pools.filter((other) => pick(other.value, 'spec', 'roles') === undefined || list(pick(other.value, 'spec', 'roles')).includes(role)).reduce((sum, other) => sum + (number(pick(other.value, 'spec', 'replicas')) ?? NaN), 0);
  // What its controllers decide alone is lost with the only one of them.
  const least = pools.length > 0 ? Math.min(ofRole('broker'), ofRole('controller') || ofRole('broker')) : undefined;
  const count = least !== undefined ? (Number.isNaN(least) ? undefined : least) : together ?? number(value) ?? (value === undefined ? BY_DEFAULT[one.kind] ?? 1 : undefined);
  const at = placeIn(one, `/${path.join('/')}`);
  const note = path.slice(1).join('.');
  const backup = ['backup', 'backups', 'backupSchedules', 'plugins'].some((key) => pick(one.value, 'spec', key) !== undefined);
  const scaling = scalingOf(one, kubernetes, count, { note, at });
  return [{
    name: one.name, kind, engine, managed: false, source: release.source, release: release.id, example: isExample(one.at.file), resource: `${one.kind} ${one.name}`, at: one.at,
    ...(release.environment && { environment: release.environment }),
    redundant: { ...(count !== undefined && { value: count >= 2 }), note, at },
    ...(kind === 'database' && { backup: { ...((backup || BACKED_UP_HERE.test(one.kind)) && { value: backup }), note: 'backup', at: placeIn(one, '/spec/backup') }, ...(scaling && { scaling }) }),
  }];
});

/** Standbys that can be read from, or a pool in front of it. */
function scalingOf(one: KubernetesResource, { resources }: Kubernetes, count: number | undefined, asked: Omit<StoreSetting, 'value'>): StoreSetting | undefined {
  const pooler = resources.find((other) => other.kind === 'Pooler' && text(pick(other.value, 'spec', 'cluster', 'name')) === one.name);
  if (pooler !== undefined) return { value: true, note: 'a pooler stands in front of it', at: pooler.at };
  const own = [['proxy', 'pgBouncer'], ['enableConnectionPooler'], ['connectionPooler'], ['sharding']].find((path) => pick(one.value, 'spec', ...path) !== undefined && flag(pick(one.value, 'spec', ...path)) !== false && flag(record(pick(one.value, 'spec', ...path))['enabled']) !== false);
  if (own !== undefined) return { value: true, note: own.join('.'), at: placeIn(one, `/spec/${own.join('/')}`) };
  if (count === undefined) return { ...asked, note: isUnresolved(JSON.stringify(one.value)) ? 'a template leaves it open' : asked.note };
  return count < 2 ? undefined : { ...asked, value: true, note: `${count} instances, which can be read from` };
}
