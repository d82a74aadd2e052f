import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

const deployment = (name: string, replicas: string): string => `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  replicas: ${replicas}\n  template:\n    spec: {containers: [{name: main, image: acme/main:1}]}\n`;
const autoscaler = (target: string): string => `{{- if .Values.scale }}\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: scaler}\nspec:\n  scaleTargetRef:\n    kind: Deployment\n    name: ${target}\n{{- end }}\n`;
const chart = { 'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n' };

describe('an autoscaler that a chart leaves off', () => {
  const offered = async (files: Record<string, string>): Promise<readonly string[]> => {
    const { workloads } = await gather({ ...chart, 'chart/values.yaml': 'scale: false\none: 1\n', ...files }, ['workloads']);
    return workloads.workloads.map(({ name, deployments: [first] }) => `${name}: ${first!.offered === undefined ? 'none' : first!.offered.unclear ? 'may be' : 'its own'}`);
  };

  it('is that of the workload whose name it writes alike', async () => {
    expect(await offered({
      'chart/templates/web.yaml': deployment('{{ template "shop.web" . }}', '{{ .Values.one }}'), 'chart/templates/mail.yaml': deployment('{{ .Release.Name }}-mail', '1'),
      'chart/templates/scaler.yaml': autoscaler('{{- include "shop.web" $ | quote }}'), 'chart/templates/_h.tpl': '{{ define "shop.web" }}web{{ end }}',
    })).toEqual(['shop-mail: none', 'web: its own']);
  });
  it('is that of the only workload of its folder or of its chart', async () => {
    expect(await offered({ 'chart/templates/web/web.yaml': deployment('web', '1'), 'chart/templates/mail/mail.yaml': deployment('mail', '1'), 'chart/templates/web/scaler.yaml': autoscaler('{{ .Values.x }}') })).toEqual(['mail: none', 'web: its own']);
    expect(await offered({ 'chart/templates/web.yaml': deployment('web', '1'), 'chart/templates/scaler.yaml': autoscaler('{{ .Values.x }}') })).toEqual(['web: its own']);
  });
  it('may be that of any where its text does not tell', async () => {
    expect(await offered({ 'chart/templates/web.yaml': deployment('web', '1'), 'chart/templates/mail.yaml': deployment('mail', '1'), 'chart/templates/scaler.yaml': autoscaler('{{ .Values.x }}') })).toEqual(['mail: may be', 'web: may be']);
  });
});

describe('values that somebody may choose', () => {
  it('raise a number of instances, unless they are those of an environment', async () => {
    const raised = async (file: string): Promise<unknown> => {
      const { workloads } = await gather({ ...chart, 'chart/values.yaml': 'web: {replicas: 1}\n', [file]: 'web: {replicas: 3}\n', 'chart/templates/web.yaml': deployment('web', '{{ .Values.web.replicas }}') }, ['workloads']);
      return workloads.workloads[0]!.deployments[0]!.raised;
    };
    expect(await raised('chart/values-pro.yaml')).toMatchObject({ value: 3, at: { file: 'chart/values-pro.yaml', line: 1 } });
    expect(await raised('chart/values-staging.yaml')).toBeUndefined();
    expect(await raised('other/values-pro.yaml')).toBeUndefined();
  });
});

describe('what an operator runs', () => {
  it('scales by its standbys, its pool or its shards', async () => {
    const { stores } = await gather({
      'k8s/one.yaml': 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: one}\nspec: {instances: 1}\n',
      'k8s/two.yaml': 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: two}\nspec: {instances: 2}\n',
      'k8s/pooled.yaml': 'apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: pooled}\nspec: {instances: 1}\n---\napiVersion: postgresql.cnpg.io/v1\nkind: Pooler\nmetadata: {name: p}\nspec: {cluster: {name: pooled}}\n',
      'k8s/bouncer.yaml': 'apiVersion: postgres-operator.crunchydata.com/v1beta1\nkind: PostgresCluster\nmetadata: {name: bouncer}\nspec: {instances: [{name: a}], proxy: {pgBouncer: {replicas: 1}}}\n',
      'k8s/mongo.yaml': 'apiVersion: psmdb.percona.com/v1\nkind: PerconaServerMongoDB\nmetadata: {name: mongo}\nspec: {replsets: [{name: rs0, size: 3}]}\n',
    }, ['stores']);
    expect(stores.stores.map(({ name, scaling, redundant }) => `${name}: ${scaling?.value ?? 'no word'}, ${redundant.value ? 'survives' : 'alone'}`).sort())
      .toEqual(['bouncer: true, alone', 'mongo: true, survives', 'one: no word, alone', 'pooled: true, alone', 'two: true, survives']);
  });
  it('is a broker whose nodes are counted in a pool', async () => {
    const { stores } = await gather({ 'k8s/kafka.yaml': 'apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: events}\nspec: {kafka: {version: "4"}}\n---\napiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaNodePool\nmetadata: {name: pool}\nspec: {replicas: 3}\n' }, ['stores']);
    expect(stores.stores.map(({ redundant }) => redundant.value)).toEqual([true]);
  });
});

describe('a module of Terraform that nothing calls', () => {
  const idle = async (files: Record<string, string>): Promise<readonly string[]> => {
    const { terraform } = await gather(files, ['terraform']);
    return [...new Set(terraform.blocks.filter((one) => one.idle).map(({ dir }) => dir))];
  };
  const queue = 'resource "aws_sqs_queue" "q" {}\n';

  it('is called by files of Terragrunt, for the environment that they lie in', async () => {
    const { terraform } = await gather({
      'aws/rds/main.tf': queue, 'aws/sns/main.tf': `${queue}module "b" {\n  source = "../../parts/topic"\n}\n`, 'aws/spare/main.tf': queue, 'parts/topic/main.tf': queue,
      'env/production/rds/terragrunt.hcl': 'terraform {\n  source = "../../../aws//rds"\n}\n', 'env/dev/rds/terragrunt.hcl': 'terraform {\n  source = "${get_repo_root()}//aws/rds"\n}\n',
      'env/dev/sns/terragrunt.hcl': 'terraform {\n  source = "${get_env("X") == "y" ? "git::https://git.test/infra//aws/sns" : "../../../aws//sns"}"\n}\n',
    }, ['terraform']);
    const seen = new Map(terraform.blocks.map(({ dir, environment, idle: isIdle }) => [dir, isIdle ? 'idle' : environment]));
    expect(Object.fromEntries(seen)).toEqual({ 'aws/rds': 'production', 'aws/sns': 'development', 'aws/spare': 'idle', 'parts/topic': 'development' });
  });

  it('is called by the file above that files of Terragrunt take in', async () => {
    const { terraform } = await gather({
      'infrastructure/api/main.tf': queue, 'terraform/api/terragrunt.hcl': 'terraform {\n  source = "../../..//infrastructure//api"\n}\n',
      'terraform/api/dev/terragrunt.hcl': 'include {\n  path = find_in_parent_folders()\n}\n', 'terraform/api/prod/terragrunt.hcl': 'include {\n  path = find_in_parent_folders()\n}\n',
    }, ['terraform']);
    expect(terraform.blocks.map(({ environment }) => environment)).toEqual(['production']);
  });

  it('is idle where its neighbours are called, also by each other', async () => {
    expect(await idle({ 'modules/a/main.tf': `${queue}module "b" {\n  source = "../b/"\n}\n`, 'modules/b/main.tf': queue, 'modules/c/main.tf': queue, 'live/main.tf': 'module "a" {\n  source = "../modules/a"\n}\n' })).toEqual(['modules/c']);
  });
  it('is not where it is called by its address, where Terragrunt calls, and where all are for others', async () => {
    expect(await idle({ 'modules/a/main.tf': queue, 'modules/b/main.tf': queue, 'live/main.tf': 'module "a" {\n  source = "../modules/a"\n}\nmodule "b" {\n  source = "git::https://git.test/infra.git//modules/b?ref=v1"\n}\n' })).toEqual([]);
    expect(await idle({ 'modules/a/main.tf': queue, 'modules/b/main.tf': queue, 'live/main.tf': 'module "a" {\n  source = "../modules/a"\n}\n', 'live/b/terragrunt.hcl': 'terraform {}\n' })).toEqual([]);
    expect(await idle({ 'modules/a/main.tf': queue, 'modules/b/main.tf': queue })).toEqual([]);
    expect(await idle({ 'modules/a/main.tf': queue, 'modules/b/main.tf': queue, 'examples/all/main.tf': 'module "a" {\n  source = "../../modules/a"\n}\n' })).toEqual([]);
  });
  it('takes no arguments from an example', async () => {
    const { terraform } = await gather({ 'main.tf': 'variable "size" {\n  default = 1\n}\nresource "x" "y" {\n  count = var.size\n}\n', 'examples/all/main.tf': 'module "all" {\n  source = "../../"\n  size = 3\n}\n' }, ['terraform']);
    expect(terraform.blocks.find(({ name }) => name === 'y')).toMatchObject({ value: { count: 1 } });
  });
});
