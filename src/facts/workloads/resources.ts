import { at as pick, isUnresolved, list, text, type Json } from '../../lib/json.ts';
import type { KubernetesResource, Place, WorkloadResources } from '../../model/index.ts';

/** What a container asks for, and may use; where it says nothing of either, what its pod has for all of them. */
export const resourcesOf = (container: Json, index: number, pod: Json, siblings: readonly KubernetesResource[], place: (suffix: string) => Place, named: Place): WorkloadResources => {
  const own = container['resources'];
  const limits = siblings.some((each) => each.kind === 'LimitRange');
  const known = (key: 'requests' | 'limits', what: 'cpu' | 'memory'): string | undefined => text(pick(own, key, what)) ?? text(pick(pod['resources'], key, what));
  const part = (key: 'requests' | 'limits'): WorkloadResources['requests'] => {
    const [cpu, memory] = [known(key, 'cpu'), known(key, 'memory')];
    return { ...(cpu !== undefined && { cpu }), ...(memory !== undefined && { memory }) };
  };
  const inPod = list(pod['containers']).length > 0 && pod['resources'] !== undefined;
  return {
    container: text(container['name']) ?? '', requests: part('requests'), limits: part('limits'),
    open: limits || isUnresolved(JSON.stringify(own ?? '')) || isUnresolved(JSON.stringify(pod['resources'] ?? '')),
    at: own !== undefined ? place(`/containers/${index}/resources`) : inPod ? place('/resources') : named,
  };
};
