import { at as pick, flag, list, number, record, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { CloudFormation, Deployment, Place, Terraform, TerraformBlock } from '../../model/index.ts';
import { found, type Found } from './found.ts';

type Counted = Pick<Deployment, 'replicas' | 'autoscaling'>;
const open = (value: unknown): boolean => value !== undefined && number(value) === undefined;

/** From so many to so many; the same number twice is one that stays. */
function between(least: unknown, most: unknown, at: Place, absent: number): Counted {
  const [min, max] = [open(least) ? undefined : number(least) ?? absent, number(most)];
  if (min !== undefined && min === max) return { replicas: { value: min, at } };
  return { autoscaling: { ...(min !== undefined && { min }), ...(max !== undefined && { max }), on: [], at } };
}

/** Machines that a load balancer leads to, sites, and applications of providers that run them by number. */
export const terraformMachines = (terraform: Terraform, isExample: (file: string) => boolean): readonly Found[] => terraform.blocks.flatMap((one): Found[] => {
  const base = { source: 'terraform' as const, release: one.dir, at: one.at, example: one.idle === true || isExample(one.at.file), managed: false, ...(one.environment && { environment: one.environment }) };
  const written = text(pick(one.value, 'name'));
  const name = written === undefined || written.includes('${') ? one.name : written;
  const at = (key: string): Place => placeIn(one, `/${key}`);
  if (one.kind === 'module') return /^(?:registry\.terraform\.io\/)?terraform-aws-modules\/autoscaling\/aws$/.test(one.type) && leadsThere(one, terraform) ? [found(name, { ...base, kind: 'app', ...between(pick(one.value, 'min_size'), pick(one.value, 'max_size'), at('min_size'), 0), exposures: reached(one, name) })] : [];
  if (one.kind !== 'resource' || pick(one.value, 'count') === 0) return [];
  switch (one.type) {
    // Those that nothing leads to hold what others place there: nodes of a cluster, a bastion.
    case 'aws_autoscaling_group': return leadsThere(one, terraform) ? [found(name, { ...base, kind: 'app', ...between(pick(one.value, 'min_size'), pick(one.value, 'max_size'), at('min_size'), 0), exposures: reached(one, name) })] : [];
    case 'aws_elastic_beanstalk_environment': {
      if (/^worker$/i.test(text(pick(one.value, 'tier')) ?? '')) return [];
      const said = (namespace: string, option: string): unknown => pick(list(pick(one.value, 'setting')).find((each) => pick(each, 'namespace') === namespace && pick(each, 'name') === option), 'value');
      return [found(name, { ...base, kind: 'app', ...beanstalk(said, at('setting'), pick(one.value, 'dynamic') !== undefined), exposures: reached(one, name) })];
    }
    case 'azurerm_linux_web_app': case 'azurerm_windows_web_app': case 'azurerm_app_service':
      return [found(name, { ...base, kind: 'app', ...planOf(one, terraform), exposures: [{ by: 'http-event', name, public: true, hosts: [], at: one.at, ...(flag(pick(one.value, 'https_only')) !== undefined && { tls: flag(pick(one.value, 'https_only'))! }) }] })];
    case 'digitalocean_app': return ['service', 'worker'].flatMap((kind) => list(pick(one.value, 'spec', 0, kind)).map((each) => {
      const scaling = pick(each, 'autoscaling', 0);
      const count = scaling === undefined ? { replicas: { ...(open(pick(each, 'instance_count')) ? {} : { value: number(pick(each, 'instance_count')) ?? 1 }), at: at(`spec/${kind}/instance_count`) } } : between(pick(scaling, 'min_instance_count'), pick(scaling, 'max_instance_count'), at(`spec/${kind}/autoscaling`), 1);
      return found(text(pick(each, 'name')) ?? name, { ...base, kind: 'app', ...count, exposures: kind === 'service' ? reached(one, name) : [] });
    }));
    default: return [];
  }
});

const reached = ({ at }: { readonly at: Place }, name: string): Deployment['exposures'] => [{ by: 'load-balancer', name, public: true, hosts: [], at }];

const leadsThere = (one: TerraformBlock, { blocks }: Terraform): boolean =>
  ['target_group_arns', 'load_balancers', 'traffic_source', 'traffic_source_attachments'].some((key) => pick(one.value, key) !== undefined && !(Array.isArray(pick(one.value, key)) && list(pick(one.value, key)).length === 0))
  || blocks.some((other) => /^aws_autoscaling_(?:attachment|traffic_source_attachment)$/.test(other.type) && other.dir === one.dir && JSON.stringify(other.value).includes(`${one.kind === 'module' ? 'module' : one.type}.${one.name}.`));

/** Beanstalk balances the load of one to four machines unless it is told to run a single one. */
function beanstalk(said: (namespace: string, option: string) => unknown, at: Place, unclear: boolean): Counted {
  if (/^SingleInstance$/i.test(text(said('aws:elasticbeanstalk:environment', 'EnvironmentType')) ?? '')) return { replicas: { value: 1, at } };
  return unclear ? { replicas: { at } } : between(said('aws:autoscaling:asg', 'MinSize'), said('aws:autoscaling:asg', 'MaxSize') ?? 4, at, 1);
}

/** How often a site runs is said of its plan, or of what scales that. */
function planOf(one: TerraformBlock, { blocks }: Terraform): Counted {
  const named = text(pick(one.value, 'service_plan_id')) ?? text(pick(one.value, 'app_service_plan_id')) ?? '';
  const [, type, label] = /\b(azurerm_(?:app_)?service_plan)\.([\w-]+)/.exec(named) ?? [];
  const plan = blocks.find((other) => other.kind === 'resource' && other.type === type && other.name === label && other.dir === one.dir);
  if (plan === undefined) return { replicas: { at: one.at } };
  const scaler = blocks.find((other) => other.type === 'azurerm_monitor_autoscale_setting' && other.dir === one.dir && JSON.stringify(pick(other.value, 'target_resource_id') ?? '').includes(`${type}.${label}`));
  const capacity = pick(scaler?.value, 'profile', 0, 'capacity', 0);
  if (scaler !== undefined) return between(pick(capacity, 'minimum'), pick(capacity, 'maximum'), placeIn(scaler, '/profile/capacity/minimum'), 1);
  const count = pick(plan.value, 'worker_count') ?? pick(plan.value, 'sku', 0, 'capacity');
  const most = pick(plan.value, 'maximum_elastic_worker_count');
  if (most !== undefined && number(most) !== 1) return { replicas: { at: placeIn(plan, '/maximum_elastic_worker_count') } };
  return { replicas: { ...(open(count) ? {} : { value: number(count) ?? 1 }), at: placeIn(plan, '/worker_count') } };
}

/** The same of templates of CloudFormation. */
export const cloudMachines = ({ resources }: CloudFormation, isExample: (file: string) => boolean): readonly Found[] => resources.flatMap((one): Found[] => {
  const base = { source: one.format === 'serverless' ? 'serverless' as const : 'cloudformation' as const, release: one.file, at: one.at, example: isExample(one.file), managed: false, ...(one.environment && { environment: one.environment }) };
  const properties = record(pick(one.value, 'Properties'));
  const at = (key: string): Place => placeIn(one, `/Properties/${key}`);
  switch (one.type) {
    case 'AWS::AutoScaling::AutoScalingGroup': return ['TargetGroupARNs', 'LoadBalancerNames', 'TrafficSources'].some((key) => properties[key] !== undefined) ? [found(one.name, { ...base, kind: 'app', ...between(properties['MinSize'], properties['MaxSize'], at('MinSize'), 0), exposures: reached(one, one.name) })] : [];
    case 'AWS::AppRunner::Service': return [found(one.name, { ...base, kind: 'cloud-run', managed: true })];
    case 'AWS::ElasticBeanstalk::Environment': {
      if (pick(properties, 'Tier', 'Name') === 'Worker') return [];
      const said = (namespace: string, option: string): unknown => pick(list(properties['OptionSettings']).find((each) => pick(each, 'Namespace') === namespace && pick(each, 'OptionName') === option), 'Value');
      return [found(one.name, { ...base, kind: 'app', ...beanstalk(said, at('OptionSettings'), properties['TemplateName'] !== undefined), exposures: reached(one, one.name) })];
    }
    default: return [];
  }
});
