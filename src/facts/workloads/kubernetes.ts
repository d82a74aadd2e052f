import { at as pick, list, number, record, text, isUnresolved, type Json } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { Deployment, DeploymentKind, Kubernetes, KubernetesRelease, KubernetesResource, Place, WorkloadEnv, WorkloadProbe } from '../../model/index.ts';
import { exposuresOf, stickyOf } from './exposures.ts';
import type { Found } from './found.ts';
import { knativeOf, servedBy } from './knative.ts';
import { resourcesOf } from './resources.ts';

const KINDS: Readonly<Record<string, DeploymentKind>> = {
  Deployment: 'deployment', StatefulSet: 'statefulset', DaemonSet: 'daemonset', Job: 'job', ScaledJob: 'job', CronJob: 'cronjob', Pod: 'pod', Rollout: 'deployment', ReplicaSet: 'deployment', ReplicationController: 'deployment', DeploymentConfig: 'deployment', Service: 'cloud-run',
};

export const kubernetesDeployments = (kubernetes: Kubernetes, isExample: (file: string) => boolean): readonly Found[] =>
  kubernetes.releases.flatMap((release) => {
    const resources = kubernetes.resources.filter((resource) => resource.release === release.id);
    return resources.flatMap((resource) => {
      const kind = KINDS[resource.kind];
      if (kind === undefined || (resource.kind === 'Service' && !resource.apiVersion.startsWith('serving.knative.dev'))) return [];
      const found = deploymentOf(resource, kind, release, resources, isExample);
      return found === undefined ? [] : [found];
    });
  });

/** What holds containers under a kind that is not known here. */
export const unknownKinds = ({ resources }: Kubernetes): readonly KubernetesResource[] => resources.filter(({ kind, value, example }) =>
  !example && KINDS[kind] === undefined && kind !== 'PodTemplate' && [pick(value, 'spec', 'template', 'spec', 'containers'), pick(value, 'spec', 'podTemplate', 'spec', 'containers')].some((containers) => list(containers).length > 0));

const labelsOf = (value: unknown): Json => record(pick(value, 'metadata', 'labels'));

/** Whether every label that a selector asks for is there; a label that a template left open is taken to fit. */
export const selects = (selector: Json, labels: Json): boolean => {
  const wanted = Object.entries(selector).filter(([, value]) => typeof value !== 'object');
  return wanted.length > 0 && wanted.every(([key, value]) => labels[key] === value || isUnresolved(value) || isUnresolved(labels[key]));
};

/** A selector of labels and expressions; an empty one takes every pod. */
const selectorFits = (selector: unknown, labels: Json): boolean => {
  const wanted = record(pick(selector, 'matchLabels'));
  return (Object.keys(wanted).length === 0 || selects(wanted, labels)) && list(pick(selector, 'matchExpressions')).every((each) => {
    const [value, values] = [labels[text(pick(each, 'key')) ?? ''], list(pick(each, 'values'))];
    if (isUnresolved(value) || values.some(isUnresolved)) return true;
    switch (text(pick(each, 'operator'))) {
      case 'In': return values.includes(value);
      case 'NotIn': return !values.includes(value);
      case 'Exists': return value !== undefined;
      case 'DoesNotExist': return value === undefined;
      default: return true;
    }
  });
};

/** Of one namespace, as far as both name theirs. */
const together = (a: KubernetesResource, b: KubernetesResource): boolean => {
  const [one, other] = [a, b].map(({ value }) => text(pick(value, 'metadata', 'namespace')));
  return one === undefined || other === undefined || one === other;
};

/** `${NAME}` is another name in each template that has it as a parameter. */
const sameTemplate = (service: KubernetesResource, { at }: KubernetesResource): boolean =>
  service.at.file === at.file || !Object.values(record(pick(service.value, 'spec', 'selector'))).some((value) => typeof value === 'string' && /\$\{\w+\}/.test(value));

/** Its own pods keep away from each other: by anti-affinity that means them, or by spreading. */
const isSpread = (spec: Json, labels: Json, namespace: string | undefined): boolean => {
  const rules = record(pick(spec, 'affinity', 'podAntiAffinity'));
  const terms = [...list(rules['requiredDuringSchedulingIgnoredDuringExecution']), ...list(rules['preferredDuringSchedulingIgnoredDuringExecution']).map((each) => pick(each, 'podAffinityTerm'))];
  return terms.some((term) => isUnresolved(term) || (selectorFits(pick(term, 'labelSelector'), labels) && (namespace === undefined || list(pick(term, 'namespaces')).length === 0 || list(pick(term, 'namespaces')).includes(namespace)))) || isUnresolved(JSON.stringify(pick(spec, 'affinity') ?? '')) || list(spec['topologySpreadConstraints']).length > 0;
};

const deploymentOf = (resource: KubernetesResource, kind: DeploymentKind, release: KubernetesRelease, siblings: readonly KubernetesResource[], isExample: (file: string) => boolean): Found | undefined => {
  const isScaledJob = resource.kind === 'ScaledJob';
  const pointer = isScaledJob ? '/spec/jobTargetRef/template' : kind === 'pod' ? '' : kind === 'cronjob' ? '/spec/jobTemplate/spec/template' : '/spec/template';
  const pod = pointer === '' ? resource.value : pick(resource.value, ...pointer.slice(1).split('/'));
  const spec = record(pick(pod, 'spec'));
  const containers = list(spec['containers']).map(record);
  if (containers.length === 0) return undefined;
  const labels = labelsOf(pod);
  const place = (suffix: string): Place => placeIn(resource, `${pointer}/spec${suffix}`);
  // A name that comes from a values file points there; the container stands in its template.
  const container = (index: number): Place => [place(`/containers/${index}/name`), place(`/containers/${index}`)].find(({ file }) => file === resource.at.file) ?? resource.at;
  const main = containers[0] as Json;
  const targets = (each: KubernetesResource, ...path: string[]): boolean => text(pick(each.value, ...path, 'name')) === resource.name && (text(pick(each.value, ...path, 'kind')) ?? resource.kind) === resource.kind;
  // A rollout may run the pods of a deployment that is scaled to nothing.
  const rollout = siblings.find((each) => each.kind === 'Rollout' && targets(each, 'spec', 'workloadRef'));
  const isScaled = (each: KubernetesResource): boolean => targets(each, 'spec', 'scaleTargetRef') || (rollout !== undefined && text(pick(each.value, 'spec', 'scaleTargetRef', 'name')) === rollout.name && text(pick(each.value, 'spec', 'scaleTargetRef', 'kind')) === 'Rollout');
  const driven = rollout ?? resource;
  const hpa = siblings.find((each) => each.kind === 'HorizontalPodAutoscaler' && isScaled(each));
  // KEDA starts a job for what waits, as many as it is told.
  const keda = isScaledJob ? resource : siblings.find((each) => /^(?:HTTP)?ScaledObject$/.test(each.kind) && isScaled(each));
  const offered = hpa === undefined && keda === undefined ? scalerOf(release, resource) : undefined;
  const count = placeIn(driven, '/spec/replicas');
  const raised = release.raised?.find(({ from }) => from.file === count.file && from.line === count.line);
  const budget = siblings.find((each) => each.kind === 'PodDisruptionBudget' && together(each, resource) && selectorFits(pick(each.value, 'spec', 'selector'), labels));
  const services = siblings.filter((each) => each.kind === 'Service' && together(each, resource) && sameTemplate(each, resource) && selects(record(pick(each.value, 'spec', 'selector')), labels));
  const replicas = pick(driven.value, 'spec', 'replicas');
  const strategy = text(pick(driven.value, 'spec', 'strategy', 'type')) ?? text(pick(driven.value, 'spec', 'updateStrategy', 'type')) ?? (pick(driven.value, 'spec', 'strategy', 'canary') !== undefined ? 'Canary' : pick(driven.value, 'spec', 'strategy', 'blueGreen') !== undefined ? 'BlueGreen' : undefined);
  const ports = containers.flatMap((container, index) => list(container['ports']).flatMap((each, p) => {
    const port = number(pick(each, 'containerPort'));
    const name = text(pick(each, 'name'));
    return port === undefined ? [] : [{ port, at: place(`/containers/${index}/ports/${p}/containerPort`), ...(name === undefined ? {} : { name }) }];
  }));
  const image = imageOf(main, resource);
  const sticky = stickyOf(services, siblings);
  const exposures = exposuresOf(services, siblings);
  // A registry of the own machine is reached by a cluster there, and by no other.
  const environment = release.environment ?? (image !== undefined && /^(?:localhost|127\.0\.0\.1|host\.docker\.internal)[:/]/.test(image) ? 'development' : undefined);
  return {
    name: nameOf(resource, release),
    deployment: {
      kind, source: release.source, release: release.id, at: resource.at,
      ...(environment && { environment }),
      example: isExample(resource.at.file),
      ...(image === undefined ? {} : { image }), ports,
      ...(replicas === undefined || replicas === null ? {} : { replicas: { ...withNumber('value', replicas), at: count } }),
      ...(raised && { raised: { value: raised.value, at: raised.at } }), ...(offered && { offered }),
      ...(hpa !== undefined ? { autoscaling: { ...withNumber('min', pick(hpa.value, 'spec', 'minReplicas') ?? 1), ...withNumber('max', pick(hpa.value, 'spec', 'maxReplicas')), on: metricsOf(hpa), at: placeIn(hpa, '/spec/minReplicas') } }
        : keda !== undefined ? { autoscaling: { ...withNumber('min', pick(keda.value, 'spec', 'minReplicaCount') ?? pick(keda.value, 'spec', 'replicas', 'min') ?? 0), ...withNumber('max', pick(keda.value, 'spec', 'maxReplicaCount') ?? pick(keda.value, 'spec', 'replicas', 'max') ?? 100), on: ['events'], at: keda.at } } : {}),
      ...(budget === undefined ? {} : { disruptionBudget: { ...withText('minAvailable', pick(budget.value, 'spec', 'minAvailable')), ...withText('maxUnavailable', pick(budget.value, 'spec', 'maxUnavailable')), at: budget.at } }),
      spread: isSpread(spec, labels, text(pick(resource.value, 'metadata', 'namespace'))),
      ...(strategy === undefined ? {} : { strategy: { type: strategy, at: placeIn(driven, '/spec/strategy/type') } }),
      managed: false, ...(kind === 'cloud-run' && knativeOf(resource)),
      probes: containers.flatMap((each, index) => probesOf(each, container(index), (suffix) => place(`/containers/${index}${suffix}`)).map((probe) => (index === 0 ? probe : { ...probe, sidecar: true as const }))),
      env: containers.flatMap((container, index) => envOf(container, siblings, (suffix) => place(`/containers/${index}${suffix}`))),
      resources: containers.map((each, index) => resourcesOf(each, index, spec, siblings, place, container(index))),
      exposures: kind === 'cloud-run' ? servedBy(resource) : exposures,
      volumes: volumesOf(resource, spec, place),
      ...(resource.made && { made: true as const }),
      sidecars: containers.slice(1).flatMap((container) => text(container['name']) ?? []),
      ...tracedBy(pod, `${pointer}/metadata/annotations`, resource),
      ...(sticky === undefined ? {} : { sticky }),
      optional: false,
    },
  };
};

/** Operators that put the tracer of a language into the pods that ask for it. */
const INJECTED = /^(?:instrumentation\.opentelemetry\.io\/inject-nodejs|admission\.datadoghq\.com\/js-lib\.version|co\.elastic\.apm\/attach)$/;
const tracedBy = (pod: unknown, pointer: string, resource: KubernetesResource): Pick<Deployment, 'traced'> => {
  const asked = Object.entries(record(pick(pod, 'metadata', 'annotations'))).find(([key, value]) => INJECTED.test(key) && String(value) !== 'false');
  return asked === undefined ? {} : { traced: placeIn(resource, `${pointer}/${asked[0].replaceAll('/', '~1')}`) };
};

/** The one of the chart that is surely meant for it, or one that may be. */
const scalerOf = ({ scalers = [] }: KubernetesRelease, { at: { file } }: KubernetesResource): Deployment['offered'] => {
  const own = scalers.filter(({ templates }) => templates.includes(file));
  const chosen = own.find(({ unclear }) => unclear === undefined) ?? own[0];
  return chosen && { at: chosen.at, ...(chosen.unclear && { unclear: true }) };
};

/** OpenShift sets a blank image from the stream that a trigger names. */
const imageOf = (container: Json, { value }: KubernetesResource): string | undefined => {
  const image = text(container['image'])?.trim();
  if (image !== '') return image;
  const triggers = list(pick(value, 'spec', 'triggers')).map((each) => pick(each, 'imageChangeParams'));
  return text(pick(triggers.find((each) => list(pick(each, 'containerNames')).includes(container['name'])), 'from', 'name'));
};

/** The name without the release's, and without what its kind says anyway. */
const nameOf = (resource: KubernetesResource, release: KubernetesRelease): string => {
  const chart = text(labelsOf(resource.value)['app.kubernetes.io/instance']);
  let name = resource.name || `${resource.kind.toLowerCase()} at ${resource.at.file}:${resource.at.line ?? 1}`;
  if (release.source === 'helm' && chart !== undefined) {
    if (name.startsWith(`${chart}-`)) name = name.slice(chart.length + 1);
    else if (name.endsWith(`-${chart}`)) name = name.slice(0, -chart.length - 1);
    else if (name === chart) name = text(labelsOf(resource.value)['app.kubernetes.io/name']) ?? name;
  }
  return name.replace(/[-_](deployment|deploy|statefulset|sts|daemonset)$/, '') || name;
};

const withNumber = <K extends string>(key: K, value: unknown): { readonly [P in K]?: number } => {
  const known = number(value);
  return (known === undefined ? {} : { [key]: known }) as { readonly [P in K]?: number };
};
const withText = <K extends string>(key: K, value: unknown): { readonly [P in K]?: string } => {
  const known = text(value);
  return (known === undefined ? {} : { [key]: known }) as { readonly [P in K]?: string };
};

const metricsOf = (hpa: KubernetesResource): string[] => {
  const metrics = list(pick(hpa.value, 'spec', 'metrics')).flatMap((metric) => text(pick(metric, 'resource', 'name')) ?? text(pick(metric, 'type')) ?? []);
  return pick(hpa.value, 'spec', 'targetCPUUtilizationPercentage') === undefined ? metrics : [...metrics, 'cpu'];
};

const probesOf = (container: Json, named: Place, place: (suffix: string) => Place): WorkloadProbe[] => {
  const name = text(container['name']) ?? '';
  return (['readiness', 'liveness', 'startup'] as const).flatMap((kind): WorkloadProbe[] => {
    const probe = container[`${kind}Probe`];
    if (typeof probe !== 'object' || probe === null || Object.keys(probe).length === 0) {
      // A template left open what the probe is: it is there.
      return isUnresolved(probe) ? [{ kind, how: 'exec', container: name, at: named }] : [];
    }
    const how = (['httpGet', 'tcpSocket', 'exec', 'grpc'] as const).find((each) => pick(probe, each) !== undefined);
    if (how === undefined) return isUnresolved(JSON.stringify(probe)) ? [{ kind, how: 'exec', container: name, at: named }] : [];
    const target = pick(probe, how);
    const port = pick(target, 'port');
    const byName = list(container['ports']).find((each) => text(pick(each, 'name')) === text(port) && text(pick(each, 'protocol')) !== 'UDP');
    return [{
      kind, how: how === 'httpGet' ? 'http' : how === 'tcpSocket' ? 'tcp' : how, container: name,
      at: place(`/${kind}Probe/${how}${how === 'httpGet' ? '/path' : ''}`),
      ...withText('path', pick(target, 'path')),
      ...withNumber('port', number(port) ?? pick(byName, 'containerPort')),
    }];
  });
};

const envOf = (container: Json, siblings: readonly KubernetesResource[], place: (suffix: string) => Place): WorkloadEnv[] => {
  const own = list(container['env']).flatMap((each, index): WorkloadEnv[] => {
    const name = text(pick(each, 'name'));
    if (name === undefined) return [];
    const from = pick(each, 'valueFrom');
    const secret = pick(from, 'secretKeyRef');
    const config = pick(from, 'configMapKeyRef');
    const at = place(`/env/${index}/${secret !== undefined || config !== undefined ? 'valueFrom' : 'value'}`);
    if (secret !== undefined) return [{ name, at, secret: { name: text(pick(secret, 'name')) ?? '', ...withText('key', pick(secret, 'key')) } }];
    if (config !== undefined) {
      const map = siblings.find((other) => other.kind === 'ConfigMap' && other.name === text(pick(config, 'name')));
      return [{ name, at, config: { name: text(pick(config, 'name')) ?? '', ...withText('key', pick(config, 'key')) }, ...withText('value', pick(map?.value, 'data', text(pick(config, 'key')) ?? '')) }];
    }
    return [{ name, at, ...withText('value', pick(each, 'value')) }];
  });
  const whole = list(container['envFrom']).flatMap((each, index): WorkloadEnv[] => {
    const at = place(`/envFrom/${index}`);
    const secret = text(pick(each, 'secretRef', 'name'));
    const map = text(pick(each, 'configMapRef', 'name'));
    const held = siblings.find((other) => (secret === undefined ? other.kind === 'ConfigMap' && other.name === map : other.kind === 'Secret' && other.name === secret));
    const keys = Object.entries({ ...record(pick(held?.value, 'data')), ...record(pick(held?.value, 'stringData')) });
    return keys.map(([name, value]) => (secret === undefined
      ? { name, at: held === undefined ? at : placeIn(held, `/data/${name}`), config: { name: map ?? '' }, whole: true, ...withText('value', value) }
      : { name, at, secret: { name: secret, key: name }, whole: true }));
  });
  return [...own, ...whole];
};

const volumesOf = (resource: KubernetesResource, spec: Json, place: (suffix: string) => Place): Deployment['volumes'] => [
  ...list(spec['volumes']).flatMap((volume, index) => {
    const hostPath = pick(volume, 'hostPath') !== undefined;
    return hostPath || pick(volume, 'persistentVolumeClaim') !== undefined ? [{ name: text(pick(volume, 'name')) ?? '', hostPath, at: place(`/volumes/${index}/name`) }] : [];
  }),
  ...list(pick(resource.value, 'spec', 'volumeClaimTemplates')).map((claim, index) => ({ name: text(pick(claim, 'metadata', 'name')) ?? '', hostPath: false, at: placeIn(resource, `/spec/volumeClaimTemplates/${index}/metadata/name`) })),
];
