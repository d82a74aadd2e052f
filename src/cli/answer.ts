import type { Answer } from '../advice/answer.ts';
import type { AdviceFormat } from '../advice/formats.ts';
import { show } from '../advice/show.ts';
import { EXIT, wantsColor, writeOutput, type Io } from './io.ts';

/** What every command of advice takes. */
export interface AnswerOptions {
  readonly config?: string;
  readonly format: AdviceFormat;
  readonly output?: string;
}

/** Prints an answer, or writes it to the file that was named. */
export function tell(answer: Answer, { format, output }: AnswerOptions, io: Io): number {
  const text = show(answer, { format, color: output === undefined && wantsColor(io, io.stdout), ...(io.stdout.columns !== undefined && { width: io.stdout.columns }) });
  if (output === undefined) io.stdout.write(text);
  else writeOutput(io, output, text);
  return EXIT.good;
}
