import type { FileShares } from '../fact.ts';
import type { Place } from '../place.ts';

/** A repetition that is written out: a loop or a recursion around a `try`. */
export interface RetryLoop {
  readonly fn: string;
  /** `reconnect`: the pace at which a client comes back to a server that it lost. */
  readonly kind: 'loop' | 'recursion' | 'reconnect';
  readonly line: number;
  readonly end: number;
  readonly bounded: boolean;
  readonly delay: 'none' | 'fixed' | 'linear' | 'growing' | 'unknown';
  readonly jitter: boolean;
  readonly delayLine?: number;
  /** Where it begins again, if that is not its first line. */
  readonly at?: number;
  /** Its condition counts attempts: a retry by its own words. */
  readonly counted?: true;
  /** It repeats what its function is handed. */
  readonly callback?: true;
  /** All that it repeats is to read or write a file of this machine. */
  readonly local?: true;
  /** How often it tries at most, where its head or its catch clause says so in numbers. */
  readonly attempts?: number;
}

/** One retry construct around something remote. */
export interface Retry {
  /** `loop in src/x.ts load()`, `axios-retry in src/client.ts`, `bullmq mails`. */
  readonly subject: string;
  /** `loop`, `recursion`, `reconnect`, the package, or the job queue. */
  readonly by: string;
  readonly fn: string;
  readonly at: Place;
  readonly bounded: boolean | 'unknown';
  readonly delay: RetryLoop['delay'];
  readonly jitter: boolean | 'unknown';
  /** Attempts where they are known. */
  readonly attempts?: number;
  /** Calls inside that change something and carry no idempotency key. */
  readonly unsafe: readonly Place[];
  /** What it repeats. */
  readonly around: readonly Place[];
  /** That it repeats something remote is told from its words and its wait alone. */
  readonly unsure?: true;
}

declare module '../fact.ts' {
  interface Facts { retryLoops: FileShares<{ readonly loops: readonly RetryLoop[] }>; retries: readonly Retry[] }
}
