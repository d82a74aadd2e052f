import { environmentOfStack } from './environment.ts';
import type { ArchitectureDeclaration, Confidence, Deployment, DeployedTo, Evidence, Place, Store, Workload } from '../model/index.ts';

interface Described { readonly example: boolean; readonly source: Deployment['source']; readonly environment?: DeployedTo; readonly at?: Place }

/**
 * Descriptions of one thing that speak for production. A compose file does so only when its name says so; where some say
 * that they are production, the others are not asked. A Compose file says it of one machine, and nothing of a cluster or a cloud
 * that the same thing is deployed to as well.
 */
export const forProduction = <T extends Described>(all: readonly T[]): readonly T[] => {
  const real = all.filter((one) => !one.example && one.environment !== 'staging' && one.environment !== 'development' && (one.source !== 'compose' || one.environment === 'production'));
  const said = real.filter((one) => one.environment === 'production');
  return said.some(({ source }) => source !== 'compose') ? said : real;
};

/** Nothing names the environment: what is described may still be changed on the way. */
export const confidenceOf = (one: Described): Confidence => (one.environment === 'production' && !isBeneath(one) ? 'high' : 'medium');

/** A service that the Compose file of production does not speak of: the one that it is laid over brings it. */
const isBeneath = ({ source, at }: Described): boolean => source === 'compose' && at !== undefined && environmentOfStack(at.file) === undefined;

/** A component of a kind that is deployed by itself. */
export const isDeployable = (kind: string | undefined): boolean => kind !== undefined && /^(?:service|worker|function|frontend)$/.test(kind);

export interface Running { readonly workload: Workload; readonly deployments: readonly Deployment[] }

/** Scaled to nothing: it is written down and does not run. */
export const isSwitchedOff = ({ replicas, autoscaling }: Deployment): boolean => replicas?.value === 0 && autoscaling === undefined;

const LASTING: ReadonlySet<Deployment['kind']> = new Set(['deployment', 'statefulset', 'ecs-service', 'cloud-run', 'container-app', 'app', 'function', 'compose']);

/** Workloads of one's own that production runs all the time: no stores, tools, jobs, or agents on every node. */
export const runningServices = (workloads: readonly Workload[]): readonly Running[] => running(workloads, 'service');

/** Stores that production runs itself, all the time. */
export const runningStores = (workloads: readonly Workload[]): readonly Running[] => running(workloads, 'store');

const running = (workloads: readonly Workload[], role: Workload['role']): readonly Running[] => workloads.flatMap((workload) => {
  if (workload.role !== role) return [];
  const deployments = forProduction(workload.deployments).filter((one) => LASTING.has(one.kind) && !one.optional && !isSwitchedOff(one));
  return deployments.length === 0 ? [] : [{ workload, deployments }];
});

/** Names that say nothing of which part it is. */
const ANY = /^(?:app|apps|application|api|backend|frontend|front|back|web|webapp|www|website|server|service|services|svc|node|nodejs|main|core|default|site|worker|workers|deployment|container|chart|stack|prod|production|latest)$/;
const wordsOf = (name: string): string[] => name.replace(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[^a-z\d]+/).filter((word) => word.length > 1);

/**
 * Whether what runs under a name that no component bears may be that component: its name or its image says nothing but
 * the product's own, or shares a word with the component's.
 */
export const couldBe = ({ name, deployments }: Workload, component: string, project: string): boolean => {
  const common = new Set(wordsOf(project));
  const told = (text: string): string[] => wordsOf(text).filter((word) => !ANY.test(word) && !common.has(word));
  const own = new Set(told(component));
  const said = [name, ...deployments.flatMap(({ image }) => (image === undefined ? [] : [image.split('/').at(-1)!.replace(/[:@].*$/, '')]))].map(told);
  return own.size === 0 || said.some((words) => words.length === 0 || words.some((word) => own.has(word)));
};

/** How many services there are: those that run, or those declared, whichever are more. */
export const serviceCount = ({ components }: Pick<ArchitectureDeclaration, 'components'>, workloads: readonly Workload[]): number =>
  Math.max(runningServices(workloads).length, Object.values(components).filter(({ kind }) => kind === 'service').length);

/** `deployment/orders`: the name that findings bear. */
export const subjectOf = (workload: Workload, deployment: Deployment): string => `${deployment.kind}/${workload.name}`;

/**
 * Stores of production by name: one store may be described several times. Those that name no environment stay, whatever
 * other teams of the repository say of theirs; a module says nothing of production that its callers do not say.
 */
export const productionStores = (stores: readonly Store[]): ReadonlyMap<string, readonly Store[]> => {
  const calledFor = stores.some(({ environment, source }) => environment === 'production' && source === 'terraform');
  const groups = new Map<string, Store[]>();
  for (const store of stores) if (!store.reused || !calledFor || store.environment !== undefined) groups.set(store.name, [...(groups.get(store.name) ?? []), store]);
  return new Map([...groups].map(([name, group]) => [name, forProduction(group)] as const).filter(([, group]) => group.length > 0));
};

/** The other places of the same root cause, a few of them. */
export const alsoAt = (places: readonly Place[], note: string): readonly Evidence[] => {
  const seen = new Set<string>();
  return places.filter(({ file, line }) => !seen.has(`${file}:${line}`) && seen.add(`${file}:${line}`)).slice(0, 10).map((at) => ({ note, at }));
};

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The found stores that a declared one stands for: by its name, or as the only one of its engine. */
export const foundFor = (name: string, engine: string | undefined, stores: readonly Store[]): readonly Store[] => {
  const wanted = plain(name);
  const named = stores.filter((store) => plain(store.name) === wanted || plain(store.resource.split('.').at(-1) ?? '') === wanted);
  if (named.length > 0) return named;
  const alike = stores.filter((store) => engine !== undefined && plain(store.engine) === plain(engine).replace('valkey', 'redis').replace('mongo', 'mongo'));
  return new Set(alike.map((store) => store.name)).size === 1 ? alike : [];
};
