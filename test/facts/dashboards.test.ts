import { expect, test } from 'vitest';
import { panelFor } from '../../src/lib/golden-signals.ts';
import { gather } from './gather.ts';

const board = (...exprs: readonly string[]): string => JSON.stringify({ title: 'Api', schemaVersion: 39, panels: exprs.map((expr, index) => ({ title: `p${index}`, gridPos: {}, targets: [{ expr }] })) }, undefined, 2);
const indented = (text: string): string => text.split('\n').map((line) => `    ${line}`).join('\n');

test('a ConfigMap and a resource of the operator carry dashboards, with the lines of the file', async () => {
  const { dashboards } = await gather({
    'deploy/ingress.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ingress\ndata:\n  ingress.json: |\n${indented(board('rate(http_requests_total[5m])'))}\n`,
    'deploy/operator.yaml': `apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\nmetadata:\n  name: own\nspec:\n  json: |\n${indented(board('process_cpu_seconds_total'))}\n`,
  }, ['dashboards']);
  expect(dashboards.dashboards.map(({ file, at, panels }) => [file, at.line, panels[0]?.at.line])).toEqual([['deploy/ingress.yaml', 7, 11], ['deploy/operator.yaml', 7, 11]]);
});

test('how long a start or a garbage collection takes is no latency', async () => {
  const { dashboards } = await gather({ 'a.json': board('shop_startup_duration_seconds', 'rate(go_gc_duration_seconds_sum[5m])'), 'b.json': board('histogram_quantile(0.9, rate(http_request_duration_seconds_bucket[5m]))') }, ['dashboards']);
  expect(dashboards.dashboards.map((one) => panelFor(one, 'latency')?.title)).toEqual([undefined, 'p0']);
});

test('dashboards that Jsonnet makes are a gap', async () => {
  const { gaps } = await gather({ 'mixin/dashboards.libsonnet': "{ grafanaDashboards+:: { 'api.json': {} } }\n" }, ['dashboards']);
  expect(gaps.map(({ fact, at }) => [fact, at?.file])).toEqual([['dashboards', 'mixin/dashboards.libsonnet']]);
});

test('a broken dashboard is a gap with its line', async () => {
  const { gaps } = await gather({ 'd.json': '{"schemaVersion": 39,\n "panels": [}\n' + ' '.repeat(60) }, ['dashboards']);
  expect(gaps.map(({ reason, at }) => [reason, at?.file, at?.line])).toEqual([['is not valid JSON', 'd.json', 2]]);
});
