import type { FileShares } from '../fact.ts';
import type { Spot } from './telemetry.ts';

export interface CacheCall extends Spot {
  readonly library: string;
  /** `flush` and `scan`: the whole cache at once. */
  readonly does: 'read' | 'write' | 'delete' | 'flush' | 'scan' | 'wrap';
  readonly method: string;
  /** The nearest function around it that has a name. */
  readonly fn?: string;
  /** The key as a template: `user:{id}:profile`; absent: it is made elsewhere. */
  readonly key?: string;
  /** How the key is made, where that is unstable: it depends on the order of an object's keys, or on the time. */
  readonly unstable?: 'object' | 'time';
  /** Writes only. Absent: it could not be told. */
  readonly expires?: boolean;
}

/** A call as its module shows it: on a client of a library, or on an imported name that may be one. */
export interface CacheSite extends Omit<CacheCall, 'library'> {
  readonly library?: string;
  readonly from?: { readonly specifier: string; readonly name: string };
}

export interface CacheSites {
  /** Clients that the module exports, by exported name; the value: their library. */
  readonly clients: Readonly<Record<string, string>>;
  readonly calls: readonly CacheSite[];
}

declare module '../fact.ts' {
  interface Facts { cacheSites: FileShares<CacheSites>; cacheCalls: FileShares<readonly CacheCall[]> }
}
