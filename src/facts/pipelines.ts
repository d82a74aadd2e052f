import { dirname, join } from 'node:path/posix';
import { text } from '../lib/json.ts';
import { dig, readLocated, type Located } from '../lib/located.ts';
import { compare } from '../lib/order.ts';
import { isWithin } from '../lib/paths.ts';
import { defineFact, type Pipeline, type PipelineStep } from '../model/index.ts';
import { azure } from './pipelines/azure.ts';
import { bitbucket, buildkite } from './pipelines/steps.ts';
import { circleci } from './pipelines/circleci.ts';
import { gitlab } from './pipelines/gitlab.ts';
import { jenkins } from './pipelines/jenkins.ts';
import { travis } from './pipelines/travis.ts';
import { distinct, jobOf, NO_JOB, some, strings, type Read } from './pipelines/shared.ts';

const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/i;
const ACTION = /(^|\/)action\.ya?ml$/i;
const GITLAB = /(^|\/)\.gitlab-ci(\.[\w-]+)?\.ya?ml$|^\.gitlab\/.*\.ya?ml$/i;

const JENKINS = /(^|\/)Jenkinsfile([._-][\w.-]+)?$|\.jenkinsfile$/i;
const OTHERS: readonly (readonly [RegExp, Pipeline['kind'], (root: Located, template: (path: string) => Located | undefined) => Read | undefined])[] = [
  [/^\.circleci\/[^/]+\.ya?ml$/, 'circleci', circleci],
  [/(^|\/)azure-pipelines?([._-][\w.-]+)?\.ya?ml$|^\.?(azure-?pipelines|azuredevops|azure-devops|pipelines|devops)\/.*\.ya?ml$/i, 'azure', azure],
  [/^bitbucket-pipelines\.ya?ml$/, 'bitbucket', bitbucket],
  [/^\.buildkite\/.*\.ya?ml$/, 'buildkite', buildkite],
  [/^\.travis\.ya?ml$/, 'travis', travis],
];
/** Nothing is said of what they do, and nobody may take that for nothing. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
  [/^\.drone\.ya?ml$/, 'Drone'], [/^\.?appveyor\.yml$/, 'AppVeyor'], [/^\.semaphore\/[^/]+\.ya?ml$/, 'Semaphore'], [/^codefresh\.ya?ml$/, 'Codefresh'],
  [/(^|\/)cloudbuild([._-][\w.-]+)?\.ya?ml$/, 'Cloud Build'], [/(^|\/)buildspec([._-][\w.-]+)?\.ya?ml$/, 'CodeBuild'],
];

const MAX_SCRIPT = 50_000;

/** Clusters that live as long as a test. */
const TRIAL_ACTION = /kind-action|k3d-action|minikube|setup-kind|chart-testing-action/i;
const TRIAL = /\b(?:kind|k3d)\s+(?:create|cluster)\b|\bminikube\s+start\b|\bct\s+install\b/;

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
      const step = stepOf(item);
      if (step.uses === undefined || !step.uses.startsWith('./') || depth > 4) return [step];
      const inner = dig(action(step.uses), 'runs', 'steps');
      return inner === undefined ? [step] : [step, ...steps(inner, depth + 1)];
    });

    /** Scripts by their names: others set up tests, and would be taken for deployments. */
    const withScript = (step: PipelineStep): PipelineStep => {
      const script = scriptOf(step.run);
      return { ...step, ...(script !== undefined && { script }), ...(startsTrial(step) && { trial: true as const }) };
    };
    const startsTrial = ({ run = '', uses = '' }: PipelineStep): boolean => TRIAL_ACTION.test(uses) || TRIAL.test(run)
      || [...run.slice(0, 20_000).matchAll(/(?:^|[\s;&|(])((?:\.\/)?[\w./-]{0,200}\.(?:sh|bash))(?=[\s;&|)"']|$)/gm)].map(([, path]) => join('.', path!)).filter((path) => known.has(path)).slice(0, 5).some((path) => TRIAL.test(repo.read(path)?.slice(0, MAX_SCRIPT) ?? ''));
    const scriptOf = (run = ''): string | undefined => {
      const paths = [...run.slice(0, 20_000).matchAll(/(?:^|[\s;&|(])((?:\.\/)?[\w./-]{0,200}(?:deploy|release|rollout|promote)[\w./-]{0,100}\.(?:sh|bash)|(?:\.\/)?(?:bin|scripts?|ci)\/(?:deploy|release|rollout|promote)[\w-]{0,60})(?=[\s;&|)"']|$)/gm)].map(([, path]) => join('.', path!)).filter((path) => known.has(path));
      const texts = [...new Set(paths)].slice(0, 3).flatMap((path) => repo.read(path)?.slice(0, MAX_SCRIPT) ?? []);
      return texts.length === 0 ? undefined : texts.join('\n');
    };

    const pipelines: Pipeline[] = [];
    const charts = files.files.flatMap(({ path }) => (/\/Chart\.ya?ml$/.test(path) ? dirname(path) : []));
    for (const { path, role } of files.files) {
      // A chart below `devops/` is no pipeline.
      if (role === 'example' || role === 'test' || charts.some((chart) => isWithin(path, chart))) continue;
      const other = OTHERS.find(([pattern]) => pattern.test(path));
      if (other !== undefined) {
        const root = read(path);
        const made = root && other[2](root, (template) => read(template.startsWith('/') ? template.slice(1) : join(dirname(path), template)));
        if (root !== undefined && made !== undefined && made.jobs.length > 0) pipelines.push({ file: path, kind: other[1], at: root.at, ...made });
        continue;
      }
      if (JENKINS.test(path)) {
        const source = repo.read(path) ?? '';
        const made = jenkins(source, path);
        repo.looked(1);
        if (made.jobs.length > 0) pipelines.push({ file: path, kind: 'jenkins', at: { file: path, line: 1 }, ...made });
        else if (source.trim() !== '') repo.gap('is a Jenkinsfile without stages of its own; what its library does is not here', { file: path });
        continue;
      }
      const unread = UNREAD.find(([pattern]) => pattern.test(path));
      if (unread !== undefined) repo.gap(`is a pipeline of ${unread[1]}, which is not read`, { file: path });
      const kind = WORKFLOW.test(path) ? 'github-workflow' : GITLAB.test(path) ? 'gitlab' : ACTION.test(path) ? 'github-action' : undefined;
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
    return { pipelines: pipelines.map((one) => ({ ...one, jobs: distinct(one.jobs).map((job) => ({ ...job, steps: job.steps.map(withScript) })) })).sort((a, b) => compare(a.file, b.file)) };
  },
});

const stepOf = (node: Located): PipelineStep => ({
  at: node.at, with: strings(dig(node, 'with')), env: strings(dig(node, 'env')), continueOnError: dig(node, 'continue-on-error')?.scalar === true,
  ...some('name', text(dig(node, 'name')?.scalar)), ...some('uses', text(dig(node, 'uses')?.scalar)), ...some('run', text(dig(node, 'run')?.scalar)), ...some('if', text(dig(node, 'if')?.scalar)),
});

