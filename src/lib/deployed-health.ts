import type { Deployment, Facts, Judgement, Place, Unjudged } from '../model/index.ts';
import { placeOf, pointer } from './declaration.ts';
import { isEmulator } from './emulators.ts';
import { alsoAt, confidenceOf, runningServices, runningStores, subjectOf } from './production.ts';

/**
 * Probes of what a cluster runs: a workload that requests are led to needs one that says when it is ready.
 */
export function deployedHealth(architecture: Facts['architecture'], workloads: Facts['workloads'], docker: Facts['docker'], kubernetes: Facts['kubernetes']): { readonly examined: number; readonly judgements: readonly Judgement[]; readonly unjudged: readonly Unjudged[] } {
  const judgements: Judgement[] = [];
  const unjudged: Unjudged[] = [];
  const probed = new Set(kubernetes.releases.flatMap((one) => one.probed ?? []));
  let examined = 0;
  for (const { workload, deployments } of runningServices(workloads.workloads)) {
    const served = deployments.filter(isAsked);
    const [first] = served;
    if (first === undefined) continue;
    examined++;
    const subject = subjectOf(workload, first);
    const other = workload.component === undefined ? undefined : misdirected(architecture, workload.component, served);
    if (other !== undefined) {
      judgements.push({ subject, standing: 'violated', ...other });
      continue;
    }
    const bare = served.filter((one) => !one.probes.some(({ kind, how }) => kind === 'readiness' && how !== 'disabled'));
    if (bare[0] !== undefined) {
      const liveness = bare[0].probes.find(({ kind }) => kind === 'liveness');
      const check = docker.dockerfiles.find((one) => one.file === workload.dockerfile)?.healthcheck;
      judgements.push({
        subject, standing: 'missing', at: bare[0].at, confidence: confidenceOf(bare[0]),
        message: probed.has(bare[0].at.file) ? `The chart has a readiness probe for ${workload.name}, and its values leave it off.` : `${workload.name} takes requests and has no readiness probe${liveness ? '; its liveness probe only restarts it' : ''}.`,
        evidence: [...(liveness ? [{ note: 'The liveness probe.', at: liveness.at }] : []), ...(check && !check.disabled ? [{ note: 'A cluster does not ask the HEALTHCHECK of the image.', at: check.at }] : []), ...alsoAt(bare.slice(1).map(({ at }) => at), 'Without one here as well.')],
      });
      continue;
    }
    // Only what names its ports can be wrong about them.
    const lost = served.flatMap((one) => (one.ports.length === 0 ? [] : one.probes.filter(({ port, how }) => how !== 'exec' && port !== undefined && !one.ports.some((each) => each.port === port)))).at(0);
    // A cluster asks any port, whether the container lists it or not.
    if (lost !== undefined) unjudged.push({ subject, at: lost.at, reason: `The ${lost.kind} probe of ${workload.name} asks port ${lost.port}, which the container does not list; whether anything answers there is not to be told.` });
  }
  for (const { workload, deployments } of runningStores(workloads.workloads)) {
    const served = deployments.filter((one) => isAsked(one) && !isEmulator(one.image));
    if (served[0] === undefined) continue;
    examined++;
    const [bare, ...others] = served.filter((one) => !one.probes.some(({ how }) => how !== 'disabled'));
    if (bare !== undefined) judgements.push({ subject: subjectOf(workload, bare), standing: 'missing', at: bare.at, confidence: 'medium', message: `${workload.name} takes requests, and no probe tells whether it is well.`, evidence: alsoAt(others.map(({ at }) => at), 'None here either.') });
  }
  return { examined, judgements, unjudged };
}

/** A service leads requests to it, inside of a cluster. */
const isAsked = (one: Deployment): boolean => (one.kind === 'deployment' || one.kind === 'statefulset') && one.exposures.some(({ unready }) => !unready) && (one.source === 'manifest' || one.source === 'kustomize' || one.source === 'helm' || one.source === 'terraform');

/** Probes that ask for another path or port than architecture.yaml declares: the first difference, and the others with their places as its evidence. */
function misdirected(architecture: Facts['architecture'], component: string, deployments: readonly Deployment[]): Pick<Judgement, 'message' | 'at' | 'evidence'> | undefined {
  const health = architecture.declared.components[component]?.health;
  if (health === undefined) return undefined;
  const declaredAt = (key: string): Place => placeOf(architecture, pointer('components', component, 'health', key));
  const [first, ...more] = deployments.flatMap(({ probes }) => probes).flatMap(({ kind, how, path, port, at }) => {
    if (how !== 'http' || (kind !== 'liveness' && kind !== 'readiness')) return [];
    const wanted = health[kind];
    return [
      ...(wanted !== undefined && path !== undefined && plainPath(path) !== plainPath(wanted) ? [{ message: `The ${kind} probe of ${component} asks for ${path}; ${wanted} is declared.`, at, declared: { note: 'The declared path.', at: declaredAt(kind) } }] : []),
      ...(health.port !== undefined && port !== undefined && port !== health.port ? [{ message: `The ${kind} probe of ${component} asks port ${port}; ${health.port} is declared.`, at, declared: { note: 'The declared port.', at: declaredAt('port') } }] : []),
    ];
  });
  return first && { message: first.message, at: first.at, evidence: [first.declared, ...more.slice(0, 10).flatMap(({ message, at, declared }) => [{ note: message, at }, declared])] };
}

const plainPath = (path: string): string => path.replace(/[?#].*$/, '').replace(/(.)\/$/, '$1');
