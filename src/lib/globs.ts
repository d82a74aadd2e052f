/**
 * Globs as architecture.yaml writes them: a folder means everything in it, `*` stays within a segment, `**` crosses them,
 * `?`, `[a-z]` and `{a,b}` as usual, a leading `!` takes away. Round brackets are plain characters, and a segment in square
 * brackets also means itself: `app/(shop)/[id]` names a folder of the file system. Patterns come from files that nobody has
 * read yet, so matching is linear in the path, where a glob turned into a regular expression may be exponential.
 */
export interface GlobMatch {
  /** The glob that matched, as written. */
  readonly glob: string;
  /** How many segments deep the folder lies that it names; wildcards count, what follows `**` does not. */
  readonly depth: number;
  /** How many of those segments are without wildcards. */
  readonly literal: number;
}

export type Matcher = (path: string) => GlobMatch | undefined;

type Token = { readonly star: true } | { readonly accepts: (character: string) => boolean };
type Segment = '**' | { readonly text: string; readonly tokens?: readonly Token[] };
interface Pattern extends GlobMatch { readonly segments: readonly Segment[] }

const MAX_ALTERNATIVES = 256;

/** Compiles globs once; the answer is the deepest glob that matches, or nothing. */
export function matchGlobs(globs: string | readonly string[]): Matcher {
  const all = typeof globs === 'string' ? [globs] : globs;
  const wanted = all.filter((glob) => !glob.startsWith('!')).flatMap(compile);
  const unwanted = all.filter((glob) => glob.startsWith('!')).flatMap((glob) => compile(glob.slice(1)));
  wanted.sort((a, b) => b.depth - a.depth || b.literal - a.literal);
  return (path) => {
    const parts = path.split('/');
    const found = wanted.find((pattern) => matches(pattern, parts));
    return found && !unwanted.some((pattern) => matches(pattern, parts)) ? found : undefined;
  };
}

/** Whether one glob, or one of several, matches. */
export function isMatch(globs: string | readonly string[]): (path: string) => boolean {
  const matcher = matchGlobs(globs);
  return (path) => matcher(path) !== undefined;
}

/** The same for patterns that name paths and nothing below them: `packages/*` is no file of a package. */
export function isWhole(globs: readonly string[]): (path: string) => boolean {
  const wanted = globs.filter((glob) => !glob.startsWith('!')).flatMap(compile);
  const unwanted = globs.filter((glob) => glob.startsWith('!')).flatMap((glob) => compile(glob.slice(1)));
  return (path) => {
    const parts = path.split('/');
    return wanted.some((pattern) => matches(pattern, parts, true)) && !unwanted.some((pattern) => matches(pattern, parts, true));
  };
}

/** The folder that a glob starts in: its segments before the first wildcard; empty: the root. */
export function baseOf(glob: string): string {
  const parts = normalise(glob).split('/');
  const first = parts.findIndex((part) => /[*?{[]/.test(part));
  return (first < 0 ? parts : parts.slice(0, first)).join('/');
}

/** Globs of one value or several. */
export const listOf = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as T];

const normalise = (glob: string): string => glob.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '').replace(/^\.$/, '**');

function compile(glob: string): Pattern[] {
  return expandBraces(normalise(glob)).map((alternative) => {
    const segments = alternative.split('/').map(segmentOf);
    const open = segments.indexOf('**');
    const folder = open < 0 ? segments : segments.slice(0, open);
    return { glob, segments, depth: folder.length, literal: folder.filter((part) => part !== '**' && !part.tokens).length };
  });
}

/** `a/{b,c}` → `a/b`, `a/c`; beyond a bound, or with an open brace, the braces are plain characters. */
function expandBraces(glob: string): string[] {
  const done: string[] = [];
  const open = [glob];
  while (open.length > 0) {
    const next = open.pop()!;
    const group = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (!group) done.push(next);
    else for (const part of group[1]!.split(',')) open.push(next.slice(0, group.index) + part + next.slice(group.index + group[0].length));
    if (done.length + open.length > MAX_ALTERNATIVES) return [glob];
  }
  return done;
}

function segmentOf(text: string): Segment {
  if (text === '**') return '**';
  if (!/[*?[]/.test(text)) return { text };
  const tokens: Token[] = [];
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const close = character === '[' ? text.indexOf(']', index + 2) : -1;
    if (character === '*') {
      if (text[index - 1] !== '*') tokens.push({ star: true });
    } else if (character === '?') {
      tokens.push({ accepts: () => true });
    } else if (close > 0) {
      tokens.push({ accepts: classOf(text.slice(index + 1, close)) });
      index = close;
    } else {
      tokens.push({ accepts: (other) => other === character });
    }
  }
  return { text, tokens };
}

/** The inside of `[…]`: characters and ranges, negated by a leading `!` or `^`. */
function classOf(inside: string): (character: string) => boolean {
  const negated = /^[!^]/.test(inside);
  const members = negated ? inside.slice(1) : inside;
  const accepts = (character: string): boolean => {
    for (let index = 0; index < members.length; index++) {
      const [from, dash, to] = [members[index]!, members[index + 1], members[index + 2]];
      if (dash === '-' && to !== undefined) {
        if (character >= from && character <= to) return true;
        index += 2;
      } else if (character === from) {
        return true;
      }
    }
    return false;
  };
  return (character) => accepts(character) !== negated;
}

/** Two pointers, and one place to fall back to at the last `**`: the same scheme as in matchesSegment, over segments. */
function matches({ segments }: Pattern, path: readonly string[], whole = false): boolean {
  let s = 0;
  let p = 0;
  let star = -1;
  let resume = 0;
  while (p < path.length) {
    const segment = segments[s];
    // A pattern that is used up names a folder, and the path lies in it.
    if (segment === undefined && !whole) return true;
    if (segment === '**') {
      star = s++;
      resume = p;
    } else if (segment !== undefined && matchesSegment(segment, path[p]!)) {
      s++;
      p++;
    } else if (star >= 0) {
      s = star + 1;
      p = ++resume;
    } else {
      return false;
    }
  }
  // `src/*/**` means what lies in the folders of src, not the files beside them.
  return s === segments.length || (segments.length === 1 && segments[s] === '**');
}

function matchesSegment(segment: Exclude<Segment, '**'>, text: string): boolean {
  if (segment.text === text) return true;
  const { tokens } = segment;
  if (!tokens) return false;
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    const token = tokens[p];
    if (token && 'star' in token) {
      star = p++;
      resume = t;
    } else if (token?.accepts(text[t]!)) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (tokens[p] && 'star' in tokens[p]!) p++;
  return p === tokens.length;
}
