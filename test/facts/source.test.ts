import { mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import files from '../../src/facts/files.ts';
import { openRepository } from '../../src/facts/repository.ts';
import source from '../../src/facts/source.ts';
import { openCache } from '../../src/facts/source/cache.ts';
import type { AnyFactProvider, Extractor, Source } from '../../src/model/index.ts';
import { architecture, repository, TODAY, type Tree } from '../support.ts';

const fact = (name: string, extractor: Extractor<unknown>): AnyFactProvider => ({ name: name as never, needs: [], extractor, gather: () => ({}) });

/** Says each time it looks, so that a test sees what came from the cache. */
const calls: string[] = [];
const callees = (version = 1): AnyFactProvider => fact('callees', {
  version,
  mayApply: (text) => text.includes('('),
  extract(module) {
    calls.push(module.path);
    const found = module.nodes('CallExpression').map(({ loc }) => loc.start.line);
    return found.length > 0 ? found : undefined;
  },
});
const failing = fact('failing', { version: 1, extract({ path }) { if (path === 'b.ts') throw new Error('oh'); return path; } });

interface Options { readonly cacheDir?: string; readonly facts?: readonly AnyFactProvider[]; readonly workers?: number; readonly now?: Date }
const gather = async (root: string, { cacheDir, facts = [callees()], workers = 1, now = TODAY }: Options = {}): Promise<Source & { gaps: string[]; looked: number; asked: string[] }> => {
  const gaps: string[] = [];
  let looked = 0;
  calls.length = 0;
  const repo = openRepository(root, { now, workers, ...(cacheDir !== undefined && { cacheDir }) }).scope(facts, {
    onGap: (reason, at) => gaps.push(`${at?.file}${at?.line === undefined ? '' : `:${at.line}`} ${reason}`),
    onLooked: (pieces) => { looked += pieces; },
  });
  const found = await source.gather({ files: await files.gather({ architecture: architecture({}) }, openRepository(root, { now, workers }).scope([])) }, repo);
  return { ...found, gaps, looked, asked: [...calls].sort() };
};

const TREE: Tree = {
  'c.ts': "import { a } from './a';\na();\n", 'a.ts': 'export const a = () => 1;', 'b.ts': 'export {};\nb();', 'broken.ts': 'const = 1;', 'latin.js': new Uint8Array([0x2f, 0x2f, 0xfc, 0x0a]),
  'empty.ts': '', 'bom.ts': "\uFEFFimport './a';", 'part.vue': "<script>\nf();\n</script>", 'notes.md': '# no',
};
const cacheOf = (): string => join(repository({}), 'cache');
const fileOf = (cacheDir: string): string => join(cacheDir, readdirSync(cacheDir)[0]!);

describe('source', () => {
  it('reads every module once, in sorted order, and tells what it could not read', async () => {
    const { modules, shares, gaps, looked } = await gather(repository(TREE));
    expect(Object.keys(modules)).toEqual(['a.ts', 'b.ts', 'bom.ts', 'c.ts', 'empty.ts', 'latin.js', 'part.vue']);
    expect(modules['bom.ts']!.imports).toEqual([{ specifier: './a', kind: 'value', line: 1, column: 8, names: [] }]);
    expect(shares).toEqual({ callees: { 'b.ts': [2], 'c.ts': [2], 'part.vue': [2] } });
    expect(gaps).toEqual(['broken.ts:1 could not be parsed: Variable declaration expected.', 'latin.js is not valid UTF-8; what could not be read is replaced']);
    expect(looked).toBe(7);
  });

  it('is empty where there are no sources', async () => expect(await gather(repository({ 'a.md': '' }))).toMatchObject({ modules: {}, shares: { callees: {} }, gaps: [] }));

  it('leaves one module out when an extractor fails on it, and keeps the run', async () => {
    const { shares, gaps, modules } = await gather(repository({ 'a.ts': '', 'b.ts': '' }), { facts: [failing] });
    expect(shares).toEqual({ failing: { 'a.ts': 'a.ts' } });
    expect(gaps).toEqual(["b.ts 'failing' failed on it: oh"]);
    expect(Object.keys(modules)).toEqual(['a.ts', 'b.ts']);
  });

  it('asks nobody of what nothing judges, also where another run had asked of it', async () => {
    const root = repository({ 'src/a.ts': 'a();', 'src/a.test.ts': 'b();', 'src/view.ts': "'use client';\nc();" });
    const cacheDir = cacheOf();
    const everywhere = callees();
    const narrow = { ...everywhere, extractor: { ...everywhere.extractor!, skips: ['test', 'browser'] as const } };
    expect(Object.keys((await gather(root, { cacheDir, facts: [everywhere] })).shares['callees']!)).toEqual(['src/a.test.ts', 'src/a.ts', 'src/view.ts']);
    expect(await gather(root, { cacheDir, facts: [narrow] })).toMatchObject({ shares: { callees: { 'src/a.ts': [1] } }, asked: [] });
    expect(await gather(root, { facts: [narrow] })).toMatchObject({ shares: { callees: { 'src/a.ts': [1] } }, asked: ['src/a.ts'] });
  });

  it('takes a share that is no plain data for a failure', async () => {
    const odd = fact('odd', { version: 1, extract: ({ path }) => (path === 'b.ts' ? { size: 1n } : [path]) });
    const { shares, gaps } = await gather(repository({ 'a.ts': '', 'b.ts': '' }), { facts: [odd] });
    expect({ shares, gaps }).toEqual({ shares: { odd: { 'a.ts': ['a.ts'] } }, gaps: ["b.ts 'odd' failed on it: its share is no plain data"] });
  });

  it('alone loads the parser: a run that finds everything in the cache must not wait for it', () => {
    const room = fileURLToPath(new URL('../../src/', import.meta.url));
    const loading = readdirSync(room, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && /^import (?!type\b)[^;]*'@typescript-eslint\/typescript-estree'/m.test(readFileSync(join(room, path), 'utf8')));
    // The second is loaded by `arch-lint import` alone, which reads other tools' configuration as data.
    expect(loading.map((path) => path.replaceAll('\\', '/'))).toEqual(['facts/source/study.ts', 'init/import/script.ts']);
  });

  it('tells a module that is too large, unless it is generated anyway', async () => {
    const large = `const a = '${'x'.repeat(2 * 1024 * 1024)}';`;
    expect((await gather(repository({ 'a.ts': large, 'b.min.js': large }))).gaps).toEqual(['a.ts was not parsed: it is larger than 2 MB or cannot be read']);
  });

  it('does not read bundles: their sources say the same, and sooner', async () => {
    const bundle = `${'a(1);'.repeat(400)}\n`.repeat(10);
    const { modules, gaps } = await gather(repository({ 'static/prd/lib.js': bundle, 'src/lib.js': 'a(1);\n'.repeat(4000) }));
    expect([Object.keys(modules), gaps]).toEqual([['src/lib.js'], []]);
  });
});

describe('the cache of source', () => {
  it('makes a warm run the same as a cold one, without asking again', async () => {
    const root = repository(TREE);
    const cacheDir = cacheOf();
    const facts = [callees(), failing];
    const without = await gather(root, { facts });
    const cold = await gather(root, { facts, cacheDir });
    const warm = await gather(root, { facts, cacheDir });
    expect(JSON.stringify({ ...cold, asked: [] })).toBe(JSON.stringify({ ...without, asked: [] }));
    expect(JSON.stringify({ ...warm, asked: [] })).toBe(JSON.stringify({ ...cold, asked: [] }));
    expect([cold.asked.length > 0, warm.asked]).toEqual([true, []]);
  });

  it('goes by content and name: what changed, moved or came is read, and nothing else', async () => {
    const root = repository({ 'a.ts': 'a();', 'b.ts': 'b();' });
    const cacheDir = cacheOf();
    await gather(root, { cacheDir });
    const later = new Date(TODAY.getTime() + 1000);
    utimesSync(join(root, 'a.ts'), later, later);
    expect((await gather(root, { cacheDir })).asked).toEqual([]);
    writeFileSync(join(root, 'a.ts'), '\na();');
    writeFileSync(join(root, 'c.ts'), 'b();');
    const warm = await gather(root, { cacheDir });
    expect(warm.asked).toEqual(['a.ts', 'c.ts']);
    expect(warm.shares['callees']).toEqual({ 'a.ts': [2], 'b.ts': [1], 'c.ts': [1] });
    rmSync(join(root, 'b.ts'));
    expect(Object.keys((await gather(root, { cacheDir })).modules)).toEqual(['a.ts', 'c.ts']);
  });

  it('asks only the extractors that are new to a module, and keeps what others said', async () => {
    const root = repository({ 'a.ts': 'a();' });
    const cacheDir = cacheOf();
    await gather(root, { cacheDir, facts: [failing] });
    expect((await gather(root, { cacheDir, facts: [failing, callees()] })).asked).toEqual(['a.ts']);
    expect(await gather(root, { cacheDir, facts: [failing, callees()] })).toMatchObject({ asked: [], shares: { failing: { 'a.ts': 'a.ts' }, callees: { 'a.ts': [1] } } });
    expect((await gather(root, { cacheDir, facts: [callees(2)] })).asked).toEqual(['a.ts']);
  });

  it.each<[string, (text: string) => string]>([
    ['torn', (text) => text.slice(0, text.length / 2)],
    ['tampered with', (text) => text.replace('"lines":1', '"lines":9')],
    ['emptied', () => ''],
    ['of another build', (text) => text.replace(/^(\S+ \S+ \S+ \S+ )\S+/, '$10000')],
    ['rubbish', () => '\0\n\n\t{'],
  ])('is passed over when it is %s', async (_, spoil) => {
    const root = repository({ 'a.ts': 'a();' });
    const cacheDir = cacheOf();
    const cold = await gather(root, { cacheDir });
    writeFileSync(fileOf(cacheDir), spoil(readFileSync(fileOf(cacheDir), 'utf8')));
    expect(await gather(root, { cacheDir })).toEqual(cold);
    expect((await gather(root, { cacheDir })).asked).toEqual([]);
  });

  it('does not stop a run that cannot write it', async () => {
    const blocked = join(repository({ 'file': '' }), 'file');
    expect((await gather(repository({ 'a.ts': 'a();' }), { cacheDir: blocked })).shares).toEqual({ callees: { 'a.ts': [1] } });
  });

  it('stays whole when runs write it at the same time', async () => {
    const root = repository(TREE);
    const cacheDir = cacheOf();
    const [first, ...others] = await Promise.all([1, 2, 3, 4].map(() => gather(root, { cacheDir })));
    for (const other of others) expect(other.shares).toEqual(first!.shares);
    expect(readdirSync(cacheDir)).toHaveLength(1);
    expect((await gather(root, { cacheDir })).asked).toEqual([]);
  });

  it('writes nothing when nothing is new, and forgets what no run asked for', () => {
    const folder = cacheOf();
    const day = (after: number): Date => new Date(TODAY.getTime() + after * 24 * 60 * 60 * 1000);
    const run = (after: number, asked: readonly string[]): (string | undefined)[] => {
      const cache = openCache(folder, '/root', 'build', day(after));
      const found = asked.map((key) => cache.get(key));
      asked.forEach((key, index) => { if (found[index] === undefined) cache.set(key, `"${key}"`); });
      cache.close();
      return found;
    };
    expect(run(0, ['a', 'b'])).toEqual([undefined, undefined]);
    const written = readFileSync(fileOf(folder), 'utf8');
    expect(run(1, ['a'])).toEqual(['"a"']);
    expect(readFileSync(fileOf(folder), 'utf8')).toBe(written);
    expect(run(10, ['a'])).toEqual(['"a"']);
    expect(run(14, ['b'])).toEqual(['"b"']);
    expect(run(40, ['c'])).toEqual([undefined]);
    expect(run(40, ['a'])).toEqual([undefined]);
  });

  it('keeps the answers of two repositories apart, and drops what was left half written', async () => {
    const cacheDir = cacheOf();
    mkdirSync(cacheDir);
    const stale = join(cacheDir, 'source-0a.cache.1.x.tmp');
    writeFileSync(stale, '');
    utimesSync(stale, new Date(0), new Date(0));
    writeFileSync(join(cacheDir, 'other.txt'), '');
    await gather(repository({ 'a.ts': 'a();' }), { cacheDir });
    await gather(repository({ 'a.ts': 'a();\na();' }), { cacheDir });
    expect(readdirSync(cacheDir).filter((name) => name.endsWith('.cache'))).toHaveLength(2);
    expect(readdirSync(cacheDir)).toContain('other.txt');
    expect(readdirSync(cacheDir)).toHaveLength(3);
  });
});
