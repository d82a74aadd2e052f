/** One way that was considered; the chosen one is not among the alternatives. */
export interface Alternative {
  readonly option: string;
  readonly pros: string;
  readonly cons: string;
  readonly whyNot: string;
}

/** What a record says, section by section, before it has a form. Each text is a sentence of its own. */
export interface Draft {
  readonly context: readonly string[];
  readonly decision: readonly string[];
  readonly positive: readonly string[];
  readonly negative: readonly string[];
  readonly risks: readonly string[];
  readonly alternatives: readonly Alternative[];
  /** Where the declaration may name the record. */
  readonly nameIn: readonly string[];
}

export const EMPTY: Draft = { context: [], decision: [], positive: [], negative: [], risks: [], alternatives: [], nameIn: [] };

export const joined = (...drafts: readonly Partial<Draft>[]): Draft => {
  const all = <K extends keyof Draft>(key: K) => drafts.flatMap((draft) => (draft[key] ?? []) as readonly unknown[]) as unknown as Draft[K];
  return { context: all('context'), decision: all('decision'), positive: all('positive'), negative: all('negative'), risks: all('risks'), alternatives: all('alternatives'), nameIn: all('nameIn') };
};

/** What the author is left to say begins with these words. */
export const OPEN = 'To write:';
