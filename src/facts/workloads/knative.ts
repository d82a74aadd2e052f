import { at as pick, number, record, text } from '../../lib/json.ts';
import { placeIn, pointerStep } from '../../lib/located.ts';
import type { Deployment, KubernetesResource, WorkloadExposure } from '../../model/index.ts';

const ANNOTATIONS = ['spec', 'template', 'metadata', 'annotations'];
const MOST = /^autoscaling\.knative\.dev\/max-?scale$/i;

/** The platform runs as many instances as are asked for, unless an annotation keeps it to one. */
export function knativeOf(resource: KubernetesResource): Pick<Deployment, 'managed' | 'replicas'> {
  const key = Object.keys(record(pick(resource.value, ...ANNOTATIONS))).find((each) => MOST.test(each));
  if (key === undefined || number(pick(resource.value, ...ANNOTATIONS, key)) !== 1) return { managed: true };
  return { managed: false, replicas: { value: 1, at: placeIn(resource, `/${ANNOTATIONS.join('/')}${pointerStep(key)}`) } };
}

/** It has an address of its own, open to all unless it is said to be for the cluster alone. */
export function servedBy(resource: KubernetesResource): WorkloadExposure[] {
  const metadata = pick(resource.value, 'metadata');
  const inside = text(pick(metadata, 'labels', 'networking.knative.dev/visibility')) === 'cluster-local' || text(pick(metadata, 'annotations', 'run.googleapis.com/ingress')) === 'internal';
  return [{ by: inside ? 'service' : 'http-event', name: resource.name, public: !inside, hosts: [], at: resource.at }];
}
