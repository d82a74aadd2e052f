import { spawnSync } from 'node:child_process';
import { commitOf, isShallow, mergeBaseOf } from '../facts/git.ts';
import type { Event } from './event.ts';

export interface Base {
  /** What to compare with; absent: nothing. */
  readonly name?: string;
  /** Why there is no comparison where one could be expected. */
  readonly warning?: string;
}

/**
 * The commit that this run is compared with: the one that was asked for, or what the change is to be merged into. The usual
 * checkout of one commit is deepened by one, which is enough to see what a pull request's merge commit stands on.
 */
export function baseOf(asked: string, event: Event, folder: string): Base {
  if (asked === 'none') return {};
  if (asked !== '') return reachable(asked, folder) ? { name: asked } : deepened(folder, () => [asked], asked);
  const { pullRequest, queueBase } = event;
  if (queueBase !== undefined) return deepened(folder, () => [queueBase], queueBase);
  if (pullRequest === undefined) return {};
  // A checkout of refs/pull/N/merge: its first parent is the base as it is now, whatever the payload remembers.
  const candidates = (): string[] => [...(commitOf(folder, 'HEAD^2') === undefined ? [] : ['HEAD^1']), pullRequest.baseCommit, `origin/${pullRequest.baseBranch}`];
  return deepened(folder, candidates, pullRequest.baseBranch);
}

const reachable = (name: string, folder: string): boolean => {
  const commit = commitOf(folder, name) ?? commitOf(folder, `origin/${name}`);
  return commit !== undefined && mergeBaseOf(folder, commit) !== undefined;
};

function deepened(folder: string, candidates: () => string[], shown: string): Base {
  const find = (): string | undefined => candidates().find((name) => reachable(name, folder));
  const name = find() ?? (isShallow(folder) && deepen(folder) ? find() : undefined);
  if (name !== undefined) return { name };
  return { warning: `The commit to compare with (${shown}) is not in this checkout; nothing is compared. Give actions/checkout \`fetch-depth: 0\`.` };
}

/** With the credentials that actions/checkout left, if it did. Only a shallow clone is asked; nothing is checked out. */
function deepen(folder: string): boolean {
  const { status } = spawnSync('git', ['-C', folder, 'fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--deepen=1'], {
    timeout: 120_000,
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    stdio: 'ignore',
  });
  return status === 0;
}
