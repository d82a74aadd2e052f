import { dirname, join } from 'node:path/posix';
import { at as pick, flag, list, number, record, text } from '../../lib/json.ts';
import { placeIn } from '../../lib/located.ts';
import { urlOf } from '../../lib/health-probes.ts';
import type { Compose, ComposeProject, ComposeService, Deployment, Place, WorkloadEnv, WorkloadExposure, WorkloadProbe } from '../../model/index.ts';
import type { Found } from './found.ts';

export const composeDeployments = (compose: Compose, isExample: (file: string) => boolean): readonly Found[] =>
  compose.projects.flatMap((project) => {
    const placed = project.services.some(isSwarm);
    return project.services.filter((service) => !holdsVolumes(service)).map((service): Found => found(service, project, placed, isExample));
  });

function found(service: ComposeService, project: ComposeProject, placed: boolean, isExample: (file: string) => boolean): Found {
  const { name, value, at } = service;
  const image = text(pick(value, 'image'));
  const build = pick(value, 'build');
  const context = text(build) ?? text(pick(build, 'context'));
  const dockerfile = text(pick(build, 'dockerfile'));
  const replicas = number(pick(value, 'deploy', 'replicas')) ?? number(pick(value, 'scale'));
  const ports = list(pick(value, 'ports')).flatMap((each, index) => {
    // `8080:80/tcp`, `127.0.0.1:8080:80`, `${PORT}:80`: the container's port stands last.
    const target = number(pick(each, 'target')) ?? number(/(\d+)(?:\/\w+)?$/.exec(text(each) ?? '')?.[1]);
    return target === undefined ? [] : [{ port: target, at: placeIn(service, `/ports/${index}`) }];
  });
  const exposed = list(pick(value, 'expose')).flatMap((each, index) => {
    const port = number(text(each) ?? '');
    return port === undefined ? [] : [{ port, at: placeIn(service, `/expose/${index}`) }];
  });
  const limits = record(pick(value, 'deploy', 'resources', 'limits'));
  const reservations = record(pick(value, 'deploy', 'resources', 'reservations'));
  const part = (from: Record<string, unknown>, cpu: unknown, memory: unknown): { cpu?: string; memory?: string } => {
    const c = text(from['cpus']) ?? text(cpu);
    const m = text(from['memory']) ?? text(memory);
    return { ...(c === undefined ? {} : { cpu: c }), ...(m === undefined ? {} : { memory: m }) };
  };
  const deployment: Deployment = {
    kind: isTask(service, project) ? 'job' : 'compose', source: 'compose', release: project.file, at, example: isExample(at.file),
    ...(project.environment && { environment: project.environment }),
    ...(image === undefined ? {} : { image }),
    ports: [...ports, ...exposed],
    ...(replicas === undefined ? {} : { replicas: { value: replicas, at: placeIn(service, pick(value, 'scale') === undefined ? '/deploy/replicas' : '/scale') } }),
    spread: false, managed: false,
    probes: probesOf(service),
    env: envOf(service),
    resources: [{ container: name, requests: part(reservations, shareOf(value), pick(value, 'mem_reservation')), limits: part(limits, pick(value, 'cpus') ?? quotaOf(value), pick(value, 'mem_limit')), open: false, ...(placed && { placed: true }), at: pick(value, 'deploy', 'resources') === undefined ? at : placeIn(service, '/deploy/resources') }],
    exposures: exposuresOf(service, project, ports[0]?.at, exposed[0]?.at),
    volumes: list(pick(value, 'volumes')).flatMap((each, index) => {
      const short = text(each)?.replace(/\$\{[^{}]{0,200}\}/g, (variable) => variable.replaceAll(':', '')).split(':');
      const source = text(pick(each, 'source')) ?? text(each)?.split(':')[0];
      const into = text(pick(each, 'target')) ?? short?.[1];
      return source === undefined ? [] : [{ name: source, hostPath: /^[./~$]/.test(source), at: placeIn(service, `/volumes/${index}`), ...(into !== undefined && { into }) }];
    }),
    sidecars: [], optional: service.profiles.length > 0,
  };
  return { name, deployment, ...(context === undefined ? {} : { build: { context: join(dirname(placeIn(service, '/build').file), context), ...(dockerfile === undefined ? {} : { dockerfile }) } }) };
}

/** `entrypoint: /bin/true`: it ends at once, and is there for the volumes that others take from it. */
const holdsVolumes = ({ value }: ComposeService): boolean => ['entrypoint', 'command'].some((key) => {
  const said = pick(value, key);
  return /^(?:\/(?:usr\/)?bin\/)?true$/.test(text(said) ?? (list(said).length === 1 ? text(list(said)[0]) : undefined) ?? '');
});

/** It runs to its end: others wait for that, or it is never started again and does something else than its image does by itself. */
const isTask = ({ name, value }: ComposeService, { services }: ComposeProject): boolean =>
  services.some((other) => text(pick(other.value, 'depends_on', name, 'condition')) === 'service_completed_successfully')
  || (/^(?:no|false)$/.test(text(pick(value, 'restart')) ?? String(flag(pick(value, 'restart')))) && pick(value, 'entrypoint') !== undefined);

/** A published port; the router of a proxy that reads labels; a port for the other services of the project, a proxy that waits for it among them. */
function exposuresOf(service: ComposeService, project: ComposeProject, published: Place | undefined, exposed: Place | undefined): WorkloadExposure[] {
  const { name } = service;
  if (published) return [{ by: 'published-port', name, public: true, hosts: [], at: published }];
  const labels = pick(service.value, 'labels') ?? pick(service.value, 'deploy', 'labels');
  const routed = JSON.stringify(labels ?? null);
  if (/traefik\.(?:http|tcp)\.routers\.|traefik\.enable(?:=|":\s*"?)true|"caddy"|virtual.host/i.test(routed) && !/traefik\.enable(?:=|":\s*"?)false/.test(routed)) {
    return [{ by: 'ingress', name, public: true, hosts: [...routed.matchAll(/Host\(`([\w.-]{1,200})`\)/g)].map(([, host]) => host!), at: placeIn(service, '/labels'), ...(/traefik\.http\.middlewares\.[\w-]{1,100}\.(?:ratelimit|inflightreq)\./i.test(routed) && { rateLimit: placeIn(service, '/labels') }) }];
  }
  if (exposed) return [{ by: 'service', name, public: false, hosts: [], at: exposed }];
  const proxy = project.services.find((other) => other !== service && PROXY.test(`${other.name} ${text(pick(other.value, 'image')) ?? ''}`) && waitsFor(other, name));
  return proxy ? [{ by: 'service', name, public: false, hosts: [], at: placeIn(proxy, '/depends_on') }] : [];
}

const PROXY = /^(?:[\w-]+[-_])?(?:nginx|proxy|traefik|caddy|haproxy|ingress)(?:[-_]\w+)? |[ /](?:nginx|openresty|traefik|caddy|haproxy|envoy|kong|httpd|varnish)(?:-[\w-]+)?(?:[:@]|$)/;

/** What runs to its end before it (`service_completed_successfully`) takes no requests. */
const waitsFor = ({ value }: ComposeService, name: string): boolean => {
  const named = pick(value, 'depends_on');
  const one = record(named)[name];
  return list(named).includes(name) || (one !== undefined && text(pick(one, 'condition')) !== 'service_completed_successfully');
};

/** Settings of `deploy:` that one machine alone does not heed. */
const isSwarm = ({ value }: ComposeService): boolean => ['placement', 'update_config', 'rollback_config', 'mode'].some((key) => pick(value, 'deploy', key) !== undefined);

/** `cpu_quota` microseconds of every `cpu_period`, which is a tenth of a second where it is not said. */
const quotaOf = (value: unknown): number | undefined => {
  const quota = number(pick(value, 'cpu_quota'));
  return quota === undefined || quota <= 0 ? undefined : quota / (number(pick(value, 'cpu_period')) || 100_000);
};

/** `cpu_shares`: 1024 are one processor, as a cluster counts its requests. */
const shareOf = (value: unknown): number | undefined => {
  const shares = number(pick(value, 'cpu_shares'));
  return shares === undefined || shares <= 0 ? undefined : shares / 1024;
};

const probesOf = (service: ComposeService): WorkloadProbe[] => {
  const check = pick(service.value, 'healthcheck');
  if (check === undefined || check === null) return [];
  const test = list(pick(check, 'test'));
  const command = text(pick(check, 'test')) ?? test.map((word) => text(word) ?? '').join(' ');
  const shared = { kind: 'healthcheck' as const, container: service.name, at: placeIn(service, '/healthcheck/test') };
  if (flag(pick(check, 'disable')) === true || test[0] === 'NONE') return [{ ...shared, how: 'disabled' }];
  const url = urlOf(command);
  return [{ ...shared, ...(url ?? { how: 'exec' as const }) }];
};

const envOf = (service: ComposeService): WorkloadEnv[] =>
  Object.entries(record(pick(service.value, 'environment'))).map(([name, value]) => {
    const known = text(value);
    const at = placeIn(service, `/environment/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    // `${NAME}` and `$NAME` come from the shell or an env file; `${NAME:-x}` has x by default.
    return known === undefined || /^\$\{?\w+\}?$/.test(known) ? { name, at } : { name, value: known, at };
  });
