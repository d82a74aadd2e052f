import { needOf, NEED_LIST, nearestNeed, type NeedAsked } from '../../advice/database/needs.ts';
import { database as advise } from '../../advice/database.ts';
import { UsageError } from '../../lib/mistake.ts';
import type { FactName } from '../../model/index.ts';
import { caseOf, type CaseOptions } from '../advice-case.ts';
import { tell } from '../answer.ts';
import type { Io } from '../io.ts';

export interface DatabaseOptions extends CaseOptions { readonly need?: readonly string[] }

const NEEDED: readonly FactName[] = ['stores', 'datasources', 'messaging', 'terraform', 'workloads', 'units'];

export async function database(dir: string, options: DatabaseOptions, io: Io): Promise<number> {
  const needs = (options.need ?? []).map(asked);
  return tell(advise(await caseOf(dir, NEEDED, options, io), needs), options, io);
}

function asked(words: string): NeedAsked {
  const need = needOf(words);
  if (need.purposes.length > 0) return need;
  const near = nearestNeed(words);
  throw new UsageError(`No row of the guide is about '${words}'.${near ? ` Did you mean '${near}'?` : ''} --need takes ${NEED_LIST.join(', ')}, or words such as "orders with joins" or "full-text search".`);
}
