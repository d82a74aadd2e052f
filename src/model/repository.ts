import type { AnyFactProvider, Listing, Repo } from './fact.ts';
import type { Place } from './place.ts';

/** Where what one provider tells of its work goes to. */
export interface RepoListener {
  onGap?(reason: string, at?: Place, weight?: 'slight'): void;
  onLooked?(pieces: number): void;
  onProgress?(done: number, of: number): void;
}

/** The opened repository: hands every provider its own view, so that gaps are told under the right name. */
export interface Repository {
  /** Absolute real path of the linted folder. */
  readonly root: string;
  /** Every path that a provider read or looked for. */
  readonly asked: ReadonlySet<string>;
  listing(): Listing;
  scope(fileFacts: readonly AnyFactProvider[], listener?: RepoListener): Repo;
}
