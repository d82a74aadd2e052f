import type { ImportEdge } from '../model/index.ts';

/** Run-time imports between modules of the repository, both ways. Type-only imports are erased and carry nothing. */
export interface ModuleGraph {
  readonly imports: ReadonlyMap<string, readonly string[]>;
  readonly importers: ReadonlyMap<string, readonly string[]>;
}

export function moduleGraph(modules: Readonly<Record<string, readonly ImportEdge[]>>, keep: (path: string) => boolean): ModuleGraph {
  const imports = new Map<string, string[]>();
  const importers = new Map<string, string[]>();
  for (const [from, edges] of Object.entries(modules)) {
    if (!keep(from)) continue;
    for (const { to, kind } of edges) {
      if (to === undefined || kind === 'type' || to === from || !keep(to)) continue;
      push(imports, from, to);
      push(importers, to, from);
    }
  }
  return { imports, importers };
}

const push = (map: Map<string, string[]>, key: string, value: string): void => {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
};

/** All that can be reached from the starting points, themselves included. */
export function reach(starts: Iterable<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set(starts);
  const queue = [...seen];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const other of next.get(node) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  return seen;
}
