// The source document's Phase 6.

/** What is wrongly believed of networks, and what to do instead. */
export const FALLACIES = [
  { belief: 'The network is reliable.', instead: 'design for failure' },
  { belief: 'Latency is zero.', instead: 'bound every call in time' },
  { belief: 'Bandwidth is infinite.', instead: 'compress, page and cache' },
  { belief: 'The network is secure.', instead: 'encrypt, authenticate and authorise' },
  { belief: 'The topology stays.', instead: 'discover services; write no host into code' },
  { belief: 'There is one administrator.', instead: 'automate configuration' },
  { belief: 'Transport costs nothing.', instead: 'batch calls and make fewer of them' },
  { belief: 'The network is uniform.', instead: 'use standard protocols (HTTP, gRPC, AMQP)' },
] as const;

export interface ResilienceRow {
  readonly pattern: 'retry' | 'circuit-breaker' | 'bulkhead' | 'timeout' | 'fallback' | 'rate-limiter' | 'load-shedding';
  readonly does: string;
  readonly useWhen: string;
}

export const RESILIENCE: readonly ResilienceRow[] = [
  { pattern: 'retry', does: 'repeats a failed call after growing pauses', useWhen: 'failures pass by themselves' },
  { pattern: 'circuit-breaker', does: 'stops calling what fails, and fails at once', useWhen: 'what is called has degraded' },
  { pattern: 'bulkhead', does: 'gives every dependency its own share of resources', useWhen: 'one slow service must not take all threads' },
  { pattern: 'timeout', does: 'bounds the wait for a call', useWhen: 'every call that leaves the process, always' },
  { pattern: 'fallback', does: 'answers a failure with a cached or default value', useWhen: 'the data is not critical' },
  { pattern: 'rate-limiter', does: 'holds callers back to protect the service', useWhen: 'every endpoint that the public reaches' },
  { pattern: 'load-shedding', does: 'turns away what is too much', useWhen: 'capacity is nearly used up' },
];

/** The circuit breaker of the template. */
export const BREAKER_TEMPLATE = { failure_threshold: 5, success_threshold: 3, timeout_seconds: 30, monitoring_window_seconds: 60, cache_ttl_seconds: 300 } as const;
export const BREAKER_FALLBACKS = ['cached_response', 'default_value', 'error_with_retry_after'] as const;

/** The headers that every service passes on. */
export const TRACE_HEADERS = [
  { header: 'X-Request-ID', meaning: 'one request' },
  { header: 'X-Correlation-ID', meaning: 'the whole flow' },
  { header: 'traceparent', meaning: 'the trace of OpenTelemetry; X-B3-TraceId before it' },
] as const;

/** The fields of a structured log line, those of the message itself left out. */
export const LOG_FIELDS = ['timestamp', 'level', 'service', 'trace_id', 'span_id', 'message'] as const;
