import { describe, expect, it, test } from 'vitest';
import { gather } from './gather.ts';

describe('compose files', () => {
  it('is none where it ends at once, and is there for its volumes alone', async () => {
    const { workloads } = await gather({
      'compose.prod.yml': 'services:\n  db: {image: "mongo:3", volumes_from: [db-data]}\n  db-data: {image: "mongo:3", entrypoint: /bin/true}\n  more-data: {image: "busybox", command: ["true"]}\n  api: {image: acme/api, command: ["run", "true"]}\n',
    }, ['workloads']);
    expect(workloads.workloads.map(({ name }) => name)).toEqual(['api', 'db']);
  });
  it('knows what requests are led to, though it publishes no port', async () => {
    const { workloads } = await gather({
      'compose.prod.yml': 'services:\n  nginx: {image: "nginx:1", ports: ["80:80"], depends_on: {api: {condition: service_healthy}, migrate: {condition: service_completed_successfully}}}\n  api: {image: acme/api}\n  migrate: {image: acme/api}\n  web: {image: acme/web, labels: ["traefik.enable=true", "traefik.http.routers.web.rule=Host(`shop.example`)"]}\n  bills: {image: acme/bills, expose: [3000]}\n  mails: {image: acme/mails, depends_on: [bills]}\n',
    }, ['workloads']);
    expect(workloads.workloads.map(({ name, deployments: [one] }) => `${name}: ${one!.exposures.map(({ by, hosts, at }) => [by, ...hosts, at.line].join(' ')).join()}`)).toEqual(['api: service 2', 'bills: service 6', 'mails: ', 'migrate: ', 'nginx: published-port 2', 'web: ingress shop.example 5']);
  });
  test('that name a base, or have services without an image, stand upon another file', async () => {
    const { compose } = await gather({
      'docker-compose.shop.base.yml': 'services:\n  redis: {image: "redis:7"}\n  api: {image: acme/api, ports: ["80:80"]}\n',
      'docker-compose.shop.prod.yml': 'services:\n  api:\n    build: .\n    mem_limit: 500M\n',
      'docker-compose.yml': 'services:\n  api: {image: acme/api}\n  db: {image: "postgres:17"}\n', 'docker-compose.staging.yml': 'services:\n  api: {environment: {A: "1"}}\n',
      'docker-compose.monitoring.yml': 'services:\n  prometheus: {image: prom/prometheus}\n',
    }, ['compose']);
    expect(compose.projects.map(({ files, services }) => [files, services.map(({ name, at }) => `${name} ${at.file}:${at.line}`)])).toEqual([
      [['docker-compose.monitoring.yml'], ['prometheus docker-compose.monitoring.yml:2']],
      [['docker-compose.shop.base.yml', 'docker-compose.shop.prod.yml'], ['api docker-compose.shop.prod.yml:2', 'redis docker-compose.shop.base.yml:2']],
      [['docker-compose.yml', 'docker-compose.staging.yml'], ['api docker-compose.staging.yml:2', 'db docker-compose.yml:3']],
      [['docker-compose.yml'], ['api docker-compose.yml:2', 'db docker-compose.yml:3']],
    ]);
  });

  test('are merged over include, extends, anchors and overrides', async () => {
    const { compose, gaps } = await gather({
      'docker-compose.yml': 'include: [db/compose.yml]\nx-env: &env {LOG: info}\nservices:\n  api:\n    extends: {file: base.compose.yml, service: node}\n    environment: {<<: *env, PORT: 3000}\n    ports: ["8080:3000"]\n  jobs:\n    image: jobs\n    profiles: [dev]\n',
      'docker-compose.override.yml': 'services:\n  api:\n    environment: ["DEBUG=1"]\n',
      'base.compose.yml': 'services:\n  node:\n    build: ./app\n    healthcheck: {test: "curl -f http://localhost:3000/health"}\n',
      'db/compose.yml': 'services:\n  db:\n    image: postgres:16\n',
    }, ['compose']);
    expect(gaps).toEqual([]);
    expect(compose.projects).toHaveLength(1);
    const [api, db, jobs] = compose.projects[0]!.services;
    expect(api?.value).toMatchObject({ build: './app', environment: { LOG: 'info', PORT: 3000, DEBUG: '1' } });
    expect(db).toMatchObject({ name: 'db', at: { file: 'db/compose.yml', line: 2 } });
    expect(jobs?.profiles).toEqual(['dev']);
  });

  test('that include or extend each other without end are gaps', async () => {
    const apart = await gather({ 'ops/compose.yml': 'services:\n  db:\n    extends: {file: ./ops/base.yml, service: pg}\n', 'ops/base.yml': 'services:\n  pg: {image: "postgres:17"}\n' }, ['compose']);
    expect(apart.gaps).toEqual([]);
    const { gaps } = await gather({ 'compose.yml': 'include: [compose.b.yml]\nservices:\n  a: {extends: a, image: x}\n', 'compose.b.yml': 'include: [compose.yml]\n' }, ['compose']);
    expect(gaps.map((gap) => gap.reason)).toEqual(expect.arrayContaining([expect.stringContaining('includes itself'), expect.stringContaining('extends itself')]));
  });
});

describe('a workload', () => {
  test('is tied to a package that bears its name, but not to a library that is published under it', async () => {
    const compose = 'services:\n  growth: {image: "growth/growth:1"}\n  mail: {image: maildev/maildev, build: {context: ., dockerfile: Dockerfile.mail}}\n';
    const tree = { 'compose.yml': compose, 'Dockerfile.mail': 'FROM maildev/maildev\n', 'packages/sdk/src/index.ts': 'export const a = 1;\n' };
    const at = async (manifest: string) => (await gather({ ...tree, 'packages/sdk/package.json': manifest }, ['workloads'])).workloads.workloads.map(({ name, role, dir }) => [name, role, dir]);
    expect(await at('{"name": "@growth/growth", "private": true}')).toEqual([['growth', 'service', 'packages/sdk'], ['mail', 'tool', '.']]);
    expect(await at('{"name": "@growth/growth", "main": "dist/index.js", "types": "dist/index.d.ts"}')).toEqual([['growth', 'service', undefined], ['mail', 'tool', '.']]);
  });
});

describe('a store', () => {
  test('is not tied to the package that speaks to it', async () => {
    const found = await gather({ 'compose.yml': 'services:\n  clickhouse: {image: "clickhouse/clickhouse-server:24"}\n  web: {image: acme/web}\n', 'packages/clickhouse/package.json': '{"name": "@acme/clickhouse", "private": true}', 'packages/clickhouse/index.ts': 'export const a = 1;\n', 'packages/clickhouse/Dockerfile': 'FROM golang\nCMD ["goose", "up"]\n', 'packages/web/package.json': '{"name": "@acme/web", "private": true}', 'packages/web/index.ts': 'export const a = 1;\n' }, ['workloads']);
    expect(found.workloads.workloads.map(({ name, role, dir }) => [name, role, dir])).toEqual([['clickhouse', 'store', undefined], ['web', 'service', 'packages/web']]);
  });
});

describe('an image that OpenShift sets', () => {
  const template = (trigger: string) => `apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {name: shop}\nobjects:\n- apiVersion: apps.openshift.io/v1\n  kind: DeploymentConfig\n  metadata: {name: shop-data}\n  spec:\n    template:\n      spec:\n        containers: [{name: mongodb, image: " "}]\n    triggers: [${trigger}]\n`;
  const at = async (trigger: string) => (await gather({ 'shop.yml': template(trigger), 'Dockerfile': 'FROM node:22\n', 'package.json': '{"name": "shop", "private": true}' }, ['workloads'])).workloads.workloads.map(({ name, role, dir }) => [name, role, dir]);
  test('is that of the stream that its trigger names', async () => {
    expect(await at('{type: ImageChange, imageChangeParams: {containerNames: [mongodb], from: {kind: ImageStreamTag, name: "mongodb:6"}}}')).toEqual([['shop-data', 'store', undefined]]);
  });
  test('is not that of the Dockerfile at the top, where nothing names it', async () => {
    expect(await at('{type: ConfigChange}')).toEqual([['shop-data', 'service', undefined]]);
  });
});

describe('an image that a chart from elsewhere runs', () => {
  const chart = (values: string) => gather({
    'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - {name: nodejs, version: 3.2.0, repository: "oci://charts.example/helm"}\n  - {name: redis, version: 20.0.0, repository: "https://charts.bitnami.com/bitnami"}\n',
    'charts/shop/values.yaml': values,
  }, ['workloads']).then(({ workloads }) => workloads.workloads.map(({ name, role, deployments: [one] }) => [name, role, one!.image, one!.replicas?.value ?? one!.autoscaling?.max ?? 'open']));

  test('is a workload of the team', async () => {
    expect(await chart('nodejs:\n  image: acme.azurecr.io/shop:1\n  autoscaling: {enabled: true, maxReplicas: 5}\n')).toEqual([['shop', 'service', 'acme.azurecr.io/shop:1', 5]]);
    expect(await chart('nodejs:\n  image: {repository: ghcr.io/acme/shop}\n  replicaCount: 2\n')).toEqual([['shop', 'service', 'ghcr.io/acme/shop', 2]]);
  });

  test('keeps the name of its chart beside what a preview brings up', async () => {
    const { workloads } = await gather({
      'charts/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies:\n  - {name: nodejs, version: 3.2.0, repository: "oci://charts.example/helm"}\n  - {name: orders, version: 1.0.0, repository: "oci://charts.example/helm", condition: orders.enabled}\n',
      'charts/shop/values.yaml': 'nodejs: {image: "acme.azurecr.io/shop:1"}\norders: {enabled: false}\n',
      'charts/shop/values.dev.yaml': 'orders: {enabled: true, image: "acme.azurecr.io/orders:1"}\n',
    }, ['workloads']);
    expect(workloads.workloads.map(({ name, deployments }) => [name, deployments.map(({ environment }) => environment)])).toEqual([['orders', ['development']], ['shop', [undefined, 'development']]]);
  });

  test('runs as often as that chart likes, where the values do not say', async () => {
    expect(await chart('nodejs: {image: "acme.azurecr.io/shop:1"}\nredis: {architecture: standalone}\n')).toEqual([['shop', 'service', 'acme.azurecr.io/shop:1', 'open']]);
    expect(await chart('nodejs: {replicaCount: 3}\n')).toEqual([]);
  });
});

describe('Dockerfiles', () => {
  test('are read in their final stage and those that it builds upon', async () => {
    const { docker } = await gather({
      'Dockerfile': 'ARG V=20\nFROM node:${V} AS base\nUSER node\nHEALTHCHECK CMD curl -f http://localhost:3000/health\nFROM base AS build\nHEALTHCHECK NONE\nRUN npm ci\nFROM base\nEXPOSE 3000/tcp\nENV A=1 B="2"\nENTRYPOINT ["node"]\nCMD ["main.js"]\n',
    }, ['docker']);
    expect(docker.dockerfiles[0]).toMatchObject({
      base: 'node:20', stages: ['base', 'build', '2'], user: { name: 'node', at: { line: 3 } },
      healthcheck: { disabled: false, command: 'curl -f http://localhost:3000/health', at: { line: 4 } },
      ports: [{ port: 3000, at: { line: 9 } }], entry: { command: 'node main.js', at: { line: 11 } },
    });
  });
});

describe('Terraform', () => {
  test('has lines, variables of production, and arguments of local modules', async () => {
    const { terraform } = await gather({
      'infra/main.tf': 'variable "multi" { default = false }\nmodule "db" {\n  source = "./db"\n  size = 3\n}\nresource "aws_db_instance" "main" {\n  engine = "postgres"\n  multi_az = var.multi\n  tags = {\n    a = 1\n  }\n}\n',
      'infra/production.tfvars': 'multi = true\n',
      'infra/dev.tfvars': 'multi = false\n',
      'infra/db/main.tf': 'variable "size" {}\nresource "aws_rds_cluster_instance" "x" {\n  count = var.size\n}\n',
    }, ['terraform']);
    const database = terraform.blocks.find((one) => one.name === 'main');
    expect(database).toMatchObject({ at: { file: 'infra/main.tf', line: 6 }, value: { multi_az: true } });
    expect(database?.places['/multi_az']).toEqual({ file: 'infra/main.tf', line: 8, column: 3 });
    expect(database?.places['/tags/a']).toEqual({ file: 'infra/main.tf', line: 10, column: 5 });
    expect(terraform.blocks.find((one) => one.name === 'x')?.value).toMatchObject({ count: 3 });
  });

  test('that is broken is a gap with a line', async () => {
    const { terraform, gaps } = await gather({ 'a.tf': 'resource "x" {\n', 'b.tf': 'resource "aws_sqs_queue" "q" {}\n' }, ['terraform']);
    expect(terraform.blocks).toHaveLength(1);
    expect(gaps[0]).toMatchObject({ at: { file: 'a.tf' }, reason: 'is not valid HCL' });
  });
});

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: orders}
spec:
  replicas: 2
  template:
    metadata: {labels: {app: orders}}
    spec:
      containers:
        - name: main
          image: acme/orders:1.2
          ports: [{name: http, containerPort: 3000}]
          readinessProbe: {httpGet: {path: /ready, port: http}}
          env:
            - {name: LEVEL, value: info}
            - {name: DB, valueFrom: {secretKeyRef: {name: db, key: url}}}
---
apiVersion: v1
kind: Service
metadata: {name: orders}
spec: {selector: {app: orders}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: edge, annotations: {nginx.ingress.kubernetes.io/limit-rps: "5"}}
spec:
  tls: [{secretName: x}]
  rules:
    - host: shop.example
      http: {paths: [{backend: {service: {name: orders}}}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: orders}
spec: {minAvailable: 1, selector: {matchLabels: {app: orders}}}
`;

describe('workloads', () => {
  test('join what belongs together, and are tied to a component', async () => {
    const { workloads } = await gather({
      'k8s/orders.yaml': manifest,
      'docker-compose.yml': 'services:\n  orders:\n    build: ./services/orders\n  db:\n    image: postgres:16\n',
      'services/orders/Dockerfile': 'FROM node:20\n',
    }, ['workloads'], { components: { sales: { path: 'services/orders' } } });
    expect(workloads.workloads.map(({ name, role, component }) => [name, role, component])).toEqual([['db', 'store', undefined], ['orders', 'service', 'sales']]);
    const [compose, cluster] = workloads.workloads[1]!.deployments;
    expect(compose).toMatchObject({ source: 'compose' });
    expect(cluster).toMatchObject({
      source: 'manifest', replicas: { value: 2, at: { line: 5 } },
      probes: [{ kind: 'readiness', how: 'http', path: '/ready', port: 3000, at: { line: 13 } }],
      env: [{ name: 'LEVEL', value: 'info' }, { name: 'DB', secret: { name: 'db', key: 'url' } }],
      disruptionBudget: { minAvailable: '1' },
      exposures: [{ by: 'service', public: false }, { by: 'ingress', public: true, tls: true, hosts: ['shop.example'], rateLimit: { file: 'k8s/orders.yaml' } }],
    });
  });

  test('take functions and services of clouds', async () => {
    const { workloads } = await gather({
      'serverless.yml': 'service: s\nprovider: {name: aws, environment: {A: x}}\nfunctions:\n  hello:\n    handler: h.main\n    events: [{http: {path: /, method: get}}]\n',
      'template.yaml': 'Resources:\n  Web:\n    Type: AWS::ECS::Service\n    Properties: {DesiredCount: 1, TaskDefinition: !Ref T}\n',
      'main.tf': 'resource "aws_ecs_service" "api" {\n  desired_count = 3\n}\nresource "aws_appautoscaling_target" "api" {\n  service_namespace = "ecs"\n  min_capacity = 2\n  max_capacity = 9\n}\n',
    }, ['workloads']);
    expect(workloads.workloads.map(({ name, deployments: [one] }) => [name, one?.kind, one?.replicas?.value, one?.autoscaling?.max])).toEqual([
      ['Web', 'ecs-service', 1, undefined], ['api', 'ecs-service', 3, 9], ['hello', 'function', undefined, undefined],
    ]);
    expect(workloads.workloads[2]?.deployments[0]).toMatchObject({ exposures: [{ by: 'http-event', public: true, at: { line: 6 } }], env: [{ name: 'A', value: 'x' }] });
  });
});

test('container apps are scaled by their platform, unless they may run once at most', async () => {
  const app = (name: string, scale: string, image: string): string => `resource "azurerm_container_app" "${name}" {\n  name = "${name}"\n  ingress {\n    external_enabled = true\n    allow_insecure_connections = false\n    target_port = 80\n  }\n  template {\n    ${scale}\n    container {\n      name = "a"\n      image = "${image}"\n    }\n  }\n}\n`;
  const { workloads } = await gather({ 'main.tf': [app('one', 'min_replicas = 1\n    max_replicas = 1', '${var.registry}/shop'), app('many', 'max_replicas = 4', 'acme/shop:1'), app('pgadmin', 'max_replicas = 1', 'dpage/pgadmin4:latest')].join('') }, ['workloads']);
  expect(workloads.workloads.map(({ name, role, deployments: [one] }) => [name, role, one?.kind, one?.managed, one?.replicas, one?.exposures.map(({ public: open, tls }) => [open, tls])])).toEqual([
    ['many', 'service', 'container-app', true, undefined, [[true, true]]],
    ['one', 'service', 'container-app', false, { value: 1, at: expect.objectContaining({ file: 'main.tf', line: 9 }) }, [[true, true]]],
    ['pgadmin', 'tool', 'container-app', false, { value: 1, at: expect.objectContaining({ line: 40 }) }, [[true, true]]],
  ]);
});

describe('functions of one name', () => {
  test('are told apart by their folders, so that no subject is judged twice', async () => {
    const template = 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  Handler:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: a.b}\n';
    const { workloads } = await gather({ 'a/template.yaml': template, 'b/template.yaml': template }, ['workloads']);
    expect(workloads.workloads.map(({ name }) => name)).toEqual(['Handler (a)', 'Handler (b)']);
  });
});

describe('what guards the pods of a cluster', () => {
  const pods = (more: string, pod = ''): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: orders, namespace: shop}
spec:
  template:
    metadata: {labels: {app: orders, tier: web}}
    spec:
      containers: [{name: orders, image: orders:1}]
${pod}---
${more}`;
  const budget = (selector: string, namespace = 'shop'): string => `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: b, namespace: ${namespace}}\nspec: {minAvailable: 1, selector: ${selector}}\n`;
  const of = async (text: string) => (await gather({ 'k8s/a.yaml': text }, ['workloads'])).workloads.workloads[0]!.deployments[0]!;

  test.each([
    ['labels', '{matchLabels: {app: orders}}', 'shop', true],
    ['expressions', '{matchExpressions: [{key: app, operator: In, values: [orders, carts]}]}', 'shop', true],
    ['an expression that does not hold', '{matchExpressions: [{key: app, operator: NotIn, values: [orders]}]}', 'shop', false],
    ['nothing: all pods', '{}', 'shop', true],
    ['labels in another namespace', '{matchLabels: {app: orders}}', 'other', false],
  ])('a disruption budget by %s', async (_, selector, namespace, has) => {
    expect((await of(pods(budget(selector, namespace)))).disruptionBudget !== undefined).toBe(has);
  });

  test.each([
    ['its own labels', '{matchLabels: {app: orders}}', true],
    ['the labels of others', '{matchLabels: {app: carts}}', false],
  ])('anti-affinity to %s', async (_, selector, spread) => {
    const pod = `      affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, podAffinityTerm: {topologyKey: kubernetes.io/hostname, labelSelector: ${selector}}}]}}\n`;
    expect((await of(pods('', pod))).spread).toBe(spread);
  });
});

describe('modules that nobody here knows', () => {
  test('are taken by their arguments; what they leave out is open', async () => {
    const { workloads, stores } = await gather({
      'main.tf': `module "api" {
  source                   = "github.com/acme/modules//ecs"
  service_name             = "api"
  container_image          = "api:1"
  desired_count            = 1
  autoscaling_min_capacity = 1
}
module "db" {
  source    = "github.com/acme/modules//rds"
  engine    = "aurora-postgresql"
  instances = 1
}
module "cdn" {
  source = "github.com/acme/modules//cdn"
}
module "mine" {
  source        = "./service"
  desired_count = 1
  task_cpu      = 256
}
`,
    }, ['workloads', 'stores']);
    expect(workloads.workloads.map(({ name, deployments: [one] }) => [name, one?.autoscaling?.min, one?.replicas?.at.line])).toEqual([['api', 1, 5]]);
    expect(stores.stores.map(({ resource, engine, redundant, encrypted }) => [resource, engine, redundant.value, redundant.at.line, encrypted])).toEqual([['module.db', 'postgresql', false, 11, undefined]]);
  });
});

describe('stores', () => {
  test('of other kinds are encrypted by their own settings and defaults', async () => {
    const { stores } = await gather({
      'main.tf': `resource "aws_docdb_cluster" "a" {}
resource "aws_neptune_cluster" "b" {
  storage_encrypted = true
}
resource "aws_redshift_cluster" "c" {}
resource "aws_kinesis_stream" "d" {}
resource "aws_ebs_volume" "e" {}
resource "aws_memorydb_cluster" "f" {
  tls_enabled = false
}
resource "aws_msk_cluster" "g" {
  encryption_info {
    encryption_in_transit {
      client_broker = "TLS_PLAINTEXT"
    }
  }
}
resource "aws_sqs_queue" "h" {
  kms_master_key_id       = "alias/aws/sqs"
  sqs_managed_sse_enabled = false
}
resource "aws_rds_cluster" "i" {
  engine            = "aurora-postgresql"
  storage_encrypted = true
  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 4
  }
}
`,
    }, ['stores']);
    expect(stores.stores.map(({ resource, encrypted, transit, scaling }) => [resource, encrypted?.value, transit?.value, scaling?.value])).toEqual([
      ['aws_docdb_cluster.a', false, undefined, undefined], ['aws_neptune_cluster.b', true, undefined, undefined], ['aws_redshift_cluster.c', undefined, undefined, undefined],
      ['aws_kinesis_stream.d', false, undefined, undefined], ['aws_ebs_volume.e', false, undefined, undefined], ['aws_memorydb_cluster.f', true, false, undefined],
      ['aws_msk_cluster.g', true, false, undefined], ['aws_sqs_queue.h', true, undefined, undefined], ['aws_rds_cluster.i', true, undefined, true],
    ]);
  });

  test('know redundancy, encryption and dead letters', async () => {
    const { stores } = await gather({
      'main.tf': `resource "aws_db_instance" "main" {
  engine = "postgres"
}
resource "aws_sqs_queue" "orders" {
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.bin.arn, maxReceiveCount = 4 })
}
resource "aws_sqs_queue" "bin" {}
resource "aws_sqs_queue" "mail" {}
resource "aws_sqs_queue" "late" {}
resource "aws_sqs_queue_redrive_policy" "late" {
  queue_url = aws_sqs_queue.late.id
  redrive_policy = jsonencode({ deadLetterTargetArn = aws_sqs_queue.bin.arn })
}
`,
      'template.yaml': 'Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      RedrivePolicy: {deadLetterTargetArn: !GetAtt D.Arn, maxReceiveCount: 3}\n  D:\n    Type: AWS::SQS::Queue\n',
    }, ['stores']);
    expect(stores.stores.map(({ resource, redundant, encrypted, deadLetter, isDeadLetter }) => [resource, redundant.value, encrypted?.value, deadLetter?.value, isDeadLetter])).toEqual([
      ['aws_db_instance.main', false, false, undefined, undefined],
      ['aws_sqs_queue.orders', true, true, true, undefined],
      ['aws_sqs_queue.bin', true, true, false, true],
      ['aws_sqs_queue.mail', true, true, false, undefined],
      ['aws_sqs_queue.late', true, true, true, undefined],
      ['Q', true, true, true, undefined],
      ['D', true, true, false, true],
    ]);
  });
});

test('KEDA starts a job for what waits', async () => {
  const { workloads } = await gather({ 'k8s/render.yaml': 'apiVersion: keda.sh/v1alpha1\nkind: ScaledJob\nmetadata: {name: render}\nspec:\n  maxReplicaCount: 30\n  jobTargetRef:\n    template:\n      spec:\n        containers:\n          - {name: render, image: acme/render:1, resources: {limits: {memory: 1Gi}}}\n' }, ['workloads']);
  expect(workloads.workloads[0]).toMatchObject({ name: 'render', deployments: [{ kind: 'job', image: 'acme/render:1', autoscaling: { min: 0, max: 30, on: ['events'] }, resources: [{ limits: { memory: expect.anything() } }] }] });
});

test('a stateful set with the name of a store is one, and what guards a cluster is infrastructure', async () => {
  const one = (kind: string, name: string, image: string): string => `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: a, image: "${image}"}]}}}\n`;
  const { workloads } = await gather({
    'k8s/all.yaml': [one('StatefulSet', 'redis-master', 'acme/cache:1'), one('StatefulSet', 'db-clickhouse', 'acme/analytics:1'), one('StatefulSet', 'orders', 'acme/orders:1'), one('Deployment', 'kyverno-admission-controller', 'acme/kyverno:1'), one('Deployment', 'operator', 'acme/clickhouse-operator:1'), one('Deployment', 'tls', 'certbot/certbot:1')].join('---\n'),
  }, ['workloads']);
  expect(workloads.workloads.map(({ name, role }) => [name, role])).toEqual([['db-clickhouse', 'store'], ['kyverno-admission-controller', 'infrastructure'], ['operator', 'infrastructure'], ['orders', 'service'], ['redis-master', 'store'], ['tls', 'infrastructure']]);
});

test('what lies in a chart is named without the release before or after it', async () => {
  const { workloads } = await gather({
    'shop/Chart.yaml': 'apiVersion: v2\nname: shop\n',
    'shop/charts/api/Chart.yaml': 'apiVersion: v2\nname: api\n',
    'shop/charts/api/templates/d.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api-{{ .Release.Name }}\n  labels: {app.kubernetes.io/instance: "{{ .Release.Name }}"}\nspec: {template: {spec: {containers: [{name: a, image: "acme/api:1"}]}}}\n',
  }, ['workloads']);
  expect(workloads.workloads.map(({ name }) => name)).toEqual(['api']);
});

test('a cluster of databases is a store, a proxy and a collector are infrastructure, whatever they are called', async () => {
  const one = (kind: string, name: string, image: string, env = ''): string => `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: "${name}"}\nspec: {template: {spec: {containers: [{name: a, image: "${image}", env: [${env}]}]}}}\n`;
  const { workloads } = await gather({
    'k8s/all.yaml': [one('StatefulSet', 'shop-data', 'acme/data:1', '{name: PATRONI_SCOPE, value: shop}'), one('Deployment', 'edge', 'quay.io/oauth2-proxy/oauth2-proxy:7')].join('---\n'),
    'otel/Procfile': 'web: otelcol --config collector.yaml\n',
  }, ['workloads']);
  expect(workloads.workloads.map(({ name, role }) => [name, role])).toEqual([['edge', 'infrastructure'], ['otel', 'infrastructure'], ['shop-data', 'store']]);
});

test('an image bears the name of a component, or of the folder that it is built in', async () => {
  const { workloads } = await gather({
    'k8s/all.yaml': ['sync', 'scans'].map((name) => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}-worker}\nspec: {template: {spec: {containers: [{name: a, image: "acme/${name === 'sync' ? 'billing' : 'scan-service'}:1"}]}}}\n`).join('---\n'),
    'parts/scan/Dockerfile': 'FROM node:20\n', 'parts/billing/a.ts': 'export const a = 1;\n',
  }, ['workloads'], { components: { billing: { path: 'parts/billing' }, scanning: { path: 'parts/scan' } } });
  expect(workloads.workloads.map(({ name, component }) => [name, component])).toEqual([['scans-worker', 'scanning'], ['sync-worker', 'billing']]);
});

test('Kontinuous names a chart beside its values, and what the environment changes of them', async () => {
  const { workloads } = await gather({
    '.kontinuous/Chart.yaml': 'name: shop\nversion: 1.0.0\n',
    '.kontinuous/values.yaml': 'app:\n  ~chart: app\n  imagePackage: app\npg:\n  ~chart: pg\n',
    '.kontinuous/env/prod/values.yaml': 'app:\n  autoscale: {enabled: true, minReplicas: 2, maxReplicas: 6}\n',
  }, ['workloads']);
  expect(workloads.workloads.map(({ name, deployments }) => [name, deployments.map(({ environment, autoscaling, at }) => [environment, autoscaling?.min, at.file, at.line])])).toEqual([['app', [[undefined, undefined, '.kontinuous/values.yaml', 1], ['production', 2, '.kontinuous/values.yaml', 1]]]]);
});

test('instances and resources are taken from the values for a chart from elsewhere, whatever it calls them', async () => {
  const { workloads } = await gather({
    'helm/Chart.yaml': 'name: shop\nversion: 1.0.0\ndependencies: [{name: microservice-chart, version: 7.0.0, repository: "https://acme.github.io/charts"}]\n',
    'helm/values-prod.yaml': 'microservice-chart:\n  image: {repository: acme/shop, tag: "1"}\n  autoscaling: {enable: true, minReplica: 2, maxReplica: 10}\n  resources: {requests: {cpu: 100m}, limits: {memory: 1Gi}}\n',
  }, ['workloads']);
  const one = workloads.workloads[0]?.deployments.find(({ environment }) => environment === 'production');
  expect(one?.autoscaling).toMatchObject({ min: 2, max: 10 });
  expect(one?.resources).toMatchObject([{ requests: { cpu: '100m' }, limits: { memory: '1Gi' }, open: true }]);
});

test('what a Procfile runs after a release is no service', async () => {
  const { workloads } = await gather({ Procfile: 'web: node server.js\npostdeploy: pnpm migrate\nrelease: pnpm seed\n', 'package.json': '{"name": "shop"}' }, ['workloads']);
  expect(workloads.workloads.map(({ name }) => name)).toEqual(['shop']);
});

test('what votes for show is a tool', async () => {
  const { workloads } = await gather({ 'k8s/bot.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: vote-bot}\nspec: {template: {spec: {containers: [{name: bot, image: "acme/web:1", command: [vote-bot]}]}}}\n' }, ['workloads']);
  expect(workloads.workloads.map(({ name, role }) => [name, role])).toEqual([['vote-bot', 'tool']]);
});

describe('an application of Nais', () => {
  const app = (spec: string): Record<string, string> => ({ 'package.json': '{"name": "shop", "private": true}', 'Dockerfile': 'FROM node:22\n', '.nais/app-prod.yaml': `apiVersion: nais.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  image: {{ image }}\n${spec}` });
  const read = async (spec: string) => (await gather(app(spec), ['workloads'])).workloads.workloads[0]!;

  test('says how it runs', async () => {
    const { dir, dockerfile, deployments: [one] } = await read('  port: 3000\n  replicas: {min: 2, max: 6}\n  liveness: {path: isAlive}\n  readiness: {path: /isReady, port: 9090}\n  ingresses:\n{{#each ingresses}}\n    - {{this}}\n{{/each}}\n    - https://shop.example.com/orders\n  resources: {limits: {memory: 1Gi}}\n  env:\n    - {name: ENV, value: prod}\n  observability: {autoInstrumentation: {enabled: true, runtime: nodejs}}\n');
    expect([dir, dockerfile]).toEqual(['.', 'Dockerfile']);
    expect(one).toMatchObject({ kind: 'deployment', environment: 'production', replicas: { value: 2 }, autoscaling: { min: 2, max: 6 }, traced: { line: 18 } });
    expect(one!.probes.map(({ kind, path, port }) => `${kind} ${path} ${port}`)).toEqual(['readiness /isReady 9090', 'liveness /isAlive 3000']);
    expect(one!.exposures.map(({ by, hosts, tls }) => [by, hosts, tls])).toEqual([['service', [], undefined], ['ingress', ['shop.example.com'], true]]);
    expect(one!.resources).toMatchObject([{ requests: { cpu: '200m' }, limits: { memory: '1Gi' } }]);
  });

  test('runs two to four where it says nothing, one where it says so', async () => {
    expect((await read('')).deployments[0]).toMatchObject({ replicas: { value: 2 }, autoscaling: { min: 2, max: 4 } });
    const [one] = (await read('  replicas: {min: 1, max: 1}\n')).deployments;
    expect([one!.replicas!.value, one!.autoscaling, one!.disruptionBudget, one!.traced]).toEqual([1, undefined, undefined, undefined]);
  });

  test('of another operator is none', async () => {
    const { workloads } = await gather({ 'apps/shop.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec: {source: {path: k8s}}\n' }, ['workloads']);
    expect(workloads.workloads).toEqual([]);
  });
});
