import type { Result } from '../model/index.ts';

/** The public contract, described by schemas/result.schema.json. */
export const json = (result: Result): string => `${JSON.stringify(result, null, 2)}\n`;
