import { dirname } from 'node:path/posix';
import { environmentOf, type Environment } from '../../lib/environment.ts';
import { record } from '../../lib/json.ts';
import { dig, readLocated, toBlock, type Entry, type Located } from '../../lib/located.ts';
import type { KubernetesRelease, Place, Repo } from '../../model/index.ts';
import { chartTree } from './chart-tree.ts';
import { readHelmfiles, type HelmfileRelease } from './helmfile.ts';
import { raisedIn } from './raised.ts';
import { scalersOf } from './scalers.ts';
import { deepMerge } from './template-functions.ts';
import { parseTemplate, TemplateError, type Part, type Template } from './template-syntax.ts';
import { uninstalled } from './uninstalled.ts';
import { leftOut, writtenOut } from './written.ts';

export interface ChartRelease {
  /** Folder of Chart.yaml. */
  readonly chart: string;
  readonly file: string;
  readonly name: string;
  /** What installs it, where that is no values file: a release of a helmfile. */
  readonly id?: string;
  readonly environment?: Environment;
  /** The values file that makes this release differ from the defaults. */
  readonly values?: string;
  readonly scalers: NonNullable<KubernetesRelease['scalers']>;
  readonly raised: NonNullable<KubernetesRelease['raised']>;
  readonly probed: readonly string[];
  readonly documents: readonly Located[];
}

export interface ChartDependency { readonly chart: string; readonly name: string; readonly alias: string; readonly at: Place; readonly repository?: string; readonly values: Readonly<Record<string, unknown>>; readonly enabled: boolean; readonly environment?: Environment }

export interface Charts { readonly releases: readonly ChartRelease[]; readonly dependencies: readonly ChartDependency[]; readonly files: ReadonlySet<string> }

const inside = (folder: string, path: string): boolean => folder === '.' || path.startsWith(`${folder}/`);
export const VALUES = /(^|[/._-])values([._-][\w.-]+)?\.ya?ml$|(^|\/)values\/[\w.-]+\.ya?ml$/i;
const MAX_VARIANTS = 8;

/** One way in which a chart is installed: values of each layer, the strongest first. */
interface Setting { readonly id?: string; /** Its name inside the chart that takes it in, once for each. */ readonly alias?: string; readonly values?: string; readonly environment?: Environment; readonly layers: readonly Located[] }

/** Writes out every chart of the repository: once with its defaults, and once for each environment that has values of its own. */
export const readCharts = (paths: readonly string[], repo: Repo): Charts => {
  const chartFiles = paths.filter((path) => /(^|\/)Chart\.ya?ml$/.test(path));
  const folders = chartFiles.map((path) => dirname(path));
  const releases: ChartRelease[] = [];
  const dependencies: ChartDependency[] = [];
  const used = new Set<string>();
  const helmfiles = readHelmfiles(paths, repo);
  const parsed = new Map<string, Template | undefined>();
  /** Helpers are asked for by every chart that they are visible to. */
  const templateAt = (path: string): Template | undefined => {
    if (parsed.has(path)) return parsed.get(path);
    const text = repo.read(path);
    read++;
    let template: Template | undefined;
    try {
      template = text === undefined ? undefined : parseTemplate(text);
    } catch (error) {
      repo.gap(`is a Helm template that cannot be read: ${(error as Error).message}`, { file: path, line: error instanceof TemplateError ? error.line : 1 });
    }
    parsed.set(path, template);
    return template;
  };
  const settingsOf = new Map<string, { readonly settings: readonly Setting[]; readonly chart: Readonly<Record<string, unknown>> }>();
  let read = 0;

  const metas = new Map(chartFiles.map((file) => [dirname(file), yamlOf(repo, file)] as const));
  const tree = chartTree(metas);
  const { parentOf, topOf, ordered, circular } = tree;
  const idle = uninstalled(folders, tree, paths, repo);
  for (const folder of circular) repo.gap('takes itself in, by way of the charts that it depends on', { file: chartFiles.find((path) => dirname(path) === folder)!, line: 1 });
  // A chart comes before those that it takes in: they take their values from it.
  for (const folder of ordered) {
    const file = chartFiles.find((path) => dirname(path) === folder)!;
    const own = paths.filter((path) => inside(folder, path) && !folders.some((other) => other !== folder && inside(folder, other) && inside(other, path)));
    const meta = metas.get(folder);
    read++;
    for (const path of own) if (/\.(ya?ml|tpl|txt|json)$/.test(path)) used.add(path);
    if (meta === undefined) continue;
    const chart = record(toBlock(meta).value);
    if (chart['type'] === 'library' || idle.has(folder)) continue;
    const name = typeof chart['name'] === 'string' ? chart['name'] : folder.split('/').at(-1) ?? folder;

    const defines = new Map<string, readonly Part[]>();
    const templates: { path: string; parts: readonly Part[] }[] = [];
    const texts: { path: string; text: string }[] = [];
    const probed: string[] = [];
    // Helpers of subcharts are visible to their parents and to one another, and those of parents to them; the chart's own win.
    const top = topOf(folder);
    const related = folders.filter((other) => topOf(other) === top);
    const helpers = paths.filter((path) => /\.tpl$/.test(path) && related.some((other) => inside(other, path)));
    for (const path of [...new Set([...helpers.filter((path) => !own.includes(path)), ...own])].filter((each) => /(^|\/)templates\//.test(each) && /\.(ya?ml|tpl)$/.test(each) && !/(^|\/)templates\/tests?\//.test(each))) {
      const text = inside(folder, path) ? repo.read(path) ?? '' : '';
      texts.push({ path, text });
      if (/^\s*readinessProbe:/m.test(text)) probed.push(path);
      const template = templateAt(path);
      for (const [key, parts] of template?.defines ?? []) defines.set(key, parts);
      if (template !== undefined && !/\.tpl$/.test(path) && !/(^|\/)_[^/]*$/.test(path)) templates.push({ path, parts: template.parts });
    }

    const defaultsFile = own.find((path) => path === `${folder === '.' ? '' : `${folder}/`}values.yaml` || path === `${folder === '.' ? '' : `${folder}/`}values.yml`);
    const defaults = defaultsFile === undefined ? undefined : yamlOf(repo, defaultsFile);
    const variants = [...own.filter((path) => VALUES.test(path) && path !== defaultsFile && !/(^|\/)templates\//.test(path) && environmentOf(path.slice(folder.length)) !== undefined), ...valuesAbove(folder, folders, paths, defaults, repo)].slice(0, MAX_VARIANTS);
    const scalers = scalersOf(texts);
    const raised = defaults === undefined ? [] : raisedIn(defaults, own.filter((path) => dirname(path) === folder && VALUES.test(path) && path !== defaultsFile && environmentOf(path.slice(folder.length)) === undefined).flatMap((path) => yamlOf(repo, path) ?? []));
    const above = settingsOf.get(parentOf(folder) ?? '');
    const settings = above === undefined
      ? ownSettings(folder, defaults, variants, helmfiles.filter((one) => one.local), (path) => yamlOf(repo, path))
      : inProduction(above.settings, above.settings.flatMap((setting) => valuesFor(setting, above.chart, name, defaults)));
    settingsOf.set(folder, { settings, chart });
    // What lies in a chart is released under that chart's name.
    const outermost = settingsOf.get(top)?.chart['name'];
    const release = typeof outermost === 'string' ? outermost : top === folder ? name : top.split('/').at(-1) ?? top;
    const released = settings.map((setting) => {
      read++;
      const { layers, alias = chart['name'] } = setting;
      const values = layers.reduceRight<Record<string, unknown>>((under, layer) => deepMerge(under, record(toBlock(layer).value)), {});
      const root = {
        Values: values,
        Chart: { ...chart, Name: alias, Version: chart['version'], AppVersion: chart['appVersion'], Type: chart['type'] },
        Release: { Name: release, Namespace: 'default', Service: 'Helm', IsInstall: true, IsUpgrade: false, Revision: 1 },
        Template: { Name: name, BasePath: `${name}/templates` },
      };
      return { ...setting, given: values, written: writtenOut({ templates, defines }, root, layers, repo, setting.values === undefined) };
    });
    const elsewhere = leftOut(released.filter(({ environment, values }) => environment === 'production' && values !== undefined).map(({ written }) => written));
    for (const setting of released) {
      const { id, values: variant, environment, layers, given: values, written } = setting;
      const documents = written.flatMap((one) => (isBare(setting) && elsewhere.has(one.path) ? [] : one.documents));
      const holder = above === undefined ? undefined : releases.findLast((one) => one.chart === top && one.id === id && one.values === variant);
      if (holder !== undefined) {
        // It is installed with the chart that it lies in.
        releases[releases.indexOf(holder)] = { ...holder, documents: [...holder.documents, ...documents], scalers: [...holder.scalers, ...scalers], raised: [...holder.raised, ...raised], probed: [...holder.probed, ...probed] };
      } else releases.push({ chart: folder, file, name, documents, scalers, raised, probed, ...(id === undefined ? {} : { id }), ...(environment === undefined ? {} : { environment }), ...(variant === undefined ? {} : { values: variant }) });
      for (const [index, item] of (Array.isArray(chart['dependencies']) ? chart['dependencies'] : []).entries()) {
        const dependency = record(item);
        if (typeof dependency['name'] !== 'string') continue;
        const alias = typeof dependency['alias'] === 'string' ? dependency['alias'] : dependency['name'];
        const condition = typeof dependency['condition'] === 'string' ? dependency['condition'] : undefined;
        dependencies.push({
          chart: folder, name: dependency['name'], alias, at: dig(meta, 'dependencies', index)?.at ?? { file },
          values: record(values[alias]),
          enabled: condition === undefined || condition.split(',').some((path) => path.trim().split('.').reduce<unknown>((here, key) => record(here)[key], values) !== false),
          ...(typeof dependency['repository'] === 'string' ? { repository: dependency['repository'] } : {}),
          ...(environment === undefined ? {} : { environment }),
        });
      }
      // Kontinuous names the chart beside the values that it is handed.
      for (const [key, given] of Object.entries(values)) {
        const called = record(given)['~chart'];
        const at = layers.map((layer) => layer.entries?.get(key)?.key).findLast((one) => one !== undefined);
        if (typeof called !== 'string' || !/^[\w.-]{1,60}$/.test(called) || at === undefined) continue;
        dependencies.push({ chart: folder, name: called, alias: key, at, values: record(given), enabled: record(given)['enabled'] !== false, repository: 'kontinuous', ...(environment === undefined ? {} : { environment }) });
      }
    }
  }
  for (const { file, name, at, chart, local, values, valuesFiles, installed, environment } of helmfiles) {
    for (const path of valuesFiles) used.add(path);
    if (local) {
      if (!folders.includes(chart)) repo.gap(`installs the chart ${chart.slice(0, 120)}, which does not exist`, at);
      continue;
    }
    dependencies.push({ chart: file, name: chart, alias: name, at, values: values.reduce<Record<string, unknown>>((under, layer) => deepMerge(under, record(toBlock(layer).value)), {}), enabled: installed, ...(environment && { environment }) });
  }
  repo.looked(read);
  return { releases, dependencies, files: used };
};

/** Values of environments that lie around the only chart of a folder, and speak of what it has values for. */
const valuesAbove = (folder: string, folders: readonly string[], paths: readonly string[], defaults: Located | undefined, repo: Repo): string[] => {
  const above = dirname(folder);
  if (folder === '.' || defaults === undefined || folders.some((other) => other !== folder && (other === above || dirname(other) === above))) return [];
  return paths.filter((path) => dirname(path) === above && VALUES.test(path) && environmentOf(path.slice(above.length)) !== undefined && [...(yamlOf(repo, path)?.entries?.keys() ?? [])].some((key) => defaults.entries?.has(key)));
};

/** With its defaults, with the values of each environment, and as helmfiles install it. */
const ownSettings = (folder: string, defaults: Located | undefined, variants: readonly string[], releases: readonly HelmfileRelease[], yaml: (path: string) => Located | undefined): Setting[] => {
  const under = defaults === undefined ? [] : [defaults];
  const plain = environmentOf(folder);
  const own = variants.flatMap((values): Setting[] => {
    const [over, environment] = [yaml(values), environmentOf(values.startsWith(`${folder}/`) ? values.slice(folder.length) : values)];
    return over === undefined ? [] : [{ values, ...(environment && { environment }), layers: [over, ...under] }];
  });
  const named = releases.filter(({ chart }) => chart === folder);
  // Charts lie side by side, and a helmfile installs the others.
  if (named.every(({ installed }) => !installed) && (named.length > 0 || releases.filter(({ chart, installed }) => installed && dirname(chart) === dirname(folder)).length >= 2)) return [];
  const byHelmfile = named.filter(({ installed }) => installed).map(({ file, name, values, environment }): Setting => ({
    id: `${file} ${name}`, ...(environment && { environment }), layers: [...values].reverse().concat(under),
  }));
  // What a helmfile installs is what runs: the bare defaults are nobody's.
  return [...(byHelmfile.length > 0 ? [] : [{ ...(plain && { environment: plain }), layers: under }]), ...own, ...byHelmfile];
};

/** The values that a chart hands to one that lies in it: those under its name, and the global ones; none where it leaves it out. */
const valuesFor = (setting: Setting, chart: Readonly<Record<string, unknown>>, name: string, defaults: Located | undefined): Setting[] => {
  const listed = (Array.isArray(chart['dependencies']) ? chart['dependencies'] : []).map(record).filter((one) => one['name'] === name || one['alias'] === name);
  return (listed.length === 0 ? [undefined] : listed).flatMap((one) => installedAs(setting, one, name, defaults));
};

const installedAs = (setting: Setting, listed: Readonly<Record<string, unknown>> | undefined, name: string, defaults: Located | undefined): Setting[] => {
  const alias = typeof listed?.['alias'] === 'string' ? listed['alias'] : name;
  const conditions = typeof listed?.['condition'] === 'string' ? listed['condition'].split(',') : [];
  const said = conditions.map((path) => setting.layers.map((layer) => dig(layer, ...path.trim().split('.'))?.scalar).find((value) => value !== undefined)).find((value) => typeof value === 'boolean');
  if (said === false) return [];
  const handed = setting.layers.flatMap((layer): Located[] => {
    const [own, global] = [dig(layer, alias), layer.entries?.get('global')];
    const entries = new Map<string, Entry>([...(own?.entries ?? []), ...(global === undefined ? [] : [['global', global] as const])]);
    return entries.size === 0 ? [] : [{ at: own?.at ?? layer.at, entries }];
  });
  return [{ ...setting, ...(alias !== name && { alias }), layers: [...handed, ...(defaults === undefined ? [] : [defaults])] }];
};

/** With its defaults alone, whatever installs it. */
const isBare = ({ id, values, environment }: Setting): boolean => id === undefined && values === undefined && environment === undefined;

/** Where the values of production leave a chart out, the one that the bare defaults take in runs elsewhere. */
const inProduction = (above: readonly Setting[], settings: readonly Setting[]): readonly Setting[] => {
  const isReal = ({ environment, values }: Setting): boolean => environment === 'production' && values !== undefined;
  return above.some(isReal) && !settings.some(isReal) ? settings.filter((one) => !isBare(one)) : settings;
};

const yamlOf = (repo: Repo, path: string): Located | undefined => {
  const text = repo.read(path);
  if (text === undefined) return undefined;
  const reading = readLocated(text, path);
  for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
  return reading.documents[0];
};
