/** What a request becomes: the words after the command's name, then its options. */
export interface Arguments {
  readonly names: readonly string[];
  readonly options?: Readonly<Record<string, string | undefined>>;
}

export interface Sight {
  /** What the pattern's groups caught. */
  readonly caught: Readonly<Record<string, string | undefined>>;
  readonly sentence: string;
  /** The check that the sentence names. */
  readonly check?: string;
}

export interface Request {
  /** `adr new`: the command as it is typed. */
  readonly command: string;
  /** What it answers, as one would ask for it. */
  readonly example: string;
  /** The first that matches counts, with its weight. */
  readonly patterns: readonly (readonly [RegExp, number])[];
  /** Single words that speak for it, and against it. */
  readonly words?: readonly (readonly [RegExp, number])[];
  /** undefined: what the command needs is not in the sentence. */
  arguments(sight: Sight): Arguments | undefined;
}
