export interface OwnershipLine {
  /** A pattern as git ignores are written. */
  readonly pattern: string;
  /** `@org/team`, `@user` or an address; none: nobody owns what matches. */
  readonly owners: readonly string[];
  readonly line: number;
}

/** The file that says who reviews what. */
export interface Codeowners {
  /** Absent: there is none. */
  readonly file?: string;
  /** In the order of the file; the last line that matches a path wins. */
  readonly lines: readonly OwnershipLine[];
}

declare module '../fact.ts' {
  interface Facts { codeowners: Codeowners }
}
