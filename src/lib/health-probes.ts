import { dirname } from 'node:path/posix';
import type { Dockerfile, Judgement, Unit, Workload, WorkloadProbe } from '../model/index.ts';
import { environmentOf } from './environment.ts';
import { isWithin } from './paths.ts';

/** What a health command asks, when it asks over HTTP: `curl -f http://localhost:3000/health || exit 1`. */
export function urlOf(command: string): { readonly how: 'http'; readonly path: string; readonly port?: number } | undefined {
  const url = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]|\$?\{?\w+\}?)(?::(\d+|\$\{?\w+(?::-(\d+))?\}?))?(\/[^\s"'`|)\\?#]*)?/i.exec(command.slice(0, 2_000));
  if (url === null) return undefined;
  const port = [url[1], url[2]].find((one) => one !== undefined && /^\d+$/.test(one));
  return { how: 'http', path: url[3] ?? '/', ...(port !== undefined && { port: Number(port) }) };
}

/** The port that it asks where its own address says so, be it by leaving it out; undefined: a variable decides. */
const portAsked = (command: string): number | undefined => {
  const url = /(https?):\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(?=[/\s"'|)]|$)/i.exec(command.slice(0, 2_000));
  return url === null ? undefined : Number(url[2] ?? (url[1]!.toLowerCase() === 'https' ? 443 : 80));
};

/** Probes of what runs from its folder, or is deployed as the component that it alone makes up. */
export const probesOf = (unit: Unit, workloads: readonly Workload[], units: number, owner: string | undefined) =>
  workloads.filter(({ dir, role, component }) => role === 'service' && (dir === undefined ? owner !== undefined && component === owner : dir === unit.dir || (units === 1 && isWithin(unit.dir, dir)) || (dir !== '.' && isWithin(dir, unit.dir))))
    .flatMap(({ deployments }) => deployments.flatMap(({ probes }) => probes)).filter(({ how }) => how !== 'disabled');

export type Probe = Pick<WorkloadProbe, 'kind' | 'how' | 'path' | 'sidecar' | 'at'>;

/** Health checks of the images that are built in a folder and are not for development alone, with the ports that those expose. */
const checksOf = ({ dir }: Unit, dockerfiles: readonly Dockerfile[]) => dockerfiles.flatMap(({ file, healthcheck, ports }) =>
  (dirname(file) !== dir || healthcheck === undefined || healthcheck.disabled || environmentOf(file) === 'development' ? [] : [{ ...healthcheck, ports }]));

/** The image that is built in its folder asks it by itself. */
export const ofItsImage = (unit: Unit, dockerfiles: readonly Dockerfile[]): readonly Probe[] => checksOf(unit, dockerfiles).flatMap(({ command, at }): Probe[] =>
  (/^(?:exit 0|true)$/.test(command.trim()) ? [] : [{ kind: 'healthcheck', how: 'exec', at, ...urlOf(command) }]));

/** What deploys it tells its image not to ask: `healthcheck: {disable: true}`. */
export const isLeftUnasked = ({ dir }: Unit, workloads: readonly Workload[]): boolean => {
  const from = workloads.filter((one) => one.dir === dir && one.role === 'service').flatMap(({ deployments }) => deployments).filter(({ environment }) => environment !== 'development');
  return from.length > 0 && from.every(({ probes }) => probes.length > 0 && probes.every(({ how }) => how === 'disabled'));
};

/** The image asks a port that it does not expose, nor was its process seen to listen there. */
export const besidesItsPort = (unit: Unit, dockerfiles: readonly Dockerfile[]): Pick<Judgement, 'at' | 'message' | 'evidence'> | undefined => checksOf(unit, dockerfiles).flatMap(({ command, at, ports }) => {
  const asked = portAsked(command);
  const [exposed] = ports;
  if (asked === undefined || exposed === undefined || ports.some((one) => one.port === asked) || unit.port === asked) return [];
  return [{ at, message: `asks port ${asked}, and the image exposes ${ports.map((one) => one.port).join(', ')}.`, evidence: [{ note: 'exposed here', at: exposed.at }] }];
})[0];

/** Whether all that is deployed from its folder are functions: what listens there stands in for them on a developer's machine. */
export const runsAsFunctions = (dir: string, workloads: readonly Workload[], dockerfiles: readonly Dockerfile[]): boolean => {
  const from = workloads.filter((one) => one.dir === dir).flatMap(({ deployments }) => deployments);
  return from.length > 0 && from.every(({ kind }) => kind === 'function') && !dockerfiles.some(({ file }) => isWithin(file, dir));
};

export const runsInContainer = (dir: string, workloads: readonly Workload[], dockerfiles: readonly Dockerfile[]): boolean =>
  workloads.some((one) => one.role === 'service' && one.dir === dir) || dockerfiles.some(({ file }) => (dir === '.' ? !file.includes('/') : isWithin(file, dir)));
