import type { ArchitectureDeclaration, KubernetesResource, Place, Workload } from '../model/index.ts';
import { isUnresolved, at as pick, list, number, record, text, type Json } from './json.ts';
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

/** Hosts that a mesh takes out while they fail: outlier detection of Istio, Consul and Kuma, failure accrual of Linkerd. */
export const meshBreakers = (resources: readonly KubernetesResource[]): readonly MeshRule[] => resources.flatMap((resource): MeshRule[] => {
  const { value } = resource;
  if (resource.kind === 'DestinationRule' && resource.apiVersion.startsWith('networking.istio.io/')) {
    const service = serviceOf(text(pick(value, 'spec', 'host')) ?? '.');
    const pointer = detectionIn(record(pick(value, 'spec')));
    return !service || pointer === undefined ? [] : [{ service, by: 'outlierDetection of the mesh', at: placeIn(resource, `/spec${pointer}`) }];
  }
  if (resource.kind === 'ServiceDefaults' && resource.apiVersion.startsWith('consul.hashicorp.com/')) {
    return list(pick(value, 'spec', 'upstreamConfig', 'overrides')).flatMap((one, index): MeshRule[] => {
      const service = text(pick(one, 'name'));
      return service === undefined || pick(one, 'passiveHealthCheck') === undefined ? [] : [{ service, by: 'passive health check of the mesh', at: placeIn(resource, `/spec/upstreamConfig/overrides/${index}/passiveHealthCheck`) }];
    });
  }
  if (resource.kind === 'MeshCircuitBreaker' && resource.apiVersion.startsWith('kuma.io/')) {
    return list(pick(value, 'spec', 'to')).flatMap((one, index): MeshRule[] => {
      const service = text(pick(one, 'targetRef', 'kind')) === 'MeshService' ? text(pick(one, 'targetRef', 'name'))?.split('_')[0] : undefined;
      return service === undefined || pick(one, 'default', 'outlierDetection') === undefined ? [] : [{ service, by: 'outlierDetection of the mesh', at: placeIn(resource, `/spec/to/${index}/default/outlierDetection`) }];
    });
  }
  if (resource.kind === 'Service' && resource.apiVersion === 'v1') {
    const key = 'balancer.linkerd.io/failure-accrual';
    return text(record(pick(value, 'metadata', 'annotations'))[key]) === 'consecutive' ? [{ service: resource.name, by: 'failure accrual of the mesh', at: placeIn(resource, `/metadata/annotations/${key.replaceAll('/', '~1')}`) }] : [];
  }
  return [];
});

/** Where a rule of Istio says when a host is taken out: for all, for each port, or for each subset. */
function detectionIn(spec: Json): string | undefined {
  const detects = (policy: unknown): boolean => {
    const detection = pick(policy, 'outlierDetection');
    if (typeof detection !== 'object' || detection === null) return false;
    // Zero switches a count off; the gateway's errors alone then decide, if they are counted.
    return !(number(pick(detection, 'consecutive5xxErrors')) === 0 && (number(pick(detection, 'consecutiveGatewayErrors')) ?? 0) === 0);
  };
  if (detects(spec['trafficPolicy'])) return '/trafficPolicy/outlierDetection';
  const [ports, subsets] = [list(pick(spec, 'trafficPolicy', 'portLevelSettings')), list(spec['subsets'])];
  if (ports.length > 0 && ports.every(detects)) return '/trafficPolicy/portLevelSettings/0/outlierDetection';
  return subsets.length > 0 && subsets.every((one) => detects(pick(one, 'trafficPolicy'))) ? '/subsets/0/trafficPolicy/outlierDetection' : undefined;
}

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
