import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../checks/index.ts';
import { runAgainst } from '../src/base.ts';
import { FACTS } from '../src/facts/index.ts';
import { clone, commit, git, gitRepository } from './git.ts';
import { repository, TODAY } from './support.ts';

const YAML = 'version: 1\nproject: {name: shop}\ncomponents:\n  orders: {path: src/orders}\n  billing: {path: src/billing}\n';
const SHOP = {
  'architecture.yaml': YAML,
  'src/orders/index.ts': 'export const order = 1;\n',
  'src/orders/late.ts': 'export const late = 1;\n',
  'src/billing/index.ts': "import { order } from '../orders/index.js';\nexport const bill = order;\n",
};
const CIRCLE = { 'src/orders/index.ts': "import { bill } from '../billing/index.js';\nexport const order = 1;\nexport const late = () => bill;\n" };

const against = (dir: string, base: string, config?: string) =>
  runAgainst(base, { dir, checks: CHECKS, facts: FACTS, now: TODAY, only: ['circular-dependencies'], ...(config !== undefined && { config }) });
const comparison = async (...given: Parameters<typeof against>) => (await against(...given)).comparison!;

/** A branch from `main` with the changes, checked out. */
function branch(changes: Readonly<Record<string, string | null>>, tree: Readonly<Record<string, string>> = SHOP): string {
  const dir = gitRepository(tree);
  git(dir, 'checkout', '--quiet', '-b', 'feature');
  commit(dir, changes);
  return dir;
}

describe('the base', () => {
  it('is where the branch left, not where main is now', async () => {
    const dir = branch({ 'README.md': 'x\n' });
    git(dir, 'checkout', '--quiet', 'main');
    commit(dir, CIRCLE);
    git(dir, 'checkout', '--quiet', 'feature');
    expect(await comparison(dir, 'main')).toMatchObject({ new: [], fixed: [], score: { delta: 0 }, notes: [] });
  });

  it('shows a new circle, and its edge between components', async () => {
    const change = await comparison(branch(CIRCLE), 'main');
    expect(change.new.length).toBeGreaterThan(0);
    expect(change.score.delta).toBeLessThan(0);
    expect(change.edges.added).toMatchObject([{ level: 'component', from: 'orders', to: 'billing' }]);
  });

  it('counts work that is not committed', async () => {
    const dir = gitRepository({ ...SHOP, ...CIRCLE });
    cpSync(join(dir, 'src/orders/late.ts'), join(dir, 'src/orders/index.ts'));
    expect((await comparison(dir, 'HEAD')).fixed.length).toBeGreaterThan(0);
  });

  it('knows what is fixed, and what merges bring is not new', async () => {
    const dir = gitRepository({ ...SHOP, ...CIRCLE });
    git(dir, 'checkout', '--quiet', '-b', 'feature');
    commit(dir, { 'README.md': 'x\n' });
    git(dir, 'checkout', '--quiet', 'main');
    commit(dir, { 'src/orders/index.ts': SHOP['src/orders/index.ts'] });
    git(dir, 'checkout', '--quiet', 'feature');
    git(dir, 'merge', '--quiet', '-m', 'merge', 'main');
    expect(await comparison(dir, 'main')).toMatchObject({ new: [], fixed: [] });
    expect((await comparison(dir, 'HEAD^1')).fixed.length).toBeGreaterThan(0);
  });

  it('a renamed folder of the same component leaves no edge changed', async () => {
    const dir = branch({ 'src/orders/late.ts': null, 'src/orders/parts/late.ts': SHOP['src/orders/late.ts'] });
    expect(await comparison(dir, 'main')).toMatchObject({ new: [], fixed: [], edges: { added: [], removed: [] } });
  });

  it('without architecture.yaml, or with a broken one, is judged by the present one, and that is said', async () => {
    const { 'architecture.yaml': _none, ...bare } = SHOP;
    const note = ['The base has no architecture.yaml that can be read; it is judged by the present one.'];
    expect(await comparison(branch({ 'architecture.yaml': YAML }, bare), 'main')).toMatchObject({ notes: note, new: [] });
    expect(await comparison(branch({ 'architecture.yaml': YAML, ...CIRCLE }, { ...SHOP, 'architecture.yaml': 'version: [\n' }), 'main')).toMatchObject({ notes: note, new: expect.arrayContaining([expect.objectContaining({ check: 'circular-dependencies' })]) });
  });

  it('of a linted subfolder is the same folder', async () => {
    const within = (tree: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(tree).map(([path, text]) => [`apps/shop/${path}`, text]));
    const dir = branch(within(CIRCLE), within(SHOP));
    expect((await comparison(join(dir, 'apps/shop'), 'main')).new).toEqual(expect.arrayContaining([expect.objectContaining({ at: expect.objectContaining({ file: expect.stringMatching(/^src\//) }) })]));
  });

  it('of a folder that is new is empty: all that it holds is new', async () => {
    const dir = branch(Object.fromEntries(Object.entries({ ...SHOP, ...CIRCLE }).map(([path, text]) => [`apps/new/${path}`, text])), { 'README.md': 'x\n' });
    expect((await comparison(join(dir, 'apps/new'), 'main')).new.length).toBeGreaterThan(0);
  });

  it('takes a declaration from outside the repository for both sides', async () => {
    const { 'architecture.yaml': yaml, ...bare } = SHOP;
    const config = join(repository({ 'shop.yaml': yaml }), 'shop.yaml');
    expect(await comparison(branch(CIRCLE, bare), 'main', config)).toMatchObject({ notes: [], new: expect.arrayContaining([expect.objectContaining({ check: 'circular-dependencies' })]) });
  });

  it('is found under its remote name in a clone', async () => {
    const origin = branch(CIRCLE);
    expect((await comparison(clone(origin, '--branch', 'feature'), 'main')).new.length).toBeGreaterThan(0);
  });

  it.each<[string, () => string, string, RegExp]>([
    ['a name that is none', () => gitRepository(SHOP), 'no-such', /^There is no commit 'no-such' in this repository\.$/],
    ['an option in disguise', () => gitRepository(SHOP), '--output=x', /There is no commit '--output=x'/],
    ['a shallow clone', () => clone(branch(CIRCLE), '--depth', '1', '--branch', 'feature'), 'main', /There is no commit 'main'.*This clone is shallow: fetch the history first/],
    ['no common history', () => {
      const dir = gitRepository(SHOP);
      git(dir, 'checkout', '--quiet', '--orphan', 'other');
      commit(dir, {});
      return dir;
    }, 'main', /'main' and the checked-out commit have no common history here\./],
    ['no repository', () => repository(SHOP), 'main', /--base needs a git repository/],
  ])('%s is told in a sentence', async (_case, make, base, message) => {
    await expect(against(make(), base)).rejects.toThrow(message);
  });

  it('touches nothing and leaves nothing, and says the same again', async () => {
    const dir = branch(CIRCLE);
    const state = () => ({ status: git(dir, 'status', '--porcelain'), refs: git(dir, 'for-each-ref'), head: git(dir, 'rev-parse', 'HEAD') });
    const before = state();
    const first = await against(dir, 'main');
    expect(state()).toEqual(before);
    expect(await against(dir, 'main')).toEqual(first);
    expect(JSON.stringify(first)).not.toContain('arch-lint-base-');
  });
});
