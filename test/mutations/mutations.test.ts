import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { alone, batchesOf, pilesOf } from './batches.ts';
import { after, expected, found, judge, type Edit, type Finding } from './house.ts';
import { MUTATIONS as IN_CODE } from './in-code.ts';
import { MUTATIONS as IN_DECLARATION } from './in-declaration.ts';
import { MUTATIONS as IN_PURPOSE } from './in-purpose.ts';
import { NEUTRAL } from './neutral.ts';

interface Change { readonly title: string; readonly edits: readonly Edit[]; readonly expect?: readonly Finding[] }

// MUTATIONS=alone makes each change by itself, which takes several times as long.
const each = process.env['MUTATIONS'] === 'alone';

/** All that must be found is, and nothing else. */
async function meet(changes: readonly Change[]): Promise<void> {
  const house = after(changes.flatMap(({ edits }) => edits));
  const findings = changes.flatMap(({ expect: some }) => some ?? []);
  const result = await judge(house);
  expect(found(result), changes.map(({ title }) => title).join('; ')).toEqual(expected(house, findings));
  if (findings.length === 0) expect(result.score.total).toBe(100);
}

async function meetTogether(changes: readonly Change[]): Promise<void> {
  try {
    await meet(changes);
  } catch (error) {
    // By itself the one that fails shows; if none does, they disturb each other.
    if (changes.length > 1) for (const one of changes) await meet([one]);
    throw error;
  }
}

describe.each([
  ['code', IN_CODE],
  ['what is declared and deployed', IN_DECLARATION],
  ['what it is for', IN_PURPOSE],
] as const)('the sound house, changed in %s', (_, mutations) => {
  it.each(each ? alone(mutations) : batchesOf(mutations))('$title', ({ changes }) => meetTogether(changes));

  it('has a reason where one change is found by several checks', () => {
    expect(mutations.filter((one) => new Set(one.expect.map(({ check }) => check)).size > 1 && one.because === undefined)).toEqual([]);
  });
});

describe('the sound house, changed without harm', () => {
  it.each(each ? alone(NEUTRAL) : pilesOf(NEUTRAL))('$title', ({ changes }) => meetTogether(changes));
});

it('finds by every check a change that it is for', () => {
  const told = new Set([...IN_CODE, ...IN_DECLARATION, ...IN_PURPOSE].flatMap(({ expect: all }) => all.map(({ check }) => check)));
  expect([...told].sort()).toEqual(CHECKS.map(({ id }) => id).sort());
});
