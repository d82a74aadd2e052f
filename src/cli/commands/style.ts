import type { Replaced } from '../../advice/case.ts';
import { style as advise } from '../../advice/style.ts';
import { UsageError } from '../../lib/mistake.ts';
import type { FactName } from '../../model/index.ts';
import { caseOf, type CaseOptions } from '../advice-case.ts';
import { tell } from '../answer.ts';
import type { Io } from '../io.ts';

export interface StyleOptions extends CaseOptions {
  readonly team?: string;
  readonly independentDeploys?: string;
  readonly contexts?: string;
  readonly peak?: string;
  readonly audit?: string | boolean;
}

const NEEDED: readonly FactName[] = ['files', 'units', 'packages', 'workloads', 'stores', 'kubernetes', 'terraform', 'components', 'coupling'];

/** Options win over the declaration. */
export async function style(dir: string, options: StyleOptions, io: Io): Promise<number> {
  const boundedContexts = whole('--contexts', options.contexts, 'bounded contexts');
  const independentDeployability = yes('--independent-deploys', options.independentDeploys);
  const one = await caseOf(dir, NEEDED, options, io, replacedBy(options));
  return tell(advise({
    ...one,
    given: { boundedContexts, independentDeployability },
    options: {
      ...one.options,
      ...(boundedContexts !== undefined && { '/contexts': `--contexts ${boundedContexts}` }),
      ...(independentDeployability !== undefined && { '/style/independent_deployability': `--independent-deploys ${options.independentDeploys}` }),
    },
  }), options, io);
}

function replacedBy(options: StyleOptions): Replaced[] {
  const team = whole('--team', options.team, 'developers');
  const peak = whole('--peak', options.peak, 'times that the peak is above the baseline');
  const audit = options.audit === true ? true : yes('--audit', options.audit === false ? 'no' : options.audit);
  const needs = '/requirements/non_functional/';
  return [
    ...(team === undefined ? [] : [{ pointer: '/project/team_size', value: team, option: `--team ${team}` }]),
    ...(peak === undefined ? [] : [{ pointer: `${needs}peak_to_baseline`, value: peak, option: `--peak ${peak}` }]),
    ...(audit === undefined ? [] : ['audit_trail', 'temporal_queries'].map((key) => ({ pointer: needs + key, value: audit, option: `--audit ${audit ? 'yes' : 'no'}` }))),
  ];
}

const MOST = 1_000_000;

function whole(flag: string, text: string | undefined, noun: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > MOST) throw new UsageError(`${flag} takes the number of ${noun}, a whole number from 1 on; '${text}' is not one.`);
  return value;
}

function yes(flag: string, text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  const value = text.toLowerCase();
  if (value !== 'yes' && value !== 'no') throw new UsageError(`${flag} takes yes or no; '${text}' is neither.`);
  return value === 'yes';
}
