import type { Deployment, Place } from '../model/index.ts';

const ON_A_CLUSTER: ReadonlySet<Deployment['source']> = new Set(['manifest', 'kustomize', 'helm']);

export interface Budget { readonly fault?: 'blocks' | 'absent'; readonly note: string; readonly at: Place }

/** What keeps some of so many instances up while machines are emptied, where a cluster does that. */
export function budgetOf(one: Deployment, count: number | undefined): Budget | undefined {
  if (!ON_A_CLUSTER.has(one.source) || one.kind === 'daemonset' || one.managed) return undefined;
  const budget = one.disruptionBudget;
  if (budget === undefined) return { fault: 'absent', note: 'No disruption budget keeps one of them up while machines are emptied.', at: one.at };
  const { minAvailable, maxUnavailable, at } = budget;
  // An autoscaler may have added instances that can be spared.
  const all = one.autoscaling === undefined && count !== undefined && minAvailable !== undefined && /^\d+$/.test(minAvailable) && Number(minAvailable) >= count;
  return all || minAvailable === '100%' || maxUnavailable === '0' || maxUnavailable === '0%'
    ? { fault: 'blocks', note: 'Its disruption budget spares none of them: no machine that runs one can be emptied.', at }
    : { note: 'Its disruption budget.', at };
}
