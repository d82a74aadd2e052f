import { closest, distance } from 'fastest-levenshtein';

/** The known word that was probably meant; undefined where none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(word.toLowerCase(), known.map((one) => one.toLowerCase()));
  const found = known.find((one) => one.toLowerCase() === near)!;
  return distance(word.toLowerCase(), near) <= Math.max(word.length < 4 ? 1 : 2, Math.floor(word.length / 3)) ? found : undefined;
}
