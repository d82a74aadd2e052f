import type { Message, Outbound, OutboundCall } from '../model/index.ts';
import { reachable } from './function-reach.ts';

/** A write that finds what an earlier one left. */
const FINDS_AGAIN = /(^|\.)(upsert|upsertGraph|findOrCreate)$|onConflict|onDuplicateKey/i;
/** A table of what was handled: `processedEvent.create`, `inbox.findUnique`. */
const HANDLED = /^_?(inbox|processed|handled|consumed|idempot|dedup)/i;
/** Options by which a function or task is run once for each mark. */
const MARKS = ['idempotency', 'idempotencyKey'];

/** Where the consumers of a queue know a message again; undefined: at least one does not, or none is in sight. */
export function knownAgain(consumers: readonly Message[], { calls, graph }: Pick<Outbound, 'calls' | 'graph'>): Pick<OutboundCall, 'at'> | undefined {
  const witnesses = consumers.map((consumer) => {
    if (MARKS.some((key) => consumer.options?.values[key] !== undefined)) return consumer;
    const own = `${consumer.at.file}#${consumer.fn}`;
    // At the top of a module only what stands in a callback can be the handler's.
    const reached = consumer.fn !== '' ? reachable(graph, [own], 2) : new Set([own, ...reachable(graph, (graph[own] ?? []).flatMap(({ to, within }) => (within ? [to] : [])), 1)]);
    return calls.find(({ at, fn, kind, method, within }) => kind === 'database' && reached.has(`${at.file}#${fn}`) && (fn !== '' || within.length > 0) && (FINDS_AGAIN.test(method) || HANDLED.test(method)));
  });
  return witnesses.every((witness) => witness !== undefined) ? witnesses[0] : undefined;
}
