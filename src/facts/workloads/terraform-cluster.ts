import { at as pick, list, record, text, UNRESOLVED, type Json } from '../../lib/json.ts';
import type { Kubernetes, KubernetesResource, Terraform, TerraformBlock } from '../../model/index.ts';
import type { Found } from './found.ts';
import { kubernetesDeployments } from './kubernetes.ts';

const KINDS: Readonly<Record<string, string>> = {
  deployment: 'Deployment', stateful_set: 'StatefulSet', daemonset: 'DaemonSet', daemon_set: 'DaemonSet', job: 'Job', cron_job: 'CronJob', pod: 'Pod', service: 'Service', ingress: 'Ingress',
  horizontal_pod_autoscaler: 'HorizontalPodAutoscaler', pod_disruption_budget: 'PodDisruptionBudget', config_map: 'ConfigMap', limit_range: 'LimitRange',
};
/** Blocks that Terraform repeats where a manifest has a list. */
const LISTS: Readonly<Record<string, string>> = {
  container: 'containers', init_container: 'initContainers', port: 'ports', env: 'env', env_from: 'envFrom', volume: 'volumes', volume_mount: 'volumeMounts', rule: 'rules', path: 'paths', tls: 'tls', metric: 'metrics',
  topology_spread_constraint: 'topologySpreadConstraints', volume_claim_template: 'volumeClaimTemplates', match_expressions: 'matchExpressions',
  required_during_scheduling_ignored_during_execution: 'requiredDuringSchedulingIgnoredDuringExecution', preferred_during_scheduling_ignored_during_execution: 'preferredDuringSchedulingIgnoredDuringExecution',
};
/** Maps whose keys are the user's own. */
const MAPS = /^(?:labels|match_labels|annotations|limits|requests|data|node_selector)$/;

/** What the provider for clusters runs, in the words of the manifests that it writes; `kubernetes_manifest` holds one as it is. */
export const terraformCluster = ({ blocks }: Terraform, isExample: (file: string) => boolean): readonly Found[] => {
  const resources = blocks.flatMap((one) => resourceOf(one) ?? []);
  const releases = [...new Map(resources.map(({ release, block: { environment, at } }) => [release, { id: release, source: 'manifest' as const, file: at.file, ...(environment && { environment }) }])).values()];
  const cluster: Kubernetes = { releases, resources, dependencies: [], values: [] };
  const idle = new Set(resources.flatMap(({ block, at }) => (block.idle === true ? [`${at.file}:${at.line}`] : [])));
  return kubernetesDeployments(cluster, isExample).map(({ name, deployment }) => {
    const { at } = deployment;
    return { name, deployment: { ...deployment, source: 'terraform' as const, example: deployment.example || idle.has(`${at.file}:${at.line}`) } };
  });
};

function resourceOf(block: TerraformBlock): (KubernetesResource & { readonly block: TerraformBlock }) | undefined {
  const [, written] = (block.kind === 'resource' && /^kubernetes_([a-z_]+?)(?:_v\d(?:beta\d)?)?$/.exec(block.type)) || [];
  if (written === undefined || pick(block.value, 'count') === 0) return undefined;
  const whole = written === 'manifest' ? record(pick(block.value, 'manifest')) : undefined;
  const kind = whole === undefined ? KINDS[written] : text(whole['kind']);
  if (kind === undefined) return undefined;
  const value = whole ?? record(converted(block.value));
  const name = text(pick(value, 'metadata', 'name'));
  const apiVersion = whole === undefined ? 'v1' : text(whole['apiVersion']) ?? '';
  return { apiVersion, kind, name: name === undefined || name.includes('${') ? block.name : name, value, places: { ...block.places, ...Object.fromEntries(Object.entries(block.places).map(([path, at]) => [camel(path).replace(/\/container(?=\/|$)/, '/containers/0'), at])) }, at: block.at, release: block.dir, block };
}

function converted(value: unknown, depth = 0): unknown {
  if (depth > 20) return undefined;
  if (Array.isArray(value)) return value.map((each) => converted(each, depth + 1));
  if (typeof value !== 'object' || value === null) return typeof value === 'string' && value.includes('${') ? `${UNRESOLVED}${value}` : value;
  const made: Record<string, unknown> = {};
  for (const [key, each] of Object.entries(value as Json)) {
    if (key === 'dynamic') for (const name of Object.keys(record(each))) made[LISTS[name] ?? camel(name)] ??= UNRESOLVED;
    else if (LISTS[key] !== undefined) made[LISTS[key]] = list(converted(each, depth + 1));
    // Names and labels are compared as they are written.
    else if (MAPS.test(key) || key === 'name') made[camel(key)] = Array.isArray(each) && each.length === 1 ? each[0] : each;
    // A block that stands once is no list in a manifest.
    else made[camel(key)] = Array.isArray(each) && each.length === 1 && typeof each[0] === 'object' ? converted(each[0], depth + 1) : converted(each, depth + 1);
  }
  return made;
}

const camel = (key: string): string => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
