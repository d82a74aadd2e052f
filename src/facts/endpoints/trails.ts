/** A part of a parameter that is followed. */
export interface Trail {
  readonly file: string;
  readonly fn: number;
  readonly param: number;
  readonly path: string;
  readonly steps: number;
  /** The member of the input that it is; empty: all of it. */
  readonly part: string;
  /** It was put into a text on the way. */
  readonly text?: true;
  /** It lies, by itself, in an object written in place: `create({ name: body.name })`. */
  readonly built?: true;
}

/** What is yet to be followed, each once. The input itself comes before the contexts that hold it among much else. */
export class Trails {
  readonly #seen = new Set<string>();
  readonly #itself: Trail[] = [];
  readonly #contexts: Trail[] = [];
  #taken = 0;
  #left = 0;

  constructor(start: readonly Trail[]) {
    for (const trail of start) this.push(trail);
  }

  push(trail: Trail): void {
    const key = `${trail.file}#${trail.fn}#${trail.param}#${trail.path}#${trail.part}#${trail.text ?? ''}#${trail.built ?? ''}`;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    (trail.path === '' ? this.#itself : this.#contexts).push(trail);
  }

  next(): Trail | undefined {
    return this.#taken < this.#itself.length ? this.#itself[this.#taken++] : this.#contexts[this.#left++];
  }
}
