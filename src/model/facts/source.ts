/** `value`: a static import or re-export with a run-time part; in the graph, one that names only types is of kind `type` however it is written. */
export type ImportKind = 'value' | 'type' | 'dynamic' | 'require';

/** One import as written. */
export interface ImportSite {
  readonly specifier: string;
  readonly kind: ImportKind;
  /** Of the specifier's opening quote; from 1. */
  readonly line: number;
  readonly column: number;
  /** Imported names: `default`, `*`, or the exported name; empty for a side effect. */
  readonly names: readonly string[];
  /** `export … from`. */
  readonly reExport?: true;
}

export interface SourceModule {
  readonly imports: readonly ImportSite[];
  /** Exported names; `*` for `export * from`. */
  readonly exports: readonly string[];
  /** Those of them that are nothing at run time; absent: none. */
  readonly types?: readonly string[];
  /** `'use client'` and its like. */
  readonly directives: readonly string[];
  readonly lines: number;
}

export interface Source {
  /** Modules that could be parsed, by path, in sorted order. The others are gaps. */
  readonly modules: Readonly<Record<string, SourceModule>>;
  /** Shares of the file facts that this run asked for: fact name → path → share. */
  readonly shares: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

declare module '../fact.ts' {
  interface Facts { source: Source }
}
