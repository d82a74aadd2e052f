export const FORMATS = ['terminal', 'json', 'markdown'] as const;
export type AdviceFormat = (typeof FORMATS)[number];
