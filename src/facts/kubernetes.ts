import { dirname, join } from 'node:path/posix';
import { environmentOf } from '../lib/environment.ts';
import { record, text } from '../lib/json.ts';
import { readLocated, toBlock, type Located } from '../lib/located.ts';
import { compare, comparePlaces } from '../lib/order.ts';
import { defineFact, type ChartValues, type KubernetesRelease, type KubernetesResource, type RepoFile } from '../model/index.ts';
import { readCharts, VALUES } from './helm/chart.ts';
import { deepMerge } from './helm/template-functions.ts';
import { madeByRelease } from './kubernetes/app-template.ts';
import { flatten, readKustomizations } from './kubernetes/kustomize.ts';

const MAX_RESOURCES = 5_000;
const MAX_BYTES = 5 * 1024 * 1024;

export default defineFact({
  name: 'kubernetes',
  needs: ['files'],
  gather({ files }, repo) {
    const paths = files.files.filter(isDeploymentFile).map((file) => file.path);
    for (const { path, bytes, role } of files.files) if (bytes > MAX_BYTES && /\.ya?ml$/i.test(path) && role === 'production') repo.gap('is larger than 5 MB and is not read', { file: path });
    const releases: KubernetesRelease[] = [];
    const resources: KubernetesResource[] = [];
    const examples = new Set(files.files.flatMap(({ path, role }) => (role === 'example' ? [path] : [])));
    const add = (release: KubernetesRelease, documents: readonly Located[]): void => {
      const made = documents.flatMap((document) => [resourceOf(document, release.id) ?? [], madeByRelease(document).flatMap((one) => resourceOf(one, release.id) ?? []).map((one) => ({ ...one, made: true as const }))].flat()).map((one) => (examples.has(one.at.file) ? { ...one, example: true as const } : one));
      if (made.length === 0) return;
      releases.push(release);
      resources.push(...made.slice(0, MAX_RESOURCES - resources.length));
    };

    const charts = readCharts(paths, repo);
    for (const release of charts.releases) {
      const { file, environment, values, scalers, raised, probed, id = values ?? file } = release;
      add({ id, source: 'helm', file, ...(scalers.length > 0 && { scalers }), ...(raised.length > 0 && { raised }), ...(probed.length > 0 && { probed }), ...(environment && { environment }), ...(values === undefined ? {} : { values }) }, release.documents.flatMap(flatten));
    }

    const rest = paths.filter((path) => !charts.files.has(path));
    const kustomized = readKustomizations(rest, repo);
    for (const { file, environment, documents } of kustomized.built) add({ id: file, source: 'kustomize', file, ...(environment && { environment }) }, documents);

    const values = rest.flatMap((path): ChartValues[] => {
      const environment = environmentOf(path);
      if (environment === undefined || environment === 'development' || !VALUES.test(path) || kustomized.files.has(path)) return [];
      // The chart is elsewhere; its values for each environment lie beside those for all.
      const [own, shared] = [path, usualValues(path, paths)].map((each) => (repo.exists(each) ? readLocated(repo.read(each) ?? '', each).documents[0] : undefined));
      if (own?.entries === undefined) return [];
      const block = toBlock(own);
      return [{ file: path, environment, places: block.places, value: path.endsWith('/values.yaml') || shared === undefined ? block.value : deepMerge(record(toBlock(shared).value), record(block.value)) }];
    });

    // Manifests that stand for themselves are one release an environment: a Service may lie in another folder than its pods.
    const plain = new Map<string, { release: KubernetesRelease; documents: Located[] }>();
    let read = 0;
    for (const path of rest) {
      if (kustomized.files.has(path) || !/\.(ya?ml|json)$/i.test(path)) continue;
      const source = repo.exists(path) ? repo.read(path) : undefined;
      if (source === undefined || !looksLikeManifest(source)) continue;
      read++;
      const reading = readLocated(source.replace(BLOCK, ''), path);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
      const environment = environmentOf(path);
      const id = `manifests${environment === undefined ? '' : ` (${environment})`}`;
      const entry = plain.get(id) ?? { release: { id, source: 'manifest' as const, file: path, ...(environment && { environment }) }, documents: [] };
      entry.documents.push(...reading.documents.flatMap(flatten));
      plain.set(id, entry);
    }
    repo.looked(read + kustomized.files.size);
    for (const { release, documents } of [...plain.values()].sort((a, b) => compare(a.release.id, b.release.id))) add(release, documents);

    return {
      releases,
      resources: resources.sort((a, b) => compare(a.release, b.release) || comparePlaces(a.at, b.at) || compare(a.kind, b.kind)),
      dependencies: charts.dependencies,
      values,
    };
  },
});

/** What holds for all environments: beside their values, or in the one chart that lies below them. */
const usualValues = (path: string, paths: readonly string[]): string => {
  const folder = dirname(path);
  const beside = join(folder, 'values.yaml');
  const [chart, ...others] = paths.filter((each) => /(^|\/)Chart\.ya?ml$/.test(each) && dirname(dirname(each)) === folder).map(dirname);
  return paths.includes(beside) || chart === undefined || others.length > 0 ? beside : join(chart, 'values.yaml');
};

/** Tests hold manifests by the hundred, and most of them are wrong on purpose. */
const isDeploymentFile = (file: RepoFile): boolean => (file.role === 'production' || file.role === 'tooling' || file.role === 'example') && file.language === undefined && file.bytes <= MAX_BYTES;

/** `{{#each ingresses}}` of Handlebars, on a line of its own. */
const BLOCK = /^[ \t]*\{\{[#/][^{}\n]{0,200}\}\}[ \t]*$/gm;

/** JSON indents its keys, or stands on one line; some operators write their kinds small (`postgresql`). */
const looksLikeManifest = (source: string): boolean => (/^\s*\{/.test(source)
  ? /"kind"\s*:\s*"[A-Za-z]\w+"/.test(source) && /"apiVersion"\s*:\s*"/.test(source)
  : /^["']?kind["']?:\s*["']?[A-Za-z]\w+/m.test(source) && /^["']?apiVersion["']?:\s*\S/m.test(source));

const resourceOf = (document: Located, release: string): KubernetesResource | undefined => {
  const block = toBlock(document);
  const value = block.value as { apiVersion?: unknown; kind?: unknown; metadata?: { name?: unknown; generateName?: unknown } } | null;
  const kind = text(value?.kind);
  const apiVersion = text(value?.apiVersion);
  if (kind === undefined || apiVersion === undefined) return undefined;
  const metadata = typeof value?.metadata === 'object' ? value.metadata : undefined;
  // A name that comes from a values file points there; the resource stands in its template.
  const at = [block.places['/metadata/name'], block.places['/kind']].find((place) => place?.file === document.at.file) ?? document.at;
  return { ...block, apiVersion, kind, name: text(metadata?.name) ?? text(metadata?.generateName) ?? '', at, release };
};
