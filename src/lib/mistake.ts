import type { Place } from '../model/index.ts';

/** One thing that is wrong with a declaration or a command line, as one sentence. */
export interface Mistake {
  readonly message: string;
  readonly at?: Place;
}

/** A user's mistake: told without a stack, exit code 2. */
export class UsageError extends Error {
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[] | string) {
    const list = typeof mistakes === 'string' ? [{ message: mistakes }] : mistakes;
    super(list.map(({ message }) => message).join('\n'));
    this.name = 'UsageError';
    this.mistakes = list;
  }
}

/** `file:line:column`, as far as it is known. */
export const placeText = ({ file, line, column }: Place): string =>
  line === undefined ? file : column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
