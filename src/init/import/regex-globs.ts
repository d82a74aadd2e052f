/**
 * A regular expression over paths as globs that mean exactly the same, or why there are none. The expression is read, never
 * run: it comes from a file that nobody has vouched for.
 */
export type Globs = { readonly globs: readonly string[] } | { readonly refused: string };

const MAX_LENGTH = 1_000;
const MAX_SEQUENCES = 64;

/** One piece of a path: its characters as a glob has them, the start or end of the path, or a run of anything. */
type Piece = { readonly glob: string } | { readonly mark: 'start' | 'end' | 'anything' };
type Sequence = readonly Piece[];

class Refused extends Error {}
const refuse = (reason: string): never => { throw new Refused(reason); };

export function globsOf(pattern: string): Globs {
  try {
    return { globs: simpler(sequencesOf(pattern).map(globOf)) };
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message };
    throw error;
  }
}

/** `a` beside any folders before it is `**\/a`, and what lies in `a` is in `a`. */
function simpler(globs: readonly string[]): string[] {
  const all = new Set(globs);
  const merged = new Set(globs.map((glob) => (all.has(`*/**/${glob}`) ? `**/${glob}` : glob.startsWith('*/**/') && all.has(glob.slice(5)) ? glob.slice(2) : glob)));
  return [...merged].filter((glob) => !(glob.endsWith('/**') && merged.has(glob.slice(0, -3)))).sort();
}

/** Packages that an expression over `node_modules` names; undefined: it names something else. */
export function packagesOf(pattern: string): readonly string[] | undefined {
  try {
    const names = sequencesOf(pattern).map((sequence) => {
      const text = sequence.map((piece) => ('glob' in piece ? piece.glob : piece.mark === 'start' || piece.mark === 'end' ? '' : '*')).join('');
      return /^\/?node_modules\/((?:@[\w.-]+\/)?[\w.-]+|@[\w.-]+\/?)\/?$/.exec(text)?.[1];
    });
    return names.includes(undefined) ? undefined : [...new Set(names.map((name) => (/^@[^/]+\/?$/.test(name!) ? `${name!.replace('/', '')}/*` : name!)))].sort();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function sequencesOf(pattern: string): readonly Sequence[] {
  if (pattern.length > MAX_LENGTH) refuse('the expression is longer than 1000 characters');
  const reader = new Reader(pattern);
  const sequences = reader.alternatives(0);
  if (!reader.done()) refuse('it has a bracket too many');
  return sequences;
}

class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) { this.text = text; }

  done(): boolean { return this.at >= this.text.length; }

  alternatives(depth: number): Sequence[] {
    if (depth > 10) refuse('it is nested more than ten deep');
    const all = [...this.sequence(depth)];
    while (this.text[this.at] === '|') {
      this.at++;
      all.push(...this.sequence(depth));
      if (all.length > MAX_SEQUENCES) refuse(`it has more than ${MAX_SEQUENCES} alternatives`);
    }
    return all;
  }

  private sequence(depth: number): Sequence[] {
    let all: Sequence[] = [[]];
    while (!this.done() && !'|)'.includes(this.text[this.at]!)) {
      const next = this.quantified(this.piece(depth));
      all = all.flatMap((before) => next.map((after) => [...before, ...after]));
      if (all.length > MAX_SEQUENCES) refuse(`it has more than ${MAX_SEQUENCES} alternatives`);
    }
    return all;
  }

  private piece(depth: number): { readonly of: Sequence[]; readonly kind?: 'any' | 'segment' } {
    const character = this.text[this.at++]!;
    switch (character) {
      case '^': return { of: [[{ mark: 'start' }]] };
      case '$': return /\d/.test(this.text[this.at] ?? '') ? refuse('it refers back to a group of `from` ($1), which globs cannot') : { of: [[{ mark: 'end' }]] };
      case '.': return { of: [[{ glob: '?' }]], kind: 'any' };
      case '\\': return { of: [[{ glob: plain(this.escaped()) }]] };
      case '[': return this.characters();
      case '(': return this.group(depth);
      case '*': case '+': case '?': case '{': return refuse(`\`${character}\` repeats nothing that globs could`);
      default: return { of: [[{ glob: plain(character) }]] };
    }
  }

  private escaped(): string {
    const character = this.text[this.at++] ?? refuse('it ends in a backslash');
    return /[a-z0-9]/i.test(character) ? refuse(`\`\\${character}\` has no counterpart in globs`) : character;
  }

  private group(depth: number): { readonly of: Sequence[] } {
    if (this.text[this.at] === '?') {
      if (this.text[this.at + 1] !== ':') refuse(`\`(${this.text.slice(this.at, this.at + 2)}\` looks ahead or behind, which globs cannot`);
      this.at += 2;
    }
    const of = this.alternatives(depth + 1);
    if (this.text[this.at++] !== ')') refuse('a bracket is never closed');
    return { of };
  }

  private characters(): { readonly of: Sequence[]; readonly kind?: 'segment' } {
    const close = this.text.indexOf(']', this.at + 1);
    const inside = close < 0 ? refuse('a bracket is never closed') : this.text.slice(this.at, close);
    this.at = close + 1;
    if (inside === '^/' || inside === '^\\/') return { of: [[{ glob: '?' }]], kind: 'segment' };
    if (/^\\?[.\-_/+$]$/.test(inside)) return { of: [[{ glob: inside.slice(-1) }]] };
    return /^[\w]+$/.test(inside) ? { of: [[{ glob: `[${inside}]` }]] } : refuse(`\`[${inside}]\` has no exact counterpart in globs`);
  }

  private quantified({ of, kind }: { readonly of: Sequence[]; readonly kind?: 'any' | 'segment' }): Sequence[] {
    const sign = this.text[this.at];
    if (sign === '{') refuse('`{…}` counts, which globs cannot');
    if (sign !== '*' && sign !== '+' && sign !== '?') return kind === 'any' ? refuse('a bare `.` means any character, a slash among them; write `[.]`') : of;
    this.at++;
    if (this.text[this.at] === '?') this.at++;
    if (kind === 'segment') return sign === '?' ? [[], [{ glob: '?' }]] : [[{ glob: sign === '+' ? '?*' : '*' }]];
    if (kind === 'any') return sign === '?' ? refuse('`.?` has no exact counterpart in globs') : [[{ mark: 'anything' }]];
    return sign === '?' ? [[], ...of] : refuse(`\`${sign}\` repeats more than \`.\` or \`[^/]\`, which globs cannot`);
  }
}

/** What a glob would read as a wildcard can only stand in brackets that globs here do not have. */
const plain = (character: string): string => (/[*?[\]{}!,]/.test(character) ? refuse(`\`${character}\` in a name has no counterpart in globs`) : character);

function globOf(sequence: Sequence): string {
  const ends = sequence.findIndex((piece) => 'mark' in piece && piece.mark === 'end');
  if (ends >= 0 && ends < sequence.length - 1) refuse('`$` stands before the end');
  const starts = sequence.findIndex((piece) => 'mark' in piece && piece.mark === 'start');
  if (starts > 0) refuse('`^` stands after the start');
  let pieces = sequence.slice(starts === 0 ? 1 : 0, ends < 0 ? undefined : ends);
  let [anchored, closed] = [starts === 0, ends >= 0];
  const isAny = (piece: Piece | undefined): boolean => piece !== undefined && 'mark' in piece;
  while (isAny(pieces[0])) { pieces = pieces.slice(1); anchored = false; }
  while (isAny(pieces.at(-1))) { pieces = pieces.slice(0, -1); closed = false; }
  if (pieces.length === 0) return '**';

  let glob = '';
  for (const [index, piece] of pieces.entries()) {
    if ('glob' in piece) { glob += piece.glob; continue; }
    const next = pieces[index + 1];
    if (!glob.endsWith('/')) refuse('`.*` stands in the middle of a name, where globs do not cross folders');
    glob += next !== undefined && 'glob' in next && next.glob === '/' ? '*/**' : '**/*';
  }
  // A name of wildcards alone is never empty: `?*` says no more than `*`.
  glob = glob.replaceAll(/(^|\/)\?\*(?=\/|$)/g, '$1*');
  if (!anchored) glob = glob.startsWith('/') ? `*/**${glob}` : `**/*${glob}`;
  if (closed) return glob.endsWith('/') ? refuse('it ends in a slash, which no file does') : glob;
  return glob.endsWith('/') ? `${glob}**` : `${glob}*`;
}
