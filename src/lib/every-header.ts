/** What a request that is handed on whole carries. */
export const EVERY_HEADER = 'every header';
