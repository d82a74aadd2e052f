import type { Telemetry } from '../model/index.ts';
import { defineFileFact } from '../model/index.ts';
import { consoleCalls, loggerCalls, loggers } from './telemetry/logs.ts';
import { lateBindings } from './telemetry/late-bindings.ts';
import { metrics } from './telemetry/metrics.ts';
import { handedOn } from './telemetry/handed-on.ts';
import { correlation, traceHeaders, tracing } from './telemetry/requests.ts';

const WORDS = new RegExp([
  'console[.[]', 'fetch\\((?:req|new Request\\()', 'Effect\\.log', '[lL]og(?:ger)?\\b', 'pino', 'winston', 'bunyan', 'consola', 'tslog', 'log4js', 'signale', 'morgan', 'logtape',
  'async_hooks', 'nestjs-cls', 'rtracer', '[rR]equest-?[iI]d', '-[iI][dD][\'"`]', 'traceparent', 'trace-context', 'sentry',
  'opentelemetry', 'otel', 'dd-trace', 'newrelic', 'elastic-apm', 'applicationinsights', 'xray', 'prom', 'swagger-stats', 'status-monitor', 'honeycomb', 'hyperdx', 'highlight-run', 'logfire', 'splunk', 'uptrace', 'baselime', 'apitally', 'monitor-', 'statsd', 'datadog', 'hot-shots', 'powertools', 'metrics', 'instana', 'appsignal', 'oneagent', 'telemetry', 'tracing', 'CORRELATION', '[cC]orrelation', '\\.at(?:Info|Warn|Error|Debug|Trace)\\(',
].join('|'));

export default defineFileFact('telemetry', {
  version: 38,
  skips: ['test', 'browser'],
  mayApply: (text) => WORDS.test(text),
  extract(module): Telemetry | undefined {
    const bindings = lateBindings(module);
    const share: Telemetry = {
      consoleCalls: consoleCalls(module),
      loggerCalls: loggerCalls(module),
      loggers: loggers(module, bindings),
      correlation: correlation(module, bindings),
      headers: [...traceHeaders(module), ...handedOn(module)],
      tracing: tracing(module, bindings),
      metrics: metrics(module, bindings),
    };
    const empty = share.loggerCalls === 0 && Object.values(share).every((part) => !Array.isArray(part) || part.length === 0);
    return empty ? undefined : share;
  },
});
