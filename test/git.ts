import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { repository, type Tree } from './support.ts';

/** The environment of git in tests: nobody's own settings, one author, one day. */
export const GIT_ENVIRONMENT = {
  GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.org', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.org',
  GIT_AUTHOR_DATE: '2026-11-01T00:00:00Z', GIT_COMMITTER_DATE: '2026-11-01T00:00:00Z',
};

export const git = (folder: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'protocol.file.allow=always', '-c', 'init.defaultBranch=main', '-C', folder, ...args], { encoding: 'utf8', env: { ...process.env, ...GIT_ENVIRONMENT }, stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/** Writes files (null removes one) and commits all; answers with the commit. */
export function commit(folder: string, changes: Readonly<Record<string, string | null>>, message = 'change'): string {
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) {
      rmSync(join(folder, path), { force: true });
      continue;
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  git(folder, 'add', '-A');
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** A git repository with the tree as its first commit, on `main`. */
export function gitRepository(tree: Tree): string {
  const folder = repository(tree);
  git(folder, 'init', '--quiet');
  commit(folder, {}, 'first');
  return folder;
}

/** A clone over the file protocol, so that `--depth` counts. */
export function clone(from: string, ...args: string[]): string {
  const folder = repository({});
  git(folder, 'clone', '--quiet', ...args, `file://${from}`, '.');
  return folder;
}
