import type { DeclaredComponent, DeclaredDependency, DeclaredExternal, DeclaredLayers, DeclaredStyle, Facts, Place } from '../model/index.ts';

/** What the inference reads. */
export type Seen = Pick<Facts,
  'files' | 'packages' | 'imports' | 'units' | 'workloads' | 'stores' | 'compose' | 'docker' | 'outbound' | 'calls' | 'datasources' | 'terraform' | 'codeowners' | 'history'>;

/** Something that was inferred, with what shows it. */
export interface Inferred<T> {
  readonly value: T;
  /** Where it was read off: `compose.yaml:12`, `7 modules`. */
  readonly from: string;
}

export interface ProposedDependency extends Pick<DeclaredDependency, 'component' | 'external' | 'store' | 'queue' | 'cache' | 'mode' | 'via'> {
  readonly from: string;
}

export interface ProposedComponent {
  readonly name: string;
  readonly path: readonly string[];
  readonly kind: NonNullable<DeclaredComponent['kind']>;
  readonly from: string;
  readonly owner?: Inferred<readonly string[]>;
  readonly responsibility?: Inferred<string>;
  readonly publicApi?: string;
  readonly workloads?: readonly string[];
  readonly dependsOn: readonly ProposedDependency[];
}

export interface ProposedExternal extends Pick<DeclaredExternal, 'kind' | 'packages' | 'hosts' | 'adapter' | 'criticality'> {
  readonly name: string;
  readonly from: string;
}

export interface ProposedStore {
  readonly name: string;
  readonly engine: string;
  readonly purpose?: string;
  readonly env?: readonly string[];
  readonly from: string;
}

/** Layers by the names of folders, in the order that the imports show. */
export interface ProposedLayers {
  readonly declared?: DeclaredLayers;
  /** Sentences: the order and what showed it, what contradicts it, what was left out. */
  readonly notes: readonly string[];
  /** Imports against the order, which stood here when it was first written down: `from -> to` with its place. */
  readonly against: readonly { readonly subject: string; readonly at: Place }[];
}

export interface Proposal {
  readonly name: Inferred<string>;
  readonly teamSize?: Inferred<number>;
  /** What the log tells of the last year, in words. */
  readonly activity?: string;
  readonly style?: Inferred<DeclaredStyle['name']>;
  readonly components: readonly ProposedComponent[];
  readonly layers: ProposedLayers;
  readonly externals: readonly ProposedExternal[];
  readonly stores: readonly ProposedStore[];
  /** Sentences on databases that were taken for those of its users. */
  readonly storeNotes: readonly string[];
  readonly caches: readonly ProposedStore[];
  readonly queues: readonly ProposedStore[];
  readonly cloud?: Inferred<string>;
  readonly orchestration?: Inferred<string>;
  readonly decisions?: Inferred<string>;
  /** Modules at the root that nothing imports: they build or test. */
  readonly tooling: readonly string[];
}

export const placeText = ({ file, line }: Place): string => (line === undefined ? file : `${file}:${line}`);
