import type { FileShares } from '../fact.ts';

/** A comment that accepts the findings of some checks on one line: `arch-lint-ignore check-id: reason`. */
export interface IgnoreComment {
  readonly line: number;
  readonly column: number;
  /** The line that it speaks of: its own behind code, else the next that is no such comment. */
  readonly covers: number;
  /** Ids as written; empty: it names none. */
  readonly checks: readonly string[];
  /** Absent: it gives none, and accepts nothing. */
  readonly reason?: string;
}

declare module '../fact.ts' {
  interface Facts {
    /** Those in modules. */
    moduleIgnores: FileShares<readonly IgnoreComment[]>;
    /** All of them, by file; files without one are absent. */
    ignores: Readonly<Record<string, readonly IgnoreComment[]>>;
  }
}
