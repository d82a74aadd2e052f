import { describe, expect, it } from 'vitest';
import coupling from '../../src/facts/coupling.ts';
import type { Coupling, ImportEdge, ImportKind, Membership, RepoFile } from '../../src/model/index.ts';

/** `a/x -> b/y` lines; a word after them is the kind. The folder is the component, `t` a folder of tests. */
const gather = (lines: readonly string[], layered = false): Coupling => {
  const modules: Record<string, ImportEdge[]> = {};
  lines.forEach((text, index) => {
    const [from, , to, kind = 'value'] = text.split(' ') as [string, string, string, ImportKind?];
    modules[to] ??= [];
    (modules[from] ??= []).push({ specifier: to, to, kind, line: index + 1, column: 1, names: ['x'] });
  });
  const paths = Object.keys(modules).sort();
  const names = [...new Set(paths.map((path) => path.split('/')[0]!))];
  const of = Object.fromEntries(paths.map((path): [string, Membership] => [path, { components: [path.split('/')[0]!], layers: layered ? [path.split('/')[1]!] : [] }]));
  return coupling.gather({
    files: { files: paths.map((path): RepoFile => ({ path, bytes: 1, role: path.startsWith('t/') ? 'test' : 'production' })) },
    imports: { modules: Object.fromEntries(paths.map((path) => [path, modules[path]!])), resolved: lines.length, unresolved: 0 },
    components: { components: names.map((name) => ({ name, path: [name], files: 1, modules: 1 })), layers: layered ? [{ name: 'l', path: [], modules: 0 }] : [], of },
  }, undefined as never) as Coupling;
};

describe('coupling', () => {
  it('counts edges between components and their instability, tests left out', () => {
    const found = gather(['a/1 -> b/1', 'a/2 -> b/1 type', 'a/1 -> a/2', 'b/1 -> c/1', 't/1 -> a/1', 'a/2 -> t/1']);
    expect(found.components.map(({ from, to, imports, typeOnly, sites }) => ({ from, to, imports, typeOnly, lines: sites.map(({ line }) => line) }))).toEqual([
      { from: 'a', to: 'b', imports: 2, typeOnly: 1, lines: [1, 2] },
      { from: 'b', to: 'c', imports: 1, typeOnly: 0, lines: [4] },
    ]);
    expect(found.instability.find(({ name }) => name === 'b')).toEqual({ name: 'b', fanIn: 1, fanOut: 1, instability: 0.5 });
    expect(found.moduleKnots).toEqual([]);
    expect(found.componentKnots).toEqual([]);
  });

  it('cuts the import that goes round by the index of its own folder, not what the index hands out', () => {
    const [knot] = gather(['a/create.ts -> a/token.ts', 'a/index.ts -> a/create.ts', 'a/token.ts -> a/index.ts']).moduleKnots;
    expect(knot!.cut.map(({ from, to }) => `${from} ${to}`)).toEqual(['a/token.ts a/index.ts']);
    const [round] = gather(['a/index.ts -> a/create.ts', 'a/create.ts -> a/index.ts']).moduleKnots;
    expect(round!.cut.map(({ from, to }) => `${from} ${to}`)).toEqual(['a/create.ts a/index.ts']);
  });

  it('finds a knot of modules with its shortest cycle and its cut', () => {
    const [knot, ...others] = gather(['a/1 -> a/2', 'a/2 -> a/3', 'a/3 -> a/1', 'a/3 -> a/2']).moduleKnots;
    expect(others).toEqual([]);
    expect(knot!.members).toEqual(['a/1', 'a/2', 'a/3']);
    expect(knot!.cycle.map(({ from, to }) => `${from} ${to}`)).toEqual(['a/2 a/3', 'a/3 a/2']);
    expect(knot!.edges).toHaveLength(4);
    expect(knot!.cut.map(({ from, to }) => `${from} ${to}`)).toEqual(['a/2 a/3']);
    expect(knot!.typeOnly).toBe(false);
  });

  it('keeps type-only knots apart', () => {
    const knots = gather(['a/1 -> a/2', 'a/2 -> a/1 type', 'b/1 -> b/2', 'b/2 -> b/1']).moduleKnots;
    expect(knots.map(({ members, typeOnly }) => [members[0], typeOnly])).toEqual([['b/1', false], ['a/1', true]]);
  });

  it('tells a run-time knot and the larger one that types make of it', () => {
    const knots = gather(['a/1 -> a/2', 'a/2 -> a/1', 'a/2 -> a/3', 'a/3 -> a/1 type']).moduleKnots;
    expect(knots.map(({ members, cycle, typeOnly }) => ({ size: members.length, steps: cycle.map(({ line }) => line), typeOnly }))).toEqual([
      { size: 2, steps: [1, 2], typeOnly: false },
      { size: 3, steps: [1, 3, 4], typeOnly: true },
    ]);
  });

  it('finds a knot of components that no modules form', () => {
    const found = gather(['a/1 -> b/1', 'b/2 -> a/2', 'a/3 -> b/1']);
    expect(found.moduleKnots).toEqual([]);
    expect(found.componentKnots.map(({ members, cut }) => ({ members, cut: cut.map(({ from, to }) => `${from} ${to}`) }))).toEqual([{ members: ['a', 'b'], cut: ['b/2 a/2'] }]);
  });

  it('joins layers', () => {
    expect(gather(['a/api -> a/domain', 'b/api -> a/domain'], true).layers).toMatchObject([{ from: 'api', to: 'domain', imports: 2 }]);
  });
});
