import { dirname } from 'node:path/posix';
import type { Dockerfile, PackageManifest, Packages, Place, Workload } from '../model/index.ts';
import { environmentOf } from './environment.ts';

const TRACER = /(?:--import|--require|-r|--(?:experimental-)?loader)[ =]['"]?\S*(?:opentelemetry|dd-trace|newrelic|elastic-apm|instana|appdynamics|signalfx|tracing|tracer|instrument|otel)/;

/** The manifest of a service's folder, else the root's. */
export const manifestOf = ({ packages }: Packages, dir: string): PackageManifest | undefined =>
  packages.find((one) => one.dir === dir) ?? packages.find((one) => one.dir === '.');

export interface Starting { readonly packages: Packages; readonly dockerfiles: readonly Dockerfile[]; readonly workloads: readonly Workload[] }

export interface Agent { readonly at: Place; /** It measures the process that it runs in as well. */ readonly process: boolean }

const agentOf = (command: string | undefined, at: Place): Agent | undefined => (command !== undefined && TRACER.test(command) ? { at, process: /newrelic|elastic-apm|instana|appdynamics/.test(command) } : undefined);

/** The tracer or agent that is loaded before the program: by the scripts of its package, by its image, or by what deploys it; undefined: none. */
export function agentBefore({ packages, dockerfiles, workloads }: Starting, dir: string): Agent | undefined {
  const manifest = manifestOf(packages, dir);
  const script = manifest && Object.values(manifest.scripts).find((one) => TRACER.test(one));
  if (manifest && script !== undefined) return agentOf(script, manifest.at);
  const folders = new Set([dir, ...(manifest === undefined ? [] : [manifest.dir])]);
  const own = workloads.filter((one) => one.role === 'service' && one.dir !== undefined && folders.has(one.dir));
  const images = dockerfiles.filter(({ file }) => environmentOf(file) !== 'development' && (packages.packages.length === 1 || folders.has(dirname(file)) || own.some(({ dockerfile }) => dockerfile === file)));
  for (const { entry, env } of images) {
    const agent = (entry && agentOf(entry.command, entry.at)) ?? ofOptions(env.filter(({ build }) => !build));
    if (agent) return agent;
  }
  for (const { traced, env } of own.flatMap((one) => one.deployments).filter(({ example, environment }) => !example && environment !== 'development')) {
    const agent = traced === undefined ? ofOptions(env) : { at: traced, process: false };
    if (agent) return agent;
  }
  return undefined;
}

/** `NODE_OPTIONS=--require dd-trace/init` */
function ofOptions(env: readonly { readonly name: string; readonly value?: string; readonly at: Place }[]): Agent | undefined {
  for (const { name, value, at } of env) {
    const agent = name === 'NODE_OPTIONS' ? agentOf(value, at) : undefined;
    if (agent) return agent;
  }
  return undefined;
}
