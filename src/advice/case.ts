import { placeText } from '../lib/mistake.ts';
import type { StyleGiven } from '../lib/style-choice.ts';
import { keysOf } from '../lib/declaration.ts';
import type { Architecture, ArchitectureDeclaration, Facts, Place } from '../model/index.ts';

/** What an answer stands on: the declaration, what options say in its place, and the facts that were gathered. */
export interface Case {
  readonly architecture: Architecture;
  /** Options that replace declared values: pointer → `--team 8`. */
  readonly options: Readonly<Record<string, string>>;
  readonly facts: Partial<Facts>;
  /** Answers to the flowchart that options give. */
  readonly given?: StyleGiven;
}

/** The answer to a question of yes or no. */
export interface Ground {
  /** undefined: nobody says. */
  readonly holds: boolean | undefined;
  readonly because: string;
  /** `architecture.yaml:7` or `--team 8`. */
  readonly from?: string;
}

export const declaredIn = ({ architecture }: Case): ArchitectureDeclaration => architecture.declared;

/** The place without its column: whole lines are declared, and tables are narrow. */
export const lineOf = ({ file, line }: Place): string => placeText({ file, ...(line !== undefined && { line }) });

/** Where a value is said: an option, or the line that declares it. */
export function fromOf({ architecture, options }: Case, pointer: string): string | undefined {
  const option = options[pointer];
  const place = architecture.places[pointer];
  return option ?? (place && lineOf(place));
}

/** `/requirements/non_functional/consistency` → `requirements.non_functional.consistency`. */
export const keyText = (pointer: string): string => keysOf(pointer).join('.');

/** A question that one declared value answers; without it, nobody says. */
export function ground<T>(one: Case, pointer: string, value: T | undefined, answer: (value: T) => readonly [boolean | undefined, string]): Ground {
  if (value === undefined) return unsaid(pointer);
  const [holds, because] = answer(value);
  const from = fromOf(one, pointer);
  return { holds, because, ...(from !== undefined && { from }) };
}

export const unsaid = (...pointers: readonly string[]): Ground => ({ holds: undefined, because: `not declared (${pointers.map(keyText).join(', ')})` });

/** A declared value that an option replaces. */
export interface Replaced { readonly pointer: string; readonly value: unknown; readonly option: string }

/** The declaration with values that options give; a value keeps no place of its own. */
export function withOptions(architecture: Architecture, given: readonly Replaced[]): Pick<Case, 'architecture' | 'options'> {
  const declared = structuredClone(architecture.declared) as unknown as Record<string, unknown>;
  for (const { pointer, value } of given) {
    const keys = keysOf(pointer);
    let node = declared;
    for (const key of keys.slice(0, -1)) node = (node[key] ??= {}) as Record<string, unknown>;
    node[keys.at(-1)!] = value;
  }
  return { architecture: { ...architecture, declared: declared as unknown as ArchitectureDeclaration }, options: Object.fromEntries(given.map(({ pointer, option }) => [pointer, option])) };
}

export const yesNo = ({ holds }: Pick<Ground, 'holds'>): string => (holds === undefined ? '?' : holds ? 'yes' : 'no');

/** `Style for shop`; a folder without a declaration has no name. */
export const titled = (what: string, { architecture }: Case): string => (architecture.file === undefined ? what : `${what} for ${architecture.declared.project.name}`);

/** `a`, `a and b`, `a, b and c`. */
export const joined = (words: readonly string[], last = 'and'): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
