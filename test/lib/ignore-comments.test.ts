import { describe, expect, it } from 'vitest';
import { ignoreComments, MODULE_OPENERS, openersOf } from '../../src/lib/ignore-comments.ts';

const scan = (path: string, ...lines: string[]) => ignoreComments(lines.join('\n'), openersOf(path) ?? MODULE_OPENERS)
  .map(({ line, covers, checks, reason }) => `${line} covers ${covers} ${checks.join('+')}: ${reason ?? '-'}`);

describe('ignoreComments', () => {
  it('speaks of its own line behind code, and of the next line else', () => {
    expect(scan('a.ts', 'call(); // arch-lint-ignore missing-timeouts: once a day', '  // arch-lint-ignore missing-timeouts: by hand', 'call();'))
      .toEqual(['1 covers 1 missing-timeouts: once a day', '2 covers 3 missing-timeouts: by hand']);
  });

  it('stacks: several comments speak of the first line of code below', () => {
    expect(scan('a.ts', '// arch-lint-ignore a: one', '// arch-lint-ignore b, todo/c: two', 'call();')).toEqual(['1 covers 3 a: one', '2 covers 3 b+todo/c: two']);
  });

  it.each([
    ['compose.yaml', 'image: x # arch-lint-ignore a: why', '1 covers 1 a: why'],
    ['deploy/Dockerfile', '# arch-lint-ignore a: why', '1 covers 2 a: why'],
    ['main.tf', '// arch-lint-ignore a: why', '1 covers 2 a: why'],
    ['docs/adr/1.md', '<!-- arch-lint-ignore a: why -->', '1 covers 2 a: why'],
    ['V1.sql', '-- arch-lint-ignore a: why', '1 covers 2 a: why'],
    ['a.tsx', '{/* arch-lint-ignore a: why */}', '1 covers 2 a: why'],
    ['a.ts', '// arch-lint-ignore a', '1 covers 2 a: -'],
    ['a.ts', '// arch-lint-ignore a:  ', '1 covers 2 a: -'],
    ['a.ts', '// arch-lint-ignore', '1 covers 2 : -'],
    ['a.ts', '// arch-lint-ignore A b: why', '1 covers 2 : why'],
  ])('reads %s: %s', (path, text, expected) => expect(scan(path, text)).toEqual([expected]));

  it.each([
    ['a.ts', '// arch-lint-ignore-file a: why'],
    ['a.ts', '// see arch-lint-ignore comments'],
    ['a.yaml', 'text: "arch-lint-ignore a: why"'],
    ['a.md', '```ts\n<!-- arch-lint-ignore a: why -->\n```'],
    ['a.ts', `// ${' '.repeat(2_000)}arch-lint-ignore a: why`],
  ])('finds none in %s: %s', (path, text) => expect(scan(path, text)).toEqual([]));

  it('knows which files have comments', () => {
    expect(['a.json', 'a.png', 'a.ts'].map(openersOf)).toEqual([undefined, undefined, undefined]);
  });
});
