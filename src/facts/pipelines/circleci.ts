import { text } from '../../lib/json.ts';
import { dig, type Entry, type Located } from '../../lib/located.ts';
import type { PipelineJob, PipelineStep } from '../../model/index.ts';
import { NO_JOB, some, strings, words, type Read } from './shared.ts';

const MAX_JOBS = 500;

/** The jobs of each workflow, with the steps of the repository's own commands written out; jobs of orbs stay names. */
export const circleci = (root: Located): Read | undefined => {
  const [jobs, own] = [dig(root, 'jobs')?.entries, dig(root, 'commands')?.entries];
  const workflows = [...(dig(root, 'workflows')?.entries ?? [])].filter(([, { node }]) => node.entries !== undefined);
  if (workflows.length === 0) return jobs === undefined ? undefined : { triggers: ['push'], schedules: [], env: {}, jobs: [...jobs].map(([id, { key, node }]) => ({ ...NO_JOB, id, at: key, steps: stepsOf(dig(node, 'steps'), own, {}, 0) })) };
  const made = workflows.flatMap(([, { node }]) => {
    const called = (dig(node, 'jobs')?.items ?? []).flatMap((item) => {
      const [named] = item.entries ?? [];
      const job = named?.[0] ?? text(item.scalar);
      return job === undefined ? [] : [{ job, at: named?.[1].key ?? item.at, settings: named?.[1].node }];
    });
    const nameOf = ({ job, settings }: (typeof called)[number]): string => text(dig(settings, 'name')?.scalar) ?? job;
    const needsOf = new Map(called.map((one) => [nameOf(one), words(dig(one.settings, 'requires'))]));
    const approvals = new Set(called.filter(({ settings }) => dig(settings, 'type')?.scalar === 'approval').map(nameOf));
    return called.filter((one) => !approvals.has(nameOf(one))).map((one): PipelineJob => {
      const defined = jobs?.get(one.job)?.node;
      const given = { ...defaultsOf(defined), ...strings(one.settings) };
      return {
        ...NO_JOB, id: nameOf(one), at: one.at, with: given, needs: needsOf.get(nameOf(one)) ?? [], env: strings(dig(defined, 'environment')),
        manual: waits(nameOf(one), needsOf, approvals),
        // A job of an orb is a workflow of another repository.
        ...(defined === undefined ? { uses: one.job } : { steps: stepsOf(dig(defined, 'steps'), own, given, 0) }),
      };
    });
  });
  const crons = workflows.flatMap(([, { node }]) => (dig(node, 'triggers')?.items ?? []).flatMap((item) => text(dig(item, 'schedule', 'cron')?.scalar) ?? []));
  return { triggers: crons.length > 0 ? ['push', 'schedule'] : ['push'], schedules: crons, env: {}, jobs: made.slice(0, MAX_JOBS) };
};

/** Whether a person has to let it go on, directly or before what it needs. */
const waits = (name: string, needsOf: ReadonlyMap<string, readonly string[]>, approvals: ReadonlySet<string>): boolean => {
  const seen = new Set<string>();
  const queue = [...(needsOf.get(name) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (approvals.has(next)) return true;
    if (!seen.has(next)) queue.push(...(needsOf.get(next) ?? []));
    seen.add(next);
  }
  return false;
};

const defaultsOf = (node: Located | undefined): Record<string, string> =>
  Object.fromEntries([...(dig(node, 'parameters')?.entries ?? [])].flatMap(([name, { node: parameter }]) => { const usual = text(dig(parameter, 'default')?.scalar); return usual === undefined || name === '__proto__' ? [] : [[name, usual]]; }));

const filled = (value: string | undefined, given: Readonly<Record<string, string>>): string | undefined =>
  value?.replace(/<<\s{0,5}parameters\.([\w-]{1,80})\s{0,5}>>/g, (all, name: string) => (Object.hasOwn(given, name) ? given[name]! : all));

const stepsOf = (node: Located | undefined, own: ReadonlyMap<string, Entry> | undefined, given: Readonly<Record<string, string>>, depth: number): PipelineStep[] => (node?.items ?? []).flatMap((item): PipelineStep[] => {
  const [named] = item.entries ?? [];
  const uses = named?.[0] ?? text(item.scalar);
  if (uses === undefined) return [];
  const settings = named?.[1].node;
  const base = { at: item.at, with: Object.fromEntries(Object.entries(strings(settings)).map(([key, value]) => [key, filled(value, given)!])), env: strings(dig(settings, 'environment')), continueOnError: false };
  if (uses === 'run') return [{ ...base, ...some('run', filled(text(settings?.scalar) ?? text(dig(settings, 'command')?.scalar), given)), ...some('name', filled(text(dig(settings, 'name')?.scalar), given)), ...some('if', text(dig(settings, 'when')?.scalar)) }];
  if (uses === 'when' || uses === 'unless') return stepsOf(dig(settings, 'steps'), own, given, depth + 1);
  const command = depth > 4 ? undefined : own?.get(uses)?.node;
  return command === undefined ? [{ ...base, uses }] : stepsOf(dig(command, 'steps'), own, { ...defaultsOf(command), ...base.with }, depth + 1);
});
