import { text } from '../lib/json.ts';
import { dig, readLocated, type Located } from '../lib/located.ts';
import { compare } from '../lib/order.ts';
import { readPromql } from '../lib/promql.ts';
import { defineFact, type Dashboard, type DashboardPanel } from '../model/index.ts';

/** Grafana's dashboards, as files of the repository. */
export default defineFact({
  name: 'dashboards',
  needs: ['files'],
  gather({ files }, repo) {
    const dashboards: Dashboard[] = [];
    for (const { path, role, bytes } of files.files) {
      if (!/\.json$/i.test(path) || role === 'test' || bytes > 2 * 1024 * 1024 || bytes < 60 || /(^|\/)(package|tsconfig[\w.-]*|[\w-]+-lock)\.json$/.test(path)) continue;
      const source = repo.read(path);
      if (source === undefined || !/"(panels|rows)"\s*:/.test(source) || !/"(schemaVersion|templating|gridPos)"\s*:/.test(source)) continue;
      const reading = readLocated(source, path);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
      const [top] = reading.documents;
      const root = dig(top, 'dashboard') ?? top;
      if (root === undefined) continue;
      repo.looked(1);
      dashboards.push({ file: path, title: text(dig(root, 'title')?.scalar) ?? path, panels: panelsOf(root, 0), at: root.at });
    }
    return { dashboards: dashboards.sort((a, b) => compare(a.file, b.file)) };
  },
});

const panelsOf = (node: Located, depth: number): DashboardPanel[] => {
  if (depth > 5) return [];
  const nested = [...(dig(node, 'rows')?.items ?? []), ...(dig(node, 'panels')?.items ?? [])];
  return nested.flatMap((panel) => {
    const targets = dig(panel, 'targets')?.items ?? [];
    const expressions = targets.flatMap((target) => text(dig(target, 'expr')?.scalar) ?? text(dig(target, 'query')?.scalar) ?? text(dig(target, 'rawSql')?.scalar) ?? []);
    const metrics = [...new Set(targets.flatMap((target) => {
      const expr = text(dig(target, 'expr')?.scalar);
      return expr === undefined ? [] : readPromql(expr).metrics;
    }))].sort(compare);
    const own: DashboardPanel[] = targets.length === 0 ? [] : [{ title: text(dig(panel, 'title')?.scalar) ?? '', expressions, metrics, at: panel.at }];
    return [...own, ...panelsOf(panel, depth + 1)];
  });
};
