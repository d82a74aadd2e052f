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

describe('waive, by comments', () => {
  const at = (line: number | undefined): Outcome => {
    const plain = outcome('x', 'a -> b');
    return { ...plain, inspection: { examined: 1, judgements: [{ ...plain.inspection!.judgements[0]!, at: { file: 'a.ts', ...(line !== undefined && { line }) } }] } };
  };
  const comment = { line: 3, column: 1, covers: 4, checks: ['x'], reason: 'because' };
  const waived = (one: Outcome, ...comments: (typeof comment)[]) => waive([one], [], today, { 'a.ts': comments });

  it('accepts a finding on the line that the comment speaks of, and says where it stands', () => {
    expect([...waived(at(4), comment).waived.values()]).toEqual([{ reason: 'because', at: { file: 'a.ts', line: 3, column: 1 } }]);
    expect(waived(at(4), comment).idleComments).toEqual([]);
  });

  it('accepts nothing elsewhere, for other checks or without a reason', () => {
    const { reason: _, ...silent } = comment;
    expect(waived(at(5), comment).waived.size).toBe(0);
    expect(waived(at(4), { ...comment, checks: ['y'] }).waived.size).toBe(0);
    expect(waive([at(4)], [], today, { 'a.ts': [silent] }).waived.size).toBe(0);
    expect(waived(at(5), comment).idleComments).toMatchObject([{ check: 'x', comment: { file: 'a.ts', line: 3 } }]);
  });

  it('accepts a finding about the whole file from its first line', () => {
    expect(waived(at(undefined), comment).waived.size).toBe(0);
    expect(waived(at(undefined), { ...comment, line: 1, covers: 2 }).waived.size).toBe(1);
  });
});

describe('matchesWildcard', () => {
  it.each([['*', ''], ['a*c', 'abbbc'], ['*b*', 'abc'], ['src/** -> *', 'src/a/b.ts -> c']])('%s matches %s', (pattern, text) => expect(matchesWildcard(pattern, text)).toBe(true));
  it.each([['a', 'ab'], ['a*c', 'abd'], ['', 'x'], ['a?', 'ab']])('%s does not match %s', (pattern, text) => expect(matchesWildcard(pattern, text)).toBe(false));
  it('stays linear on a hostile pattern', () => {
    expect(matchesWildcard('*a'.repeat(200), `${'a'.repeat(5_000)}b`)).toBe(false);
  });
});
