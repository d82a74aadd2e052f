import { scoredChecks } from './assemble.ts';
import { UsageError } from './lib/mistake.ts';
import type { Result, ResultScore, Standing } from './model/index.ts';
import { lint, type RunOptions } from './run.ts';
import { isCounted, score, type ScoredCheck } from './score/score.ts';

/** Every subject of a check, or of all checks of a dimension, has this standing. */
export interface Assumption { readonly name: string; readonly standing: Standing }

export interface Supposed {
  readonly assumed: readonly Assumption[];
  readonly score: Pick<ResultScore, 'total' | 'rating' | 'coverage' | 'dimensions'>;
  /** The checks that were assumed to stand otherwise; scores from 0 to 1, null where nothing counts. */
  readonly checks: readonly { readonly id: string; readonly standing: Standing; readonly before: number | null; readonly after: number | null }[];
}

/** Lints, and scores once more as if the assumptions held; of several about one check the last one counts. */
export async function runSupposing(assumptions: readonly Assumption[], options: RunOptions): Promise<{ result: Result; supposed: Supposed }> {
  const { result, answers } = await lint(options);
  const counted = scoredChecks(answers);
  for (const { name } of assumptions) {
    if (counted.some(({ id, dimension }) => id === name || dimension === name)) continue;
    throw new UsageError(`architecture.yaml switches the check ${name} off, so nothing can be supposed of it.`);
  }
  const said = (name: string): Standing | undefined => assumptions.findLast((one) => one.name === name)?.standing;
  const standingOf = (check: ScoredCheck): Standing | undefined => said(check.id) ?? (isCounted(check) ? said(check.dimension) : undefined);
  const before = score(counted, answers.weights);
  const after = score(counted.map((check) => suppose(check, standingOf(check))), answers.weights);
  return {
    result,
    supposed: {
      assumed: assumptions,
      score: after,
      checks: counted.flatMap((check, index) => {
        const standing = standingOf(check);
        return standing === undefined ? [] : [{ id: check.id, standing, before: before.checks[index]!.score, after: after.checks[index]!.score }];
      }),
    },
  };
}

/** A check that counts nothing here (no subject, or not asked at this stage) counts nothing whatever is supposed. */
function suppose(check: ScoredCheck, standing: Standing | undefined): ScoredCheck {
  if (standing === undefined || !isCounted(check)) return check;
  const examined = Math.max(1, check.examined);
  return { ...check, state: 'answered', coverage: 1, examined, standings: standing === 'verified' ? [] : Array.from({ length: examined }, () => standing) };
}
