import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { alsoAt, confidenceOf, couldBe, isDeployable, runningServices, subjectOf } from '../../src/lib/production.ts';
import { oneForAll, oneForReleases, SEVERAL_SERVICES } from '../../src/lib/one-for-all.ts';
import { defineCheck, type Deployment, type Judgement, type Unjudged } from '../../src/model/index.ts';

export default defineCheck({
  id: 'no-scaling-path',
  dimension: 'scalability',
  severity: 'major',
  phase: '12.12',
  from: 'growth',
  effort: 'medium',
  title: 'Every component can take more load by more instances',
  why: 'A service that only grows by a bigger machine has a ceiling, and it is met on the busiest day.',
  fix: 'Give the workload an autoscaler or several replicas, or declare how it scales and why that is enough.',
  grading: 'share',
  needs: ['architecture', 'workloads', 'kubernetes'],
  inspect({ architecture, workloads, kubernetes }) {
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    const declared = architecture.declared.components;
    const seen = new Set<string>();
    const made = new Set<Judgement>();
    let examined = 0;

    for (const { workload, deployments } of runningServices(workloads.workloads)) {
      if (workload.component !== undefined) seen.add(workload.component);
      const subject = subjectOf(workload, deployments[0]!);
      const component = workload.component === undefined ? undefined : declared[workload.component];
      const scaling = component?.scaling;
      const said = scaling === undefined ? undefined : { note: `architecture.yaml declares ${scaling.strategy ?? 'its scaling'}.`, at: placeOf(architecture, pointer('components', workload.component!, 'scaling')) };
      const advice = component?.criticality === 'optional' ? { advice: 'architecture.yaml calls it optional.' } : {};
      // Two of what starts the work of others by the clock would start it twice: an autoscaler may hold it at one.
      if (SCHEDULER.test(workload.name) && scaling === undefined && component?.replicas === undefined && deployments.every(({ autoscaling }) => autoscaling === undefined || autoscaling.max === 1)) continue;
      const broken = deployments.map((one) => contradiction(one, scaling) ?? miscount(one, component?.replicas)).find((one) => one !== undefined);
      if (broken !== undefined) {
        examined++;
        judgements.push({ subject, standing: 'violated', message: `${workload.name}: ${broken.message}`, at: broken.at, ...('single' in broken && { confidence: 'medium' as const }), evidence: 'counted' in broken ? [{ note: `architecture.yaml declares ${component!.replicas}.`, at: placeOf(architecture, pointer('components', workload.component!, 'replicas')) }] : said ? [said] : [], ...advice });
        continue;
      }
      if (SCHEDULER.test(workload.name) && scaling === undefined) continue;
      const stuck = deployments.filter((one) => !one.managed && one.autoscaling === undefined && (one.replicas === undefined || (one.replicas.value !== undefined && one.replicas.value < 2)));
      if (stuck.length === 0 && deployments.some((one) => !one.managed && one.autoscaling === undefined && one.replicas?.value === undefined)) {
        unjudged.push({ subject, reason: 'The files leave open how many instances run.', at: deployments[0]!.replicas?.at ?? deployments[0]!.at });
        continue;
      }
      examined++;
      const [first] = stuck;
      const raised = stuck.find((one) => one.raised !== undefined)?.raised;
      if (raised !== undefined) {
        judgements.push({ subject, standing: 'verified', message: `${workload.name} runs ${raised.value} times by values of its chart that somebody may choose.`, at: raised.at, confidence: 'medium' });
        continue;
      }
      if (first === undefined) {
        const [{ managed, autoscaling, replicas, at }] = deployments as [Deployment];
        const how = autoscaling ? 'is scaled by an autoscaler' : managed ? 'is scaled by the platform' : `runs ${replicas?.value ?? 'several'} times`;
        judgements.push({ subject, standing: 'verified', message: `${workload.name} ${how}.`, at: autoscaling?.at ?? replicas?.at ?? at, evidence: said ? [said] : [] });
        continue;
      }
      // No instances to add where the team says that none are needed, and why.
      if (scaling !== undefined && scaling.strategy !== 'horizontal' && scaling.reason !== undefined) continue;
      const { offered } = first;
      judgements.push({
        subject, standing: offered ? 'documented' : said ? 'declared' : 'missing', confidence: offered?.unclear ? 'low' : confidenceOf(first), ...advice,
        message: offered?.unclear ? `The chart has an autoscaler that its values leave off; its text does not tell whether it is for ${workload.name}.` : offered && first.source === 'helm' ? `The chart has an autoscaler for ${workload.name}, and its values leave it off.` : offered ? `An autoscaler for ${workload.name} is written down, and left off.` : said ? `Only architecture.yaml says how ${workload.name} scales; its deployment has one instance and no autoscaler.` : `${workload.name} has one instance, no autoscaler, and no declared way to take more load.`,
        at: first.replicas?.at ?? first.at, evidence: [...(said ? [said] : []), ...(offered ? [{ note: 'The autoscaler.', at: offered.at }] : []), ...alsoAt(stuck.slice(1).map((one) => one.replicas?.at ?? one.at), 'Here as well.')],
      });
      if (component === undefined && stuck.every((one) => one.made)) made.add(judgements.at(-1)!);
    }
    examined -= oneForReleases(judgements, made, 'have one instance each, no autoscaler, and no declared way to take more load');

    // It may be any of those that no deployment is known of.
    const running = runningServices(workloads.workloads);
    const strangers = running.filter(({ workload: { component = '' } }) => !isDeployable(declared[component]?.kind));
    const told = running.some(({ deployments }) => deployments.some(({ environment }) => environment === 'production'));
    for (const [name, component] of Object.entries(declared)) {
      if (seen.has(name) || !['service', 'worker'].includes(component.kind ?? '')) continue;
      // Where files say what production is, what they bring up in tests and development alone is no part of it.
      if (told && component.scaling === undefined && workloads.workloads.some((one) => one.component === name)) continue;
      const nameless = strangers.find(({ workload }) => couldBe(workload, name, architecture.declared.project.name));
      if (component.scaling === undefined && nameless !== undefined) {
        unjudged.push({ subject: `component ${name}`, reason: `Which deployment runs ${name} is not known; ${nameless.workload.name} runs, and belongs to no service that is declared.`, at: nameless.deployments[0]!.at });
        continue;
      }
      examined++;
      if (component.scaling !== undefined && component.scaling.strategy !== 'horizontal' && component.scaling.reason !== undefined) continue;
      judgements.push({
        subject: `component ${name}`, standing: component.scaling === undefined ? 'missing' : 'declared',
        message: component.scaling === undefined ? `${SILENT} ${name} takes more load.` : `Only architecture.yaml says how ${name} scales; no deployment file shows it.`,
        at: placeOf(architecture, pointer('components', name, 'scaling')), confidence: 'medium',
      });
    }

    // Where nothing is said of any, that is one decision which was not taken.
    const silent = judgements.filter(({ standing, message }) => standing === 'missing' && message.startsWith(SILENT));
    if (silent.length >= SEVERAL_SERVICES) {
      examined -= silent.length - 1;
      judgements.splice(0, judgements.length, ...judgements.filter((one) => !silent.includes(one)), ...oneForAll(silent, 'scaling of the components', `Nothing says how ${silent.length} components take more load.`));
    }

    const aimless = new Set<string>();
    for (const resource of kubernetes.resources) {
      if (resource.kind !== 'HorizontalPodAutoscaler' || resource.example) continue;
      const target = (resource.value as { spec?: { scaleTargetRef?: { name?: unknown; kind?: unknown } } }).spec?.scaleTargetRef;
      if (typeof target?.name !== 'string' || resource.name === '') continue;
      const present = kubernetes.resources.some((other) => other.release === resource.release && other.name === target.name && other.kind === (target.kind ?? other.kind));
      // A folder of autoscalers alone may speak of what a chart from elsewhere installs.
      const folder = resource.at.file.slice(0, resource.at.file.lastIndexOf('/') + 1);
      if (present || !kubernetes.resources.some((other) => /^(Deployment|StatefulSet)$/.test(other.kind) && other.at.file.startsWith(folder))) continue;
      // The manifests of several environments may bring the same one each.
      const subject = `autoscaler ${resource.name} of ${resource.release}`;
      if (aimless.has(subject)) continue;
      aimless.add(subject);
      examined++;
      judgements.push({ subject, standing: 'violated', message: `The autoscaler ${resource.name} names ${String(target.kind ?? 'a workload')} ${target.name}, which its release does not have.`, at: resource.at, confidence: 'medium' });
    }
    return { examined, judgements, unjudged };
  },
});

const SILENT = 'Nothing says how';
const SCHEDULER = /(?:^|[-_])(?:schedule|clock)$|(?:^|[-_])(?:scheduler|cron|beat)(?:$|[-_](?!(?:api|ui|web|frontend|dashboard)(?:[-_]|$)))/i;

/** Another number of instances than is declared: one of the two is out of date. */
function miscount({ replicas, autoscaling, managed }: Deployment, declared: number | undefined): { message: string; at: Deployment['at']; counted: true } | undefined {
  if (declared === undefined || replicas?.value === undefined || autoscaling !== undefined || managed || replicas.value === declared) return undefined;
  return { message: `${replicas.value} ${replicas.value === 1 ? 'instance runs' : 'instances run'}, ${declared} ${declared === 1 ? 'is' : 'are'} declared.`, at: replicas.at, counted: true };
}

/** An autoscaler that cannot do its work, or not what is declared. */
function contradiction(one: Deployment, declared: { min?: number; max?: number } | undefined): { message: string; at: Deployment['at']; /** It may be meant to be the only one. */ single?: true } | undefined {
  const { autoscaling } = one;
  if (autoscaling === undefined) return undefined;
  const { min, max, on, at } = autoscaling;
  if (min !== undefined && max !== undefined && min === max) return { message: `its autoscaler has the same number as floor and ceiling (${min}).`, at, ...(min === 1 && declared === undefined && { single: true as const }) };
  if (declared?.max !== undefined && max !== undefined && max < declared.max) return { message: `its autoscaler stops at ${max} instances, ${declared.max} are declared.`, at };
  if (declared?.min !== undefined && min !== undefined && min < declared.min) return { message: `its autoscaler goes down to ${min}, at least ${declared.min} are declared.`, at };
  const requested = one.resources[0];
  if (on.includes('cpu') && requested !== undefined && !requested.open && requested.requests.cpu === undefined && requested.limits.cpu === undefined && one.source !== 'terraform') return { message: 'its autoscaler follows a share of the requested CPU, and no CPU is requested.', at: requested.at };
  return undefined;
}
