import { z } from 'zod';

/** A tool: typed arguments, the command line that answers them, and what its answer looks like. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** The arguments of `arch-lint`; they never name a file to write. */
  args(given: Given): readonly string[];
  /** Arguments that are, or may be, paths. */
  readonly paths?: readonly string[];
  /** What the command printed, as the answer; absent: it is JSON already. */
  answer?(printed: string, given: Given): { readonly data: Record<string, unknown>; readonly text?: string };
}

/** Arguments that fit the tool's input. */
export type Given = Readonly<Record<string, unknown>>;

export const text = (description: string) => z.string().min(1).max(500).describe(description);
export const texts = (description: string) => z.array(z.string().min(1).max(500)).max(100).describe(description);
export const count = (description: string, most: number) => z.number().int().min(1).max(most).describe(description);

/** `--name=value` for what is given; a list repeats the option, so that no value is read as an option. */
export const flags = (given: Given, names: Readonly<Record<string, string>>): string[] =>
  Object.entries(names).flatMap(([key, flag]) => {
    const value = given[key];
    if (value === undefined) return [];
    return (Array.isArray(value) ? value : [value]).map((one) => `--${flag}=${one === true ? 'yes' : one === false ? 'no' : one}`);
  });
