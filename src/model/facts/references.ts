import type { FileShares } from '../fact.ts';

/** A name as written, dotted, with how often and where first. */
export interface NameUse {
  readonly name: string;
  readonly count: number;
  readonly line: number;
  readonly column: number;
  /** The module declares the first part of the name itself, in whichever scope: it need not be the global of that name. */
  readonly own?: true;
}

export interface ModuleReferences {
  /** Functions, methods and constructors called; in order of first place. */
  readonly calls: readonly NameUse[];
  /** Names used that the module does not declare itself (globals and imports), and what is read from them: `process`, `process.env`. */
  readonly names: readonly NameUse[];
  /** There were more than are kept. */
  readonly truncated?: true;
}

declare module '../fact.ts' {
  interface Facts { references: FileShares<ModuleReferences> }
}
