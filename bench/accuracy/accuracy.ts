import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CHECKS } from '../../checks/index.ts';
import { inspect } from '../../src/engine/inspect.ts';
import { FACTS } from '../../src/facts/index.ts';
import type { AnyCheck, FactName } from '../../src/model/index.ts';
import { study } from '../../src/run.ts';
import { compareLabels, rowsOf, type Label, type Tally } from './compare.ts';

// npm run accuracy -- --corpus DIR [--check ID]… [--repository OWNER/NAME]… [--wrong]
// Runs the checks on each labelled repository that lies in DIR as owner__name, at the commit that its labels name, and says how
// many of the labelled places each check judges as a person did. The labels hold places, none of the code.

const { values } = parseArgs({
  options: {
    corpus: { type: 'string' },
    check: { type: 'string', multiple: true, default: [] },
    repository: { type: 'string', multiple: true, default: [] },
    wrong: { type: 'boolean', default: false },
    workers: { type: 'string', default: '2' },
  },
});
if (values.corpus === undefined) {
  console.error('Usage: npm run accuracy -- --corpus DIR [--check ID]… [--repository OWNER/NAME]… [--wrong]');
  process.exit(2);
}

// Compiled to bench/dist/bench/accuracy/.
const folder = fileURLToPath(new URL('../../../accuracy/labels', import.meta.url));
const labels = new Map<AnyCheck, readonly Label[]>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
  const id = file.slice(0, -'.json'.length);
  const check = CHECKS.find((one) => one.id === id);
  if (!check || (values.check.length > 0 && !values.check.includes(id))) continue;
  const list = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Label[];
  const asked = values.repository.length === 0 ? list : list.filter(({ repository }) => values.repository.includes(repository));
  if (asked.length > 0) labels.set(check, asked);
}

/** What is linted as one folder. */
const siteOf = ({ repository, within }: Label): string => (within === undefined ? repository : `${repository} ${within}`);

const sites = new Map([...labels.values()].flat().map((label) => [siteOf(label), label]));
const tallies = new Map<AnyCheck, Map<string, Tally>>([...labels.keys()].map((check) => [check, new Map()]));
const absent: string[] = [];
for (const [site, { repository, within = '.' }] of [...sites].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const dir = join(values.corpus, repository.replace('/', '__'), within);
  if (!existsSync(dir)) {
    absent.push(site);
    continue;
  }
  const asked = [...labels].map(([check, list]) => [check, list.filter((label) => siteOf(label) === site)] as const).filter(([, list]) => list.length > 0);
  const wanted = [...new Set(asked.flatMap(([check]) => check.needs))] as FactName[];
  const { survey } = await study(wanted, { dir, facts: FACTS, workers: Number(values.workers), undeclared: true, now: new Date('2026-11-22T12:00:00Z') });
  for (const [check, list] of asked) {
    const { inspection } = inspect(check, check.options?.defaults ?? {}, survey);
    const tally = compareLabels(list, inspection?.judgements ?? []);
    tallies.get(check)!.set(site, tally);
    if (values.wrong) {
      for (const { file, line, note, blind } of tally.missed) console.log(`missed  ${check.id}  ${repository} ${file}:${line}  ${blind ? '(blind) ' : ''}${note ?? ''}`);
      for (const { file, line, note, blind } of tally.wrong) console.log(`wrong   ${check.id}  ${repository} ${file}:${line}  ${blind ? '(blind) ' : ''}${note ?? ''}`);
    }
  }
}

console.log(rowsOf([...tallies].map(([{ id }, bySite]) => [id, [...bySite.values()]])).join('\n'));
if (absent.length > 0) console.log(`\nNot in the folder: ${absent.join(', ')}.`);
