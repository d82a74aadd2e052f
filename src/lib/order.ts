/** Order by code unit: the same on every machine, unlike a locale's. */
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** By file, line, column; absent places first. */
export const comparePlaces = (
  a: { readonly file: string; readonly line?: number; readonly column?: number } | undefined,
  b: { readonly file: string; readonly line?: number; readonly column?: number } | undefined,
): number =>
  compare(a?.file ?? '', b?.file ?? '') || (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
