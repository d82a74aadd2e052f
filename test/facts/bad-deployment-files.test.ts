import { describe, expect, test } from 'vitest';
import { gather } from './gather.ts';

const deployment = (name: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {containers: [{name: ${name}, image: own:1}]}}}\n`;
const names = (workloads: { readonly name: string }[] | readonly { readonly name: string }[]): string[] => workloads.map(({ name }) => name);
const told = (gaps: readonly { readonly reason: string; readonly at?: { readonly file: string; readonly line?: number } }[]): string[] => gaps.map(({ reason, at }) => `${at?.file}:${at?.line ?? ''} ${reason}`);

describe('what cannot be read is a gap with a place, and the rest is judged', () => {
  test('one broken document among others, even where a quote stays open', async () => {
    const { workloads, gaps } = await gather({ 'k8s/all.yaml': `${deployment('one')}---\nkind: Deployment\napiVersion: apps/v1\nmetadata: {name: "open\n---\n${deployment('two')}---\n${deployment('three')}` }, ['workloads']);
    expect(names(workloads.workloads)).toEqual(['one', 'three', 'two']);
    expect(workloads.workloads[1]!.deployments[0]!.at.line).toBe(17);
    expect(told(gaps)).toEqual([expect.stringMatching(/^k8s\/all\.yaml:\d+ is not valid YAML: /)]);
  });

  test('a template outside of a chart, bytes under the name of YAML, an anchor in itself, deep nesting', async () => {
    const deep = `apiVersion: v1\nkind: Config\nv: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
    const { workloads, gaps } = await gather({
      'k8s/a.yaml': deployment('sound'), 'k8s/template.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Name }}}\nspec:\n  {{- if .X }}\n  replicas: 1\n  {{- end }}\n',
      'k8s/bytes.yaml': 'apiVersion: v1\nkind: Pod\n\0\0', 'k8s/loop.yaml': 'apiVersion: v1\nkind: Config\na: &a {b: *a}\n', 'k8s/deep.yaml': deep,
    }, ['workloads']);
    expect(names(workloads.workloads)).toEqual(['sound']);
    expect([...new Set(gaps.map(({ at }) => at?.file))].sort()).toEqual(['k8s/bytes.yaml', 'k8s/deep.yaml', 'k8s/loop.yaml', 'k8s/template.yaml']);
  });

  test('files of platforms that are not read are told as such', async () => {
    const { workloads, gaps } = await gather({
      'shop.nomad.hcl': 'job "shop" {\n  group "api" { count = 1 }\n}\n', '.do/app.yaml': 'name: shop\nservices: []\n', 'copilot/api/manifest.yml': 'name: api\ntype: Backend Service\n',
      'config/deploy.yml': 'service: shop\nservers: [192.0.2.1]\n', 'azuredeploy.json': '{"$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": []}', 'template.yaml': "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Fn::ForEach::Queues: []\n",
    }, ['workloads', 'cloudformation']);
    expect(workloads.workloads).toEqual([]);
    expect([...new Set(gaps.map(({ at }) => at?.file))].sort()).toEqual(['.do/app.yaml', 'azuredeploy.json', 'config/deploy.yml', 'copilot/api/manifest.yml', 'shop.nomad.hcl', 'template.yaml']);
  });

  test('anchors that explode are cut off', async () => {
    const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`).join('')}`;
    const { workloads } = await gather({ 'k8s/bomb.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n${bomb}---\n${deployment('sound')}`, 'compose.yml': `x-bomb:\n${bomb.replace(/^/gm, '  ')}\nservices: {db: {image: "postgres:16"}}\n` }, ['workloads']);
    expect(names(workloads.workloads)).toEqual(['db', 'sound']);
  });

  test('what anchors unfold beyond sense, a block of a template without an end, and a kind that is not known are told', async () => {
    const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 6 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}]\n`).join('')}`;
    const { workloads, gaps } = await gather({
      'k8s/bomb.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n${bomb}`, 'k8s/rocket.yaml': deployment('rocket').replace('apps/v1', 'acme.io/v9').replace('Deployment', 'Rocket'),
      'c/Chart.yaml': 'apiVersion: v2\nname: c\n', 'c/templates/open.yaml': 'kind: Service\n{{ if .Values.x }}\nspec: {}\n', 'c/templates/web.yaml': deployment('web'),
    }, ['workloads']);
    expect(names(workloads.workloads)).toEqual(['web']);
    expect(told(gaps).sort()).toEqual([
      'c/templates/open.yaml:2 is a Helm template that cannot be read: a block does not end', 'k8s/bomb.yaml:1 has anchors that unfold to more than 20000 values, and is read no further than that',
      'k8s/rocket.yaml:3 is a Rocket of acme.io/v9, a kind that is not known; its containers are not judged',
    ]);
  });

  test('charts and modules that lead back to themselves are told, and are read once', async () => {
    const { workloads, stores, gaps } = await gather({
      'c/Chart.yaml': 'apiVersion: v2\nname: c\ndependencies: [{name: d, repository: "file://../d"}]\n', 'c/templates/web.yaml': deployment('web'),
      'd/Chart.yaml': 'apiVersion: v2\nname: d\ndependencies: [{name: c, repository: "file://../c"}]\n',
      'm1/main.tf': 'module "two" { source = "../m2" }\nresource "aws_sqs_queue" "orders" {}\n', 'm2/main.tf': 'module "one" { source = "../m1" }\n',
    }, ['workloads', 'stores']);
    expect([names(workloads.workloads), stores.stores.map(({ name }) => name)]).toEqual([['web'], ['orders']]);
    expect([...new Set(told(gaps))].sort()).toEqual(['c/Chart.yaml:1 takes itself in, by way of the charts that it depends on', 'd/Chart.yaml:1 takes itself in, by way of the charts that it depends on', 'm1/main.tf:1 calls a module that leads back to itself', 'm2/main.tf:1 calls a module that leads back to itself']);
  });

  test('files that are too large', async () => {
    const { kubernetes, gaps } = await gather({ 'k8s/large.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\nv: ${'x'.repeat(6 * 1024 * 1024)}\n`, 'k8s/a.yaml': deployment('sound') }, ['kubernetes']);
    expect(kubernetes.resources.map(({ name }) => name)).toEqual(['sound']);
    expect(told(gaps)).toEqual(['k8s/large.yaml: is larger than 5 MB and is not read']);
  });

  test('kustomizations that take each other in, or patch with what is not there', async () => {
    const { kubernetes, gaps } = await gather({
      'a/kustomization.yaml': 'resources: [../b, web.yaml, gone.yaml]\npatches: [{path: nope.yaml}, {patch: "{["}]\nreplicas: 5\n', 'a/web.yaml': deployment('web'),
      'b/kustomization.yaml': 'resources: [../a]\ncomponents: [../b]\n',
    }, ['kubernetes']);
    expect(kubernetes.resources.map(({ name }) => name)).toContain('web');
    expect(told(gaps)).toEqual(expect.arrayContaining([
      expect.stringContaining('takes itself in'), 'a/kustomization.yaml:1 takes in gone.yaml, which does not exist', 'a/kustomization.yaml:2 patches with nope.yaml, which does not exist', expect.stringMatching(/^a\/kustomization.yaml:2 holds a patch that /),
    ]));
  });

  test('charts that need each other, and templates that never end', async () => {
    const { kubernetes, gaps } = await gather({
      'c/Chart.yaml': 'apiVersion: v2\nname: c\ndependencies: [{name: a, repository: "file://charts/a"}, 5]\n', 'c/values.yaml': 'x: &x [*x]\n',
      'c/templates/a.yaml': '{{ range until 100 }}{{ range until 100 }}{{ range until 100 }}x{{ end }}{{ end }}{{ end }}', 'c/templates/b.yaml': '{{- define "l" }}{{ include "l" . }}{{ include "l" . }}{{ end }}{{ include "l" . }}',
      'c/charts/a/Chart.yaml': 'apiVersion: v2\nname: a\ndependencies: [{name: c, repository: "file://../.."}]\n', 'c/charts/a/templates/d.yaml': deployment('inner'),
    }, ['kubernetes']);
    expect(kubernetes.resources.map(({ name }) => name)).toContain('inner');
    expect(told(gaps)).toEqual(expect.arrayContaining([expect.stringMatching(/^c\/templates\/a\.yaml:1 .*(too long|grows)/), expect.stringMatching(/^c\/templates\/b\.yaml:1 /), expect.stringMatching(/^c\/values\.yaml:1 /)]));
  });

  test('Terraform that is nested beyond sense does not silence the rest', async () => {
    const { stores, gaps } = await gather({ 'a.tf': `x = ${'['.repeat(5000)}${']'.repeat(5000)}\n`, 'b.tf': 'resource "aws_sqs_queue" "orders" {}\n' }, ['stores']);
    expect(stores.stores.map(({ resource }) => resource)).toEqual(['aws_sqs_queue.orders']);
    expect(told(gaps)).toEqual(['a.tf: is nested too deeply and is not parsed']);
  });

  test('values of the wrong shape, and kinds that nobody knows', async () => {
    const { workloads, stores, gaps } = await gather({
      'k8s/odd.yaml': `apiVersion: acme.io/v9\nkind: Gadget\nmetadata: {name: g}\nspec: 5\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: []\nspec: "no"\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: odd}\nspec: {replicas: [1], template: {spec: {containers: [null, 5, {name: {a: b}, image: [x], env: {a: b}, ports: 5, readinessProbe: true, resources: []}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {selector: [a], ports: {}}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: [x]}\nspec: {rules: 5, tls: x}\n---\n${deployment('sound')}`,
      'template.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  A: {Type: AWS::SQS::Queue, Properties: 5}\n  B: 7\n  C: {Type: [x]}\n  D: {Type: AWS::ECS::Service, Properties: {DesiredCount: !If [a, {b: c}, 2], LoadBalancers: 5}}\nGlobals: 5\n',
      'compose.yml': 'include: {a: 5}\nservices: {a: 5, b: {build: [x], ports: {a: b}, environment: 7, deploy: [1], healthcheck: x, profiles: x, image: [y]}}\n',
      'Dockerfile': 'FROM a AS b\nFROM b AS a\nEXPOSE ${X:-${Y:-1}}\n',
    }, ['workloads', 'stores', 'docker']);
    expect(names(workloads.workloads)).toEqual(expect.arrayContaining(['sound', 'odd', 'D']));
    expect(stores.stores.map(({ resource }) => resource)).toEqual(['A']);
    expect(gaps).toEqual([]);
  });
});
