import { environmentOf, type Environment } from './environment.ts';
import type { Pipeline, PipelineJob, PipelineStep } from '../model/index.ts';

const RUNS: readonly (readonly [RegExp, string])[] = [
  [/\bhelm(file)?\b[^\n|;&]{0,80}\b(upgrade|install|apply|sync)\b/, 'helm'],
  [/\b(?:kubectl|oc)\b[^\n|;&]{0,120}\b(apply|set\s+image|rollout\s+(restart|latest)|replace)\b|\bskaffold\s+(run|deploy)\b/, 'kubectl'],
  [/\baws\s+ecs\s+update-service\b|\becs-deploy\b|\bcopilot\s+(svc\s+)?deploy\b/, 'ecs'],
  [/\baws\s+cloudformation\s+deploy\b|\bsam\s+deploy\b|\bcdk\s+deploy\b|\b(serverless|sls)\s+deploy\b|\bsst\s+deploy\b/, 'cloudformation'],
  [/\baws\s+lambda\s+update-function-code\b/, 'lambda'],
  [/\bgcloud\s+(beta\s+)?run\s+(deploy|services\s+update)\b|\bgcloud\s+(beta\s+)?app\s+deploy\b/, 'platform'],
  [/\b(flyctl|fly)\s+deploy\b|\bvercel\b[^\n]{0,80}--prod\b|\bnetlify\s+deploy\b[^\n]{0,80}--prod\b|\bwrangler\s+(deploy|publish)\b|\brailway\s+up\b|\bheroku\s+container:release\b|\beb\s+deploy\b|\baz\s+(webapp|containerapp)\b(?!\s+job\b)[^\n]{0,60}\b(deploy|up|update)\b|\bfirebase\s+deploy\b|\bdokku\b/, 'platform'],
  [/\bazd\s+(?:deploy|up)\b/, 'azd'],
  // A template that is handed the image to run is a release.
  [/\baz\s+deployment\s+(?:group|sub)\s+create\b[\s\S]{0,1000}?(?:[iI]mage|[tT]ag)\w{0,40}=/, 'arm'],
  [/\bdocker\s+stack\s+deploy\b|\bssh\b[\s\S]{0,400}\bdocker[ -]compose\b[^\n]{0,60}\bup\b|\bansible-playbook\b|\bcap\s+production\s+deploy\b|\bkamal\s+(deploy|setup|redeploy)\b|\bpm2\s+(deploy|reload)\b/, 'server'],
];
const USES: readonly (readonly [RegExp, string])[] = [
  [/^aws-actions\/amazon-ecs-deploy-task-definition@|\/(?:aws-)?ecs-deploy|^aws-ecs\/(?:update-service|deploy-service-update|deploy-ecs)/, 'ecs'],
  [/^aws-actions\/aws-cloudformation-github-deploy@|^aws-actions\/setup-sam/, 'cloudformation'],
  [/^google-github-actions\/deploy-(cloudrun|appengine|cloud-functions)@|^superfly\/|^amondnet\/vercel-action@|^cloudflare\/(wrangler|pages)-action@|^azure\/(webapps-deploy|functions-action|container-apps-deploy-action)@|^akhileshns\/heroku-deploy@|^nwtgck\/actions-netlify@|^digitalocean\/app_action/i, 'platform'],
  [/^(?:AzureWebApp|AzureWebAppContainer|AzureRmWebAppDeployment|AzureFunctionApp|AzureFunctionAppContainer|AzureContainerApps|AzureStaticWebApp|AzureAppServiceManage|AzureSpringCloud)@|^heroku\/(?:deploy|push)|^gcp-cloud-run\/deploy|^google-cloud-run\/deploy|^atlassian\/(?:heroku-deploy|google-cloud-run-deploy|google-app-engine-deploy|azure-(?:web|functions)[\w-]*-deploy|firebase-deploy)/i, 'platform'],
  [/^travis\/(?:heroku|gae|gcs_app|app_engine|elastic_?beanstalk|azure_web_apps|open_?shift|cloud_?foundry|bluemix_?cloud_?foundry|anynines|firebase|netlify|cloud66|engine_?yard|convox|hephy|scalingo|code_?deploy|ops_?works)$/i, 'platform'],
  [/^travis\/lambda$/, 'lambda'],
  [/^travis\/cloud_?formation$/, 'cloudformation'],
  [/^KubernetesManifest@|^Kubernetes@|^kubernetes\/(?:create-or-update-resource|update-container-image)|^atlassian\/(?:kubectl-run|aws-eks-kubectl-run|google-gke-kubectl-run|aks-deploy)|^aws-eks\/update-container-image/i, 'kubectl'],
  [/^aws-(?:sam-)?serverless\/deploy|^aws-cloudformation\/deploy|^CloudFormationCreateOrUpdateStack@|^LambdaDeployFunction@|^atlassian\/aws-(?:cloudformation|sam|cdk)-deploy/i, 'cloudformation'],
  [/\/helmfile-action@|^HelmDeploy@|^helm\/(?:upgrade-helm-chart|install-helm-chart)|^atlassian\/helm/, 'helm'],
  [/^azure\/k8s-deploy@|^azure\/aks|\/helm-deploy|^bcgov\/action-deployer-openshift@|^redhat-actions\/openshift-apply/i, 'kubectl'],
];

/** What a line merely says (`echo "helm upgrade …"`) is no command. */
const withoutSaid = (line: string): string => (/^\s*(?:echo|printf|Write-(?:Host|Output))\b/.test(line) ? line.slice(0, 5000).replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'/g, '') : line);

export interface DeployStep { readonly step: PipelineStep; readonly by: string; readonly command: string }

/** `--kube-context kind-dev`: a cluster inside of the machine that runs the job. */
const TRIAL_CONTEXT = /--(?:kube-?)?context[= ]["']?(?:kind|k3d|minikube)\b/;

/** The steps of a job that put something into service. Trial clusters of a test are none. */
export const deploySteps = (job: PipelineJob): readonly DeployStep[] => {
  if (job.steps.some((step) => step.trial === true || TRIAL_CONTEXT.test(`${step.run ?? ''}\n${step.script ?? ''}`))) return [];
  return job.steps.flatMap((step): DeployStep[] => {
    // A dry run and a client-side check put nothing into service.
    const run = `${step.run ?? ''}\n${step.script ?? ''}\n${/^azure\/cli@/i.test(step.uses ?? '') ? step.with['inlineScript'] ?? '' : ''}`.trim().replace(/\\\n/g, ' ').split('\n').filter((line) => !/^\s*#|--dry-run|\bhelm\s+(template|lint|dep|repo)|\bhelm\s+install\s+--help/.test(line)).map(withoutSaid).join('\n').slice(0, 20_000);
    const found = RUNS.find(([pattern]) => pattern.test(run)) ?? USES.find(([pattern]) => pattern.test(step.uses ?? ''));
    if (found === undefined) return [];
    // Parts that a platform needs before any release of one's own.
    if (found[1] === 'helm' && step.run !== undefined && !/\bhelm(file)?\b[^\n|;&]{0,80}\b(upgrade|install|apply|sync)\b(?![^\n]{0,80}(ingress-nginx|cert-manager|prometheus-community|bitnami\/|jetstack\/))/.test(run)) return [];
    return [{ step, by: found[1], command: run || `${step.uses} ${Object.values(step.with).join(' ')}` }];
  });
};

/** What a job says about where it deploys to; a pull request's own copy is not production. */
export const targetOf = (pipeline: Pipeline, job: PipelineJob): Environment | undefined => byName(pipeline, job) ?? byCommand(job);

const PLACE = /(?:\s(?:-n|--namespace|--context|--kube-context|--env|--environment|--stage|--stack|--profile|--space)[= ]+|\boc\s+project\s+|\bset-context\b[^\n]{0,60}--namespace[= ])["']?([\w.-]{2,80})/g;

/** Where the commands themselves say that they deploy, when all of them say the same. */
const byCommand = (job: PipelineJob): Environment | undefined => {
  const said = deploySteps(job).map(({ step }) => new Set([...(step.run ?? '').slice(0, 20_000).matchAll(PLACE)].map(([, name]) => environmentOf(name!))));
  const [first] = said[0] ?? [];
  return first !== undefined && said.every((places) => places.size === 1 && places.has(first)) ? first : undefined;
};

/** The Azure Developer CLI writes its workflow under its own name. */
const AZD_FILE = /^azure-dev\.ya?ml$/;

const byName = (pipeline: Pipeline, job: PipelineJob): Environment | undefined => {
  const said = [job.environment, job.id, job.name, pipeline.name, pipeline.file.split('/').at(-1)].filter((each) => each === undefined || !AZD_FILE.test(each)).filter((name) => name !== undefined && !name.includes('${{'));
  for (const name of said) {
    if (/(^|[^a-z])(pr|preview|ephemeral|pull[-_ ]?request|tests?|e2e|nightly|canary-test|docs?|storybook)([^a-z]|$)/i.test(name as string)) return 'development';
    const found = environmentOf((name as string).replace(/\.ya?ml$/, ''));
    if (found !== undefined) return found;
  }
  return pipeline.triggers.length > 0 && pipeline.triggers.every((trigger) => /^pull_request/.test(trigger)) ? 'development' : undefined;
};

/** Where a workflow that others call deploys to, when all who call it in this repository say the same. */
export const targetOfCallers = (file: string, pipelines: readonly Pipeline[]): Environment | undefined => {
  const calls = pipelines.flatMap((pipeline) => pipeline.jobs.filter(({ uses }) => uses?.replace(/^\.\//, '') === file).map((job) => {
    const given = Object.entries(job.with).find(([key]) => /^(?:[\w-]*[-_])?(?:env|environment|stage)$/i.test(key))?.[1];
    return (given === undefined ? undefined : environmentOf(given)) ?? targetOf(pipeline, job);
  }));
  return calls.every((target) => target === calls[0]) ? calls[0] : undefined;
};

/** The workflow, template or orb of another repository that a job hands its deployment to; it is not here to be read. */
export const deployedElsewhere = ({ uses, id, name, steps }: PipelineJob): string | undefined => {
  const isForeign = (each: string, about: string): boolean => !each.startsWith('./') && /(^|[^a-z])(deploy|rollout|promote)/i.test(`${about} ${each.split('@')[0]!.split('/').slice(-2).join(' ')}`);
  if (uses !== undefined) return isForeign(uses, `${id} ${name ?? ''}`) ? uses : undefined;
  // Steps of Azure's templates and of CircleCI's orbs; an action of GitHub has a version behind its name.
  return steps.map((step) => step.uses ?? '').find((each) => (/\.ya?ml@/.test(each) || /^[\w-]+\/[\w-]+$/.test(each)) && isForeign(each, '') && !USES.some(([pattern]) => pattern.test(each)));
};
