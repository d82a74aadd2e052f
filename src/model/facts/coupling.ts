import type { ImportKind } from './source.ts';

/** One import between two modules, with its place. */
export interface ModuleEdge {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly column: number;
  readonly kind: ImportKind;
  readonly names: readonly string[];
}

/** All production imports from one component (or layer) to another. */
export interface GroupEdge {
  readonly from: string;
  readonly to: string;
  readonly imports: number;
  readonly typeOnly: number;
  /** The first by path and line, at most 20. */
  readonly sites: readonly ModuleEdge[];
}

export interface Instability {
  readonly name: string;
  readonly fanIn: number;
  readonly fanOut: number;
  /** fanOut / (fanIn + fanOut), 0 to 1; 0 where both are 0. */
  readonly instability: number;
}

/** A strongly connected component of at least two members. */
export interface Knot {
  /** Sorted. */
  readonly members: readonly string[];
  /** The shortest cycle; the last edge leads back to the first edge's `from`. */
  readonly cycle: readonly ModuleEdge[];
  /** Every edge inside it. */
  readonly edges: readonly ModuleEdge[];
  /** A smallest found set of edges whose removal leaves no cycle. */
  readonly cut: readonly ModuleEdge[];
  /** Closed, or made this large, by type-only imports; what is left of it at run time, if anything, is a knot of its own. */
  readonly typeOnly: boolean;
}

export interface Coupling {
  readonly components: readonly GroupEdge[];
  readonly layers: readonly GroupEdge[];
  readonly instability: readonly Instability[];
  /** Knots of production modules. */
  readonly moduleKnots: readonly Knot[];
  /** Knots of components; `from` and `to` of their edges are files, `members` are components. */
  readonly componentKnots: readonly Knot[];
}

declare module '../fact.ts' {
  interface Facts { coupling: Coupling }
}
