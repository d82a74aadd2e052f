import { dirname, join } from 'node:path/posix';
import { at as pick, text } from '../../lib/json.ts';
import { readLocated, toBlock } from '../../lib/located.ts';

const MAX_FILES = 5_000;
const MAX_DEPTH = 12;
/** Values that one operation may come to when its references are written out. */
const MAX_VALUES = 3_000;

interface Here { readonly file: string; readonly root: unknown }

/**
 * Follows the references of one document: inside it, and to other files of the repository. What leads to a network or out of
 * the repository is counted and never fetched; a schema may hold itself, so the steps are bounded.
 */
export class References {
  readonly #files = new Map<string, unknown>();
  readonly #read: (path: string) => string | undefined;
  readonly #outside = new Set<string>();
  readonly #lost = new Set<string>();
  readonly #parts = new Set<string>();
  readonly #start: Here;

  constructor(file: string, root: unknown, read: (path: string) => string | undefined) {
    this.#start = { file, root };
    this.#read = read;
  }

  /** Addresses that were not fetched, and files that are not there. */
  get unread(): { readonly outside: readonly string[]; readonly lost: readonly string[] } {
    return { outside: [...this.#outside].sort(), lost: [...this.#lost].sort() };
  }

  resolve(value: unknown): unknown {
    return this.#write(this.#start, value, 0, { left: MAX_VALUES });
  }

  /** What a reference at this very place points to, and nothing below it; `resolve`: writes out what stands there, whose own references start in that file. */
  target(value: unknown): { readonly value: unknown; readonly resolve: (inner: unknown) => unknown } {
    const { here, value: found } = this.#follow(this.#start, value, 0) ?? { here: this.#start, value: undefined };
    if (here !== this.#start) this.#parts.add(here.file);
    return { value: found, resolve: (inner) => this.#write(here, inner, 0, { left: MAX_VALUES }) };
  }

  /** Files that hold what `target` was asked for: parts of this document. */
  get parts(): ReadonlySet<string> {
    return this.#parts;
  }

  #write(here: Here, value: unknown, depth: number, budget: { left: number }): unknown {
    if (budget.left-- <= 0) return null;
    if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each) => this.#write(here, each, depth + 1, budget));
    if (text(pick(value, '$ref')) !== undefined) {
      const found = this.#follow(here, value, 0);
      return found === undefined ? value : this.#write(found.here, found.value, depth + 2, budget);
    }
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'example' || key === 'examples' ? null : this.#write(here, each, depth + 1, budget)]));
  }

  #follow(here: Here, value: unknown, hops: number): { readonly here: Here; readonly value: unknown } | undefined {
    const reference = text(pick(value, '$ref'));
    if (reference === undefined || hops > 8) return { here, value };
    const [path, pointer = ''] = reference.split('#') as [string, string?];
    const there = path === '' ? here : this.#open(here, path);
    if (there === undefined) return undefined;
    const found = pointer === '' ? there.root : pick(there.root, ...pointer.split('/').slice(1).map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')));
    return this.#follow(there, found, hops + 1);
  }

  #open(here: Here, path: string): Here | undefined {
    if (/^[a-z][a-z\d+.-]*:|^\/\//i.test(path)) {
      this.#outside.add(path);
      return undefined;
    }
    const file = join(dirname(here.file), path);
    if (file === this.#start.file) return this.#start;
    if (!this.#files.has(file)) {
      const source = this.#files.size < MAX_FILES ? this.#read(file) : undefined;
      const [document] = source === undefined ? [] : readLocated(source, file).documents;
      if (document === undefined) this.#lost.add(file);
      this.#files.set(file, document && toBlock(document).value);
    }
    const root = this.#files.get(file);
    return root === undefined ? undefined : { file, root };
  }
}
