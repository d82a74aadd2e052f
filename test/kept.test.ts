import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { defineCheck, type AnyFactProvider, type FactName, type Repo } from '../src/model/index.ts';
import { run, type RunOptions } from '../src/run.ts';
import { FACTS } from '../src/facts/index.ts';
import { commit, git } from './git.ts';
import { cli, repository, TODAY } from './support.ts';

const YAML = 'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders}\n';
const SHOP = { 'architecture.yaml': YAML, '.gitignore': '.env*\n', 'src/orders/index.ts': 'export const a = 1;\n', 'notes.md': 'one\n' };

/** A fact that looks at a file which git ignores, and counts how often it is gathered. */
let gathered = 0;
const settings = {
  name: 'settings' as FactName, needs: [],
  gather: (_: never, repo: Repo) => {
    gathered++;
    return { text: repo.exists('.env') ? repo.read('.env') : 'none' };
  },
} as AnyFactProvider;
const check = defineCheck({
  id: 'no-settings', dimension: 'security', severity: 'minor', phase: '12', from: 'MVP', effort: 'small', title: 't', why: 'w', fix: 'f', grading: 'share',
  needs: ['settings' as never],
  options: { defaults: { strict: false }, schema: {} },
  inspect: (facts: { settings: { text: string } }) => ({ examined: 1, judgements: [{ subject: facts.settings.text, standing: 'violated', message: 'It is there.', at: { file: 'notes.md' } }] }),
} as never);

const cacheOf = (): string => mkdtempSync(join(tmpdir(), 'arch-lint-kept-'));
const lint = (dir: string, cacheDir: string, options: Partial<RunOptions> = {}) =>
  run({ dir, cacheDir, checks: [check], facts: [...FACTS, settings], now: TODAY, keepsAnswers: true, ...options });

/** Whether the second run looks for itself when `change` came between. */
async function looksAgain(change: (dir: string) => void, options: Partial<RunOptions> = {}): Promise<boolean> {
  const dir = repository(SHOP);
  git(dir, 'init', '--quiet');
  commit(dir, {});
  symlinkSync('notes.md', join(dir, 'link.md'));
  const cacheDir = cacheOf();
  await lint(dir, cacheDir);
  const before = gathered;
  change(dir);
  await lint(dir, cacheDir, options);
  return gathered > before;
}

describe('what was found in the same bytes', () => {
  // The files of a test are a moment old: to the tool, a minute has gone by.
  beforeEach(() => { const start = Date.now(); vi.spyOn(Date, 'now').mockReturnValue(start + 60_000); });
  afterEach(() => { vi.restoreAllMocks(); });

  it('is not looked for again, and is the same', async () => {
    const dir = repository(SHOP);
    const cacheDir = cacheOf();
    const first = await lint(dir, cacheDir);
    const before = gathered;
    expect(await lint(dir, cacheDir)).toEqual(first);
    expect(gathered).toBe(before);
  });

  it.each<[string, (dir: string) => void]>([
    ['a module of the same size', (dir) => writeFileSync(join(dir, 'src/orders/index.ts'), 'export const a = 2;\n')],
    ['a text of the same size', (dir) => writeFileSync(join(dir, 'notes.md'), 'two\n')],
    ['a new file', (dir) => writeFileSync(join(dir, 'new.md'), '')],
    ['a file less', (dir) => rmSync(join(dir, 'notes.md'))],
    ['a link that leads elsewhere', (dir) => { rmSync(join(dir, 'link.md')); symlinkSync('architecture.yaml', join(dir, 'link.md')); }],
    ['a file that git ignores and a fact looked for', (dir) => writeFileSync(join(dir, '.env'), 'A=1\n')],
    ['the declaration', (dir) => writeFileSync(join(dir, 'architecture.yaml'), YAML.replace('shop', 'mall'))],
    ['a commit', (dir) => commit(dir, {})],
    ['a tag', (dir) => git(dir, 'tag', 'v1')],
  ])('is looked for again after %s', async (_, change) => expect(await looksAgain(change)).toBe(true));

  it.each<[string, Partial<RunOptions>]>([
    ['another day', { now: new Date(TODAY.getTime() + 86_400_000) }],
    ['a caller with checks of its own', { keepsAnswers: false }],
  ])('is looked for again by %s', async (_, options) => expect(await looksAgain(() => {}, options)).toBe(true));

  it('holds whatever the gate asks, and after a change of what git ignores that nobody looked for', async () => {
    expect(await looksAgain(() => {}, { threshold: 99 })).toBe(false);
    expect(await looksAgain((dir) => writeFileSync(join(dir, '.env.local'), ''))).toBe(false);
  });

  it('is forgotten where the cache was cut or tampered with', async () => {
    const dir = repository(SHOP);
    const cacheDir = cacheOf();
    await lint(dir, cacheDir);
    const file = join(cacheDir, readdirSync(cacheDir).find((name) => name.startsWith('answers-'))!);
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -10));
    const before = gathered;
    await lint(dir, cacheDir);
    expect(gathered).toBe(before + 1);
  });

  it('is not kept where a fact could not be had', async () => {
    const dir = repository(SHOP);
    const cacheDir = cacheOf();
    const failing = { ...settings, gather: () => { throw new Error('no'); } } as unknown as AnyFactProvider;
    await lint(dir, cacheDir, { facts: [...FACTS, failing] });
    expect(readdirSync(cacheDir).filter((name) => name.startsWith('answers-'))).toEqual([]);
  });

  it('is the same through the command line, whole reports byte for byte', async () => {
    const env = { ARCH_LINT_CACHE: cacheOf() };
    const [cold, warm, fresh] = [await cli(['check', 'fixtures/half-read-house', '--verbose'], { env }), await cli(['check', 'fixtures/half-read-house', '--verbose'], { env }), await cli(['check', 'fixtures/half-read-house', '--verbose', '--no-cache'], { env })];
    expect(warm).toEqual(cold);
    expect(fresh).toEqual(cold);
  }, 60_000);
});

it('a file that was written this moment may change again unseen, so nothing is kept', async () => {
  const dir = repository(SHOP);
  const cacheDir = cacheOf();
  const written = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(written);
  await lint(dir, cacheDir);
  vi.restoreAllMocks();
  expect(readdirSync(cacheDir).filter((name) => name.startsWith('answers-'))).toEqual([]);
});
