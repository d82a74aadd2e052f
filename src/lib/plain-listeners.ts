import type { CloudFormation, CloudResource, Judgement, Terraform, TerraformBlock } from '../model/index.ts';
import { at as pick, flag, list, text } from './json.ts';

/**
 * Listeners of a public load balancer that speak HTTP in the clear: they send nobody on to HTTPS, and no listener beside
 * them speaks it. Where something stands in front of the balancer, TLS ends there.
 */
export function plainListeners(cloudformation: CloudFormation, terraform: Terraform, isExample: (file: string) => boolean): readonly Judgement[] {
  const fronted = cloudformation.resources.some(({ type }) => type === 'AWS::CloudFront::Distribution') || terraform.blocks.some(({ type }) => type === 'aws_cloudfront_distribution');
  return fronted ? [] : [...ofCloudFormation(cloudformation), ...ofTerraform(terraform)].filter(({ at }) => !isExample(at.file));
}

const mentions = (value: unknown, name: string): boolean => new RegExp(`(?:^|[^\\w-])${name.replace(/[^\w-]/g, '')}(?:[^\\w-]|$)`).test(JSON.stringify(value ?? ''));

function ofCloudFormation({ resources }: CloudFormation): Judgement[] {
  const property = ({ value }: CloudResource, key: string): unknown => pick(value, 'Properties', key);
  const listeners = resources.filter(({ type, format }) => type === 'AWS::ElasticLoadBalancingV2::Listener' && format !== 'cdk');
  const balancers = resources.filter((one) => one.type === 'AWS::ElasticLoadBalancingV2::LoadBalancer' && (property(one, 'Scheme') ?? 'internet-facing') === 'internet-facing' && (property(one, 'Type') ?? 'application') === 'application');
  return listeners.flatMap((one): Judgement[] => {
    const balancer = balancers.find(({ file, name }) => file === one.file && mentions(property(one, 'LoadBalancerArn'), name));
    const beside = listeners.filter((other) => other !== one && (other.file === one.file || folderOf(other.file) === folderOf(one.file)));
    if (balancer === undefined || !isLive(one) || text(property(one, 'Protocol')) !== 'HTTP' || beside.some((other) => !isPlain(property(other, 'Protocol')))) return [];
    if (list(property(one, 'DefaultActions')).some((action) => isRedirect(text(pick(action, 'Type')))) || pick(one.value, 'Condition') !== undefined) return [];
    // Rules may send on what the default does not.
    if (resources.some((rule) => rule.type.endsWith('::ListenerRule') && /redirect/i.test(JSON.stringify(rule.value)))) return [];
    return [plain(one.name, one)];
  });
}

function ofTerraform({ blocks }: Terraform): Judgement[] {
  const live = blocks.filter(({ kind, idle }) => kind === 'resource' && !idle);
  const listeners = live.filter(({ type }) => /^aws_(?:lb|alb)_listener$/.test(type));
  return listeners.flatMap((one): Judgement[] => {
    const balancer = live.find((other) => /^aws_(?:lb|alb)$/.test(other.type) && other.dir === one.dir && mentions(pick(one.value, 'load_balancer_arn'), other.name));
    const isOurs = balancer !== undefined && isPublic(balancer) && isLive(one);
    if (!isOurs || text(pick(one.value, 'protocol')) !== 'HTTP' || pick(one.value, 'count') !== undefined || pick(one.value, 'for_each') !== undefined) return [];
    if (listeners.some((other) => other !== one && other.dir === one.dir && !isPlain(pick(other.value, 'protocol')))) return [];
    if (list(pick(one.value, 'default_action')).some((action) => isRedirect(text(pick(action, 'type')))) || live.some((rule) => /_listener_rule$/.test(rule.type) && rule.dir === one.dir && /redirect/.test(JSON.stringify(rule.value)))) return [];
    return [plain(`${one.type}.${one.name}`, one)];
  });
}

/** Not for development or staging alone. */
export const isLive = ({ environment }: CloudResource | TerraformBlock): boolean => environment !== 'development' && environment !== 'staging';

const plain = (name: string, { at, environment }: CloudResource | TerraformBlock): Judgement => ({
  subject: `listener ${name}`, standing: 'missing', message: `The public listener ${name} speaks HTTP in the clear, and no other speaks HTTPS.`, at, confidence: environment === 'production' ? 'high' : 'medium',
});

const isPublic = ({ value }: TerraformBlock): boolean => (pick(value, 'internal') === undefined || flag(pick(value, 'internal')) === false) && (text(pick(value, 'load_balancer_type')) ?? 'application') === 'application';
const isPlain = (protocol: unknown): boolean => text(protocol) === 'HTTP';
/** An action that a template leaves open may send on, too. */
const isRedirect = (type: string | undefined): boolean => type === undefined || /redirect|\$\{/i.test(type);
const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
