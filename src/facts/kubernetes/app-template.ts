import { UNRESOLVED } from '../../lib/json.ts';
import { dig, type Entry, type Located, type Scalar } from '../../lib/located.ts';
import type { Place } from '../../model/index.ts';

// `app-template` writes out whatever workloads its values describe: the one chart whose values say all that runs. They are
// told by their form (`controllers.<name>.containers.<name>.image`), for a release names only the repository of its chart.

const KINDS: Readonly<Record<string, string>> = { deployment: 'Deployment', statefulset: 'StatefulSet', daemonset: 'DaemonSet', cronjob: 'CronJob', job: 'Job' };
const MAX_CONTROLLERS = 20;

/** The workloads and services that a release of Flux has its chart make, with the places of its values. */
export const madeByRelease = (document: Located): readonly Located[] => {
  const word = (node: Located | undefined): string | undefined => (typeof node?.scalar === 'string' ? node.scalar : undefined);
  const values = dig(document, 'spec', 'values');
  const named = dig(document, 'metadata', 'name');
  const release = word(named);
  const controllers = [...(dig(values, 'controllers')?.entries ?? [])].filter(([, { node }]) => isOn(node) && saysAll(node)).slice(0, MAX_CONTROLLERS);
  if (word(dig(document, 'kind')) !== 'HelmRelease' || values === undefined || named === undefined || release === undefined || controllers.length === 0) return [];
  const nameOf = (id: string): string => (controllers.length === 1 || id === release || id === 'main' ? release : `${release}-${id}`);
  const labels = (id: string, at: Place): Located => map(at, { 'app.kubernetes.io/name': scalar(release, at), 'app.kubernetes.io/controller': scalar(id, at) });

  const workloads = controllers.map(([id, { key, node }]): Located => {
    const kind = KINDS[word(dig(node, 'type')) ?? 'deployment'] ?? 'Deployment';
    const containers = [...dig(node, 'containers')!.entries!].filter(([, one]) => isOn(one.node)).map(([name, one]) => containerOf(name, one, dig(node, 'defaultContainerOptions')));
    const template = map(key, { metadata: map(key, { labels: labels(id, key) }), spec: map(key, { containers: { at: key, items: containers } }) });
    // The chart runs one of each where its values do not say how many.
    const replicas = kind === 'Deployment' || kind === 'StatefulSet' ? { replicas: dig(node, 'replicas') ?? scalar(1, key) } : {};
    return resource(kind === 'CronJob' || kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, scalar(nameOf(id), key), kind === 'CronJob'
      ? map(key, { jobTemplate: map(key, { spec: map(key, { template }) }) })
      : map(key, { ...replicas, selector: map(key, { matchLabels: labels(id, key) }), template }));
  });
  const services = [...(dig(values, 'service')?.entries ?? [])].flatMap(([name, { key, node }]): Located[] => {
    const asked = word(dig(node, 'controller'));
    const [target] = controllers.find(([id]) => id === asked) ?? (controllers.length === 1 ? controllers : controllers.filter(([id]) => id === name))[0] ?? [];
    const ports = [...(dig(node, 'ports')?.entries ?? [])].filter(([, one]) => isOn(one.node));
    if (target === undefined || !isOn(node) || ports.length === 0) return [];
    return [resource('v1', 'Service', scalar(`${release}-${name}`, key), map(key, { selector: labels(target, key), ports: { at: key, items: ports.map(([, one]) => map(one.key, { port: dig(one.node, 'port') })) } }))];
  });
  return [...workloads, ...services];
};

/** A chart that knows which image it runs knows more than its values say. */
const saysAll = (controller: Located): boolean => {
  const containers = [...(dig(controller, 'containers')?.entries?.values() ?? [])].filter(({ node }) => isOn(node));
  return containers.length > 0 && containers.every(({ node }) => (dig(node, 'image') ?? dig(controller, 'defaultContainerOptions', 'image')) !== undefined);
};

const isOn = (node: Located): boolean => dig(node, 'enabled')?.scalar !== false;

function containerOf(name: string, { key, node }: Entry, usual: Located | undefined): Located {
  const image = dig(node, 'image') ?? dig(usual, 'image');
  const parts = [dig(image, 'repository'), dig(image, 'tag')].map((part) => part?.scalar);
  const written = image?.scalar ?? (parts[0] === undefined || parts[0] === null ? undefined : parts[1] === undefined || parts[1] === null ? parts[0] : `${String(parts[0])}:${String(parts[1])}`);
  const probes = (['liveness', 'readiness', 'startup'] as const).map((kind) => [`${kind}Probe`, probeOf(dig(node, 'probes') ?? dig(usual, 'probes'), kind, key)] as const);
  const env = dig(node, 'env') ?? dig(usual, 'env');
  return map(key, {
    name: scalar(name, key), ...(written !== undefined && { image: scalar(written, dig(image, 'repository')?.at ?? image!.at) }),
    ...Object.fromEntries(probes), env: env?.entries === undefined ? env : settingsOf(env), envFrom: dig(node, 'envFrom'), resources: dig(node, 'resources') ?? dig(usual, 'resources'),
  });
}

/** Whether the chart probes where nothing is said depends on its version. */
function probeOf(probes: Located | undefined, kind: string, at: Place): Located | undefined {
  const probe = dig(probes, kind);
  if (probe === undefined) return scalar(UNRESOLVED, at);
  if (!isOn(probe)) return undefined;
  const [spec, path] = [dig(probe, 'spec'), dig(probe, 'path')];
  if (dig(probe, 'custom')?.scalar === true && spec !== undefined) return spec;
  return map(probe.at, path === undefined ? { tcpSocket: map(probe.at, { port: dig(probe, 'port') ?? scalar(UNRESOLVED, probe.at) }) } : { httpGet: map(probe.at, { path, port: dig(probe, 'port') ?? scalar(UNRESOLVED, probe.at) }) });
}

/** `KEY: value` and `KEY: {valueFrom: …}`, as the list that a container has. */
const settingsOf = (env: Located): Located => ({
  at: env.at,
  items: [...env.entries!].map(([name, { key, node }]) => map(key, { name: scalar(name, key), ...(node.entries === undefined ? { value: node } : { value: dig(node, 'value'), valueFrom: dig(node, 'valueFrom') ?? (['secretKeyRef', 'configMapKeyRef', 'fieldRef'].some((from) => dig(node, from) !== undefined) ? node : undefined) }) })),
});

const scalar = (value: Scalar, at: Place): Located => ({ at, scalar: value });
const map = (at: Place, entries: Readonly<Record<string, Located | undefined>>): Located => ({
  at, entries: new Map(Object.entries(entries).flatMap(([name, node]): [string, Entry][] => (node === undefined ? [] : [[name, { key: node.at, node }]]))),
});
const resource = (apiVersion: string, kind: string, name: Located, spec: Located): Located =>
  map(name.at, { apiVersion: scalar(apiVersion, name.at), kind: scalar(kind, name.at), metadata: map(name.at, { name }), spec });
