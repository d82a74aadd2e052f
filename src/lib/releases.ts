import { join } from 'node:path/posix';
import type { Facts, Pipeline } from '../model/index.ts';
import { at as pick, record } from './json.ts';
import type { DeployStep } from './pipelines.ts';

const RUNS = /^(?:Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|Rollout|DeploymentConfig|ReplicaSet|Canary|HelmRelease|Application)$/;

/** Manifests that are named and lie here, and in which nothing runs (secrets, network policies), are no release. */
export function bringsUp({ by, command, step }: DeployStep, { kubernetes }: Pick<Facts, 'kubernetes'>): boolean {
  if (by !== 'kubectl') return true;
  const named = [step.with['file'], ...[...command.matchAll(/(?:^|\s)(?:-f|--filename)[ =]+["']?([\w./-]{1,200})/g)].map(([, path]) => path)].filter((path) => path !== undefined).map((path) => join(path));
  const made = named.map((path) => kubernetes.resources.filter(({ at, kind }) => kind !== 'Template' && (at.file === path || at.file.startsWith(`${path}/`))));
  return made.length === 0 || made.some((resources) => resources.length === 0 || resources.some(({ kind, apiVersion }) => RUNS.test(kind) || apiVersion.startsWith('serving.knative.dev/')));
}

/** All that the Azure Developer CLI deploys are apps of containers, whose last revision stays; a function or site is overwritten. */
export const keepsRevisions = ({ platforms }: Pick<Facts, 'platforms'>): boolean => {
  const hosts = platforms.files.filter(({ platform }) => platform === 'azure').flatMap(({ value }) => Object.values(record(pick(value, 'services'))).map((service) => pick(service, 'host')));
  return hosts.length > 0 && hosts.every((host) => host === 'containerapp');
};

/** CodeDeploy leaves the old tasks in service until the new ones have shown themselves sound. */
export const byCodeDeploy = ({ by, step }: DeployStep): boolean => by === 'ecs' && Object.keys(step.with).some((key) => /^code-?deploy-/.test(key));

/** Who starts it by hand gives all that it sets, and the rest stays as it was: the other choice takes it back. A version or image is a release. */
export function setsSwitch({ by, command }: DeployStep, { triggers }: Pick<Pipeline, 'triggers'>): boolean {
  if (by !== 'helm' || !/--reuse-values\b/.test(command) || triggers.some((trigger) => trigger !== 'workflow_dispatch')) return false;
  const set = [...command.matchAll(/\s--set(?:-string)?[ =]+["']?([\w.-]{1,200})=(\$\{\{\s{0,5}(?:github\.event\.)?inputs\.[\w-]{1,80}\s{0,5}\}\})?/g)];
  return set.length > 0 && set.length === command.match(/\s--set/g)?.length && set.every(([, key, given]) => given !== undefined && !/image|tag|version|digest/i.test(key!));
}
