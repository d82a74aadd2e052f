import { UNRESOLVED } from '../../lib/json.ts';
import { dig, type Entry, type Located } from '../../lib/located.ts';

const MAX_OBJECTS = 500;
const RUNS = /^(?:Deployment|DeploymentConfig|StatefulSet|CronJob|Job)$/;

/**
 * The objects of an OpenShift `Template`, with the defaults of its parameters put in. A parameter without one is given when the
 * template is processed: where it only prefixes a name it is left out, alone it stays open. What names the workload by itself is
 * called as its file is: `api-deploy.yml` brings up `api`.
 */
export const objectsOf = (template: Located): readonly Located[] => {
  const values = new Map<string, string | undefined>();
  for (const one of dig(template, 'parameters')?.items ?? []) {
    const [name, value] = [dig(one, 'name')?.scalar, dig(one, 'value')?.scalar];
    if (typeof name === 'string') values.set(name, value === undefined || value === null || value === '' ? undefined : String(value));
  }
  const objects = (dig(template, 'objects')?.items ?? []).slice(0, MAX_OBJECTS);
  const naming = new Set(objects.flatMap((object) => (RUNS.test(String(dig(object, 'kind')?.scalar)) ? /^\$\{(\w{1,100})\}$/.exec(String(dig(object, 'metadata', 'name')?.scalar))?.[1] ?? [] : [])));
  // Two names that are open cannot both be the file's.
  const [alone, another] = [...naming].filter((name) => values.has(name) && values.get(name) === undefined);
  if (alone !== undefined && another === undefined) values.set(alone, nameOfFile(template.at.file));
  return objects.map((object) => filled(object, values, 0));
};

/** `devops/openshift/api-deploy.yml` → `api`, `frontend/openshift.deploy.yml` → `frontend`. */
const nameOfFile = (file: string): string | undefined => {
  const [stem = '', folder = ''] = file.replace(/\.ya?ml$|\.json$/i, '').split('/').reverse();
  const plain = (name: string): string => name.split(/[-_.]/).filter((word) => !/^(?:openshift|deploy|deployment|deploymentconfig|dc|template|job|cronjob|prod|server|service|app)$/i.test(word)).join('-').toLowerCase();
  return plain(stem) || plain(folder) || undefined;
};

const filled = (node: Located, values: ReadonlyMap<string, string | undefined>, depth: number): Located => {
  if (depth > 60) return node;
  if (typeof node.scalar === 'string') return { ...node, scalar: valueOf(node.scalar, values) };
  return {
    ...node,
    ...(node.items && { items: node.items.map((item) => filled(item, values, depth + 1)) }),
    ...(node.entries && { entries: new Map([...node.entries].map(([key, entry]): [string, Entry] => [key, { ...entry, node: filled(entry.node, values, depth + 1) }])) }),
  };
};

/** `${{NAME}}` is put in as it is written, a number as a number. */
const valueOf = (text: string, values: ReadonlyMap<string, string | undefined>): string | number | boolean => {
  if (!text.includes('${') || text.length > 20_000) return text;
  const bare = /^\$\{\{(\w{1,100})\}\}$/.exec(text)?.[1];
  if (bare !== undefined) {
    const value = values.get(bare);
    if (value === undefined) return UNRESOLVED;
    return /^-?\d{1,12}$/.test(value) ? Number(value) : value === 'true' || value === 'false' ? value === 'true' : value;
  }
  const put = text.replace(/\$\{(\w{1,100})\}([-_.]?)/g, (whole, name: string, separator: string) => {
    if (!values.has(name)) return whole;
    const value = values.get(name);
    return value === undefined ? '' : value + separator;
  });
  return put === '' ? UNRESOLVED : put;
};
