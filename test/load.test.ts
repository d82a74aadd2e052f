import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, loadIfAny, siteOf } from '../src/load.ts';
import { UsageError } from '../src/lib/mistake.ts';
import { repository as made, type Tree } from './support.ts';

const repository = (tree: Tree): string => realpathSync.native(made(tree));
const DECLARATION = 'version: 1\nproject: {name: shop}\ncomponents: {app: {path: src}}\n';

/** A repository in the sense of git. */
const git = (tree: Record<string, string>): string => {
  const folder = repository(tree);
  mkdirSync(join(folder, '.git'));
  return folder;
};
const refusal = (action: () => unknown): string => {
  try {
    action();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return '';
};

describe('where a run looks', () => {
  it('is the folder of the declaration that is found from there upwards', () => {
    const root = git({ 'architecture.yaml': DECLARATION, 'src/deep/a.ts': '' });
    expect(siteOf(join(root, 'src/deep'))).toEqual({ root, file: 'architecture.yaml' });
    expect(siteOf(root)).toEqual({ root, file: 'architecture.yaml' });
  });
  it('is the folder itself where there is none, and linting says what to type', () => {
    const root = repository({ 'src/a.ts': '' });
    expect(siteOf(root)).toEqual({ root });
    expect(loadIfAny(siteOf(root)).declared.components).toEqual({});
    expect(refusal(() => load(siteOf(root)))).toContain('arch-lint init');
  });
  it('is the folder that includes it, for a file of one component', () => {
    const root = git({
      'architecture.yaml': `${DECLARATION}include: services/*/architecture.yaml\n`,
      'services/orders/architecture.yaml': 'version: 1\npart_of: ../../architecture.yaml\ncomponents: {orders: {path: src}}\n',
    });
    const site = siteOf(join(root, 'services/orders'));
    expect(site).toEqual({ root, file: 'architecture.yaml' });
    expect(load(site).declared.components['orders']!.path).toBe('services/orders/src');
  });
  it('is the given folder where the declaration is named, wherever that stands', () => {
    const root = repository({ 'src/a.ts': '' });
    const elsewhere = repository({ 'shop.yaml': `${DECLARATION}extends: ./base.yaml\n`, 'base.yaml': 'version: 1\npreset: base\ntenancy: {model: single}\n' });
    const site = siteOf(root, join(elsewhere, 'shop.yaml'));
    expect(site.root).toBe(root);
    expect(load(site).declared.tenancy).toEqual({ model: 'single' });
    expect(refusal(() => siteOf(root, join(elsewhere, 'none.yaml')))).toContain('There is no file');
    expect(refusal(() => siteOf(root, root))).toContain('There is no architecture.yaml');
  });
  it('is nowhere where there is no folder', () => expect(refusal(() => siteOf('/nowhere/at/all'))).toBe('There is no folder /nowhere/at/all.'));
});
