import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { writeKept } from '../facts/kept-file.ts';
import type { Result } from '../model/index.ts';
import { cacheFolder, type Io } from './io.ts';

// The answer of the last whole run of a folder, kept in the cache for `explain`.

const fileOf = (dir: string, io: Io): string =>
  join(cacheFolder(io), 'last', `${createHash('sha256').update(resolve(io.cwd, dir)).digest('hex').slice(0, 24)}.json`);

export function keepResult(dir: string, result: Result, io: Io): void {
  writeKept(fileOf(dir, io), JSON.stringify(result));
}

/** undefined: the folder was not linted yet, or by another version. */
export function lastResult(dir: string, io: Io): Result | undefined {
  try {
    const result = JSON.parse(readFileSync(fileOf(dir, io), 'utf8')) as Result;
    return result.schema_version === 1 ? result : undefined;
  } catch {
    return undefined;
  }
}
