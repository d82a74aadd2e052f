import { boundaries as advise } from '../../advice/boundaries.ts';
import { GROUND_FACTS } from '../../advice/boundaries/ground.ts';
import { UsageError } from '../../lib/mistake.ts';
import type { Facts } from '../../model/index.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { gather } from '../gather.ts';
import { EXIT, type Io } from '../io.ts';

export interface BoundariesOptions extends AnswerOptions {
  readonly cache: boolean;
  readonly resolution: number;
  readonly level: 'folder' | 'module';
  readonly most: number;
}

/** Proposes boundaries; works without an architecture.yaml, too. */
export async function boundaries(dir: string, options: BoundariesOptions, io: Io): Promise<number> {
  const facts = await gather(GROUND_FACTS, dir, options, io);
  if (!facts) return EXIT.incomplete;
  needModules(facts);
  return tell(advise(facts, options), options, io);
}

/** Boundaries part modules: without any there is no question. */
export function needModules({ files }: Pick<Facts, 'files'>, command = 'boundaries'): void {
  if (!files.files.some(({ role, language }) => role === 'production' && language !== undefined)) {
    throw new UsageError(`No module of production was found here: there is nothing to draw boundaries through. Name the folder that holds the code, such as \`arch-lint ${command} services/orders\`.`);
  }
}
