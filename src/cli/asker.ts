import { cancel, confirm, intro, isCancel, log, outro, select, text } from '@clack/prompts';
import type { Io } from './io.ts';

/** Asks a person. `undefined`: the person thought better of it. */
export interface Asker {
  text(question: { readonly message: string; readonly initial?: string; validate?(value: string): string | undefined }): Promise<string | undefined>;
  select(question: { readonly message: string; readonly options: readonly { readonly value: string; readonly label: string; readonly hint?: string }[]; readonly initial: string }): Promise<string | undefined>;
  confirm(question: { readonly message: string }): Promise<boolean | undefined>;
  say(text: string): void;
  begin(title: string): void;
  end(text: string, cancelled?: true): void;
}

/** Who answers, where there is somebody; undefined: there is no terminal. */
export function askerOf(io: Io): Asker | undefined {
  if (io.asker) return io.asker;
  return process.stdin.isTTY === true && io.stdout.isTTY === true && !io.env.CI ? TERMINAL : undefined;
}

const given = <T>(answer: T): Exclude<T, symbol> | undefined => (isCancel(answer) ? undefined : answer as Exclude<T, symbol>);

const TERMINAL: Asker = {
  text: async ({ message, initial, validate }) => given(await text({ message, ...(initial !== undefined && { initialValue: initial }), ...(validate && { validate: (value) => validate(value ?? '') }) })),
  select: async ({ message, options, initial }) => given(await select({ message, options: [...options], initialValue: initial })),
  confirm: async ({ message }) => given(await confirm({ message })),
  say: (words) => log.message(words),
  begin: (title) => intro(title),
  end: (words, cancelled) => (cancelled ? cancel(words) : outro(words)),
};
