import { isForeign } from '../../lib/elsewhere.ts';
import { storeOfImage } from '../../lib/images.ts';
import { at as pick, flag, number, text } from '../../lib/json.ts';
import type { HelmDependency, Kubernetes, Place, WorkloadResources } from '../../model/index.ts';
import { found, type Found } from './found.ts';

/**
 * Images that a chart from elsewhere is told to run: charts for any application (`nodejs`, `app-template`, `onechart`) are
 * dependencies of a chart that has values alone. What those values do not say is left open.
 */
export const chartDeployments = ({ dependencies }: Kubernetes, isExample: (file: string) => boolean): readonly Found[] =>
  dependencies.filter((one) => one.enabled && isForeign(one)).flatMap((one): Found[] => {
    const image = imageOf(one);
    if (image === undefined) return [];
    // What a preview brings up beside it does not take the chart's name from what it is for.
    const beside = dependencies.filter((other) => other.chart === one.chart && other.enabled && imageOf(other) !== undefined);
    const usual = new Set(beside.filter(({ environment }) => environment === undefined).map(({ alias }) => alias));
    const all = usual.size === 0 ? new Set(beside.map(({ alias }) => alias)) : usual;
    return [found(all.size === 1 && all.has(one.alias) && one.repository !== 'kontinuous' ? one.chart.split('/').at(-1)! : one.alias, {
      kind: 'deployment', source: 'helm', release: one.chart, at: one.at, example: isExample(one.at.file), managed: false, image, ...(one.environment && { environment: one.environment }), ...scaling(one), resources: resourcesOf(one),
    })];
  });

/** Charts of stores are told as the stores. */
function imageOf({ values }: HelmDependency): string | undefined {
  const image = text(pick(values, 'image')) ?? text(pick(values, 'image', 'repository')) ?? text(pick(values, 'imagePackage'));
  return image === undefined || image === '' || storeOfImage(image) !== undefined ? undefined : image;
}

function scaling({ values, at }: HelmDependency): { replicas: { value?: number; at: Place } } | { autoscaling: { min?: number; max?: number; on: readonly string[]; at: Place } } {
  const scaler = pick(values, 'autoscaling') ?? pick(values, 'autoscale') ?? pick(values, 'hpa');
  if (flag(pick(scaler, 'enabled') ?? pick(scaler, 'enable')) === true) {
    const [min, max] = (['min', 'max'] as const).map((end) => [`${end}Replicas`, `${end}Replica`, `${end}ReplicaCount`].map((key) => number(pick(scaler, key))).find((count) => count !== undefined));
    return { autoscaling: { ...(min !== undefined && { min }), ...(max !== undefined && { max }), on: [], at } };
  }
  const count = number(pick(values, 'replicaCount')) ?? number(pick(values, 'replicas'));
  return { replicas: { ...(count !== undefined && { value: count }), at } };
}

/** As a container has them, or one by one (`memoryLimits: 1Gi`). What is not among the values, the chart may set. */
function resourcesOf({ alias, values, at }: HelmDependency): readonly WorkloadResources[] {
  const part = (of: 'requests' | 'limits'): WorkloadResources['requests'] => {
    const said = (kind: 'cpu' | 'memory'): string | undefined => text(pick(values, 'resources', of, kind)) ?? text(pick(values, `${kind}${of[0]!.toUpperCase()}${of.slice(1)}`));
    const [cpu, memory] = [said('cpu'), said('memory')];
    return { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  };
  const [requests, limits] = [part('requests'), part('limits')];
  return Object.keys({ ...requests, ...limits }).length === 0 ? [] : [{ container: alias, requests, limits, open: true, at }];
}
