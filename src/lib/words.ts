/** The words of a name or a key, in lower case: `lastLogin:{userId}` → last, login, user, id. */
export const wordsOf = (text: string): readonly string[] =>
  text.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2').toLowerCase().split(/[^a-z\d]+/).filter((word) => word !== '');

/** Whole words alone: `lock` is in `userLock`, and not in `blockedHosts`. */
export const hasWord = (text: string, word: RegExp): boolean => wordsOf(text).some((one) => word.test(one));
