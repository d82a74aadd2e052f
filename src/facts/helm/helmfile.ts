import { dirname, join } from 'node:path/posix';
import { environmentOf, type Environment } from '../../lib/environment.ts';
import { flag, isUnresolved, record, text, UNRESOLVED } from '../../lib/json.ts';
import { dig, readLocated, toBlock, type Located } from '../../lib/located.ts';
import type { Place, Repo } from '../../model/index.ts';
import { relocate } from './relocate.ts';
import { deepMerge } from './template-functions.ts';
import { renderTemplate } from './template-run.ts';
import { parseTemplate } from './template-syntax.ts';

/** One release of a helmfile: a chart of this repository or of another, with the values that it is given. */
export interface HelmfileRelease {
  readonly file: string;
  readonly name: string;
  readonly at: Place;
  /** The folder of a chart that lies here, or its name elsewhere. */
  readonly chart: string;
  readonly local: boolean;
  /** Values that files of this repository give, and those that stand in the helmfile; the later ones win. */
  readonly values: readonly Located[];
  /** The files among them. */
  readonly valuesFiles: readonly string[];
  readonly installed: boolean;
  readonly environment?: Environment;
}

const HELMFILE = /(^|\/)helmfile(\.d\/[\w.-]+)?\.ya?ml(\.gotmpl)?$/;
const MAX_LINE = 2_000;
const MAX_RELEASES = 200;

/** What templates of a helmfile are written out with: the environment, and the values that it sets for all releases. */
interface Context { readonly Environment: { readonly Name: string }; readonly Values: Readonly<Record<string, unknown>>; readonly StateValues: Readonly<Record<string, unknown>> }

export const readHelmfiles = (paths: readonly string[], repo: Repo): readonly HelmfileRelease[] => paths.filter((path) => HELMFILE.test(path)).flatMap((file) => {
  const source = repo.read(file);
  if (source === undefined) return [];
  const folder = dirname(file);
  const at = (path: string): string => join(folder, path);
  const chosen = environmentIn(source, file, at, repo);
  const documents = written(source, file, chosen.context, (reason, place) => repo.gap(reason, place));
  return documents.flatMap((document) => dig(document, 'releases')?.items ?? []).slice(0, MAX_RELEASES).flatMap((release): HelmfileRelease[] => {
    const word = (key: string): string | undefined => text(dig(release, key)?.scalar);
    const [name, chart] = [word('name'), word('chart')];
    if (name === undefined || chart === undefined) {
      repo.gap('has a release whose name or chart a template leaves open', release.at);
      return [];
    }
    const context = { ...chosen.context, Release: { Name: name, Namespace: word('namespace') ?? 'default' } };
    const valuesFiles: string[] = [];
    const values = (dig(release, 'values')?.items ?? []).flatMap((item): Located[] => {
      if (item.entries !== undefined) return [item];
      const path = typeof item.scalar === 'string' ? at(item.scalar) : '';
      if (isUnresolved(path)) repo.gap(`gives ${name} values whose file a template leaves open`, item.at);
      else if (!paths.includes(path)) repo.gap(`gives ${name} the values ${String(item.scalar).slice(0, 120)}, which do not exist`, item.at);
      if (!paths.includes(path)) return [];
      valuesFiles.push(path);
      const given = repo.read(path) ?? '';
      return (path.endsWith('.gotmpl') ? written(given, path, context, (reason, place) => repo.gap(reason, place)) : readLocated(given, path).documents).slice(0, 1);
    });
    const environment = environmentOf(valuesFiles.join('/')) ?? environmentOf(name) ?? chosen.environment;
    // Helm takes `charts/api` for a folder where there is one, and for a chart of the repository `charts` where not.
    const local = /^\.{0,2}\//.test(chart) || ['Chart.yaml', 'Chart.yml'].some((each) => paths.includes(at(`${chart}/${each}`)));
    const condition = word('condition')?.split('.').reduce<unknown>((here, key) => record(here)[key], chosen.context.Values);
    return [{
      file, name, at: release.at, chart: local ? at(chart) : chart.split('/').at(-1)!, local, values, valuesFiles,
      installed: flag(dig(release, 'installed')?.scalar) !== false && condition !== false, ...(environment && { environment }),
    }];
  });
});

/** Production where the helmfile has it, with the values that it sets; else the environment that goes without a name. */
const environmentIn = (source: string, file: string, at: (path: string) => string, repo: Repo): { readonly context: Context; readonly environment?: Environment } => {
  const found = readLocated(neutral(source), file).documents.flatMap((document) => [...(dig(document, 'environments')?.entries ?? [])]);
  const [name, entry] = found.find(([key]) => environmentOf(key) === 'production') ?? found.find(([key]) => key === 'default') ?? ['default', undefined];
  const values = (dig(entry?.node, 'values')?.items ?? []).reduce<Record<string, unknown>>((under, item) => {
    const path = typeof item.scalar === 'string' ? at(item.scalar) : undefined;
    const given = item.entries !== undefined ? item : path !== undefined && repo.exists(path) ? readLocated(neutral(repo.read(path) ?? ''), path).documents[0] : undefined;
    return given === undefined ? under : deepMerge(under, record(toBlock(given).value));
  }, {});
  const environment = environmentOf(name);
  return { context: { Environment: { Name: name }, Values: values, StateValues: values }, ...(environment && { environment }) };
};

/** The documents of a file that may be a template, each line with its place in the file. */
const written = (source: string, file: string, context: Context, trouble: (reason: string, at: Place) => void): readonly Located[] => {
  if (source.includes('{{')) {
    try {
      const { parts, defines } = parseTemplate(source);
      const rendered = renderTemplate(parts, defines, { ...context });
      const reading = readLocated(rendered.text, file);
      if (reading.troubles.length === 0) return reading.documents.map((document) => relocate(document, rendered, []));
    } catch {
      // Without its templates more of it can be read.
    }
  }
  const reading = readLocated(neutral(source), file);
  for (const { reason, at } of reading.troubles) trouble(reason, at);
  return reading.documents;
};

/** Lines of nothing but template actions go, other actions are left open; lines keep their numbers. */
const neutral = (source: string): string => (source.includes('{{')
  ? source.split('\n').map((line) => (line.length > MAX_LINE ? line : /^\s*\{\{.*\}\}\s*$/.test(line) ? '' : line.replace(/\{\{[^{}]*\}\}/g, UNRESOLVED))).join('\n')
  : source);
