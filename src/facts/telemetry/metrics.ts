import { AST_NODE_TYPES, type TSESTree } from '@typescript-eslint/types';
import type { MetricSite, ParsedModule, Signal } from '../../model/index.ts';
import { importedCallee, lastName, methodOf } from '../../lib/callee.ts';
import { packageOf, type Binding } from '../../lib/bindings.ts';
import { fold, topLevelConstants } from '../../lib/fold.ts';
import { remember } from '../../lib/remember.ts';
import { property } from '../../lib/tree.ts';
import { ALL, measuredOnLoad, RED, startedAgent } from './agents.ts';
import { calledOnLoad } from './late-bindings.ts';
import { samplesTraces } from './requests.ts';

/** Packages whose use alone measures every request. */
const MIDDLEWARE: Readonly<Record<string, readonly Signal[]>> = {
  'express-prom-bundle': RED, 'fastify-metrics': ALL, 'express-prometheus-middleware': ALL, 'prometheus-api-metrics': ALL, '@hono/prometheus': RED,
  'koa-prometheus': RED, 'express-status-monitor': RED, 'fastify-prom-client': ALL, 'express-opentelemetry': RED, 'swagger-stats': ALL, '@hono/otel': RED,
  'express-hot-shots': RED, 'connect-datadog': RED, 'connect-datadog-graphql': RED, 'express-statsd': RED,
  '@promster/express': ALL, '@promster/fastify': ALL, '@promster/hapi': ALL,
};
/** `@acme/koa-prometheus-exporter`: what it is for is in its name, what of it not. */
const NAMED_FOR_IT = /(?=.*\b(?:express|fastify|koa|hapi|hono|restify)\b).*\bprom(?:etheus)?\b/;
/** What a package measures by its use; a fork under another scope measures the same. */
const measuredBy = remember((name): readonly Signal[] | undefined => {
  const known = [name, name.replace(/^@[\w.-]+\//, '')].find((one) => Object.hasOwn(MIDDLEWARE, one));
  return known !== undefined ? MIDDLEWARE[known] : NAMED_FOR_IT.test(name.slice(0, 200)) ? [] : undefined;
});

/** Metrics that the module registers, and the golden signals that they give. */
export function metrics(module: ParsedModule, bindings: ReadonlyMap<string, Binding>): MetricSite[] {
  const constants = topLevelConstants(module.tree);
  const found: MetricSite[] = [];
  const add = (node: TSESTree.Node, what: string, signals: readonly Signal[]): void => {
    found.push({ what, signals, line: node.loc.start.line, column: node.loc.start.column + 1 });
  };
  // A metric that says by its name that it counts something else is none of the signals; one without a name may be any.
  const measure = (node: TSESTree.CallExpression | TSESTree.NewExpression, what: string, kind: string): void => {
    const name = nameOf(node.arguments[0], constants);
    const signals = signalsOf(kind, name, module.text.slice(node.range[0], node.range[1]));
    if (name === '' || signals.length > 0) add(node, what, signals);
  };
  for (const { specifier, kind, line, column } of module.imports) {
    const name = packageOf(specifier);
    if (kind === 'type') continue;
    const measured = measuredOnLoad(specifier, name);
    if (measured) found.push({ what: measured === ALL ? name! : specifier, signals: measured, line, column });
  }
  for (const node of [...module.nodes('CallExpression'), ...module.nodes('NewExpression')]) {
    const loaded = calledOnLoad(node.callee);
    const callee = loaded ? { package: packageOf(loaded.specifier), member: loaded.member } : importedCallee(node.callee, bindings);
    const last = callee?.member.split('.').at(-1) ?? '';
    const library = callee?.package ?? '';
    const text = (): string => module.text.slice(node.range[0], node.range[1]);
    const plugin = /^(?:register|use)$/.test(lastName(node.callee) ?? '') && node.arguments[0] ? importedCallee(node.arguments[0], bindings)?.package ?? '' : '';
    const agent = startedAgent(library, last);
    if (agent) add(node, library, agent.signals);
    else if (library === '@vercel/otel' && last === 'registerOTel') add(node, library, RED);
    else if (measuredBy(library)) add(node, library, measuredBy(library)!);
    // Without its routes it still collects what the process uses.
    else if (measuredBy(plugin)) add(node, plugin, /routeMetrics:\s*(?:false|\{[^}]*enabled:\s*false)/.test(text()) ? ['saturation'] : measuredBy(plugin)!);
    else if (library === 'prom-client' && last === 'collectDefaultMetrics') add(node, 'prom-client default metrics', ['saturation']);
    else if (library === '@willsoto/nestjs-prometheus' && /PrometheusModule\.register/.test(callee!.member)) add(node, 'nestjs-prometheus', ['saturation']);
    else if (library === 'prom-client' || library === '@willsoto/nestjs-prometheus') {
      const kind = /Histogram|Summary|Counter|Gauge/.exec(last)?.[0];
      if (kind) measure(node, `prom-client ${kind}`, kind);
    } else if (library === 'dd-trace' && last === 'init') add(node, 'dd-trace', /runtimeMetrics:\s*true/.test(text()) ? ALL : RED);
    else if (library === 'elastic-apm-node' && last === 'start') add(node, library, ALL);
    else if (library === 'applicationinsights' && last === 'setup') add(node, library, ALL);
    else if (library === '@opentelemetry/sdk-node' && last === 'NodeSDK' && /metricReaders?\b/.test(text())) {
      add(node, 'OpenTelemetry SDK with a metric reader', /[iI]nstrumentation/.test(text()) ? RED : []);
    } else if (library === '@opentelemetry/sdk-metrics' && last === 'MeterProvider') add(node, 'OpenTelemetry MeterProvider', /HttpInstrumentation|getNodeAutoInstrumentations/.test(module.text) ? RED : []);
    else if (library === '@opentelemetry/host-metrics' || library === '@opentelemetry/instrumentation-runtime-node') add(node, library, ['saturation']);
    else if (library === 'nestjs-otel' && /OpenTelemetryModule/.test(callee!.member)) add(node, library, !/apiMetrics/.test(text()) ? [] : /hostMetrics:\s*true/.test(text()) ? ALL : RED);
    // What an organisation shares among its services: that it measures is all that is known.
    else if (/[/-]metrics$/.test(library) && !/^(?:@opentelemetry|@aws-lambda-powertools|@google-cloud|@influxdata)\//.test(library) && /^(?:default|initiali[sz]e|init|setup|start|register|middleware)$/i.test(last)) add(node, library, []);
    else if (/^@sentry\/(?!browser|react$|vue$|svelte$)/.test(library) && /^(?:init|withSentry)$/.test(last)) add(node, library, samplesTraces(node, module) ? RED : ['errors']);
    else if ((!callee || library === '@opentelemetry/api') && node.type === AST_NODE_TYPES.CallExpression && /^create(?:Histogram|Counter|UpDownCounter|ObservableGauge|ObservableCounter|Gauge)$/.test(methodOf(node.callee) ?? '') && /@opentelemetry\/|metrics/.test(module.text)) {
      const kind = /Histogram|UpDownCounter|Gauge|Counter/.exec(methodOf(node.callee)!)![0];
      measure(node, `OpenTelemetry ${kind}`, kind);
    } else if (node.type === AST_NODE_TYPES.CallExpression && /^(?:timing|histogram|distribution|increment|gauge)$/.test(lastName(node.callee) ?? '') && /['"](?:hot-shots|node-statsd|dogstatsd|statsd-client|dd-trace)['"]/.test(module.text)) {
      const kind = /timing|histogram|distribution/.test(lastName(node.callee)!) ? 'Histogram' : lastName(node.callee) === 'gauge' ? 'Gauge' : 'Counter';
      measure(node, `StatsD ${kind}`, kind);
    }
  }
  // Written by hand, as Prometheus reads it.
  for (const node of [...module.nodes('Literal'), ...module.nodes('TemplateLiteral')]) {
    const text = module.text.slice(...node.range);
    for (const [, name, kind] of text.includes('# TYPE ') ? text.matchAll(WRITTEN) : []) {
      const signals = signalsOf(kind![0]!.toUpperCase() + kind!.slice(1), name!, text);
      if (signals.length > 0) add(node, `Prometheus text: ${kind} ${name}`, signals);
    }
  }
  return found;
}

/** `# TYPE jobs_waiting gauge` */
const WRITTEN = /# TYPE ([\w:${}.]{1,80}) (counter|gauge|histogram|summary)\b/g;

/** A metric's name, when it is given as text or as the `name` of its options. */
function nameOf(argument: TSESTree.Node | undefined, constants: ReadonlyMap<string, TSESTree.Node>): string {
  const node = argument?.type === AST_NODE_TYPES.ObjectExpression ? property(argument, 'name') : argument;
  const value = node && fold(node, constants);
  return value && 'value' in value && typeof value.value === 'string' ? value.value : '';
}

function signalsOf(kind: string, name: string, text: string): Signal[] {
  const signals: Signal[] = [];
  if (/error|fail|exception|5xx|reject|dead_?letter|requeued|dropped/i.test(name)) signals.push('errors');
  // A histogram of requests counts them as well, and a label for the status separates the failed ones.
  if (/Histogram|Summary/.test(kind) && /duration|latency|time|seconds|_ms\b|millis|response/i.test(name)) {
    signals.push('latency');
    if (/request|http|rpc|grpc|graphql|route/i.test(name)) signals.push('traffic');
    if (/status|code/i.test(text) && !signals.includes('errors')) signals.push('errors');
  }
  if (kind === 'Counter' && /request|calls|http|hits|messages|jobs|events|orders|processed|total|count/i.test(name) && !/error|fail/i.test(name)) {
    signals.push('traffic');
    if (/status|code|outcome|result/i.test(text)) signals.push('errors');
  }
  if (/Gauge|UpDown/.test(kind) && /queue|pool|connection|memory|cpu|heap|lag|usage|utili[sz]ation|backlog|active|in_?flight|pending|capacity|limit/i.test(name)) signals.push('saturation');
  return [...new Set(signals)].sort();
}
