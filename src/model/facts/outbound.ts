import type { Place } from '../place.ts';
import type { CallSite } from './calls.ts';

export type ClientKind = 'http' | 'rpc' | 'database' | 'cache' | 'queue' | 'mail' | 'sdk' | 'search';

/**
 * How long a call may take. `library`: only the client's own default; `ignored`: a key is set that does nothing here;
 * `unknown`: options that could not be followed.
 */
export interface Bound {
  readonly state: 'bounded' | 'library' | 'unbounded' | 'ignored' | 'unknown';
  /** Milliseconds, where they are known. */
  readonly ms?: number;
  /** What says so: `timeout`, `AbortSignal.timeout`, `ky gives up after 10 s`. */
  readonly by: string;
  readonly at?: Place;
  /** It stands at the call, the client, a caller of the wrapper, or a global setting. */
  readonly where?: 'call' | 'client' | 'caller' | 'global' | 'library' | 'breaker';
}

/** A client, pool or connection that is made once and called often. */
export interface OutboundClient {
  /** `src/client.ts#api`. */
  readonly key: string;
  /** `axios instance api in src/client.ts`. */
  readonly subject: string;
  /** Row of the client table that was used. */
  readonly row: string;
  readonly package: string;
  readonly kind: ClientKind;
  readonly name: string;
  readonly at: Place;
  readonly bound: Bound;
  /** Address or base address as far as it is fixed in the code. */
  readonly url?: string;
  /** Of a gRPC stub: the service, as its class is named. */
  readonly service?: string;
  /** Where it is called. */
  readonly calls: readonly Place[];
  /** Nothing of the repository imports or starts the module that makes it. */
  readonly unasked?: true;
}

export interface OutboundCall {
  /** `fetch in src/users.ts getUser()`; calls of one client in one function share it. */
  readonly subject: string;
  readonly row: string;
  readonly package: string;
  readonly kind: ClientKind;
  /** `get`, `user.findMany`; empty: the client itself is called. */
  readonly method: string;
  readonly fn: string;
  readonly at: Place;
  /** Key of the client that it is made on. */
  readonly client?: string;
  readonly bound: Bound;
  /** Callers of a function that hands their options through, and gave no bound. */
  readonly unboundedCallers?: readonly Place[];
  /** Fixed start of the address. */
  readonly url?: string;
  /** The address is data: it was handed in, or is read from what was. */
  readonly toAny?: true;
  readonly handling?: CallSite['handling'];
  readonly handlingAt?: Place;
  /** Of the AWS SDK: the command that is sent. */
  readonly command?: string;
  /** It changes something on the other side: by its method, its verb, or the command that it sends. */
  readonly changes?: true;
  readonly loop?: CallSite['loop'];
  /** The circuit breaker that it goes through; `untimed`: its own bound on time is switched off. */
  readonly breaker?: { readonly by: string; readonly at: Place; readonly untimed?: true };
  /** One of several that go out together. */
  readonly batched?: true;
  /** Its answer is kept by the module. */
  readonly kept?: true;
  /** It is made only where the caller hands nothing over as this parameter, by its index. */
  readonly unlessGiven?: number;
  /** The module may run in a browser, too. */
  readonly unsure?: true;
  /** Nothing of the repository imports or starts the module. */
  readonly unasked?: true;
  /** Callbacks around it by the text of what they are handed to. */
  readonly within: readonly { readonly text: string; readonly line: number }[];
}

export interface BreakerFact {
  readonly library: string;
  readonly name: string;
  readonly at: Place;
  /** Options as written. */
  readonly options: Readonly<Record<string, string | number | boolean | null>>;
  /** Made inside a function that also fires it: its memory ends with the call. */
  readonly perCall: boolean;
  readonly fallback?: Place;
  /** Functions that it guards, as `file#name`. */
  readonly guards: readonly string[];
}

export interface Outbound {
  /** Production modules of the server's side, sorted: what was looked at. */
  readonly modules: readonly string[];
  readonly clients: readonly OutboundClient[];
  readonly calls: readonly OutboundCall[];
  readonly breakers: readonly BreakerFact[];
  /** Who calls whom among the repository's own functions: `file#name` → callees. */
  readonly graph: Readonly<Record<string, readonly { readonly to: string; readonly line: number; readonly loop?: CallSite['loop']; readonly awaited?: true; /** Where nothing comes back, the caller throws or returns. */ readonly checked?: true; /** Nobody waits for it. */ readonly floating?: true; /** In a function that an object hands on. */ readonly handed?: true; readonly kept?: true; readonly within?: readonly string[]; readonly handling?: CallSite['handling']; readonly handlingLine?: number; /** The fixed start of the address that it hands on. */ readonly url?: string; /** It is asked of an object that the turn of the loop makes. */ readonly ofTurn?: true; /** It says that something is changed: `{ method: 'POST' }`. */ readonly sends?: true; /** Its answer is dropped. */ readonly dropped?: true; /** For how many parameters something is handed over. */ readonly given?: number }[]>>;
  /** Calls in loops of a store that is handed in by its name (`ordersRepository.findById(id)`), by the function around them; `to`: functions of that name in modules that make such a store. */
  readonly stores?: Readonly<Record<string, readonly { readonly to: readonly string[]; readonly line: number; readonly loop: NonNullable<CallSite['loop']> }[]>>;
}

declare module '../fact.ts' {
  interface Facts { outbound: Outbound }
}
