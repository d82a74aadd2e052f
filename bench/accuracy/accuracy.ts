import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CHECKS } from '../../checks/index.ts';
import { inspect } from '../../src/engine/inspect.ts';
import { FACTS } from '../../src/facts/index.ts';
import type { AnyCheck, FactName } from '../../src/model/index.ts';
import { study } from '../../src/run.ts';
import { compareLabels, score, type Label, type Tally } from './compare.ts';

// npm run accuracy -- --corpus DIR [--check ID]… [--wrong]
// Runs the checks on each labelled repository that lies in DIR as owner__name, at the commit that its labels name, and says how
// many of the labelled places each check judges as a person did. The labels hold places, none of the code.

const { values } = parseArgs({ options: { corpus: { type: 'string' }, check: { type: 'string', multiple: true, default: [] }, wrong: { type: 'boolean', default: false }, workers: { type: 'string', default: '2' } } });
if (values.corpus === undefined) {
  console.error('Usage: npm run accuracy -- --corpus DIR [--check ID]… [--wrong]');
  process.exit(2);
}

// Compiled to bench/dist/bench/accuracy/.
const folder = fileURLToPath(new URL('../../../accuracy/labels', import.meta.url));
const labels = new Map<AnyCheck, readonly Label[]>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')).sort()) {
  const id = file.slice(0, -'.json'.length);
  const check = CHECKS.find((one) => one.id === id);
  if (check && (values.check.length === 0 || values.check.includes(id))) labels.set(check, JSON.parse(readFileSync(join(folder, file), 'utf8')) as Label[]);
}

const repositories = [...new Set([...labels.values()].flat().map(({ repository }) => repository))].sort();
const tallies = new Map<AnyCheck, Tally[]>();
const absent: string[] = [];
for (const repository of repositories) {
  const dir = join(values.corpus, repository.replace('/', '__'));
  if (!existsSync(dir)) {
    absent.push(repository);
    continue;
  }
  const asked = [...labels].filter(([, list]) => list.some((label) => label.repository === repository));
  const wanted = [...new Set(asked.flatMap(([check]) => check.needs))] as FactName[];
  const { survey } = await study(wanted, { dir, facts: FACTS, workers: Number(values.workers), now: new Date('2026-11-22T12:00:00Z') });
  for (const [check, list] of asked) {
    const { inspection } = inspect(check, check.options?.defaults ?? {}, survey);
    const tally = compareLabels(list.filter((label) => label.repository === repository), inspection?.judgements ?? []);
    tallies.set(check, [...(tallies.get(check) ?? []), tally]);
    if (values.wrong) {
      for (const { file, line, note } of tally.missed) console.log(`missed  ${check.id}  ${repository} ${file}:${line}  ${note ?? ''}`);
      for (const { file, line, note } of tally.wrong) console.log(`wrong   ${check.id}  ${repository} ${file}:${line}  ${note ?? ''}`);
    }
  }
}

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${Math.floor(share * 100)} %`);
console.log('| check | places | repositories | precision | recall |\n|---|---:|---:|---:|---:|');
for (const [check, list] of tallies) {
  const total = score(list);
  console.log(`| ${check.id} | ${total.places} | ${list.length} | ${percent(total.precision)} | ${percent(total.recall)} |`);
}
const all = score([...tallies.values()].flat());
console.log(`| all | ${all.places} | ${repositories.length - absent.length} | ${percent(all.precision)} | ${percent(all.recall)} |`);
if (absent.length > 0) console.log(`\nNot in the folder: ${absent.join(', ')}.`);
