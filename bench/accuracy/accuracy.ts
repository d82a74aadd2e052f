import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CHECKS } from '../../checks/index.ts';
import { init } from '../../src/cli/commands/init.ts';
import { inspect } from '../../src/engine/inspect.ts';
import type { Survey } from '../../src/engine/survey.ts';
import { FACTS } from '../../src/facts/index.ts';
import type { AnyCheck, FactName } from '../../src/model/index.ts';
import { study } from '../../src/run.ts';
import { compareLabels, rowsOf, type Label, type Tally } from './compare.ts';

// npm run accuracy -- --corpus DIR [--check ID]… [--repository OWNER/NAME]… [--wrong]
// Runs the checks on each labelled repository that lies in DIR as owner__name, at the commit that its labels name, and says how
// many of the labelled places each check judges as a person did. The labels hold places, none of the code.
// A check that holds the repository against its declaration is run on the one that `init` writes, as its labels were.

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

const ON_DECLARATION: ReadonlySet<string> = new Set(['undocumented-boundaries']);
const written = mkdtempSync(join(tmpdir(), 'arch-lint-accuracy-'));
const now = new Date('2026-11-22T12:00:00Z');

/** Writes down what `init` makes of a folder, outside of it. */
async function declarationFor(dir: string): Promise<string> {
  const parts: string[] = [];
  await init(dir, { print: true, cache: false }, { cwd: process.cwd(), env: {}, now, stdout: { write: (text) => parts.push(text) }, stderr: { write: () => true } });
  const path = join(written, 'architecture.yaml');
  writeFileSync(path, parts.join(''));
  return path;
}

/** What is linted as one folder. */
const siteOf = ({ repository, within }: Label): string => (within === undefined ? repository : `${repository} ${within}`);

const sites = new Map([...labels.values()].flat().map((label) => [siteOf(label), label]));
const tallies = new Map<AnyCheck, Map<string, Tally>>([...labels.keys()].map((check) => [check, new Map()]));
const absent: string[] = [];

function tell(site: string, check: AnyCheck, list: readonly Label[], survey: Survey): void {
  const { inspection } = inspect(check, check.options?.defaults ?? {}, survey);
  const tally = compareLabels(list, inspection?.judgements ?? []);
  tallies.get(check)!.set(site, tally);
  if (!values.wrong) return;
  for (const [word, places] of [['missed ', tally.missed], ['wrong  ', tally.wrong]] as const) {
    for (const { repository, file, line, note, blind } of places) console.log(`${word} ${check.id}  ${repository} ${file}:${line}  ${blind ? '(blind) ' : ''}${note ?? ''}`);
  }
}

for (const [site, { repository, within = '.' }] of [...sites].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const dir = join(values.corpus, repository.replace('/', '__'), within);
  if (!existsSync(dir)) {
    absent.push(site);
    continue;
  }
  const asked = [...labels].map(([check, list]) => [check, list.filter((label) => siteOf(label) === site)] as const).filter(([, list]) => list.length > 0);
  for (const declared of [false, true]) {
    const here = asked.filter(([{ id }]) => ON_DECLARATION.has(id) === declared);
    if (here.length === 0) continue;
    const wanted = [...new Set(here.flatMap(([check]) => check.needs))] as FactName[];
    const { survey } = await study(wanted, { dir, facts: FACTS, workers: Number(values.workers), now, ...(declared ? { config: await declarationFor(dir) } : { undeclared: true }) });
    for (const [check, list] of here) tell(site, check, list, survey);
  }
}

rmSync(written, { recursive: true });
console.log(rowsOf([...tallies].map(([{ id }, bySite]) => [id, [...bySite.values()]])).join('\n'));
if (absent.length > 0) console.log(`\nNot in the folder: ${absent.join(', ')}.`);
