import type { FileShares } from '../fact.ts';
import type { Place } from '../place.ts';
import type { Spot } from './telemetry.ts';

/** What a module says of stored data. */
export interface DataSites {
  /** Definitions: entity classes, models, tables. */
  readonly entities: readonly (Spot & { readonly orm: string; readonly name: string; readonly table?: string; readonly fields?: readonly string[] })[];
  /** Calls that read or write; `target` is the model, class, table variable or table as it is written there. */
  readonly accesses: readonly (Spot & { readonly orm: string; readonly target: string; readonly write: boolean; readonly method: string; readonly predicate: Predicate; readonly inside?: number })[];
  /** Names that each function around an access uses; `inside` counts in it. */
  readonly functions: readonly (readonly string[])[];
  /** Where a client or schema gets something that every query passes: extensions, middleware, plugins, filters, hooks. */
  readonly scopes: readonly (Spot & { readonly orm: string; readonly how: string; readonly names: readonly string[] })[];
  /** Tables whose row-level security is switched; `*`: the name is computed. */
  readonly rowSecurity: readonly (Spot & { readonly table: string; readonly on: boolean })[];
  /** Clients of databases that are made here, and the settings of their pools. */
  readonly connections: readonly (Spot & { readonly client: string; readonly engine?: string; readonly pooled?: true; readonly replicated?: true })[];
}

/** What a call says of the rows that it means. */
export interface Predicate {
  /** Every name and word in its arguments, in the chain around it and in what it is called on. */
  readonly names: readonly string[];
  /** Parts of it are put together elsewhere. */
  readonly open?: true;
  /** It adds rows, or saves what was loaded before: it chooses none. */
  readonly adds?: true;
}

export interface Entity {
  /** Unique: the model's or class's name, else the table's. */
  readonly name: string;
  readonly table: string;
  readonly orm: string;
  readonly at: Place;
  /** Other places that define the same table. */
  readonly also: readonly Place[];
  /** Names of its columns as far as they are seen, as written; what it inherits from or spreads stands as `...Name`. */
  readonly fields: readonly string[];
}

export interface DataUse {
  /** Name of the entity. */
  readonly entity: string;
  readonly write: boolean;
  readonly method: string;
  readonly at: Place;
  readonly predicate: Predicate;
  /** Names that the function around it uses. */
  readonly around: readonly string[];
}

export interface DataAccess {
  /** Sorted by name. */
  readonly entities: readonly Entity[];
  /** By production code; sorted by place. */
  readonly uses: readonly DataUse[];
  /** Of production code; sorted by place. */
  readonly scopes: readonly { readonly orm: string; readonly how: string; readonly names: readonly string[]; readonly at: Place }[];
  /** In scripts and in code, migrations included; the last word on each table. */
  readonly rowSecurity: readonly { readonly table: string; readonly on: boolean; readonly at: Place }[];
}

declare module '../fact.ts' {
  interface Facts {
    dataSites: FileShares<DataSites>;
    dataAccess: DataAccess;
  }
}
