import type { FileShares } from '../fact.ts';

/** A path that a plain request listener compares the URL with. */
export interface ListenedPath {
  readonly path: string;
  /** Upper case; absent: any. */
  readonly method?: string;
  readonly line: number;
}

/** `createServer(…)` of Node's own http modules with a listener of this repository. */
export interface Listener {
  readonly line: number;
  /** Where the listener's function stands in this module. */
  readonly handlerLine: number;
  readonly paths: readonly ListenedPath[];
}

declare module '../fact.ts' {
  /** File fact: servers without a framework. */
  interface Facts { listeners: FileShares<readonly Listener[]> }
}
