import type { Place } from '../place.ts';

/** A document about coming back after a disaster. */
export interface RecoveryPlan {
  readonly file: string;
  readonly title: string;
  readonly rpo?: { readonly text: string; readonly at: Place };
  readonly rto?: { readonly text: string; readonly at: Place };
  /** Items of its lists, and commands: what somebody would do. */
  readonly steps: number;
  /** Days on which it was tried, as it says, newest last. */
  readonly tests: readonly { readonly date: string; readonly at: Place }[];
  readonly at: Place;
}

/** A scheduled or manual job that restores a backup. */
export interface RestoreJob { readonly name: string; readonly scheduled: boolean; readonly at: Place }

/** A job that makes backups: a dump, a snapshot, a plan of the cloud. */
export interface RecoveryBackup {
  /** A chart's template holds it, and the values leave it off. */
  readonly off?: true;
  readonly name: string;
  /** Of a dump; absent: of whatever lies there. */
  readonly engine?: 'postgresql' | 'mysql' | 'mongodb';
  readonly at: Place;
}

export interface Recovery {
  readonly plans: readonly RecoveryPlan[];
  readonly restores: readonly RestoreJob[];
  readonly backups: readonly RecoveryBackup[];
  /** What copies volumes of a cluster or of a Compose file, whatever lies on them. */
  readonly copies: readonly { readonly name: string; readonly at: Place }[];
  /** Scripts that dump a database: somebody runs them, or a timer of the machine. */
  readonly scripts: readonly { readonly name: string; readonly at: Place }[];
  /** The day of the run, for the age of tests. */
  readonly today: string;
}

declare module '../fact.ts' {
  interface Facts { recovery: Recovery }
}
