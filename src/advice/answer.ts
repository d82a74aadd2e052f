/** The row or rule of the source document that an answer follows. */
export interface Followed {
  readonly rule: string;
  /** `Phase 4, store selection`; where the source document has it. */
  readonly source: string;
}

/** Of a table; lines stay lines. */
export type Cell = string | readonly string[];

/** A piece of an answer as people read it; texts are plain, the format escapes them. */
export type Block =
  | { readonly heading: string; /** Below the one before. */ readonly level?: 3 }
  | { readonly text: string }
  | { readonly list: readonly string[]; readonly numbered?: true }
  | { readonly table: readonly (readonly Cell[])[]; readonly head: readonly string[] }
  | { readonly code: string; readonly language: string; /** Where it is drawn; else everywhere. */ readonly only?: 'markdown' | 'terminal' };

/** What a command of advice says: the same as data for programs and as blocks for people. */
export interface Answer {
  readonly command: string;
  /** Plain JSON; its keys are the command's contract. */
  readonly data: object;
  readonly blocks: readonly Block[];
  readonly follows: readonly Followed[];
}
