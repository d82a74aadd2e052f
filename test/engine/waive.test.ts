import { describe, expect, it } from 'vitest';
import { waive, type IndexedWaiver } from '../../src/engine/waive.ts';
import type { Outcome } from '../../src/engine/inspect.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';

const outcome = (id: string, ...subjects: string[]): Outcome => ({
  check: { id } as Outcome['check'],
  coverage: 1,
  inspection: { examined: 9, judgements: subjects.map((subject) => ({ subject, standing: 'violated', message: '', at: { file: 'a.ts' } })) },
});
const waiver = (over: Partial<IndexedWaiver>): IndexedWaiver => ({ index: 0, check: 'x', subject: 'a -> b', reason: 'because', ...over });
const today = new Date('2026-11-22T23:59:00Z');

describe('waive', () => {
  it('covers a finding by its subject, or by a wildcard', () => {
    const outcomes = [outcome('x', 'a -> b', 'a -> c', 'd -> c')];
    expect([...waive(outcomes, [waiver({})], today).waived.keys()].map(({ subject }) => subject)).toEqual(['a -> b']);
    expect([...waive(outcomes, [waiver({ subject: '* -> c' })], today).waived.keys()].map(({ subject }) => subject)).toEqual(['a -> c', 'd -> c']);
  });

  it('holds through the day of its expiry and not beyond', () => {
    expect(waive([outcome('x', 'a -> b')], [waiver({ expires: '2026-11-22' })], today).waived.size).toBe(1);
    const past = waive([outcome('x', 'a -> b')], [waiver({ expires: '2026-11-21' })], today);
    expect(past.waived.size).toBe(0);
    expect(past.expired).toHaveLength(1);
  });

  it('tells waivers that cover nothing, but not those of checks that did not run', () => {
    const idle = waive([outcome('x')], [waiver({}), waiver({ check: 'y' })], today).idle;
    expect(idle.map(({ check }) => check)).toEqual(['x']);
  });
});

describe('matchesWildcard', () => {
  it.each([['*', ''], ['a*c', 'abbbc'], ['*b*', 'abc'], ['src/** -> *', 'src/a/b.ts -> c']])('%s matches %s', (pattern, text) => expect(matchesWildcard(pattern, text)).toBe(true));
  it.each([['a', 'ab'], ['a*c', 'abd'], ['', 'x'], ['a?', 'ab']])('%s does not match %s', (pattern, text) => expect(matchesWildcard(pattern, text)).toBe(false));
  it('stays linear on a hostile pattern', () => {
    expect(matchesWildcard('*a'.repeat(200), `${'a'.repeat(5_000)}b`)).toBe(false);
  });
});
