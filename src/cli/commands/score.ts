import { CHECKS } from '../../../checks/index.ts';
import { scoreCard } from '../../advice/score.ts';
import { UsageError } from '../../lib/mistake.ts';
import { nearest } from '../../lib/nearest.ts';
import { DIMENSIONS, STANDINGS, type Standing } from '../../model/index.ts';
import { run } from '../../run.ts';
import { runSupposing, type Assumption } from '../../what-if.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { EXIT, type Io } from '../io.ts';
import { tellIncomplete, whole } from '../whole.ts';

export interface ScoreOptions extends AnswerOptions {
  readonly whatIf?: readonly string[];
  readonly cache: boolean;
}

/** The quality score, taken apart; whether it is enough is the gate's question, so the exit code is 0, or 3 where it is incomplete. */
export async function score(dir: string, options: ScoreOptions, io: Io): Promise<number> {
  const assumptions = (options.whatIf ?? []).map(assumption);
  const { result, supposed } = assumptions.length === 0
    ? { result: await whole(dir, options, io, run), supposed: undefined }
    : await whole(dir, options, io, (how) => runSupposing(assumptions, how));
  tell(scoreCard(result, supposed), options, io);
  return tellIncomplete(result, io) ? EXIT.incomplete : EXIT.good;
}

function assumption(text: string): Assumption {
  const [name = '', standing, ...rest] = text.split('=').map((part) => part.trim());
  if (standing === undefined || rest.length > 0) throw new UsageError(`--what-if takes a check or a dimension with a standing, such as missing-timeouts=verified; '${text}' is not one.`);
  const names = [...CHECKS.map(({ id }) => id), ...DIMENSIONS];
  if (!names.includes(name)) throw new UsageError(`There is no check or dimension '${name}'.${meant(name, names)} \`arch-lint checks\` lists them.`);
  if (!(STANDINGS as readonly string[]).includes(standing)) throw new UsageError(`There is no standing '${standing}'.${meant(standing, STANDINGS)} Standings: ${STANDINGS.join(', ')}.`);
  return { name, standing: standing as Standing };
}

const meant = (word: string, known: readonly string[]): string => {
  const near = nearest(word, known);
  return near === undefined ? '' : ` Did you mean '${near}'?`;
};
