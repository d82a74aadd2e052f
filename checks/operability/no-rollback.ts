import { listOf, placeOf } from '../../src/lib/declaration.ts';
import { isMatch } from '../../src/lib/globs.ts';
import { at as pick, flag } from '../../src/lib/json.ts';
import { deploySteps, deployedElsewhere, targetOf, targetOfCallers } from '../../src/lib/pipelines.ts';
import { groupBy } from '../../src/lib/module-imports.ts';
import { placeText } from '../../src/lib/mistake.ts';
import { bringsUp, byCodeDeploy, keepsRevisions, setsSwitch } from '../../src/lib/releases.ts';
import { defineCheck, type Evidence, type Facts, type Judgement, type Place, type Unjudged } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'pipelines' | 'kubernetes' | 'terraform' | 'cloudformation' | 'platforms' | 'files'>;

export default defineCheck({
  id: 'no-rollback',
  dimension: 'operability',
  severity: 'critical',
  phase: '12.27',
  from: 'MVP',
  effort: 'medium',
  title: 'Every deployment can be taken back',
  why: 'Sooner or later a release is bad; without a rehearsed way back users wait while a fix is written under pressure.',
  fix: 'Let the deployment take itself back when it fails (`helm upgrade --atomic`, a circuit breaker, canary), or add a job that puts the last good version back.',
  grading: 'share',
  needs: ['architecture', 'pipelines', 'kubernetes', 'terraform', 'cloudformation', 'platforms', 'files'],
  inspect(facts) {
    const { architecture, pipelines } = facts;
    const deployment = architecture.declared.deployment;
    const way = wayBack(facts);
    const kept = keepsRevisions(facts);
    const judgements: Judgement[] = [];
    const lacking: Lacking[] = [];
    const unjudged: Unjudged[] = [];
    let examined = 0;
    for (const pipeline of pipelines.pipelines) {
      // An action deploys where the workflows do that use it; there its steps are judged.
      if (pipeline.kind === 'github-action') continue;
      for (const job of pipeline.jobs) {
        const [first, ...more] = deploySteps(job).filter((each) => bringsUp(each, facts) && !setsSwitch(each, pipeline));
        const target = targetOf(pipeline, job) ?? (pipeline.triggers.every((trigger) => trigger === 'workflow_call') ? targetOfCallers(pipeline.file, pipelines.pipelines) : undefined);
        if (target === 'development' || target === 'staging') continue;
        const subject = `${pipeline.file}: ${job.id}`;
        const elsewhere = deployedElsewhere(job);
        if (first === undefined) {
          if (elsewhere !== undefined && way === undefined) unjudged.push({ subject, reason: `It deploys by ${elsewhere}, which is not read.`, at: job.at });
          continue;
        }
        examined++;
        const byItself = [first, ...more].every((each) => (each.by === 'azd' && kept) || byCodeDeploy(each) || takesItselfBack(each.by, each.command, job.steps.map((step) => `${step.if ?? ''} ${step.run ?? ''}`).join('\n')));
        if (byItself || way !== undefined) {
          judgements.push({ subject, standing: 'verified', message: byItself ? [first, ...more].every(({ by }) => by === 'platform' || by === 'azd') ? `${job.id} deploys to a platform that keeps the last release at hand.` : `${job.id} deploys, and takes a failed release back.` : `${job.id} deploys, and there is a way back.`, at: first.step.at, evidence: way ? [way] : [] });
          continue;
        }
        const documented = evidenced(facts);
        const said = deployment?.rollback !== undefined && deployment.rollback !== 'none' ? { note: `architecture.yaml declares ${deployment.rollback} rollback.`, at: placeOf(architecture, '/deployment/rollback') } : undefined;
        lacking.push({ by: [first, ...more].at(-1)!.step.at, judgement: {
          subject, standing: deployment?.rollback === 'none' ? 'violated' : documented ? 'documented' : said ? 'declared' : 'missing',
          message: documented ? `${job.id} deploys; a document says how it is taken back.` : said ? `${job.id} deploys; only architecture.yaml says that it can be taken back.` : `${job.id} deploys and has no way back: no automatic rollback, no canary, no job that puts the last version back.`,
          at: first.step.at, confidence: target === 'production' && !(first.by === 'ecs' && !buildsServices(facts)) ? 'high' : 'medium', evidence: [...(documented ? [documented] : []), ...(said ? [said] : [])],
        } });
      }
    }
    const alike = together(lacking);
    judgements.push(...alike);
    examined -= lacking.length - alike.length;
    const strategy = recreated(facts);
    for (const judgement of strategy) judgements.push(judgement);
    return { examined: examined + strategy.length, judgements, unjudged };
  },
});

/** A job without a way back, and the step by which it deploys in the end. */
interface Lacking { readonly by: Place; readonly judgement: Judgement }

/** Jobs that deploy by one shared action are mended there. */
function together(lacking: readonly Lacking[]): Judgement[] {
  return [...groupBy(lacking, ({ by }) => placeText(by)).values()].map(([first, ...others]) => (others.length === 0 ? first.judgement : {
    ...first.judgement, at: first.by, message: `${others.length + 1} jobs deploy by one step that has no way back: no automatic rollback, no canary, no job that puts the last version back.`,
    evidence: [...(first.judgement.evidence ?? []), ...[first, ...others].map(({ judgement }) => ({ note: judgement.subject, at: judgement.at }))],
  }));
}

/** Elsewhere, whoever builds the service may have given it a circuit breaker. */
const buildsServices = ({ terraform, cloudformation }: From): boolean => terraform.blocks.some(({ type }) => type === 'aws_ecs_service') || cloudformation.resources.some(({ type }) => type === 'AWS::ECS::Service');

/** Tools that go back on their own when a release fails, and platforms that keep the last one at hand. */
function takesItselfBack(by: string, command: string, job: string): boolean {
  if (by === 'cloudformation') return !/--disable-rollback|--no-rollback/.test(command);
  if (by === 'platform') return true;
  if (by === 'helm') return /--atomic|--rollback-on-failure|atomic:\s*true/.test(command) || /helm\s+rollback/.test(job);
  return /rollout\s+undo|helm\s+rollback|rollback|--circuit-breaker|deployment-configuration.*rollback=true/i.test(`${command}\n${job}`);
}

/** What puts back what ran before, whatever the job is called. */
const GOES_BACK = /\bvelero\s+(?:create\s+restore|restore\s+create)\b|\brollout\s+undo\b|\bhelm\s+rollback\b|\bargocd\s+app\s+rollback\b/;

/** A way back for all of the repository's deployments. */
function wayBack({ pipelines, kubernetes, terraform, cloudformation }: From): Evidence | undefined {
  for (const pipeline of pipelines.pipelines) {
    const named = /roll[-_ ]?back|revert|restore[-_ ]previous/i;
    const job = pipeline.jobs.find((one) => named.test(`${one.id} ${one.name ?? ''}`)) ?? pipeline.jobs.find(({ steps }) => steps.some(({ run }) => GOES_BACK.test((run ?? '').slice(0, 20_000))));
    const manual = pipeline.triggers.includes('workflow_dispatch') || pipeline.triggers.includes('workflow_call') || job?.manual === true;
    if (manual && (job !== undefined || named.test(`${pipeline.file} ${pipeline.name ?? ''}`))) return { note: 'A job puts the last version back.', at: job?.at ?? pipeline.at };
  }
  const gradual = kubernetes.resources.find((one) => (one.kind === 'Rollout' && (pick(one.value, 'spec', 'strategy', 'canary') ?? pick(one.value, 'spec', 'strategy', 'blueGreen')) !== undefined) || (one.kind === 'Canary' && one.apiVersion.startsWith('flagger')));
  if (gradual !== undefined) return { note: 'Releases are rolled out gradually.', at: gradual.at };
  const breaker = terraform.blocks.find((one) => (one.type === 'aws_ecs_service' && flag(pick(one.value, 'deployment_circuit_breaker', 0, 'rollback')) === true) || (one.type === 'aws_codedeploy_deployment_group' && flag(pick(one.value, 'auto_rollback_configuration', 0, 'enabled')) === true));
  if (breaker !== undefined) return { note: 'A failed deployment is taken back.', at: breaker.at };
  const cloud = cloudformation.resources.find((one) => flag(pick(one.value, 'Properties', 'DeploymentConfiguration', 'DeploymentCircuitBreaker', 'Rollback')) === true || (one.type === 'AWS::Serverless::Function' && pick(one.value, 'Properties', 'DeploymentPreference') !== undefined));
  return cloud === undefined ? undefined : { note: 'A failed deployment is taken back.', at: cloud.at };
}

function evidenced({ architecture, files }: From): Evidence | undefined {
  const globs = listOf(architecture.declared.deployment?.rollback_evidence);
  if (globs.length === 0) return undefined;
  const matches = isMatch(globs);
  const file = files.files.find((each) => matches(each.path) && each.bytes > 200);
  return file === undefined ? undefined : { note: 'The declared evidence.', at: { file: file.path } };
}

/** What is declared to go on while it is replaced, and is stopped first. */
function recreated({ architecture, kubernetes }: From): Judgement[] {
  const declared = architecture.declared.deployment?.strategy;
  if (declared === undefined || declared === 'recreate') return [];
  return kubernetes.resources.flatMap((one): Judgement[] => {
    if (one.kind !== 'Deployment' || pick(one.value, 'spec', 'strategy', 'type') !== 'Recreate') return [];
    return [{ subject: `deployment/${one.name} of ${one.release}`, standing: 'violated', message: `${one.name} is stopped before its successor starts; ${declared} is declared.`, at: one.places['/spec/strategy/type'] ?? one.at, confidence: 'medium', evidence: [{ note: 'The declared strategy.', at: placeOf(architecture, '/deployment/strategy') }] }];
  });
}
