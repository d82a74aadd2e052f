import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { at as pick, text } from '../../src/lib/json.ts';
import { parsePercent } from '../../src/lib/quantity.ts';
import { defineCheck, type DeclaredClaim, type Evidence, type Facts, type Judgement, type Place, type TerraformBlock } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'files' | 'terraform' | 'cloudformation' | 'kubernetes'>;
const POINT = '/infrastructure/regions';

export default defineCheck({
  id: 'multi-region-gaps',
  dimension: 'reliability',
  severity: 'major',
  phase: '7',
  from: 'scale',
  effort: 'high',
  title: 'Several regions are complete, or there is one',
  why: 'A second region without replication, routing or a tried failover costs twice and helps nobody when the first is lost.',
  fix: 'Close the open points of the multi-region list, or go back to one region and say so.',
  grading: 'share',
  needs: ['architecture', 'files', 'terraform', 'cloudformation', 'kubernetes'],
  inspect(facts) {
    const { architecture } = facts;
    const { regions } = architecture.declared.infrastructure ?? {};
    const availability = architecture.declared.requirements?.non_functional?.availability;
    const wanted = availability === undefined ? undefined : parsePercent(availability);
    const isSpread = (regions?.secondary ?? []).length > 0;
    const judgements = drift(facts);
    const asked = isSpread || (wanted !== undefined && wanted >= 99.99);
    if (!asked) return { examined: judgements.length, judgements };
    const points = isSpread ? POINTS.map((point) => judge(point, facts)) : [alone(facts, wanted!)];
    return { examined: points.length + judgements.length, judgements: [...points, ...judgements] };
  },
});

/** Four nines and one region: the promise is larger than a region's own. */
const alone = ({ architecture }: From, wanted: number): Judgement => {
  const reason = architecture.declared.infrastructure?.regions?.reason;
  return reason === undefined
    ? { subject: 'regions', standing: 'missing', message: `${wanted} % is asked for, and no second region is declared; the loss of the region is not provided for.`, at: placeOf(architecture, `${POINT}/secondary`), evidence: [{ note: 'The declared availability.', at: placeOf(architecture, '/requirements/non_functional/availability') }] }
    : { subject: 'regions', standing: 'declared', message: `Only architecture.yaml says why one region is enough for ${wanted} %.`, at: placeOf(architecture, `${POINT}/reason`) };
};

type Regions = NonNullable<NonNullable<From['architecture']['declared']['infrastructure']>['regions']>;
interface Point {
  readonly key: string;
  readonly title: string;
  readonly said: (regions: Regions) => DeclaredClaim | undefined;
  readonly shown?: (block: TerraformBlock) => boolean;
  /** Types of CloudFormation, and kinds of Kubernetes, that show it. */
  readonly types?: RegExp;
}

const none = (value: string | undefined): string | undefined => (value === 'none' ? undefined : value);
const has = (value: unknown, ...keys: readonly string[]): boolean => keys.some((key) => pick(value, key) !== undefined);
const several = (value: unknown): boolean => Array.isArray(value) && value.length > 1;
const POINTS: readonly Point[] = [
  { key: 'primary', title: 'a primary region, chosen by where users are', said: (regions) => regions.primary },
  {
    key: 'replication', title: 'replication of the databases', said: (regions) => none(regions.replication),
    shown: ({ type, value }) => /^(aws_rds_global_cluster|aws_elasticache_global_replication_group|aws_dynamodb_global_table|aws_s3_bucket_replication_configuration|azurerm_mssql_failover_group|azurerm_redis_linked_server)$/.test(type)
      || (type === 'aws_dynamodb_table' && has(value, 'replica')) || (type === 'azurerm_cosmosdb_account' && (several(pick(value, 'geo_location')) || pick(value, 'dynamic', 'geo_location') !== undefined))
      || (/^azurerm_(?:postgresql|mysql)_flexible_server$/.test(type) && text(pick(value, 'create_mode')) === 'Replica') || (type === 'google_spanner_instance' && /(?:^|\/)(?:nam|eur|asia)\d/.test(text(pick(value, 'config')) ?? '')),
    types: /^AWS::(?:RDS::GlobalCluster|DynamoDB::GlobalTable|ElastiCache::GlobalReplicationGroup)$/,
  },
  {
    key: 'routing', title: 'routing of users to a region', said: (regions) => none(regions.routing),
    shown: ({ type, value }) => /^(aws_globalaccelerator_accelerator|azurerm_traffic_manager_profile|azurerm_frontdoor|azurerm_cdn_frontdoor_profile|google_compute_global_forwarding_rule|cloudflare_load_balancer)$/.test(type) || (type === 'aws_route53_record' && has(value, 'latency_routing_policy', 'failover_routing_policy', 'geolocation_routing_policy')),
    types: /^(?:AWS::GlobalAccelerator::Accelerator|MultiClusterIngress)$/,
  },
  {
    key: 'cdn', title: 'static files at the edge', said: (regions) => regions.cdn,
    shown: ({ type, value }) => /^(aws_cloudfront_distribution|google_compute_backend_bucket|azurerm_cdn_(profile|endpoint)|azurerm_cdn_frontdoor_(profile|endpoint)|azurerm_frontdoor|cloudflare_zone)$/.test(type) || (type === 'google_compute_backend_service' && pick(value, 'enable_cdn') === true),
    types: /^AWS::CloudFront::Distribution$/,
  },
  { key: 'sessions', title: 'sessions that hold in every region', said: (regions) => regions.sessions },
  { key: 'deployment', title: 'deployment to all regions', said: (regions) => regions.deployment },
  {
    key: 'health_checks', title: 'health checks per region with failover', said: (regions) => (regions.failover === 'none' ? undefined : regions.health_checks),
    shown: ({ type, value }) => /^(aws_route53_health_check|google_compute_health_check)$/.test(type) || (type === 'azurerm_cdn_frontdoor_origin_group' && has(value, 'health_probe')) || (type === 'azurerm_traffic_manager_profile' && has(value, 'monitor_config')) || (type === 'azurerm_frontdoor' && has(value, 'backend_pool_health_probe')) || (type === 'cloudflare_load_balancer_monitor'),
    types: /^AWS::Route53::HealthCheck$/,
  },
  { key: 'residency', title: 'the law on where data lie', said: (regions) => regions.residency },
];

function judge({ key, title, said, shown, types }: Point, facts: From): Judgement {
  const { architecture, files, terraform, cloudformation, kubernetes } = facts;
  const regions = architecture.declared.infrastructure!.regions!;
  const subject = key.replace('_', ' ');
  const at = placeOf(architecture, `${POINT}/${key}`);
  const block = terraform.blocks.find((one) => one.kind === 'resource' && shown?.(one) === true) ?? cloudformation.resources.find((one) => types?.test(one.type) === true) ?? kubernetes.resources.find((one) => types?.test(one.kind) === true);
  if (block !== undefined) return { subject, standing: 'verified', message: `Seen here: ${title}.`, at: block.at };
  const everywhere = key === 'deployment' ? runsIn(regions, facts) : undefined;
  if (everywhere !== undefined) return { subject, standing: 'verified', message: `Something runs in each of ${everywhere.map(({ note }) => note).join(', ')}.`, at: everywhere[0]!.at!, evidence: everywhere };
  const claim = said(regions);
  if (claim === undefined) return { subject, standing: 'missing', message: `Several regions are declared, and nothing speaks of ${title}.`, at };
  const globs = typeof claim === 'object' ? listOf(claim.evidence) : [];
  const file = globs.length === 0 ? undefined : files.files.find((one) => isMatch(globs)(one.path) && one.bytes > 200);
  if (file !== undefined) return { subject, standing: 'documented', message: `${file.path} describes ${title}.`, at };
  if (key === 'primary') return { subject, standing: 'verified', message: 'The primary region is chosen.', at };
  return { subject, standing: 'declared', message: `Only architecture.yaml speaks of ${title}.`, at };
}

const RUNS = /^(?:aws_(?:ecs_service|eks_cluster|lambda_function|autoscaling_group|apprunner_service|instance)|azurerm_(?:(?:linux|windows)_(?:web|function)_app|container_app|kubernetes_cluster|app_service|function_app)|google_(?:cloud_run_(?:v2_)?service|container_cluster|cloudfunctions2?_function|compute_(?:region_)?instance_group_manager))$/;

/** Something that runs in every declared region, by the region that is written at it. */
function runsIn({ primary, secondary = [] }: Regions, { terraform }: From): readonly Evidence[] | undefined {
  const found = [primary, ...secondary].map((region): Evidence | undefined => {
    const block = terraform.blocks.find(({ kind, type, value }) => (kind === 'module' ? /app|function|service|cluster|web|api/i.test(type) && !/scal|plan|storage|network|dns|monitor|vault|subnet|endpoint|cdn/i.test(type) : kind === 'resource' && RUNS.test(type)) && [pick(value, 'location'), pick(value, 'region')].some((each) => plain(text(each)) === plain(region)));
    return block === undefined ? undefined : { note: region!, at: block.places['/location'] ?? block.places['/region'] ?? block.at };
  });
  return primary !== undefined && found.every((one) => one !== undefined) ? found : undefined;
}
/** `West Europe` is `westeurope`. */
const plain = (region: string | undefined): string => (region ?? '').toLowerCase().replaceAll(' ', '');

/** Regions that Terraform and Serverless files name and architecture.yaml does not, and the other way round. */
function drift({ architecture, terraform, cloudformation }: From): Judgement[] {
  const regions = architecture.declared.infrastructure?.regions;
  if (regions?.primary === undefined) return [];
  const declared = new Set([regions.primary, ...(regions.secondary ?? [])]);
  const used = new Map<string, Place>();
  for (const one of terraform.blocks) {
    if (one.kind !== 'provider' || !/^(aws|google|google-beta|azurerm)$/.test(one.type) || one.environment === 'development' || one.environment === 'staging') continue;
    const region = text(pick(one.value, 'region'));
    if (region !== undefined && !region.includes('${') && !used.has(region)) used.set(region, one.places['/region'] ?? one.at);
  }
  for (const one of cloudformation.services) {
    const region = text(pick(one.value, 'provider', 'region'));
    if (region !== undefined && /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) && !used.has(region)) used.set(region, one.places['/provider/region'] ?? { file: one.file });
  }
  // us-east-1 holds what is global: certificates of the edge, billing.
  const found = [...used].filter(([region]) => !declared.has(region) && region !== 'us-east-1');
  const declaredAt = { note: `architecture.yaml declares ${[...declared].join(', ')}.`, at: placeOf(architecture, POINT) };
  return [
    ...found.map(([region, at]): Judgement => ({ subject: `region ${region}`, standing: 'violated', message: `${region} is deployed to, and it is not declared.`, at, evidence: [declaredAt] })),
    ...(used.size === 0 ? [] : [...declared].filter((region) => !used.has(region)).map((region): Judgement => ({ subject: `region ${region}`, standing: 'violated', message: `${region} is declared, and nothing is deployed there.`, at: placeOf(architecture, region === regions.primary ? `${POINT}/primary` : `${POINT}/secondary`), confidence: 'medium', evidence: [...used].slice(0, 5).map(([other, at]) => ({ note: `Deploys to ${other}.`, at })) }))),
  ];
}
