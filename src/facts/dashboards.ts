import { at as pick, record, text } from '../lib/json.ts';
import { dig, placeIn, pointerStep, readLocated, type Located } from '../lib/located.ts';
import { compare } from '../lib/order.ts';
import { readPromql } from '../lib/promql.ts';
import { shownFiles } from '../lib/shown-files.ts';
import { defineFact, type Dashboard, type DashboardPanel, type Place } from '../model/index.ts';

/** Grafana's dashboards: files of the repository, or carried in a ConfigMap or a resource of Grafana's operator. */
export default defineFact({
  name: 'dashboards',
  needs: ['files', 'kubernetes'],
  gather({ files, kubernetes }, repo) {
    const dashboards: Dashboard[] = [];
    const read = (source: string, path: string, shift: (at: Place) => Place): void => {
      const reading = readLocated(source, path.endsWith('.json') ? path : `${path}.json`);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, shift(trouble.at));
      const [top] = reading.documents;
      const root = dig(top, 'dashboard') ?? top;
      if (root === undefined) return;
      repo.looked(1);
      dashboards.push({ file: path, title: text(dig(root, 'title')?.scalar) ?? path, panels: panelsOf(root, 0, shift), at: shift(root.at) });
    };
    for (const { path, role, bytes } of files.files) {
      if (!/\.json$/i.test(path) || role === 'test' || bytes > 2 * 1024 * 1024 || bytes < 60 || /(^|\/)(package|tsconfig[\w.-]*|[\w-]+-lock)\.json$/.test(path)) continue;
      const source = repo.read(path);
      if (source === undefined || !isDashboard(source)) continue;
      read(source, path, (at) => at);
    }
    const examples = shownFiles(files.files);
    for (const resource of kubernetes.resources) {
      const [holder, values] = resource.kind === 'ConfigMap' ? ['/data', record(pick(resource.value, 'data'))] : resource.kind === 'GrafanaDashboard' ? ['/spec', { json: pick(resource.value, 'spec', 'json') }] : ['', {}];
      for (const [key, value] of Object.entries(values)) {
        if (examples.has(resource.at.file) || typeof value !== 'string' || !isDashboard(value)) continue;
        const at = placeIn(resource, `${holder}${pointerStep(key)}`);
        read(value, at.file, (inner) => ({ file: at.file, line: (at.line ?? 1) + (inner.line ?? 1) }));
      }
    }
    const made = dashboards.length > 0 ? [] : files.files.filter(({ path, role }) => /\.(jsonnet|libsonnet)$/i.test(path) && role === 'production' && !/(^|\/)vendor\//.test(path) && /grafanaDashboards|grafonnet|dashboard\.new\(/.test(repo.read(path) ?? ''));
    if (made[0] !== undefined) repo.gap(`makes dashboards in Jsonnet, which is not evaluated${made.length > 1 ? `, as ${made.length - 1} more files do` : ''}; commit the dashboards that it makes`, { file: made[0].path });
    // Several releases may carry one chart's ConfigMap.
    const distinct = [...new Map(dashboards.map((one) => [`${one.file}:${one.at.line}`, one])).values()];
    return { dashboards: distinct.sort((a, b) => compare(a.file, b.file) || (a.at.line ?? 0) - (b.at.line ?? 0)) };
  },
});

const isDashboard = (source: string): boolean => /"(panels|rows)"\s*:/.test(source) && /"(schemaVersion|templating|gridPos)"\s*:/.test(source);

const panelsOf = (node: Located, depth: number, shift: (at: Place) => Place): DashboardPanel[] => {
  if (depth > 5) return [];
  const nested = [...(dig(node, 'rows')?.items ?? []), ...(dig(node, 'panels')?.items ?? [])];
  return nested.flatMap((panel) => {
    const targets = dig(panel, 'targets')?.items ?? [];
    const expressions = targets.flatMap((target) => text(dig(target, 'expr')?.scalar) ?? text(dig(target, 'query')?.scalar) ?? text(dig(target, 'rawSql')?.scalar) ?? []);
    const metrics = [...new Set(targets.flatMap((target) => {
      const expr = text(dig(target, 'expr')?.scalar);
      return expr === undefined ? [] : readPromql(expr).metrics;
    }))].sort(compare);
    const own: DashboardPanel[] = targets.length === 0 ? [] : [{ title: text(dig(panel, 'title')?.scalar) ?? '', expressions, metrics, at: shift(panel.at) }];
    return [...own, ...panelsOf(panel, depth + 1, shift)];
  });
};
