import { dirname } from 'node:path/posix';
import { at as pick, record, text } from './json.ts';
import { environmentOf } from './environment.ts';
import { imageTag } from './images.ts';
import { isPlaceholder } from './secret-shape.ts';
import { cores, parseSize } from './quantity.ts';
import { placeIn, pointerStep } from './located.ts';
import type { DeployedTo, Facts, Place, PlacedValue, TerraformValues } from '../model/index.ts';

type From = Pick<Facts, 'workloads' | 'stores' | 'kubernetes' | 'terraform' | 'envFiles'>;

/** What of a key must not differ: a version, and whether something is switched on. */
export interface Kept {
  readonly version?: string;
  readonly on?: boolean;
  /** The key of what it belongs to: where that is absent as a whole, it is not told apart. */
  readonly of?: string;
}

export interface Amount { readonly text: string; readonly value: number; readonly at: Place }

/** One description of an environment: what it has, by key. */
export interface Side {
  readonly environment: DeployedTo;
  readonly file: string;
  readonly keys: ReadonlyMap<string, Kept & { readonly at: Place }>;
  /** What holds where a key is not given. */
  readonly usual?: (key: string) => Kept | undefined;
  /** Keys are paths, and these are all of their parts, of what may differ as well; where all of a part is absent, the part is told once. */
  readonly parts?: ReadonlySet<string>;
  /** How much of something a workload has: that may differ, but not so that staging has more. */
  readonly amounts?: ReadonlyMap<string, Amount>;
  /** Keys are only a chart's values: what the chart makes of them is not seen. */
  readonly unsure?: true;
}

const PREVIEW = /(?:^|[/._-])(?:preview|review)s?(?=$|[/._-])/i;

const withoutEnvironment = (path: string): string => path.split(/([/._-])/).map((word) => (environmentOf(word) === undefined ? word : '*')).join('');

/** Descriptions that differ in nothing but the environment in their name. */
export function sidesByGroup(facts: From): ReadonlyMap<string, readonly Side[]> {
  const groups = new Map<string, Side[]>();
  const add = (group: string, side: Side): void => {
    // A preview of one change is no staging.
    if (side.environment !== 'development' && !PREVIEW.test(side.file)) groups.set(group, [...(groups.get(group) ?? []), side]);
  };
  releases(facts, add);
  charts(facts, add);
  compose(facts, add);
  terraform(facts, add);
  for (const file of facts.envFiles.files) {
    if (file.environment === undefined || file.template) continue;
    add(`${dirname(file.file)}/.env`, { environment: file.environment, file: file.file, keys: new Map(file.entries.map(({ name, at }) => [name, { at }])) });
  }
  return groups;
}

type Add = (group: string, side: Side) => void;
/** Under which name a workload of a release is compared. */
type Called = (release: string, name: string) => string;
const asIs: Called = (_, name) => name;
type Keys = Map<string, Kept & { at: Place }>;

/** Workloads of a release, the names of their settings, and maps of settings that no workload is seen to take. */
function keysOf({ workloads, kubernetes }: From, release: string, called: Called = asIs): Keys {
  const keys: Keys = new Map();
  const taken = new Set<string>();
  for (const workload of workloads.workloads) for (const one of workload.deployments) {
    if (one.release !== release || workload.role === 'tool') continue;
    const name = called(release, workload.name);
    const tag = one.image === undefined || workload.role !== 'store' ? undefined : imageTag(one.image);
    keys.set(workload.role === 'store' ? `store ${name}` : name, { at: one.at, ...(tag === undefined ? {} : { version: tag }) });
    for (const each of one.env) if (each.config !== undefined) taken.add(each.config.name);
    if (workload.role === 'service') for (const each of one.env) keys.set(`${name} ${each.name}`, { at: each.at, of: name });
  }
  for (const resource of kubernetes.resources) {
    if (resource.release !== release || resource.kind !== 'ConfigMap' || taken.has(resource.name)) continue;
    const of = `settings ${resource.name}`;
    keys.set(of, { at: resource.at });
    for (const key of Object.keys(record(pick(resource.value, 'data')))) keys.set(`${resource.name} ${key}`, { at: placeIn(resource, `/data${pointerStep(key)}`), of });
  }
  return keys;
}

/** Instances, memory and processors of the services of a release, by `api: memory`. */
function amountsOf({ workloads }: From, release: string, called: Called = asIs): ReadonlyMap<string, Amount> {
  const amounts = new Map<string, Amount>();
  const set = (key: string, value: number | undefined, text: string, at: Place): void => {
    if (value !== undefined && !amounts.has(key)) amounts.set(key, { text, value, at });
  };
  for (const { name: own, role, deployments } of workloads.workloads) for (const one of deployments) {
    if (one.release !== release || role === 'tool') continue;
    const name = called(release, own);
    const { autoscaling, replicas, resources: [first] } = one;
    if (autoscaling?.min !== undefined) set(`${name}: instances`, autoscaling.min, `at least ${autoscaling.min}`, autoscaling.at);
    else if (replicas?.value !== undefined) set(`${name}: instances`, replicas.value, `${replicas.value}`, replicas.at);
    if (first?.limits.memory !== undefined) set(`${name}: memory`, parseSize(bytes(first.limits.memory)), first.limits.memory, first.at);
    if (first?.limits.cpu !== undefined) set(`${name}: CPU`, cores(first.limits.cpu), first.limits.cpu, first.at);
  }
  return amounts;
}

/** Compose writes `512m` and `2g`, and means powers of 1024. */
const bytes = (text: string): string => text.replace(/^(\d+(?:\.\d+)?)([kmg])b?$/, (_, count: string, unit: string) => `${count}${unit.toUpperCase()}i`);

function releases(facts: From, add: Add): void {
  for (const release of facts.kubernetes.releases) {
    // Loose manifests of one environment need not be all of it.
    if (release.environment === undefined || release.source === 'manifest') continue;
    const group = release.source === 'helm' ? release.file : withoutEnvironment(release.file);
    add(group, { environment: release.environment, file: release.values ?? release.file, keys: keysOf(facts, release.id), amounts: amountsOf(facts, release.id) });
    for (const one of facts.kubernetes.resources) if (one.release === release.id && one.kind === 'HelmRelease') add(`${group} ${one.name}`, valuesSide(release.environment, one.at.file, one, '/spec/values'));
  }
}

/** Values for charts whose templates are elsewhere. */
function charts({ kubernetes }: From, add: Add): void {
  for (const { file, environment, ...block } of kubernetes.values) add(withoutEnvironment(file), valuesSide(environment, file, block, ''));
}

/** How much there is of something, and under which name, may differ. */
const SIZE = /(^|[._-])(size|count|replicas?|instances?|max|min|desired|capacity|retention|resources|requests|limits|cpu|memory|storage|disk|class|type|types|tier|sku|nodes?|days?|hours|minutes|seconds|snapshot|deletion_protection|multi_az|failover|apply_immediately|quota|threshold|timeout|interval|schedule|downtime|environment_name|phase|banner|cron|severity|tags?|labels?|annotations?|cidrs?|subnets?|zones?|ips?|hosts?|hostnames?|domains?|urls?|arns?|image|iops|throughput|window|insights|name_servers|delegation|autoscal\w*|hpa|pdb|affinity|tolerations|nodeselector|whitelist|allowlist|allowed|suffix|prefix|scal\w*)(?=$|[._-])/i;
const snake = (name: string): string => name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
/** Such a part, or one that is named by an id of its own. */
const mayDiffer = (path: string): boolean => SIZE.test(snake(path)) || /[\da-f]{12}/i.test(path);
/** `a.b.c` lies in a and in a.b. */
export const partsOf = (path: string): string[] => path.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.'));
const SWITCH = /^(enabled?|create|use|with|deploy)[_-]|[_-](enabled?|created)$|(^|\.)enabled$/i;
const VERSION = /(^|[._-])(engine_?|postgres\w*_|mysql_|redis_|kafka_|node(js)?_|cluster_|kubernetes_)?version$/i;

const kept = (path: string, value: string | undefined): Kept => ({
  ...(value !== undefined && VERSION.test(snake(path)) && /\d/.test(value) && { version: value }),
  ...((value === 'true' || value === 'false') && SWITCH.test(snake(path)) && { on: value === 'true' }),
});

const valuesSide = (environment: DeployedTo, file: string, block: PlacedValue, below: string): Side => {
  const keys: Keys = new Map();
  const parts = new Set<string>();
  const visit = (value: unknown, path: readonly string[], pointer: string): void => {
    const name = path.join('.');
    parts.add(name);
    if (keys.size > 5_000 || path.length > 12 || (name !== '' && mayDiffer(name))) return;
    if (Array.isArray(value)) {
      // Lists of settings are keyed by their names; other lists are one value.
      const named = value.flatMap((item: unknown, index) => { const key = text(pick(item, 'name')); return key === undefined ? [] : [[key, index] as const]; });
      for (const [key, index] of named) if (!mayDiffer(key)) keys.set(`${name}.${key}`, { at: placeIn(block, `${pointer}/${index}`) });
      return;
    }
    const inside = Object.entries(record(value));
    for (const [key, each] of inside) visit(each, [...path, key], `${pointer}${pointerStep(key)}`);
    if (inside.length === 0 && name !== '') keys.set(name, { at: placeIn(block, pointer), ...kept(name, text(value)) });
  };
  visit(below === '' ? block.value : pick(block.value, ...below.slice(1).split('/')), [], below);
  return { environment, file, keys, parts, unsure: true };
};

function compose(facts: From, add: Add): void {
  const called = namedAlike(facts);
  for (const release of new Set(facts.workloads.workloads.flatMap((one) => one.deployments.filter((each) => each.source === 'compose').map((each) => each.release)))) {
    const environment = environmentOf(release);
    if (environment !== undefined) add(withoutEnvironment(release), { environment, file: release, keys: keysOf(facts, release, called), amounts: amountsOf(facts, release, called) });
  }
}

/** `shop_stg` of staging is `shop` of production, where both files run one image under one name each, and the names differ. */
function namedAlike({ workloads: { workloads } }: From): Called {
  const files = new Map<string, Map<string, string | undefined>>();
  for (const { name, role, deployments } of workloads) for (const { source, release, image } of deployments) {
    if (source === 'compose' && role === 'service') files.set(release, (files.get(release) ?? new Map()).set(name, image?.replace(/:[^/:]*$/, '')));
  }
  return (release, name) => {
    const own = files.get(release);
    const image = own?.get(name);
    const other = environmentOf(release) !== 'staging' ? undefined : [...files].find(([file]) => environmentOf(file) === 'production' && withoutEnvironment(file) === withoutEnvironment(release))?.[1];
    if (own === undefined || other === undefined || image === undefined || other.has(name)) return name;
    const running = (all: ReadonlyMap<string, string | undefined>): string[] => [...all].filter(([, one]) => one === image).map(([one]) => one);
    const [[here, another], [there, further]] = [running(own), running(other)];
    return here === name && another === undefined && further === undefined && there !== undefined && !own.has(there) ? there : name;
  };
}

function terraform({ terraform: { blocks, values, defaults }, stores }: From, add: Add): void {
  for (const dir of new Set(blocks.map((one) => one.dir))) {
    const environment = environmentOf(dir);
    if (environment === undefined) continue;
    const keys: Keys = new Map();
    for (const one of blocks) {
      if (one.dir !== dir || (one.kind !== 'resource' && one.kind !== 'module')) continue;
      // `production_route` is of production alone, by its name.
      if (environmentOf(one.name) === environment) continue;
      const store = stores.stores.find((each) => each.at.file === one.at.file && each.at.line === one.at.line);
      keys.set(one.kind === 'module' ? `module.${one.name}` : `${one.type}.${one.name}`, { at: one.at, ...(store?.version === undefined ? {} : { version: store.version }) });
    }
    add(withoutEnvironment(dir), { environment, file: dir, keys });
  }
  for (const file of values) {
    if (file.environment === undefined) continue;
    const keys: Keys = new Map(file.entries.filter(({ name }) => !mayDiffer(name)).map(({ name, value, at }) => [name, { at, ...kept(name, value), ...(isBlank(value) && { on: false }) }]));
    const usual = usualOf(file, defaults);
    add(withoutEnvironment(file.file), { environment: file.environment, file: file.file, keys, parts: new Set(file.entries.flatMap(({ name }) => partsOf(name))), usual: (key) => { const value = usual(key); return value === undefined ? undefined : kept(key, value); } });
  }
}

/** Nothing, or a text that stands for a value: it is filled in from elsewhere, or not in use. */
const isBlank = (value: string | undefined): boolean => value !== undefined && value !== 'true' && value !== 'false' && (value === '' || (/[^\d.]/.test(value) && !value.includes('${') && isPlaceholder(value)));

/** What variables are by default, in the folders above the values or in the one that bears their name. */
const usualOf = ({ file }: TerraformValues, defaults: Facts['terraform']['defaults']): ((name: string) => string | undefined) => {
  const above = [dirname(file), dirname(dirname(file)), dirname(dirname(dirname(file)))];
  const stem = file.split('/').at(-1)!.replace(/(\.auto)?\.tfvars$/, '');
  const own = Object.keys(defaults).map((key) => key.slice(0, key.lastIndexOf(' '))).find((dir) => dir.split('/').at(-1) === stem);
  return (name) => [...above, ...(own === undefined ? [] : [own])].map((dir) => defaults[`${dir} ${name}`]).find((value) => value !== undefined);
};

/** Manifests without a kustomization or chart, of staging and of production. */
export const areLoose = ({ kubernetes }: Pick<Facts, 'kubernetes'>): boolean => ['staging', 'production'].every((environment) => kubernetes.releases.some((one) => one.source === 'manifest' && one.environment === environment));
