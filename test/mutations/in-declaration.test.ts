import { describe, expect, it } from 'vitest';
import { after, expected, found, judge } from './house.ts';
import { MUTATIONS } from './in-declaration.ts';

describe('the sound house, changed in what is declared and deployed', () => {
  it.each(MUTATIONS)('$title', async (mutation) => {
    const house = after(mutation.edits);
    expect(found(await judge(house))).toEqual(expected(house, mutation));
    // More than one check must have its reason.
    if (new Set(mutation.expect.map(({ check }) => check)).size > 1) expect(mutation.because).toBeDefined();
  });
});
