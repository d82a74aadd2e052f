import { dirname, join } from 'node:path/posix';
import { listOf } from '../lib/declaration.ts';
import { imageName, roleOf, storeOfImage } from '../lib/images.ts';
import { isLibrary } from '../lib/library.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type Deployment, type Facts, type Workload } from '../model/index.ts';
import { bicepDeployments } from './workloads/azure.ts';
import { chartDeployments } from './workloads/charts.ts';
import { cloudDeployments, terraformDeployments } from './workloads/cloud.ts';
import { composeDeployments } from './workloads/compose.ts';
import type { Found } from './workloads/found.ts';
import { kubernetesDeployments, unknownKinds } from './workloads/kubernetes.ts';
import { cloudMachines, terraformMachines } from './workloads/machines.ts';
import { naisDeployments } from './workloads/nais.ts';
import { platformDeployments } from './workloads/platforms.ts';
import { terraformCluster } from './workloads/terraform-cluster.ts';

type From = Pick<Facts, 'architecture' | 'components' | 'files' | 'packages' | 'docker' | 'compose' | 'kubernetes' | 'terraform' | 'cloudformation' | 'bicep' | 'platforms'>;

/** What is deployed, whichever way it is written down: one workload for all descriptions of the same thing. */
export default defineFact({
  name: 'workloads',
  needs: ['architecture', 'components', 'files', 'packages', 'docker', 'compose', 'kubernetes', 'terraform', 'cloudformation', 'bicep', 'platforms'],
  gather(from, repo) {
    for (const { kind, apiVersion, at } of unknownKinds(from.kubernetes)) repo.gap(`is a ${kind} of ${apiVersion}, a kind that is not known; its containers are not judged`, at, 'slight');
    const roles = new Map(from.files.files.map((file) => [file.path, file.role]));
    const isExample = (file: string): boolean => roles.get(file) === 'example' || roles.get(file) === 'test';
    const found = [
      ...kubernetesDeployments(from.kubernetes, isExample), ...naisDeployments(from.kubernetes, isExample), ...chartDeployments(from.kubernetes, isExample), ...composeDeployments(from.compose, isExample),
      ...terraformDeployments(from.terraform, isExample), ...terraformCluster(from.terraform, isExample), ...terraformMachines(from.terraform, isExample), ...cloudDeployments(from.cloudformation, isExample), ...cloudMachines(from.cloudformation, isExample), ...bicepDeployments(from.bicep),
      ...platformDeployments(from.platforms, from.packages, isExample),
    ];
    const groups = new Map<string, Found[]>();
    for (const one of found) {
      // Functions of two services may well bear the same name.
      // What Azure's templates make bears the name that the Azure Developer CLI deploys it under.
      const apart = one.deployment.source !== 'bicep' && one.deployment.source !== 'azure';
      const key = (apart && one.deployment.kind === 'function') || one.deployment.kind === 'job' || one.deployment.kind === 'cronjob' ? `${one.name.toLowerCase()} in ${dirname(one.deployment.at.file)}` : one.name.toLowerCase();
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    const link = linker(from);
    const workloads = [...groups.values()].map((group): Workload => {
      const deployments = group.map(({ deployment }) => deployment).sort((a, b) => comparePlaces(a.at, b.at));
      const name = (group[0] as Found).name;
      const build = group.find((one) => one.build !== undefined)?.build;
      const linked = link(name, build, deployments);
      const image = deployments.find((deployment) => deployment.image !== undefined)?.image;
      const built = build !== undefined || linked.dockerfile !== undefined || deployments.some((deployment) => deployment.kind === 'function');
      const base = from.docker.dockerfiles.find((each) => each.file === linked.dockerfile)?.base;
      // A database with a schema of its own is still a database.
      const role = (base !== undefined && storeOfImage(base) !== undefined) || deployments.some(isPatroni) ? 'store' : roleOf(name, image, built, deployments.some(({ kind }) => kind === 'statefulset'));
      return { name, role, ...linked, ...(base === undefined ? {} : { base }), deployments };
    });
    return { workloads: distinct(workloads).sort((a, b) => compare(a.name, b.name) || comparePlaces(a.deployments[0]?.at, b.deployments[0]?.at)) };
  },
});

/** Functions and jobs of several folders may bear one name; then the folder belongs to it. */
const distinct = (workloads: readonly Workload[]): Workload[] => {
  const kindOf = ({ deployments: [first] }: Workload): string => first?.kind ?? '';
  const seen = new Map<string, number>();
  for (const one of workloads) seen.set(`${kindOf(one)}/${one.name}`, (seen.get(`${kindOf(one)}/${one.name}`) ?? 0) + 1);
  return workloads.map((one) => (seen.get(`${kindOf(one)}/${one.name}`) === 1 ? one : { ...one, name: `${one.name} (${dirname(one.deployments[0]!.at.file)})` }));
};

/** Patroni runs a cluster of PostgreSQL, under whatever name and image a template gives it. */
const isPatroni = ({ kind, env }: Deployment): boolean => kind === 'statefulset' && env.some(({ name }) => name.startsWith('PATRONI_'));

const plain = (name: string): string => name.toLowerCase().replace(/^@[\w-]+\//, '').replace(/[^a-z0-9]/g, '');

/** Ties a deployment to a folder and to a component: by what is said, by the build context, by its name. */
const linker = ({ architecture, components, packages, docker }: From) => {
  const declared = architecture.declared.components;
  const componentOf = (path: string): string | undefined => {
    const exact = components.of[path]?.components[0];
    if (exact !== undefined) return exact;
    const folder = path === '.' ? '' : `${path}/`;
    // A context is a component's folder, or lies in it.
    const holding = components.components.filter((component) => component.path.some((pattern) => {
      const base = pattern.replace(/\/?\*.*$/, '');
      return base !== '' && (`${base}/` === folder || folder.startsWith(`${base}/`));
    }));
    return holding.sort((a, b) => Math.max(...b.path.map((p) => p.length)) - Math.max(...a.path.map((p) => p.length)))[0]?.name;
  };
  return (name: string, build: Found['build'], deployments: readonly Deployment[]): { component?: string; dir?: string; dockerfile?: string } => {
    const image = deployments.find((deployment) => deployment.image !== undefined)?.image;
    const built = image === undefined ? undefined : imageName(image);
    const names = new Set([name, ...(built === undefined ? [] : [built, built.replace(/[-_](?:service|svc|image)$/, '')])].map(plain).filter((each) => each !== ''));
    let dockerfile: string | undefined;
    let dir: string | undefined;
    if (build !== undefined) {
      const file = join(build.context, build.dockerfile ?? 'Dockerfile');
      dockerfile = docker.dockerfiles.find((each) => each.file === file)?.file;
      dir = build.context === '.' && dockerfile !== undefined && dirname(dockerfile) !== '.' ? dirname(dockerfile) : build.context;
    } else if (deployments.every((deployment) => deployment.kind === 'function' )) {
      dir = dirname((deployments[0] as Deployment).at.file);
    } else {
      // An image that nobody here builds may still bear the name of a folder that has a Dockerfile, or of a package.
      // So may a chart stand beside what it runs.
      const beside = new Set(deployments.flatMap((deployment) => (deployment.source === 'helm' ? [join(dirname(deployment.release), '..')] : [])));
      const at = [...names];
      // A store of somebody else's bears the name of the package that speaks to it, and of the image that migrates it.
      const isStore = image !== undefined && storeOfImage(image) !== undefined;
      const dockerfiles = docker.dockerfiles.filter(({ base }) => !isStore || (base !== undefined && storeOfImage(base) !== undefined));
      dockerfile = dockerfiles.find((each) => names.has(plain(dirname(each.file).split('/').at(-1) ?? '')))?.file
        ?? dockerfiles.find((each) => dirname(each.file) !== '.' && beside.has(dirname(each.file)) && at.some((one) => one.includes(plain(dirname(each.file).split('/').at(-1) ?? ''))))?.file;
      dir = dockerfile !== undefined ? dirname(dockerfile) : isStore ? undefined : packages.packages.find((each) => each.dir !== '.' && !isLibrary(each) && (names.has(plain(each.dir.split('/').at(-1) ?? '')) || (each.name !== undefined && names.has(plain(each.name)))))?.dir;
      // What bears the name of the whole repository is what it is about.
      if (dir === undefined && !isStore && packages.packages.some((each) => each.dir === '.' && each.name !== undefined && !isLibrary(each) && names.has(plain(each.name)))) {
        dir = '.';
        dockerfile = docker.dockerfiles.find(({ file }) => file === 'Dockerfile')?.file;
      }
    }
    const component = Object.entries(declared).find(([, one]) => listOf(one.workloads).some((workload) => workload.toLowerCase() === name.toLowerCase()))?.[0]
      ?? Object.keys(declared).find((each) => plain(each) === plain(name) || plain(each) === plain(name).replace(/(service|svc|api|app)$/, ''))
      ?? Object.keys(declared).find((each) => built !== undefined && storeOfImage(built) === undefined && plain(each) === plain(built))
      ?? Object.entries(declared).find(([, one]) => listOf(one.hosts).some((host) => host.split('.')[0]?.toLowerCase() === name.toLowerCase()))?.[0]
      ?? (dir === undefined || dir === '.' ? undefined : componentOf(dir))
      ?? (dockerfile === undefined ? undefined : componentOf(dockerfile))
      ?? deployments.map((deployment) => components.of[deployment.at.file]?.components[0]).find((each) => each !== undefined);
    return { ...(component === undefined ? {} : { component }), ...(dir === undefined ? {} : { dir }), ...(dockerfile === undefined ? {} : { dockerfile }) };
  };
};
