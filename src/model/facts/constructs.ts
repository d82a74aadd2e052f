import type { FileShares } from '../fact.ts';

/** `new sqs.Queue(this, 'Orders', {…})`: a construct of the AWS CDK. */
export interface Construct {
  /** `sqs.Queue`: the service's part of the library, and the class. */
  readonly class: string;
  readonly id: string;
  /** The variable or field that holds it. */
  readonly variable?: string;
  readonly line: number;
  readonly column: number;
  /** Literals as they are, the last name of an enumeration or of a call, `${…}` for all else. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** Line of each property, by its name. */
  readonly lines: Readonly<Record<string, number>>;
  /** More properties may come from elsewhere: a spread, or no literal. */
  readonly open?: true;
}

/** `service.autoScaleTaskCount({ minCapacity: 2, maxCapacity: 9 })` */
export interface ConstructScaling { readonly of: string; readonly line: number; readonly column: number; readonly properties: Readonly<Record<string, unknown>> }

/** A function of a stack: its module, without an ending, and the export that is called. */
export interface ConstructedFunction {
  /** As written; from the root of the repository where it begins with a slash. */
  readonly module: string;
  readonly export: string;
}

export interface Constructs {
  readonly constructs: readonly Construct[];
  readonly scalings: readonly ConstructScaling[];
  readonly functions?: readonly ConstructedFunction[];
  /** It builds infrastructure by something that is not read: Pulumi, SST, templates made of objects, constructs of others. */
  readonly unread?: { readonly tool: string; readonly line: number; readonly column: number };
}

declare module '../fact.ts' {
  /** File fact: infrastructure that is written in code. */
  interface Facts { constructs: FileShares<Constructs> }
}
