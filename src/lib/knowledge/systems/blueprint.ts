import type { DeclaredApi, DeclaredNonFunctional, DeclaredSagaStep } from '../../../model/index.ts';

// Worked starting points for the ten classic systems of the source document's Phase 11, as data.

/** How much there is to do, apart from who does it: what one machine bears, what a cache and a replica bear, and what must be split. */
export type Load = 'light' | 'moderate' | 'heavy';
export const LOADS: readonly Load[] = ['light', 'moderate', 'heavy'];

/** Words for one situation each; what is not said holds from the one before. */
export interface ByLoad<T> { readonly light?: T; readonly moderate?: T; readonly heavy?: T }

/** What has a place of its own in architecture.yaml. */
export type TargetOf = { readonly part: string } | { readonly store: string } | { readonly cache: string } | { readonly queue: string } | { readonly external: string };

export type Use = TargetOf & {
  readonly why: string;
  /** Absent: the caller waits. */
  readonly mode?: 'async';
  readonly via?: 'http' | 'grpc' | 'websocket' | 'webhook' | 'sdk';
  /** What the caller does without it. */
  readonly without?: string;
  readonly timeout?: string;
  /** Times a failed call is repeated; absent: not. */
  readonly retries?: number;
  readonly idempotencyKey?: string;
};

export interface Part {
  readonly id: string;
  readonly does: string;
  /** The bounded context. */
  readonly context: string;
  readonly criticality: 'critical' | 'important' | 'optional';
  readonly kind?: 'worker';
  /** The part in whose module it lives while the build is smallest. */
  readonly within?: string;
  /** Below this load it lives in `within`, whatever the team. */
  readonly from?: Load;
  /** The part whose service it shares where there are two to five services. */
  readonly group?: string;
  readonly entities?: readonly Entity[];
  readonly store?: string;
  readonly commands?: readonly string[];
  readonly queries?: readonly string[];
  readonly publishes?: readonly string[];
  readonly consumes?: readonly string[];
  readonly uses: readonly Use[];
  /** By what more instances are started. */
  readonly trigger?: string;
  /** Requests a second that one instance takes; absent: 200, which a plain application reaches. */
  readonly perInstance?: number;
  /** What it keeps in its own memory, and why that does no harm. */
  readonly stateful?: string;
}

export interface Entity {
  readonly name: string;
  readonly fields: readonly string[];
  /** How many of the first fields are its key together; absent: one. */
  readonly key?: number;
  /** Names of entities that it belongs to. */
  readonly of?: readonly string[];
  readonly root?: true;
  readonly invariants?: readonly string[];
}

/** Engines that depend on where it runs. */
export type EngineRole = 'relational' | 'wide-column' | 'search' | 'objects' | 'analytics' | 'time-series' | 'memory';

export interface StorePlan {
  readonly role: EngineRole;
  readonly why: string;
  readonly sharding?: string;
  readonly partitioning?: string;
}

export interface StoreSlot {
  readonly id: string;
  readonly holds: string;
  readonly plan: ByLoad<StorePlan> & { readonly light: StorePlan };
}

export interface CacheSlot {
  readonly id: string;
  readonly from: Load;
  readonly key: string;
  readonly ttl: string;
  readonly pattern: 'cache-aside' | 'read-through' | 'write-through' | 'write-behind';
  readonly invalidation: string;
  readonly stampede: 'lock' | 'probabilistic' | 'single-flight' | 'stale-while-revalidate';
  readonly hitRatio: number;
  readonly why: string;
  /** The store that it relieves. */
  readonly over?: string;
}

export interface QueueSlot {
  readonly id: string;
  readonly why: string;
  readonly events: readonly string[];
  readonly producers: readonly string[];
  readonly consumers: readonly string[];
  /** What messages keep their order by; absent: no order. */
  readonly key?: string;
  readonly idempotencyKey: string;
  /** Below this load the work is done where it arises. */
  readonly from?: Load;
}

export interface ExternalSlot {
  readonly id: string;
  readonly kind: 'saas' | 'external-api';
  readonly why: string;
  readonly criticality: 'critical' | 'important' | 'optional';
  readonly without: string;
  readonly timeout: string;
  readonly retries?: number;
  /** What makes a repeated call harmless. */
  readonly idempotencyKey?: string;
  readonly fallback: 'cached_response' | 'default_value' | 'error_with_retry_after';
  readonly from?: Load;
}

export interface ApiSlot {
  readonly id: string;
  readonly part: string;
  readonly style: Exclude<DeclaredApi['style'], 'trpc'>;
  readonly public: boolean;
  readonly clients: readonly string[];
  readonly why: string;
  readonly operations: readonly string[];
  readonly pagination?: 'cursor';
  readonly limit?: string;
  readonly idempotent?: true;
  readonly streaming?: 'server' | 'bidirectional';
  readonly from?: Load;
}

/** One message of the core flow; parts that share a module speak to nobody. */
export interface FlowStep {
  readonly from: string;
  readonly to: string;
  readonly says: string;
  /** An answer or an event, drawn as a dashed arrow. */
  readonly reply?: true;
  /** Loads at which it is so; `until` itself left out. */
  readonly since?: Load;
  readonly until?: Load;
}

export interface SagaPlan {
  readonly name: string;
  readonly orchestrator: string;
  readonly steps: readonly DeclaredSagaStep[];
}

export interface Size {
  readonly name: string;
  readonly value: number;
  readonly unit: 'count' | 'bytes' | 'rate' | 'bits' | 'hours';
  readonly formula: string;
}

/** What the sizes of a system are computed from. */
export interface Basis {
  readonly dau: number;
  readonly requestsPerDay: number;
  readonly rate: number;
  readonly peak: number;
  readonly recordsPerDay: number;
  readonly bytesPerYear: number;
}

export interface Challenge {
  /** As in the table of classic systems. */
  readonly name: string;
  readonly problem: string;
  readonly answer: ByLoad<string> & { readonly light: string };
}

export interface Blueprint {
  readonly id: string;
  readonly summary: string;
  /** What else people call it. */
  readonly also: readonly string[];
  readonly functional: readonly string[];
  readonly needs: DeclaredNonFunctional;
  readonly load: {
    /** Of one user a day. */
    readonly actions: number;
    readonly recordsPerUser: number;
    readonly recordKb: number;
    readonly responseKb: number;
    /** What an action is, and what a record is. */
    readonly action: string;
    readonly record: string;
  };
  sizes(basis: Basis): readonly Size[];
  readonly parts: readonly Part[];
  readonly stores: readonly StoreSlot[];
  readonly caches: readonly CacheSlot[];
  readonly queues: readonly QueueSlot[];
  readonly externals: readonly ExternalSlot[];
  readonly apis: readonly ApiSlot[];
  readonly flow: { readonly title: string; readonly steps: readonly FlowStep[] };
  readonly saga?: SagaPlan;
  readonly consistency: readonly { readonly operation: string; readonly level: 'strong' | 'eventual' | 'causal'; readonly part: string; readonly why: string }[];
  readonly tenants?: { readonly who: string; readonly key: string };
  readonly clients: readonly string[];
  readonly cell: { readonly key: string; readonly why: string };
  readonly challenges: readonly Challenge[];
  /** Named in words: what is measured, and when somebody is woken. */
  readonly watch: readonly string[];
  readonly tradeoffs: readonly string[];
  /** When this happens, do that. */
  readonly growth: readonly (readonly [when: string, then: string, /** From this load on it is done already. */ until?: Load])[];
  /** The user it is designed for in an interview, where none is given. */
  readonly interviewUsers: number;
}

/** What holds at a load: its own, else that of the next lower one. */
export function at<T>(plan: ByLoad<T>, load: Load): T | undefined {
  for (let index = LOADS.indexOf(load); index >= 0; index -= 1) {
    const found = plan[LOADS[index]!];
    if (found !== undefined) return found;
  }
  return undefined;
}

export const reaches = (load: Load, from: Load | undefined): boolean => LOADS.indexOf(load) >= LOADS.indexOf(from ?? 'light');

