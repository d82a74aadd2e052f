import { at as pick, flag, list, number, record, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { Deployment, Kubernetes, KubernetesResource, Place, WorkloadEnv, WorkloadExposure, WorkloadProbe } from '../../model/index.ts';
import { found, type Found } from './found.ts';

export const isNais = ({ apiVersion, kind }: Pick<KubernetesResource, 'apiVersion' | 'kind'>): boolean => apiVersion.startsWith('nais.io/') && /^(?:Application|Naisjob)$/.test(kind);

/** An application of Nais: its operator makes the Deployment, the Service, the Ingress, the scaler and the policies of the network of it. */
export const naisDeployments = (kubernetes: Kubernetes, isExample: (file: string) => boolean): readonly Found[] => kubernetes.resources.filter(isNais).map((one) => {
  const release = kubernetes.releases.find(({ id }) => id === one.release);
  const spec = record(pick(one.value, 'spec'));
  const place = (path: string): Place => placeIn(one, `/spec${path}`);
  const image = text(spec['image']);
  const job = one.kind === 'Naisjob';
  return found(one.name, {
    kind: !job ? 'deployment' : spec['schedule'] === undefined ? 'job' : 'cronjob',
    source: release?.source ?? 'manifest', release: one.release, at: one.at, example: isExample(one.at.file), managed: false,
    ...(release?.environment && { environment: release.environment }), ...(image !== undefined && { image }),
    ...(!job && counts(spec, place)), probes: probesOf(spec, one.name, place), env: envOf(spec, place), exposures: job ? [] : exposuresOf(one, spec, place),
    ports: job ? [] : [{ port: portOf(spec), at: place('/port') }],
    // What is not said is bounded by the operator.
    resources: [{ container: one.name, requests: part(spec, 'requests', { cpu: '200m', memory: '256Mi' }), limits: part(spec, 'limits', { memory: '512Mi' }), open: false, at: spec['resources'] === undefined ? one.at : place('/resources') }],
    spread: true,
    ...(flag(pick(spec, 'observability', 'autoInstrumentation', 'enabled')) === true && { traced: place('/observability/autoInstrumentation') }),
  });
});

const portOf = (spec: unknown): number => number(pick(spec, 'port')) ?? 8080;

/** Two to four run where nothing is said. */
function counts(spec: unknown, place: (path: string) => Place): Partial<Deployment> {
  const [min, max] = [number(pick(spec, 'replicas', 'min')) ?? 2, number(pick(spec, 'replicas', 'max')) ?? 4];
  const at = place(pick(spec, 'replicas') === undefined ? '' : '/replicas');
  const fixed = flag(pick(spec, 'replicas', 'disableAutoScaling')) === true || max <= min;
  return {
    replicas: { value: min, at },
    ...(!fixed && { autoscaling: { min, max, on: pick(spec, 'replicas', 'scalingStrategy', 'kafka') === undefined ? ['cpu'] : ['events'], at } }),
    ...(max > 1 && { disruptionBudget: { maxUnavailable: '1', at } }),
  };
}

const probesOf = (spec: unknown, container: string, place: (path: string) => Place): WorkloadProbe[] => (['readiness', 'liveness', 'startup'] as const).flatMap((kind) => {
  const path = text(pick(spec, kind, 'path'));
  return path === undefined ? [] : [{ kind, how: 'http', container, path: path.startsWith('/') ? path : `/${path}`, port: number(pick(spec, kind, 'port')) ?? portOf(spec), at: place(`/${kind}/path`) }];
});

const envOf = (spec: unknown, place: (path: string) => Place): WorkloadEnv[] => list(pick(spec, 'env')).flatMap((each, index) => {
  const [name, value] = [text(pick(each, 'name')), text(pick(each, 'value'))];
  return name === undefined ? [] : [{ name, at: place(`/env/${index}/value`), ...(value !== undefined && { value }) }];
});

const part = (spec: unknown, key: 'requests' | 'limits', otherwise: { readonly cpu?: string; readonly memory?: string }): { readonly cpu?: string; readonly memory?: string } => {
  const [cpu, memory] = [text(pick(spec, 'resources', key, 'cpu')) ?? otherwise.cpu, text(pick(spec, 'resources', key, 'memory')) ?? otherwise.memory];
  return { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
};

/** A Service always leads to it; its addresses are served over TLS. */
const exposuresOf = ({ name, at }: KubernetesResource, spec: unknown, place: (path: string) => Place): WorkloadExposure[] => [
  { by: 'service', name, public: false, hosts: [], at },
  ...(list(pick(spec, 'ingresses')).length === 0 ? [] : [{
    by: 'ingress' as const, name, public: true, at: place('/ingresses'),
    hosts: list(pick(spec, 'ingresses')).flatMap((each) => /^https?:\/\/([^/:]+)/.exec(text(each) ?? '')?.[1] ?? []),
    ...(!list(pick(spec, 'ingresses')).some((each) => text(each)?.startsWith('http://')) && { tls: true }),
  }]),
];
