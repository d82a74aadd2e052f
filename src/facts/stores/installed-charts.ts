import { at as pick, flag, list, number, record, text, type Json } from '../../lib/json.ts';
import { readLocated, toBlock } from '../../lib/located.ts';
import type { HelmDependency, Kubernetes, KubernetesResource, Terraform, TerraformBlock } from '../../model/index.ts';
import { deepMerge } from '../helm/template-functions.ts';

/** Charts that releases of Flux, applications of Argo CD and Terraform have installed, with the values that they hand over. */
export const installedCharts = ({ resources, releases }: Kubernetes, { blocks }: Terraform): readonly HelmDependency[] => [
  ...resources.flatMap((one): HelmDependency[] => {
    const environment = releases.find(({ id }) => id === one.release)?.environment;
    return chartsOf(one).flatMap(({ name, repository, values }) => (name === undefined ? [] : [{
      chart: one.at.file, name, alias: one.name, at: one.at, enabled: true, values, repository, ...(environment && { environment }),
    }]));
  }),
  ...blocks.filter(({ kind, type, idle }) => kind === 'resource' && type === 'helm_release' && idle !== true).flatMap(helmRelease),
];

interface Chart { readonly name: string | undefined; readonly repository: string; readonly values: Json }

function chartsOf({ kind, apiVersion, value }: KubernetesResource): readonly Chart[] {
  if (kind === 'HelmRelease') {
    const chart = pick(value, 'spec', 'chart', 'spec');
    return [{ name: text(pick(chart, 'chart')), repository: text(pick(chart, 'sourceRef', 'name')) ?? '', values: record(pick(value, 'spec', 'values')) }];
  }
  if (!apiVersion.startsWith('argoproj.io/') || !/^Application(?:Set)?$/.test(kind)) return [];
  const spec = kind === 'Application' ? pick(value, 'spec') : pick(value, 'spec', 'template', 'spec');
  return [pick(spec, 'source'), ...list(pick(spec, 'sources'))].map((source) => ({
    // Values in files that lie elsewhere may say how many nodes run.
    name: text(pick(source, 'chart')), repository: list(pick(source, 'helm', 'valueFiles')).length > 0 ? '' : text(pick(source, 'repoURL')) ?? '',
    values: deepMerge(written(pick(source, 'helm', 'values')), set(record(pick(source, 'helm', 'valuesObject')), list(pick(source, 'helm', 'parameters')))),
  }));
}

/** What of `helm_release` stands there: `values = [yamlencode({…})]` is left to whoever makes it. */
function helmRelease(one: TerraformBlock): HelmDependency[] {
  const [name, repository] = [text(pick(one.value, 'chart')), text(pick(one.value, 'repository')) ?? ''];
  const given = list(pick(one.value, 'values')).filter((each) => typeof each !== 'string' || !each.includes('${'));
  if (name === undefined || number(pick(one.value, 'count')) === 0) return [];
  const texts = given.reduce<Json>((sum, each) => deepMerge(sum, written(each)), {});
  // Values that are made elsewhere may say how many nodes run: then nothing is taken to be left out.
  const open = given.length < list(pick(one.value, 'values')).length || (typeof pick(one.value, 'values') === 'string');
  return [{
    chart: one.at.file, name, alias: text(pick(one.value, 'name')) ?? one.name, at: one.at, enabled: true, repository: open ? '' : repository,
    values: set(texts, list(pick(one.value, 'set'))), ...(one.environment && { environment: one.environment }),
  }];
}

/** Values that stand as text. */
const written = (value: unknown): Json => {
  const [root] = typeof value === 'string' && value.length < 100_000 ? readLocated(value, 'values').documents : [];
  return root === undefined ? {} : record(toBlock(root).value);
};

/** `{name: 'replica.replicaCount', value: '3'}` over what the values say. */
const set = (values: Json, pairs: readonly unknown[]): Json => pairs.reduce<Json>((sum, each) => {
  const [path, value] = [text(pick(each, 'name')), pick(each, 'value')];
  if (path === undefined || value === undefined || path.length > 200) return sum;
  const known = typeof value === 'string' ? flag(value) ?? number(value) ?? value : value;
  return deepMerge(sum, path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), known) as Json);
}, values);
