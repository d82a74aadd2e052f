import type { Confidence, Kubernetes, PipelineJob, Pipelines, Place, Workloads } from '../model/index.ts';
import { isForEmulator } from './emulators.ts';
import { isUnresolved, record } from './json.ts';
import { placeIn } from './located.ts';
import { deploySteps, targetOf } from './pipelines.ts';
import { isLocalPassword, isPlaceholder, isSecretName, looksRandom } from './secret-shape.ts';

export interface DeployedSecret { readonly name: string; readonly at: Place; readonly by: string; readonly confidence: Confidence }

/** A switch, a path, an address, a text for people, or something that is put in later. */
const NO_SECRET = /^(?:true|false|yes|no|on|off|\d{1,3})$|^[./~]|:\/\/|\s|^\$|\$\(|\{\{/i;

/** Java's names of settings have no hyphens: `READER1_DATASOURCEPASSWORD`. */
const WRITTEN_TOGETHER = /(?:data_?source|db|database|user|admin|root|jdbc|store|client|broker|smtp|mail|ldap)password$/i;

/** Whether a setting that is handed to a deployed process is a secret in the clear, by its name and value, and how surely. */
export const confidenceOf = (name: string, value: string): Confidence | undefined =>
  !(isSecretName(name) || WRITTEN_TOGETHER.test(name)) || value.length < 4 || NO_SECRET.test(value) || isPlaceholder(value) ? undefined : isLocalPassword(value) || /demo|default/i.test(name) ? 'low' : 'medium';

const RELEASE_NAME = /(?:^|[^a-z])(?:publish|release|migrat(?:e|ion|ions)|promote|provision)(?:[^a-z]|$)/i;
const RELEASE_COMMAND = /\b(?:npm|pnpm|yarn|cargo|changeset)\s+publish\b|\bsemantic-release\b|\bdocker\s+push\b|\bterraform\s+apply\b|\bmigrate\s+deploy\b/;

/** A job that reaches a real registry or database without deploying. One with services of its own, or that tests, has throw-away values. */
const isRelease = ({ id, name, services, steps }: PipelineJob): boolean =>
  services.length === 0 && !/(?:^|[^a-z])(?:tests?|e2e|lint|check)(?:[^a-z]|$)/i.test(`${id} ${name ?? ''}`)
  && (RELEASE_NAME.test(`${id} ${name ?? ''}`) || steps.some(({ run }) => RELEASE_COMMAND.test((run ?? '').slice(0, 20_000))));

/**
 * Passwords and keys that deployment files give as literals, however plain they look: what runs with them is opened by them. A
 * compose file that does not say production is a developer's own, and an environment for development has throw-away values.
 */
export function deployedSecrets({ workloads }: Workloads, { pipelines }: Pipelines, kubernetes?: Kubernetes): readonly DeployedSecret[] {
  const found = new Map<string, DeployedSecret>();
  const add = (secret: DeployedSecret): void => {
    const key = `${secret.at.file}:${secret.at.line} ${secret.name}`;
    if (!found.has(key)) found.set(key, secret);
  };
  for (const { name: workload, deployments } of workloads) for (const deployment of deployments) {
    if (deployment.example || deployment.optional || deployment.environment === 'development' || (deployment.source === 'compose' && deployment.environment !== 'production')) continue;
    for (const { name, value, secret, at } of deployment.env) {
      // A Secret of the same release is read as the file that holds it.
      const confidence = value === undefined || secret !== undefined ? undefined : confidenceOf(name, value);
      if (confidence !== undefined && !isForEmulator(name, deployment.env, deployment.source === 'compose')) add({ name, at, by: workload, confidence });
    }
  }
  for (const one of kubernetes === undefined ? [] : chartDefaults(kubernetes)) add(one);
  for (const pipeline of pipelines) for (const job of pipeline.jobs) {
    const deploying = deploySteps(job).length > 0;
    if ((!deploying && !isRelease(job)) || targetOf(pipeline, job) === 'development') continue;
    const groups = [{ env: pipeline.env, at: pipeline.at }, { env: job.env, at: job.at }, ...job.steps.map((step) => ({ env: { ...step.with, ...step.env }, at: step.at }))];
    for (const { env, at } of groups) for (const [name, value] of Object.entries(env)) {
      const confidence = confidenceOf(name, value);
      if (confidence !== undefined && (deploying || looksRandom(value))) add({ name, at, by: job.id, confidence });
    }
  }
  return [...found.values()];
}

const A_NAME = /access[-_]?key(?:[-_]?id)?$/i;

/** What the values of a chart put into a Secret, where whoever installs it says nothing else; the usual words for a trial are none. */
const chartDefaults = ({ resources, releases }: Kubernetes): readonly DeployedSecret[] => {
  const charts = new Set(releases.flatMap(({ id, source, environment }) => (source === 'helm' && environment !== 'development' ? [id] : [])));
  return resources.filter(({ kind, release, example }) => kind === 'Secret' && !example && charts.has(release)).flatMap((one) => (['data', 'stringData'] as const).flatMap((part) => Object.entries(record(record(one.value)[part])).flatMap(([name, given]): DeployedSecret[] => {
    const at = placeIn(one, `/${part}/${name}`);
    if (typeof given !== 'string' || isUnresolved(given) || at.file === one.at.file || A_NAME.test(name)) return [];
    const value = part === 'data' ? Buffer.from(given, 'base64').toString('utf8') : given;
    if (!/^[\x21-\x7e]{4,200}$/.test(value) || isUnresolved(value) || isLocalPassword(value) || confidenceOf(name, value) === undefined) return [];
    return [{ name, at, by: `The Secret ${one.name}`, confidence: 'low' }];
  })));
};
