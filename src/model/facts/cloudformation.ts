import type { DeployedTo, PlacedValue } from './kubernetes.ts';
import type { Place } from '../place.ts';

/** One resource of a CloudFormation or SAM template, one function of a Serverless file (type `Serverless::Function`), or one construct of the CDK in the words of a template. */
export interface CloudResource extends PlacedValue {
  readonly type: string;
  readonly name: string;
  readonly file: string;
  readonly format: 'cloudformation' | 'sam' | 'serverless' | 'cdk';
  readonly at: Place;
  readonly environment?: DeployedTo;
}

export interface ServerlessService extends PlacedValue { readonly name: string; readonly file: string; readonly at: Place }

export interface SamGlobals extends PlacedValue { readonly file: string; readonly at: Place }

export interface CloudFormation {
  /** `value` is the resource's definition: its type and properties; a function's own keys. */
  readonly resources: readonly CloudResource[];
  /** Whole Serverless files: provider, plugins and the rest. */
  readonly services: readonly ServerlessService[];
  /** What SAM templates say for all their functions and APIs (`Globals`). */
  readonly globals: readonly SamGlobals[];
  /** Code that builds infrastructure by what is not read. */
  readonly unread?: readonly { readonly tool: string; readonly at: Place }[];
}

declare module '../fact.ts' {
  interface Facts { cloudformation: CloudFormation }
}
