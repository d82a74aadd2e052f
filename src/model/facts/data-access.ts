import type { FileShares } from '../fact.ts';
import type { Place } from '../place.ts';
import type { Spot } from './telemetry.ts';

/** What a module says of stored data. */
export interface DataSites {
  /** Definitions: entity classes, models, tables. */
  readonly entities: readonly (Spot & { readonly orm: string; readonly name: string; readonly table?: string })[];
  /** Calls that read or write; `target` is the model, class, table variable or table as it is written there. */
  readonly accesses: readonly (Spot & { readonly orm: string; readonly target: string; readonly write: boolean; readonly method: string })[];
  /** Clients of databases that are made here, and the settings of their pools. */
  readonly connections: readonly (Spot & { readonly client: string; readonly engine?: string; readonly pooled?: true; readonly replicated?: true })[];
}

export interface Entity {
  /** Unique: the model's or class's name, else the table's. */
  readonly name: string;
  readonly table: string;
  readonly orm: string;
  readonly at: Place;
  /** Other places that define the same table. */
  readonly also: readonly Place[];
}

export interface DataUse {
  /** Name of the entity. */
  readonly entity: string;
  readonly write: boolean;
  readonly method: string;
  readonly at: Place;
}

export interface DataAccess {
  /** Sorted by name. */
  readonly entities: readonly Entity[];
  /** By production code; sorted by place. */
  readonly uses: readonly DataUse[];
}

declare module '../fact.ts' {
  interface Facts {
    dataSites: FileShares<DataSites>;
    dataAccess: DataAccess;
  }
}
