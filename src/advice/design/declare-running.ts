import { SECRET_ROTATION_DAYS } from '../../lib/knowledge/security.ts';
import type { CloudProvider } from '../../lib/knowledge/infrastructure.ts';
import { hasReached } from '../../lib/stage.ts';
import { parsePercent } from '../../lib/quantity.ts';
import type { ArchitectureDeclaration, DeclaredAuthenticationKind, DeclaredInfrastructure } from '../../model/index.ts';
import type { Shape } from './shape.ts';

/** Instances from the peak: two at least, three where an hour a year is too much, and room for twice the peak. */
export function instancesOf({ brief: { numbers }, decision: { regions } }: Shape, rate: number, share = 1): { min: number; max: number } {
  const needed = Math.ceil(numbers.peakRate / share / rate);
  const min = Math.max(regions === 2 ? 3 : 2, Math.ceil(needed / 3));
  return { min, max: Math.max(min * 2, Math.ceil(needed * 2)) };
}

/** Infrastructure, security and the way back. */
export function declareRunning(shape: Shape): Pick<ArchitectureDeclaration, 'infrastructure' | 'security' | 'deployment' | 'disaster_recovery'> {
  const { brief, decision } = shape;
  return {
    infrastructure: infrastructureOf(shape),
    security: securityOf(shape),
    deployment: { strategy: decision.load === 'heavy' && !brief.build ? 'canary' : 'rolling', rollback: brief.build ? 'manual' : 'automatic' },
    disaster_recovery: recoveryOf(parsePercent(brief.needs.availability) ?? 99),
  };
}

/** How much may be lost, and how long it may take, by what availability asks for. */
export function recoveryOf(availability: number): { rpo: string; rto: string } {
  return availability >= 99.99 ? { rpo: '1m', rto: '15m' } : availability >= 99.9 ? { rpo: '15m', rto: '1h' } : { rpo: '24h', rto: '8h' };
}

const REGIONS: Readonly<Record<CloudProvider | 'none', readonly [string, string]>> = {
  'aws': ['eu-west-1', 'eu-central-1'], 'gcp': ['europe-west1', 'europe-west4'], 'azure': ['westeurope', 'northeurope'], 'self-hosted': ['dc-1', 'dc-2'], 'none': ['region-1', 'region-2'],
};
/** Developers from which Kubernetes pays. */
const KUBERNETES_TEAM = 15;
const CONTAINERS: Readonly<Partial<Record<CloudProvider, 'ecs' | 'cloud-run' | 'aca'>>> = { aws: 'ecs', gcp: 'cloud-run', azure: 'aca' };

export function infrastructureOf({ brief, decision: { clouds, regions, structure } }: Shape): DeclaredInfrastructure {
  const [cloud] = clouds;
  const team = brief.project.team_size;
  const given = brief.given.infrastructure?.regions;
  const [primary, secondary] = REGIONS[cloud ?? 'none'];
  const orchestration = team >= KUBERNETES_TEAM && structure === 'services' ? 'kubernetes' as const : team < 5 || cloud === undefined || cloud === 'self-hosted' ? (cloud === 'self-hosted' ? 'compose' as const : 'paas' as const) : CONTAINERS[cloud]!;
  const why = orchestration === 'kubernetes' ? `${team} developers and many deployables: what Kubernetes costs is paid back.` : orchestration === 'paas' ? 'A platform as a service, until the complexity of Kubernetes pays.' : 'Containers that the provider runs; Kubernetes is not needed yet.';
  const active = brief.needs.consistency === 'eventual';
  return {
    ...(cloud !== undefined && { cloud: clouds.length === 1 ? cloud : [...clouds] }), orchestration, reason: why,
    environments: brief.build ? [{ name: 'production', gate: 'manual' }] : [{ name: 'staging', mirrors: 'production', scale: 0.2, gate: 'automatic' }, { name: 'production', gate: 'manual' }],
    regions: regions === 1 ? { primary: given?.primary ?? primary, failover: 'none', reason: `${brief.needs.availability} is met in one region${brief.build ? '' : ', over several zones'}.` } : {
      primary: given?.primary ?? primary, secondary: given?.secondary ?? [secondary], failover: 'automatic', replication: active ? 'active-active' : 'active-passive', routing: 'dns-latency',
      cdn: 'static files and what may be cached, at the edge', sessions: 'tokens, and a store of sessions in each region', deployment: 'one region after the other, an hour apart', health_checks: 'each region is asked from outside; three misses take it out',
      residency: 'where data of people must stay is decided before the second region opens', reason: `${brief.needs.availability} leaves no room for the loss of a region.`,
    },
  };
}

const MANAGERS: Readonly<Record<CloudProvider, string>> = { 'aws': 'aws-secrets-manager', 'gcp': 'gcp-secret-manager', 'azure': 'azure-key-vault', 'self-hosted': 'vault' };

function securityOf({ brief, blueprint, decision: { clouds: [cloud], structure, load }, apis }: Shape): NonNullable<ArchitectureDeclaration['security']> {
  const grown = hasReached(brief.project.stage, 'growth');
  const team = brief.project.team_size;
  const audited = grown || brief.needs.audit_trail === true || brief.needs.compliance !== 'none';
  const where = structure === 'services' ? 'gateway' : 'application';
  const limit = apis.find(({ limit: own, public: open }) => open && own !== undefined)?.limit;
  return {
    authentication: authenticationOf(blueprint.clients, grown), authorization: 'rbac', clients: [...blueprint.clients],
    public_endpoints: ['GET /health/*', ...apis.flatMap(({ operations }) => operations.filter((one) => one === 'GET /{code}' || one.includes('/unsubscribe/')))],
    secrets: { manager: cloud === undefined ? (team < 5 ? '1password' : 'vault') : MANAGERS[cloud], rotation_days: SECRET_ROTATION_DAYS, per_environment: true, access_audited: true },
    encryption: { in_transit: 'tls1.3', at_rest: 'aes-256' },
    ...(audited && { audit_log: { events: ['login', 'permission-change', 'data-export', 'deletion'], store: 'append-only, apart from the stores that it tells of', retention: brief.needs.compliance === 'none' ? '365d' : '2555d' } }),
    rate_limiting: { where, ...(limit !== undefined && { limit }) },
    layers: grown ? {
      network: load === 'heavy' ? 'a web application firewall and protection from denial of service before the edge' : 'a web application firewall at the load balancer', transport: 'TLS 1.3 everywhere, between services too', authentication: 'tokens that live 15 minutes',
      authorization: blueprint.tenants ? 'roles, and row-level security for tenants' : 'roles, checked where the data is', application: 'every input against a schema', data: 'AES-256 at rest; personal fields encrypted apart', monitoring: 'audit log, and alerts on what is unusual',
    } : {
      network: 'the firewall of the platform', transport: 'TLS 1.3, by the platform', authentication: 'sessions or tokens of the framework', authorization: 'roles, checked where the data is', application: 'every input against a schema',
      data: 'AES-256 at rest, by the provider', monitoring: 'errors and logins that fail are told to the team',
    },
  };
}

/** By the authentication table: people by session, token or single sign-on; servers by key. */
export function authenticationOf(clients: readonly string[], grown: boolean): DeclaredAuthenticationKind[] {
  const people = clients.includes('mobile') ? (grown ? 'oauth2-oidc' as const : 'jwt' as const) : clients.includes('spa') ? (grown ? 'oauth2-oidc' as const : 'session' as const) : undefined;
  return [...(people ? [people] : []), ...(clients.some((one) => one === 'server' || one === 'internal-service') ? ['api-keys' as const] : [])];
}
