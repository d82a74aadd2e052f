import { dirname, join } from 'node:path/posix';
import { environmentOf, type Environment } from '../../lib/environment.ts';
import { flag, isUnresolved, text, UNRESOLVED } from '../../lib/json.ts';
import { dig, readLocated, type Located } from '../../lib/located.ts';
import type { Place, Repo } from '../../model/index.ts';

/** One release of a helmfile: a chart of this repository or of another, with the values that it is given. */
export interface HelmfileRelease {
  readonly file: string;
  readonly name: string;
  readonly at: Place;
  /** The folder of a chart that lies here, or its name elsewhere. */
  readonly chart: string;
  readonly local: boolean;
  /** Values files of this repository, the later ones winning; and values that stand in the helmfile. */
  readonly values: readonly (string | Located)[];
  readonly installed: boolean;
  readonly environment?: Environment;
}

const HELMFILE = /(^|\/)helmfile(\.d\/[\w.-]+)?\.ya?ml(\.gotmpl)?$/;
const MAX_LINE = 2_000;
const MAX_RELEASES = 200;

export const readHelmfiles = (paths: readonly string[], repo: Repo): readonly HelmfileRelease[] => paths.filter((path) => HELMFILE.test(path)).flatMap((file) => {
  const source = repo.read(file);
  if (source === undefined) return [];
  const reading = readLocated(neutral(source), file);
  for (const { reason, at } of reading.troubles) repo.gap(reason, at);
  const folder = dirname(file);
  return reading.documents.flatMap((document) => dig(document, 'releases')?.items ?? []).slice(0, MAX_RELEASES).flatMap((release): HelmfileRelease[] => {
    const word = (key: string): string | undefined => text(dig(release, key)?.scalar);
    const [name, chart] = [word('name'), word('chart')];
    if (name === undefined || chart === undefined) {
      repo.gap('has a release whose name or chart a template leaves open', release.at);
      return [];
    }
    const values = (dig(release, 'values')?.items ?? []).flatMap((item): (string | Located)[] => {
      if (item.entries !== undefined) return [item];
      const path = typeof item.scalar === 'string' ? join(folder, item.scalar) : '';
      if (isUnresolved(path)) repo.gap(`gives ${name} values whose file a template leaves open`, item.at);
      else if (!paths.includes(path)) repo.gap(`gives ${name} the values ${String(item.scalar).slice(0, 120)}, which do not exist`, item.at);
      return paths.includes(path) ? [path] : [];
    });
    const environment = environmentOf(values.filter((one) => typeof one === 'string').join('/')) ?? environmentOf(name);
    const local = /^\.{0,2}\//.test(chart);
    return [{ file, name, at: release.at, chart: local ? join(folder, chart) : chart.split('/').at(-1)!, local, values, installed: flag(dig(release, 'installed')?.scalar) !== false, ...(environment && { environment }) }];
  });
});

/** Lines of nothing but template actions go, other actions are left open; lines keep their numbers. */
const neutral = (source: string): string => (source.includes('{{')
  ? source.split('\n').map((line) => (line.length > MAX_LINE ? line : /^\s*\{\{.*\}\}\s*$/.test(line) ? '' : line.replace(/\{\{[^{}]*\}\}/g, UNRESOLVED))).join('\n')
  : source);
