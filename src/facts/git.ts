import { spawnSync, type SpawnSyncOptions } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Bounds of one question to git. */
const TIMEOUT_MS = 60_000;
const MOST_BYTES = 256 * 1024 * 1024;
/** A file of a commit larger than this is left out; nothing of that size is source. */
const LARGEST_BLOB = 4 * 1024 * 1024;

// What a repository's own configuration could make git run is switched off: hooks, the file system monitor, external
// diff and text conversion; nothing is fetched, and no replacement objects are followed.
const SAFE = ['--no-pager', '--no-replace-objects', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'diff.external=', '-c', 'protocol.allow=never'];
const ENVIRONMENT = { GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_ATTR_NOSYSTEM: '1', LC_ALL: 'C' };

const options = (input?: string): SpawnSyncOptions => ({
  timeout: TIMEOUT_MS,
  maxBuffer: MOST_BYTES,
  env: { ...process.env, ...ENVIRONMENT },
  ...(input !== undefined && { input }),
});

/** What git answers; undefined: no git, no repository, or it refused. Arguments are fixed words or object names, never a stranger's options. */
export function git(root: string, args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync('git', [...SAFE, '-C', root, ...args], options());
  return status === 0 ? stdout.toString('utf8') : undefined;
}

/** The commit that a name stands for; undefined: there is none. */
export const commitOf = (root: string, name: string): string | undefined =>
  git(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`])?.trim() || undefined;

/** The root of the work tree that holds the folder; undefined: it is not in one. */
export const workTreeOf = (folder: string): string | undefined => git(folder, ['rev-parse', '--show-toplevel'])?.trim() || undefined;

/** The folder's path in its work tree, with a final `/`; empty at the root or outside of any. */
export const prefixOf = (folder: string): string => git(folder, ['rev-parse', '--show-prefix'])?.trim() ?? '';

/** Where the histories of a commit and of the checked-out one parted. */
export const mergeBaseOf = (root: string, commit: string): string | undefined => git(root, ['merge-base', 'HEAD', commit])?.trim() || undefined;

/** What the next commit adds, changes or removes, by path from the work tree's root; a rename is both. */
export const stagedFiles = (root: string): string[] =>
  (git(root, ['diff', '--cached', '--name-only', '--no-renames', '--no-ext-diff', '--no-textconv', '-z']) ?? '').split('\0').filter(Boolean).sort();

export const isShallow = (root: string): boolean => git(root, ['rev-parse', '--is-shallow-repository'])?.trim() === 'true';

/** Writes the files of a commit below `prefix` to a folder, without touching the work tree; answers with how many. Links are left out. */
export function unpackCommit(root: string, commit: string, prefix: string, folder: string): number {
  const rows = (git(root, ['ls-tree', '-r', '-z', '--full-tree', '-l', commit, ...(prefix ? ['--', prefix] : [])]) ?? '').split('\0').filter(Boolean);
  const blobs = rows.flatMap((row) => {
    const [meta, path] = row.split('\t') as [string, string];
    const [mode, kind, name, size] = meta.split(/ +/) as [string, string, string, string];
    return kind === 'blob' && mode !== '120000' && Number(size) <= LARGEST_BLOB ? [{ name, path: path.slice(prefix.length) }] : [];
  });
  const BATCH = 2000;
  for (let start = 0; start < blobs.length; start += BATCH) {
    const batch = blobs.slice(start, start + BATCH);
    const { stdout } = spawnSync('git', [...SAFE, '-C', root, 'cat-file', '--batch'], options(`${batch.map(({ name }) => name).join('\n')}\n`));
    writeBatch(stdout as Buffer, batch.map(({ path }) => path), folder);
  }
  return blobs.length;
}

/** Answers of `cat-file --batch`: a header line, the bytes, a line feed. */
function writeBatch(bytes: Buffer, paths: readonly string[], folder: string): void {
  let offset = 0;
  for (const path of paths) {
    const end = bytes.indexOf(10, offset);
    if (end < 0) return;
    const [, kind, size] = bytes.toString('utf8', offset, end).split(' ');
    offset = end + 1;
    if (kind !== 'blob') continue;
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes.subarray(offset, offset + Number(size)));
    offset += Number(size) + 1;
  }
}
