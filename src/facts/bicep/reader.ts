import type { Located } from '../../lib/located.ts';
import type { Place } from '../../model/index.ts';

/** One declaration; of a loop or condition what stands inside. */
export interface BicepBlock {
  readonly kind: 'resource' | 'module';
  readonly symbol: string;
  /** `Microsoft.Web/sites@2024-04-01`, `br/public:avm/res/web/site:0.16.1`, `./core/host/functions.bicep`. */
  readonly type: string;
  readonly existing: boolean;
  readonly body: Located;
  readonly at: Place;
}

export interface BicepFile {
  /** Of parameters their defaults, where they have any. */
  readonly values: ReadonlyMap<string, Located>;
  readonly blocks: readonly BicepBlock[];
}

const MAX_DEPTH = 60;
const MAX_BLOCKS = 2_000;
const DECLARATION = /^(?:(param)[ \t]+(\w+)[ \t]+[^\n=]{1,200}=|(var)[ \t]+(\w+)[ \t]*=|(resource|module)[ \t]+(\w+)[ \t]+'([^'\n]{1,300})'[ \t]*(existing[ \t]*)?=)[ \t]*/gm;

/** Reads what a Bicep file declares: objects, lists and literals as they are, every other expression as `${…}`. In one pass; never throws. */
export function readBicep(text: string, file: string): BicepFile {
  const source = new Source(text, file);
  const values = new Map<string, Located>();
  const blocks: BicepBlock[] = [];
  DECLARATION.lastIndex = 0;
  for (let found = DECLARATION.exec(text); found !== null && blocks.length < MAX_BLOCKS; found = DECLARATION.exec(text)) {
    const [whole, , param, , variable, kind, symbol, type, existing] = found;
    const at = source.place(found.index);
    source.position = found.index + whole.length;
    if (kind === undefined) values.set((param ?? variable)!, source.value(0));
    else blocks.push({ kind: kind as BicepBlock['kind'], symbol: symbol!, type: type!, existing: existing !== undefined, body: source.declared(), at });
    DECLARATION.lastIndex = Math.max(source.position, found.index + whole.length);
  }
  return { values, blocks };
}

class Source {
  position = 0;
  /** Texts within expressions within texts. */
  #nesting = 0;
  readonly #text: string;
  readonly #file: string;
  readonly #starts: readonly number[];

  constructor(text: string, file: string) {
    this.#text = text;
    this.#file = file;
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  place(offset: number): Place {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { file: this.#file, line: low + 1, column: offset - this.#starts[low]! + 1 };
  }

  /** The body of a resource or module, behind a condition or a loop. */
  declared(depth = 0): Located {
    this.#space();
    if (this.#text.startsWith('if', this.position)) {
      this.position += 2;
      this.#space();
      this.#bracketed();
      this.#space();
    }
    if (depth < MAX_DEPTH && /^\[\s*for\b/.test(this.#text.slice(this.position, this.position + 20))) {
      // `[for one in many: {…}]`, `[for (one, index) in many: if (…) {…}]`
      this.position++;
      while (this.position < this.#text.length && this.#text[this.position] !== ':' && this.#text[this.position] !== '\n') this.#step();
      this.position++;
      return this.declared(depth + 1);
    }
    return this.value(0);
  }

  value(depth: number): Located {
    this.#space();
    const at = this.place(this.position);
    const next = this.#text[this.position];
    if (depth > MAX_DEPTH || next === undefined) return { at, scalar: null };
    if (next === '{') return this.#object(at, depth);
    if (next === '[' && !/^\[\s*for\b/.test(this.#text.slice(this.position, this.position + 20))) return this.#list(at, depth);
    const start = this.position;
    if (next === "'") {
      const text = this.#string();
      // A text that goes on, as in `'a' == b ? …`, is an expression.
      if (/^[ \t]*(?:\r?\n|,|\}|\]|\/[/*]|$)/.test(this.#text.slice(this.position, this.position + 80))) return { at, scalar: text };
      this.position = start;
    }
    this.#expression();
    const raw = this.#text.slice(start, this.position).trim();
    if (raw === 'true' || raw === 'false') return { at, scalar: raw === 'true' };
    if (raw === 'null') return { at, scalar: null };
    return { at, scalar: /^-?\d{1,15}$/.test(raw) ? Number(raw) : `\${${raw.slice(0, 500)}}` };
  }

  #object(at: Place, depth: number): Located {
    const entries = new Map<string, { key: Place; node: Located }>();
    this.position++;
    for (;;) {
      this.#separators();
      const next = this.#text[this.position];
      if (next === undefined) break;
      if (next === '}') {
        this.position++;
        break;
      }
      const start = this.position;
      const key = this.place(start);
      const name = next === "'" ? this.#string() : /^[\w$-]{1,200}/.exec(this.#text.slice(start, start + 200))?.[0];
      if (name !== undefined && next !== "'") this.position += name.length;
      this.#space();
      if (name !== undefined && this.#text[this.position] === ':') {
        this.position++;
        entries.set(name, { key, node: this.value(depth + 1) });
        continue;
      }
      // A resource inside of a resource, a spread, or what is not known: over it.
      this.position = Math.max(this.position, start + 1);
      this.#expression();
      if (this.position <= start) this.position = start + 1;
    }
    return { at, entries };
  }

  #list(at: Place, depth: number): Located {
    const items: Located[] = [];
    this.position++;
    for (;;) {
      this.#separators();
      const next = this.#text[this.position];
      if (next === undefined) break;
      if (next === ']') {
        this.position++;
        break;
      }
      const start = this.position;
      items.push(this.value(depth + 1));
      if (this.position <= start) this.position = start + 1;
    }
    return { at, items };
  }

  /** A text; `${…}` inside of it stays as written. */
  #string(): string {
    if (this.#text.startsWith("'''", this.position)) {
      const end = this.#text.indexOf("'''", this.position + 3);
      const text = this.#text.slice(this.position + 3, end === -1 ? this.#text.length : end);
      this.position = end === -1 ? this.#text.length : end + 3;
      return text;
    }
    let made = '';
    this.position++;
    while (this.position < this.#text.length) {
      const next = this.#text[this.position]!;
      if (next === "'" || next === '\n') {
        if (next === "'") this.position++;
        break;
      }
      if (next === '\\') {
        made += this.#text[this.position + 1] ?? '';
        this.position += 2;
      } else if (next === '$' && this.#text[this.position + 1] === '{' && this.#nesting < MAX_DEPTH) {
        const start = this.position;
        this.position++;
        this.#nesting++;
        this.#bracketed();
        this.#nesting--;
        made += this.#text.slice(start, this.position);
      } else {
        made += next;
        this.position++;
      }
    }
    return made;
  }

  /** Over an expression: to the end of its line, or of what surrounds it. */
  #expression(): void {
    while (this.position < this.#text.length) {
      const next = this.#text[this.position]!;
      if (next === '\n') {
        // A condition goes on where the next line begins with `?`, `:` or an operator.
        const rest = this.#text.slice(this.position, this.position + 200);
        if (!/^\s*(?:[?:]|&&|\|\||\+|==)/.test(rest)) return;
        this.position++;
      } else if (next === ',' || next === '}' || next === ']' || next === ')') return;
      else this.#step();
    }
  }

  /** One sign, or a text, a comment or brackets as a whole. */
  #step(): void {
    const next = this.#text[this.position]!;
    if (next === "'") this.#string();
    else if (next === '{' || next === '[' || next === '(') this.#bracketed();
    else if (next === '/' && (this.#text[this.position + 1] === '/' || this.#text[this.position + 1] === '*')) this.#space();
    else this.position++;
  }

  #bracketed(): void {
    let open = 0;
    while (this.position < this.#text.length) {
      const next = this.#text[this.position]!;
      if (next === '{' || next === '[' || next === '(') {
        open++;
        this.position++;
      } else if (next === '}' || next === ']' || next === ')') {
        open--;
        this.position++;
        if (open <= 0) return;
      } else if (next === "'" && open < MAX_DEPTH) this.#string();
      else if (next === '/' && /^\/[/*]/.test(this.#text.slice(this.position, this.position + 2))) this.#space();
      else this.position++;
    }
  }

  #separators(): void {
    for (;;) {
      this.#space();
      if (this.#text[this.position] !== ',') return;
      this.position++;
    }
  }

  /** Over white space and comments; a comment up to the end of its line leaves that end. */
  #space(): void {
    for (;;) {
      const next = this.#text[this.position];
      if (next === ' ' || next === '\t' || next === '\n' || next === '\r') this.position++;
      else if (next === '/' && this.#text[this.position + 1] === '/') {
        const end = this.#text.indexOf('\n', this.position);
        this.position = end === -1 ? this.#text.length : end;
      } else if (next === '/' && this.#text[this.position + 1] === '*') {
        const end = this.#text.indexOf('*/', this.position + 2);
        this.position = end === -1 ? this.#text.length : end + 2;
      } else return;
    }
  }
}
