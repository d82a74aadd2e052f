import { describe, expect, it } from 'vitest';
import { survey } from '../../src/engine/survey.ts';
import type { AnyFactProvider, FactName, Repo, Repository } from '../../src/model/index.ts';

const name = (text: string): FactName => text as FactName;
const provider = (own: string, needs: string[], gather: (from: Record<string, unknown>, repo: Repo) => unknown): AnyFactProvider =>
  ({ name: name(own), needs: needs.map(name), gather }) as AnyFactProvider;

const repository = {
  root: '/nowhere',
  scope: (_facts, listener) => ({ gap: listener?.onGap, looked: listener?.onLooked, progress: listener?.onProgress }) as unknown as Repo,
} as Repository;

const gather = (providers: AnyFactProvider[], ...wanted: string[]) => survey(wanted.map(name), providers, {}, repository);

describe('survey', () => {
  it('gathers each fact once, whoever asks for it, and nothing that nobody asks for', async () => {
    const calls: string[] = [];
    const noting = (own: string, needs: string[]) => provider(own, needs, (from) => { calls.push(own); return { own, from: Object.keys(from) }; });
    const { facts } = await gather([noting('a', []), noting('b', ['a']), noting('c', ['a', 'b']), noting('idle', [])], 'b', 'c');
    expect(calls.sort()).toEqual(['a', 'b', 'c']);
    expect(facts).toEqual({ a: { own: 'a', from: [] }, b: { own: 'b', from: ['a'] }, c: { own: 'c', from: ['a', 'b'] } });
  });

  it('freezes what it hands out', async () => {
    const { facts } = await gather([provider('a', [], () => ({ list: [1] }))], 'a');
    expect(() => { (facts as { a: { list: number[] } }).a.list.push(2); }).toThrow(TypeError);
  });

  it('takes a provider that throws for a fault of that fact and of what is made from it', async () => {
    const { facts, faults, gaps } = await gather([provider('a', [], () => { throw new Error('the disk is on fire'); }), provider('b', ['a'], () => 1), provider('c', [], () => 2)], 'b', 'c');
    expect(facts).toEqual({ c: 2 });
    expect(faults).toEqual({ a: "The fact 'a' could not be gathered: the disk is on fire", b: "The fact 'a' could not be gathered: the disk is on fire" });
    expect(gaps).toEqual([{ fact: 'a', reason: "The fact 'a' could not be gathered: the disk is on fire" }]);
  });

  it('says so when nobody provides a fact', async () => {
    expect((await gather([], 'ghost')).faults).toEqual({ ghost: "No provider gathers the fact 'ghost'." });
  });

  it('weighs gaps against what was read, also for the facts made from it', async () => {
    const half = provider('a', [], (_from, repo) => { repo.looked(3); repo.gap('broken', { file: 'b.yaml', line: 2 }); return {}; });
    const { readShare, gaps } = await gather([half, provider('b', ['a'], () => 1), provider('c', [], () => 1)], 'b', 'c');
    expect(readShare).toEqual({ a: 0.75, b: 0.75, c: 1 });
    expect(gaps).toEqual([{ fact: 'a', reason: 'broken', at: { file: 'b.yaml', line: 2 } }]);
  });

  it('lets gaps that do not weigh be told and nothing else', async () => {
    const half = provider('a', [], (_from, repo) => { repo.looked(1); repo.gap('broken', { file: 'fixtures/b.yaml' }); return {}; });
    const { readShare, gaps } = await survey([name('a')], [half], {}, repository, undefined, ({ at }) => !at?.file.startsWith('fixtures/'));
    expect(readShare).toEqual({ a: 1 });
    expect(gaps).toHaveLength(1);
  });
});
