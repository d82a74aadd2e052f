import type { Signal } from '../../model/index.ts';

export const RED: readonly Signal[] = ['errors', 'latency', 'traffic'];
export const ALL: readonly Signal[] = ['errors', 'latency', 'saturation', 'traffic'];

/** Vendors' agents and distributions of OpenTelemetry by what starts them; each traces what the process does. `signals`: what it measures besides, empty where its settings elsewhere decide. */
const DISTRIBUTIONS: Readonly<Record<string, { readonly starts: RegExp; readonly signals: readonly Signal[]; readonly traces?: false }>> = {
  '@honeycombio/opentelemetry-node': { starts: /^HoneycombSDK$/, signals: [] },
  '@hyperdx/node-opentelemetry': { starts: /^init(?:SDK)?$/, signals: [] },
  '@azure/monitor-opentelemetry': { starts: /^useAzureMonitor$/, signals: ALL },
  '@highlight-run/node': { starts: /^init$/, signals: [] },
  '@highlight-run/next': { starts: /^(?:init|registerHighlight)$/, signals: [] },
  '@pydantic/logfire-node': { starts: /^configure$/, signals: [] },
  logfire: { starts: /^configure$/, signals: [] },
  '@splunk/otel': { starts: /^start$/, signals: [] },
  '@signalfx/splunk-otel': { starts: /^start$/, signals: [] },
  'lightstep-opentelemetry-launcher-node': { starts: /^configureOpenTelemetry$/, signals: [] },
  '@uptrace/node': { starts: /^configureOpentelemetry$/, signals: [] },
  '@baselime/node-opentelemetry': { starts: /^(?:BaselimeSDK|withOpenTelemetry)$/, signals: [] },
  '@microlabs/otel-cf-workers': { starts: /^instrument(?:DO)?$/, signals: [] },
  apitally: { starts: /^(?:useApitally|apitallyPlugin|init)$/, signals: RED, traces: false },
};

/** Agents that do all of their work from being loaded on. */
const ON_LOAD = /^(?:newrelic|@instana\/collector|@appsignal\/nodejs)$/;
const SUBPATHS_ON_LOAD = /^(?:dd-trace\/init|@opentelemetry\/auto-instrumentations-node\/register)$/;

/** What a module that is loaded measures by that alone. */
export const measuredOnLoad = (specifier: string, name: string | undefined): readonly Signal[] | undefined => (name !== undefined && ON_LOAD.test(name) ? ALL : SUBPATHS_ON_LOAD.test(specifier) ? RED : undefined);

export const tracesOnLoad = (specifier: string, name: string | undefined): boolean => (name !== undefined && (ON_LOAD.test(name) || name === '@dynatrace/oneagent-sdk')) || SUBPATHS_ON_LOAD.test(specifier) || specifier === 'elastic-apm-node/start';

/** The agent that a call starts, if it is one of those above. */
export function startedAgent(library: string, member: string): { readonly signals: readonly Signal[]; readonly traces: boolean } | undefined {
  const known = Object.hasOwn(DISTRIBUTIONS, library) ? DISTRIBUTIONS[library]! : undefined;
  return known?.starts.test(member) ? { signals: known.signals, traces: known.traces !== false } : undefined;
}
