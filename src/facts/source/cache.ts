import { createHash, hash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { forgetOld, writeKept } from '../kept-file.ts';

const FORMAT = 'arch-lint source cache 1';
const DAY = 24 * 60 * 60 * 1000;
/** An answer that no run asked for is forgotten after this; a branch that one returns to within it is still warm. */
const KEPT_DAYS = 14;
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Answers of earlier runs by content. One file for each repository, outside of it: a line an answer, read as text and
 * parsed only when it is asked for. Runs at the same time each write a whole file of their own and rename it; the last one
 * stays, and what the other had added is found again by the next run.
 */
export interface Cache {
  get(key: string): string | undefined;
  set(key: string, answer: string): void;
  /** Writes, if there is anything new to write. */
  close(): void;
}

export const openCache = (folder: string, root: string, fingerprint: string, now: Date): Cache => {
  const file = join(folder, `source-${hash('sha256', root).slice(0, 24)}.cache`);
  const today = Math.floor(now.getTime() / DAY);
  const head = `${FORMAT} ${hash('sha256', fingerprint)}`;
  const entries = load(file, head);
  const used = new Set<string>();
  let changed = false;
  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      used.add(key);
      return entry.answer;
    },
    set(key, answer) {
      entries.set(key, { day: today, answer });
      used.add(key);
      changed = true;
    },
    close() {
      for (const key of used) {
        const entry = entries.get(key)!;
        // Said once in two days, not on every run: a run without news writes nothing.
        if (today - entry.day >= 2) changed = true;
      }
      if (!changed) return;
      // Line by line: one text of all of them is copied whole for the hash, again for the file, and at twice the size where a single letter is not Latin.
      const lines: Buffer[] = [];
      const sum = createHash('sha256');
      for (const [key, { day, answer }] of entries) {
        const last = used.has(key) ? today : day;
        if (today - last > KEPT_DAYS) continue;
        const line = Buffer.from(`${key}\t${last}\t${answer}\n`);
        sum.update(line);
        lines.push(line);
      }
      if (writeKept(file, Buffer.concat([Buffer.from(`${head} ${sum.digest('hex')}\n`), ...lines]))) forgetOld(folder, now);
    },
  };
};

interface Entry { readonly day: number; readonly answer: string }

/** Anything unexpected, a torn or tampered file first of all, is the same as no cache. */
const load = (file: string, head: string): Map<string, Entry> => {
  const entries = new Map<string, Entry>();
  let bytes: Buffer;
  try {
    if (statSync(file).size > MAX_BYTES) return entries;
    bytes = readFileSync(file);
  } catch {
    return entries;
  }
  const start = bytes.indexOf('\n') + 1;
  if (bytes.toString('utf8', 0, Math.max(0, start - 1)) !== `${head} ${hash('sha256', bytes.subarray(start))}`) return entries;
  const body = bytes.toString('utf8', start);
  for (let at = 0; at < body.length;) {
    const end = body.indexOf('\n', at);
    const first = body.indexOf('\t', at);
    const second = body.indexOf('\t', first + 1);
    if (end === -1 || first === -1 || second === -1 || second > end) break;
    entries.set(body.slice(at, first), { day: Number(body.slice(first + 1, second)), answer: body.slice(second + 1, end) });
    at = end + 1;
  }
  return entries;
};
