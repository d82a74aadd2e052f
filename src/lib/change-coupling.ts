import type { Commit } from '../model/index.ts';

/** How often two groups of files changed, and how often in one commit. */
export interface Together {
  readonly a: string;
  readonly b: string;
  readonly both: number;
  /** Of the one that changed less. */
  readonly fewer: number;
  /** both / fewer, 0 to 1. */
  readonly share: number;
}

export interface Changes {
  /** Commits that changed something of it. */
  readonly commits: ReadonlyMap<string, number>;
  /** Commits by author. */
  readonly authors: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly pairs: readonly Together[];
}

/** A commit of more groups renames or upgrades; it does not show what belongs together. */
const WIDE = 4;

/** What changed with what. `groupOf`: undefined for files that take no part. Commits of more than `widest` groups make no pairs. */
export function changesOf(commits: readonly Commit[], groupOf: (path: string) => string | undefined, widest = WIDE): Changes {
  const counts = new Map<string, number>();
  const authors = new Map<string, Map<number, number>>();
  const both = new Map<string, { a: string; b: string; count: number }>();
  for (const { files, author } of commits) {
    const groups = [...new Set(files.map(groupOf).filter((group) => group !== undefined))].sort();
    for (const group of groups) {
      counts.set(group, (counts.get(group) ?? 0) + 1);
      const own = authors.get(group) ?? new Map<number, number>();
      authors.set(group, own.set(author, (own.get(author) ?? 0) + 1));
    }
    if (groups.length > widest) continue;
    for (const [index, a] of groups.entries()) {
      for (const b of groups.slice(index + 1)) {
        const key = `${a}\0${b}`;
        const pair = both.get(key) ?? { a, b, count: 0 };
        pair.count += 1;
        both.set(key, pair);
      }
    }
  }
  const pairs = [...both.values()].map(({ a, b, count }): Together => {
    const fewer = Math.min(counts.get(a)!, counts.get(b)!);
    return { a, b, both: count, fewer, share: count / fewer };
  });
  return { commits: counts, authors, pairs: pairs.sort((x, y) => y.share - x.share || y.both - x.both || (x.a < y.a ? -1 : 1)) };
}
