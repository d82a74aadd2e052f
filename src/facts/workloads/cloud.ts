import { at as pick, flag, list, number, record, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import type { CloudFormation, CloudResource, Deployment, Place, Terraform, TerraformBlock, WorkloadEnv, WorkloadExposure } from '../../model/index.ts';
import { found, type Found } from './found.ts';

/** The first block of a repeated one: the parser gives lists. */
const block = (value: unknown, ...path: string[]): unknown => path.reduce<unknown>((here, key) => {
  const next = pick(here, key);
  return Array.isArray(next) ? (next as unknown[])[0] : next;
}, value);

const envOf = (variables: unknown, at: Place): WorkloadEnv[] => Object.entries(record(variables)).map(([name, value]) => {
  const known = text(value);
  return known === undefined || known.includes('${') ? { name, at } : { name, value: known, at };
});

export const terraformDeployments = (terraform: Terraform, isExample: (file: string) => boolean): readonly Found[] => terraform.blocks.flatMap((one): Found[] => {
  const base = { source: 'terraform' as const, release: one.dir, at: one.at, example: one.idle === true || isExample(one.at.file), ...(one.environment && { environment: one.environment }) };
  const name = text(pick(one.value, 'name')) ?? text(pick(one.value, 'function_name')) ?? one.name;
  const plain = nameFrom(name, one);
  const count = (key: string): Pick<Deployment, 'replicas'> => {
    const value = number(pick(one.value, key));
    return pick(one.value, key) === undefined ? {} : { replicas: { ...(value === undefined ? {} : { value }), at: placeIn(one, `/${key}`) } };
  };
  if (one.kind === 'module') {
    if (/terraform-aws-modules\/ecs\/aws\/\/modules\/service/.test(one.type)) return [found(plain, { ...base, kind: 'ecs-service', managed: false, ...count('desired_count'), ...moduleScaling(one) })];
    if (/terraform-aws-modules\/lambda\/aws/.test(one.type)) return [found(plain, { ...base, kind: 'function', managed: true, env: envOf(pick(one.value, 'environment_variables'), placeIn(one, '/environment_variables')) })];
    return foreignService(one) ? [found(text(pick(one.value, 'service_name')) ?? plain, { ...base, kind: 'ecs-service', managed: false, ...count('desired_count'), ...scalerModule(one, `module.${one.name}.`, terraform), ...argumentScaling(one) })] : [];
  }
  if (one.kind !== 'resource') return [];
  switch (one.type) {
    case 'aws_ecs_service': return [found(plain, { ...base, kind: 'ecs-service', managed: false, ...count('desired_count'), ...ecsScaling(one, terraform), exposures: ecsExposures(one) })];
    case 'aws_lambda_function': return [found(plain, { ...base, kind: 'function', managed: true, env: envOf(block(one.value, 'environment', 'variables'), placeIn(one, '/environment/variables')) })];
    case 'azurerm_container_app': return [found(plain, { ...base, kind: 'container-app', ...containerApp(one) })];
    case 'google_cloud_run_v2_service': return [found(plain, { ...base, kind: 'cloud-run', ...bounds(one, block(one.value, 'template', 'scaling'), '/template/scaling', ['min_instance_count', 'max_instance_count']) })];
    case 'google_cloud_run_service': return [found(plain, { ...base, kind: 'cloud-run', ...cappedByAnnotation(one) })];
    case 'aws_apprunner_service':
      return [found(plain, { ...base, kind: 'cloud-run', managed: true })];
    case 'google_cloudfunctions_function': case 'google_cloudfunctions2_function': case 'azurerm_linux_function_app': case 'azurerm_function_app':
      return [found(plain, { ...base, kind: 'function', managed: true })];
    default: return [];
  }
});

/** The platform runs as many as are asked for, unless it is told to run one at most. */
const bounds = (one: TerraformBlock, holder: unknown, path: string, [least, most]: readonly [string, string]): Pick<Deployment, 'managed' | 'replicas'> =>
  (number(pick(holder, most)) === 1 ? { managed: false, replicas: { value: 1, at: placeIn(one, `${path}/${pick(holder, least) === undefined ? most : least}`) } } : { managed: true });

/** The first version of Cloud Run is told so as Knative is. */
const cappedByAnnotation = (one: TerraformBlock): Pick<Deployment, 'managed' | 'replicas'> =>
  (number(pick(block(one.value, 'template', 'metadata', 'annotations'), 'autoscaling.knative.dev/maxScale')) === 1 ? { managed: false, replicas: { value: 1, at: placeIn(one, '/template/metadata/annotations') } } : { managed: true });

const containerApp = (one: TerraformBlock): Pick<Deployment, 'managed'> & Partial<Deployment> => {
  const [template, ingress] = [block(one.value, 'template'), block(one.value, 'ingress')];
  const image = text(block(template, 'container', 'image'));
  return {
    ...bounds(one, template, '/template', ['min_replicas', 'max_replicas']),
    // The registry may be a variable, the name of a tool is not.
    ...(image !== undefined && !image.includes('${') && { image }),
    exposures: ingress === undefined ? [] : [{
      by: 'ingress', name: one.name, public: flag(pick(ingress, 'external_enabled')) === true, hosts: [], tls: flag(pick(ingress, 'allow_insecure_connections')) !== true, at: placeIn(one, '/ingress'),
    }],
  };
};

/** `${var.stage}-orders` is orders; a block that is called `this` or `default` bears the name of its folder. */
const nameFrom = (name: string, { name: label, dir }: TerraformBlock): string => {
  if (!name.includes('${')) return name;
  const rest = name.replace(/\$\{[^}]*\}/g, '').replace(/^[-_./]+|[-_./]+$/g, '').replace(/([-_])[-_]+/g, '$1');
  if (/^[\w-]{2,}$/.test(rest)) return rest;
  return /^(this|default|main|service|app)$/.test(label) ? dir.split('/').at(-1) || label : label;
};

const ecsScaling = (service: TerraformBlock, terraform: Terraform): Pick<Deployment, 'autoscaling' | 'offered'> => {
  const target = terraform.blocks.find((one) => one.type === 'aws_appautoscaling_target' && one.dir === service.dir && JSON.stringify(one.value).includes(`aws_ecs_service.${service.name}.`))
    ?? terraform.blocks.find((one) => one.type === 'aws_appautoscaling_target' && one.dir === service.dir && text(pick(one.value, 'service_namespace')) === 'ecs');
  return target === undefined ? scalerModule(service, `aws_ecs_service.${service.name}.`, terraform) : scaledBy(target, terraform);
};

/** A module for autoscaling that is handed the name of the service. */
const scalerModule = (service: TerraformBlock, address: string, terraform: Terraform): Pick<Deployment, 'autoscaling' | 'offered'> => {
  const scaler = terraform.blocks.find((one) => one.kind === 'module' && one !== service && one.dir === service.dir && /auto-?scaling/i.test(one.type) && JSON.stringify(one.value).includes(address));
  return scaler === undefined ? {} : scaledBy(scaler, terraform);
};

const scaledBy = (scaler: TerraformBlock, terraform: Terraform): Pick<Deployment, 'autoscaling' | 'offered'> => {
  if (isLeftOff(scaler, terraform)) return { offered: { at: scaler.at } };
  const [min, max] = [number(pick(scaler.value, 'min_capacity')), number(pick(scaler.value, 'max_capacity'))];
  return { autoscaling: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), on: ['cpu'], at: placeIn(scaler, '/min_capacity') } };
};

/** `enabled = false`, or `count = var.autoscaling ? 1 : 0` where nobody in the repository sets what is off by default. */
const isLeftOff = (one: TerraformBlock, { defaults }: Terraform): boolean => {
  const [, variable] = /^\$\{\s*var\.([\w-]+)\s*\?\s*1\s*:\s*0\s*\}$/.exec(text(pick(one.value, 'count')) ?? '') ?? [];
  return flag(pick(one.value, 'enabled')) === false || number(pick(one.value, 'count')) === 0 || (variable !== undefined && !one.reused && defaults[`${one.dir} ${variable}`] === 'false');
};

/** The well-known module scales by default, from one to ten. */
const moduleScaling = (one: TerraformBlock): Pick<Deployment, 'autoscaling'> => {
  if (flag(pick(one.value, 'enable_autoscaling')) === false) return {};
  return { autoscaling: { min: number(pick(one.value, 'autoscaling_min_capacity')) ?? 1, max: number(pick(one.value, 'autoscaling_max_capacity')) ?? 10, on: ['cpu', 'memory'], at: placeIn(one, '/autoscaling_min_capacity') } };
};

/** A module that nobody here knows, and whose arguments are those of a service on ECS. */
const foreignService = (one: TerraformBlock): boolean => {
  const named = Object.keys(record(one.value));
  return !/^\.{1,2}\//.test(one.type) && (named.includes('desired_count') || named.includes('autoscaling_min_capacity')) && named.some((key) => /^(container_|task_(cpu|memory|definition)|ecs_)/.test(key));
};

const argumentScaling = (one: TerraformBlock): Pick<Deployment, 'autoscaling'> => {
  const [min, max] = [number(pick(one.value, 'autoscaling_min_capacity')), number(pick(one.value, 'autoscaling_max_capacity'))];
  if (flag(pick(one.value, 'enable_autoscaling')) === false || (min === undefined && max === undefined)) return {};
  return { autoscaling: { ...(min !== undefined && { min }), ...(max !== undefined && { max }), on: ['cpu'], at: placeIn(one, '/autoscaling_min_capacity') } };
};

const ecsExposures = (one: TerraformBlock): readonly WorkloadExposure[] =>
  block(one.value, 'load_balancer') === undefined ? [] : [{ by: 'load-balancer', name: one.name, public: true, hosts: [], at: placeIn(one, '/load_balancer') }];

export const cloudDeployments = ({ resources, services }: CloudFormation, isExample: (file: string) => boolean): readonly Found[] => resources.flatMap((one): Found[] => {
  const base = { source: one.format === 'serverless' ? 'serverless' as const : 'cloudformation' as const, release: one.file, at: one.at, example: isExample(one.file), ...(one.environment && { environment: one.environment }) };
  switch (one.type) {
    case 'AWS::ECS::Service': {
      const replicas = number(pick(one.value, 'Properties', 'DesiredCount'));
      const targets = resources.filter((other) => other.file === one.file && other.type === 'AWS::ApplicationAutoScaling::ScalableTarget');
      const alone = resources.filter((other) => other.file === one.file && other.type === one.type).length === 1;
      const scaling = targets.find((other) => namesIt(pick(other.value, 'Properties', 'ResourceId'), one.name)) ?? (alone && one.format !== 'cdk' ? targets[0] : undefined);
      const min = number(pick(scaling?.value, 'Properties', 'MinCapacity'));
      const max = number(pick(scaling?.value, 'Properties', 'MaxCapacity'));
      return [found(one.name, {
        ...base, kind: 'ecs-service', managed: false,
        ...(pick(one.value, 'Properties', 'DesiredCount') === undefined ? {} : { replicas: { ...(replicas === undefined ? {} : { value: replicas }), at: placeIn(one, '/Properties/DesiredCount') } }),
        ...(scaling === undefined ? {} : { autoscaling: { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), on: [], at: scaling.at } }),
        exposures: list(pick(one.value, 'Properties', 'LoadBalancers')).length === 0 ? [] : [{ by: 'load-balancer', name: one.name, public: true, hosts: [], at: placeIn(one, '/Properties/LoadBalancers') }],
      })];
    }
    case 'AWS::Lambda::Function': case 'AWS::Serverless::Function':
      return [found(one.name, { ...base, kind: 'function', managed: true, env: envOf(pick(one.value, 'Properties', 'Environment', 'Variables'), placeIn(one, '/Properties/Environment/Variables')), exposures: samExposures(one) })];
    case 'Serverless::Function': {
      const service = services.find((each) => each.file === one.file);
      const shared = pick(service?.value, 'provider', 'environment');
      const env = [...envOf(pick(one.value, 'environment'), placeIn(one, '/environment')), ...(service === undefined ? [] : envOf(shared, placeIn(service, '/provider/environment')))];
      const http = list(pick(one.value, 'events')).findIndex((event) => pick(event, 'http') !== undefined || pick(event, 'httpApi') !== undefined);
      return [found(one.name, { ...base, kind: 'function', managed: true, env, exposures: http < 0 ? [] : [{ by: 'http-event', name: one.name, public: pick(one.value, 'events', http, 'http', 'private') !== true, hosts: [], at: placeIn(one, `/events/${http}`) }] })];
    }
    default: return [];
  }
});

/** `!GetAtt Web.Name`, `!Sub service/${Cluster}/${Web.Name}`, `{Ref: Web}` */
const namesIt = (value: unknown, name: string): boolean => JSON.stringify(value ?? '').split(/[^\w -]+/).includes(name);

const samExposures = (one: CloudResource): readonly WorkloadExposure[] =>
  Object.entries(record(pick(one.value, 'Properties', 'Events'))).flatMap(([name, event]) => (/^(Api|HttpApi)$/.test(text(pick(event, 'Type')) ?? '') ? [{ by: 'http-event' as const, name, public: true, hosts: [], at: placeIn(one, `/Properties/Events/${name}`) }] : []));
