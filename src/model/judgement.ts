import type { Evidence, Place } from './place.ts';

/** How well a subject's good state is backed, best first. */
export const STANDINGS = ['verified', 'documented', 'declared', 'missing', 'violated'] as const;
export type Standing = (typeof STANDINGS)[number];

export type Confidence = 'high' | 'medium' | 'low';

/** What a check says of one subject. A judgement that is not verified is a finding. */
export interface Judgement {
  /** The name survives moved lines: `orders -> billing`, `GET /users/:id`, `deployment/api`. */
  readonly subject: string;
  readonly standing: Standing;
  /** One sentence, present tense, naming the culprit. */
  readonly message: string;
  readonly at: Place;
  readonly evidence?: readonly Evidence[];
  /** `high` where absent. */
  readonly confidence?: Confidence;
  /** Set: the finding is advice, shown apart and without points; the text says why it is not asked here. */
  readonly advice?: string;
  /** The lines hold a secret: nothing of them is quoted in any report. */
  readonly confidential?: true;
}

/** A subject that was seen and could not be judged: a templated value, an unread file. It lowers coverage. */
export interface Unjudged {
  readonly subject: string;
  readonly reason: string;
  readonly at?: Place;
}

/**
 * A check's answer. `examined` counts all judged subjects; those without a judgement are verified,
 * so a subject has at most one judgement. `examined: 0` is not a pass.
 */
export interface Inspection {
  readonly examined: number;
  /** Findings, and verified judgements where the evidence of a pass is worth showing. */
  readonly judgements: readonly Judgement[];
  readonly unjudged?: readonly Unjudged[];
  /** architecture.yaml gives nothing to measure by: what could not be read would not change the answer. */
  readonly notAsked?: true;
}
