import { describe, expect, test } from 'vitest';
import { deploySteps, targetOf } from '../../src/lib/pipelines.ts';
import { gather } from './gather.ts';

/** What deploys, by what, where, and whether a person lets it go on. */
const deploying = async (tree: Record<string, string>): Promise<unknown[]> => {
  const { pipelines } = await gather(tree, ['pipelines']);
  return pipelines.pipelines.flatMap(({ jobs }) => jobs.flatMap((job) => deploySteps(job).map(({ by, step }) => [job.id, by, job.manual, step.at.line])));
};

describe('pipelines of other services', () => {
  test('CircleCI: jobs of workflows, own commands written out with their parameters, approvals', async () => {
    const tree = { '.circleci/config.yml': `version: 2.1
orbs: {helm: circleci/helm@1, house: acme/house@2}
commands:
  ship:
    parameters: {env: {type: string, default: staging}}
    steps:
      - run:
          name: Ship
          command: kubectl --context << parameters.env >> apply -f k8s
jobs:
  deploy:
    docker: [{image: acme/tools}]
    parameters: {env: {type: string}}
    steps:
      - checkout
      - ship: {env: << parameters.env >>}
  test: {steps: [run: npm test]}
workflows:
  main:
    jobs:
      - test
      - deploy: {name: deploy_staging, env: staging, requires: [test]}
      - hold: {type: approval, requires: [deploy_staging]}
      - deploy: {name: deploy_production, env: production, requires: [hold]}
      - house/deploy_env: {name: deploy_house, requires: [deploy_production]}
` };
    expect(await deploying(tree)).toEqual([['deploy_staging', 'kubectl', false, 7], ['deploy_production', 'kubectl', true, 7]]);
    const { pipelines } = await gather(tree, ['pipelines']);
    expect(pipelines.pipelines[0]!.jobs.map(({ id, uses, steps }) => [id, uses, steps.at(-1)?.run])).toEqual([
      ['test', undefined, 'npm test'], ['deploy_staging', undefined, 'kubectl --context staging apply -f k8s'], ['deploy_production', undefined, 'kubectl --context production apply -f k8s'], ['deploy_house', 'house/deploy_env', undefined],
    ]);
  });

  test('Azure: deployment jobs, templates of the repository, what runs on failure', async () => {
    const tree = {
      'azure-pipelines.yml': `trigger: [main]
stages:
  - stage: Build
    jobs: [{job: build, steps: [{script: npm run build}]}]
  - stage: Production
    dependsOn: Build
    jobs:
      - deployment: api
        environment: production
        strategy:
          runOnce:
            deploy:
              steps:
                - task: HelmDeploy@0
                  inputs: {command: upgrade, arguments: --atomic}
                - template: templates/smoke.yml
            on:
              failure:
                steps: [{script: helm rollback api}]
      - template: deploy.yml@templates
`, 'templates/smoke.yml': 'parameters: []\nsteps:\n  - script: curl https://shop.example.com\n' };
    expect(await deploying(tree)).toEqual([['Production api', 'helm', false, 14]]);
    const { pipelines } = await gather(tree, ['pipelines']);
    expect(pipelines.pipelines.map(({ file, triggers }) => [file, triggers])).toEqual([['azure-pipelines.yml', ['push']]]);
    expect(pipelines.pipelines[0]!.jobs.map(({ id, environment, uses, steps }) => [id, environment, uses, steps.map(({ run, if: when }) => [run, when])])).toEqual([
      ['Build build', undefined, undefined, [['npm run build', undefined]]],
      ['Production api', 'production', undefined, [[undefined, undefined], ['curl https://shop.example.com', undefined], ['helm rollback api', 'failure()']]],
      ['Production deploy', undefined, 'deploy.yml@templates', []],
    ]);
  });

  test('Bitbucket: a step is a job, custom pipelines and manual steps wait for a person', async () => {
    expect(await deploying({ 'bitbucket-pipelines.yml': `pipelines:
  branches:
    main:
      - parallel: [{step: {name: Test, script: [npm test]}}]
      - step: {name: Staging, deployment: staging, script: [helm upgrade api ./chart]}
      - step:
          name: Production
          deployment: production
          trigger: manual
          script:
            - pipe: atlassian/aws-ecs-deploy:1.6.0
  custom:
    again: [{step: {script: [kubectl apply -f k8s]}}]
` })).toEqual([['main Staging', 'helm', false, 5], ['main Production', 'ecs', true, 11], ['again 1', 'kubectl', true, 13]]);
  });

  test('Buildkite: what comes after a block waits', async () => {
    expect(await deploying({ '.buildkite/pipeline.yml': 'steps:\n  - label: staging\n    command: fly deploy\n  - wait\n  - block: Release?\n  - group: production\n    steps:\n      - {key: release, commands: [make, fly deploy]}\n' }))
      .toEqual([['staging', 'platform', false, 3], ['release', 'platform', true, 8]]);
  });

  test('Jenkins: the commands of each stage, and its question to a person', async () => {
    expect(await deploying({ Jenkinsfile: `pipeline {
  stages {
    stage('Test') { steps { sh 'npm test' } }
    // stage('Old') { steps { sh 'helm upgrade old .' } }
    stage('Production') {
      input { message 'Go?' }
      steps {
        sh """
          helm upgrade api ./chart
        """
      }
    }
  }
}
` })).toEqual([['Production', 'helm', true, 8]]);
  });

  test('Travis: its phases, its listed jobs, and each of its deployments', async () => {
    const { pipelines: { pipelines } } = await gather({ '.travis.yml': `language: node_js
services: [postgresql]
env:
  global: ["STAGE=one REGION='eu'", {secure: abc}]
script: [npm test]
jobs:
  include:
    - {stage: build, name: Images, script: [docker build .]}
    - script: helm upgrade --install shop ./chart
      stage: release
deploy:
  - {provider: heroku, app: shop-staging, on: {branch: develop}}
  - {provider: script, script: "kubectl apply -f k8s", on: {branch: production}}
  - {provider: npm}
` }, ['pipelines']);
    expect(pipelines.map(({ kind, triggers, env }) => [kind, triggers, env])).toEqual([['travis', ['pull_request', 'push'], { STAGE: 'one', REGION: 'eu' }]]);
    expect(pipelines[0]!.jobs.map((job) => [job.id, job.at.line, job.if, job.needs, deploySteps(job).map(({ by }) => by), targetOf(pipelines[0]!, job)])).toEqual([
      ['test', 5, undefined, [], [], 'development'], ['Images', 8, undefined, [], [], undefined], ['release', 9, undefined, [], ['helm'], undefined],
      ['deploy shop-staging', 12, 'branch = develop', ['test'], ['platform'], 'staging'], ['deploy production', 13, 'branch = production', ['test'], ['kubectl'], 'production'], ['deploy', 14, undefined, ['test'], [], undefined],
    ]);
    expect(pipelines[0]!.jobs[0]!.services.map(({ name }) => name)).toEqual(['postgresql']);
  });

  test('what is not read is told', async () => {
    const { pipelines, gaps } = await gather({ '.drone.yml': 'kind: pipeline\n', Jenkinsfile: "@Library('house') _\nhouseBuild()\n" }, ['pipelines']);
    expect(pipelines.pipelines).toEqual([]);
    expect(gaps.map(({ at, reason }) => [at?.file, reason])).toEqual([['.drone.yml', 'is a pipeline of Drone, which is not read'], ['Jenkinsfile', 'is a Jenkinsfile without stages of its own; what its library does is not here']]);
  });
});

test('takes no chart below devops/ for a pipeline of Azure', async () => {
  const { gaps } = await gather({ 'devops/helm/db/Chart.yaml': 'name: db\n', 'devops/helm/db/templates/secret.yaml': '{{- if .Values.secret }}\nkind: Secret\n{{- end }}\n' }, ['pipelines']);
  expect(gaps).toEqual([]);
});
