import { describe, expect, it } from 'vitest';
import coupling from '../../src/facts/coupling.ts';
import type { Coupling, Facts, Membership } from '../../src/model/index.ts';
import { graphDocument, graphDot, graphMermaid, type GraphFacts } from '../../src/report/graph/index.ts';
import { architecture } from '../support.ts';

const HOSTILE = 'src/b"];click n0 "<script>\\.ts';

function facts(of: Record<string, Membership> = {}, declared: Parameters<typeof architecture>[0] = {}): GraphFacts {
  const made: Omit<Facts, 'coupling'> = {
    architecture: architecture(declared),
    files: { files: ['src/a.test.ts', 'src/a.ts', HOSTILE].map((path) => ({ path, bytes: 1, role: path.includes('test') ? 'test' : 'production' })) },
    imports: {
      resolved: 3, unresolved: 1,
      modules: {
        'src/a.test.ts': [{ specifier: './a', to: 'src/a.ts', kind: 'value', line: 1, column: 19, names: ['a'] }],
        'src/a.ts': [
          { specifier: './b', to: HOSTILE, kind: 'value', line: 1, column: 19, names: ['b'] },
          { specifier: 'zod', external: 'zod', kind: 'type', line: 2, column: 19, names: ['z'] },
          { specifier: './gone', unresolved: true, kind: 'dynamic', line: 3, column: 8, names: ['*'] },
        ],
        [HOSTILE]: [{ specifier: './a', to: 'src/a.ts', kind: 'value', line: 1, column: 19, names: ['a'] }],
      },
    },
    components: { components: Object.values(of).flatMap(({ components }) => components).map((name) => ({ name, path: [name], files: 1, modules: 1 })), layers: (declared.layers?.order ?? []).map(({ name }) => ({ name, path: [name], modules: 1 })), of },
  } as never;
  return { ...made, coupling: coupling.gather(made, undefined as never) as Coupling };
}

describe('graph', () => {
  it('is what the contract says, without a declaration', () => {
    const { modules, knots, components, layers } = graphDocument(facts());
    expect(modules.find(({ path }) => path === 'src/a.ts')).toEqual({
      path: 'src/a.ts', component: null, layer: null,
      imports: [
        { specifier: './b', to: HOSTILE, kind: 'value', line: 1, column: 19 },
        { specifier: 'zod', to: null, kind: 'type', line: 2, column: 19, external: true },
        { specifier: './gone', to: null, kind: 'dynamic', line: 3, column: 8, unresolved: true },
      ],
    });
    expect(knots).toMatchObject([{ level: 'module', members: ['src/a.ts', HOSTILE], type_only: false, cut: [{ line: 1 }] }]);
    expect([components, layers]).toEqual([[], []]);
  });

  it('marks what is broken between components and layers', () => {
    const document = graphDocument(facts(
      { 'src/a.ts': { components: ['a'], layers: ['low'] }, [HOSTILE]: { components: ['b'], layers: ['high'] } },
      { layers: { preset: 'none', order: [{ name: 'high', path: 'h' }, { name: 'low', path: 'l' }] } },
    ));
    expect(document.components.map(({ name, imports }) => [name, imports])).toEqual([
      ['a', [{ to: 'b', imports: 1, type_only: 0, broken: true }]], ['b', [{ to: 'a', imports: 1, type_only: 0, broken: true }]],
    ]);
    expect(document.layers.map(({ name, imports }) => [name, imports])).toEqual([
      ['high', [{ to: 'low', imports: 1, type_only: 0, broken: false }]], ['low', [{ to: 'high', imports: 1, type_only: 0, broken: true }]],
    ]);
  });

  it('draws Mermaid and DOT with hostile names as plain text, tests left out', () => {
    const mermaid = graphMermaid(facts({ 'src/a.ts': { components: ['a"]'], layers: [] } }), 'module');
    expect(mermaid.split('\n')).toEqual([
      'flowchart LR',
      '  subgraph g0["a#34;]"]',
      '    n0["src/a.ts"]',
      '  end',
      '  n1["src/b#34;]#59;click n0 #34;#60;script#62;#92;.ts"]',
      '  n0 ==>|"1 broken"| n1',
      '  n1 ==>|"1 broken"| n0',
      '  linkStyle 0,1 stroke:#c00,color:#c00',
      '',
    ]);
    const dot = graphDot(facts(), 'module');
    expect(dot).toContain('"src/b\\"];click n0 \\"<script>\\\\.ts" -> "src/a.ts" [label="1 broken"');
    expect(dot).not.toContain('a.test.ts');
  });
});
