/** The scripts of a single-file component, everything else blanked out, so that every position stays what it was. */
export interface Scripts {
  readonly text: string;
  /** Of the extension that the scripts would have as a file of their own. */
  readonly extension: 'js' | 'jsx' | 'ts' | 'tsx';
  /** `<script src="…">`: the specifier and where its first quote stands. */
  readonly sources: readonly { readonly specifier: string; readonly offset: number }[];
}

const SCRIPT_TYPES = /^(?:|module|(?:text|application)\/(?:java|ecma|type)script|ts)$/;

/** Reads Vue and Svelte files tag by tag, without a backtracking pattern: a hostile file costs no more than its length. */
export const scriptBlocks = (text: string): Scripts => {
  const sources: { specifier: string; offset: number }[] = [];
  const kept: [number, number][] = [];
  let typescript = false;
  let markup = false;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    if (text.startsWith('<!--', at)) {
      at = after(text, '-->', at + 4);
      continue;
    }
    const name = /^<(script|style|template|svelte:head)(?=[\s/>])/i.exec(text.slice(at, at + 14))?.[1]?.toLowerCase();
    if (name === undefined) {
      at++;
      continue;
    }
    const tag = readTag(text, at + 1 + name.length);
    if (!tag) break;
    if (tag.selfClosing && name !== 'script') {
      at = tag.end;
      continue;
    }
    // Scripts inside the markup belong to the page, not to the module.
    const close = name === 'template' || name === 'svelte:head' ? closing(text, name, tag.end) : indexOfTag(text, `</${name}`, tag.end);
    const end = tag.selfClosing ? tag.end : close === -1 ? text.length : close;
    if (name === 'script' && SCRIPT_TYPES.test(tag.attributes.get('type')?.value ?? '')) {
      const lang = tag.attributes.get('lang')?.value;
      if (lang === 'ts' || lang === 'tsx' || lang === 'typescript') typescript = true;
      if (lang === 'tsx' || lang === 'jsx') markup = true;
      const source = tag.attributes.get('src');
      if (source) sources.push({ specifier: source.value, offset: source.offset });
      if (!tag.selfClosing && (lang === undefined || /^(?:[jt]sx?|typescript|javascript)$/.test(lang))) kept.push([tag.end, end]);
    }
    at = Math.max(end, at + 1);
  }
  return {
    text: blankExcept(text, kept),
    extension: typescript ? (markup ? 'tsx' : 'ts') : markup ? 'jsx' : 'js',
    sources,
  };
};

const after = (text: string, mark: string, from: number): number => {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
};

/** Tags are told without regard to case, and only the whole name counts. */
const indexOfTag = (text: string, tag: string, from: number): number => {
  for (let at = text.indexOf('<', from); at !== -1; at = text.indexOf('<', at + 1)) {
    if (text.slice(at, at + tag.length).toLowerCase() === tag && /[\s/>]/.test(text[at + tag.length] ?? '>')) return at;
  }
  return -1;
};

/** Where an element ends that may hold its like: templates nest. */
const closing = (text: string, name: string, from: number): number => {
  let depth = 1;
  for (let at = text.indexOf('<', from); at !== -1; at = text.indexOf('<', at + 1)) {
    const here = text.slice(at, at + name.length + 3).toLowerCase();
    if (here.startsWith(`</${name}`) && /[\s>]/.test(here[name.length + 2] ?? '>')) {
      depth--;
      if (depth === 0) return at;
    } else if (here.startsWith(`<${name}`) && /[\s>]/.test(here[name.length + 1] ?? '')) {
      const tag = readTag(text, at + 1 + name.length);
      if (!tag) return -1;
      if (!tag.selfClosing) depth++;
      at = tag.end - 1;
    }
  }
  return -1;
};

interface Tag {
  readonly end: number;
  readonly selfClosing: boolean;
  readonly attributes: ReadonlyMap<string, { readonly value: string; readonly offset: number }>;
}

/** The attributes from `at` up to the tag's `>`; quoted values may hold a `>` (`generic="T extends Map<A, B>"`). */
const readTag = (text: string, at: number): Tag | undefined => {
  const attributes = new Map<string, { value: string; offset: number }>();
  let position = at;
  while (position < text.length) {
    const character = text[position]!;
    if (character === '>') return { end: position + 1, selfClosing: text[position - 1] === '/', attributes };
    if (/[\s/]/.test(character)) {
      position++;
      continue;
    }
    const start = position;
    while (position < text.length && !/[\s=>/]/.test(text[position]!)) position++;
    const name = text.slice(start, position);
    if (text[position] !== '=') {
      if (position === start) position++;
      attributes.set(name, { value: '', offset: start });
      continue;
    }
    position++;
    const quote = text[position];
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, position + 1);
      if (end === -1) return undefined;
      attributes.set(name, { value: text.slice(position + 1, end), offset: position });
      position = end + 1;
    } else {
      const begin = position;
      while (position < text.length && !/[\s>]/.test(text[position]!)) position++;
      attributes.set(name, { value: text.slice(begin, position), offset: begin });
    }
  }
  return undefined;
};

const blankExcept = (text: string, kept: readonly (readonly [number, number])[]): string => {
  let result = '';
  let last = 0;
  for (const [start, end] of kept) {
    result += blank(text.slice(last, start)) + text.slice(start, end);
    last = end;
  }
  return result + blank(text.slice(last));
};

const blank = (text: string): string => text.replace(/[^\r\n\u2028\u2029]/g, ' ');
