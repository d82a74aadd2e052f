/** The library waits without end. */
export const NONE = Infinity;
