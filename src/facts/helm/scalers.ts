import { dirname } from 'node:path/posix';
import type { KubernetesRelease, Place } from '../../model/index.ts';

type Scaler = NonNullable<KubernetesRelease['scalers']>[number];
interface Document { readonly path: string; readonly kind: string; readonly line: number; readonly text: string }

const SCALES = /^(?:HorizontalPodAutoscaler|ScaledObject)$/;
const RUNS = /^(?:Deployment|StatefulSet|Rollout)$/;

/** The autoscalers of a chart's templates, each with the templates of what it scales: by the name that both write, else by what is alone. */
export const scalersOf = (templates: readonly { readonly path: string; readonly text: string }[]): readonly Scaler[] => {
  const documents = templates.flatMap(documentsOf);
  const running = documents.filter(({ kind, path }) => RUNS.test(kind) && !path.endsWith('.tpl'));
  return documents.filter(({ kind }) => SCALES.test(kind)).map((one): Scaler => {
    const at: Place = { file: one.path, line: one.line };
    const target = nameBelow(one.text, 'scaleTargetRef');
    const named = target === undefined || one.path.endsWith('.tpl') ? [] : running.filter(({ text }) => nameBelow(text, 'metadata') === target);
    if (named.length > 0) return { at, templates: [...new Set(named.map(({ path }) => path))] };
    const beside = running.filter(({ path }) => dirname(path) === dirname(one.path) && !path.endsWith('/templates'));
    const candidates = [...new Set((beside.length > 0 ? beside : running).map(({ path }) => path))];
    return candidates.length === 1 ? { at, templates: candidates } : { at, templates: templates.map(({ path }) => path), unclear: true };
  });
};

const documentsOf = ({ path, text }: { readonly path: string; readonly text: string }): Document[] => {
  let line = 1;
  return text.split(/^(?=---)/m).flatMap((part): Document[] => {
    const start = line;
    line += part.split('\n').length - 1;
    const kind = /^[ \t]*kind:[ \t]*["']?([A-Z][A-Za-z]+)["']?[ \t\r]*$/m.exec(part);
    return kind === null ? [] : [{ path, kind: kind[1]!, line: start + part.slice(0, kind.index).split('\n').length - 1, text: part }];
  });
};

/** `name: {{- template "shop.fullname" $ }}` as others would write it. */
const nameBelow = (text: string, key: string): string | undefined => {
  const [, below = ''] = new RegExp(`^[ \\t]*${key}:[ \\t\\r]*\\n((?:.*\\n?){1,8})`, 'm').exec(text) ?? [];
  const [, name] = /^[ \t]+name:[ \t]*(\S.{0,200}?)[ \t\r]*$/m.exec(below) ?? [];
  return name?.replace(/["']/g, '').replace(/\{\{-?\s*|\s*-?\}\}/g, (brace) => (brace.includes('{') ? '{{' : '}}')).replace(/\btemplate\b/g, 'include').replace(/\$(?=\.|\s|\)|\}|$)/g, '.').replace(/\.\./g, '.').replace(/\s*\|\s*quote\b/g, '').replace(/\s+/g, ' ');
};
