import type { DeployedTo, PlacedValue } from './kubernetes.ts';
import type { Place } from '../place.ts';

/** One service after `extends`, `include`, anchors and override files; `value` is its merged definition. */
export interface ComposeService extends PlacedValue {
  readonly name: string;
  readonly at: Place;
  /** Its profiles; one that has any does not start by itself. */
  readonly profiles: readonly string[];
}

export interface ComposeProject {
  /** The first file; override files beside it are merged in. */
  readonly file: string;
  readonly files: readonly string[];
  readonly environment?: DeployedTo;
  readonly services: readonly ComposeService[];
}

export interface Compose { readonly projects: readonly ComposeProject[] }

declare module '../fact.ts' {
  interface Facts { compose: Compose }
}
