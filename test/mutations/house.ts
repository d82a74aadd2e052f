import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../src/model/index.ts';
import { lint, repository } from '../support.ts';

/** The sound house scores 100: whatever is found after a change was made by the change. */
export type House = Readonly<Record<string, string>>;
export type Edit = (house: House) => House;

export interface Finding {
  readonly check: string;
  readonly file: string;
  /** The first line that holds this text; '': the first line, or the whole file. */
  readonly line: string;
}

export interface Mutation {
  readonly title: string;
  readonly edits: readonly Edit[];
  /** All that is found, and nothing else is. */
  readonly expect: readonly Finding[];
  /** Why more than one finding is honest. */
  readonly because?: string;
}

export interface Neutral {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export const finds = (check: string, file: string, line: string): Finding => ({ check, file, line });

const textOf = (house: House, file: string): string => {
  const text = house[file];
  if (text === undefined) throw new Error(`The sound house has no ${file}.`);
  return text;
};

export const add = (file: string, text: string): Edit => (house) => ({ ...house, [file]: text });

export const remove = (file: string): Edit => (house) => {
  textOf(house, file);
  return Object.fromEntries(Object.entries(house).filter(([path]) => path !== file));
};

export const rename = (from: string, to: string): Edit => (house) => ({ ...remove(from)(house), [to]: textOf(house, from) });

/** The first place of a text in a file; a mutation that changes nothing would prove nothing. */
export const change = (file: string, from: string, to: string): Edit => (house) => {
  const text = textOf(house, file);
  if (!text.includes(from)) throw new Error(`${file} of the sound house does not hold: ${from}`);
  return { ...house, [file]: text.replace(from, () => to) };
};

/** All files of a pattern. */
export const every = (files: RegExp, rewrite: (text: string) => string): Edit => (house) =>
  Object.fromEntries(Object.entries(house).map(([path, text]) => [path, files.test(path) ? rewrite(text) : text]));

const root = 'fixtures/sound-house';
export const SOUND: House = Object.fromEntries(readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => [path.slice(root.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));

export const after = (edits: readonly Edit[]): House => edits.reduce((house, edit) => edit(house), SOUND);

/** What did not change is not parsed again. */
const cacheDir = join(tmpdir(), 'arch-lint-mutations-cache');
export const judge = (house: House): Promise<Result> => lint(repository(house), { cacheDir });

/** `check file:line`, sorted; and what could not be judged, which is never expected. */
export const found = ({ checks, gaps }: Result): string[] => [
  ...checks.flatMap(({ id, findings }) => findings.map(({ at }) => `${id} ${at.file}:${at.line ?? 1}`)),
  ...checks.filter(({ verdict }) => verdict === 'unknown').map(({ id, unjudged }) => `${id} is unknown: ${unjudged[0]?.reason ?? ''}`),
  ...gaps.map(({ at, reason }) => `${at?.file ?? ''} was not read whole: ${reason}`),
].sort();

export const expected = (house: House, findings: readonly Finding[]): string[] =>
  findings.map(({ check, file, line }) => `${check} ${file}:${line === '' ? 1 : lineOf(textOf(house, file), line, file)}`).sort();

function lineOf(text: string, part: string, file: string): number {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`${file} does not hold: ${part}`);
  return text.slice(0, at).split('\n').length;
}
