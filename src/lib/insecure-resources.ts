import type { CloudFormation, Judgement, Terraform } from '../model/index.ts';
import { at as pick, list } from './json.ts';
import { placeIn } from './located.ts';
import { isLive } from './plain-listeners.ts';

/** Settings of managed resources that let clients connect in the clear, or by a version of TLS that is broken. `path`: blocks, and the key. */
const ROWS: readonly { readonly type: RegExp; readonly path: readonly string[]; readonly bad: RegExp; readonly says: string; /** A setting beside it by which it holds no more. */ readonly idleBeside?: string }[] = [
  { type: /^azurerm_(?:postgresql|mysql|mariadb)_server$/, path: ['ssl_enforcement_enabled'], bad: /^false$/, says: 'takes connections in the clear' },
  { type: /^azurerm_redis_cache$/, path: ['enable_non_ssl_port'], bad: /^true$/, says: 'takes connections in the clear' },
  { type: /^azurerm_redis_cache$/, path: ['non_ssl_port_enabled'], bad: /^true$/, says: 'takes connections in the clear' },
  { type: /^azurerm_storage_account$/, path: ['enable_https_traffic_only'], bad: /^false$/, says: 'answers over HTTP' },
  { type: /^azurerm_storage_account$/, path: ['https_traffic_only_enabled'], bad: /^false$/, says: 'answers over HTTP' },
  { type: /^azurerm_(?:app_service|function_app|(?:linux|windows)_(?:web|function)_app)$/, path: ['https_only'], bad: /^false$/, says: 'answers over HTTP' },
  { type: /^aws_elasticache_replication_group$/, path: ['transit_encryption_enabled'], bad: /^false$/, says: 'is asked in the clear' },
  { type: /^aws_msk_cluster$/, path: ['encryption_info', 'encryption_in_transit', 'client_broker'], bad: /PLAINTEXT$/, says: 'takes messages in the clear' },
  { type: /^aws_(?:opensearch|elasticsearch)_domain$/, path: ['domain_endpoint_options', 'enforce_https'], bad: /^false$/, says: 'answers over HTTP' },
  { type: /^aws_cloudfront_distribution$/, path: ['default_cache_behavior', 'viewer_protocol_policy'], bad: /^allow-all$/, says: 'answers over HTTP, and sends nobody on to HTTPS' },
  { type: /^aws_cloudfront_distribution$/, path: ['ordered_cache_behavior', 'viewer_protocol_policy'], bad: /^allow-all$/, says: 'answers over HTTP, and sends nobody on to HTTPS' },
  { type: /^aws_cloudfront_distribution$/, path: ['viewer_certificate', 'minimum_protocol_version'], idleBeside: 'cloudfront_default_certificate', bad: /^(?:SSLv3|TLSv1(?:_2016)?|TLSv1\.1_2016)$/, says: 'speaks versions of TLS that are broken' },
  { type: /^google_sql_database_instance$/, path: ['settings', 'ip_configuration', 'require_ssl'], bad: /^false$/, says: 'takes connections in the clear' },
  { type: /^google_sql_database_instance$/, path: ['settings', 'ip_configuration', 'ssl_mode'], bad: /^ALLOW_UNENCRYPTED_AND_ENCRYPTED$/, says: 'takes connections in the clear' },
  { type: /^azurerm_/, path: ['min_tls_version'], bad: /^(?:TLS)?1[._][01]$/, says: 'speaks versions of TLS that are broken' },
  { type: /^azurerm_/, path: ['minimum_tls_version'], bad: /^(?:TLS)?1[._][01]$/, says: 'speaks versions of TLS that are broken' },
  { type: /^google_compute_ssl_policy$/, path: ['min_tls_version'], bad: /^TLS_1_[01]$/, says: 'speaks versions of TLS that are broken' },
  { type: /^aws_api_gateway_domain_name$/, path: ['security_policy'], bad: /^TLS_1_0$/, says: 'speaks versions of TLS that are broken' },
];

/** The same in templates of CloudFormation, and in what the CDK makes of constructs. */
const TEMPLATE_ROWS: typeof ROWS = [
  { type: /^AWS::CloudFront::Distribution$/, path: ['DistributionConfig', 'DefaultCacheBehavior', 'ViewerProtocolPolicy'], bad: /^allow-all$/, says: 'answers over HTTP, and sends nobody on to HTTPS' },
  { type: /^AWS::CloudFront::Distribution$/, path: ['DistributionConfig', 'CacheBehaviors', 'ViewerProtocolPolicy'], bad: /^allow-all$/, says: 'answers over HTTP, and sends nobody on to HTTPS' },
  { type: /^AWS::CloudFront::Distribution$/, path: ['DistributionConfig', 'ViewerCertificate', 'MinimumProtocolVersion'], idleBeside: 'CloudFrontDefaultCertificate', bad: /^(?:SSLv3|TLSv1(?:_2016)?|TLSv1\.1_2016)$/, says: 'speaks versions of TLS that are broken' },
  { type: /^AWS::MSK::Cluster$/, path: ['EncryptionInfo', 'EncryptionInTransit', 'ClientBroker'], bad: /PLAINTEXT$/, says: 'takes messages in the clear' },
  { type: /^AWS::(?:OpenSearchService|Elasticsearch)::Domain$/, path: ['DomainEndpointOptions', 'EnforceHTTPS'], bad: /^false$/, says: 'answers over HTTP' },
  { type: /^AWS::ApiGateway::DomainName$/, path: ['SecurityPolicy'], bad: /^TLS_1_0$/, says: 'speaks versions of TLS that are broken' },
];

/** What such settings say of resources that are not for development alone; a setting that is left out is not judged, since its default depends on the version. */
export const insecureResources = ({ blocks }: Terraform, { resources }: CloudFormation, isExample: (file: string) => boolean): readonly Judgement[] => [
  ...resources.filter((one) => isLive(one) && !isExample(one.file)).flatMap((one) => TEMPLATE_ROWS.flatMap(({ type, path, bad, says, idleBeside }): Judgement | [] => {
    const found = type.test(one.type) ? valuesAt(pick(one.value, 'Properties'), path, idleBeside).find((each) => bad.test(each)) : undefined;
    return found === undefined ? [] : { subject: `${one.file} ${one.name}: ${path.at(-1)}`, standing: 'violated', message: `${one.name} ${says} (${path.at(-1)} = ${found}).`, at: placeIn(one, `/Properties/${path.join('/')}`), confidence: 'medium' };
  })),
  ...blocks.filter((block) => block.kind === 'resource' && !block.idle && isLive(block) && !isExample(block.at.file)).flatMap((block) =>
    ROWS.flatMap(({ type, path, bad, says, idleBeside }): Judgement | [] => {
      const name = `${block.type}.${block.name}`;
      const found = type.test(block.type) ? valuesAt(block.value, path, idleBeside).find((one) => bad.test(one)) : undefined;
      return found === undefined ? [] : { subject: `${name}: ${path.at(-1)}`, standing: 'violated', message: `${name} ${says} (${path.at(-1)} = ${found}).`, at: placeIn(block, `/${path.join('/')}`), confidence: 'medium' };
    })),
];

/** All values below blocks of these names, without those of a block that has what makes them idle: a block may stand there more than once. */
function valuesAt(value: unknown, path: readonly string[], idleBeside?: string): readonly string[] {
  const last = path.at(-1)!;
  return blocksAt(value, path.slice(0, -1)).flatMap((block) => (idleBeside !== undefined && String(pick(block, idleBeside)) === 'true' ? [] : branches(pick(block, last)))).flatMap((one) => (typeof one === 'string' || typeof one === 'boolean' ? [String(one)] : []));
}

const blocksAt = (value: unknown, path: readonly string[]): readonly unknown[] => path.reduce<readonly unknown[]>((blocks, key) => blocks.flatMap((block) => [pick(block, key)].flat()).flatMap(branches), [value]);

/** `Fn::If: [CustomDomain, {…}, {…}]`: either may hold. */
const branches = (value: unknown): readonly unknown[] => {
  const either = list(pick(value, 'Fn::If'));
  return either.length === 3 ? either.slice(1).flatMap(branches) : [value].flat();
};
