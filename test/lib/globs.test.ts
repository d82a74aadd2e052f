import { describe, expect, it } from 'vitest';
import { baseOf, isMatch, isWhole, matchGlobs } from '../../src/lib/globs.ts';

describe('globs', () => {
  it.each([
    ['src/orders', 'src/orders/a/b.ts'],
    ['src/orders/', 'src/orders/a.ts'],
    ['./src/orders', 'src/orders/a.ts'],
    ['.', 'README.md'],
    ['src/orders/index.ts', 'src/orders/index.ts'],
    ['src/*/domain', 'src/orders/domain/order.ts'],
    ['src/*/domain/**', 'src/orders/domain/order.ts'],
    ['**/domain/**', 'domain/order.ts'],
    ['**/domain/**', 'a/b/domain/c/d.ts'],
    ['**/*.controller.ts', 'src/a/b.controller.ts'],
    ['*.ts', 'main.ts'],
    ['src/**/x/**/y.ts', 'src/x/a/x/b/y.ts'],
    ['{src,lib}/**', 'lib/a.ts'],
    ['packages/{a,b{1,2}}/src', 'packages/b2/src/x.ts'],
    ['src/[a-c]?.ts', 'src/bz.ts'],
    ['app/(shop)/[id]', 'app/(shop)/[id]/page.tsx'],
    ['app/**/[id]/*', 'app/(shop)/[id]/page.tsx'],
    ['app/[...slug]/page.tsx', 'app/[...slug]/page.tsx'],
    ['.github/**', '.github/workflows/ci.yml'],
  ])('%s matches %s', (glob, path) => expect(isMatch(glob)(path)).toBe(true));

  it.each([
    ['src/orders', 'src/orders-old/a.ts'],
    ['src/*', 'lib/a.ts'],
    ['src/*/domain/**', 'src/domain/order.ts'],
    ['*.ts', 'src/main.ts'],
    ['src/[!a]b.ts', 'src/ab.ts'],
    ['src/**/y.ts', 'src/x/z.ts'],
    ['src/orders/*', 'src/orders'],
    ['src/*/**', 'src/main.ts'],
  ])('%s does not match %s', (glob, path) => expect(isMatch(glob)(path)).toBe(false));

  it('takes away what stands after an exclamation mark', () => {
    const matches = isMatch(['src/**', '!src/legacy']);
    expect(matches('src/a.ts')).toBe(true);
    expect(matches('src/legacy/a.ts')).toBe(false);
  });

  it('answers the deepest glob', () => {
    expect(matchGlobs(['src', 'src/*/api/**'])('src/orders/api/x.ts')).toMatchObject({ glob: 'src/*/api/**', depth: 3, literal: 2 });
  });

  it.each([
    ['packages/*', 'packages/a', true], ['packages/*', 'packages/a/src', false], ['packages/**', 'packages/a/src', true], ['a/**/z', 'a/b/z', true],
    ['a/**/z', 'a/b/z/c', false], ['packages/a', 'packages/a', true], ['packages/a', 'packages/a/b', false],
  ])('%s as a whole: %s', (glob, path, expected) => expect(isWhole([glob])(path)).toBe(expected));

  it('does not choke on a hostile pattern', () => {
    expect(isWhole([`${'*a'.repeat(60)}b`])('a'.repeat(250))).toBe(false);
    const glob = `${'*a'.repeat(60)}b/${'**/a/'.repeat(40)}b`;
    expect(isMatch(glob)(`${'a'.repeat(250)}/${'a/'.repeat(500)}c`)).toBe(false);
    expect(isMatch('{a,b}'.repeat(40))('a')).toBe(false);
  });

  it('tells where a glob starts', () => {
    expect(baseOf('src/*/domain/**')).toBe('src');
    expect(baseOf('src/orders')).toBe('src/orders');
    expect(baseOf('**/*.ts')).toBe('');
  });
});
