import { join } from 'node:path/posix';
import { text } from '../lib/json.ts';
import { dig, readLocated, type Located } from '../lib/located.ts';
import { compare } from '../lib/order.ts';
import { defineFact, type Pipeline, type PipelineJob, type PipelineStep } from '../model/index.ts';

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/i;
const ACTION = /(^|\/)action\.ya?ml$/i;
const GITLAB = /(^|\/)\.gitlab-ci(\.[\w-]+)?\.ya?ml$|^\.gitlab\/.*\.ya?ml$/i;

const MAX_SCRIPT = 50_000;

export default defineFact({
  name: 'pipelines',
  needs: ['files'],
  gather({ files }, repo) {
    const read = (path: string): Located | undefined => {
      const source = repo.exists(path) ? repo.read(path) : undefined;
      if (source === undefined) return undefined;
      const reading = readLocated(source, path);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
      repo.looked(1);
      return reading.documents[0];
    };
    const known = new Set(files.files.map(({ path }) => path));
    const actions = new Map<string, Located | undefined>();
    const action = (uses: string): Located | undefined => {
      const folder = join('.', uses);
      if (!actions.has(folder)) actions.set(folder, read(`${folder}/action.yml`) ?? read(`${folder}/action.yaml`));
      return actions.get(folder);
    };
    const steps = (node: Located | undefined, depth: number): PipelineStep[] => (node?.items ?? []).flatMap((item) => {
      const plain = stepOf(item);
      const script = scriptOf(plain.run);
      const step = script === undefined ? plain : { ...plain, script };
      if (step.uses === undefined || !step.uses.startsWith('./') || depth > 4) return [step];
      const inner = dig(action(step.uses), 'runs', 'steps');
      return inner === undefined ? [step] : [step, ...steps(inner, depth + 1)];
    });

    /** Scripts by their names: others set up tests, and would be taken for deployments. */
    const scriptOf = (run = ''): string | undefined => {
      const paths = [...run.slice(0, 20_000).matchAll(/(?:^|[\s;&|(])((?:\.\/)?[\w./-]{0,200}(?:deploy|release|rollout|promote)[\w./-]{0,100}\.(?:sh|bash))\b/gm)].map(([, path]) => join('.', path!)).filter((path) => known.has(path));
      const texts = [...new Set(paths)].slice(0, 3).flatMap((path) => repo.read(path)?.slice(0, MAX_SCRIPT) ?? []);
      return texts.length === 0 ? undefined : texts.join('\n');
    };

    const pipelines: Pipeline[] = [];
    for (const { path, role } of files.files) {
      const kind = WORKFLOW.test(path) ? 'github-workflow' : GITLAB.test(path) ? 'gitlab' : ACTION.test(path) && role !== 'test' ? 'github-action' : undefined;
      if (kind === undefined) continue;
      const root = read(path);
      if (root?.entries === undefined) continue;
      const name = text(dig(root, 'name')?.scalar);
      const shared = { file: path, kind, at: root.at, ...(name === undefined ? {} : { name }) } as const;
      if (kind === 'gitlab') pipelines.push({ ...shared, ...gitlab(root) });
      else if (kind === 'github-action') {
        const inner = dig(root, 'runs', 'steps');
        if (inner !== undefined) pipelines.push({ ...shared, triggers: [], schedules: [], env: {}, jobs: [{ ...NO_JOB, id: 'action', steps: steps(inner, 0), at: inner.at }] });
      } else {
        const on = dig(root, 'on') ?? dig(root, 'true');
        const triggers = on?.entries !== undefined ? [...on.entries.keys()] : on?.items !== undefined ? on.items.flatMap((item) => text(item.scalar) ?? []) : [text(on?.scalar) ?? ''];
        pipelines.push({
          ...shared, env: strings(dig(root, 'env')), triggers: triggers.filter(Boolean).sort(compare),
          schedules: dig(on, 'schedule')?.items?.flatMap((item) => text(dig(item, 'cron')?.scalar) ?? []) ?? [],
          jobs: [...(dig(root, 'jobs')?.entries ?? [])].map(([id, { key, node }]) => ({
            ...NO_JOB, id, at: key, ...jobOf(node), steps: steps(dig(node, 'steps'), 0),
          })),
        });
      }
    }
    return { pipelines: pipelines.sort((a, b) => compare(a.file, b.file)) };
  },
});

const NO_JOB = { needs: [], with: {}, env: {}, services: [], continueOnError: false, manual: false, steps: [] } as const;

const strings = (node: Located | undefined): Record<string, string> =>
  Object.fromEntries([...(node?.entries ?? [])].flatMap(([key, entry]) => (entry.node.scalar === undefined || key === '__proto__' ? [] : [[key, entry.node.scalar === null ? '' : String(entry.node.scalar)]])));
const words = (node: Located | undefined): string[] => (node?.items ?? (node === undefined ? [] : [node])).flatMap((item) => text(item.scalar) ?? text(dig(item, 'job')?.scalar) ?? []);
const some = <K extends string>(key: K, value: string | undefined): { readonly [P in K]?: string } => (value === undefined ? {} : { [key]: value }) as { readonly [P in K]?: string };

const jobOf = (node: Located): Partial<PipelineJob> => {
  const environment = dig(node, 'environment');
  return {
    ...some('name', text(dig(node, 'name')?.scalar)), ...some('environment', text(environment?.scalar) ?? text(dig(environment, 'name')?.scalar)),
    ...some('if', text(dig(node, 'if')?.scalar)), ...some('uses', text(dig(node, 'uses')?.scalar)),
    needs: words(dig(node, 'needs')), with: strings(dig(node, 'with')), env: strings(dig(node, 'env')),
    continueOnError: dig(node, 'continue-on-error')?.scalar === true,
    services: [...(dig(node, 'services')?.entries ?? [])].map(([name, entry]) => ({ name, at: entry.key, env: strings(dig(entry.node, 'env')), ...some('image', text(entry.node.scalar) ?? text(dig(entry.node, 'image')?.scalar)) })),
  };
};

const stepOf = (node: Located): PipelineStep => ({
  at: node.at, with: strings(dig(node, 'with')), env: strings(dig(node, 'env')), continueOnError: dig(node, 'continue-on-error')?.scalar === true,
  ...some('name', text(dig(node, 'name')?.scalar)), ...some('uses', text(dig(node, 'uses')?.scalar)), ...some('run', text(dig(node, 'run')?.scalar)), ...some('if', text(dig(node, 'if')?.scalar)),
});

const RESERVED = new Set(['default', 'include', 'stages', 'variables', 'workflow', 'image', 'services', 'cache', 'before_script', 'after_script', 'pages']);

const gitlab = (root: Located): Pick<Pipeline, 'triggers' | 'schedules' | 'env' | 'jobs'> => {
  const order = words(dig(root, 'stages'));
  const stageOf = (node: Located): string => text(dig(node, 'stage')?.scalar) ?? 'test';
  const jobs = [...(root.entries ?? [])].filter(([id, { node }]) => !RESERVED.has(id) && !id.startsWith('.') && node.entries !== undefined);
  return {
    triggers: ['push'], schedules: [], env: strings(dig(root, 'variables')),
    jobs: jobs.map(([id, { key, node }]) => {
      const earlier = jobs.filter(([, other]) => order.indexOf(stageOf(other.node)) < order.indexOf(stageOf(node))).map(([name]) => name);
      const needs = dig(node, 'needs');
      return {
        ...NO_JOB, id, at: key, ...jobOf(node), continueOnError: dig(node, 'allow_failure')?.scalar === true,
        needs: needs === undefined ? earlier : words(needs),
        manual: dig(node, 'when')?.scalar === 'manual' || (dig(node, 'rules')?.items ?? []).some((rule) => dig(rule, 'when')?.scalar === 'manual'),
        steps: ['before_script', 'script', 'after_script'].flatMap((part) => (dig(node, part)?.items ?? []).flatMap((item): PipelineStep[] => {
          const run = text(item.scalar);
          return run === undefined ? [] : [{ run, with: {}, env: {}, continueOnError: false, at: item.at }];
        })),
      };
    }),
  };
};
