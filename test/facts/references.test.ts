import { parse } from '@typescript-eslint/typescript-estree';
import { describe, expect, it } from 'vitest';
import references from '../../src/facts/references.ts';
import { indexTree } from '../../src/lib/tree.ts';
import type { ModuleReferences } from '../../src/model/index.ts';

const read = (text: string, path = 'a.tsx'): ModuleReferences => {
  const tree = parse(text, { loc: true, range: true, jsx: path.endsWith('x') });
  return references.extractor!.extract({ path, text, tree, imports: [], ...indexTree(tree) }) as ModuleReferences;
};
const names = (text: string): string[] => read(text).names.map(({ name }) => name).sort();

describe('references', () => {
  it('lists what is called, by its dotted name, with count and first place', () => {
    expect(read("fetch('/');\nwindow.fetch('/');\nnew Date();\nthis.a.b();\nconsole.log`x`;").calls).toEqual([
      { name: 'fetch', count: 2, line: 1, column: 1 },
      { name: 'Date', count: 1, line: 3, column: 5 },
      { name: 'this.a.b', count: 1, line: 4, column: 1 },
      { name: 'console.log', count: 1, line: 5, column: 1 },
    ]);
  });

  it('tells names that the module declares itself from the global ones', () => {
    expect(read('function fetch() {}\nfetch();').calls).toMatchObject([{ name: 'fetch', own: true }]);
    expect(read("const { fetch } = require('x');\nfetch();").calls.find(({ name }) => name === 'fetch')).not.toHaveProperty('own');
  });

  it('lists globals and imports in use, and no keys, members, labels or parameters', () => {
    expect(names('const a = process.env.X; const b = { window: 1 }; b.document; class C { self = 1; }')).toEqual(['process', 'process.env']);
    expect(names("import { Chart as Plot } from 'x'; const v = <div title={t}><Plot /></div>;")).toEqual(['Plot', 't']);
    expect(names('type F = (event: Event) => void; const f = (x: Buffer) => x;')).toEqual(['Buffer', 'Event']);
  });

  it('has nothing to say of an empty module', () => expect(read('export const a = 1;')).toBeUndefined());
});
