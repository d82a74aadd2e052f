import { text } from '../../lib/json.ts';
import { dig, type Located } from '../../lib/located.ts';
import type { PipelineJob, PipelineStep } from '../../model/index.ts';
import { commands, NO_JOB, some, strings, words, type Read } from './shared.ts';

const MAX_JOBS = 200;
const PHASES = ['before_install', 'install', 'before_script', 'script', 'after_success', 'after_script'] as const;

/** The job of the file's own phases, those listed under `jobs.include` (once `matrix`), and one for each `deploy`. */
export const travis = (root: Located): Read => {
  const included = dig(root, 'jobs', 'include')?.items ?? dig(root, 'matrix', 'include')?.items ?? [];
  const services = words(dig(root, 'services')).map((name) => ({ name, at: dig(root, 'services')!.at, env: {} }));
  let stage = 'test';
  const listed = included.slice(0, MAX_JOBS).flatMap((node): PipelineJob[] => {
    // A stage goes on until another one is named.
    stage = text(dig(node, 'stage')?.scalar) ?? text(dig(node, 'stage', 'name')?.scalar) ?? stage;
    const name = text(dig(node, 'name')?.scalar);
    const job = { ...NO_JOB, id: name ?? stage, at: node.at, services, env: envOf(dig(node, 'env')), steps: stepsOf(node, root), ...some('if', text(dig(node, 'if')?.scalar)) };
    return [job, ...deployments(dig(node, 'deploy'), job.id)];
  });
  const own = listed.length > 0 && dig(root, 'script') === undefined ? [] : [{ ...NO_JOB, id: 'test', at: dig(root, 'script')?.at ?? root.at, services, steps: stepsOf(root, undefined) }].filter(({ steps }) => steps.length > 0);
  return { triggers: ['pull_request', 'push'], schedules: [], env: envOf(dig(root, 'env', 'global') ?? dig(root, 'env')), jobs: [...own, ...listed, ...deployments(dig(root, 'deploy'), own[0]?.id)] };
};

/** Phases of a job; what it does not say is as the file says for all. */
const stepsOf = (node: Located, root: Located | undefined): PipelineStep[] => PHASES.flatMap((phase) => commands(dig(node, phase) ?? dig(root, phase)));

/** Each `deploy` has conditions of its own: branch by branch, to another place. */
const deployments = (node: Located | undefined, after: string | undefined): PipelineJob[] => (node?.items ?? (node === undefined ? [] : [node])).flatMap((one): PipelineJob[] => {
  const provider = text(dig(one, 'provider')?.scalar);
  if (provider === undefined) return [];
  const on = dig(one, 'on') ?? dig(one, 'true');
  const target = text(dig(one, 'app')?.scalar) ?? text(dig(one, 'env')?.scalar) ?? text(dig(on, 'branch')?.scalar);
  const [run, given] = [text(dig(one, 'script')?.scalar), strings(one)];
  return [{
    ...NO_JOB, id: `deploy${target === undefined ? '' : ` ${target}`}`, at: one.at, needs: after === undefined ? [] : [after],
    ...some('if', on?.entries === undefined ? undefined : Object.entries(strings(on)).map(([key, value]) => `${key} = ${value}`).join(' AND ')),
    steps: [{ with: given, env: {}, continueOnError: false, at: one.at, ...(provider === 'script' && run !== undefined ? { run } : { uses: `travis/${provider}` }) }],
  }];
});

/** `FOO=1 BAR="2"` in a line or in lines; what is encrypted is no value. */
const envOf = (node: Located | undefined): Record<string, string> => Object.fromEntries((node?.items ?? (node === undefined ? [] : [node])).flatMap((one): [string, string][] => {
  if (one.entries !== undefined) return Object.entries(strings(one)).filter(([name]) => name !== 'secure');
  return [...(text(one.scalar) ?? '').slice(0, 5_000).matchAll(/(?:^|\s)([A-Za-z_]\w{0,80})=(?:"([^"]{0,500})"|'([^']{0,500})'|(\S{0,500}))/g)].map(([, name, a, b, c]) => [name!, a ?? b ?? c ?? '']);
}));
