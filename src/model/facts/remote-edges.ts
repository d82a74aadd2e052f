import type { Place } from '../place.ts';

/** Communication between two components that no import shows. */
export interface RemoteEdge {
  readonly from: string;
  readonly to: string;
  readonly via: 'http' | 'grpc' | 'queue';
  /** `http://orders:3000`, `kafkajs order.placed`. */
  readonly what: string;
  readonly sites: readonly Place[];
}

declare module '../fact.ts' {
  interface Facts { remoteEdges: readonly RemoteEdge[] }
}
