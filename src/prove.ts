import { CHECKS } from '../checks/index.ts';
import { ask } from './engine/ask.ts';
import { inspect } from './engine/inspect.ts';
import type { Survey } from './engine/survey.ts';
import { plantings, type Planting } from './lib/plantings.ts';
import type { FactName, Facts, Place } from './model/index.ts';
import { study, type StudyOptions } from './run.ts';

export interface Proof {
  /** What kind of declaration it is: `layer direction`, `purity`, `public API`, `cycles`, `rule`, `imports`. */
  readonly kind: string;
  readonly name: string;
  readonly check: string;
  /** `alive`: the planted violation was found. `no subject`: nothing here to plant it in. `dead`: it would not be found. */
  readonly state: 'alive' | 'no subject' | 'dead';
  readonly reason?: string;
  /** Where the violation was planted, or the declaration that is dead. */
  readonly at?: Place;
}

const NEEDS: readonly FactName[] = ['architecture', 'files', 'source', 'imports', 'components', 'coupling', 'references'];

/** Plants one violation of each declared rule among the facts, never on disk, and asks its check whether it sees it there. */
export async function prove(options: StudyOptions): Promise<{ proofs: Proof[]; faults: string[] }> {
  const { survey, architecture } = await study(NEEDS, options);
  const faults = [...new Set(Object.values(survey.faults))].sort();
  if (faults.length > 0) return { proofs: [], faults };
  const facts = survey.facts as Facts;
  const asked = new Map(ask(CHECKS, { settings: architecture.declared.checks ?? {}, stage: 'enterprise', regulated: true }).map((one) => [one.check.id, one]));
  const proofs: Proof[] = [];
  for (const planting of plantings(facts)) proofs.push(await proofOf(planting, survey, asked, options));
  return { proofs: [...proofs, ...blindSpots(facts)], faults };
}

async function proofOf({ kind, name, check: id, plant, ...rest }: Planting, survey: Survey, asked: ReadonlyMap<string, ReturnType<typeof ask>[number]>, options: StudyOptions): Promise<Proof> {
  const base = { kind, name, check: id };
  if (plant === undefined) return { ...base, state: rest.dead === undefined ? 'no subject' : 'dead', reason: rest.dead ?? rest.without ?? '', ...(rest.at && { at: rest.at }) };
  const question = asked.get(id);
  if (!question) return { ...base, state: 'no subject', reason: `the check ${id} is off` };
  const planted = { ...survey, facts: { ...survey.facts, ...plant.facts } as Facts };
  const coupling = options.facts.find((provider) => provider.name === 'coupling');
  // What is made from the import graph must see what was planted in it.
  if (question.check.needs.includes('coupling') && coupling) planted.facts = { ...planted.facts, coupling: (await coupling.gather(planted.facts as never, undefined as never)) as Facts['coupling'] };
  const { inspection, unknown } = inspect(question.check, question.options, planted);
  const isThere = (at: Place | undefined): boolean => at?.file === plant.at.file && at.line === plant.at.line;
  const found = inspection?.judgements.some(({ standing, at, evidence = [] }) => standing === 'violated' && (isThere(at) || evidence.some((one) => isThere(one.at))));
  if (found) return { ...base, state: 'alive', at: plant.at };
  return { ...base, state: 'dead', reason: unknown ?? `${id} does not find ${plant.what}`, at: plant.at };
}

/** Local imports that lead nowhere: no rule sees what they import. An alias that does not resolve is one, with all its uses. */
function blindSpots({ imports, files: { files } }: Facts): Proof[] {
  const production = new Set(files.filter(({ role }) => role === 'production').map(({ path }) => path));
  const groups = new Map<string, { count: number; at: Place }>();
  for (const [file, edges] of Object.entries(imports.modules)) {
    if (!production.has(file)) continue;
    for (const { specifier, unresolved, line, column } of edges) {
      if (!unresolved) continue;
      const name = specifier.startsWith('.') ? specifier : `${specifier.split('/')[0]}/…`;
      const group = groups.get(name);
      if (group) group.count += 1;
      else groups.set(name, { count: 1, at: { file, line, column } });
    }
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { count, at }]) => ({
    kind: 'imports', name, check: 'layer-violations', state: 'dead', at,
    reason: `${count === 1 ? 'one import leads' : `${count} imports lead`} nowhere: no rule sees what is imported`,
  }));
}
