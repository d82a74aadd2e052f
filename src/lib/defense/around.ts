import type { DeployedTo, Facts, Place } from '../../model/index.ts';
import { asksFor, foreignParts } from '../elsewhere.ts';
import { at as pick, list, record } from '../json.ts';
import { placeIn } from '../located.ts';
import { forProduction } from '../production.ts';
import { shownFiles } from '../shown-files.ts';

export type Around = Pick<Facts, 'files' | 'kubernetes' | 'terraform' | 'cloudformation' | 'bicep' | 'workloads' | 'stores' | 'alerts'>;

/** Accounts at services that the team uses: what runs is not built by them. */
const OF_A_TOOL = /^(?:auth0|okta|github|gitlab|tfe|datadog|newrelic|grafana|sentry|pagerduty|opsgenie|statuscake|uptimerobot|launchdarkly|doppler|onepassword|vault|random|null|local|time|tls|external|template|archive)_/;
const builds = ({ source }: { readonly source: string }): boolean => /^(?:manifest|kustomize|helm|terraform|cloudformation|serverless|bicep)$/.test(source);
/** What leads from outside to what a cluster runs. */
const LEADS_IN = /^(?:Ingress|IngressRoute|Gateway|HTTPRoute|VirtualService|Route|Application)$/;

/** Not for a desk, nor for what stands in for a cloud there. */
const forReal = ({ environment, at }: { readonly environment?: DeployedTo | undefined; readonly at: Place }): boolean => environment !== 'development' && !/(?:^|[/_.-])localstack(?:[/_.-]|$)/i.test(at.file);

/**
 * The layers that the files here would show if they were there: what surrounds a cluster or a cloud that they build, data
 * where they bring up a store. A Compose file, or what is pushed to a platform, shows none of them, nor does a manifest
 * how it is reached where nothing in it leads there.
 */
export function builtFromHere({ kubernetes, terraform, cloudformation, bicep, workloads, stores }: Around): ReadonlySet<string> {
  const cloud = cloudformation.resources.some(forReal) || bicep.resources.some(forReal) || terraform.blocks.some(({ kind, type, environment, at }) => forReal({ environment, at }) && (kind === 'resource' && !OF_A_TOOL.test(type)) || kind === 'module');
  const own = kubernetes.resources.filter(({ example }) => !example);
  // A job of a cluster is led to by nobody.
  const run = workloads.workloads.some(({ deployments }) => forProduction(deployments).some((one) => builds(one) && one.kind !== 'job' && one.kind !== 'cronjob'));
  const reached = cloud || own.some(({ kind, value }) => LEADS_IN.test(kind) || (kind === 'Service' && /^(?:LoadBalancer|NodePort)$/.test(String(pick(value, 'spec', 'type')))));
  // Whether the volumes of a cluster are encrypted is set where the cluster is.
  const keeps = stores.stores.some((one) => !one.example && forReal(one) && builds(one) && (one.kind === 'database' || one.kind === 'bucket') && one.encrypted?.value === false);
  return new Set([...(cloud || run ? ['network', 'monitoring'] : []), ...(reached ? ['transport'] : []), ...(keeps ? ['data'] : [])]);
}

/** It builds the workloads alone, or functions that their platform keeps apart: what guards and watches them may stand where the cluster or the account is built. */
export const mayStandElsewhere = (layer: string, { terraform, cloudformation, bicep, workloads }: Around): boolean => {
  const alone = terraform.blocks.length + cloudformation.resources.length + bicep.resources.length === 0;
  const all = workloads.workloads.flatMap(({ deployments }) => forProduction(deployments));
  return layer === 'monitoring' ? alone : layer === 'network' && (alone || (all.length > 0 && all.every(({ kind }) => kind === 'function')));
};

/** What is installed from elsewhere; what an example installs defends nothing here. */
export const installed = ({ kubernetes, terraform, files: { files } }: Around): ReturnType<typeof foreignParts> => {
  const shown = shownFiles(files);
  return foreignParts(kubernetes, terraform).filter(({ at }) => !shown.has(at.file));
};

/** Modules of others that make one thing each, and guard nothing else. */
const OF_ONE_THING = /terraform-aws-modules\/(?:s3-bucket|rds|rds-aurora|dynamodb-table|sqs|sns|iam|ecr|kms|lambda|secrets-manager|ssm-parameter|key-pair|route53|eventbridge|step-functions|efs|elasticache|msk-kafka-cluster|opensearch|autoscaling|ec2-instance)\//;

/** A module of somebody else's, whose files are not here: what it builds besides is not known. */
export const foreignModule = ({ terraform, files: { files } }: Around): { readonly name: string; readonly at: Place } | undefined => {
  const shown = shownFiles(files);
  const one = terraform.blocks.find(({ kind, type, at }) => kind === 'module' && !/^\.{1,2}\//.test(type) && !OF_ONE_THING.test(`${type}/`) && !shown.has(at.file));
  return one && { name: `The module ${one.type.slice(0, 100)}`, at: one.at };
};

const blockOf = (facts: Around, pattern: RegExp, is: (value: unknown) => boolean = () => true): Place | undefined => facts.terraform.blocks.find((one) => one.kind === 'resource' && pattern.test(one.type) && is(one.value))?.at;
const moduleOf = (facts: Around, pattern: RegExp): Place | undefined => facts.terraform.blocks.find((one) => one.kind === 'module' && pattern.test(one.type))?.at;
const cloudOf = ({ cloudformation }: Around, pattern: RegExp, is: (value: unknown) => boolean = () => true): Place | undefined => cloudformation.resources.find(({ type, value }) => pattern.test(type) && is(value))?.at;
const azureOf = ({ bicep }: Around, pattern: RegExp, is: (value: unknown) => boolean = () => true): Place | undefined => bicep.resources.find(({ type, value }) => pattern.test(type) && is(value))?.at;
const resourceOf = (facts: Around, pattern: RegExp): Place | undefined => facts.kubernetes.resources.find((one) => pattern.test(one.kind))?.at;
/** A value that is handed to what is installed from elsewhere. */
const handed = (facts: Around, key: RegExp): Place | undefined => installed(facts).find(({ values }) => asksFor(values, key))?.at;
const annotated = ({ kubernetes }: Around, kinds: RegExp, pattern: RegExp): Place | undefined => {
  for (const one of kubernetes.resources) {
    const key = kinds.test(one.kind) ? Object.keys(record(pick(one.value, 'metadata', 'annotations'))).find((each) => pattern.test(each)) : undefined;
    if (key !== undefined) return placeIn(one, `/metadata/annotations/${key.replaceAll('/', '~1')}`);
  }
  return undefined;
};

/** They keep floods away from whatever they run, on every plan. */
const EDGES: ReadonlySet<string> = new Set(['cloudflare', 'vercel', 'netlify']);
const behindEdge = ({ workloads }: Around): Place | undefined => {
  const open = workloads.workloads.flatMap(({ deployments }) => forProduction(deployments)).filter(({ exposures }) => exposures.some((one) => one.public));
  return open.every(({ source }) => EDGES.has(source)) ? open[0]?.at : undefined;
};

/** A group that lets everybody in at every port holds nobody back. */
const isOpen = (rules: readonly unknown[]): boolean => rules.flatMap((one) => (Array.isArray(one) ? one as readonly unknown[] : [one])).some((rule) =>
  /0\.0\.0\.0\/0|::\/0/.test(JSON.stringify(rule ?? '')) && (/^(?:-1|all)$/.test(String(pick(rule, 'protocol') ?? pick(rule, 'IpProtocol') ?? '')) || (Number(pick(rule, 'from_port') ?? pick(rule, 'FromPort')) === 0 && Number(pick(rule, 'to_port') ?? pick(rule, 'ToPort')) === 65_535)));

export const networkAt = (facts: Around): Place | undefined =>
  blockOf(facts, /wafv2_web_acl$|_waf_|cloud_armor|security_policy$|aws_shield|cloudflare_ruleset|azurerm_firewall|aws_networkfirewall/)
  ?? blockOf(facts, /^(?:aws_security_group|aws_default_security_group)$/, (value) => !isOpen(list(pick(value, 'ingress'))))
  ?? blockOf(facts, /^(?:aws_network_acl|aws_vpc_security_group_ingress_rule|azurerm_network_security_group|google_compute_firewall\w*|digitalocean_firewall|hcloud_firewall|linode_firewall|openstack_networking_secgroup_v2|oci_core_(?:security_list|network_security_group)|scaleway_instance_security_group|exoscale_security_group|ibm_is_security_group|kubernetes_network_policy(?:_v1)?)$/)
  ?? moduleOf(facts, /security-group|firewall|(?:^|[/-])waf(?:v2)?(?:$|[/-])|network-security|network-policy/i)
  ?? cloudOf(facts, /^AWS::(?:WAF(?:v2|Regional)?::WebACL|Shield::Protection|NetworkFirewall::Firewall|EC2::NetworkAcl)$/)
  ?? cloudOf(facts, /^AWS::EC2::SecurityGroup$/, (value) => !isOpen(list(pick(value, 'Properties', 'SecurityGroupIngress'))))
  ?? azureOf(facts, /^Microsoft\.Network\/(?:networkSecurityGroups|azureFirewalls|firewallPolicies|\w*WebApplicationFirewallPolicies)$/)
  ?? resourceOf(facts, /^(?:(?:Admin|BaselineAdmin|Global|Cilium(?:Clusterwide)?)?NetworkPolicy|AuthorizationPolicy)$/)
  // The operator of Nais makes policies of the network of it.
  ?? policyOf(facts)
  ?? facts.kubernetes.resources.find(({ kind, value }) => kind === 'Service' && list(pick(value, 'spec', 'loadBalancerSourceRanges')).length > 0)?.at
  ?? annotated(facts, /^(?:Ingress|Service)$/, /(?:white|allow)list-source-range$|wafv2?-acl-(?:arn|id)$|inbound-cidrs$|enable-modsecurity$|backend-config$/)
  ?? handed(facts, /^networkPolic(y|ies)$/i) ?? behindEdge(facts);

const policyOf = ({ kubernetes }: Around): Place | undefined => {
  const one = kubernetes.resources.find(({ apiVersion, value }) => apiVersion.startsWith('nais.io/') && pick(value, 'spec', 'accessPolicy') !== undefined);
  return one && placeIn(one, '/spec/accessPolicy');
};

export const transportAt = (facts: Around): Place | undefined =>
  facts.workloads.workloads.flatMap((one) => one.deployments.flatMap((each) => each.exposures)).find((one) => one.public && (one.tls || one.by === 'http-event'))?.at
  ?? facts.kubernetes.resources.find((one) => one.kind === 'PeerAuthentication' && pick(one.value, 'spec', 'mtls', 'mode') === 'STRICT')?.at
  ?? facts.terraform.blocks.find((one) => /^aws_(lb|alb)_listener$/.test(one.type) && /HTTPS|TLS/.test(String(pick(one.value, 'protocol'))))?.at
  // What answers over TLS alone, and what has a certificate.
  ?? blockOf(facts, /^(aws_acm_certificate|google_compute_managed_ssl_certificate|google_certificate_manager_certificate|google_compute_target_https_proxy|aws_cloudfront_distribution|azurerm_(cdn_)?frontdoor.*|aws_api_gateway_rest_api|aws_apigatewayv2_api|aws_lambda_function_url|aws_apprunner_service|google_cloud_run(_v2)?_service|digitalocean_(app|certificate)|acme_certificate)$/)
  ?? facts.kubernetes.resources.find((one) => one.kind === 'Gateway' && [...list(pick(one.value, 'spec', 'listeners')), ...list(pick(one.value, 'spec', 'servers'))].some((each) => pick(each, 'tls') !== undefined))?.at
  ?? facts.kubernetes.resources.find((one) => one.kind === 'IngressRoute' && pick(one.value, 'spec', 'tls') !== undefined)?.at
  ?? facts.kubernetes.resources.find((one) => one.kind === 'Ingress' && list(pick(one.value, 'spec', 'tls')).length > 0)?.at
  ?? cloudOf(facts, /^AWS::(?:CloudFront::Distribution|CertificateManager::Certificate|ApiGateway::RestApi|ApiGatewayV2::Api|Serverless::(?:Http)?Api|Lambda::Url|AppRunner::Service)$/)
  ?? cloudOf(facts, /^AWS::ElasticLoadBalancingV2::Listener$/, (value) => /HTTPS|TLS/.test(String(pick(value, 'Properties', 'Protocol'))))
  ?? azureOf(facts, /^Microsoft\.Web\/sites$/, (value) => pick(value, 'properties', 'httpsOnly') === true || pick(value, 'httpsOnly') === true)
  ?? azureOf(facts, /^Microsoft\.(?:Web\/staticSites|Cdn\/profiles|Network\/frontDoors)$/)
  ?? facts.kubernetes.resources.find((one) => one.kind === 'Route' && pick(one.value, 'spec', 'tls', 'termination') !== undefined)?.at
  ?? resourceOf(facts, /^(Certificate|ManagedCertificate)$/) ?? handed(facts, /^(tls|cert-manager\.io\/(cluster-)?issuer|.*ssl-cert|.*\/certificate-arn|(acm_)?certificate_arn)$/i);

export const dataAt = ({ stores }: Around): Place | undefined => stores.stores.find((one) => !one.example && forReal(one) && one.encrypted?.value === true && (one.kind === 'database' || one.kind === 'bucket'))?.encrypted?.at;

/** Charts that bring alerts of their own. */
const watching = (facts: Around): Place | undefined => [...facts.kubernetes.dependencies].find(({ name, enabled }) => enabled && /alert|prometheus|monitoring|datadog|falco/i.test(name))?.at;

export const monitoringAt = (facts: Around): Place | undefined =>
  facts.alerts.rules[0]?.at ?? watching(facts)
  ?? blockOf(facts, /^(aws_guardduty_detector|aws_cloudtrail|aws_securityhub_account|google_scc_.+|azurerm_security_center_.+|aws_config_configuration_recorder|aws_cloudwatch_metric_alarm|aws_flow_log|azurerm_monitor_\w*alert\w*|google_monitoring_alert_policy|google_logging_metric|datadog_monitor|grafana_rule_group|newrelic_(?:nrql_)?alert_\w+|sentry_(?:issue|metric)_alert)$/)
  ?? moduleOf(facts, /alarm|alert|guard-?duty|cloud-?trail|security-?hub|monitor(?:s|ing)?(?:$|[/-])/i)
  ?? cloudOf(facts, /^AWS::(?:CloudTrail::Trail|GuardDuty::Detector|SecurityHub::Hub|Config::ConfigurationRecorder|CloudWatch::(?:Composite)?Alarm|EC2::FlowLog)$/)
  ?? azureOf(facts, /^Microsoft\.(?:Insights\/(?:metricAlerts|scheduledQueryRules|activityLogAlerts)|Security\/\w+|OperationsManagement\/solutions)$/);
