import type { Packages } from '../../model/index.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';

const WORKERS = /^(?:wrangler|@cloudflare\/(?:workers-types|vite-plugin|vitest-pool-workers))$/;
const NOTE = 'on an edge runtime fetch has no bound of its own';

/** Native fetch as the runtime of a module has it: Node gives up on headers after a time, workers and edge functions do not. */
export function runtimeRows(graph: CodeGraph, { packages }: Packages, server: ServerModules): (file: string, row: ClientRow) => ClientRow {
  const edged = new Set(packages.filter(({ dependencies, devDependencies }) => Object.keys({ ...dependencies, ...devDependencies }).some((name) => WORKERS.test(name))).map(({ dir }) => dir));
  const runsOnEdge = (file: string): boolean => edged.has(server.get(file)?.package ?? '.') || /^(?:experimental-)?edge$/.test(String(graph.calls[file]?.constants.runtime));
  return (file, row) => (row.id === 'fetch' && runsOnEdge(file) ? { ...row, note: NOTE } : row);
}
