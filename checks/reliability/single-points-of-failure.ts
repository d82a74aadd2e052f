import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { driverChoice, isChoice } from '../../src/lib/driver-choice.ts';
import { budgetOf } from '../../src/lib/disruption.ts';
import { oneForReleases } from '../../src/lib/one-for-all.ts';
import { isRunByProvider } from '../../src/lib/managed-engines.ts';
import { alsoAt, confidenceOf, foundFor, productionStores, runningServices, subjectOf } from '../../src/lib/production.ts';
import { defineCheck, type Deployment, type Facts, type Judgement, type Place, type Standing, type Store, type Unjudged } from '../../src/model/index.ts';

type From = Pick<Facts, 'architecture' | 'workloads' | 'stores' | 'packages'>;
interface Answer { readonly examined: number; readonly judgements: Judgement[]; readonly unjudged: Unjudged[] }

const OPTIONAL = 'architecture.yaml calls it optional.';

export default defineCheck({
  id: 'single-points-of-failure',
  dimension: 'reliability',
  severity: 'critical',
  phase: '12.6',
  from: 'growth',
  effort: 'medium',
  title: 'Nothing critical runs only once',
  why: 'What runs once takes everything that needs it down with it, at every crash, update and lost machine.',
  fix: 'Run two or more instances in different zones, switch on the standby of the store, or declare what mitigates the loss.',
  grading: 'share',
  needs: ['architecture', 'workloads', 'stores', 'packages'],
  inspect(facts) {
    const parts = [services(facts), stores(facts), externals(facts)];
    return {
      examined: parts.reduce((sum, part) => sum + part.examined, 0),
      judgements: parts.flatMap((part) => part.judgements),
      unjudged: parts.flatMap((part) => part.unjudged),
    };
  },
});

/** How many of it run at least; undefined: a template leaves it open. */
function instances(one: Deployment): number | undefined {
  if (one.managed) return 2;
  if (one.autoscaling !== undefined && one.autoscaling.min !== undefined) return Math.max(one.autoscaling.min, one.autoscaling.min === 0 ? 1 : 0);
  if (one.autoscaling !== undefined) return undefined;
  return one.replicas === undefined ? 1 : one.replicas.value;
}
const placeOfCount = (one: Deployment): Place => one.autoscaling?.at ?? one.replicas?.at ?? one.at;

function services({ architecture, workloads }: From): Answer {
  const judgements: Judgement[] = [];
  const unjudged: Unjudged[] = [];
  const declared = architecture.declared.components;
  const seen = new Set<string>();
  const made = new Set<Judgement>();
  let examined = 0;
  for (const { workload, deployments } of runningServices(workloads.workloads)) {
    const component = workload.component === undefined ? undefined : declared[workload.component];
    // Work that nobody waits for may run once, unless the team says how much depends on it.
    const awaited = (one: Deployment): boolean => one.exposures.length > 0 || ((one.source === 'terraform' || one.source === 'cloudformation') && one.autoscaling?.min !== 0);
    if (component?.criticality === undefined && !deployments.some(awaited)) continue;
    if (workload.component !== undefined) seen.add(workload.component);
    const counted = deployments.map((one) => ({ one, count: instances(one) }));
    const single = counted.filter(({ count }) => count !== undefined && count < 2);
    const subject = subjectOf(workload, deployments[0]!);
    if (single.length === 0 && counted.some(({ count }) => count === undefined)) {
      unjudged.push({ subject, reason: 'The files leave open how many instances run.', at: placeOfCount(counted[0]!.one) });
      continue;
    }
    examined++;
    const [first] = single;
    if (first === undefined) {
      const [{ one, count }] = counted as [(typeof counted)[number]];
      const budget = budgetOf(one, count);
      const must = component?.criticality === 'critical';
      if (budget?.fault === 'blocks' || (budget?.fault === 'absent' && must)) {
        judgements.push({ subject, standing: budget.fault === 'blocks' ? 'violated' : 'missing', message: `${workload.name} runs ${count ?? 'several'} times; ${budget.note[0]!.toLowerCase()}${budget.note.slice(1)}`, at: budget.at, confidence: budget.fault === 'blocks' ? 'medium' : 'low' });
        continue;
      }
      judgements.push({ subject, standing: 'verified', message: one.managed ? `${workload.name} runs as often as the platform needs.` : `${workload.name} runs ${count} times.`, at: placeOfCount(one), ...(budget && { evidence: [{ note: budget.note, at: budget.at }] }) });
      continue;
    }
    const key = workload.component ?? '';
    const said = component?.replicas !== undefined && component.replicas > 1 ? { note: `architecture.yaml declares ${component.replicas} replicas.`, at: placeOf(architecture, pointer('components', key, 'replicas')) }
      : component?.scaling?.min !== undefined && component.scaling.min > 1 ? { note: `architecture.yaml declares at least ${component.scaling.min} instances.`, at: placeOf(architecture, pointer('components', key, 'scaling', 'min')) } : undefined;
    const mitigation = component?.mitigation === undefined ? undefined : { note: `Declared mitigation: ${component.mitigation}`, at: placeOf(architecture, pointer('components', key, 'mitigation')) };
    judgements.push({
      subject: subjectOf(workload, first.one), standing: said ? 'violated' : mitigation ? 'declared' : 'missing',
      message: `${workload.name} runs as one instance${first.one.environment === 'production' ? ' in production' : ''}${first.one.replicas === undefined && first.one.autoscaling === undefined ? '; no number of replicas is set' : ''}.`,
      at: placeOfCount(first.one), confidence: first.one.raised === undefined ? confidenceOf(first.one) : 'low',
      evidence: [...(said ? [said] : []), ...(first.one.raised ? [{ note: `Values of its chart that somebody may choose run ${first.one.raised.value}.`, at: first.one.raised.at }] : []), ...(mitigation ? [mitigation] : []), ...alsoAt(single.slice(1).map(({ one }) => placeOfCount(one)), 'One instance here as well.')],
      ...(component?.criticality === 'optional' && { advice: OPTIONAL }),
    });
    if (component === undefined && single.every(({ one }) => one.made)) made.add(judgements.at(-1)!);
  }
  examined -= oneForReleases(judgements, made, 'run one instance each');
  for (const [name, component] of Object.entries(declared)) {
    // What runs a store is told as the store.
    const stored = workloads.workloads.some((one) => one.component === name && one.role === 'store');
    if (stored || component.criticality !== 'critical' || seen.has(name) || !['service', 'worker'].includes(component.kind ?? '')) continue;
    examined++;
    const backed = (component.replicas ?? component.scaling?.min ?? 1) > 1 || component.mitigation !== undefined;
    judgements.push({ subject: `component ${name}`, standing: backed ? 'declared' : 'missing', message: backed ? `Only architecture.yaml says that ${name} survives the loss of an instance; no deployment file shows it.` : `Nothing says what happens when an instance of ${name} is lost.`, at: placeOf(architecture, pointer('components', name)) });
  }
  return { examined, judgements, unjudged };
}

function stores({ architecture, stores: found, packages }: From): Answer {
  const judgements: Judgement[] = [];
  const unjudged: Unjudged[] = [];
  const { data_stores = {}, queues = {}, caches = {} } = architecture.declared;
  const covered = new Set<string>();
  const choice = driverChoice(packages);
  let examined = 0;
  const judge = (subject: string, all: readonly Store[], at: Place | undefined, declared: { backed?: { note: string; at: Place }; mitigated?: { note: string; at: Place }; optional?: boolean; critical?: boolean }): void => {
    const single = all.filter((store) => store.redundant.value === false);
    if (single.length === 0 && all.some((store) => store.redundant.value === undefined)) {
      unjudged.push({ subject, reason: `Whether ${subject} survives the loss of a node is left open.`, at: all[0]!.redundant.at });
      return;
    }
    examined++;
    if (all[0] !== undefined && single.length === 0) {
      judgements.push({ subject, standing: 'verified', message: `${all[0].resource} survives the loss of a node (${all[0].redundant.note}).`, at: all[0].redundant.at });
      return;
    }
    const first = single[0];
    const standing: Standing = first === undefined ? (declared.backed || declared.mitigated ? 'declared' : 'missing') : declared.backed ? 'violated' : declared.mitigated ? 'declared' : 'missing';
    judgements.push({
      subject, standing, at: first?.redundant.at ?? at!,
      message: first === undefined ? (standing === 'declared' ? `Only architecture.yaml says that ${subject} survives the loss of a node.` : `Nothing says how ${subject} survives the loss of a node.`) : `${first.resource} runs on a single node (${first.redundant.note}).`,
      // No deployment file speaks of it: who runs it elsewhere may well have seen to it.
      ...(first ? { confidence: confidenceOf(first) } : !declared.critical && { confidence: 'medium' as const }),
      evidence: [...[declared.backed, declared.mitigated].filter((one) => one !== undefined), ...alsoAt(single.slice(1).map((store) => store.redundant.at), 'A single node here as well.')],
      ...(declared.optional && { advice: OPTIONAL }),
    });
  };
  const production = [...productionStores(found.stores).values()].flat().filter((store) => store.kind !== 'bucket' && store.kind !== 'topic');
  for (const [section, named] of [['data_stores', data_stores], ['queues', queues], ['caches', caches]] as const) {
    for (const [name, one] of Object.entries(named)) {
      // A queue of tables is as safe as the database that they lie in.
      if (section === 'queues' && one.mitigation === undefined && Object.values(data_stores).some(({ engine }) => engine === one.engine)) continue;
      const matches = foundFor(name, one.engine, production);
      // One server may be declared under several names; its loss is one loss.
      if (matches.length > 0 && matches.every((store) => covered.has(store.name))) continue;
      for (const store of matches) covered.add(store.name);
      // A cache may be lost by its nature: it is asked only where the team says that it matters, or where it is found.
      if (matches.length === 0 && section === 'caches' && one.criticality !== 'critical') continue;
      // The provider keeps these in several places by construction; the others live with what uses them.
      if (matches.length === 0 && (isRunByProvider(one.engine) || /^(?:sqlite|bullmq|memory)$/.test(one.engine ?? ''))) continue;
      const at = (key: string): Place => placeOf(architecture, pointer(section, name, key));
      if (section === 'data_stores' && matches.length === 0 && isChoice(one.engine ?? '', architecture.declared, choice)) {
        unjudged.push({ subject: `store ${name}`, reason: `Whoever installs it chooses between ${choice!.join(', ')}; which of them runs, and how, is not here.`, at: at('') });
        continue;
      }
      const { multi_zone, standby } = one as { multi_zone?: boolean; standby?: string };
      const backed = multi_zone ? 'multi_zone' : standby ? 'standby' : (one.replicas ?? 1) > 1 ? 'replicas' : undefined;
      judge(`${section === 'data_stores' ? 'store' : section.slice(0, -1)} ${name}`, matches, at(''), {
        ...(backed && { backed: { note: `architecture.yaml declares ${backed}.`, at: at(backed) } }),
        ...(one.mitigation !== undefined && { mitigated: { note: `Declared mitigation: ${one.mitigation}`, at: at('mitigation') } }),
        optional: one.criticality === 'optional', critical: one.criticality === 'critical',
      });
    }
  }
  for (const [name, all] of productionStores(found.stores)) {
    const own = all.filter((store) => store.kind !== 'bucket' && store.kind !== 'topic' && !store.isDeadLetter);
    if (own.length > 0 && !covered.has(name)) judge(`${own[0]!.kind} ${name}`, own, undefined, {});
  }
  return { examined, judgements, unjudged };
}

function externals({ architecture }: From): Answer {
  const critical = Object.entries(architecture.declared.externals ?? {}).filter(([, one]) => one.criticality === 'critical');
  const judgements = critical.map(([name, one]): Judgement => {
    const backed = one.mitigation ?? one.degradation;
    return {
      subject: `external ${name}`, standing: backed === undefined ? 'missing' : 'declared', at: placeOf(architecture, pointer('externals', name, one.mitigation !== undefined ? 'mitigation' : 'degradation')),
      message: backed === undefined ? `Nothing says what users still have while ${name} is away.` : `Only architecture.yaml says what stands in for ${name}.`,
    };
  });
  return { examined: critical.length, judgements, unjudged: [] };
}

