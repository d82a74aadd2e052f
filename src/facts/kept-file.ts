import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
/** The files of a repository that is linted no more are forgotten after this. */
const KEPT_DAYS = 60;
const KEPT = /^(?:source|imports|answers)-\w+\.(?:cache|json)(?:\..+\.tmp)?$/;

/**
 * Writes a file of the cache: aside first, then renamed, so that a run beside this one never reads half of it. A cache that
 * cannot be written costs time, not the run. False: it was not written.
 */
export function writeKept(file: string, text: string | Uint8Array): boolean {
  const aside = `${file}.${process.pid}.${randomUUID()}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(aside, text, { mode: 0o600 });
    renameSync(aside, file);
    return true;
  } catch {
    try {
      rmSync(aside, { force: true });
    } catch { /* Not even its folder is there. */ }
    return false;
  }
}

/** Takes out of the cache's folder what nobody asked for in a long time. */
export function forgetOld(folder: string, now: Date): void {
  try {
    for (const name of readdirSync(folder)) {
      if (!KEPT.test(name)) continue;
      const path = join(folder, name);
      const age = (now.getTime() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity)) / DAY_MS;
      // What an ended run left half written is of no use to anybody.
      if (age > (name.endsWith('.tmp') ? 1 : KEPT_DAYS)) rmSync(path, { force: true });
    }
  } catch { /* Another run forgets at the same time. */ }
}
