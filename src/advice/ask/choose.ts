import type { Arguments, Request } from './request.ts';
import { REQUESTS } from './requests.ts';

export const LONGEST_SENTENCE = 300;

export interface Choice {
  readonly command: string;
  readonly arguments: Arguments;
}

export interface Near {
  readonly command: string;
  readonly example: string;
}

/** A command with its arguments, or those that come near; `lacks`: the command is known, and what it needs is not in the sentence. */
export type Understood = { readonly sure: Choice } | { readonly near: readonly Near[]; readonly lacks?: true };

/** Below this nothing is sure. */
const ENOUGH = 7;
/** By how much the best must lead. */
const LEAD = 2;
const MOST = 4;

/** What a sentence asks for, among the commands that there are. `checks`: the ids that it may name. */
export function understand(text: string, commands: ReadonlySet<string>, checks: readonly string[]): Understood {
  const sentence = plain(text);
  const check = checks.find((id) => new RegExp(`(?:^|[^a-z-])${id.replaceAll('-', '[- ]')}(?:$|[^a-z-])`, 'i').test(sentence));
  const scored = REQUESTS.filter(({ command }) => commands.has(command.split(' ')[0]!)).map((request) => weigh(request, sentence, check)).filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  const [best, second] = scored;
  if (best !== undefined && best.weight >= ENOUGH && best.weight - (second?.weight ?? 0) >= LEAD) {
    const found = best.request.arguments({ caught: best.caught, sentence, ...(check !== undefined && { check }) });
    if (found) return { sure: { command: best.request.command, arguments: found } };
    return { near: [near(best.request)], lacks: true };
  }
  return { near: scored.slice(0, MOST).map(({ request }) => near(request)) };
}

const near = ({ command, example }: Request): Near => ({ command, example });

/** Without what is said for politeness, and the marks at its end. */
function plain(text: string): string {
  const sentence = text.slice(0, LONGEST_SENTENCE).replaceAll(/\s+/g, ' ').replaceAll('’', "'").trim().replace(/[\s?!.]+$/, '');
  return sentence.replace(/^(?:(?:hey|hi|hello|ok|okay|please|so|now|and|well|arch-lint,)[\s,]+)*(?:(?:can|could|would|will)\s+you\s+(?:please\s+)?|i(?:'d| would)\s+like\s+(?:you\s+)?to\s+|i\s+(?:want|need)\s+you\s+to\s+|kindly\s+)?/i, '').replace(/[,\s]+(?:please|thanks)$/i, '');
}

function weigh(request: Request, sentence: string, check: string | undefined) {
  let weight = 0;
  let caught: Readonly<Record<string, string | undefined>> = {};
  for (const [pattern, worth] of request.patterns) {
    const found = pattern.exec(sentence);
    if (found === null) continue;
    weight = worth;
    caught = found.groups ?? {};
    break;
  }
  // A check that is named is what is to be explained, unless something is to be done with it.
  if (request.command === 'explain' && check !== undefined) weight += 8;
  if (weight > 0 || request.command === 'adr new') for (const [word, worth] of request.words ?? []) if (word.test(sentence)) weight += worth;
  return { request, weight, caught };
}
