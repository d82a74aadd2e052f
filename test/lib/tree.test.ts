import { parse, type TSESTree } from '@typescript-eslint/typescript-estree';
import { expect, test } from 'vitest';
import { childrenOf, indexTree, walk } from '../../src/lib/tree.ts';

const CODE = `
import def, { type A as B } from './a' with { type: 'json' };
export * as all from './b';
export default abstract class Orders<T> extends Base<T> implements Kept {
  @Field() static accessor size = 1;
  constructor(private readonly db: Db, @Inject() other?: string) { super(); }
  async *list<K extends keyof T>(this: Orders<T>, { a = 1, ...rest }: Args = {}, [b, , c]: [x: number, y?: string]): AsyncGenerator<K> {
    outer: for (const one of await all()) { if (one?.a!.b[0] ?? (b satisfies number)) continue outer; else yield* \`x\${one}\`; }
    for (let i = 0, j; i < 3; i++) try { throw new Error(i as never); } catch ({ message }) { delete rest[message]; } finally { c; }
  }
}
type Mapped = { readonly [K in keyof T as \`get\${K}\`]?: T[K] extends infer U ? U[] : typeof import('./c') };
interface Shape { (x: number): void; new (y?: string): Shape; [key: string]: unknown; method?(): asserts this is Shape }
enum Kind { One = 1, Two }
declare module 'd' { export = Kind; }
namespace Inner { export const f = <T,>(x: T) => ({ ...x, [x as never]: class {}, get y() { return import.meta.url; } }); }
switch (x) { case 1: do { tag\`t\`; } while (!a, b); break; default: ({ a, b: [c] } = d); }
`;

/** As the parser writes the keys of a node. */
const written = (node: TSESTree.Node): unknown[] => Object.entries(node)
  .filter(([key]) => key !== 'parent' && key !== 'loc' && key !== 'range')
  .flatMap(([, value]) => (Array.isArray(value) ? value : [value]) as unknown[])
  .filter((value) => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string');

test('tells all children of a node, in the order that the parser writes them', () => {
  const tree = parse(CODE, { filePath: '/a.ts', range: true, loc: true, suppressDeprecatedPropertyWarnings: true });
  const types = new Set<string>();
  walk(tree, (node) => {
    types.add(node.type);
    expect(childrenOf(node), node.type).toEqual(written(node));
  });
  expect(types.size).toBeGreaterThan(80);
});

test('walks and indexes parents before their children, in the order of the text', () => {
  const tree = parse('a(b(c), d); e();', { filePath: '/a.ts', range: true, loc: true });
  const names: string[] = [];
  walk(tree, (node) => { if (node.type === 'Identifier') names.push(node.name); });
  const index = indexTree(tree);
  expect(index.nodes('Identifier').map(({ name }) => name)).toEqual(names);
  expect(index.parent(index.nodes('CallExpression')[1]!)).toBe(index.nodes('CallExpression')[0]);
  expect(index.parent(tree)).toBeUndefined();
});
