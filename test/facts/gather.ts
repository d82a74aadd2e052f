import { survey } from '../../src/engine/survey.ts';
import { FACTS } from '../../src/facts/index.ts';
import { openRepository } from '../../src/facts/repository.ts';
import type { ArchitectureDeclaration, FactName, Facts, Gap } from '../../src/model/index.ts';
import { architecture, repository, TODAY, type Tree } from '../support.ts';

/** Facts of a tree, with the gaps that were told. */
export async function gather<N extends FactName>(tree: Tree, names: readonly N[], declared: Partial<ArchitectureDeclaration> = {}): Promise<Pick<Facts, N> & { gaps: readonly Gap[]; readShare: Readonly<Record<string, number>> }> {
  const opened = openRepository(repository(tree), { now: TODAY, workers: 1 });
  const { facts, gaps, readShare, faults } = await survey(names, FACTS, { architecture: architecture(declared) }, opened);
  if (Object.keys(faults).length > 0) throw new Error(JSON.stringify(faults));
  return { ...(facts as Pick<Facts, N>), gaps, readShare };
}
