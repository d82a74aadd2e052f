import { describe, expect, test } from 'vitest';
import { deployedSecrets } from '../../src/lib/deployed-secrets.ts';
import { meshTimeouts } from '../../src/lib/mesh.ts';
import { couldBe, productionStores, runningServices } from '../../src/lib/production.ts';
import type { Deployment, Workload } from '../../src/model/index.ts';
import { gather } from '../facts/gather.ts';

const deployment = (name: string, replicas: number, container = ''): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec:\n  replicas: ${replicas}\n  template:\n    metadata: {labels: {app: ${name}}}\n    spec: {containers: [{name: c, image: "acme/${name}:1"${container}}]}\n`;

describe('what production runs', () => {
  test('is not what is scaled to nothing', async () => {
    const { workloads, stores } = await gather({ 'k8s/a.yaml': `${deployment('on', 1)}---\n${deployment('off', 0)}---\n${deployment('redis', 0).replace('acme/redis', 'redis')}` }, ['workloads', 'stores']);
    expect(runningServices(workloads.workloads).map(({ workload }) => workload.name)).toEqual(['on']);
    expect(stores.stores).toEqual([]);
  });
});

describe('what runs under a name of its own', () => {
  const workload = (name: string, image?: string): Workload => ({ name, role: 'service', deployments: image === undefined ? [] : [{ image } as Deployment] });

  test.each([['api', undefined, 'billing'], ['shop-api', undefined, 'billing'], ['legacy', 'ghcr.io/acme/shop:1', 'billing'], ['billing-v2', undefined, 'billing'], ['x1', 'acme/billing-service', 'billing'], ['mail', undefined, 'api']])('%s with the image %s may be %s', (name, image, component) => {
    expect(couldBe(workload(name, image), component, 'shop')).toBe(true);
  });

  test.each([['legacy-crm', 'acme/crm:3', 'billing'], ['search', undefined, 'orders-api']])('%s with the image %s is not %s', (name, image, component) => {
    expect(couldBe(workload(name, image), component, 'shop')).toBe(false);
  });
});

test('a rollout runs the pods of a deployment that is scaled to nothing', async () => {
  const rollout = '---\napiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {name: steps}\nspec:\n  replicas: 5\n  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  strategy: {canary: {}}\n---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {minReplicas: 3, maxReplicas: 9, scaleTargetRef: {apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: steps}}\n';
  const { workloads } = await gather({ 'k8s/a.yaml': deployment('web', 0) + rollout }, ['workloads']);
  expect(workloads.workloads).toMatchObject([{ name: 'web', deployments: [{ replicas: { value: 5, at: { line: 14 } }, strategy: { type: 'Canary' }, autoscaling: { min: 3, max: 9 } }] }]);
});

describe('stores of production', () => {
  const database = (name: string): string => `resource "aws_db_instance" "${name}" {\n  engine = "postgres"\n}\n`;
  const names = async (tree: Record<string, string>): Promise<string[]> => {
    const { stores } = await gather(tree, ['stores']);
    return [...productionStores(stores.stores)].map(([name, group]) => `${name} ${group.map(({ at }) => at.file).join(' ')}`).sort();
  };
  test('are those of every team, also where one alone names its environments', async () => {
    expect(await names({ 'orders/prod/main.tf': database('orders'), 'orders/staging/main.tf': database('orders'), 'billing/main.tf': database('billing') }))
      .toEqual(['billing billing/main.tf', 'orders orders/prod/main.tf']);
  });
  test('are not those of a module whose callers say what production gets', async () => {
    const call = 'module "db" {\n  source = "../modules/db"\n}\n';
    expect(await names({ 'modules/db/main.tf': database('inner'), 'prod/main.tf': call + database('own'), 'staging/main.tf': call })).toEqual(['own prod/main.tf']);
    expect(await names({ 'modules/db/main.tf': database('inner'), 'eu/main.tf': call, 'us/main.tf': call })).toEqual(['inner modules/db/main.tf']);
  });
});

describe('clients bound to one instance', () => {
  const service = '---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n';
  const sticky = async (more: string): Promise<number | undefined> => {
    const { workloads } = await gather({ 'k8s/a.yaml': `${deployment('web', 2)}${service}${more}` }, ['workloads']);
    return workloads.workloads[0]?.deployments[0]?.sticky?.line;
  };
  const ingress = (annotation: string, backend = 'web'): string => `---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: i\n  annotations: {${annotation}}\nspec: {rules: [{http: {paths: [{backend: {service: {name: ${backend}}}}]}}]}\n`;
  test.each([
    ['a cookie of nginx', ingress('nginx.ingress.kubernetes.io/affinity: cookie'), 19],
    ['a target group', ingress('alb.ingress.kubernetes.io/target-group-attributes: "stickiness.enabled=true,stickiness.lb_cookie.duration_seconds=60"'), 19],
    ['a rule of the mesh', '---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: w}\nspec:\n  host: web.shop.svc.cluster.local\n  trafficPolicy:\n    loadBalancer:\n      consistentHash: {httpCookie: {name: s}}\n', 22],
  ])('by %s', async (_, more, line) => expect(await sticky(more)).toBe(line));
  test.each([
    ['another service', ingress('nginx.ingress.kubernetes.io/affinity: cookie', 'other')],
    ['a target group that is not', ingress('alb.ingress.kubernetes.io/target-group-attributes: stickiness.enabled=false')],
    ['a hash of a header', '---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: w}\nspec: {host: web, trafficPolicy: {loadBalancer: {consistentHash: {httpHeaderName: tenant}}}}\n'],
  ])('are none by %s', async (_, more) => expect(await sticky(more)).toBeUndefined());
});

describe('literals that deployments are given', () => {
  const found = async (tree: Record<string, string>) => {
    const { workloads, pipelines } = await gather(tree, ['workloads', 'pipelines']);
    return deployedSecrets(workloads, pipelines).map(({ name, confidence }) => `${name} ${confidence}`);
  };
  const env = (name: string, value: string): string => `, env: [{name: ${name}, value: "${value}"}]`;
  test.each([
    ['DB_PASSWORD', 'tulip9', ['DB_PASSWORD medium']],
    ['DB_PASSWORD', 'postgres', ['DB_PASSWORD low']],
    ['DB_PASSWORD', 'changeme', []],
    ['DB_PASSWORD', '$(OTHER)', []],
    ['DB_PASSWORD_FILE', '/run/secrets/db', []],
    ['SESSION_SECRET', 'true', []],
    ['PASSWORD_MIN_LENGTH', '1200', []],
    ['AUTH_TOKEN_URL', 'tulip9', []],
  ])('%s=%s', async (name, value, expected) => expect(await found({ 'k8s/a.yaml': deployment('web', 2, env(name, value)) })).toEqual(expected));
  test('count in a compose file for production, not in a developer\'s or an example', async () => {
    const compose = 'services:\n  web: {image: acme/web, environment: {API_KEY: tulip9}}\n';
    expect(await found({ 'compose.production.yml': compose })).toEqual(['API_KEY medium']);
    expect(await found({ 'docker-compose.yml': compose, 'examples/compose.production.yml': compose, 'k8s/dev/a.yaml': deployment('web', 2, env('API_KEY', 'tulip9')) })).toEqual([]);
  });
});

describe('bounds of the mesh', () => {
  const bounds = async (manifest: string): Promise<unknown[]> => {
    const { kubernetes } = await gather({ 'k8s/a.yaml': manifest }, ['kubernetes']);
    return meshTimeouts(kubernetes.resources).map(({ service, ms }) => [service, ms]);
  };
  test.each([
    ['a profile of Linkerd', 'apiVersion: linkerd.io/v1alpha2\nkind: ServiceProfile\nmetadata: {name: pay.shop.svc.cluster.local}\nspec: {routes: [{name: a, timeout: 300ms}, {name: b, timeout: 2s}]}\n', [['pay', 2000]]],
    ['a profile with an open route', 'apiVersion: linkerd.io/v1alpha2\nkind: ServiceProfile\nmetadata: {name: pay.shop.svc.cluster.local}\nspec: {routes: [{name: a, timeout: 300ms}, {name: b}]}\n', []],
    ['an annotation of Linkerd', 'apiVersion: v1\nkind: Service\nmetadata: {name: pay, annotations: {timeout.linkerd.io/request: 1s}}\nspec: {}\n', [['pay', 1000]]],
    ['a route of gRPC', 'apiVersion: gateway.networking.k8s.io/v1\nkind: GRPCRoute\nmetadata: {name: r}\nspec: {parentRefs: [{kind: Service, name: pay}], rules: [{timeouts: {request: 5s}}]}\n', [['pay', 5000]]],
  ])('%s', async (_, manifest, expected) => expect(await bounds(manifest)).toEqual(expected));
});
