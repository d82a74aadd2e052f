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
  /** Its folder is a module that nothing here calls, among others that are called. */
  readonly idle?: true;
}

/** What one `.tfvars` file gives to variables. */
export interface TerraformValues {
  readonly file: string;
  /** By its own name or its folder's. */
  readonly environment?: DeployedTo;
  /** Values inside of maps by `map.key`; no value where it is a list or an expression. */
  readonly entries: readonly { readonly name: string; readonly value?: string; readonly at: Place }[];
}

export interface Terraform {
  readonly blocks: readonly TerraformBlock[];
  readonly values: readonly TerraformValues[];
  /** What a variable of a folder is where nobody gives it a value, by `folder name`; lists and maps are left out. */
  readonly defaults: Readonly<Record<string, string>>;
}

declare module '../fact.ts' {
  interface Facts { terraform: Terraform }
}
