import type { Confidence, PipelineJob, Pipelines, Place, Workloads } from '../model/index.ts';
import { deploySteps, targetOf } from './pipelines.ts';
import { isLocalPassword, isPlaceholder, isSecretName, looksRandom } from './secret-shape.ts';

export interface DeployedSecret { readonly name: string; readonly at: Place; readonly by: string; readonly confidence: Confidence }

/** A switch, a path, an address, a text for people, or something that is put in later. */
const NO_SECRET = /^(?:true|false|yes|no|on|off|\d{1,3})$|^[./~]|:\/\/|\s|^\$|\$\(|\{\{/i;

const confidenceOf = (name: string, value: string): Confidence | undefined =>
  !isSecretName(name) || value.length < 4 || NO_SECRET.test(value) || isPlaceholder(value) ? undefined : isLocalPassword(value) || /demo|default/i.test(name) ? 'low' : 'medium';

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
export function deployedSecrets({ workloads }: Workloads, { pipelines }: Pipelines): readonly DeployedSecret[] {
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
      if (confidence !== undefined) add({ name, at, by: workload, confidence });
    }
  }
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
