import { expect, it } from 'vitest';
import { CHECKS } from '../../checks/index.ts';
import { ownershipOf, sameOwner } from '../../src/lib/codeowners.ts';
import { CRITICAL_CHECKS } from '../../src/lib/critical-checks.ts';

it('takes the last line that matches, as git ignores do', () => {
  const owner = ownershipOf({ file: 'CODEOWNERS', lines: ['*', '/src/', 'docs/*', '*.md', '/src/a.ts'].map((pattern, index) => ({ pattern, owners: [`@${pattern}`], line: index + 1 })) });
  expect(['x.ts', 'src/b.ts', 'src/a.ts', 'docs/a.txt', 'docs/b/c.txt', 'src/b/readme.md', 'lib/src/b.ts'].map((path) => owner(path)?.line)).toEqual([1, 2, 5, 3, 1, 4, 1]);
});

it('compares owners without organisation and the word team', () => {
  expect(sameOwner('commerce', '@acme/team-commerce')).toBe(true);
  expect(sameOwner('acme', '@acme/engineering')).toBe(true);
  expect(sameOwner('Commerce Team', '@acme/commerce')).toBe(true);
  expect(sameOwner('commerce', '@acme/logistics')).toBe(false);
  expect(sameOwner('a@b.org', 'A@b.org')).toBe(true);
});

it('knows the checks that are critical by default', () => {
  for (const { id, severity } of CHECKS) expect([id, CRITICAL_CHECKS.has(id)]).toEqual([id, severity === 'critical']);
});
