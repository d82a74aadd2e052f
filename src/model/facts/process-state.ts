import type { FileShares } from '../fact.ts';
import type { Spot } from './telemetry.ts';

/** A value of the module, or a field of a class of which one instance serves all requests, that functions change. */
export interface MutableState extends Spot {
  readonly name: string;
  /** `instance`: one only if another module makes no more than one of its class. */
  readonly holder: 'module' | 'singleton' | 'instance';
  /** The class whose field it is. */
  readonly of?: string;
  /** `Map`, `Set`, `array`, `object`, `NodeCache`, `LRUCache`, `value` for a number that is reassigned, `scalar` for anything else that a request sets. */
  readonly type: string;
  /** Entries go away by themselves, or it is bounded. */
  readonly bounded?: true;
  /** A function empties it whole, to fill it anew. */
  readonly renewed?: true;
  /** Entries are taken out of it again. */
  readonly shrinks?: true;
  /** A function that puts nothing in looks an entry up. */
  readonly asked?: true;
  /** A function that puts nothing in takes an entry away and returns it. */
  readonly handed?: true;
  /** Its entries are objects of the module's own that count or gather what happens. */
  readonly living?: true;
  /** Its entries are limiters of a class that another module of the team's holds: as it is imported. */
  readonly limiters?: string;
  /** Where functions change it, the first three; none for a field that only others change. */
  readonly changes: readonly StateChange[];
}

export interface StateChange extends Spot {
  readonly how: string;
  readonly key?: string;
  /** Name of the function that does it, where it has one. */
  readonly by?: string;
  /** The function serves requests: it is given one, or its class is a controller or resolver. */
  readonly inHandler?: true;
  /** The function is handed a connection (`join(socket, id)`). */
  readonly ofConnection?: true;
  /** What is put in is what the function was given, or holds a part of it. */
  readonly given?: true;
  /** It looks the entry up first and fetches what is not there: a copy. */
  readonly fetched?: true;
  /** It goes over all entries and takes those away that are too old. */
  readonly swept?: true;
}

/** State that ties a request to the process that served the one before. */
export interface LocalKeeping extends Spot {
  readonly kind: 'session' | 'upload' | 'write' | 'scheduler' | 'limiter' | 'sockets' | 'database';
  readonly library: string;
  /** What is kept, told in a few words: a path, a schedule, the package of a store that is none of several processes. */
  readonly what?: string;
  /** True where it is kept outside of the process after all: a session store, a socket adapter. */
  readonly shared: boolean;
  /** Another driver, which several processes share, stands beside it: a setting takes one of them. */
  readonly isOneOfSeveral?: true;
  /** The enclosing function serves requests. */
  readonly inHandler?: true;
}

export interface ProcessState {
  readonly mutables: readonly MutableState[];
  readonly keeping: readonly LocalKeeping[];
  /** It names the guard by which Nest counts requests. */
  readonly throttles?: true;
  /** Classes of which the module makes one as it is loaded. */
  readonly singles?: readonly string[];
  /** Classes (`by`) each of which makes one of another (`of`) as it is made. */
  readonly parts?: readonly { readonly by: string; readonly of: string }[];
  /** Where it changes fields of an object that another module made, or (`from`: as it names that module) what it imports. */
  readonly outside?: readonly (StateChange & { readonly field: string; readonly from?: string })[];
}

declare module '../fact.ts' {
  interface Facts { processState: FileShares<ProcessState> }
}
