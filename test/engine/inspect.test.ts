import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/engine/inspect.ts';
import type { Survey } from '../../src/engine/survey.ts';
import type { AnyCheck, FactName, Inspection, Judgement } from '../../src/model/index.ts';

const judgement = (subject: string, line = 1): Judgement => ({ subject, standing: 'violated', message: 'It is wrong.', at: { file: 'a.ts', line } });
const check = (answer: Inspection | (() => Inspection), needs: string[] = ['files']): AnyCheck => ({
  id: 'x', dimension: 'security', severity: 'major', phase: 'own', from: 'prototype', effort: 'low', title: 'X', why: 'X.', fix: 'X.', grading: 'share',
  needs: needs as FactName[],
  inspect: typeof answer === 'function' ? answer : () => answer,
});
const surveyed = (over: Partial<Survey> = {}): Survey => ({ facts: { files: { files: [] } }, gaps: [], readShare: {}, faults: {}, ...over });

describe('inspect', () => {
  it('hands a check the facts that it needs, and no others', () => {
    let seen: unknown;
    const spy = { ...check({ examined: 0, judgements: [] }), inspect: (facts: unknown) => { seen = facts; return { examined: 1, judgements: [] }; } } as AnyCheck;
    inspect(spy, {}, surveyed({ facts: { files: { files: [] }, packages: { packages: [], orchestrators: [], lockfiles: [] } } }));
    expect(seen).toEqual({ files: { files: [] } });
  });

  it('sorts judgements by place', () => {
    const { inspection } = inspect(check({ examined: 2, judgements: [judgement('b', 9), judgement('a', 2)] }), {}, surveyed());
    expect(inspection?.judgements.map(({ subject }) => subject)).toEqual(['a', 'b']);
  });

  it('answers unknown when a fact is missing, and says why', () => {
    expect(inspect(check({ examined: 1, judgements: [] }, ['ghost']), {}, surveyed())).toMatchObject({ unknown: "No provider gathers the fact 'ghost'.", coverage: 0 });
  });

  it('answers unknown when a check throws; the run goes on', () => {
    expect(inspect(check(() => { throw new Error('oops'); }), {}, surveyed())).toMatchObject({ unknown: "The check 'x' failed: oops", fault: true });
  });

  it.each<[string, Inspection]>([
    ['judged 2 of 1', { examined: 1, judgements: [judgement('a'), judgement('b')] }],
    ["judged 'a' twice", { examined: 2, judgements: [judgement('a'), judgement('a', 3)] }],
    ['examined -1', { examined: -1, judgements: [] }],
  ])('refuses an answer that %s', (text, answer) => {
    expect(inspect(check(answer), {}, surveyed()).unknown).toContain(text);
  });

  it('does not believe an empty answer over facts that were hardly read', () => {
    const empty = check({ examined: 0, judgements: [] });
    expect(inspect(empty, {}, surveyed({ readShare: { files: 0.6 } })).unknown).toBe('Only 60 % of what it needs could be read.');
    const gaps = [{ fact: 'files', reason: 'cannot be read.', at: { file: 'a.ts' } }];
    expect(inspect(empty, {}, surveyed({ readShare: { files: 0.6 }, gaps })).unknown).toBe('Only 60 % of what it needs could be read: a.ts cannot be read.');
    expect(inspect({ ...empty, inspect: () => ({ examined: 0, judgements: [], notAsked: true as const }) }, {}, surveyed({ readShare: { files: 0.6 } }))).toMatchObject({ coverage: 1 });
    expect(inspect(empty, {}, surveyed({ readShare: { files: 0.99 } })).unknown).toBeUndefined();
  });

  it('lowers coverage by what could not be judged', () => {
    const half = check({ examined: 3, judgements: [], unjudged: [{ subject: 'd', reason: 'templated' }] });
    expect(inspect(half, {}, surveyed({ readShare: { files: 0.8 } })).coverage).toBeCloseTo(0.6);
  });
});
