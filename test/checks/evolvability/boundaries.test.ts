import { describe, expect, it } from 'vitest';
import unclear from '../../../checks/evolvability/unclear-boundaries.ts';
import untimely from '../../../checks/evolvability/untimely-split.ts';
import { changesOf } from '../../../src/lib/change-coupling.ts';
import type { Commit, DeclaredComponent, Facts } from '../../../src/model/index.ts';
import { architecture } from '../../support.ts';

const PATHS = ['orders/a.ts', 'billing/b.ts', 'kit/k.ts'];
const commits = (...files: readonly (readonly string[])[]): Commit[] => files.map((list, index) => ({ day: '2026-10-01', author: index % 2, files: list }));
const times = (count: number, ...files: string[]): string[][] => Array.from({ length: count }, () => files);

type All = Parameters<typeof untimely.inspect>[0] & Parameters<typeof unclear.inspect>[0];
function facts(log: readonly Commit[], components: Record<string, Partial<DeclaredComponent>> = {}, more: Partial<All> = {}): All {
  const names = ['orders', 'billing', 'kit'];
  return {
    architecture: architecture({
      project: { name: 'x', team_size: 8 }, deployment: { pipeline: '.github/workflows/ci.yml' },
      components: Object.fromEntries(names.map((name) => [name, { path: name, kind: name === 'kit' ? 'library' : 'module', ...components[name] } as DeclaredComponent])),
    }),
    files: { files: PATHS.map((path) => ({ path, bytes: 1, role: 'production', language: 'typescript' })) },
    components: { components: names.map((name) => ({ name, path: [name], files: 1, modules: 1 })), layers: [], of: Object.fromEntries(PATHS.map((path) => [path, { components: [path.split('/')[0]!], layers: [] }])) },
    codeowners: { lines: [] }, coupling: { components: [], layers: [], instability: [], moduleKnots: [], componentKnots: [] },
    history: { commits: log, authors: ['Ada', 'Bo'], since: '2025-11-22', truncated: false, releases: [] },
    units: { units: [{ name: 'app', kind: 'service', framework: 'express', entry: { file: 'orders/a.ts', line: 1 }, dir: '.', modules: PATHS }] },
    workloads: { workloads: [] }, pipelines: { pipelines: [] }, alerts: { rules: [], routes: [] }, dashboards: { dashboards: [] },
    ...more,
  } as All;
}
const near = (log: readonly Commit[], ...more: [Record<string, Partial<DeclaredComponent>>?, Partial<All>?]) => unclear.inspect(facts(log, ...more), unclear.options!.defaults as never);
const split = (log: readonly Commit[], ...more: [Record<string, Partial<DeclaredComponent>>?, Partial<All>?]) => untimely.inspect(facts(log, ...more), untimely.options!.defaults as never);

describe('change coupling', () => {
  it('counts commits of groups and of pairs, and leaves wide ones out of the pairs', () => {
    const { commits: counts, pairs } = changesOf(commits(['a/1', 'b/1'], ['a/2'], ['a/1', 'b/1', 'c/1', 'd/1', 'e/1']), (path) => path.split('/')[0]);
    expect([...counts]).toEqual([['a', 3], ['b', 2], ['c', 1], ['d', 1], ['e', 1]]);
    expect(pairs).toEqual([{ a: 'a', b: 'b', both: 1, fewer: 2, share: 0.5 }]);
  });
});

describe('unclear-boundaries', () => {
  it('tells of two components that hardly ever change alone', () => {
    const { examined, judgements } = near(commits(...times(10, 'orders/a.ts', 'billing/b.ts'), ...times(5, 'orders/a.ts'), ...times(2, 'billing/b.ts')));
    expect(examined).toBe(1);
    expect(judgements.map(({ subject, message, advice }) => [subject, message, advice !== undefined])).toEqual([['billing and orders', '10 of 12 commits to billing since 2025-11-22 change orders as well (83 %).', true]]);
  });

  it('says nothing of components that change alone', () => {
    expect(near(commits(...times(3, 'orders/a.ts', 'billing/b.ts'), ...times(12, 'orders/a.ts'), ...times(12, 'billing/b.ts')))).toEqual({ examined: 1, judgements: [] });
  });

  it('compares neither libraries nor what has changed too seldom', () => {
    expect(near(commits(...times(30, 'orders/a.ts', 'kit/k.ts'), ...times(5, 'orders/a.ts', 'billing/b.ts')))).toEqual({ examined: 0, judgements: [] });
  });

  it('has nothing to say without a log', () => {
    expect(near([]).examined).toBe(0);
  });
});

describe('untimely-split', () => {
  const BUSY = commits(...times(60, 'orders/a.ts'), ...times(5, 'billing/b.ts'));

  it('tells of two parts of one process where pace and owner differ', () => {
    const { judgements } = split(BUSY, { orders: { owner: 'commerce' }, billing: { owner: 'payments' } });
    expect(judgements.map(({ message }) => message)).toEqual(['billing and orders run in one process, and orders changes 12 times as often as billing and payments owns the one and commerce the other.']);
  });

  it('takes one signal for none', () => {
    expect(split(BUSY)).toEqual({ examined: 1, judgements: [] });
  });

  it('keeps together what changes together', () => {
    const entangled = commits(...times(55, 'orders/a.ts'), ...times(4, 'orders/a.ts', 'billing/b.ts'), ...times(5, 'billing/b.ts'));
    expect(split(entangled, { orders: { owner: 'commerce' }, billing: { owner: 'payments' } }).judgements).toEqual([]);
  });

  it('advises no split to one developer', () => {
    const base = facts(BUSY);
    const alone = architecture({ ...base.architecture.declared, project: { name: 'x', team_size: 1 } });
    expect(split(BUSY, {}, { architecture: alone }).judgements).toEqual([]);
  });

  it('tells a single committer of several services that they are split too early', () => {
    const history: Facts['history'] = { commits: commits(...times(25, 'orders/a.ts')), authors: ['Ada'], since: '2025-11-22', truncated: false, releases: [] };
    const declared = facts([]).architecture.declared;
    const services = architecture({ ...declared, project: { name: 'x' }, components: { orders: { path: 'orders', kind: 'service' }, billing: { path: 'billing', kind: 'service' } } });
    expect(split([], {}, { history, architecture: services }).judgements.map(({ message }) => message)).toEqual(['The system is split into 2 services (orders and billing), and one person made all 25 commits since 2025-11-22.']);
  });
});
