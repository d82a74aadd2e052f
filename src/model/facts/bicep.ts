import type { DeployedTo, PlacedValue } from './kubernetes.ts';
import type { Place } from '../place.ts';

/** One resource of Azure that Bicep files make, once for every way in which the modules around it are called. */
export interface BicepResource extends PlacedValue {
  /** `Microsoft.Web/sites`, without the version; a module of the public registry as what it makes. */
  readonly type: string;
  /** What the Azure Developer CLI calls it, or the outermost module that makes it, or its own symbol. */
  readonly name: string;
  /** A verified module of the registry: the value are its parameters, not the resource. */
  readonly module?: true;
  readonly at: Place;
  readonly environment?: DeployedTo;
}

export interface Bicep { readonly resources: readonly BicepResource[] }

declare module '../fact.ts' {
  interface Facts { bicep: Bicep }
}
