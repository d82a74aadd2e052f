import { posix } from 'node:path';
import { DECLARATION, PAGES, SCRIPTS, stem } from './extensions.ts';

/** The files of the repository, as imports see them. */
export interface Ground {
  has(path: string): boolean;
  /** False: no file could answer a request for this place. */
  plausible(place: string): boolean;
  /** A second look for what dependency-cruiser leaves open or answers with a file that git does not know. */
  probe(place: string): string | undefined;
}

const PLATFORM = /\.(?:native|ios|android|web|macos|windows|server|client|node|browser)$/;
const TRIED = ['', ...SCRIPTS, ...DECLARATION, '.json', ...PAGES];
const SUFFIXES = ['.native', '.ios', '.android', '.web', '.server', '.client', '.node', '.browser'];

export const groundOf = (files: readonly string[]): Ground => {
  const known = new Set(files);
  const names = new Set<string>(['.']);
  for (const path of files) {
    names.add(path);
    const base = stem(path);
    names.add(base);
    names.add(base.replace(PLATFORM, ''));
    const extension = posix.extname(path);
    if (extension !== '') names.add(path.slice(0, -extension.length));
    for (let dir = posix.dirname(path); dir !== '.' && !names.has(dir); dir = posix.dirname(dir)) names.add(dir);
  }
  const plain = (place: string): string => place.replace(/\/$/, '');
  return {
    has: (path) => known.has(path),
    plausible: (place) => names.has(plain(place)) || names.has(stem(plain(place))),
    probe(place) {
      const path = plain(place);
      const bases = place.endsWith('/') ? [] : [path, ...(stem(path) === path ? [] : [stem(path)])];
      const tries = [
        ...bases.flatMap((base) => TRIED.map((extension) => base + extension)),
        ...TRIED.slice(1).map((extension) => posix.join(path, `index${extension}`)),
        ...bases.flatMap((base) => SUFFIXES.flatMap((suffix) => SCRIPTS.map((extension) => base + suffix + extension))),
      ];
      return tries.find((candidate) => known.has(candidate));
    },
  };
};
