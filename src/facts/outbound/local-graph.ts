import type { Outbound } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';

/** Who calls whom among the repository's own functions. */
export function localGraph(graph: CodeGraph, server: ServerModules): Outbound['graph'] {
  const out: Record<string, Outbound['graph'][string][number][]> = {};
  for (const file of [...server.keys()].sort()) {
    for (const call of graph.calls[file]?.calls ?? []) {
      const target = graph.resolve(file, call.ref);
      if (target?.kind !== 'function' || target.rest.length > 0) continue;
      const from = `${file}#${call.fn}`;
      const to = `${target.file}#${target.fn.name}`;
      if (from === to) continue;
      (out[from] ??= []).push({ to, line: call.line, ...(call.loop && { loop: call.loop }), ...((call.awaited || call.returned) && !call.batched && { awaited: true as const }), ...(call.kept && { kept: true as const }), ...(call.within && { within: call.within.map(({ text }) => text) }), ...(call.handling && { handling: call.handling, handlingLine: call.handlingLine! }) });
    }
  }
  return out;
}
