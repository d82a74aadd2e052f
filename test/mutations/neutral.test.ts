import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { after, found, judge } from './house.ts';
import { MUTATIONS as IN_CODE } from './in-code.ts';
import { MUTATIONS as IN_DECLARATION } from './in-declaration.ts';
import { NEUTRAL } from './neutral.ts';

describe('the sound house, changed without harm', () => {
  it.each(NEUTRAL)('$title', async ({ edits }) => {
    const result = await judge(after(edits));
    expect(found(result)).toEqual([]);
    expect(result.score.total).toBe(100);
  });
});

it('mutations tell of most checks', () => {
  const told = new Set([...IN_CODE, ...IN_DECLARATION].flatMap(({ expect: all }) => all.map(({ check }) => check)));
  expect(CHECKS.map(({ id }) => id)).toEqual(expect.arrayContaining([...told]));
  expect(told.size).toBeGreaterThanOrEqual(50);
});
