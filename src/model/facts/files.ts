/**
 * What a file is for. `test`, `generated`, `example` and `tooling` (scripts, migrations, seeds, configuration) are not
 * judged by the service checks; everything else is `production`.
 */
export type Role = 'production' | 'test' | 'generated' | 'example' | 'tooling';

/** Where a source file runs. `shared`: both, or it could not be told. */
export type Side = 'server' | 'browser' | 'shared';

export interface RepoFile {
  readonly path: string;
  readonly bytes: number;
  readonly role: Role;
  /** Source files only. */
  readonly side?: Side;
  /** Set for what the import graph reads: a module of this language. */
  readonly language?: 'typescript' | 'javascript' | 'vue' | 'svelte';
  /** Hash of the bytes; source files only. */
  readonly hash?: string;
  /** Folder of the nearest package.json at or above the file (`.` for the root's); absent: there is none. */
  readonly package?: string;
}

export interface Files {
  /** Every file that git would track, sorted by path. */
  readonly files: readonly RepoFile[];
}

declare module '../fact.ts' {
  interface Facts { files: Files }
}
