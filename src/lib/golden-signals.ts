import type { Dashboard, DashboardPanel, Signal } from '../model/index.ts';

const REQUEST = /request|http|rpc|grpc|graphql|istio|envoy_cluster|traces_span|span_?metrics|calls|handled|ingress/i;
const SATURATION = /cpu|memory|mem_|heap|rss_bytes|event_?loop|_fds|queue|pool|connections?(?:_|$)|disk|filesystem|load(?:1|5|15|_average)|saturation|throttl|in_?flight|active_(?:requests|handles)|pending|backlog|goroutines|threads|consumer_?lag|replicas/i;
const FAILURE = /error|fail|exception|5xx|reject|aborted|dropped/i;
/** What is timed here is no answer to anybody: starting, collecting garbage, scraping, working through a batch. */
const INTERNAL = /startup|start_?time|boot|timestamp|(?:^|_)(?:gc|age|uptime|created|compil\w*|build|backup|migrations?|scrape)_|garbage|collect_data/i;
/** A selection by status that leaves the good answers out, or only them in. */
const BY_STATUS = /(?:status|code|outcome|result|error|response_flags|otel_status)\w{0,20}\s*(?:=~?|!=|!~)\s*["'][^"']{0,80}["']/i;
const GOOD_ONLY = /(?:status|code)\w{0,20}\s*=~?\s*["'][^"']{0,3}(?:2|OK)[^"']{0,10}["']/i;

/** The golden signals that a panel draws: by its metrics and expressions, or by its title where it asks no metrics. */
export function signalsOf({ title, metrics, expressions }: DashboardPanel): readonly Signal[] {
  const signals = new Set<Signal>();
  const asked = expressions.join('\n').slice(0, 20_000);
  for (const metric of metrics) {
    const timed = /duration|latency|response_?time|request_?time|elapsed|_(?:seconds|milliseconds|millis|ms)(?:_bucket|_sum)?$/i.test(metric);
    const counts = /_count$/.test(metric);
    if (SATURATION.test(metric)) signals.add('saturation');
    else if (timed && !counts && !INTERNAL.test(metric)) signals.add('latency');
    if (FAILURE.test(metric)) signals.add('errors');
    if (REQUEST.test(metric) && !SATURATION.test(metric)) {
      if (BY_STATUS.test(asked) && !GOOD_ONLY.test(asked)) signals.add('errors');
      if ((/_total$|_count$|:rate|requests?$|calls$/i.test(metric) || /_bucket$/.test(metric)) && /rate|increase|count/i.test(asked) && !/_bucket$/.test(metric)) signals.add('traffic');
    }
  }
  if (metrics.length === 0) {
    const words = `${title}\n${asked}`;
    if (/latenc|duration|response[ _-]?time|\bp9\d/i.test(words)) signals.add('latency');
    if (/requests|traffic|throughput|\b[rqt]ps\b|invocations/i.test(words)) signals.add('traffic');
    if (/errors?\b|fail|5xx|exceptions/i.test(words)) signals.add('errors');
    if (/cpu|memory|saturation|utili[sz]ation|queue|connections|disk|throttl/i.test(words)) signals.add('saturation');
  }
  return [...signals].sort();
}

/** What asks nothing that can be read may draw anything. */
const isOpen = ({ metrics, expressions }: DashboardPanel): boolean => metrics.length === 0 && expressions.every((one) => one.trim() === '' || /^\$/.test(one.trim()));

export const panelFor = (dashboard: Dashboard, signal: Signal): DashboardPanel | undefined => dashboard.panels.find((panel) => signalsOf(panel).includes(signal));

/** False where nothing, or nothing readable, is asked on it. */
export const isReadable = ({ panels }: Dashboard): boolean => panels.length > 0 && !panels.some(isOpen);
