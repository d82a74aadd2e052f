// The syntax of Helm's templates (Go's text/template): nothing is run here.

export type Expression =
  | { readonly kind: 'literal'; readonly value: unknown }
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly of?: Expression; readonly variable?: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'method'; readonly target: Expression; readonly args: readonly Expression[] };

export interface Action { readonly value: Expression; readonly sets?: readonly string[] }
export type Part =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'print'; readonly action: Action; readonly line: number }
  | { readonly kind: 'if' | 'with' | 'range'; readonly action: Action; readonly line: number; readonly then: readonly Part[]; readonly otherwise: readonly Part[] }
  | { readonly kind: 'template'; readonly name: string; readonly argument?: Expression; readonly line: number };

export interface Template { readonly parts: readonly Part[]; readonly defines: ReadonlyMap<string, readonly Part[]> }

export class TemplateError extends Error {
  readonly line: number;
  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

interface Piece { readonly text?: string; readonly code?: string; readonly line: number }

/** Splits text and actions; `{{-` and `-}}` trim the white space around them. */
const split = (source: string): Piece[] => {
  const pieces: Piece[] = [];
  let line = 1;
  let position = 0;
  let trimNext = false;
  const lines = (from: number, to: number): number => {
    let count = 0;
    for (let i = source.indexOf('\n', from); i >= 0 && i < to; i = source.indexOf('\n', i + 1)) count++;
    return count;
  };
  const push = (from: number, to: number, trimEnd: boolean): void => {
    let start = from;
    let end = to;
    let first = line;
    if (trimNext) while (start < end && /\s/.test(source[start] as string)) { if (source[start] === '\n') first++; start++; }
    if (trimEnd) while (end > start && /\s/.test(source[end - 1] as string)) end--;
    if (end > start) pieces.push({ text: source.slice(start, end), line: first });
    line += lines(from, to);
  };
  for (;;) {
    const open = source.indexOf('{{', position);
    if (open < 0) {
      push(position, source.length, false);
      return pieces;
    }
    const trims = source[open + 2] === '-' && /\s/.test(source[open + 3] ?? '');
    push(position, open, trims);
    const bodyStart = open + (trims ? 3 : 2);
    const comment = /^\s*\/\*/.test(source.slice(bodyStart, bodyStart + 40));
    let close = comment ? source.indexOf('*/', bodyStart) : bodyStart;
    if (close < 0) throw new TemplateError('a comment does not end', line);
    // A closing mark inside a string does not close.
    for (let quote = ''; ; close++) {
      const letter = source[close];
      if (letter === undefined) throw new TemplateError('an action does not end', line);
      if (quote !== '') {
        if (letter === '\\' && quote === '"') close++;
        else if (letter === quote) quote = '';
      } else if (!comment && (letter === '"' || letter === '`')) quote = letter;
      else if (letter === '}' && source[close + 1] === '}') break;
    }
    const trimsAfter = source[close - 1] === '-' && /\s/.test(source[close - 2] ?? '');
    if (!comment) pieces.push({ code: source.slice(bodyStart, trimsAfter ? close - 1 : close).trim(), line });
    line += lines(open, close);
    trimNext = trimsAfter;
    position = close + 2;
  }
};

export const parseTemplate = (source: string): Template => {
  const pieces = split(source);
  const defines = new Map<string, readonly Part[]>();
  let index = 0;

  const block = (depth: number, from = 1): { parts: Part[]; end: string } => {
    if (depth > 60) throw new TemplateError('blocks are nested too deeply', pieces[index]?.line ?? 1);
    const parts: Part[] = [];
    while (index < pieces.length) {
      const piece = pieces[index++] as Piece;
      if (piece.code === undefined) {
        parts.push({ kind: 'text', text: piece.text as string, line: piece.line });
        continue;
      }
      const [, word, rest] = /^(\w+)?\s*([\s\S]*)$/.exec(piece.code) as unknown as [string, string | undefined, string];
      if (word === 'end' || word === 'else') return { parts, end: piece.code };
      if (word === 'if' || word === 'with' || word === 'range') parts.push(branch(word, rest, piece.line, depth));
      else if (word === 'define' || word === 'block') {
        const name = /^"([^"]*)"|^`([^`]*)`/.exec(rest);
        defines.set(name?.[1] ?? name?.[2] ?? '', block(depth + 1, piece.line).parts);
      } else if (word === 'template') {
        const name = /^"([^"]*)"\s*([\s\S]*)$/.exec(rest);
        parts.push({ kind: 'template', name: name?.[1] ?? '', line: piece.line, ...(name?.[2] ? { argument: parseAction(name[2], piece.line).value } : {}) });
      } else if (word !== 'break' && word !== 'continue' && piece.code !== '') {
        parts.push({ kind: 'print', action: parseAction(piece.code, piece.line), line: piece.line });
      }
    }
    if (depth > 0) throw new TemplateError('a block does not end', from);
    return { parts, end: '' };
  };

  const branch = (kind: 'if' | 'with' | 'range', condition: string, line: number, depth: number): Part => {
    const then = block(depth + 1, line);
    let otherwise: readonly Part[] = [];
    if (then.end.startsWith('else')) {
      const nested = /^else\s+(if|with)\s+([\s\S]*)$/.exec(then.end);
      otherwise = nested ? [branch(nested[1] as 'if' | 'with', nested[2] as string, line, depth + 1)] : block(depth + 1, line).parts;
    }
    return { kind, action: parseAction(condition, line), line, then: then.parts, otherwise };
  };

  const parts: Part[] = [];
  while (index < pieces.length) parts.push(...block(0).parts);
  return { parts, defines };
};

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*')|(:=|[()|,=])|(-?\d[\w.+]*)|((?:\$\w*|\.\w*|\w+)(?:\.\w+)*)|(\.\w+(?:\.\w+)*))/y;

interface Token { readonly text: string; readonly glued: boolean }

const tokenize = (code: string, line: number): Token[] => {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < code.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(code);
    if (match === null) {
      if (code.slice(from).trim() === '') break;
      throw new TemplateError(`an action cannot be read: ${code.slice(from, from + 20)}`, line);
    }
    tokens.push({ text: match[0].trim(), glued: !/^\s/.test(match[0]) });
  }
  return tokens;
};

export const parseAction = (code: string, line: number): Action => {
  const tokens = tokenize(code, line);
  let index = 0;
  let sets: string[] | undefined;
  const assign = tokens.findIndex((token) => token.text === ':=' || token.text === '=');
  if (assign > 0 && tokens.slice(0, assign).every((token) => token.text.startsWith('$') || token.text === ',')) {
    sets = tokens.slice(0, assign).filter((token) => token.text !== ',').map((token) => token.text);
    index = assign + 1;
  }
  const pipeline = (depth: number): Expression => {
    if (depth > 40) throw new TemplateError('an action is nested too deeply', line);
    let value = command(depth);
    while (tokens[index]?.text === '|') {
      index++;
      const next = command(depth);
      // The piped value is the last argument.
      value = next.kind === 'call' ? { ...next, args: [...next.args, value] } : next;
    }
    return value;
  };
  const command = (depth: number): Expression => {
    const head = operand(depth);
    const args: Expression[] = [];
    while (index < tokens.length && tokens[index]?.text !== '|' && tokens[index]?.text !== ')') args.push(operand(depth));
    if (args.length === 0) return head;
    return head.kind === 'call' ? { ...head, args } : { kind: 'method', target: head, args };
  };
  const operand = (depth: number): Expression => {
    const token = tokens[index++];
    if (token === undefined) return { kind: 'literal', value: null };
    if (token.text === '(') {
      const inner = pipeline(depth + 1);
      if (tokens[index]?.text === ')') index++;
      const next = tokens[index];
      if (next !== undefined && next.glued && /^\.\w/.test(next.text)) {
        index++;
        return { kind: 'field', of: inner, path: next.text.slice(1).split('.') };
      }
      return inner;
    }
    return atom(token.text);
  };
  const value = pipeline(0);
  return sets === undefined ? { value } : { value, sets };
};

const atom = (token: string): Expression => {
  const first = token[0] as string;
  if (first === '"') {
    try {
      return { kind: 'literal', value: JSON.parse(token) as unknown };
    } catch {
      return { kind: 'literal', value: token.slice(1, -1) };
    }
  }
  if (first === '`' || first === "'") return { kind: 'literal', value: token.slice(1, -1) };
  if (/^-?\d/.test(token)) return { kind: 'literal', value: Number(token) };
  if (first === '$') {
    const [variable, ...path] = token.split('.');
    return { kind: 'field', variable: variable as string, path };
  }
  if (first === '.') return { kind: 'field', path: token.slice(1).split('.').filter((step) => step !== '') };
  if (token === 'true' || token === 'false') return { kind: 'literal', value: token === 'true' };
  if (token === 'nil') return { kind: 'literal', value: null };
  return { kind: 'call', name: token, args: [] };
};
