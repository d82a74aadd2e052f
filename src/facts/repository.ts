import { realpathSync, statSync } from 'node:fs';
import type { Listing, Repo, RepoSettings, Repository } from '../model/index.ts';
import { walk } from './files/walk.ts';
import { DAMAGED, decode, locate, readBytes } from './reading.ts';

export interface RepositoryOptions {
  readonly now: Date;
  readonly cacheDir?: string;
  readonly workers: number;
}

/** Opens a folder for study. It is untrusted: nothing of it is run, and nothing outside it is read. */
export const openRepository = (root: string, options: RepositoryOptions): Repository => {
  const real = realpathSync.native(root);
  if (!statSync(real).isDirectory()) throw new Error(`${root} is not a folder`);

  const asked = new Set<string>();
  let listing: Listing | undefined;
  const list = (): Listing => (listing ??= walk(real));

  const exists = (path: string): boolean => {
    asked.add(path);
    const found = locate(real, path);
    return typeof found === 'string' && (statSync(found, { throwIfNoEntry: false })?.isFile() ?? false);
  };

  return {
    root: real,
    asked,
    listing: list,
    scope(fileFacts, listener = {}): Repo {
      const settings: RepoSettings = { workers: options.workers, fileFacts, ...(options.cacheDir === undefined ? {} : { cacheDir: options.cacheDir }) };
      const gap: Repo['gap'] = (reason, at, weight) => listener.onGap?.(reason, at, weight);
      return {
        root: real,
        now: options.now,
        settings,
        listing: list,
        exists,
        gap,
        looked: (pieces) => listener.onLooked?.(pieces),
        progress: (done, of) => listener.onProgress?.(done, of),
        read(path) {
          asked.add(path);
          const found = readBytes(real, path);
          const text = 'bytes' in found ? decode(found.bytes) : found;
          if ('refused' in text) {
            gap(text.refused, { file: path });
            return undefined;
          }
          if (text.damaged) gap(DAMAGED, { file: path });
          return text.text;
        },
      };
    },
  };
};
