import { realpathSync } from 'node:fs';
import { basename } from 'node:path';
import { FACTS } from '../src/facts/index.ts';
import type { Files, Imports, Packages } from '../src/model/index.ts';
import { study } from '../src/run.ts';
import { compareWithTypeScript } from './oracle.ts';
import type { Verdict } from './oracle.ts';

// npm run oracle -- [--show N] DIR…   compares every edge of each folder's import graph with ts.resolveModuleName.
// Exit code 1: TypeScript resolves a local import that we do not, or fewer than 99.9 % of its answers are ours.

const args = process.argv.slice(2);
const at = args.indexOf('--show');
const show = at < 0 ? 5 : Number(args.splice(at, 2)[1]);
const ENOUGH = 0.999;

const line = ({ from, edge, expected }: Verdict): string => {
  const ours = edge.to ?? (edge.unresolved ? '(unresolved)' : `(${edge.external})`);
  return `      ${from}:${edge.line}  ${edge.specifier}  ours ${ours}  TypeScript ${expected.join(' or ') || '(nothing)'}`;
};

/** Every nth, so that a few lines show all kinds. */
const sample = (verdicts: readonly Verdict[]): readonly Verdict[] => verdicts.filter((_, index) => index % Math.ceil(verdicts.length / show) === 0);

for (const dir of args) {
  const root = realpathSync(dir);
  const { survey } = await study(['files', 'packages', 'source', 'imports'], { dir: root, facts: FACTS, workers: 2 });
  const { files, packages, imports } = survey.facts as { files?: Files; packages?: Packages; imports?: Imports };
  if (files === undefined || packages === undefined || imports === undefined) {
    console.log(`${basename(root)}: ${Object.values(survey.faults).join(' ')}`);
    process.exitCode = 1;
    continue;
  }
  const found = compareWithTypeScript(root, files, packages, imports);
  const share = found.judged === 0 ? 1 : found.agreed / found.judged;
  console.log(`${basename(root)}: ${Object.keys(imports.modules).length} modules, ${found.edges} imports`);
  console.log(`  TypeScript answers ${found.judged}; the same ${found.agreed} (${(share * 100).toFixed(3)} %), another ${found.different.length}, none of ours ${found.missed.length}`);
  console.log(`  beyond TypeScript ${found.beyond.length}; left unresolved ${imports.unresolved} of ${imports.resolved + imports.unresolved} local imports`);
  const unresolved = Object.entries(imports.modules).flatMap(([from, edges]) => edges.filter((edge) => edge.unresolved).map((edge) => ({ from, edge, expected: [] })));
  for (const [title, verdicts] of [['unresolved', unresolved], ['other answer', found.different], ['not found', found.missed], ['beyond', found.beyond]] as const) {
    if (verdicts.length > 0 && show > 0) console.log(`    ${title}\n${sample(verdicts).map(line).join('\n')}`);
  }
  if (share < ENOUGH || found.missed.length > 0) process.exitCode = 1;
}
