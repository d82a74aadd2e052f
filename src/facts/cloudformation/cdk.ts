import { at as pick, list, number, record } from '../../lib/json.ts';
import { OWN_ALARM } from '../constructs.ts';
import type { CloudResource, Construct, Constructs, Place } from '../../model/index.ts';

type Properties = Readonly<Record<string, unknown>>;
/** The property that each one of CloudFormation comes from, for its place. */
type Made = readonly [type: string, properties: Record<string, unknown>, from?: Readonly<Record<string, string>>];

const NAMES: Readonly<Record<string, string>> = {
  cognito: 'Cognito', verifiedpermissions: 'VerifiedPermissions',
  rds: 'RDS', elasticache: 'ElastiCache', sqs: 'SQS', dynamodb: 'DynamoDB', docdb: 'DocDB', neptune: 'Neptune', ec2: 'EC2', ecs: 'ECS', lambda: 'Lambda', s3: 'S3', redshift: 'Redshift', kinesis: 'Kinesis',
  amazonmq: 'AmazonMQ', opensearchservice: 'OpenSearchService', elasticsearch: 'Elasticsearch', efs: 'EFS', sns: 'SNS', cloudwatch: 'CloudWatch', wafv2: 'WAFv2', cloudfront: 'CloudFront', certificatemanager: 'CertificateManager', apigateway: 'ApiGateway', apigatewayv2: 'ApiGatewayV2',
};

/** Constructs in the words of the template that they become. What the code leaves out takes the construct's default. */
export const resourcesOf = (file: string, { constructs, scalings }: Constructs, shared: Pick<CloudResource, 'environment'>): CloudResource[] => {
  const variables = new Map(constructs.flatMap((one) => (one.variable === undefined ? [] : [[one.variable, one.id] as const])));
  const made = constructs.flatMap((one): CloudResource[] => {
    const [type, properties, from = {}] = madeOf(one) ?? [];
    if (type === undefined || properties === undefined) return [];
    const at: Place = { file, line: one.line, column: one.column };
    const line = (name: string): Place => (one.lines[from[name] ?? camel(name)] === undefined ? at : { file, line: one.lines[from[name] ?? camel(name)]! });
    return [{
      type, name: one.id, file, format: 'cdk', at, ...shared,
      value: { Type: type, Properties: refer(properties, variables) },
      places: { '': at, '/Type': at, '/Properties': at, ...Object.fromEntries(Object.keys(properties).map((name) => [`/Properties/${name}`, line(name)])) },
    }];
  });
  // These follow the length of their queue by themselves.
  const followed = constructs.filter((one) => /^ecs-patterns\.QueueProcessing\w+Service$/.test(one.class)).map((one) => ({ of: one.variable ?? one.id, line: one.line, column: one.column, properties: { minCapacity: given(one, 'minScalingCapacity', 1), maxCapacity: given(one, 'maxScalingCapacity') } }));
  return [...made, ...[...scalings, ...followed].map(({ of, line, column, properties }): CloudResource => {
    const at: Place = { file, line, column };
    const service = variables.get(of) ?? variables.get(of.replace(/\.service$/, '')) ?? of;
    const value = { MinCapacity: properties['minCapacity'] ?? 1, MaxCapacity: properties['maxCapacity'], ResourceId: { Ref: service } };
    return { type: 'AWS::ApplicationAutoScaling::ScalableTarget', name: `${service} scaling`, file, format: 'cdk', at, ...shared, value: { Properties: value }, places: { '': at } };
  })];
};

const camel = (name: string): string => name[0]!.toLowerCase() + name.slice(1);
const pascal = (value: unknown): unknown => (Array.isArray(value) ? value.map(pascal) : typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key[0]!.toUpperCase() + key.slice(1), pascal(each)])) : value);
/** Left out: undefined, unless more may come from elsewhere. */
const given = (one: Construct, key: string, absent?: unknown): unknown => (key in one.properties ? one.properties[key] : one.open ? '${…}' : absent);
const engine = (one: Construct): string => (/postgres/i.test(String(one.properties['engine'])) ? 'postgresql' : /maria/i.test(String(one.properties['engine'])) ? 'mariadb' : /mysql/i.test(String(one.properties['engine'])) ? 'mysql' : 'database');

function madeOf(one: Construct): Made | undefined {
  const { properties } = one;
  const [part = '', name = ''] = one.class.split('.');
  const service = NAMES[part];
  if (name === 'CfnEventSourceMapping' && one.open) return undefined;
  if (name.startsWith('Cfn') && service !== undefined) return [`AWS::${service}::${name.slice(3)}`, pascal(properties) as Record<string, unknown>];
  if (/^lambda(-nodejs|-python(-alpha)?|-go(-alpha)?)?$/.test(part) && /Function$/.test(name)) return ['AWS::Lambda::Function', { Environment: { Variables: record(properties['environment']) }, ...targets(properties) }, { Environment: 'environment' }];
  if (part === 'ecs' && /^(Fargate|Ec2|External)Service$/.test(name)) return ['AWS::ECS::Service', defined({ DesiredCount: given(one, 'desiredCount') })];
  if (/^lambda-event-sources\.(?:Dynamo|Kinesis)EventSource$/.test(one.class)) return one.open ? undefined : ['AWS::Lambda::EventSourceMapping', defined({
    StartingPosition: properties['startingPosition'] ?? 'LATEST', MaximumRetryAttempts: properties['retryAttempts'], MaximumRecordAgeInSeconds: properties['maxRecordAge'], DestinationConfig: properties['onFailure'] === undefined ? undefined : { OnFailure: properties['onFailure'] },
  })];
  if (part === 'ecs-patterns' && /Service$/.test(name)) return ['AWS::ECS::Service', defined({ DesiredCount: given(one, 'desiredCount'), LoadBalancers: /LoadBalanced/.test(name) ? [name] : undefined })];
  switch (one.class) {
    case 'sqs.Queue': return ['AWS::SQS::Queue', defined({ QueueName: properties['queueName'], RedrivePolicy: redrive(one), SqsManagedSseEnabled: properties['encryption'] === 'UNENCRYPTED' ? false : undefined }), { RedrivePolicy: 'deadLetterQueue', SqsManagedSseEnabled: 'encryption' }];
    case 'rds.DatabaseInstance': case 'rds.DatabaseInstanceFromSnapshot': return ['AWS::RDS::DBInstance', defined({
      Engine: engine(one), MultiAZ: given(one, 'multiAz'), StorageEncrypted: 'storageEncryptionKey' in properties ? true : given(one, 'storageEncrypted'), BackupRetentionPeriod: properties['backupRetention'] === undefined ? 1 : undefined,
    }), { MultiAZ: 'multiAz' }];
    case 'rds.DatabaseCluster': return ['AWS::RDS::DBCluster', defined({
      Engine: engine(one), StorageEncrypted: 'storageEncryptionKey' in properties ? true : given(one, 'storageEncrypted', false), Instances: instancesOf(one),
      ServerlessV2ScalingConfiguration: 'serverlessV2MaxCapacity' in properties ? { MaxCapacity: properties['serverlessV2MaxCapacity'] } : undefined,
    }), { Instances: 'readers' in properties ? 'readers' : 'writer', ServerlessV2ScalingConfiguration: 'serverlessV2MaxCapacity' }];
    // It is none of its own, and what it is made of can be read from.
    case 'rds.DatabaseInstanceReadReplica': return ['AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: properties['sourceDatabaseInstance'] ?? '${…}' }];
    case 'docdb.DatabaseCluster': return ['AWS::DocDB::DBCluster', { Instances: given(one, 'instances', 1), StorageEncrypted: given(one, 'storageEncrypted', true) }];
    case 'opensearchservice.Domain': case 'elasticsearch.Domain': return [`AWS::${part === 'elasticsearch' ? 'Elasticsearch' : 'OpenSearchService'}::Domain`, defined({
      ClusterConfig: { InstanceCount: pick(properties, 'capacity', 'dataNodes') ?? (typeof given(one, 'capacity') === 'string' ? '${…}' : 1) }, EncryptionAtRestOptions: given(one, 'encryptionAtRest') === undefined ? undefined : { Enabled: pick(properties, 'encryptionAtRest', 'enabled') ?? '${…}' },
    }), { ClusterConfig: 'capacity', EncryptionAtRestOptions: 'encryptionAtRest' }];
    case 'cloudfront.Distribution': case 'cloudfront.CloudFrontWebDistribution': return ['AWS::CloudFront::Distribution', defined({
      DistributionConfig: pick(properties, 'defaultBehavior', 'viewerProtocolPolicy') === 'ALLOW_ALL' ? { DefaultCacheBehavior: { ViewerProtocolPolicy: 'allow-all' } } : undefined,
    }), { DistributionConfig: 'defaultBehavior' }];
    case 'certificatemanager.Certificate': return ['AWS::CertificateManager::Certificate', {}];
    case 'cognito.UserPool': return ['AWS::Cognito::UserPool', {}];
    case 'cognito.UserPoolGroup': return ['AWS::Cognito::UserPoolGroup', {}];
    case 'apigateway.CognitoUserPoolsAuthorizer': case 'apigateway.TokenAuthorizer': case 'apigateway.RequestAuthorizer': return ['AWS::ApiGateway::Authorizer', {}];
    case 'apigateway.RestApi': case 'apigateway.LambdaRestApi': case 'apigateway.SpecRestApi': return ['AWS::ApiGateway::RestApi', {}];
    case 'apigatewayv2.HttpApi': case 'apigatewayv2.WebSocketApi': return ['AWS::ApiGatewayV2::Api', {}];
    case 'rds.ServerlessCluster': return ['AWS::RDS::DBCluster', { Engine: engine(one), EngineMode: 'serverless' }];
    case 'dynamodb.Table': case 'dynamodb.TableV2': return ['AWS::DynamoDB::Table', { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: pick(properties, 'pointInTimeRecoverySpecification', 'pointInTimeRecoveryEnabled') ?? given(one, 'pointInTimeRecovery', false) } }, { PointInTimeRecoverySpecification: 'pointInTimeRecovery' }];
    case 's3.Bucket': return ['AWS::S3::Bucket', defined({ VersioningConfiguration: properties['versioned'] === true ? { Status: 'Enabled' } : undefined }), { VersioningConfiguration: 'versioned' }];
    // Whether a file system is encrypted by default hangs on a flag of the application.
    case 'efs.FileSystem': return ['AWS::EFS::FileSystem', { Encrypted: properties['encrypted'] ?? '${…}' }];
    case 'cloudwatch.Alarm': case 'cloudwatch.CompositeAlarm': return ['AWS::CloudWatch::Alarm', defined({ AlarmDescription: given(one, 'alarmDescription') })];
    // Where it says nothing, the class that it is made of may.
    case OWN_ALARM: return properties['alarmDescription'] === undefined ? undefined : ['AWS::CloudWatch::Alarm', { AlarmDescription: properties['alarmDescription'] }];
    case 'sns.Topic': return ['AWS::SNS::Topic', {}];
    default: return undefined;
  }
}

const defined = (properties: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined));

/** A writer, and the readers that stand there; undefined: what is left open. */
const instancesOf = ({ properties, open }: Construct): number | undefined =>
  'instanceProps' in properties && !open ? number(properties['instances'] ?? 2) : 'writer' in properties && (Array.isArray(properties['readers']) || !('readers' in properties || open)) ? 1 + list(properties['readers']).length : undefined;

const redrive = (one: Construct): unknown => {
  const target = given(one, 'deadLetterQueue');
  return target === undefined ? undefined : { deadLetterTargetArn: pick(target, 'queue') ?? target, maxReceiveCount: pick(target, 'maxReceiveCount') };
};

/** Queues that take what a function could not handle. */
const targets = (properties: Properties): Record<string, unknown> => defined({ DeadLetterConfig: properties['deadLetterQueue'] === undefined ? undefined : { TargetArn: properties['deadLetterQueue'] }, OnFailure: list(properties['onFailure'])[0] });

/** `${queue}` is the construct that the variable holds. */
const refer = (value: unknown, variables: ReadonlyMap<string, string>): unknown => {
  if (typeof value === 'string') {
    const id = variables.get(/^\$\{([\w.#]+)\}$/.exec(value)?.[1] ?? '');
    return id === undefined ? value : { Ref: id };
  }
  if (Array.isArray(value)) return value.map((each) => refer(each, variables));
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, refer(each, variables)])) : value;
};
