import { dirname } from 'node:path/posix';
import { isEmulator } from '../lib/emulators.ts';
import { imageTag, storeOfImage, storeOfName } from '../lib/images.ts';
import { at as pick, flag, number, record, text } from '../lib/json.ts';
import { placeIn } from '../lib/located.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type CloudFormation, type Deployment, type Store, type StoreSetting, type Workloads } from '../model/index.ts';
import { bicepStores } from './stores/azure.ts';
import { dependencyStore } from './stores/charts.ts';
import { installedCharts } from './stores/installed-charts.ts';
import { operatorStores } from './stores/operators.ts';
import { platformStores } from './stores/platforms.ts';
import { terraformStores } from './stores/terraform.ts';

/** Databases, caches, queues and buckets that the deployment files bring up. */
export default defineFact({
  name: 'stores',
  needs: ['files', 'workloads', 'terraform', 'cloudformation', 'kubernetes', 'bicep', 'platforms'],
  gather({ files, workloads, terraform, cloudformation, kubernetes, bicep, platforms }) {
    const roles = new Map(files.files.map((file) => [file.path, file.role]));
    const isExample = (file: string): boolean => roles.get(file) === 'example' || roles.get(file) === 'test';
    const run = workloadStores(workloads);
    // A chart from elsewhere whose image is known is written out already.
    const isRun = (one: Store): boolean => run.some(({ engine, at }) => engine === one.engine && comparePlaces(at, one.at) === 0);
    const stores = [
      ...run, ...terraformStores(terraform, isExample), ...cloudStores(cloudformation, isExample), ...platformStores(platforms, isExample), ...bicepStores(bicep),
      ...operatorStores(kubernetes, isExample), ...[...kubernetes.dependencies, ...installedCharts(kubernetes, terraform)].flatMap((each) => dependencyStore(each, isExample) ?? []).filter((one) => !isRun(one)),
    ];
    return { stores: toldApart(stores).sort((a, b) => comparePlaces(a.at, b.at) || compare(a.resource, b.resource)) };
  },
});

/** Stacks of several folders call their resources alike: two queues `Queue` are two. */
function toldApart(stores: readonly Store[]): Store[] {
  const folders = new Map<string, Set<string>>();
  const isOfStack = ({ source, environment }: Store): boolean => (source === 'cloudformation' || source === 'serverless') && environment === undefined;
  for (const { resource, at } of stores.filter(isOfStack)) folders.set(resource, (folders.get(resource) ?? new Set()).add(dirname(at.file)));
  return stores.map((store) => (isOfStack(store) && folders.get(store.resource)!.size > 1 ? { ...store, resource: `${store.resource} in ${dirname(store.at.file)}` } : store));
}

const workloadStores = ({ workloads }: Workloads): Store[] => workloads.filter((one) => one.role === 'store').flatMap((workload) => workload.deployments.flatMap((deployment): Store[] => {
  if (deployment.kind === 'job' || deployment.kind === 'cronjob') return [];
  const own = deployment.image === undefined ? undefined : storeOfImage(deployment.image);
  const known = own ?? (workload.base === undefined ? undefined : storeOfImage(workload.base)) ?? storeOfName(workload.name);
  if (known === undefined) return [];
  const tag = imageTag((own === undefined ? workload.base : deployment.image) ?? '');
  const count = deployment.replicas?.value ?? (deployment.replicas === undefined ? 1 : undefined);
  if (count === 0) return [];
  const persistent = deployment.volumes.length > 0;
  return [{
    name: workload.name, ...known, managed: false, source: deployment.source, release: deployment.release, example: deployment.example || isEmulator(deployment.image),
    resource: `${deployment.kind} ${workload.name}`, at: deployment.at,
    ...(deployment.environment && { environment: deployment.environment }), ...(tag === undefined ? {} : { version: tag }),
    redundant: { ...(count === undefined ? {} : { value: count >= 2 }), note: 'replicas', at: deployment.replicas?.at ?? deployment.at },
    ...(known.kind === 'database' && count !== undefined && count >= 2 ? { scaling: { value: true, note: `${count} replicas`, at: deployment.replicas?.at ?? deployment.at } } : {}),
    ...(keepsData(deployment) && { onVolume: true as const }),
    ...(known.kind === 'database' && deployment.source !== 'compose' ? { backup: { note: persistent ? 'a volume without a backup in sight' : 'no volume', at: deployment.at } } : {}),
  }];
}));

/** On a volume of the cluster; in a Compose file that speaks of it itself, where images of databases keep what they hold. */
const keepsData = ({ source, volumes, release, at }: Deployment): boolean =>
  source === 'compose' ? at.file === release && volumes.some(({ into }) => into !== undefined && /^\/(?:var\/(?:lib|opt)|data|bitnami)\/[\w./-]+$/.test(into))
    : volumes.length > 0 && (source === 'manifest' || source === 'kustomize' || source === 'helm');

const cloudStores = ({ resources }: CloudFormation, isExample: (file: string) => boolean): Store[] => resources.flatMap((one): Store[] => {
  const properties = record(pick(one.value, 'Properties'));
  const at = (key: string): StoreSetting['at'] => placeIn(one, `/Properties/${key}`);
  const bool = (key: string, absent: boolean): StoreSetting => {
    const known = flag(properties[key]);
    return { note: key, at: at(key), ...(properties[key] === undefined ? { value: absent } : known === undefined ? {} : { value: known }) };
  };
  const always = (note: string): StoreSetting => ({ value: true, note, at: one.at });
  const made = (part: Pick<Store, 'kind' | 'engine' | 'redundant'> & Partial<Store>): Store[] => [{
    name: one.name, managed: true, source: one.format === 'serverless' ? 'serverless' : 'cloudformation', release: one.file, example: isExample(one.file), resource: one.name, at: one.at,
    ...(one.environment && { environment: one.environment }), ...part,
  }];
  const names = (key: string): string => JSON.stringify(properties[key] ?? '');
  switch (one.type) {
    case 'AWS::RDS::DBInstance': {
      if (properties['DBClusterIdentifier'] !== undefined || properties['SourceDBInstanceIdentifier'] !== undefined) return [];
      const copy = resources.find((each) => each.file === one.file && each.type === one.type && pick(each.value, 'Properties', 'SourceDBInstanceIdentifier') !== undefined && JSON.stringify(pick(each.value, 'Properties', 'SourceDBInstanceIdentifier')).split(/[^\w-]+/).includes(one.name));
      return made({ kind: 'database', engine: text(properties['Engine']) ?? 'database', ...(copy && { scaling: { value: true, note: 'read replicas', at: copy.at } }), redundant: bool('MultiAZ', false), encrypted: bool('StorageEncrypted', false), backup: { note: 'BackupRetentionPeriod', at: at('BackupRetentionPeriod'), value: number(properties['BackupRetentionPeriod']) !== 0 } });
    }
    case 'AWS::RDS::DBCluster': {
      const instances = resources.filter((each) => each.file === one.file && each.type === 'AWS::RDS::DBInstance' && JSON.stringify(pick(each.value, 'Properties', 'DBClusterIdentifier') ?? '').includes(one.name));
      const serverless = /serverless/.test(text(properties['EngineMode']) ?? '');
      // What a construct of the CDK makes besides stands with it.
      const count = number(properties['Instances']) ?? (instances.length > 0 ? instances.length : undefined);
      const elastic = properties['ServerlessV2ScalingConfiguration'] === undefined ? undefined : { value: true, note: 'capacity that grows with the load', at: at('ServerlessV2ScalingConfiguration') };
      return made({ kind: 'database', engine: text(properties['Engine']) ?? 'database', ...(elastic && { scaling: elastic }), redundant: { note: 'instances of the cluster', at: properties['Instances'] === undefined ? one.at : at('Instances'), ...(serverless ? { value: true } : count === undefined ? {} : { value: count >= 2 }) }, encrypted: serverless ? always('serverless clusters are encrypted') : bool('StorageEncrypted', false), backup: always('a cluster keeps backups for a day or more') });
    }
    case 'AWS::DynamoDB::Table': return made({ kind: 'database', engine: 'dynamodb', redundant: always('kept in three zones'), encrypted: always('encrypted by default'), backup: { note: 'PointInTimeRecoverySpecification', at: at('PointInTimeRecoverySpecification'), value: flag(pick(properties['PointInTimeRecoverySpecification'], 'PointInTimeRecoveryEnabled')) ?? false } });
    case 'AWS::SQS::Queue': {
      const isTarget = resources.some((each) => each.file === one.file && each !== one && /deadLetterTargetArn|DeadLetterQueue|OnFailure|DeadLetterConfig|onError/.test(JSON.stringify(each.value)) && [one.name, `${one.name}.Arn`].some((name) => JSON.stringify(each.value).includes(JSON.stringify(name))));
      const named = /dlq|dead[-_]?letter|failed|failure|poison/i.test(`${one.name} ${text(properties['QueueName']) ?? ''}`);
      return made({ kind: 'queue', engine: 'sqs', redundant: always('kept in several zones'), encrypted: { note: flag(properties['SqsManagedSseEnabled']) === false ? 'SqsManagedSseEnabled' : 'encrypted by default', at: at('SqsManagedSseEnabled'), value: flag(properties['SqsManagedSseEnabled']) !== false }, deadLetter: { note: 'RedrivePolicy', at: at('RedrivePolicy'), value: names('RedrivePolicy').includes('deadLetterTargetArn') }, ...(isTarget || named ? { isDeadLetter: true as const } : {}) });
    }
    case 'AWS::SNS::Topic': return made({ kind: 'topic', engine: 'sns', redundant: always('kept in several zones') });
    case 'AWS::S3::Bucket': return made({ kind: 'bucket', engine: 's3', redundant: always('kept in several zones'), encrypted: always('encrypted by default'), backup: { note: 'VersioningConfiguration', at: at('VersioningConfiguration'), value: text(pick(properties['VersioningConfiguration'], 'Status')) === 'Enabled' } });
    case 'AWS::ElastiCache::CacheCluster': return made({ kind: 'cache', engine: text(properties['Engine']) ?? 'redis', redundant: { note: 'NumCacheNodes', at: at('NumCacheNodes'), value: (number(properties['NumCacheNodes']) ?? 1) >= 2 } });
    case 'AWS::ElastiCache::ReplicationGroup': return made({ kind: 'cache', engine: 'redis', redundant: bool('AutomaticFailoverEnabled', false), encrypted: bool('AtRestEncryptionEnabled', text(properties['Engine'])?.toLowerCase() === 'valkey'), transit: bool('TransitEncryptionEnabled', false) });
    case 'AWS::ElastiCache::ServerlessCache': return made({ kind: 'cache', engine: text(properties['Engine']) === 'memcached' ? 'memcached' : 'redis', redundant: always('kept in several zones'), encrypted: always('encrypted by default'), transit: always('TLS only') });
    case 'AWS::MSK::ServerlessCluster': return made({ kind: 'queue', engine: 'kafka', redundant: always('kept in several zones'), encrypted: always('encrypted by default'), transit: always('TLS only') });
    case 'AWS::DocDB::DBCluster': case 'AWS::Neptune::DBCluster': {
      const kind = one.type.includes('DocDB') ? 'DocDB' : 'Neptune';
      const instances = resources.filter((each) => each.file === one.file && each.type === `AWS::${kind}::DBInstance`);
      return made({ kind: 'database', engine: kind === 'DocDB' ? 'documentdb' : 'neptune', redundant: { note: 'instances of the cluster', at: instances[0]?.at ?? one.at, ...(number(properties['Instances']) !== undefined ? { value: number(properties['Instances'])! >= 2 } : instances.length > 0 ? { value: instances.length >= 2 } : {}) }, encrypted: bool('StorageEncrypted', false), backup: always('a cluster keeps backups for a day or more') });
    }
    case 'AWS::Redshift::Cluster': return made({ kind: 'database', engine: 'redshift', redundant: { note: 'NumberOfNodes', at: at('NumberOfNodes'), value: (number(properties['NumberOfNodes']) ?? 1) >= 2 }, encrypted: properties['Encrypted'] === undefined ? { note: 'Encrypted', at: one.at } : bool('Encrypted', false) });
    case 'AWS::EFS::FileSystem': return made({ kind: 'bucket', engine: 'efs', redundant: always('kept in several zones'), encrypted: bool('Encrypted', false) });
    case 'AWS::EC2::Volume': return made({ kind: 'bucket', engine: 'ebs', redundant: always('kept twice in its zone'), encrypted: bool('Encrypted', false) });
    case 'AWS::AmazonMQ::Broker': return made({ kind: 'queue', engine: 'rabbitmq', redundant: { note: 'DeploymentMode', at: at('DeploymentMode'), ...(text(properties['DeploymentMode']) === undefined ? {} : { value: text(properties['DeploymentMode']) !== 'SINGLE_INSTANCE' }) } });
    case 'AWS::Kinesis::Stream': return made({ kind: 'topic', engine: 'kinesis', redundant: always('kept in three zones'), encrypted: { note: 'StreamEncryption', at: at('StreamEncryption'), value: properties['StreamEncryption'] !== undefined } });
    case 'AWS::Elasticsearch::Domain': case 'AWS::OpenSearchService::Domain': return made({ kind: 'search', engine: 'search', redundant: nodesOf(properties['ClusterConfig'] ?? properties['ElasticsearchClusterConfig'], one.at), encrypted: { note: 'EncryptionAtRestOptions', at: at('EncryptionAtRestOptions'), ...(properties['EncryptionAtRestOptions'] === undefined ? { value: false } : flag(pick(properties['EncryptionAtRestOptions'], 'Enabled')) === undefined ? {} : { value: flag(pick(properties['EncryptionAtRestOptions'], 'Enabled'))! }) } });
    default: return [];
  }
});

/** One node, where nobody says how many. */
const nodesOf = (config: unknown, at: StoreSetting['at']): StoreSetting => {
  const written = pick(config, 'InstanceCount');
  const count = number(written);
  return { note: 'InstanceCount', at, ...(written !== undefined && count === undefined ? {} : { value: (count ?? 1) >= 2 }) };
};
