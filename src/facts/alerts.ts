import { environmentOf } from '../lib/environment.ts';
import { at as pick, list, record, text } from '../lib/json.ts';
import { dig, placeIn, readLocated, toBlock, type Block } from '../lib/located.ts';
import { comparePlaces } from '../lib/order.ts';
import { readPromql } from '../lib/promql.ts';
import { defineFact, type AlertRule, type Alerts, type Place } from '../model/index.ts';

const RUNBOOK = /^(runbook|playbook)([_-]?(url|link|uri))?$|^runBook(Url)?$/i;

export default defineFact({
  name: 'alerts',
  needs: ['files', 'kubernetes', 'terraform', 'cloudformation'],
  gather({ files, kubernetes, terraform, cloudformation }, repo) {
    const rules: AlertRule[] = [];
    const routes: Alerts['routes'][number][] = [];

    const groups = (block: Block, pointer: string, file: string): void => {
      for (const [g, group] of list(pick(block.value, ...pointer.split('/').slice(1), 'groups')).entries()) {
        for (const [r, rule] of list(record(group)['rules']).entries()) {
          const made = ruleOf(record(rule), block, `${pointer}/groups/${g}/rules/${r}`, file);
          if (made !== undefined) rules.push(made);
        }
      }
    };

    for (const { path, role, language, bytes } of files.files) {
      if (language !== undefined || role === 'test' || bytes > 2 * 1024 * 1024 || !/\.(ya?ml|rules)$/i.test(path)) continue;
      const source = repo.read(path);
      if (source === undefined || /^apiVersion:\s*monitoring\.coreos\.com/m.test(source)) continue;
      const isRules = /^\s*groups:/m.test(source) && /^[ \t]*-?[ \t]*["']?(alert|title|uid|condition)["']?:/m.test(source);
      const isRouting = /^route:/m.test(source) && /^receivers:/m.test(source) || /^(contactPoints|policies):/m.test(source);
      if ((!isRules && !isRouting) || /\{\{-?\s*(if|include|\.Values)/.test(source)) continue;
      const reading = readLocated(source, path);
      for (const trouble of reading.troubles) repo.gap(trouble.reason, trouble.at);
      repo.looked(1);
      for (const document of reading.documents) {
        groups(toBlock(document), '', path);
        for (const [key, entry] of [...(document.entries ?? [])]) {
          if (key === 'receivers' || key === 'contactPoints') for (const item of entry.node.items ?? []) routes.push({ name: text(dig(item, 'name')?.scalar) ?? '', at: item.at });
        }
      }
    }

    for (const resource of kubernetes.resources) {
      if (resource.kind === 'PrometheusRule') groups(resource, '/spec', resource.at.file);
      if (resource.kind === 'AlertmanagerConfig') routes.push({ name: resource.name, at: resource.at });
      // Rules are often carried as a file inside a ConfigMap.
      if (resource.kind !== 'ConfigMap') continue;
      for (const [key, value] of Object.entries(record(pick(resource.value, 'data')))) {
        if (typeof value !== 'string' || !/^\s*groups:/m.test(value) || !/\balert:/.test(value)) continue;
        const holder = placeIn(resource, `/data/${key.replaceAll('/', '~1')}`);
        const shift = (at: Place): Place => ({ file: holder.file, line: (holder.line ?? 1) + (at.line ?? 1) });
        for (const document of readLocated(value, holder.file).documents) {
          const block = toBlock(document);
          groups({ value: block.value, places: Object.fromEntries(Object.entries(block.places).map(([pointer, at]) => [pointer, shift(at)])) }, '', holder.file);
        }
      }
    }

    for (const block of terraform.blocks) {
      if (block.kind !== 'resource') continue;
      const shared = { metrics: [], broken: false, at: block.at, vendored: false, ...(block.environment && { environment: block.environment }) };
      if (block.type === 'aws_cloudwatch_metric_alarm') rules.push({ ...shared, name: block.name, source: 'cloudwatch', ...linkIn(text(pick(block.value, 'alarm_description')), placeIn(block, '/alarm_description')) });
      if (block.type === 'datadog_monitor') rules.push({ ...shared, name: block.name, source: 'datadog', ...linkIn(text(pick(block.value, 'message')), placeIn(block, '/message')) });
      if (block.type === 'google_monitoring_alert_policy') rules.push({ ...shared, name: block.name, source: 'other', ...linkIn(JSON.stringify(pick(block.value, 'documentation') ?? ''), placeIn(block, '/documentation')) });
      if (/^(aws_sns_topic_subscription|grafana_contact_point|pagerduty_service|google_monitoring_notification_channel|azurerm_monitor_action_group)$/.test(block.type)) routes.push({ name: `${block.type}.${block.name}`, at: block.at });
    }
    for (const resource of cloudformation.resources) {
      if (resource.type !== 'AWS::CloudWatch::Alarm') continue;
      rules.push({ name: resource.name, source: 'cloudwatch', metrics: [], broken: false, at: resource.at, vendored: false, ...linkIn(text(pick(resource.value, 'Properties', 'AlarmDescription')), placeIn(resource, '/Properties/AlarmDescription')), ...(resource.environment && { environment: resource.environment }) });
    }
    // One release may carry the same chart with several values: a rule is one rule by its place.
    const distinct = [...new Map(rules.map((rule) => [`${rule.at.file}:${rule.at.line}:${rule.name}`, rule])).values()];
    return { rules: distinct.sort((a, b) => comparePlaces(a.at, b.at)), routes: routes.sort((a, b) => comparePlaces(a.at, b.at)) };
  },
});

const ruleOf = (rule: Record<string, unknown>, block: Block, pointer: string, file: string): AlertRule | undefined => {
  const alert = text(rule['alert']);
  const title = alert === undefined && rule['data'] !== undefined ? text(rule['title']) : undefined;
  const name = alert ?? title;
  if (name === undefined) return undefined;
  const annotations = record(rule['annotations']);
  const key = Object.keys(annotations).find((each) => RUNBOOK.test(each) && text(annotations[each])?.trim());
  const expression = text(rule['expr']);
  const promql = alert !== undefined && expression !== undefined ? readPromql(expression) : undefined;
  const severity = text(record(rule['labels'])['severity']);
  const period = text(rule['for']);
  const environment = environmentOf(file);
  return {
    name, source: alert === undefined ? 'grafana' : 'prometheus',
    // LogQL shares the format and not the language.
    metrics: promql?.metrics ?? [], broken: promql !== undefined && promql.broken && !/\|[=~>]|\|\s*(json|logfmt|pattern)|\{\{/.test(expression ?? ''),
    at: rule['annotations'] === undefined ? block.places[`${pointer}/${alert === undefined ? 'title' : 'alert'}`] ?? placeIn(block, pointer) : placeIn(block, `${pointer}/annotations`),
    vendored: /(^|\/)(vendor|kube-prometheus(-stack)?|mixins?|third[_-]party)\//i.test(file),
    ...(expression === undefined ? {} : { expression }), ...(period === undefined ? {} : { for: period }), ...(severity === undefined ? {} : { severity }),
    ...(key === undefined ? {} : { runbook: { target: text(annotations[key]) as string, at: placeIn(block, `${pointer}/annotations/${key.replaceAll('/', '~1')}`) } }),
    ...(environment && { environment }),
  };
};

/** The first link or document that a free text names. */
const linkIn = (description: string | undefined, at: Place): Pick<AlertRule, 'runbook'> => {
  const target = /https?:\/\/[^\s"'<>)\\]{3,300}|[\w./-]{1,200}\.(?:md|html|adoc)\b/.exec(description?.slice(0, 5_000) ?? '')?.[0];
  return target === undefined ? {} : { runbook: { target, at } };
};
