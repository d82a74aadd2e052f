/** The eight questions of the source document's Phase 9, in its order. */
export const DIMENSIONS = [
  'simplicity', 'scalability', 'reliability', 'security',
  'maintainability', 'cost-efficiency', 'operability', 'evolvability',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const SEVERITIES = ['critical', 'major', 'minor'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** The stages of a project, youngest first. */
export const STAGES = ['prototype', 'MVP', 'growth', 'scale', 'enterprise'] as const;
export type Stage = (typeof STAGES)[number];
