import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CHECKS } from '../../../checks/index.ts';
import { understand, LONGEST_SENTENCE } from '../../advice/ask/choose.ts';
import { REQUESTS } from '../../advice/ask/requests.ts';
import { UsageError } from '../../lib/mistake.ts';
import { printable } from '../../lib/printable.ts';
import { EXIT, type Io } from '../io.ts';

export interface AskOptions {
  readonly dir: string;
  readonly format?: string;
  readonly print?: boolean;
}

/** Chooses the command that a sentence asks for, says which, and runs it by `run`, the command line itself. */
export async function ask(words: readonly string[], options: AskOptions, io: Io, program: Command, run: (args: readonly string[], io: Io) => Promise<number>): Promise<number> {
  const sentence = words.join(' ');
  if (sentence.length > LONGEST_SENTENCE) throw new UsageError(`The question has ${sentence.length} characters; ${LONGEST_SENTENCE} are the most.`);
  const there = new Set(program.commands.map((command) => command.name()));
  const found = understand(sentence, there, CHECKS.map(({ id }) => id));
  if ('near' in found) throw new UsageError(unsure(found, there));
  const { command, arguments: { names, options: wished = {} } } = found.sure;
  const args = argumentsOf(commandNamed(program, command), { ...wished, ...(options.format !== undefined && { format: options.format }) }, names);
  const line = `arch-lint ${[...command.split(' '), ...args].map(quoted).join(' ')}`;
  if (options.print) {
    io.stdout.write(`${line}\n`);
    return EXIT.good;
  }
  io.stderr.write(`→ ${line}\n\n`);
  return run([...command.split(' '), ...args], { ...io, cwd: resolve(io.cwd, options.dir) });
}

const commandNamed = (program: Command, name: string): Command =>
  name.split(' ').reduce((parent, word) => parent.commands.find((one) => one.name() === word)!, program);

/** Options that the command has, then the names; a name is never read as an option. */
function argumentsOf(command: Command, options: Readonly<Record<string, string | undefined>>, names: readonly string[]): string[] {
  const known = Object.entries(options).filter(([name, value]) => value !== undefined && command.options.some(({ long }) => long === `--${name}`));
  return [...known.map(([name, value]) => `--${name}=${value}`), ...(names.some((name) => name.startsWith('-')) ? ['--'] : []), ...names];
}

function unsure({ near, lacks }: Extract<ReturnType<typeof understand>, { near: unknown }>, there: ReadonlySet<string>): { message: string }[] {
  const line = ({ command, example }: { command: string; example: string }) => ({ message: `  ${command.padEnd(13)} ${example}` });
  if (lacks) return [{ message: `That asks for \`arch-lint ${near[0]!.command}\`, and does not say of what. One would ask:` }, ...near.map(line)];
  if (near.length > 0) return [{ message: 'It is not sure what is asked. Near are:' }, ...near.map(line)];
  return [{ message: 'It is not sure what is asked. What can be asked:' }, ...REQUESTS.filter(({ command }) => there.has(command.split(' ')[0]!)).map(line)];
}

/** A word as a shell takes it. */
const quoted = (word: string): string => (/^[\w./=:@+,-]+$/.test(word) ? word : `'${printable(word).replaceAll("'", "'\\''")}'`);
