import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, repository } from '../support.ts';

const DECLARATION = 'version: 1\nproject: {name: x}\ncomponents:\n  app: {path: src}\n';
const SOURCES = { 'src/a.ts': "import { b } from './b.js';\nexport const a = b;\n", 'src/b.ts': 'export const b = 1;\n' };
const ONE = ['--only', 'circular-dependencies'];
const declared = (text: string | Uint8Array) => cli([repository({ 'architecture.yaml': text, ...SOURCES }), ...ONE]);

describe('a bad architecture.yaml is one clear sentence with a place, never a stack', () => {
  const bomb = `version: 1\nproject: {name: x}\ncomponents: {a: {path: src}}\nx0: &x0 [a, a, a, a, a, a, a, a, a]\n${Array.from({ length: 9 }, (_, index) => `x${index + 1}: &x${index + 1} [${Array.from({ length: 9 }, () => `*x${index}`).join(', ')}]`).join('\n')}\n`;
  it.each<[string, string | Uint8Array, RegExp]>([
    ['empty', '', /^architecture\.yaml\S* {2}/],
    ['only comments', '# nothing yet\n', /^architecture\.yaml\S* {2}/],
    ['tabs', 'version: 1\nproject:\n\tname: x\n', /^architecture\.yaml:3:\d+ {2}.*[Tt]ab/],
    ['duplicate keys', `${DECLARATION}project: {name: y}\n`, /^architecture\.yaml:5:1 {2}/],
    ['an unknown key', `${DECLARATION}component: {}\n`, /^architecture\.yaml:5:1 {2}.*'component'.*components/],
    ['a wrong type', DECLARATION.replace('{path: src}', '7'), /^architecture\.yaml:4:\d+ {2}/],
    ['a path outside the repository', DECLARATION.replace('src', '../elsewhere'), /^architecture\.yaml:4:\d+ {2}/],
    ['an absolute path', DECLARATION.replace('src', '/etc'), /^architecture\.yaml:4:\d+ {2}/],
    ['not UTF-8', Buffer.concat([Buffer.from(DECLARATION), Buffer.from([0x23, 0xff, 0xfe, 0xfd, 0x0a])]), /^architecture\.yaml:5:\d+ {2}.*UTF-8/],
    ['an alias bomb', bomb, /^architecture\.yaml\S* {2}/],
    ['10 MB', `${DECLARATION}# ${'x'.repeat(10 * 1024 * 1024)}\n`, /^architecture\.yaml\S* {2}.*(large|MB)/],
    ['a list', '- 1\n- 2\n', /^architecture\.yaml\S* {2}/],
    ['broken YAML', 'version: 1\nproject: {name: x\n', /^architecture\.yaml:\d+:\d+ {2}/],
  ])('%s', async (_case, text, sentence) => {
    const { code, stdout, stderr } = await declared(text);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).not.toMatch(/\n\s+at |node:internal/);
    expect(stderr.length).toBeLessThan(4_000);
  });

  it('a byte order mark does no harm', async () => {
    expect((await declared(`\uFEFF${DECLARATION}`)).code).toBe(0);
  });

  it('a link out of the repository is not followed', async () => {
    const folder = repository(SOURCES);
    const outside = repository({ 'a.yaml': DECLARATION });
    symlinkSync(join(outside, 'a.yaml'), join(folder, 'architecture.yaml'));
    const { code, stderr } = await cli([folder, ...ONE]);
    expect(code).toBe(2);
    expect(stderr).toContain('link');
  });
});

describe('a bad tree', () => {
  it('has no sources: nothing is green', async () => {
    const { code, stdout } = await cli([repository({ 'architecture.yaml': DECLARATION, 'README.md': '# x\n' }), ...ONE]);
    expect(code).toBe(3);
    expect(stdout).toContain('incomplete');
  });

  it('has a loop of links and a link out: neither is followed', async () => {
    const folder = repository({ 'architecture.yaml': DECLARATION, ...SOURCES });
    symlinkSync(folder, join(folder, 'src/loop'));
    symlinkSync('/etc', join(folder, 'src/etc'));
    expect((await cli([folder, ...ONE])).code).toBe(0);
    expect((await cli(['facts', 'files', folder])).stdout).not.toContain('src/loop/');
  });

  it('has a file that may not be read: a gap at its place', async () => {
    const folder = repository({ 'architecture.yaml': DECLARATION, ...SOURCES, 'src/c.ts': 'export {};\n' });
    chmodSync(join(folder, 'src/c.ts'), 0o000);
    const { stdout } = await cli([folder, ...ONE]);
    // Root reads everything, whatever the mode says.
    if (process.getuid?.() !== 0) expect(stdout).toContain('src/c.ts');
  });

  it('has sources that are empty, binary, not UTF-8 or with a byte order mark', async () => {
    const folder = repository({
      'architecture.yaml': DECLARATION,
      ...SOURCES,
      'src/empty.ts': '',
      'src/mark.ts': "\uFEFFimport './a.js';\n",
      'src/latin.ts': Buffer.from([0x2f, 0x2f, 0x20, 0xe9, 0x0a]),
      'src/binary.ts': Buffer.from([0, 1, 2, 3]),
    });
    const { code, stderr } = await cli([folder, ...ONE, '--format', 'json']);
    expect([0, 3]).toContain(code);
    expect(stderr).toBe('');
  });
});
