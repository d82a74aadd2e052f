export interface Commit {
  /** `2026-11-22`. */
  readonly day: string;
  /** Number of its author among `authors`. */
  readonly author: number;
  /** Files that it changed, as they are called in that commit; those outside of the linted folder are left out. */
  readonly files: readonly string[];
}

/** What the repository's log tells of the last year, within bounds: merges, machines and sweeping commits take no part. */
export interface History {
  /** Newest first. Empty: there is no log, or none that reaches so far. */
  readonly commits: readonly Commit[];
  /** Names, most commits first. */
  readonly authors: readonly string[];
  /** First day that was looked at. */
  readonly since: string;
  /** There is more than was read: a bound was met, or the clone is shallow. */
  readonly truncated: boolean;
  /** Days of the tags in that time, newest first: how often something is released. */
  readonly releases: readonly { readonly name: string; readonly day: string }[];
}

declare module '../fact.ts' {
  interface Facts { history: History }
}
