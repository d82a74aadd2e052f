import type { Dimension, Severity, Standing } from '../model/index.ts';

// The one table of what counts for how much; the numbers are the source document's (Phase 9) and spec'd there.

/** Shares of the total, in percent; they sum to 100. */
export const DIMENSION_WEIGHTS: Readonly<Record<Dimension, number>> = {
  simplicity: 20,
  scalability: 15,
  reliability: 15,
  security: 15,
  maintainability: 15,
  'cost-efficiency': 10,
  operability: 5,
  evolvability: 5,
};

/** How much a check counts inside its dimension. */
export const SEVERITY_WEIGHTS: Readonly<Record<Severity, number>> = { critical: 10, major: 5, minor: 2 };

/** What a subject earns, by how well its good state is backed. */
export const CREDIT: Readonly<Record<Standing, number>> = { verified: 1, documented: 0.75, declared: 0.5, missing: 0, violated: 0 };

/** Answers of this share of a dimension's checks, by severity, are enough for its whole weight. */
export const WELL_HEARD = 0.25;
