import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { AnyFactProvider } from '../../model/index.ts';
import { DAMAGED, decode, readRegular } from '../reading.ts';
import type { Answer, NamedExtractor, study } from './study.ts';

/** One module to parse, and the extractors to ask by their keys. */
export interface Task { readonly path: string; readonly bytes: number; readonly wanted: readonly string[] }

/** The answer as JSON: it crosses threads, is kept and is read in this one form, so that a warm run cannot differ from a cold one. */
export interface Done { readonly path: string; readonly hash?: string; readonly answer: string }

export const named = (providers: readonly AnyFactProvider[]): NamedExtractor[] =>
  providers.flatMap(({ name, extractor }) => (extractor ? [{ key: `${name}@${extractor.version}`, name, extractor }] : []));

export const runTask = (root: string, task: Task, extractors: ReadonlyMap<string, NamedExtractor>, look: typeof study, limit: number): Done => {
  const read = readRegular(join(root, task.path), limit);
  if ('refused' in read) return { path: task.path, answer: JSON.stringify({ gap: { reason: read.refused }, shares: {} } satisfies Answer) };
  const text = decode(read.bytes);
  if ('refused' in text) return { path: task.path, answer: JSON.stringify({ gap: { reason: text.refused }, shares: {} } satisfies Answer) };
  const answer = look(task.path, text.text, task.wanted.map((key) => extractors.get(key)!));
  const told: Answer = text.damaged ? { gap: { reason: DAMAGED }, ...answer } : answer;
  return { path: task.path, hash: hash('sha256', read.bytes).slice(0, 32), answer: write(told) };
};

/** A share that is no plain data is its extractor's fault on this module, like any other. */
const write = (answer: Answer): string => {
  try {
    return JSON.stringify(answer);
  } catch {
    const faults: Record<string, string> = { ...answer.faults };
    const shares = Object.fromEntries(Object.entries(answer.shares).map(([key, share]) => {
      try {
        return [key, JSON.parse(JSON.stringify(share)) as unknown];
      } catch {
        faults[key] = `'${key.slice(0, key.lastIndexOf('@'))}' failed on it: its share is no plain data`;
        return [key, null];
      }
    }));
    return JSON.stringify({ ...answer, shares, faults });
  }
};
