import type { CloudFormation, Place, Proxies, Terraform } from '../model/index.ts';
import { at as pick } from './json.ts';
import { isLive } from './plain-listeners.ts';

/** Walls and gateways of Terraform, and the setting by which they count what each caller asks. */
const WALLS: readonly (readonly [RegExp, RegExp])[] = [
  [/^aws_(?:wafv2_web_acl|wafv2_rule_group)$/, /"rate_based_statement"/],
  [/^aws_waf(?:regional)?_rate_based_rule$/, /./],
  [/^aws_(?:api_gateway_method_settings|apigatewayv2_stage|api_gateway_usage_plan)$/, /"(?:throttling_rate_limit|throttling_burst_limit|throttle_settings)"/],
  [/^google_compute_security_policy(?:_rule)?$/, /"(?:rate_limit_options|throttle|rate_based_ban)"/],
  [/^azurerm_(?:cdn_frontdoor_firewall_policy|frontdoor_firewall_policy|web_application_firewall_policy)$/, /RateLimitRule|rate_limit_threshold/],
  [/^cloudflare_(?:rate_limit|ruleset)$/, /http_ratelimit|"threshold"/],
];

/** The same of CloudFormation, SAM and the CDK. */
const OF_TEMPLATES: readonly (readonly [RegExp, RegExp])[] = [
  [/^AWS::WAFv2::(?:WebACL|RuleGroup)$/, /RateBasedStatement/i],
  [/^AWS::WAF(?:Regional)?::RateBasedRule$/, /./],
  [/^AWS::(?:ApiGateway::(?:Stage|UsagePlan)|ApiGatewayV2::Stage|Serverless::(?:Api|HttpApi))$/, /Throttling(?:Rate|Burst)Limit|"Throttle"/],
];

const GATEWAY = /^aws_api_?gateway|^AWS::(?:ApiGateway|Serverless)/;

/** `gateway`: it counts what comes in by its own routes, or under a path of its own: those of functions, or some of a service's. */
export interface Wall { readonly at: Place; readonly gateway?: true }

/** Walls that stand before what is deployed, and count how often each caller asks; what each stands before is said elsewhere. */
export function countingWalls({ blocks }: Terraform, { resources }: CloudFormation, { limits }: Proxies, shown: ReadonlySet<string>): readonly Wall[] {
  const walls = blocks.filter((one) => one.kind === 'resource' && !one.idle && isLive(one) && !shown.has(one.at.file) && WALLS.some(([type, sign]) => type.test(one.type) && sign.test(JSON.stringify(one.value))));
  const templates = resources.filter((one) => isLive(one) && !shown.has(one.file) && OF_TEMPLATES.some(([type, sign]) => type.test(one.type) && sign.test(JSON.stringify(pick(one.value, 'Properties')))));
  return [
    ...[...walls, ...templates].map(({ at, type }) => ({ at, ...(GATEWAY.test(type) && { gateway: true as const }) })),
    ...limits.map(({ at, location }) => ({ at, ...(location !== undefined && { gateway: true as const }) })).sort((a, b) => Number(a.gateway ?? false) - Number(b.gateway ?? false)),
  ];
}

const topOf = (path: string): string => path.split('/', 1)[0]!;

/** The first that may stand before a service: one beside the services of another folder is theirs. */
export function wallBefore(dir: string, walls: readonly Wall[], services: readonly string[]): Wall | undefined {
  const tops = new Set(services.filter((one) => one !== '.').map(topOf));
  return walls.find(({ at: { file } }) => !tops.has(topOf(file)) || topOf(file) === topOf(dir));
}
