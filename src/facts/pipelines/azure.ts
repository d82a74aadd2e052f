import { text } from '../../lib/json.ts';
import { dig, type Located } from '../../lib/located.ts';
import type { PipelineJob, PipelineStep } from '../../model/index.ts';
import { NO_JOB, some, strings, words, type Read } from './shared.ts';

const MAX_DEPTH = 6;
const MAX_JOBS = 500;
type Template = (path: string) => Located | undefined;

/** Stages, jobs and steps of Azure Pipelines; templates of the same repository are written out in place. A file of templates alone is none. */
export const azure = (root: Located, template: Template): Read | undefined => {
  if (dig(root, 'parameters') !== undefined && dig(root, 'trigger') === undefined && dig(root, 'pr') === undefined && dig(root, 'schedules') === undefined && dig(root, 'resources') === undefined) return undefined;
  const jobs = dig(root, 'stages') ? stagesOf(dig(root, 'stages'), template, 0) : dig(root, 'jobs') ? jobsOf(dig(root, 'jobs'), template, 0) : jobsOf({ at: root.at, items: dig(root, 'steps') ? [root] : [] }, template, 0);
  const off = (key: string): boolean => dig(root, key)?.scalar === 'none';
  const triggers = [...(off('trigger') ? [] : ['push']), ...(dig(root, 'pr') !== undefined && !off('pr') ? ['pull_request'] : [])];
  const schedules = (dig(root, 'schedules')?.items ?? []).flatMap((item) => text(dig(item, 'cron')?.scalar) ?? []);
  // What nothing triggers a person starts.
  return { triggers: triggers.length > 0 ? triggers : ['workflow_dispatch'], schedules, env: strings(dig(root, 'variables')), jobs: jobs.slice(0, MAX_JOBS) };
};

/** The items of a list, those of templates and of conditions (`${{ if … }}`) in their place. */
const itemsOf = (node: Located | undefined, part: string, template: Template, depth: number): Located[] => (node?.items ?? []).flatMap((item): Located[] => {
  if (depth > MAX_DEPTH) return [];
  const path = text(dig(item, 'template')?.scalar);
  if (path !== undefined) {
    const inner = path.includes('@') ? undefined : dig(template(path), part);
    return inner === undefined ? [item] : itemsOf(inner, part, template, depth + 1);
  }
  const [condition] = item.entries ?? [];
  return condition !== undefined && /^\$\{\{/.test(condition[0]) ? itemsOf(condition[1].node, part, template, depth + 1) : [item];
});

const stagesOf = (node: Located | undefined, template: Template, depth: number): PipelineJob[] => itemsOf(node, 'stages', template, depth).flatMap((stage) => {
  const name = text(dig(stage, 'stage')?.scalar);
  if (dig(stage, 'template') !== undefined) return [elsewhere(stage)];
  return jobsOf(dig(stage, 'jobs'), template, depth + 1).map((job): PipelineJob => ({ ...job, id: name === undefined ? job.id : job.id === 'job' ? name : `${name} ${job.id}`, needs: words(dig(stage, 'dependsOn')) }));
});

const jobsOf = (node: Located | undefined, template: Template, depth: number): PipelineJob[] => itemsOf(node, 'jobs', template, depth).map((job): PipelineJob => {
  if (dig(job, 'template') !== undefined) return elsewhere(job);
  const environment = dig(job, 'environment');
  const strategy = ['runOnce', 'rolling', 'canary'].map((each) => dig(job, 'strategy', each)).find((each) => each !== undefined);
  const steps = [dig(job, 'steps'), ...['preDeploy', 'deploy', 'routeTraffic', 'postRouteTraffic'].map((hook) => dig(strategy, hook, 'steps'))].flatMap((each) => stepsOf(each, template, depth + 1));
  return {
    ...NO_JOB, id: text(dig(job, 'deployment')?.scalar) ?? text(dig(job, 'job')?.scalar) ?? 'job', at: job.at, env: strings(dig(job, 'variables')), needs: words(dig(job, 'dependsOn')),
    ...some('name', text(dig(job, 'displayName')?.scalar)), ...some('environment', text(environment?.scalar) ?? text(dig(environment, 'name')?.scalar)), ...some('if', text(dig(job, 'condition')?.scalar)),
    manual: steps.some(({ uses }) => /^ManualValidation@/.test(uses ?? '')),
    steps: [...steps, ...stepsOf(dig(strategy, 'on', 'failure', 'steps'), template, depth + 1).map((step): PipelineStep => ({ ...step, if: 'failure()' }))],
  };
});

const elsewhere = (node: Located): PipelineJob => {
  const uses = text(dig(node, 'template')?.scalar) ?? '';
  return { ...NO_JOB, id: uses.split('/').at(-1)!.replace(/(\.ya?ml)?(@.*)?$/, ''), at: node.at, uses, with: strings(dig(node, 'parameters')) };
};

const stepsOf = (node: Located | undefined, template: Template, depth: number): PipelineStep[] => itemsOf(node, 'steps', template, depth).map((step): PipelineStep => {
  const inputs = strings(dig(step, 'inputs'));
  const run = ['script', 'bash', 'pwsh', 'powershell'].map((each) => text(dig(step, each)?.scalar)).find((each) => each !== undefined) ?? inputs['inlineScript'] ?? inputs['script'];
  return {
    at: step.at, with: inputs, env: strings(dig(step, 'env')), continueOnError: dig(step, 'continueOnError')?.scalar === true,
    ...some('name', text(dig(step, 'displayName')?.scalar)), ...some('run', run), ...some('if', text(dig(step, 'condition')?.scalar)), ...some('uses', text(dig(step, 'task')?.scalar) ?? text(dig(step, 'template')?.scalar)),
  };
});
