import type { Place } from '../place.ts';

/** `adr`: the template with positive and negative consequences, risks and alternatives. */
export type DecisionFormat = 'adr' | 'nygard' | 'madr' | 'y-statement' | 'rfc' | 'unknown';

export interface DecisionSection { readonly title: string; readonly line: number; readonly words: number }
export interface DecisionLink { readonly target: string; readonly line: number; readonly broken?: true }
/** Another record, as named: by number, or by the file that a link leads to. */
export interface DecisionReference { readonly number?: number; readonly path?: string; readonly line: number }

export interface DecisionRecord {
  readonly path: string;
  readonly format: DecisionFormat;
  readonly number?: number;
  /** Another number in the title than in the file's name. */
  readonly titled?: { readonly number: number; readonly line: number };
  /** A day in the file's name, which identifies it as a number does. */
  readonly dated?: true;
  readonly title?: string;
  /** The first word of the status, in small letters. */
  readonly status?: { readonly word: string; /** All of it, where it is a value of its own. */ readonly said?: string; readonly line: number };
  /** Words of the paragraphs that stand before the first section. */
  readonly lead?: number;
  readonly sections: readonly DecisionSection[];
  readonly supersedes: readonly DecisionReference[];
  readonly supersededBy: readonly DecisionReference[];
  /** Links to files of the repository. */
  readonly links: readonly DecisionLink[];
  /** Text of a template that nobody replaced. */
  readonly placeholders: readonly Place[];
  /** Title and text in small letters, bounded. */
  readonly text: string;
}

export interface Decisions {
  /** Where they are looked for: as declared, or the first usual folder that holds some; none: []. */
  readonly path: readonly string[];
  readonly declared: boolean;
  /** Sorted by path. */
  readonly records: readonly DecisionRecord[];
}

declare module '../fact.ts' {
  interface Facts { decisions: Decisions }
}
