import type { Judgement, Kubernetes, Pipelines, PipelineStep } from '../model/index.ts';
import { placeIn } from './located.ts';

/** Arguments by which a program is told to believe any certificate. */
const FLAG = /^--(?:kubelet-insecure-tls|insecure-skip-(?:tls-)?verify|tls-skip-verify|skip-tls-verify|tls-insecure-skip-verify)(?:=true)?$/;

/** What only asks whether somebody answers sends nothing that others should not read. */
const ASKS = /^initContainers$|Probe$/;

/** Such arguments of what a cluster runs, also where they stand in the values of a chart's release. */
export const insecureFlags = ({ resources, releases }: Kubernetes): readonly Judgement[] => {
  const development = new Set(releases.flatMap(({ id, environment }) => (environment === 'development' ? [id] : [])));
  return resources.filter(({ kind, example, release }) => !example && !development.has(release) && kind !== 'ConfigMap' && kind !== 'CustomResourceDefinition').flatMap((by) => {
    const found: Judgement[] = [];
    const visit = (value: unknown, pointer: string, depth: number): void => {
      if (typeof value === 'string') {
        const [flag] = FLAG.exec(value.trim()) ?? [];
        if (flag !== undefined) found.push({ subject: `${by.kind.toLowerCase()}/${by.name} ${flag}`, standing: 'violated', message: `${by.name} is told to believe any certificate (${flag}).`, at: placeIn(by, pointer), confidence: 'low' });
      } else if (typeof value === 'object' && value !== null && depth < 30) for (const [key, inner] of Object.entries(value)) if (!ASKS.test(key)) visit(inner, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
    };
    visit(by.value, '', 0);
    return found;
  });
};

/** Inputs of actions and words of commands that leave out who the other side is. */
const SKIPS_INPUT = /^(?:insecure[-_]?)?skip[-_]?tls[-_]?verify$/i;
const SKIPS = /(?:^|\s)--(?:kube-)?insecure-skip-tls-verify(?:=true)?(?=\s|$)|\bNODE_TLS_REJECT_UNAUTHORIZED=['"]?0\b|\bgit\s+config\s[^\n]{0,60}http\.sslVerify\s+['"]?false/;
const skips = ({ with: given, run = '', env }: PipelineStep): boolean =>
  Object.entries(given).some(([key, value]) => SKIPS_INPUT.test(key) && value === 'true') || SKIPS.test(run.slice(0, 20_000)) || env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0';

/** Steps of pipelines that hand their token to whoever answers: one habit of a team, told once. */
export function trustingSteps({ pipelines }: Pipelines): readonly Judgement[] {
  const found = pipelines.flatMap(({ file, jobs }) => jobs.flatMap(({ steps }) => steps.filter((step) => step.trial === undefined && skips(step)).map(({ at, name }) => ({ at, name: name ?? file }))));
  // What leads to production comes first.
  const [first, ...others] = found.toSorted((a, b) => Number(!/prod/i.test(a.at.file)) - Number(!/prod/i.test(b.at.file)));
  return first === undefined ? [] : [{
    subject: 'pipelines: certificates', standing: 'violated', confidence: 'medium', at: first.at,
    message: `${others.length === 0 ? 'A step of a pipeline believes' : `${found.length} steps of pipelines believe`} any certificate of the server that ${others.length === 0 ? 'it signs' : 'they sign'} in to.`,
    evidence: others.slice(0, 30).map(({ at, name }) => ({ note: name, at })),
  }];
}
