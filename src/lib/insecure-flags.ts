import type { Judgement, Kubernetes } from '../model/index.ts';
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
