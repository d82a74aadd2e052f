import { join } from 'node:path/posix';
import { record } from '../../lib/json.ts';
import { toBlock, type Located } from '../../lib/located.ts';
import { compare } from '../../lib/order.ts';

/** Which chart takes in which: one that lies in its `charts/`, or one that it names by a path (`repository: file://../api`). */
export interface ChartTree {
  /** The chart that hands its values to this one; none where several do. */
  readonly parentOf: (folder: string) => string | undefined;
  /** The chart that nothing takes in; itself where that is so. */
  readonly topOf: (folder: string) => string;
  /** Charts that name this one by its path. */
  readonly namedBy: (folder: string) => ReadonlySet<string>;
  /** Folders of charts, those that take in before those that are taken in. */
  readonly ordered: readonly string[];
  /** Charts that take themselves in, by way of others. */
  readonly circular: readonly string[];
}

export function chartTree(charts: ReadonlyMap<string, Located | undefined>): ChartTree {
  const folders = [...charts.keys()];
  const named = new Map<string, Set<string>>();
  for (const [folder, meta] of charts) {
    const listed = meta === undefined ? undefined : record(toBlock(meta).value)['dependencies'];
    for (const item of Array.isArray(listed) ? listed : []) {
      const { repository } = record(item);
      if (typeof repository !== 'string' || !repository.startsWith('file://')) continue;
      const target = join(folder, repository.slice('file://'.length)).replace(/\/$/, '');
      if (target !== folder && charts.has(target)) named.set(target, (named.get(target) ?? new Set()).add(folder));
    }
  }
  const around = (folder: string): string | undefined => folders.filter((other) => other !== folder && folder.startsWith(other === '.' ? 'charts/' : `${other}/charts/`)).sort((a, b) => b.length - a.length)[0];
  const parents = new Map(folders.map((folder) => {
    const [by, another] = named.get(folder) ?? [];
    return [folder, around(folder) ?? (another === undefined ? by : undefined)] as const;
  }));
  const chain = (folder: string): string[] => {
    const up = [folder];
    // Charts may name each other.
    for (let next = parents.get(folder); next !== undefined && !up.includes(next); next = parents.get(next)) up.push(next);
    return up;
  };
  const depth = new Map(folders.map((folder) => [folder, chain(folder).length]));
  const isCircular = (folder: string): boolean => parents.get(chain(folder).at(-1)!) === folder;
  return {
    circular: folders.filter(isCircular),
    namedBy: (folder) => named.get(folder) ?? new Set(),
    parentOf: (folder) => parents.get(folder),
    topOf: (folder) => chain(folder).at(-1)!,
    ordered: [...folders].sort((a, b) => depth.get(a)! - depth.get(b)! || a.length - b.length || compare(a, b)),
  };
}
