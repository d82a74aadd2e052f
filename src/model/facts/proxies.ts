import type { Place } from '../place.ts';

/** A limit on how often each caller asks, in the configuration of nginx. */
export interface ProxyLimit {
  readonly at: Place;
  /** The paths that it holds for (`^~ /login`); absent: all that the server passes on. */
  readonly location?: string;
}

export interface Proxies {
  /** Sorted by file and line. */
  readonly limits: readonly ProxyLimit[];
}

declare module '../fact.ts' {
  interface Facts { proxies: Proxies }
}
