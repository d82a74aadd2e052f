import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRepository } from '../../src/facts/repository.ts';

let folder: string;
let root: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'repository-'));
  root = join(folder, 'repo');
  mkdirSync(join(root, 'deep/er'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  writeFileSync(join(root, 'plain.txt'), 'grüße\n');
  writeFileSync(join(root, 'empty.txt'), '');
  writeFileSync(join(root, 'bom.txt'), '\uFEFFafter');
  writeFileSync(join(root, 'utf16.txt'), Buffer.from('\uFEFFwide', 'utf16le'));
  writeFileSync(join(root, 'latin1.txt'), Buffer.from([0x61, 0xfc, 0x62]));
  writeFileSync(join(root, 'binary.dat'), Buffer.from([1, 0, 2]));
  writeFileSync(join(root, 'zero.ts'), `/\0/g${' '.repeat(2000)}ü`);
  writeFileSync(join(root, 'huge.txt'), Buffer.alloc(5 * 1024 * 1024 + 1, 0x61));
  writeFileSync(join(root, 'locked.txt'), 'closed');
  chmodSync(join(root, 'locked.txt'), 0o000);
  symlinkSync('plain.txt', join(root, 'inside'));
  symlinkSync('../secret.txt', join(root, 'outside'));
  symlinkSync('..', join(root, 'up'));
  symlinkSync('circle', join(root, 'circle'));
  symlinkSync('..', join(root, 'deep/er/loop'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): { text: string | undefined; gaps: string[] } => {
  const gaps: string[] = [];
  const repo = openRepository(root, { now: new Date(0), workers: 0 })
    .scope([], { onGap: (reason, at) => gaps.push(`${at?.file} ${reason}`) });
  return { text: repo.read(path), gaps };
};

describe('reading a file of the repository', () => {
  it.each([
    ['plain.txt', 'grüße\n'],
    ['empty.txt', ''],
    ['bom.txt', 'after'],
    ['utf16.txt', 'wide'],
    ['zero.ts', `/\0/g${' '.repeat(2000)}ü`],
    ['inside', 'grüße\n'],
    ['deep/er/loop/er/loop/er', undefined],
  ])('%s', (path, text) => {
    expect(read(path).text).toBe(text);
  });

  it.each([
    ['outside', 'is a link that leads out of the repository'],
    ['up/secret.txt', 'is a link that leads out of the repository'],
    ['../secret.txt', 'leads out of the repository'],
    ['deep/../../secret.txt', 'leads out of the repository'],
    ['/etc/passwd', 'leads out of the repository'],
    ['C:\\secret.txt', 'leads out of the repository'],
    ['a\0b', 'leads out of the repository'],
    ['circle', 'is a link that leads to itself'],
    ['deep', 'is not a regular file'],
    ['binary.dat', 'is binary'],
    ['huge.txt', 'is larger than 5 MB'],
    ['absent.txt', 'does not exist'],
    ['plain.txt/x', 'does not exist'],
  ])('%s %s', (path, reason) => {
    expect(read(path)).toEqual({ text: undefined, gaps: [`${path} ${reason}`] });
  });

  it('replaces and tells what is not UTF-8', () => {
    expect(read('latin1.txt')).toEqual({
      text: 'a\uFFFDb',
      gaps: ['latin1.txt is not valid UTF-8; what could not be read is replaced'],
    });
  });

  it.skipIf(process.getuid?.() === 0)('tells a file that may not be read', () => {
    expect(read('locked.txt')).toEqual({ text: undefined, gaps: ['locked.txt may not be read'] });
  });

  it('knows what exists without telling gaps', () => {
    const gaps: string[] = [];
    const repo = openRepository(root, { now: new Date(0), workers: 0 }).scope([], { onGap: (reason) => gaps.push(reason) });
    expect(['plain.txt', 'inside', 'deep', 'absent.txt', 'outside', 'circle', '../secret.txt'].map((path) => repo.exists(path)))
      .toEqual([true, true, false, false, false, false, false]);
    expect(gaps).toEqual([]);
  });
});
