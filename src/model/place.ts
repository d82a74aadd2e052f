/** Where something stands. `line` and `column` count from 1; `file` is relative to the repository's root, with `/`. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The text of the line, trimmed and bounded; added by the engine. */
  readonly quote?: string;
}

/** A remark that backs a judgement: the declared line, the other end, a step of a cycle. */
export interface Evidence {
  readonly note: string;
  readonly at?: Place;
}
