import { describe, expect, it } from 'vitest';
import { defineCheck, defineFact, defineFileFact, definePlugin, type FileShares, type Inspection, type Plugin } from '../../src/model/index.ts';
import { filesOf, testCheck, testFact, type CheckCases, type Drawing } from '../../src/testing/index.ts';

declare module '../../src/model/fact.ts' {
  interface Facts {
    'todo/comments': FileShares<readonly number[]>;
    'todo/count': { readonly comments: number };
  }
}

const extractor = {
  version: 1,
  mayApply: (text: string) => text.includes('TODO'),
  extract: ({ text }: { readonly text: string }): readonly number[] | undefined => {
    const lines = text.split('\n').flatMap((line, index) => (line.includes('// TODO') ? [index + 1] : []));
    return lines.length > 0 ? lines : undefined;
  },
};
const comments = defineFileFact('todo/comments', extractor);
const count = defineFact({ name: 'todo/count', needs: ['todo/comments'], gather: (from) => ({ comments: Object.values(from['todo/comments']).flat().length }) });

const stale = defineCheck({
  id: 'todo/stale', dimension: 'maintainability', severity: 'minor', phase: 'own', from: 'prototype', effort: 'low',
  title: 'Few promises', why: 'Nobody counts them.', fix: 'Do it.', grading: 'share', needs: ['source', 'todo/comments'],
  options: { schema: { type: 'object', additionalProperties: false, properties: { most: { type: 'integer', minimum: 0 } } }, defaults: { most: 0 } },
  inspect: (facts, { most }): Inspection => ({
    examined: Object.keys(facts.source.modules).length,
    judgements: Object.entries(facts['todo/comments']).filter(([, lines]) => lines.length > most).map(([file, lines]) =>
      ({ subject: file, standing: 'violated', message: `${file} promises ${lines.length} times.`, at: { file, line: lines[0]! } })),
  }),
});
const todo = definePlugin({ name: 'todo', facts: [comments, count], checks: [stale] });
const withCheck = (change: object): Plugin => ({ ...todo, checks: [{ ...stale, ...change }] });

const LOUD = { title: 'two', repository: { 'src/a.ts': '// TODO 1\n// TODO 2\n' }, expect: [{ at: 'src/a.ts:1', standing: 'violated' }] } as const;
const CALM = { title: 'none', repository: { 'src/a.ts': 'export {};\n' }, examined: 1 } as const;
const GOOD: CheckCases = { flagged: [LOUD], fine: [CALM] };

/** What is said of the cases; '' when all is well. */
async function said(cases: object, plugin: Plugin = todo): Promise<string> {
  try {
    await testCheck(plugin, 'todo/stale', { ...GOOD, ...cases });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('testCheck', () => {
  it('passes good cases, each a test of its own where there is an `it`', async () => {
    expect(await said({})).toBe('');
    const tests: [string, () => Promise<void>][] = [];
    await testCheck(todo, 'todo/stale', GOOD, (title, body) => tests.push([title, body]));
    expect(tests.map(([title]) => title)).toEqual(['flagged: two', 'fine: none']);
    for (const [, body] of tests) await body();
  });

  it('takes options through architecture.yaml, and its mistakes', async () => {
    expect(await said({ fine: [CALM, { ...CALM, title: 'two are few', repository: LOUD.repository, options: { most: 2 } }] })).toBe('');
    expect(await said({ fine: [{ ...CALM, options: { mots: 2 } }] })).toMatch(/architecture\.yaml:4:\d+ .*did you mean 'most'/);
    expect(await said({ fine: [{ ...CALM, options: { most: -1 } }] })).toMatch(/most/);
    expect(await said({ fine: [{ ...CALM, options: { most: 1 }, repository: { ...CALM.repository, 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\nchecks: {todo/stale: minor}\n' } }] })).toContain('set them there');
  });

  it.each<[string, object]>([
    ['There is no flagged case', { flagged: [] }],
    ['There is no fine case', { fine: [] }],
    ["have the unknown key 'fien'; did you mean 'fine'?", { fien: [] }],
    ["has the unknown key 'expects'; did you mean 'expect'?", { flagged: [{ title: 'x', repository: CALM.repository, expects: [] }] }],
    ['expects nothing; list its findings', { flagged: [{ ...LOUD, expect: [] }] }],
    ["has an expectation with the unknown key 'line'", { flagged: [{ ...LOUD, expect: [{ at: 'src/a.ts:1', line: 1 }] }] }],
    ['does not say where', { flagged: [{ ...LOUD, expect: [{ standing: 'violated' }] }] }],
    ['expects nothing of what stands at src/a.ts:1', { flagged: [{ ...LOUD, expect: [{ at: 'src/a.ts:1' }] }] }],
    ["the standing 'broken'", { flagged: [{ ...LOUD, expect: [{ at: 'src/a.ts:1', standing: 'broken' }] }] }],
    ['examines nothing, which is no pass', { fine: [{ ...CALM, examined: 0 }] }],
    ['does not say how many subjects', { fine: [{ title: 'none', repository: CALM.repository }] }],
    ["two cases with the title 'two'", { fine: [{ ...CALM, title: 'two' }] }],
    ["draws the same as 'none'", { fine: [CALM, { ...CALM, title: 'again' }] }],
    ['does not say the `reason`', { unanswered: [{ title: 'x', repository: { 'a.md': '' }, verdict: 'unknown' }] }],
    ["'../a.ts' is no path inside", { fine: [{ ...CALM, repository: { '../a.ts': '' } }] }],
  ])('refuses lazy cases at once: %s', async (sentence, cases) => {
    expect(await said(cases)).toContain(sentence);
    expect(() => testCheck(todo, 'todo/stale', { ...GOOD, ...cases } as CheckCases, () => {})).toThrow(/are refused/);
  });

  it.each<[string, Plugin]>([
    ["its ids begin with 'todo/'", withCheck({ id: 'stale' })],
    ['have an invalid schema', withCheck({ options: { schema: { type: 'object', additionalProperties: false, properties: { most: { type: 'whole' } } }, defaults: {} } })],
    ["has no check 'todo/stale'; did you mean 'todo/stele'?", withCheck({ id: 'todo/stele' })],
  ])('refuses a plugin that no run would take: %s', async (sentence, plugin) => {
    expect(await said({}, plugin)).toContain(sentence);
  });

  it('tells what is another than expected', async () => {
    expect(await said({ flagged: [{ ...LOUD, expect: [{ at: 'src/a.ts:2', standing: 'missing', message: /never/ }] }] })).toBe([
      'todo/stale fails 1 of 2 cases:',
      'flagged: two',
      '  The finding 1 is violated src/a.ts:1 src/a.ts: src/a.ts promises 2 times.',
      '    its place is src/a.ts:1, not src/a.ts:2',
      "    its standing is 'violated', not 'missing'",
      "    its message is 'src/a.ts promises 2 times.', not /never/",
    ].join('\n'));
    expect(await said({ flagged: [{ ...LOUD, repository: { 'src/b.ts': 'export {};\n' } }] })).toContain('Nothing was found; the verdict is passed.');
    expect(await said({ fine: [{ ...CALM, examined: 2 }] })).toContain('It examined 1 subjects, not 2.');
    expect(await said({ fine: [{ ...CALM, repository: { 'a.md': 'Nothing.\n' } }] })).toContain('The check looked at nothing, which is no pass.');
    expect(await said({ fine: [{ ...CALM, repository: { 'src/a.ts': '// TODO\n' } }] })).toContain('It is not fine: violated src/a.ts:1');
    expect(await said({ fine: [{ ...CALM, repository: { 'src/a.ts': 'export {};\n', 'src/b.ts': 'const = ;\n' } }] })).toContain('src/b.ts:1:7 was not read whole');
  });

  it('has a place for what cannot be answered', async () => {
    const unanswered = [
      { title: 'no module', repository: { 'a.md': 'Nothing.\n' }, verdict: 'not-applicable' },
      { title: 'broken', repository: { 'src/b.ts': 'const = ;\n' }, unread: ['src/b.ts'], verdict: 'unknown', reason: /0 %/ },
    ];
    expect(await said({ unanswered })).toBe('');
    expect(await said({ unanswered: [{ ...unanswered[1], reason: 'It rains.' }] })).toContain('unknown for another reason');
  });

  it('finds a check out that is not pure', async () => {
    let turn = 0;
    const writes = withCheck({ inspect: (facts: { source: { modules: Record<string, unknown> } }) => {
      facts.source.modules['src/planted.ts'] = {};
      return { examined: 1, judgements: [] };
    } });
    const wavers = withCheck({ inspect: (facts: never, options: never): Inspection => ({ ...stale.inspect(facts, options), examined: 10 + turn++ }) });
    const throws = withCheck({ inspect: () => { throw new Error('no such thing'); } });
    expect(await said({}, writes)).toContain('writes to its facts: facts.source.modules.src/planted.ts is another one afterwards.');
    expect(await said({}, wavers)).toContain('answers differently the second time: answer.examined is another one.');
    expect(await said({}, throws)).toContain("The verdict is unknown (The check 'todo/stale' failed: no such thing)");
  });
});

describe('testFact', () => {
  const [some, none] = [
    { title: 'one', repository: { 'src/a.ts': '\n// TODO\n' }, value: { 'src/a.ts': [2] } },
    { title: 'nothing', repository: { 'src/a.ts': 'export {};\n' }, value: {} },
  ] as const;
  const told = (cases: readonly object[], plugin: Plugin = todo, name = 'todo/comments') =>
    Promise.resolve().then(() => testFact(plugin, name, cases as never)).then(() => '', (error: Error) => error.message);
  const withExtractor = (change: object): Plugin => ({ ...todo, facts: [defineFileFact('todo/comments', { ...extractor, ...change } as typeof extractor), count] });

  it('compares the whole fact, of one file or of other facts', async () => {
    expect(await told([some, none])).toBe('');
    expect(await told([{ ...some, value: { 'src/a.ts': [1] } }, none])).toContain("The fact is { 'src/a.ts': [ 2 ] }, not { 'src/a.ts': [ 1 ] }.");
    expect(await told([{ ...some, value: { comments: 1 } }, { ...none, value: { comments: 0 } }], todo, 'todo/count')).toBe('');
  });

  it('refuses lazy cases', async () => {
    expect(await told([])).toContain('There is no case.');
    expect(await told([some])).toContain('Every case expects the same value');
    expect(await told([some, { title: 'x', repository: none.repository }])).toContain('expects nothing; say the `value`');
    expect(await told([some, none], todo, 'todo/coments')).toContain("did you mean 'todo/comments'?");
  });

  it('finds out what would come back from the cache as something else, or not at all', async () => {
    let turn = 0;
    expect(await told([some, none], withExtractor({ extract: () => new Map() }))).toContain('todo/comments of src/a.ts is a Map');
    expect(await told([some, none], withExtractor({ extract: () => [turn++] }))).toContain('is another one the second time');
    expect(await told([some, none], withExtractor({ mayApply: () => false }))).toContain('`mayApply` says that there is nothing in src/a.ts');
  });
});

describe('a drawing', () => {
  it('is an object of files and folders, or one text, indented alike', () => {
    const files = { 'README.md': '# A\n', 'src/a.ts': 'export const a = {\n  b: 1,\n};\n' };
    expect(filesOf({ 'README.md': '# A\n', src: { 'a.ts': files['src/a.ts'] } })).toEqual(files);
    expect(filesOf(`
      --- src/a.ts
      export const a = {
        b: 1,
      };

      --- README.md
      # A
    `)).toEqual(files);
  });

  it.each<[string, Drawing]>([
    ['has no file', {}],
    ["begins with a line `--- path`", 'src/a.ts'],
    ["'/etc/a' is no path", { '/etc/a': '' }],
    ["'a/../../b' is no path", { 'a/../../b': '' }],
    ["'a.ts' is drawn twice", '--- a.ts\n--- a.ts\n'],
    ["'a.ts' is neither text nor a folder", { 'a.ts': 3 } as never],
  ])('is refused where it cannot be one: %s', (sentence, drawing) => {
    expect(() => filesOf(drawing)).toThrow(sentence);
  });
});
