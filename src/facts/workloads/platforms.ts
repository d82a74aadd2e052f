import { dirname, join, relative } from 'node:path/posix';
import { at as pick, flag, list, number, record, text } from '../../lib/json.ts';
import { placeIn, pointerStep } from '../../lib/located.ts';
import { renderGroups } from '../../lib/render-groups.ts';
import type { Deployment, Packages, PackageManifest, Platforms, PlatformFile, WorkloadEnv, WorkloadProbe } from '../../model/index.ts';
import { found, type Found } from './found.ts';

type Said = Pick<Deployment, 'kind'> & Partial<Deployment>;
type Build = NonNullable<Found['build']>;
interface App { readonly name: string; readonly said: Said; readonly build?: Build; /** Somebody else built it. */ readonly image?: string }

/** What answers requests on platforms that else serve files. */
const SERVER = /^(?:next|nuxt|astro|@remix-run\/(?:node|serve|dev|react)|@react-router\/(?:node|serve|dev)|@sveltejs\/kit|@tanstack\/react-start|@solidjs\/start|nitropack|express|fastify|koa|hono|@nestjs\/core|@vercel\/node|@netlify\/functions)$/;

/** Applications that a platform runs, as the file beside them says. */
export const platformDeployments = ({ files }: Platforms, { packages }: Packages, isExample: (file: string) => boolean): readonly Found[] =>
  // A Procfile beside a manifest holds the commands of what the manifest describes.
  files.filter((file) => file.platform !== 'heroku' || !files.some((other) => other !== file && dirname(other.file) === dirname(file.file) && /^(?:cloud-foundry|app-engine|render|fly|railway)$/.test(other.platform))).flatMap((file) => appsOf(file, packages).map(({ name, said, build, image }): Found => ({
    ...found(name, {
      managed: false, source: file.platform, release: file.file, at: file.at, example: isExample(file.file),
      ...(file.environment && { environment: file.environment }), ...(image !== undefined && { image }), ...said,
    }),
    ...(image === undefined && { build: build ?? { context: dirname(file.file) } }),
  })));

function appsOf(file: PlatformFile, packages: readonly PackageManifest[]): readonly App[] {
  const own = packages.find(({ dir }) => dir === dirname(file.file));
  const called = text(pick(file.value, 'name')) ?? own?.name?.replace(/^@[^/]+\//, '') ?? dirname(file.file).split('/').at(-1)!;
  const serves = Object.keys(own?.dependencies ?? {}).some((name) => SERVER.test(name));
  switch (file.platform) {
    case 'cloudflare': return pick(file.value, 'main') === undefined && !serves ? [] : [worker(file, called)];
    case 'vercel': case 'netlify': return serves || pick(file.value, 'functions') !== undefined ? [{ name: called, said: managed(file, called) }] : [];
    case 'app-engine': return [{ name: text(pick(file.value, 'service')) ?? called, said: { ...managed(file, called), ...heldToFew(file), kind: 'cloud-run', env: variables(file, 'env_variables') } }];
    case 'fly': return [machines(file, text(pick(file.value, 'app')) ?? called)];
    case 'railway': return pick(file.value, 'deploy') === undefined ? [] : [railway(file, called)];
    case 'cloud-foundry': return list(pick(file.value, 'applications')).flatMap((_, index) => cloudFoundry(file, index, own !== undefined));
    case 'azure': return Object.keys(record(pick(file.value, 'services'))).flatMap((name) => azure(file, name));
    case 'heroku': return processes(file, called);
    case 'render': return renderGroups(file.value).flatMap((group) => list(pick(file.value, ...group.path, 'services')).flatMap((_, index) => render(file, [...group.path, 'services', index], packages).map((app) => (group.environment === undefined ? app : { ...app, said: { ...app.said, environment: group.environment } }))));
  }
}

/** The platform starts as many instances as requests need. */
const managed = ({ at }: PlatformFile, name: string): Said => ({ kind: 'function', managed: true, exposures: [{ by: 'http-event', name, public: true, hosts: [], tls: true, at }] });

/** App Engine is told how many instances run, or how many at most. */
function heldToFew(file: PlatformFile): Pick<Deployment, 'managed' | 'replicas'> {
  const fixed = number(pick(file.value, 'manual_scaling', 'instances'));
  if (fixed !== undefined) return { managed: false, replicas: { value: fixed, at: placeIn(file, '/manual_scaling/instances') } };
  const most = [['automatic_scaling', 'max_instances'], ['automatic_scaling', 'max_num_instances'], ['basic_scaling', 'max_instances']].find((path) => number(pick(file.value, ...path)) === 1);
  return most === undefined ? { managed: true } : { managed: false, replicas: { value: 1, at: placeIn(file, pointerOf(most)) } };
}

function worker(file: PlatformFile, name: string): App {
  const routed = ['routes', 'route', 'workers_dev'].find((key) => pick(file.value, key) !== undefined && pick(file.value, key) !== false);
  // Without a route it is reached under the platform's own domain, unless it waits for a timer or a queue.
  const awaited = routed !== undefined || (pick(file.value, 'triggers') === undefined && pick(file.value, 'queues', 'consumers') === undefined);
  return {
    name,
    said: {
      kind: 'function', managed: true, env: variables(file, 'vars'),
      exposures: awaited ? [{ by: 'http-event', name, public: true, hosts: [], tls: true, at: routed === undefined ? file.at : placeIn(file, `/${routed}`) }] : [],
    },
  };
}

function machines(file: PlatformFile, name: string): App {
  const { value } = file;
  const services = [...(pick(value, 'http_service') === undefined ? [] : [['http_service'] as const]), ...list(pick(value, 'services')).map((_, index) => ['services', index] as const)];
  const checks = [
    ...services.flatMap((path) => ['checks', 'http_checks', 'tcp_checks'].flatMap((key) => list(pick(value, ...path, key)).map((check, index) => ({ check, how: key === 'tcp_checks' ? 'tcp' as const : 'http' as const, at: placeIn(file, pointerOf([...path, key, index])) })))),
    ...Object.entries(record(pick(value, 'checks'))).map(([key, check]) => ({ check, how: pick(check, 'type') === 'tcp' ? 'tcp' as const : 'http' as const, at: placeIn(file, pointerOf(['checks', key])) })),
  ];
  const floor = services.map((path) => ({ least: number(pick(value, ...path, 'min_machines_running')), at: placeIn(file, pointerOf([...path, 'min_machines_running'])) })).find(({ least }) => least !== undefined);
  const dockerfile = text(pick(value, 'build', 'dockerfile'));
  const image = text(pick(value, 'build', 'image'));
  return {
    name, ...(image !== undefined && { image }),
    build: { context: dirname(file.file), ...(dockerfile === undefined ? {} : { dockerfile }) },
    said: {
      kind: 'app', env: variables(file, 'env'),
      ports: services.flatMap((path) => { const port = number(pick(value, ...path, 'internal_port')); return port === undefined ? [] : [{ port, at: placeIn(file, pointerOf([...path, 'internal_port'])) }]; }),
      // How many machines there are is said on the command line; at least so many of them run.
      replicas: { ...(floor !== undefined && floor.least! > 1 && { value: floor.least! }), at: floor?.at ?? file.at },
      probes: checks.map(({ check, how, at }) => healthcheck(name, how, at, text(pick(check, 'path')), number(pick(check, 'port')))),
      exposures: services.map((path) => ({ by: 'load-balancer', name, public: true, hosts: [], ...((flag(pick(value, ...path, 'force_https')) === true || endsTls(list(pick(value, ...path, 'ports')))) && { tls: true }), at: placeIn(file, pointerOf(path)) })),
    },
  };
}

/** Fly's proxy ends TLS on one port, and sends on to it whoever comes to another in plain HTTP. */
const endsTls = (ports: readonly unknown[]): boolean => {
  const handled = ports.map((port) => ({ by: list(pick(port, 'handlers')), sendsOn: flag(pick(port, 'force_https')) === true }));
  return handled.some(({ by }) => by.includes('tls')) && handled.every(({ by, sendsOn }) => by.includes('tls') || sendsOn);
};

function railway(file: PlatformFile, name: string): App {
  const regions = Object.entries(record(pick(file.value, 'deploy', 'multiRegionConfig'))).map(([, region]) => number(pick(region, 'numReplicas')) ?? 1);
  const count = number(pick(file.value, 'deploy', 'numReplicas')) ?? (regions.length > 0 ? regions.reduce((sum, one) => sum + one, 0) : undefined);
  const path = text(pick(file.value, 'deploy', 'healthcheckPath'));
  const dockerfile = text(pick(file.value, 'build', 'dockerfilePath'));
  const context = dirname(file.file);
  return {
    name,
    // Its paths start at the root of the repository.
    build: { context, ...(dockerfile !== undefined && { dockerfile: relative(context, dockerfile) }) },
    said: {
      kind: pick(file.value, 'deploy', 'cronSchedule') === undefined ? 'app' : 'cronjob',
      ...(count !== undefined && { replicas: { value: count, at: placeIn(file, regions.length > 0 ? '/deploy/multiRegionConfig' : '/deploy/numReplicas') } }),
      probes: path === undefined ? [] : [healthcheck(name, 'http', placeIn(file, '/deploy/healthcheckPath'), path)],
      // What is asked whether it is well is reached over the network.
      exposures: path === undefined ? [] : [{ by: 'load-balancer', name, public: true, hosts: [], at: file.at }],
    },
  };
}

function cloudFoundry(file: PlatformFile, index: number, isPackage: boolean): readonly App[] {
  const application = pick(file.value, 'applications', index);
  const name = (text(pick(application, 'name')) ?? '').replace(/\(\(.*?\)\)/g, '').replace(/^-|-$/g, '') || dirname(file.file).split('/').at(-1)!.replace(/^\./, '');
  const packs = [pick(application, 'buildpack'), ...list(pick(application, 'buildpacks'))].map((pack) => text(pack) ?? '');
  if (packs.some((pack) => /staticfile|nginx/.test(pack))) return [];
  const path = text(pick(application, 'path'));
  // Without a path it is pushed from where the command is typed.
  const context = path === undefined && !isPackage ? '.' : join(dirname(file.file), path ?? '.');
  const image = text(pick(application, 'docker', 'image'));
  const processes = list(pick(application, 'processes'));
  const routed = pick(application, 'no-route') !== true;
  return (processes.length === 0 ? [application] : processes).map((process, position): App => {
    const at = (key: string) => placeIn(file, `/applications/${index}${processes.length === 0 ? '' : `/processes/${position}`}/${key}`);
    const type = text(pick(process, 'type')) ?? 'web';
    const [instances, asked] = [number(pick(process, 'instances')), text(pick(process, 'health-check-http-endpoint'))];
    const called = type === 'web' ? name : `${name}-${type}`;
    return {
      name: called, build: { context }, ...(image !== undefined && { image }),
      said: {
        kind: 'app', at: at('type'),
        ...(pick(process, 'instances') !== undefined && { replicas: { ...(instances !== undefined && { value: instances }), at: at('instances') } }),
        probes: asked === undefined ? [] : [healthcheck(called, 'http', at('health-check-http-endpoint'), asked)],
        exposures: type === 'web' && routed ? [{ by: 'load-balancer', name: called, public: true, hosts: [], tls: true, at: at('type') }] : [],
      },
    };
  });
}

/** Of each service that the Azure Developer CLI deploys: where it lies, and what runs it. How often, its templates say. */
function azure(file: PlatformFile, name: string): readonly App[] {
  const service = pick(file.value, 'services', name);
  const at = placeIn(file, `/services${pointerStep(name)}`);
  const project = join(dirname(file.file), text(pick(service, 'project')) ?? '.');
  const dockerfile = text(pick(service, 'docker', 'path'));
  const build: Build = { context: project, ...(dockerfile !== undefined && { dockerfile }) };
  switch (text(pick(service, 'host'))) {
    case 'function': return [{ name, build, said: { kind: 'function', managed: true, at } }];
    case 'containerapp': return [{ name, build, said: { kind: 'container-app', at, replicas: { at } } }];
    case 'appservice': return [{ name, build, said: { kind: 'app', at, replicas: { at } } }];
    // Files alone, or what the manifests of a cluster say.
    default: return [];
  }
}

/** Processes of a Procfile; how many of each run is said on the command line. */
const processes = (file: PlatformFile, name: string): readonly App[] => Object.entries(record(file.value)).flatMap(([type, command]): App[] => {
  const at = placeIn(file, pointerStep(type));
  // What runs once before a release, and what a developer starts.
  if (/^(?:release|(?:pre|post)(?:deploy|build|compile))$/.test(type) || /\b(?:dev|watch|storybook|nodemon)\b/.test(text(command) ?? '')) return [];
  const called = type === 'web' ? name : `${name}-${type}`;
  return [{ name: called, said: { kind: 'app', at, replicas: { at }, exposures: type === 'web' ? [{ by: 'load-balancer', name: called, public: true, hosts: [], at }] : [] } }];
});

function render(file: PlatformFile, path: readonly (string | number)[], packages: readonly PackageManifest[]): readonly App[] {
  const service = pick(file.value, ...path);
  const at = (key: string) => placeIn(file, `${pointerOf(path)}/${key}`);
  const [type, name] = [text(pick(service, 'type')), text(pick(service, 'name'))];
  const isStatic = type === 'static' || [pick(service, 'env'), pick(service, 'runtime')].includes('static');
  if (name === undefined || isStatic || !['web', 'pserv', 'worker', 'cron'].includes(type ?? '')) return [];
  const scaling = pick(service, 'scaling');
  const [min, max] = [number(pick(scaling, 'minInstances')), number(pick(scaling, 'maxInstances'))];
  const count = number(pick(service, 'numInstances'));
  const asked = text(pick(service, 'healthCheckPath'));
  const image = text(pick(service, 'image', 'url'));
  return [{
    name, ...(image !== undefined && { image }),
    build: renderBuild(service, packages),
    said: {
      kind: type === 'cron' ? 'cronjob' : 'app', at: at('name'),
      ...(count !== undefined && { replicas: { value: count, at: at('numInstances') } }),
      ...(scaling !== undefined && { autoscaling: { ...(min !== undefined && { min }), ...(max !== undefined && { max }), on: [], at: at('scaling') } }),
      probes: asked === undefined ? [] : [healthcheck(name, 'http', at('healthCheckPath'), asked)],
      env: list(pick(service, 'envVars')).flatMap((one, position): WorkloadEnv[] => {
        const [key, value] = [text(pick(one, 'key')), text(pick(one, 'value'))];
        return key === undefined ? [] : [{ name: key, ...(value !== undefined && { value }), at: at(`envVars/${position}`) }];
      }),
      exposures: type === 'web' ? [{ by: 'load-balancer', name, public: true, hosts: [], tls: true, at: at('name') }] : [],
      volumes: pick(service, 'disk') === undefined ? [] : [{ name: text(pick(service, 'disk', 'name')) ?? 'disk', hostPath: false, at: at('disk') }],
    },
  }];
}

/** Its folder, or the package that its commands name. */
function renderBuild(service: unknown, packages: readonly PackageManifest[]): Build {
  const dockerfile = text(pick(service, 'dockerfilePath'));
  const context = text(pick(service, 'rootDir')) ?? text(pick(service, 'dockerContext'));
  const words = ['startCommand', 'buildCommand'].flatMap((key) => (text(pick(service, key)) ?? '').slice(0, 2_000).split(/[\s=]+/));
  const named = packages.find(({ name, dir }) => dir !== '.' && name !== undefined && words.includes(name));
  return { context: join(context ?? named?.dir ?? '.', '.'), ...(dockerfile !== undefined && { dockerfile: context === undefined ? dockerfile : relative(context, dockerfile) }) };
}

const pointerOf = (path: readonly (string | number)[]): string => path.map(pointerStep).join('');

const healthcheck = (container: string, how: 'http' | 'tcp', at: WorkloadProbe['at'], path?: string, port?: number): WorkloadProbe =>
  ({ kind: 'healthcheck', how, container, at, ...(path !== undefined && { path }), ...(port !== undefined && { port }) });

const variables = (file: PlatformFile, key: string): WorkloadEnv[] => Object.entries(record(pick(file.value, key))).map(([name, value]) => {
  const known = text(value);
  return { name, ...(known !== undefined && { value: known }), at: placeIn(file, `/${key}${pointerStep(name)}`) };
});
