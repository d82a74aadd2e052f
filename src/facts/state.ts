import { hash } from 'node:crypto';
import { readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../model/index.ts';
import { git } from './git.ts';
import { locate } from './reading.ts';

export interface State {
  /** Hash of all that an answer can hang on in the folder. */
  readonly name: string;
  /** When the last of the files was written, in milliseconds since 1970. */
  readonly newest: number;
}

/**
 * What the folder is at this moment: every file by size, inode and times, where links lead, and where git stands. Like git's
 * own index it reads no file: whoever writes one, writes another time of change, which no program can set.
 */
export function stateOf({ root, listing }: Repository): State {
  const { paths, links, unreadable } = listing();
  let newest = 0;
  const files = paths.map((path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false });
    newest = Math.max(newest, stat?.ctimeMs ?? 0);
    return `${path}\0${stat?.size} ${stat?.ino} ${stat?.mtimeMs} ${stat?.ctimeMs}`;
  });
  const targets = links.map((path) => `${path}\0${targetOf(join(root, path))}`);
  const history = [git(root, ['rev-parse', 'HEAD', '--is-shallow-repository', '--show-prefix']), git(root, ['for-each-ref', '--format=%(objectname) %(creatordate:short) %(refname)', 'refs/tags'])];
  return { name: hash('sha256', JSON.stringify([root, files, targets, unreadable, history])), newest };
}

/** The same of paths outside of the listing that were asked for: what git ignores, what lies behind a link, what is not there. */
export const traceOf = (root: string, path: string): string => {
  const found = locate(root, path);
  const stat = typeof found === 'string' ? statSync(found, { throwIfNoEntry: false }) : undefined;
  return stat ? `${stat.size} ${stat.ino} ${stat.mtimeMs} ${stat.ctimeMs}` : 'absent';
};

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}
