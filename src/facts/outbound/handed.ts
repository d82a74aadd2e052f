import type { CodeGraph } from '../../lib/code-graph.ts';
import { symbolOf } from '../../lib/clients/match.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { rowOfConstruction, type Rows } from './rows.ts';

/** Whether the class around a call is handed that library as it is, `new Rates(axios)`, and makes no client of its own of it. */
export type Handed = (file: string, fn: string, row: string) => boolean;

export function handedLibraries(graph: CodeGraph, server: ServerModules, rows: Rows): Handed {
  const found = new Set<string>();
  for (const file of [...server.keys()].sort()) {
    for (const { ref, args } of graph.calls[file]?.constructions ?? []) {
      const plain = args.flatMap((argument) => ('ref' in argument && argument.ref.from !== undefined && !argument.ref.instance && symbolOf(argument.ref) === '' ? [argument.ref.from] : []));
      const known = plain.flatMap((from) => { const row = rows(from, file); return row?.direct && row.kind === 'http' ? [row.id] : []; });
      const target = known.length > 0 ? graph.resolve(file, { ...ref, path: [...ref.path, 'constructor'], instance: true }) : undefined;
      if (target?.kind !== 'function' || target.rest.length > 0) continue;
      const owner = target.fn.name.split('.')[0]!;
      const makes = new Set((graph.calls[target.file]?.constructions ?? []).filter(({ fn }) => fn.startsWith(`${owner}.`)).flatMap((made) => rowOfConstruction(target.file, made, rows)?.id ?? []));
      for (const row of known) if (!makes.has(row)) found.add(`${target.file}#${owner}#${row}`);
    }
  }
  return (file, fn, row) => found.has(`${file}#${fn.split('.')[0]}#${row}`);
}
