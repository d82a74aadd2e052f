import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compareLabels, rowsOf, score, type Label } from '../../bench/accuracy/compare.ts';
import type { Judgement } from '../../src/model/index.ts';

const label = (line: number, expected: Label['expected'], subject?: string): Label => ({ repository: 'a/b', commit: 'c', file: 'x.ts', line, expected, ...(subject !== undefined && { subject }) });
const finding = (line: number, subject = 's', evidence: number[] = []): Judgement =>
  ({ subject, standing: 'violated', message: '', at: { file: 'x.ts', line }, evidence: evidence.map((one) => ({ note: '', at: { file: 'x.ts', line: one } })) });

it('counts what was found, missed, flagged wrongly and left alone', () => {
  const tally = compareLabels([label(1, 'finding'), label(2, 'finding'), label(3, 'fine'), label(4, 'fine')], [finding(1), finding(3, 't')]);
  expect(score([tally])).toEqual({ places: 4, precision: 0.5, recall: 0.5 });
});

it('finds places that a finding names as evidence, and things by their subject', () => {
  expect(score([compareLabels([label(7, 'finding'), label(99, 'finding', 'api: console'), label(8, 'fine')], [finding(1, 'api: console', [7, 8])])])).toEqual({ places: 3, precision: 1, recall: 1 });
});

it('finds a true place under a finding of another name, and leaves a fine one alone there', () => {
  expect(score([compareLabels([label(7, 'finding', 'axios in a'), label(8, 'fine', 'axios in b')], [finding(1, 'axios in x.ts', [7, 8])])])).toEqual({ places: 2, precision: 1, recall: 1 });
});

it('a verified judgement is no finding, and without places there is no share', () => {
  expect(score([compareLabels([label(1, 'fine')], [{ ...finding(1), standing: 'verified' }])])).toEqual({ places: 1 });
});

it('tells the blind labels apart, and reads paths from the repository where a folder of it is linted', () => {
  const labels: Label[] = [{ ...label(1, 'finding'), blind: true }, label(2, 'finding'), { ...label(3, 'fine'), within: 'apps/api', file: 'apps/api/x.ts', blind: true }];
  const rows = rowsOf([['some-check', [compareLabels(labels, [finding(1), finding(3)])]]]);
  expect(rows.slice(2)).toEqual(['| some-check | 3 | 1 | 50 % | 50 % | 2 | 50 % | 100 % | 50 % |', '| all | 3 | 1 | 50 % | 50 % | 2 | 50 % | 100 % | 50 % |']);
});

it('counts what is told with high confidence for itself', () => {
  const doubted = { ...finding(3, 't'), confidence: 'low' as const };
  const rows = rowsOf([['some-check', [compareLabels([label(1, 'finding'), label(3, 'fine')], [finding(1), doubted])]]]);
  expect(rows[2]).toBe('| some-check | 2 | 1 | 50 % | 100 % | 0 | – | – | 100 % |');
});

it('the published table counts the labels that there are', () => {
  const folder = 'bench/accuracy/labels';
  const counted = readdirSync(folder).sort().map((name) => {
    const labels = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Label[];
    return [name.slice(0, -'.json'.length), labels.length, labels.filter(({ blind }) => blind).length];
  });
  const rows = [...readFileSync('docs/accuracy.md', 'utf8').matchAll(/^\| ([a-z-]+) \| (\d+) \| \d+ \|[^|]*\|[^|]*\| (\d+) \|/gm)].map(([, id, places, blind]) => [id, Number(places), Number(blind)]);
  expect(rows.filter(([id]) => id !== 'all')).toEqual(counted);
});
