import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { PackageManifest, Repo } from '../../model/index.ts';
import { writeKept } from '../kept-file.ts';
import { ask } from './cruise.ts';
import { stem } from './extensions.ts';

// An answer depends on the place that was asked, on which files exist, and on the entries of the manifests (a folder
// may be a package). Bytes of modules and tsconfigs decide what is asked, not what is answered: so an answer holds until
// a file comes or goes that could be it. That is decided path by path, and anything else keeps its answer.

const VERSION = 1;

interface Kept {
  readonly version: number;
  /** Of the manifests' entries. */
  readonly manifests: string;
  readonly files: readonly string[];
  readonly answers: Readonly<Record<string, string | null>>;
}

/** Answers for the places: those kept from an earlier run that still hold, and the rest asked now. */
export const openAnswers = async (
  repo: Repo, files: readonly string[], packages: readonly PackageManifest[], places: readonly string[],
): Promise<(place: string) => string | undefined> => {
  const manifests = createHash('sha256').update(JSON.stringify(packages.map(({ dir, entry }) => [dir, entry]))).digest('hex');
  const file = repo.settings.cacheDir === undefined ? undefined : join(repo.settings.cacheDir, `imports-${createHash('sha256').update(repo.root).digest('hex').slice(0, 16)}.json`);
  const kept = file === undefined ? undefined : load(file, manifests);
  const known = new Map(kept === undefined ? [] : stillTrue(kept, files));

  const open = places.filter((place) => !known.has(place));
  for (const [place, answer] of await ask(repo.root, open, repo.settings.workers)) known.set(place, answer);

  if (file !== undefined && (open.length > 0 || kept === undefined || known.size !== places.length || !same(kept.files, files))) {
    const fresh: Kept = { version: VERSION, manifests, files, answers: Object.fromEntries(places.map((place) => [place, known.get(place) ?? null])) };
    writeKept(file, JSON.stringify(fresh));
  }
  return (place) => known.get(place) ?? undefined;
};

const stillTrue = (kept: Kept, files: readonly string[]): [string, string | null][] => {
  const all = Object.entries(kept.answers);
  if (same(kept.files, files)) return all;
  const before = new Set(kept.files);
  const now = new Set(files);
  const changed = new Set<string>();
  for (const path of [...files.filter((path) => !before.has(path)), ...kept.files.filter((path) => !now.has(path))]) {
    // The file itself under every name an import may give it, and each folder above: it may be their index or entry.
    changed.add(stem(path));
    for (let dir = path; dir !== '.'; dir = posix.dirname(dir)) changed.add(dir);
    for (let base = path; posix.extname(base) !== ''; ) changed.add((base = base.slice(0, -posix.extname(base).length)));
  }
  return all.filter(([place]) => {
    const plain = place.replace(/\/$/, '');
    return !changed.has(plain) && !changed.has(stem(plain));
  });
};

const same = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((path, index) => path === b[index]);

const load = (file: string, manifests: string): Kept | undefined => {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return kept.version === VERSION && kept.manifests === manifests ? kept : undefined;
  } catch {
    return undefined;
  }
};
