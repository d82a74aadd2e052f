import { at as pick, isUnresolved, list, record, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { KubernetesResource, Place, WorkloadExposure } from '../../model/index.ts';

const LIMIT = /limit-(rps|rpm|connections|req)|rate-?limit|throttl|limit_req|limit-whitelist/i;
const INTERNAL = /(internal|scheme)$/i;

/** What leads to the pods of some services: ingresses, gateways, and load balancers of their own. */
export const exposuresOf = (all: readonly KubernetesResource[], siblings: readonly KubernetesResource[]): readonly WorkloadExposure[] => {
  const services = all.filter((service) => !leadsNowhere(service));
  const names = new Set(services.map((service) => service.name));
  const found: WorkloadExposure[] = services.map((service) => {
    const type = text(pick(service.value, 'spec', 'type')) ?? 'ClusterIP';
    const annotations = record(pick(service.value, 'metadata', 'annotations'));
    const internal = Object.entries(annotations).some(([key, value]) => INTERNAL.test(key) && /internal|true/i.test(String(value)));
    const outside = (type === 'LoadBalancer' || type === 'NodePort') && !internal;
    return { by: outside ? 'load-balancer' : 'service', name: service.name, public: outside, hosts: [], at: outside ? placeIn(service, '/spec/type') : service.at, ...tlsOf(annotations), ...(pick(service.value, 'spec', 'publishNotReadyAddresses') === true && { unready: true as const }) };
  });
  for (const resource of siblings) {
    const backends = backendsOf(resource);
    if (!backends.some((name) => names.has(name))) continue;
    const annotations = record(pick(resource.value, 'metadata', 'annotations'));
    const limit = rateLimitOf(resource, annotations, siblings);
    const internal = Object.entries(annotations).some(([key, value]) => INTERNAL.test(key) && /^internal$/i.test(String(value)));
    const ingress = resource.kind === 'Ingress';
    // A mesh's own route without a gateway stays inside.
    const meshOnly = resource.kind === 'VirtualService' && !list(pick(resource.value, 'spec', 'gateways')).some((name) => name !== 'mesh');
    if (meshOnly) continue;
    found.push({
      by: ingress ? 'ingress' : 'gateway', name: resource.name, public: !internal, at: resource.at,
      hosts: [...list(pick(resource.value, 'spec', 'rules')).flatMap((rule) => text(pick(rule, 'host')) ?? []), ...list(pick(resource.value, 'spec', 'hosts')).flatMap((host) => text(host) ?? []), ...list(pick(resource.value, 'spec', 'hostnames')).flatMap((host) => text(host) ?? [])],
      ...(ingress ? { tls: list(pick(resource.value, 'spec', 'tls')).length > 0 || tlsOf(annotations).tls === true } : {}),
      ...(limit === undefined ? {} : { rateLimit: limit }),
    });
  }
  return found;
};

/** Headless and without ports: it gives its pods their names, and none of them is asked anything. */
const leadsNowhere = ({ value }: KubernetesResource): boolean => text(pick(value, 'spec', 'clusterIP')) === 'None' && !isUnresolved(pick(value, 'spec', 'ports')) && list(pick(value, 'spec', 'ports')).length === 0;

/** Where clients are bound to one instance: by the Service, by a cookie of the ingress, by a rule of the mesh. */
export const stickyOf = (services: readonly KubernetesResource[], siblings: readonly KubernetesResource[]): Place | undefined => {
  const names = new Set(services.map((service) => service.name));
  for (const service of services) {
    if (text(pick(service.value, 'spec', 'sessionAffinity')) === 'ClientIP') return placeIn(service, '/spec/sessionAffinity');
  }
  for (const resource of [...services, ...siblings]) {
    if (resource.kind === 'DestinationRule' && names.has(text(pick(resource.value, 'spec', 'host'))?.split('.')[0] ?? '')) {
      const hash = pick(resource.value, 'spec', 'trafficPolicy', 'loadBalancer', 'consistentHash');
      if (pick(hash, 'httpCookie') !== undefined || pick(hash, 'useSourceIp') === true) return placeIn(resource, '/spec/trafficPolicy/loadBalancer/consistentHash');
    }
    if (!services.includes(resource) && !backendsOf(resource).some((name) => names.has(name))) continue;
    for (const [key, value] of Object.entries(record(pick(resource.value, 'metadata', 'annotations')))) {
      if (STICKY.some(([name, wanted]) => name.test(key) && wanted.test(String(value)))) return placeIn(resource, `/metadata/annotations/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    }
  }
  return undefined;
};

const STICKY: readonly (readonly [RegExp, RegExp])[] = [
  [/^nginx\.ingress\.kubernetes\.io\/affinity$/, /^cookie$/],
  [/^nginx\.org\/sticky-cookie-services$/, /./],
  [/^traefik\.ingress\.kubernetes\.io\/service\.sticky(\.cookie)?$/, /^true$/],
  [/^haproxy(-ingress\.github\.io|\.org)\/(affinity|cookie-persistence)$/, /./],
  [/^alb\.ingress\.kubernetes\.io\/target-group-attributes$/, /stickiness\.enabled=true/],
];

/** A certificate that is set by annotation: load balancers of the clouds take it so. */
const tlsOf = (annotations: Record<string, unknown>): { tls?: true } =>
  Object.keys(annotations).some((key) => /certificate|ssl-cert|managed-certificates|pre-shared-cert|tls-acme|cluster-issuer|ssl-redirect/i.test(key)) ? { tls: true } : {};

const backendsOf = ({ kind, value }: KubernetesResource): string[] => {
  if (kind === 'Ingress') {
    const paths = list(pick(value, 'spec', 'rules')).flatMap((rule) => list(pick(rule, 'http', 'paths')));
    return [pick(value, 'spec', 'defaultBackend'), pick(value, 'spec', 'backend'), ...paths.map((path) => pick(path, 'backend'))].flatMap((backend) => text(pick(backend, 'service', 'name')) ?? text(pick(backend, 'serviceName')) ?? []);
  }
  if (/^(HTTPRoute|GRPCRoute|TLSRoute|TCPRoute)$/.test(kind)) return list(pick(value, 'spec', 'rules')).flatMap((rule) => list(pick(rule, 'backendRefs')).flatMap((ref) => text(pick(ref, 'name')) ?? []));
  if (kind === 'VirtualService') {
    const routes = [...list(pick(value, 'spec', 'http')), ...list(pick(value, 'spec', 'tcp'))];
    return routes.flatMap((route) => list(pick(route, 'route')).flatMap((each) => text(pick(each, 'destination', 'host'))?.split('.')[0] ?? []));
  }
  if (kind === 'IngressRoute') return list(pick(value, 'spec', 'routes')).flatMap((route) => list(pick(route, 'services')).flatMap((each) => text(pick(each, 'name')) ?? []));
  if (kind === 'Route') return [text(pick(value, 'spec', 'to', 'name')) ?? ''];
  return [];
};

const rateLimitOf = (resource: KubernetesResource, annotations: Record<string, unknown>, siblings: readonly KubernetesResource[]): Place | undefined => {
  const key = Object.keys(annotations).find((each) => LIMIT.test(each) || (/(configuration-snippet|server-snippet)$/.test(each) && LIMIT.test(String(annotations[each]))));
  if (key !== undefined) return placeIn(resource, `/metadata/annotations/${key.replaceAll('/', '~1')}`);
  const middlewares = [...list(pick(resource.value, 'spec', 'routes')).flatMap((route) => list(pick(route, 'middlewares')).map((each) => text(pick(each, 'name')))), ...Object.entries(annotations).filter(([each]) => /middlewares$|plugins$/.test(each)).flatMap(([, value]) => String(value).split(/[,@]/).map((name) => name.trim()))];
  const limiter = siblings.find((each) => (each.kind === 'Middleware' && (pick(each.value, 'spec', 'rateLimit') ?? pick(each.value, 'spec', 'inFlightReq')) !== undefined || each.kind === 'KongPlugin' && /rate-limiting/.test(text(pick(each.value, 'plugin')) ?? '')) && middlewares.some((name) => name !== undefined && (name === each.name || name.endsWith(`-${each.name}`))));
  if (limiter !== undefined) return limiter.at;
  // Gateways take their limits from policies and filters beside them.
  const policy = siblings.find((each) => /^(BackendTrafficPolicy|RateLimitPolicy|GCPBackendPolicy|BackendConfig)$/.test(each.kind) && /rateLimit|limits|securityPolicy/.test(JSON.stringify(each.value))
    || each.kind === 'EnvoyFilter' && /local_ratelimit|envoy\.filters\.http\.ratelimit/.test(JSON.stringify(each.value)));
  return policy?.at;
};
