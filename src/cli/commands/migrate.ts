import { withOptions } from '../../advice/case.ts';
import { migrate as advise } from '../../advice/migrate.ts';
import { MIGRATE_FACTS } from '../../advice/migrate/contexts.ts';
import { styleNamed, wayOf } from '../../advice/migrate/goal.ts';
import { serviceCount } from '../../lib/production.ts';
import { tell, type AnswerOptions } from '../answer.ts';
import { gather } from '../gather.ts';
import { EXIT, type Io } from '../io.ts';
import { needModules } from './boundaries.ts';

export interface MigrateOptions extends AnswerOptions {
  readonly cache: boolean;
  readonly to: string;
  readonly from?: string;
  readonly team?: number;
  readonly most: number;
}

/** Plans the way from one style to another; works without an architecture.yaml, too. */
export async function migrate(dir: string, options: MigrateOptions, io: Io): Promise<number> {
  // What is wrong with the words is told before anything is read.
  const to = styleNamed(options.to, '--to');
  const said = options.from === undefined ? undefined : styleNamed(options.from, '--from');
  if (said !== undefined) wayOf(said, to);
  const facts = await gather(MIGRATE_FACTS, dir, options, io);
  if (!facts) return EXIT.incomplete;
  needModules(facts, `migrate --to ${to}`);
  const { architecture } = facts;
  const from = said ?? architecture.declared.style?.name ?? (serviceCount(architecture.declared, facts.workloads.workloads) > 1 ? 'service-oriented' : 'monolith');
  const goal = wayOf(from, to);
  const team = options.team === undefined ? [] : [{ pointer: '/project/team_size', value: options.team, option: `--team ${options.team}` }];
  return tell(advise({ ...withOptions(architecture, team), facts }, facts, { from, to: goal, most: options.most }), options, io);
}
