import type { ArchitectureDeclaration, KubernetesResource, Place, Workload } from '../model/index.ts';
import { isUnresolved, at as pick, list, number, record, text } from './json.ts';
import { placeIn } from './located.ts';
import { parseDuration } from './quantity.ts';

/** What a mesh does for calls to a service; `ms` is of a timeout. */
export interface MeshRule { readonly service: string; readonly by: string; readonly at: Place; readonly ms?: number }

/** `payments`, `payments.shop`, `payments.shop.svc.cluster.local` → `payments`; undefined: not a service of the cluster. */
export function serviceOf(host: string): string | undefined {
  const labels = host.toLowerCase().split('.');
  if (isUnresolved(host) || host.includes('*') || (labels.length > 2 && labels[2] !== 'svc')) return undefined;
  // Two labels may as well be a domain of the internet.
  return labels.length === 2 && /^(?:com|org|net|io|dev|app|co|de|uk|eu|ai|cloud)$/.test(labels[1]!) ? undefined : labels[0];
}

/** Hosts that Istio's outlier detection or Linkerd's failure accrual takes out while they fail. */
export const meshBreakers = (resources: readonly KubernetesResource[]): readonly MeshRule[] => resources.flatMap((resource): MeshRule[] => {
  if (resource.kind === 'DestinationRule' && resource.apiVersion.startsWith('networking.istio.io/')) {
    const detection = pick(resource.value, 'spec', 'trafficPolicy', 'outlierDetection');
    const service = serviceOf(text(pick(resource.value, 'spec', 'host')) ?? '.');
    if (typeof detection !== 'object' || detection === null || !service) return [];
    // Zero switches a count off; the gateway's errors alone then decide, if they are counted.
    const off = number(pick(detection, 'consecutive5xxErrors')) === 0 && (number(pick(detection, 'consecutiveGatewayErrors')) ?? 0) === 0;
    return off ? [] : [{ service, by: 'outlierDetection of the mesh', at: placeIn(resource, '/spec/trafficPolicy/outlierDetection') }];
  }
  if (resource.kind === 'Service' && resource.apiVersion === 'v1') {
    const key = 'balancer.linkerd.io/failure-accrual';
    return text(record(pick(resource.value, 'metadata', 'annotations'))[key]) === 'consecutive' ? [{ service: resource.name, by: 'failure accrual of the mesh', at: placeIn(resource, `/metadata/annotations/${key.replaceAll('/', '~1')}`) }] : [];
  }
  return [];
});

/** Bounds on time for calls inside of the mesh. What only an ingress or gateway applies does not stand between services. */
export const meshTimeouts = (resources: readonly KubernetesResource[]): readonly MeshRule[] => resources.flatMap((resource): MeshRule[] => {
  if (resource.kind === 'VirtualService' && resource.apiVersion.startsWith('networking.istio.io/')) {
    const gateways = list(pick(resource.value, 'spec', 'gateways'));
    if (gateways.length > 0 && !gateways.includes('mesh')) return [];
    const hosts = list(pick(resource.value, 'spec', 'hosts')).flatMap((host) => serviceOf(text(host) ?? '.') ?? []);
    const bounds = list(pick(resource.value, 'spec', 'http')).map((route) => parseDuration(text(pick(route, 'timeout')) ?? ''));
    return rulesOf([...hosts], bounds, 'timeout of the VirtualService', placeIn(resource, '/spec/http/0/timeout'));
  }
  if (/^(HTTP|GRPC)Route$/.test(resource.kind) && /^(gateway\.networking\.k8s\.io|policy\.linkerd\.io)\//.test(resource.apiVersion)) {
    const parents = list(pick(resource.value, 'spec', 'parentRefs')).filter((parent) => text(pick(parent, 'kind')) === 'Service').flatMap((parent) => text(pick(parent, 'name')) ?? []);
    const bounds = list(pick(resource.value, 'spec', 'rules')).map((rule) => parseDuration(text(pick(rule, 'timeouts', 'request')) ?? text(pick(rule, 'timeouts', 'backendRequest')) ?? ''));
    return rulesOf(parents, bounds, `timeouts of the ${resource.kind}`, placeIn(resource, '/spec/rules/0/timeouts'));
  }
  return linkerdTimeouts(resource);
});

/** Linkerd: the routes of a service's profile, or an annotation on the service. */
const linkerdTimeouts = (resource: KubernetesResource): MeshRule[] => {
  if (resource.kind === 'ServiceProfile' && resource.apiVersion.startsWith('linkerd.io/')) {
    return rulesOf([serviceOf(resource.name) ?? []].flat(), list(pick(resource.value, 'spec', 'routes')).map((route) => parseDuration(text(pick(route, 'timeout')) ?? '')), 'timeouts of the ServiceProfile', placeIn(resource, '/spec/routes/0/timeout'));
  }
  const [key, value] = Object.entries(record(pick(resource.value, 'metadata', 'annotations'))).find(([each]) => /^timeout\.linkerd\.io\/(request|response)$/.test(each)) ?? [];
  return key === undefined || resource.kind !== 'Service' ? [] : rulesOf([resource.name], [parseDuration(text(value) ?? '')], 'timeout of the mesh', placeIn(resource, `/metadata/annotations/${key.replaceAll('/', '~1')}`));
};

/** Every route must be bounded; zero means no bound. */
function rulesOf(services: readonly string[], bounds: readonly (number | undefined)[], by: string, at: Place): MeshRule[] {
  if (bounds.length === 0 || bounds.some((ms) => ms === undefined || ms <= 0)) return [];
  const ms = Math.max(...(bounds as number[]));
  return services.map((service) => ({ service, by, at, ms }));
}

/** Names that the cluster knows a declared component or external by. */
export function servicesFor(name: string, declared: ArchitectureDeclaration, workloads: readonly Workload[]): ReadonlySet<string> {
  const hosts = [...(declared.components[name]?.hosts ?? []), ...(declared.externals?.[name]?.hosts ?? [])];
  const own = workloads.filter(({ component }) => component === name).flatMap((workload) => [workload.name, ...workload.deployments.flatMap(({ exposures }) => exposures.filter(({ by }) => by === 'service' || by === 'load-balancer').map((one) => one.name))]);
  return new Set([...hosts.flatMap((host) => serviceOf(host) ?? []), ...(name in declared.components ? [name, ...own] : [])].map((one) => one.toLowerCase()));
}
