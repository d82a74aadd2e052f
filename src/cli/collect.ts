/** Gathers the values of an option that may be repeated, or hold several between commas. */
export const collect = (value: string, list: readonly string[] = []): string[] => [...list, ...value.split(',').map((one) => one.trim()).filter(Boolean)];
