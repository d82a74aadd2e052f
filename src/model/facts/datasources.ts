import type { Place } from '../place.ts';

/** A database that an ORM's schema file names. */
export interface Datasource {
  /** As the schema calls it: `postgresql`, `mysql`, `sqlite`, `sqlserver`, `mongodb`, `cockroachdb`. */
  readonly engine: string;
  /** The environment variable that holds its address. */
  readonly env?: string;
  readonly at: Place;
}

export interface Datasources { readonly datasources: readonly Datasource[] }

declare module '../fact.ts' {
  interface Facts { datasources: Datasources }
}
