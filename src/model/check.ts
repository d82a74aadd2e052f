import type { Dimension, Severity, Stage } from './dimension.ts';
import type { FactName, Facts } from './fact.ts';
import type { Inspection } from './judgement.ts';

export interface Check<N extends FactName = never, O extends object = object> {
  /** Names the defect in kebab case; a plugin's ids are prefixed `plugin/`. */
  readonly id: string;
  readonly dimension: Dimension;
  readonly severity: Severity;
  /** Where the source document asks for it: `12.8`, `3`, `edge`, `own`. */
  readonly phase: string;
  /** The stage from which it counts; before it, its findings are advice. */
  readonly from: Exclude<Stage, 'enterprise'>;
  /** Of a usual fix. */
  readonly effort: 'low' | 'medium' | 'high';
  /** The good state, in a few words: `Timeouts on all external calls`. */
  readonly title: string;
  /** One sentence each, ending with a full stop. */
  readonly why: string;
  readonly fix: string;
  /** `all`: the worst subject decides. `share`: the mean of the subjects. */
  readonly grading: 'all' | 'share';
  readonly needs: readonly N[];
  /** Those of its needs that this declaration gives it no use for, facts by file: where no other check asks for them, it is handed none. */
  spares?(architecture: Facts['architecture']): readonly N[];
  /** A JSON Schema (an object without unknown keys) and the values that hold where the team sets none. */
  readonly options?: { readonly schema: object; readonly defaults: O };
  /** Pure: no disk, clock, console or other check. Reaching for a fact not in `needs` does not compile. */
  inspect(facts: Pick<Facts, N>, options: O): Inspection;
}

/** A check whose needs and options the holder does not know. */
export type AnyCheck = Omit<Check, 'needs' | 'spares' | 'options' | 'inspect'> & {
  readonly needs: readonly FactName[];
  spares?(architecture: Facts['architecture']): readonly FactName[];
  readonly options?: { readonly schema: object; readonly defaults: object };
  inspect(facts: never, options: never): Inspection;
};

/** Types a check; adds nothing. */
export const defineCheck = <N extends FactName, O extends object = object>(check: Check<N, O>): Check<N, O> => check;
