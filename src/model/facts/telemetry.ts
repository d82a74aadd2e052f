import type { FileShares } from '../fact.ts';

/** A place inside the module whose share it stands in. */
export interface Spot { readonly line: number; readonly column: number }

export interface ConsoleCall extends Spot {
  readonly method: string;
  /** A comment of the team allows it (`no-console` switched off). */
  readonly allowed?: true;
  /** It is the last word of a process that ends: `process.exit` follows, or it stands at the module's top level. */
  readonly boot?: true;
  /** It is how a logger of the team's own writes. */
  readonly logger?: true;
}

export interface LoggerSetup extends Spot {
  readonly library: string;
  /** JSON, one object a line. Absent: it could not be told. */
  readonly structured?: boolean;
  /** It writes to a file of the container. */
  readonly toFile?: true;
}

/** Something that gives each request an id that logs can carry. */
export interface CorrelationSite extends Spot {
  readonly how: string;
  /** The id comes from the caller, so that it holds across services; false: it is made anew in each process. */
  readonly inbound: boolean;
}

export interface TraceHeader extends Spot {
  /** Lower case. */
  readonly header: string;
  readonly direction: 'read' | 'forward' | 'respond';
  /** It is read in a function that the module exports under this name, and names nowhere else. */
  readonly exported?: string;
}

export type Signal = 'latency' | 'traffic' | 'errors' | 'saturation';

export interface MetricSite extends Spot {
  readonly what: string;
  readonly signals: readonly Signal[];
}

/** What one module says of itself to those who operate it. */
export interface Telemetry {
  readonly consoleCalls: readonly ConsoleCall[];
  /** Calls of a logger, by the name and method of what is called. */
  readonly loggerCalls: number;
  readonly loggers: readonly LoggerSetup[];
  readonly correlation: readonly CorrelationSite[];
  readonly headers: readonly TraceHeader[];
  /** Tracers and agents that are started here; they forward the context by themselves. */
  readonly tracing: readonly (Spot & { readonly library: string })[];
  readonly metrics: readonly MetricSite[];
}

declare module '../fact.ts' {
  interface Facts { telemetry: FileShares<Telemetry> }
}
