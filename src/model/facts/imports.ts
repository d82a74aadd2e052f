import type { ImportSite } from './source.ts';

/** An import with what it leads to. Exactly one of `to`, `external` and `unresolved` is set. */
export interface ImportEdge extends ImportSite {
  /** A file of the repository. */
  readonly to?: string;
  /** The package outside the repository, by name (`@scope/name`), or `node:fs` for a built-in module and what lies below it. */
  readonly external?: string;
  readonly builtin?: true;
  /**
   * What a build step makes: a virtual module, generated code that git ignores, an asset that is not there. `external`
   * then holds the specifier as written: it is neither a package nor a local import that broke.
   */
  readonly generated?: true;
  /** A local import (relative, alias, workspace or package `imports`) that leads nowhere. */
  readonly unresolved?: true;
}

export interface Imports {
  /** Every module of the graph by path, in sorted order; edges in the order of the file. */
  readonly modules: Readonly<Record<string, readonly ImportEdge[]>>;
  /** Counts of local imports: those that were resolved, and those that lead nowhere. */
  readonly resolved: number;
  readonly unresolved: number;
}

declare module '../fact.ts' {
  interface Facts { imports: Imports }
}
