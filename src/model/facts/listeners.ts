import type { FileShares } from '../fact.ts';

/** A path that a plain request listener compares the URL with. */
export interface ListenedPath {
  readonly path: string;
  /** Upper case; absent: any. */
  readonly method?: string;
  readonly line: number;
  /** Of one that takes a Request: where the code begins that answers there, which is told as a function. */
  readonly branchLine?: number;
}

/** `createServer(…)` of Node's own http modules with a listener of this repository. */
export interface Listener {
  readonly line: number;
  /** Where the listener's function stands in this module. */
  readonly handlerLine: number;
  /** It takes a Request and gives a Response: `Bun.serve`, `Deno.serve`, a Worker's `fetch`. */
  readonly fetch?: true;
  readonly paths: readonly ListenedPath[];
}

declare module '../fact.ts' {
  /** File fact: servers without a framework. */
  interface Facts { listeners: FileShares<readonly Listener[]> }
}
