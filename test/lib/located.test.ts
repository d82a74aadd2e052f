import { describe, expect, test } from 'vitest';
import { dig, placeIn, readLocated, toBlock } from '../../src/lib/located.ts';

describe('reading with places', () => {
  test('keeps the place of every value and key', () => {
    const [root] = readLocated('a:\n  b: [1, two]\n', 'x.yaml').documents;
    expect(dig(root, 'a', 'b', 1)).toMatchObject({ scalar: 'two', at: { file: 'x.yaml', line: 2, column: 10 } });
    const block = toBlock(root!);
    expect(block.value).toEqual({ a: { b: [1, 'two'] } });
    expect(placeIn(block, '/a/b/0')).toEqual({ file: 'x.yaml', line: 2, column: 7 });
    expect(placeIn(block, '/a/missing/key')).toEqual({ file: 'x.yaml', line: 1, column: 1 });
  });

  test('tells of an anchor that is not there, and keeps the rest', () => {
    const { documents, troubles } = readLocated('a: &here 1\nb: *here\nc: *gone\nd: 2\n', 'x.yaml');
    expect(toBlock(documents[0]!).value).toEqual({ a: 1, b: 1, c: null, d: 2 });
    expect(troubles).toEqual([{ reason: 'refers to the anchor gone, which is not there', at: { file: 'x.yaml', line: 3, column: 4 } }]);
  });

  test('tells of a broken document and reads the others', () => {
    const { documents, troubles } = readLocated('a: 1\n---\nb: "open\n---\nc: 3\n', 'x.yaml');
    expect(documents.map((document) => [...(document.entries?.keys() ?? [])])).toContainEqual(['a']);
    expect(troubles[0]?.at.file).toBe('x.yaml');
  });

  test('resolves anchors and merge keys', () => {
    const [root] = readLocated('base: &b {x: 1, y: 2}\nnext: {<<: *b, y: 3}\n', 'x.yaml').documents;
    expect(toBlock(root!).value).toMatchObject({ next: { x: 1, y: 3 } });
  });

  test('does not write out anchors that explode', () => {
    const rows = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`)];
    const { documents, troubles } = readLocated(rows.join('\n'), 'x.yaml');
    expect([documents.length, troubles.map(({ reason }) => reason)]).toEqual([1, ['has anchors that unfold to more than 20000 values, and is read no further than that']]);
    if (documents[0]) expect(Object.keys(toBlock(documents[0]).places).length).toBeLessThanOrEqual(20_000);
  });

  test('refuses an anchor inside itself, deep nesting and long texts without hanging', () => {
    expect(readLocated('a: &a\n  b: *a\n', 'x.yaml').troubles).toHaveLength(1);
    expect(readLocated('['.repeat(5000), 'x.yaml').documents).toEqual([]);
    expect(readLocated('a: b\n'.repeat(500_000), 'x.yaml').troubles[0]?.reason).toContain('2 MB');
  });

  test('reads JSON with places', () => {
    const [root] = readLocated('{\n  "a": {"b": true}\n}', 'x.json').documents;
    expect(placeIn(toBlock(root!), '/a/b')).toEqual({ file: 'x.json', line: 2, column: 9 });
    expect(readLocated('{"a": ', 'x.json').troubles).toHaveLength(1);
  });

  test('understands the short forms of CloudFormation', () => {
    const [root] = readLocated('A: !Ref B\nC: !GetAtt D.Arn\nE: !Sub "${F}-x"\n', 'x.yaml').documents;
    expect(toBlock(root!).value).toEqual({ A: { Ref: 'B' }, C: { 'Fn::GetAtt': ['D', 'Arn'] }, E: { 'Fn::Sub': '${F}-x' } });
  });
});
