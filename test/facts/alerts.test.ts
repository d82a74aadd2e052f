import { expect, test } from 'vitest';
import { gather } from './gather.ts';

const rule = (name: string, annotations: string): string => `groups:\n  - name: x\n    rules:\n      - alert: ${name}\n        expr: up == 0\n        annotations:\n          ${annotations}\n`;

test("Prometheus' own templates are no Helm: the rule is read", async () => {
  const { alerts, gaps } = await gather({ 'rules/db.yaml': rule('Slow', 'description: \'{{ if eq $labels.env "x" }}a{{ else }}b{{ end }}\'') }, ['alerts']);
  expect(alerts.rules.map(({ name, at, runbook }) => [name, at.line, runbook])).toEqual([['Slow', 6, undefined]]);
  expect(gaps).toEqual([]);
});

test('rules among the values of a HelmRelease are rules; those of an example are none', async () => {
  const { alerts } = await gather({
    'apps/stack.yaml': `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: stack}\nspec:\n  values:\n    additionalPrometheusRulesMap:\n      own:\n        groups:\n          - name: own\n            rules:\n              - alert: OomKilled\n                expr: x > 0\n                annotations: {runbook_url: docs/oom.md}\n`,
    'examples/rules.yaml': rule('Shown', 'summary: x'),
  }, ['alerts']);
  expect(alerts.rules.map(({ name, runbook }) => [name, runbook?.target])).toEqual([['OomKilled', 'docs/oom.md']]);
});

test('alarms of clouds are held to their descriptions; one that is made elsewhere is open', async () => {
  const { alerts } = await gather({
    'main.tf': `resource "azurerm_monitor_metric_alert" "linked" {\n  description = "Full. Runbook: https://wiki.acme.io/full"\n}\nresource "azurerm_monitor_metric_alert" "bare" {\n  description = "Full."\n}\nresource "aws_cloudwatch_metric_alarm" "open" {\n  alarm_description = each.value.description\n}\n`,
  }, ['alerts']);
  expect(alerts.rules.map(({ name, source, runbook, open }) => [name, source, runbook?.target, open])).toEqual([
    ['linked', 'azure', 'https://wiki.acme.io/full', undefined], ['bare', 'azure', undefined, undefined], ['open', 'cloudwatch', undefined, true],
  ]);
});

test('a description that a template looks up is open; text around the name of a stage is read', async () => {
  const alarm = (description: string): string => `    Type: AWS::CloudWatch::Alarm\n    Properties:\n      AlarmDescription: ${description}\n`;
  const { alerts } = await gather({
    'cfn.yaml': `AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Mapped:\n${alarm("!Join [' ', ['It is full.', !FindInMap [Links, Alarm, Process]]]")}  Bare:\n${alarm('!Sub "${Stage} is full."')}`,
  }, ['alerts']);
  expect(alerts.rules.map(({ name, open }) => [name, open])).toEqual([['Mapped', true], ['Bare', undefined]]);
});

test('alarms that the CDK makes are held to their descriptions, those of a company of its own as well', async () => {
  const { alerts } = await gather({
    'lib/shop.ts': `import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { AcmeAlarm } from '@acme/cdk';
export const alarms = (scope, queue, guide) => {
  new Alarm(scope, 'Bare', { metric: queue.metric(), threshold: 1 });
  new Alarm(scope, 'Linked', { alarmDescription: \`\${scope.stage} is full. See https://wiki.acme.io/full\` });
  new AcmeAlarm(scope, 'Told', { alarmDescription: 'The queue ' + queue.name + ' is full.' });
  new AcmeAlarm(scope, 'Open', { alarmDescription: \`Full. \${guide.runbookUrl}\` });
  new AcmeAlarm(scope, 'Unsaid', { threshold: 1 });
};
`,
  }, ['alerts']);
  expect(alerts.rules.map(({ name, runbook, open }) => [name, runbook?.target, open])).toEqual([
    ['Bare', undefined, undefined], ['Linked', 'https://wiki.acme.io/full', undefined], ['Told', undefined, undefined], ['Open', undefined, true],
  ]);
});

test('alerts that Jsonnet makes are a gap, unless they are written out as well', async () => {
  const made = { 'mixin.libsonnet': '{ alert: "X", expr: "up == 0" }\n' };
  const alone = await gather(made, ['alerts']);
  expect(alone.gaps.map(({ fact, at, reason }) => [fact, at?.file, reason])).toEqual([['alerts', 'mixin.libsonnet', 'makes alerts in Jsonnet, which is not evaluated; commit the rules that it makes']]);
  expect((await gather({ ...made, 'alerts.yaml': rule('X', 'summary: x') }, ['alerts'])).gaps).toEqual([]);
});
