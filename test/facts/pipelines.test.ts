import { expect, test } from 'vitest';
import { deploySteps, targetOf, targetOfCallers } from '../../src/lib/pipelines.ts';
import { gather } from './gather.ts';

const workflow = (on: string, jobs: string): string => `on: ${on}\njobs:\n${jobs}`;
const job = (id: string, run: string, more = ''): string => `  ${id}:\n${more}    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          ${run.replaceAll('\n', '\n          ')}\n`;

test('the commands say where they deploy to, when the names do not', async () => {
  const { pipelines: { pipelines } } = await gather({
    '.github/workflows/a.yml': workflow('push', job('roll-out', 'oc project shop-test\noc rollout restart deployment/api') + job('second', 'kubectl apply -f k8s -n shop-prod') + job('open', 'kubectl apply -f k8s')),
  }, ['pipelines']);
  expect(pipelines[0]!.jobs.map((one) => [one.id, targetOf(pipelines[0]!, one)])).toEqual([['roll-out', 'development'], ['second', 'production'], ['open', undefined]]);
});

test('a script that deploys is read, and one that sets up a test cluster is none', async () => {
  const { pipelines: { pipelines } } = await gather({
    '.github/workflows/a.yml': workflow('push', job('ship', './scripts/deploy.sh prod') + job('try', 'bash ci/deploy-e2e.sh') + job('away', '../deploy.sh')),
    'scripts/deploy.sh': 'helm upgrade api ./chart --install --atomic\n',
    'ci/deploy-e2e.sh': 'kind create cluster\nkubectl apply -f k8s\n',
  }, ['pipelines']);
  expect(pipelines[0]!.jobs.map((one) => [one.id, deploySteps(one).map(({ by }) => by)])).toEqual([['ship', ['helm']], ['try', []], ['away', []]]);
});

test('a workflow that others call deploys to where they say', async () => {
  const call = (environment: string): string => `  go-${environment}:\n    uses: ./.github/workflows/deploy.yml\n    with: {environment: ${environment}}\n`;
  const { pipelines: { pipelines } } = await gather({
    '.github/workflows/deploy.yml': workflow('workflow_call', job('it', 'kubectl apply -f k8s')),
    '.github/workflows/other.yml': workflow('workflow_call', job('it', 'kubectl apply -f k8s')),
    '.github/workflows/main.yml': workflow('push', call('staging') + call('uat')),
  }, ['pipelines']);
  expect(targetOfCallers('.github/workflows/deploy.yml', pipelines)).toBe('staging');
  expect(targetOfCallers('.github/workflows/other.yml', pipelines)).toBeUndefined();
});

test('what cannot be read is a gap with its place, and the other workflows are read', async () => {
  const { pipelines: { pipelines }, gaps } = await gather({
    '.github/workflows/broken.yml': 'on: push\njobs:\n  a: [\n',
    '.github/workflows/anchors.yml': 'on: push\nenv: &env {A: "1"}\njobs:\n  a:\n    env: {<<: *env, B: "2"}\n    steps: [{run: echo}]\n',
    '.github/workflows/round.yml': 'on: &on [*on]\njobs: {}\n',
    '.github/workflows/cron.yml': 'on: {schedule: [{cron: "61 99 * *"}, {cron: 5}, null]}\njobs: {a: {steps: [null, 3, {run: echo}]}}\n',
    '.github/workflows/binary.yml': 'on: push\0\0\n',
    '.github/workflows/latin.yml': Buffer.from('on: push # caf\xe9\njobs: {a: {steps: []}}\n', 'latin1') as unknown as string,
    '.github/workflows/list.yml': '- a\n- b\n',
  }, ['pipelines']);
  expect(pipelines.find(({ file }) => file.endsWith('anchors.yml'))?.jobs[0]?.env).toEqual({ A: '1', B: '2' });
  expect(gaps.filter(({ fact }) => fact === 'pipelines').map(({ at, reason }) => `${at?.file.split('/').at(-1)} ${reason}`).sort()).toEqual(expect.arrayContaining([
    expect.stringMatching(/^binary\.yml is binary/), expect.stringMatching(/^broken\.yml is not valid YAML/), expect.stringMatching(/^latin\.yml is not valid UTF-8/),
  ]));
});
