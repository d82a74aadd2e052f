/** A table of what a rule is tried with, beside the rule: `{ input: 'AKIA…', expected: true }`; what stands in it is made up. */
export const holdsTestCases = (text: string): boolean =>
  text.includes('expected') && /\b(?:input|value|text)["']?\s*:\s*["'`]/.test(text) && (text.match(/\bexpected["']?\s*:\s*(?:true|false)\b/g)?.length ?? 0) > 1;
