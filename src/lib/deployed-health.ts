import type { Facts, Judgement, Unjudged } from '../model/index.ts';
import { alsoAt, confidenceOf, runningServices, subjectOf } from './production.ts';

/**
 * Probes of what a cluster runs: a workload that requests are led to needs one that says when it is ready, and a probe
 * asks a port that the container has.
 */
export function deployedHealth(workloads: Facts['workloads'], docker: Facts['docker']): { readonly examined: number; readonly judgements: readonly Judgement[]; readonly unjudged: readonly Unjudged[] } {
  const judgements: Judgement[] = [];
  let examined = 0;
  for (const { workload, deployments } of runningServices(workloads.workloads)) {
    const served = deployments.filter((one) => (one.kind === 'deployment' || one.kind === 'statefulset') && one.exposures.length > 0 && (one.source === 'manifest' || one.source === 'kustomize' || one.source === 'helm'));
    const [first] = served;
    if (first === undefined) continue;
    examined++;
    const subject = subjectOf(workload, first);
    const bare = served.filter((one) => !one.probes.some(({ kind, how }) => kind === 'readiness' && how !== 'disabled'));
    if (bare[0] !== undefined) {
      const other = bare[0].probes.find(({ kind }) => kind === 'liveness');
      const check = docker.dockerfiles.find((one) => one.file === workload.dockerfile)?.healthcheck;
      judgements.push({
        subject, standing: 'missing', at: bare[0].at, confidence: confidenceOf(bare[0]),
        message: `${workload.name} takes requests and has no readiness probe${other ? '; its liveness probe only restarts it' : ''}.`,
        evidence: [...(other ? [{ note: 'The liveness probe.', at: other.at }] : []), ...(check && !check.disabled ? [{ note: 'A cluster does not ask the HEALTHCHECK of the image.', at: check.at }] : []), ...alsoAt(bare.slice(1).map(({ at }) => at), 'Without one here as well.')],
      });
      continue;
    }
    // Only what names its ports can be wrong about them.
    const lost = served.flatMap((one) => (one.ports.length === 0 ? [] : one.probes.filter(({ port, how }) => how !== 'exec' && port !== undefined && !one.ports.some((each) => each.port === port)))).at(0);
    if (lost !== undefined) judgements.push({ subject, standing: 'violated', at: lost.at, message: `The ${lost.kind} probe of ${workload.name} asks port ${lost.port}, which the container does not name.`, evidence: first.ports.slice(0, 5).map(({ port, at }) => ({ note: `It names ${port}.`, at })), confidence: 'low' });
  }
  return { examined, judgements, unjudged: [] };
}
