import type { Place } from './place.ts';
import type { ParsedModule } from './parsed-module.ts';

/**
 * Every fact by name. Each file of `model/facts/` adds its own by declaration merging, and so may a plugin:
 * `declare module 'arch-lint' { interface Facts { … } }`.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Facts {}
export type FactName = keyof Facts & string;

/** A piece of a fact that could not be had. */
export interface Gap {
  readonly fact: string;
  readonly at?: Place;
  readonly reason: string;
  /** It hides little: values that have no file here, a fragment that is built with another. */
  readonly slight?: true;
}

/** The repository under study, as a provider sees it. All paths are relative to the root, with `/`. */
export interface Repo {
  /** Absolute real path of the linted folder. */
  readonly root: string;
  /** Today, for facts whose point is a date; injected. */
  readonly now: Date;
  /** Settings of the run that providers may follow. */
  readonly settings: RepoSettings;
  /** What one walk of the folder finds. */
  listing(): Listing;
  /** Text of a file of the repository, or undefined (and a gap) when it is absent, too large, binary or leads out of it. */
  read(path: string): string | undefined;
  /** True when the path names a regular file inside the repository. */
  exists(path: string): boolean;
  /** Notes a piece of this provider's fact that could not be had. */
  gap(reason: string, at?: Place, weight?: 'slight'): void;
  /** Notes how many pieces (files, documents) this provider did read; gaps are weighed against it. */
  looked(pieces: number): void;
  /** Progress of long work, for a person who waits. */
  progress(done: number, of: number): void;
}

export interface Listing {
  /** Every file that git would track, sorted. */
  readonly paths: readonly string[];
  /** Links among them, which are not followed; sorted. */
  readonly links: readonly string[];
  /** Folders that may not be read. */
  readonly unreadable: readonly string[];
  /** Folders that are never a team's own by their name, and that git keeps here; sorted. */
  readonly leftOut: readonly string[];
}

export interface RepoSettings {
  /** Folder of the cache, outside the repository; absent: nothing is kept. */
  readonly cacheDir?: string;
  /** Threads that parse; 1: this one alone. */
  readonly workers: number;
  /** The file facts that this run asks for, so that one parse serves them all. */
  readonly fileFacts: readonly AnyFactProvider[];
}

export interface FactProvider<K extends FactName, N extends FactName = never> {
  readonly name: K;
  readonly needs: readonly N[];
  /** Of these it takes what there is; what could not be read of them leaves it whole. */
  readonly aside?: readonly N[];
  /** Says what is so, as plain data; never good or bad. Ignores `repo`: a derived fact. */
  gather(from: Pick<Facts, N>, repo: Repo): Facts[K] | Promise<Facts[K]>;
  /** Set by defineFileFact. */
  readonly extractor?: Extractor<unknown>;
}

/**
 * One module's share of a fact: a pure function of that module's bytes and name, so that it is cached by content
 * and computed in a worker.
 */
export interface Extractor<Share> {
  /** Raised whenever the answer for the same bytes changes; part of the cache key. */
  readonly version: number;
  /** Modules that it is not asked of, since nothing made from it judges them: tests, and what runs only in a browser. */
  readonly skips?: readonly ('test' | 'browser')[];
  /** A cheap look before any parse: false says that the share is surely absent. */
  mayApply?(text: string, path: string): boolean;
  /** undefined: nothing of it in this module. Plain data only. */
  extract(module: ParsedModule): Share | undefined;
}

/** The shares of one file fact, by path; modules without a share are absent. */
export type FileShares<Share> = Readonly<Record<string, Share>>;

// Both forgets are of types only: the engine hands each provider exactly what it asked for.
export type AnyFactProvider = Omit<FactProvider<FactName>, 'needs' | 'aside' | 'gather' | 'extractor'> & {
  readonly needs: readonly FactName[];
  readonly aside?: readonly FactName[];
  readonly extractor?: Extractor<unknown>;
  gather(from: never, repo: Repo): unknown;
};

/** Types a provider; adds nothing. */
export const defineFact = <K extends FactName, N extends FactName = never>(provider: FactProvider<K, N>): FactProvider<K, N> => provider;

/** A fact gathered module by module. Its extractor runs inside the one parse that `source` makes. */
export const defineFileFact = <K extends FactName, Share>(
  name: K & (Facts[K] extends FileShares<Share> ? unknown : never),
  extractor: Extractor<Share>,
): AnyFactProvider => ({
  name,
  needs: ['source' as FactName],
  extractor,
  gather: (from: { source: { shares: Readonly<Record<string, unknown>> } }) => from.source.shares[name] ?? {},
});
