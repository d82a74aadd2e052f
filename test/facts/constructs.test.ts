import { describe, expect, test } from 'vitest';
import { gather } from './gather.ts';

const stack = (imports: string, body: string): string => `${imports}\nimport { Stack, Duration } from 'aws-cdk-lib';\nconst COUNT = 3;\nexport class Shop extends Stack {\n  constructor(scope, id, props) {\n    super(scope, id, props);\n${body}\n  }\n}\n`;

describe('constructs of the CDK', () => {
  test.each([['const storageEncrypted = false;', false], ['const storageEncrypted = false;\n    if (props.safe) { const storageEncrypted = true; use(storageEncrypted); }', undefined], ['let storageEncrypted = false;\n    storageEncrypted = props.encrypted;', undefined]])('take a constant of their constructor: %s', async (before, expected) => {
    const { stores } = await gather({ 'lib/shop.ts': stack("import { aws_rds as rds } from 'aws-cdk-lib';", `    ${before}\n    new rds.DatabaseInstance(this, 'Db', { engine: rds.DatabaseInstanceEngine.postgres({}), storageEncrypted });`) }, ['stores']);
    expect(stores.stores.map(({ encrypted }) => encrypted?.value)).toEqual([expected]);
  });
  test('are read as what they deploy, with literals, defaults and places', async () => {
    const { workloads, stores } = await gather({
      'lib/shop.ts': stack("import * as sqs from 'aws-cdk-lib/aws-sqs';\nimport { aws_ecs as ecs, aws_rds as rds } from 'aws-cdk-lib';\nimport { Function as Fn } from '@aws-cdk/aws-lambda';", `    const failed = new sqs.Queue(this, 'Failed');
    new sqs.Queue(this, 'Orders', { deadLetterQueue: { queue: failed, maxReceiveCount: 3 } });
    new sqs.Queue(this, 'Mail', { visibilityTimeout: Duration.seconds(30) });
    new rds.DatabaseInstance(this, 'Db', {
      engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_16 }),
      multiAz: false,
      storageEncrypted: props.encrypted,
    });
    const api = new ecs.FargateService(this, 'Api', { taskDefinition, desiredCount: COUNT });
    api.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 9 });
    new ecs.FargateService(this, 'Worker', { taskDefinition, ...props.worker });
    new Fn(this, 'Hook', { environment: { LEVEL: 'info', URL: api.url } });`),
    }, ['workloads', 'stores']);
    expect(stores.stores.map(({ resource, at, redundant, encrypted, deadLetter, isDeadLetter }) => [resource, at.line, redundant.value, redundant.at.line, encrypted?.value, deadLetter?.value, isDeadLetter])).toEqual([
      ['Failed', 9, true, 9, true, false, true],
      ['Orders', 10, true, 10, true, true, undefined],
      ['Mail', 11, true, 11, true, false, undefined],
      ['Db', 12, false, 14, undefined, undefined, undefined],
    ]);
    expect(stores.stores[3]).toMatchObject({ engine: 'postgresql', source: 'cloudformation' });
    expect(workloads.workloads.map(({ name, deployments: [one] }) => [name, one?.kind, one?.replicas?.value, one?.autoscaling?.min, one?.autoscaling?.at.line])).toEqual([
      ['Api', 'ecs-service', 3, 2, 18], ['Hook', 'function', undefined, undefined, undefined], ['Worker', 'ecs-service', undefined, undefined, undefined],
    ]);
    // What a spread may set is open, not one.
    expect(workloads.workloads[2]?.deployments[0]?.replicas).toMatchObject({ at: { line: 19 } });
    expect(workloads.workloads[1]?.deployments[0]?.env.map(({ name, value }) => [name, value])).toEqual([['LEVEL', 'info'], ['URL', undefined]]);
  });

  test('tell how many instances a cluster has, and whether it grows with the load', async () => {
    const { stores } = await gather({
      'lib/data.ts': stack("import * as rds from 'aws-cdk-lib/aws-rds';\nconst { ClusterInstance } = rds;", `    new rds.DatabaseCluster(this, 'Alone', { engine, writer: ClusterInstance.serverlessV2('writer'), serverlessV2MaxCapacity: props.max, storageEncrypted: true });
    new rds.DatabaseCluster(this, 'Pair', { engine, writer: ClusterInstance.provisioned('writer'), readers: [ClusterInstance.provisioned('reader')] });
    new rds.DatabaseCluster(this, 'Open', { engine, writer: ClusterInstance.provisioned('writer'), readers: props.readers });`),
    }, ['stores']);
    expect(stores.stores.map(({ resource, redundant, scaling }) => [resource, redundant.value, scaling?.value])).toEqual([['Alone', false, true], ['Pair', true, undefined], ['Open', undefined, undefined]]);
  });

  test('that only bear the name of one are none', async () => {
    const { stores } = await gather({ 'lib/queue.ts': "import * as sqs from './sqs';\n// not aws-cdk-lib\nnew sqs.Queue(this, 'Orders', {});\nnew Queue(this, 'Mail');\n" }, ['stores']);
    expect(stores.stores).toEqual([]);
  });
});
