import { joined } from '../../advice/case.ts';
import { dataModel as advise, MODEL_FACTS, scopeOf } from '../../advice/data-model.ts';
import { UsageError } from '../../lib/mistake.ts';
import type { Facts } from '../../model/index.ts';
import { caseOf, type CaseOptions } from '../advice-case.ts';
import { tell } from '../answer.ts';
import { EXIT, type Io } from '../io.ts';

export interface DataModelOptions extends CaseOptions {
  readonly dir: string;
  readonly most: number;
}

export async function dataModel(name: string | undefined, options: DataModelOptions, io: Io): Promise<number> {
  const one = await caseOf(options.dir, MODEL_FACTS, options, io);
  const { dataModel: model, components } = one.facts as Partial<Facts>;
  if (!model || !components) {
    io.stderr.write('incomplete: the data model could not be read.\n');
    return EXIT.incomplete;
  }
  const facts = { dataModel: model, components };
  const scope = name === undefined ? undefined : scopeOf(one, facts, name);
  if (scope && 'unknown' in scope) {
    const there = scope.there.length === 0 ? ' None is declared; declare it under `contexts` with its core_entities, or name an entity of the code.' : ` There are ${joined(scope.there.slice(0, 12))}.`;
    throw new UsageError(`No context, component or entity is called '${scope.unknown}'.${scope.near === undefined ? '' : ` Did you mean '${scope.near}'?`}${there}`);
  }
  return tell(advise(one, facts, scope, options.most), options, io);
}
