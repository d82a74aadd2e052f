import type { Assignment, Bound } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { keyOf } from './rows.ts';

/** Bounds that clients are given after they were made, by the client's key. */
export type Later = ReadonlyMap<string, Bound>;

export const positive = ({ value }: Assignment): boolean => value !== 0 && value !== false && value !== null;

/** `api.defaults.timeout = 5000` and request interceptors that set a time, in whichever module they stand. */
export function laterBounds(graph: CodeGraph, server: ServerModules): Later {
  const out = new Map<string, Bound>();
  for (const file of [...server.keys()].sort()) {
    for (const assignment of graph.calls[file]?.assignments ?? []) {
      const { ref, instance, line, value } = assignment;
      if (!/timeout|signal/i.test(ref.path.at(-1) ?? '') || !positive(assignment)) continue;
      const target = instance === undefined ? graph.resolve(file, { ...ref, path: [] }) : undefined;
      const key = instance !== undefined ? `${file}#${instance}` : target?.kind === 'construction' ? keyOf(target.file, target.construction) : undefined;
      if (key === undefined || out.has(key)) continue;
      out.set(key, { state: 'bounded', by: ref.path.at(-2) === 'request' ? 'a request interceptor' : 'timeout', at: { file, line }, where: 'client', ...(typeof value === 'number' && { ms: value }) });
    }
  }
  return out;
}
