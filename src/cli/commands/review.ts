import { CHECKS } from '../../../checks/index.ts';
import { review as advise } from '../../advice/review.ts';
import { run } from '../../run.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { EXIT, type Io } from '../io.ts';
import { tellIncomplete, whole } from '../whole.ts';

/** The review checklist of a folder; nothing is changed by how it turns out, so the exit code is 0, or 3 where it is incomplete. */
export async function review(dir: string, options: AnswerOptions & { readonly cache: boolean }, io: Io): Promise<number> {
  const result = await whole(dir, options, io, run);
  tell(advise(result, new Map(CHECKS.map(({ id, grading }) => [id, grading]))), options, io);
  return tellIncomplete(result, io) ? EXIT.incomplete : EXIT.good;
}
