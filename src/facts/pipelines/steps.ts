import { text } from '../../lib/json.ts';
import { dig, type Located } from '../../lib/located.ts';
import type { PipelineJob, PipelineStep } from '../../model/index.ts';
import { commands, NO_JOB, some, strings, words, type Read } from './shared.ts';

const MAX_JOBS = 500;

/** Bitbucket: every step is a job of its own; `custom` pipelines are started by a person. */
export const bitbucket = (root: Located): Read | undefined => {
  const jobs: PipelineJob[] = [];
  const visit = (node: Located | undefined, name: string, manual: boolean, stage: Located | undefined): void => {
    for (const [index, item] of (node?.items ?? []).entries()) {
      const nested = dig(item, 'parallel') ?? dig(item, 'stage');
      if (nested !== undefined) visit(nested.items === undefined ? dig(nested, 'steps') : nested, name, manual, nested.items === undefined ? nested : stage);
      const step = dig(item, 'step');
      if (step === undefined || jobs.length >= MAX_JOBS) continue;
      const pipes = (dig(step, 'script')?.items ?? []).flatMap((each): PipelineStep[] => {
        const uses = text(dig(each, 'pipe')?.scalar);
        return uses === undefined ? [] : [{ uses, with: strings(dig(each, 'variables')), env: {}, continueOnError: false, at: each.at }];
      });
      const called = text(dig(step, 'name')?.scalar);
      jobs.push({
        ...NO_JOB, id: called === undefined ? `${name} ${index + 1}` : `${name} ${called}`, at: item.at, steps: [...commands(dig(step, 'script')), ...pipes, ...commands(dig(step, 'after-script'))],
        ...some('environment', text(dig(step, 'deployment')?.scalar) ?? text(dig(stage, 'deployment')?.scalar)), manual: manual || [step, stage].some((each) => dig(each, 'trigger')?.scalar === 'manual'),
      });
    }
  };
  for (const [kind, { node }] of dig(root, 'pipelines')?.entries ?? []) {
    if (node.items !== undefined) visit(node, kind, false, undefined);
    else for (const [name, entry] of node.entries ?? []) visit(entry.node, name, kind === 'custom', undefined);
  }
  const kinds = [...(dig(root, 'pipelines')?.entries?.keys() ?? [])];
  return { triggers: kinds.every((kind) => kind === 'custom') ? ['workflow_dispatch'] : ['push'], schedules: [], env: {}, jobs };
};

/** Buildkite: a block or an input waits for a person, and so does all that comes after it. */
export const buildkite = (root: Located): Read | undefined => {
  const jobs: PipelineJob[] = [];
  let blocked = false;
  const visit = (items: readonly Located[] | undefined): void => {
    for (const step of items ?? []) {
      const nested = dig(step, 'steps');
      if (nested !== undefined) visit(nested.items);
      if (dig(step, 'block') !== undefined || dig(step, 'input') !== undefined) blocked = true;
      const run = [...commands(dig(step, 'command')), ...commands(dig(step, 'commands'))];
      const plugins = (dig(step, 'plugins')?.items ?? []).flatMap((plugin): PipelineStep[] => {
        const [named] = plugin.entries ?? [];
        const uses = named?.[0] ?? text(plugin.scalar);
        return uses === undefined ? [] : [{ uses, with: strings(named?.[1].node), env: {}, continueOnError: false, at: plugin.at }];
      });
      if (run.length + plugins.length === 0 || jobs.length >= MAX_JOBS) continue;
      const id = text(dig(step, 'key')?.scalar) ?? text(dig(step, 'label')?.scalar) ?? text(dig(step, 'name')?.scalar) ?? `step ${jobs.length + 1}`;
      jobs.push({ ...NO_JOB, id, at: step.at, env: strings(dig(step, 'env')), needs: words(dig(step, 'depends_on')), ...some('if', text(dig(step, 'if')?.scalar)), manual: blocked, steps: [...run, ...plugins] });
    }
  };
  visit(dig(root, 'steps')?.items ?? root.items);
  return { triggers: ['push'], schedules: [], env: strings(dig(root, 'env')), jobs };
};
