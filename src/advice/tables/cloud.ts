import { CLOUD_SERVICES, type CloudProvider } from '../../lib/knowledge/infrastructure.ts';
import { CLOUD_NAMES, SERVICE_NAMES } from '../../lib/knowledge/names.ts';
import { CHART_TEAM } from '../../lib/knowledge/styles.ts';
import { declaredIn, fromOf, joined, lineOf, type Case } from '../case.ts';
import { cloudsOf, skillIn } from '../situation.ts';
import { CRITERIA } from '../style/criteria.ts';
import { con, pro, when, type ChoiceTable, type Entry, type Reason } from './table.ts';

const PROVIDERS = Object.keys(CLOUD_NAMES) as CloudProvider[];
const nameOf = (provider: CloudProvider): string => CLOUD_NAMES[provider][0];

/** Whether it runs there already. */
function providerReasons(one: Case, provider: CloudProvider): readonly Reason[] {
  const clouds = cloudsOf(one);
  const here = clouds.find(({ value }) => value === provider);
  const [other] = clouds;
  return here ? [pro(2, here.because, here)] : other ? [con(2, `${other.because}, and a second provider is a second of everything`, other)] : [];
}

export const PROVIDER_TABLE: ChoiceTable = {
  id: 'providers', title: 'Cloud providers', source: 'Phase 7, cloud service selection matrix', columns: CLOUD_SERVICES.map(({ need }) => need),
  entries: PROVIDERS.map((provider) => ({
    id: provider, name: nameOf(provider), also: CLOUD_NAMES[provider].slice(1), cells: CLOUD_SERVICES.map(({ services }) => joined(services[provider], 'or') || 'none'),
    reasons(one) {
      const skill = skillIn(one, CLOUD_NAMES[provider]);
      const team = declaredIn(one).project.team_size;
      return [...providerReasons(one, provider), ...when(skill, pro(1, skill?.because ?? '', skill)), ...when(provider === 'self-hosted' && team !== undefined && team < CHART_TEAM.asked, con(1, `${team} developers would run it themselves`, { from: fromOf(one, '/project/team_size') }))];
    },
  })),
  decides: ['infrastructure.cloud', 'constraints.existing_infra', 'constraints.team_skills'],
  needs: ['terraform'],
};

const IS_KUBERNETES = /^(?:EKS|GKE|AKS|Kubernetes)$/;

function serviceReasons(one: Case, service: string, provider: CloudProvider, need: string): readonly Reason[] {
  const { project: { team_size: team }, infrastructure } = declaredIn(one);
  const clusters = one.facts.kubernetes?.resources.find(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  const held = IS_KUBERNETES.test(service);
  const skill = skillIn(one, [service, ...(SERVICE_NAMES[service] ?? [])]);
  const spikes = CRITERIA['traffic comes in spikes'](one);
  const long = CRITERIA['processes run long'](one);
  return [
    // Kubernetes itself runs on every provider.
    ...providerReasons(one, provider).filter(({ speaks }) => speaks === 'for' || service !== 'Kubernetes'),
    ...when(skill, pro(1, skill?.because ?? '', skill)),
    ...when(held ? infrastructure?.orchestration === 'kubernetes' : infrastructure?.orchestration === service.toLowerCase().replace(' ', '-'), pro(3, `${infrastructure?.orchestration} is declared`, { from: fromOf(one, '/infrastructure/orchestration') })),
    ...when(held && infrastructure?.orchestration === undefined && clusters, pro(1, 'the repository holds manifests of Kubernetes', { from: clusters && lineOf(clusters.at) })),
    ...when(held && team !== undefined && team < CHART_TEAM.asked, con(2, `${team} developers do not repay Kubernetes; a platform as a service does`, { from: fromOf(one, '/project/team_size') })),
    ...when(need === 'serverless' && spikes.holds !== undefined, spikes.holds ? pro(2, spikes.because, spikes) : con(1, spikes.because, spikes)),
    ...when(need === 'serverless' && long.holds, con(2, long.because, long)),
  ];
}

const entries: readonly Entry[] = CLOUD_SERVICES.flatMap(({ need, services }) => PROVIDERS.flatMap((provider) => services[provider].map((service): Entry => ({
  id: service.toLowerCase(), name: service, also: SERVICE_NAMES[service] ?? [], cells: [need, nameOf(provider), joined(PROVIDERS.filter((each) => each !== provider).flatMap((each) => services[each]), 'or')],
  reasons: (one) => serviceReasons(one, service, provider, need),
}))));

/** Both run code, and are chosen between. */
const COMPUTE = new Set(['containers', 'serverless']);
const sameNeed = (a: string, b: string): boolean => a === b || (COMPUTE.has(a) && COMPUTE.has(b));

export const SERVICE_TABLE: ChoiceTable = {
  id: 'cloud-services', title: 'Cloud services', source: 'Phase 7, cloud service selection matrix', columns: ['need', 'runs on', 'the same elsewhere'],
  entries,
  decides: ['infrastructure.cloud', 'infrastructure.orchestration', 'project.team_size', 'requirements.non_functional.peak_to_baseline'],
  needs: ['terraform', 'kubernetes', 'workloads'],
  apart: (chosen) => (chosen.every(({ cells: [need] }) => sameNeed(need!, chosen[0]!.cells[0]!)) ? undefined : `They serve different needs: ${joined(chosen.map(({ name, cells: [need] }) => `${name} is for ${need}`))}. One does not replace the other.`),
};
