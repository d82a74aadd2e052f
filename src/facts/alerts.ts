import { environmentOf } from '../lib/environment.ts';
import { at as pick, isUnresolved, list, record, text } from '../lib/json.ts';
import { dig, placeIn, pointerStep, readLocated, toBlock, type Block } from '../lib/located.ts';
import { comparePlaces } from '../lib/order.ts';
import { readPromql } from '../lib/promql.ts';
import { shownFiles } from '../lib/shown-files.ts';
import { defineFact, type AlertRule, type Alerts, type Place } from '../model/index.ts';

const RUNBOOK = /^(runbook|playbook)([_-]?(url|link|uri))?$|^runBook(Url)?$/i;
/** Rules in code that makes them: the language is not evaluated. */
const JSONNET = /\.(jsonnet|libsonnet)$/i;
const MAX_VALUES = 20_000;

export default defineFact({
  name: 'alerts',
  needs: ['files', 'kubernetes', 'terraform', 'cloudformation'],
  gather({ files, kubernetes, terraform, cloudformation }, repo) {
    const rules: AlertRule[] = [];
    const routes: Alerts['routes'][number][] = [];
    // Nobody is woken by the alerts of an example.
    const shown = shownFiles(files.files);
    const isVendored = vendoredIn(files.files.map(({ path }) => path));

    const groups = (block: Block, pointer: string, file: string): void => {
      for (const [g, group] of list(pick(block.value, ...pointer.split('/').slice(1), 'groups')).entries()) {
        for (const [r, rule] of list(record(group)['rules']).entries()) {
          const made = ruleOf(record(rule), block, `${pointer}/groups/${g}/rules/${r}`, file, isVendored(file));
          if (made !== undefined) rules.push(made);
        }
      }
    };

    for (const { path, role, language, bytes } of files.files) {
      if (language !== undefined || role === 'test' || role === 'example' || bytes > 2 * 1024 * 1024 || !/\.(ya?ml|rules)$/i.test(path)) continue;
      const source = repo.read(path);
      if (source === undefined || /^apiVersion:\s*monitoring\.coreos\.com/m.test(source)) continue;
      const isRules = /^\s*groups:/m.test(source) && /^[ \t]*-?[ \t]*["']?(alert|title|uid|condition)["']?:/m.test(source);
      const isRouting = /^route:/m.test(source) && /^receivers:/m.test(source) || /^(contactPoints|policies):/m.test(source);
      // A chart's template is read where the chart is written out; elsewhere braces are Prometheus' own, in annotations.
      if ((!isRules && !isRouting) || (source.includes('{{') && /(^|\/)templates\//.test(path))) continue;
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
      if (shown.has(resource.at.file)) continue;
      if (resource.kind === 'PrometheusRule') groups(resource, '/spec', resource.at.file);
      if (resource.kind === 'HelmRelease') for (const pointer of rulesBelow(pick(resource.value, 'spec', 'values'), '/spec/values')) {
        const made = ruleOf(record(pick(resource.value, ...stepsOf(pointer))), resource, pointer, resource.at.file, isVendored(resource.at.file));
        if (made !== undefined) rules.push(made);
      }
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
      if (block.kind !== 'resource' || shown.has(block.at.file)) continue;
      const [source, ...keys] = CLOUD[block.type] ?? [];
      if (source !== undefined) rules.push({ name: block.name, source, metrics: [], broken: false, at: block.at, vendored: false, ...(block.environment && { environment: block.environment }), ...(isSilent(block, ['/alarm_actions', '/ok_actions', '/insufficient_data_actions'], terraform.blocks.some(({ type }) => type === 'aws_cloudwatch_composite_alarm')) && { silent: true }), ...described(block, keys) });
      if (/^(aws_sns_topic_subscription|grafana_contact_point|pagerduty_service|google_monitoring_notification_channel|azurerm_monitor_action_group)$/.test(block.type)) routes.push({ name: `${block.type}.${block.name}`, at: block.at });
    }
    for (const resource of cloudformation.resources) {
      if (resource.type !== 'AWS::CloudWatch::Alarm' || shown.has(resource.at.file)) continue;
      rules.push({ name: resource.name, source: 'cloudwatch', metrics: [], broken: false, at: resource.at, vendored: false, ...(isSilent(resource, ['/Properties/AlarmActions', '/Properties/OKActions'], false) && { silent: true }), ...described(resource, ['/Properties/AlarmDescription']), ...(resource.environment && { environment: resource.environment }) });
    }
    // Where the rules are written out as well, their source adds nothing.
    const made = rules.length > 0 ? [] : files.files.filter(({ path, role }) => JSONNET.test(path) && role === 'production' && !isVendored(path) && /\balert\s*:/.test(repo.read(path) ?? ''));
    if (made[0] !== undefined) repo.gap(`makes alerts in Jsonnet, which is not evaluated${made.length > 1 ? `, as ${made.length - 1} more files do` : ''}; commit the rules that it makes`, { file: made[0].path });
    // One release may carry the same chart with several values: a rule is one rule by its place.
    const distinct = [...new Map(rules.map((rule) => [`${rule.at.file}:${rule.at.line}:${rule.name}`, rule])).values()];
    return { rules: distinct.sort((a, b) => comparePlaces(a.at, b.at)), routes: routes.sort((a, b) => comparePlaces(a.at, b.at)) };
  },
});

/** Alarms of clouds and vendors, and where their descriptions stand. */
const CLOUD: Readonly<Record<string, readonly [AlertRule['source'], ...string[]]>> = {
  aws_cloudwatch_metric_alarm: ['cloudwatch', '/alarm_description'],
  aws_cloudwatch_composite_alarm: ['cloudwatch', '/alarm_description'],
  datadog_monitor: ['datadog', '/message'],
  google_monitoring_alert_policy: ['other', '/documentation'],
  azurerm_monitor_metric_alert: ['azure', '/description'],
  azurerm_monitor_activity_log_alert: ['azure', '/description'],
  azurerm_monitor_scheduled_query_rules_alert: ['azure', '/description'],
  azurerm_monitor_scheduled_query_rules_alert_v2: ['azure', '/description'],
  newrelic_nrql_alert_condition: ['other', '/runbook_url', '/description'],
};

/** Bundles of rules from elsewhere; a folder that a release of Flux is kept in bears the name of what it installs, and the rules beside that are the team's own. */
const vendoredIn = (paths: readonly string[]): ((file: string) => boolean) => {
  const homes = new Set(paths.flatMap((path) => /^(.*(?:^|\/)kube-prometheus(?:-stack)?)\/(?:[\w.-]{1,60}\/){0,2}helm-?release[\w.-]{0,40}\.ya?ml$/i.exec(path)?.[1] ?? []));
  return (file) => {
    const [, home, name] = /^((?:.*\/)?(vendor|kube-prometheus(?:-stack)?|mixins?|third[_-]party))\//i.exec(file) ?? [];
    return home !== undefined && (!/^kube/i.test(name!) || !homes.has(home));
  };
};
const stepsOf = (pointer: string): string[] => pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Rules among the values that are handed to a chart. */
function rulesBelow(value: unknown, pointer: string, budget = { left: MAX_VALUES }): string[] {
  if (typeof value !== 'object' || value === null || budget.left-- <= 0) return [];
  const { alert, expr } = value as { alert?: unknown; expr?: unknown };
  if (typeof alert === 'string' && (typeof expr === 'string' || typeof expr === 'number')) return [pointer];
  return Object.entries(value).flatMap(([key, each]) => rulesBelow(each, `${pointer}${pointerStep(key)}`, budget));
}

const ruleOf = (rule: Record<string, unknown>, block: Block, pointer: string, file: string, vendored: boolean): AlertRule | undefined => {
  const alert = text(rule['alert']);
  const title = alert === undefined && rule['data'] !== undefined ? text(rule['title']) : undefined;
  const name = alert ?? title;
  if (name === undefined) return undefined;
  const annotations = record(rule['annotations']);
  // A value that the template leaves open is a link all the same.
  const written = (each: string): string => (typeof annotations[each] === 'string' ? annotations[each] : '');
  const key = Object.keys(annotations).find((each) => RUNBOOK.test(each) && written(each).trim() !== '');
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
    vendored,
    ...(expression === undefined ? {} : { expression }), ...(period === undefined ? {} : { for: period }), ...(severity === undefined ? {} : { severity }),
    ...(key === undefined ? {} : { runbook: { target: written(key), at: placeIn(block, `${pointer}/annotations/${key.replaceAll('/', '~1')}`) } }),
    ...(environment && { environment }),
  };
};

/** A part of it is looked up, or bears the name of a link. */
const ELSEWHERE = /"(?:Fn::FindInMap|Fn::ImportValue|Fn::If|Fn::GetAtt)"|\$\{[^}]{0,80}(?:ur[li]|link|runbook|wiki|docs?\b|…)[^}]{0,80}\}/i;

/** All that it does is to move a scaling policy; or nothing at all, where alarms are put together to others. */
function isSilent(block: Block, pointers: readonly string[], composed: boolean): boolean {
  const actions = pointers.map((pointer) => pick(block.value, ...stepsOf(pointer))).filter((one) => one !== undefined && one !== null);
  if (actions.length === 0) return composed && !('alarm_rule' in record(block.value));
  const named = actions.flatMap((one) => (Array.isArray(one) ? (one as unknown[]) : [one]));
  return named.length > 0 && named.every((one) => /(?:autoscal|scal(?:e|ing)[\w-]{0,30}polic|polic[\w.-]{0,40}scal|scale_?(?:out|in|up|down)|Scal(?:e|ing)(?:Out|In|Up|Down)?Policy)/i.test(JSON.stringify(one)));
}

/** `NEXT STEPS: 1. Look at the logs. 2. …` */
const STEPS = /\b(?:next steps?|what to do|steps to take|to (?:fix|resolve|mitigate) (?:this|it))\b\s{0,5}[:\n]|(?:^|\n)\s{0,20}1[.)]\s[^\n]{5,400}\n(?:[^\n]{0,400}\n){0,4}\s{0,20}2[.)]\s/i;

/** The first link or document that a free text names; `open` where the text is made elsewhere. */
function described(block: Block, pointers: readonly string[]): Pick<AlertRule, 'runbook' | 'open' | 'steps'> {
  let open = false;
  for (const pointer of pointers) {
    const value = pick(block.value, ...stepsOf(pointer));
    if (value === undefined || value === null) continue;
    const description = typeof value === 'string' ? value : JSON.stringify(value);
    const target = /https?:\/\/[^\s"'<>)\\]{3,300}|[\w./-]{1,200}\.(?:md|html|adoc)\b/.exec(description.slice(0, 5_000))?.[0];
    if (target !== undefined) return { runbook: { target, at: placeIn(block, pointer) } };
    if (STEPS.test(description.replaceAll('\\n', '\n').slice(0, 5_000))) return { steps: placeIn(block, pointer) };
    open ||= isUnresolved(value) || ELSEWHERE.test(description) || /^\s*(?:\{"Fn::Sub":")?\$\{[^}]*\}(?:"\})?\s*$/.test(description) || /^\{"(?:Ref|Fn::(?!Sub"))/.test(description);
  }
  return open ? { open } : {};
}
