import type { DeployedTo, PlacedValue } from './kubernetes.ts';
import type { Place } from '../place.ts';

/** One block; expressions that are not literal stay as `${…}`, variables with a known value are filled in. */
export interface TerraformBlock extends PlacedValue {
  readonly kind: 'resource' | 'data' | 'module' | 'provider';
  /** `aws_sqs_queue`; of a module its source, of a provider its name. */
  readonly type: string;
  readonly name: string;
  /** Folder: what is planned together. */
  readonly dir: string;
  readonly at: Place;
  readonly environment?: DeployedTo;
  /** Its folder is a module that other folders call. */
  readonly reused?: true;
}

export interface Terraform { readonly blocks: readonly TerraformBlock[] }

declare module '../fact.ts' {
  interface Facts { terraform: Terraform }
}
