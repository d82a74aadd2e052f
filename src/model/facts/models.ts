import type { FileShares } from '../fact.ts';
import type { Place } from '../place.ts';

export interface ModelColumn {
  readonly name: string;
  /** As written: `varchar`, `String`, `Date`. */
  readonly type?: string;
  readonly key?: 'primary' | 'unique';
  readonly optional?: true;
}

/**
 * What a definition says of another one. `one`: the key of the other is kept here; `many`: the other keeps ours; `owns-one`: the
 * other keeps ours, once; `many-to-many`: a table between them, or a list of keys.
 */
export interface ModelRelation {
  /** As written: the model, class, variable or table. */
  readonly to: string;
  readonly kind: 'one' | 'many' | 'owns-one' | 'many-to-many';
  /** The column here that keeps the key. */
  readonly by?: string;
  /** What tells two relations between the same models apart. */
  readonly name?: string;
  /** The key that is kept here occurs once: one to one. */
  readonly unique?: true;
  readonly optional?: true;
  readonly line: number;
}

/** One definition of stored data, as one file writes it. */
export interface ModelShape {
  readonly orm: string;
  readonly name: string;
  readonly table?: string;
  readonly line: number;
  readonly columns: readonly ModelColumn[];
  readonly relations: readonly ModelRelation[];
  /** The class that it takes further columns from. */
  readonly extends?: string;
  /** Of a base class: no table of its own. */
  readonly abstract?: true;
  /** Only relations are told here, of a model that is defined elsewhere. */
  readonly adds?: true;
}

export interface ModelEntity {
  /** As the fact dataAccess calls it. */
  readonly name: string;
  readonly table: string;
  readonly orm: string;
  readonly at: Place;
  /** Other places that define the same table. */
  readonly also: readonly Place[];
  /** The kind of store, where its schema or mapper says so. */
  readonly engine?: { readonly name: string; readonly at: Place };
  readonly columns: readonly ModelColumn[];
}

/** An arrow between entities: `from` keeps the key of `to`. */
export interface ModelEdge {
  readonly from: string;
  readonly to: string;
  readonly cardinality: 'many-to-one' | 'one-to-one' | 'many-to-many';
  readonly by?: string;
  /** The key may be absent. */
  readonly optional?: true;
  readonly at: Place;
}

export interface DataModel {
  /** Sorted by name. */
  readonly entities: readonly ModelEntity[];
  readonly edges: readonly ModelEdge[];
  /** Tables that only migrations know, while a mapper defines the others: renamed, dropped, or written by hand. */
  readonly onlyInMigrations: readonly { readonly table: string; readonly at: Place }[];
}

declare module '../fact.ts' {
  interface Facts { modelShapes: FileShares<{ readonly models: readonly ModelShape[] }>; dataModel: DataModel }
}
