import { text } from '../../lib/json.ts';
import { dig, type Located } from '../../lib/located.ts';
import type { Pipeline, PipelineJob, PipelineStep } from '../../model/index.ts';

/** What a file of some service comes to. */
export type Read = Pick<Pipeline, 'triggers' | 'schedules' | 'env' | 'jobs'>;

export const NO_JOB = { needs: [], with: {}, env: {}, services: [], continueOnError: false, manual: false, steps: [] } as const;

export const strings = (node: Located | undefined): Record<string, string> =>
  Object.fromEntries([...(node?.entries ?? [])].flatMap(([key, entry]) => (entry.node.scalar === undefined || key === '__proto__' ? [] : [[key, entry.node.scalar === null ? '' : String(entry.node.scalar)]])));
export const words = (node: Located | undefined): string[] => (node?.items ?? (node === undefined ? [] : [node])).flatMap((item) => text(item.scalar) ?? text(dig(item, 'job')?.scalar) ?? []);
export const some = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } => (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

/** A line or list of commands, each a step at its place. */
export const commands = (node: Located | undefined): PipelineStep[] => (node?.items ?? (node === undefined ? [] : [node])).flatMap((item): PipelineStep[] => {
  const run = text(item.scalar);
  return run === undefined ? [] : [{ run, with: {}, env: {}, continueOnError: false, at: item.at }];
});

/** What GitHub and GitLab write alike. */
export const jobOf = (node: Located): Partial<PipelineJob> => {
  const environment = dig(node, 'environment');
  return {
    ...some('name', text(dig(node, 'name')?.scalar)), ...some('environment', text(environment?.scalar) ?? text(dig(environment, 'name')?.scalar)),
    ...some('if', text(dig(node, 'if')?.scalar)), ...some('uses', text(dig(node, 'uses')?.scalar)),
    needs: words(dig(node, 'needs')), with: strings(dig(node, 'with')), env: strings(dig(node, 'env')),
    continueOnError: dig(node, 'continue-on-error')?.scalar === true,
    services: [...(dig(node, 'services')?.entries ?? [])].map(([name, entry]) => ({ name, at: entry.key, env: strings(dig(entry.node, 'env')), ...some('image', text(entry.node.scalar) ?? text(dig(entry.node, 'image')?.scalar)) })),
  };
};

/** A job that two workflows of one file run, or a stage that two branches have, is two. */
export const distinct = (jobs: readonly PipelineJob[]): PipelineJob[] => {
  const seen = new Map<string, number>();
  return jobs.map((job) => {
    const count = (seen.get(job.id) ?? 0) + 1;
    seen.set(job.id, count);
    return count === 1 ? job : { ...job, id: `${job.id} (${count})` };
  });
};
