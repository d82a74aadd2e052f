import type { FileShares } from '../fact.ts';
import type { Spot } from './telemetry.ts';

export interface CacheCall extends Spot {
  readonly library: string;
  /** `flush` and `scan`: the whole cache at once. */
  readonly does: 'read' | 'write' | 'delete' | 'flush' | 'scan' | 'wrap';
  readonly method: string;
  /** The key as a template: `user:{id}:profile`; absent: it is made elsewhere. */
  readonly key?: string;
  /** How the key is made, where that is unstable: it depends on the order of an object's keys, or on the time. */
  readonly unstable?: 'object' | 'time';
  /** Writes only. Absent: it could not be told. */
  readonly expires?: boolean;
}

declare module '../fact.ts' {
  interface Facts { cacheCalls: FileShares<readonly CacheCall[]> }
}
