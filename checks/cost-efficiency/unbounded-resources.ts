import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { alsoAt, confidenceOf, forProduction, isSwitchedOff, subjectOf } from '../../src/lib/production.ts';
import { cores, parseSize } from '../../src/lib/quantity.ts';
import { defineCheck, type Deployment, type Judgement, type Unjudged, type WorkloadResources } from '../../src/model/index.ts';

interface Options { readonly margin: number }

export default defineCheck<'architecture' | 'workloads', Options>({
  id: 'unbounded-resources',
  dimension: 'cost-efficiency',
  severity: 'major',
  phase: '7',
  from: 'growth',
  effort: 'low',
  title: 'Every workload says what it needs and what it may use',
  why: 'Without requests the scheduler guesses and packs wrongly; without a memory limit one leak takes its neighbours down and the bill up.',
  fix: 'Set requests for CPU and memory and a limit for memory, from what the workload was seen to use.',
  grading: 'share',
  needs: ['architecture', 'workloads'],
  options: {
    schema: { type: 'object', additionalProperties: false, properties: { margin: { type: 'number', minimum: 1, description: 'How many times the declared need may be reserved.' } } },
    defaults: { margin: 4 },
  },
  inspect({ architecture, workloads }, { margin }) {
    const judgements: Judgement[] = [];
    const unjudged: Unjudged[] = [];
    let examined = 0;
    // Where one service of a Compose file is held to so much of a processor, the others take what they like.
    const dividing = new Set(workloads.workloads.flatMap(({ deployments }) => deployments.filter(({ source, resources }) => source === 'compose' && resources.some(({ limits }) => limits.cpu !== undefined)).map(({ release }) => release)));
    const lacks = (each: WorkloadResources, one: Deployment): string[] => lacking(each, one, dividing.has(one.release));
    for (const workload of workloads.workloads) {
      if (workload.role === 'tool') continue;
      const deployments = forProduction(workload.deployments).filter((one) => one.resources.length > 0 && !one.optional && !isSwitchedOff(one) && !isTask(one));
      const [first] = deployments;
      if (first === undefined) continue;
      const subject = subjectOf(workload, first);
      const need = workload.component === undefined ? undefined : architecture.declared.components[workload.component]?.resources;
      const incomplete = deployments.flatMap((one) => one.resources.flatMap((each) => {
        const what = lacks(each, one);
        return what.length === 0 || each.open ? [] : [{ one, each, what }];
      }));
      if (incomplete.length === 0 && deployments.some((one) => one.resources.some((each) => each.open && lacks(each, one).length > 0))) {
        unjudged.push({ subject, reason: 'A template or a LimitRange sets what is not written here.', at: first.resources[0]!.at });
        continue;
      }
      examined++;
      const [worst] = incomplete;
      if (worst !== undefined) {
        judgements.push({
          subject: subjectOf(workload, worst.one), standing: 'missing', at: worst.each.at, confidence: confidenceOf(worst.one),
          message: `${worst.each.container || workload.name} sets no ${worst.what.join(', no ')}.`,
          evidence: alsoAt(incomplete.slice(1).map(({ each }) => each.at), 'Incomplete here as well.'),
        });
        continue;
      }
      const wide = need === undefined ? undefined : deployments.flatMap((one) => one.resources.slice(0, 1).map((each) => ({ each, times: excess(each, need) }))).find(({ times }) => times > margin);
      if (wide !== undefined) {
        judgements.push({
          subject, standing: 'violated', at: wide.each.at, message: `${workload.name} reserves ${Math.round(wide.times)} times what architecture.yaml says it needs.`,
          evidence: [{ note: 'The declared need.', at: placeOf(architecture, pointer('components', workload.component!, 'resources')) }],
        });
      }
    }
    return { examined, judgements, unjudged };
  },
});

/** What a compose file runs to its end leaves the machine to others again. */
const isTask = ({ kind, source }: Deployment): boolean => kind === 'job' && source === 'compose';

/** A limit alone is also the request; a CPU limit is a choice in a cluster, not a duty. */
function lacking({ requests, limits, placed }: WorkloadResources, { kind, source }: Deployment, divided: boolean): string[] {
  const lacks: string[] = [];
  const hasCpu = requests.cpu !== undefined || limits.cpu !== undefined;
  // Batch work may take what is left over, and Compose has no scheduler to ask, but for a Swarm.
  const requested = kind !== 'job' && kind !== 'cronjob' && source !== 'compose';
  if (requested && !hasCpu) lacks.push('CPU request');
  if (requested && requests.memory === undefined && limits.memory === undefined) lacks.push('memory request');
  if (limits.memory === undefined) lacks.push('memory limit');
  if (source === 'compose' && (placed || divided) && !hasCpu) lacks.push('CPU limit');
  return lacks;
}

function excess({ requests, limits }: WorkloadResources, need: { cpu?: string | number; memory?: string }): number {
  const ratio = (have: number | undefined, want: number | undefined): number => (have === undefined || want === undefined || want === 0 ? 0 : have / want);
  const memory = requests.memory ?? limits.memory;
  const cpu = requests.cpu ?? limits.cpu;
  return Math.max(ratio(memory === undefined ? undefined : parseSize(memory), need.memory === undefined ? undefined : parseSize(need.memory)), ratio(cpu === undefined ? undefined : cores(cpu), need.cpu === undefined ? undefined : cores(String(need.cpu))));
}
