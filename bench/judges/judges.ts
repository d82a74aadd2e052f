import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { FACTS } from '../../src/facts/index.ts';
import { study } from '../../src/run.ts';
import { namedOf, type Case } from './cases.ts';
import { RULES, type Answer, type Found, type Rule } from './rules.ts';

// npm run judges -- --corpus DIR [--judge NAME]… [--differences]
// Asks the test files of kube-linter, kube-score, checkov, Spectral's OWASP rules and actionlint, which lie in DIR as owner__name, what their authors expect,
// puts each case into a folder of its own, and says how often we answer alike. None of their files is kept here.

const { values } = parseArgs({ options: { corpus: { type: 'string' }, judge: { type: 'string', multiple: true, default: [] }, differences: { type: 'boolean', default: false } } });
if (values.corpus === undefined) {
  console.error('Usage: npm run judges -- --corpus DIR [--judge NAME]… [--differences]');
  process.exit(2);
}

const REPOSITORIES: Readonly<Record<string, string>> = { 'kube-linter': 'stackrox__kube-linter', 'kube-score': 'zegl__kube-score', checkov: 'bridgecrewio__checkov', 'spectral-owasp': 'stoplightio__spectral-owasp-ruleset', actionlint: 'rhysd__actionlint' };
/** Folders named after tests are tests to us, too: a case is copied to a place without such a name. */
async function look(root: string, { path, text, as }: Case): Promise<Found> {
  const dir = mkdtempSync(join(tmpdir(), 'case-'));
  try {
    const from = join(root, path);
    if (as !== undefined) {
      mkdirSync(dirname(join(dir, as)), { recursive: true });
      writeFileSync(join(dir, as), text ?? readFileSync(from));
    } else if (text !== undefined) writeFileSync(join(dir, extname(path) === '' ? 'main.tf' : 'manifest.yaml'), text);
    else if (statSync(from).isDirectory()) for (const name of readdirSync(from)) copy(join(from, name), join(dir, /\.(tf|tfvars)$/.test(name) ? name : name.replace(/^test_/, '')));
    else copy(from, join(dir, `manifest${extname(from)}`));
    const { survey } = await study(['workloads', 'stores', 'docker', 'apiDocuments', 'pipelines'], { dir, facts: FACTS, undeclared: true, now: new Date('2026-11-22T12:00:00Z') });
    return { facts: survey.facts as Found['facts'], gaps: survey.gaps };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function copy(from: string, to: string): void {
  if (!statSync(from).isDirectory()) return cpSync(from, to);
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) copy(join(from, name), join(to, name));
}

/** A folder of good and bad examples says it by its names. */
const byFolder = (root: string, path: string): Case[] => {
  const inside = readdirSync(join(root, path)).map((name) => `${path}/${name}`);
  return existsSync(join(root, path, 'success')) ? inside.map((each) => ({ path: each, good: each.endsWith('/success') })) : namedOf(inside);
};

interface Row { readonly rule: Rule; readonly asked: number; readonly alike: number; readonly silent: number; readonly differences: readonly string[] }

async function rowOf(root: string, rule: Rule): Promise<Row> {
  const from = join(root, rule.from);
  const cases = rule.list ? rule.list(root) : !existsSync(from) ? [] : statSync(from).isDirectory() ? byFolder(root, rule.from) : rule.cases(readFileSync(from, 'utf8'), rule.examples ?? rule.from, rule.name);
  const seen = new Map<string, Found>();
  let [alike, silent] = [0, 0];
  const differences: string[] = [];
  for (const [index, one] of cases.entries()) {
    const key = one.text === undefined ? one.path : `${one.path} ${index}`;
    const found = seen.get(key) ?? (await look(root, one));
    seen.set(key, found);
    const answer: Answer = rule.answer(found, one.subject);
    if (answer === undefined) silent += 1;
    else if (answer === one.good) alike += 1;
    if (answer !== one.good) differences.push(`${basename(one.path)} ${one.subject ?? (one.text === undefined ? '' : `document ${index + 1}`)}: they say ${one.good ? 'good' : 'bad'}, we ${answer === undefined ? 'say nothing' : answer ? 'good' : 'bad'}`);
  }
  return { rule, asked: cases.length, alike, silent, differences };
}

const rows: Row[] = [];
for (const rule of RULES) {
  const root = join(values.corpus, REPOSITORIES[rule.judge]!);
  if ((values.judge.length === 0 || values.judge.includes(rule.judge)) && existsSync(root)) rows.push(await rowOf(root, rule));
}
console.log('| judge | rule | ours | cases | alike | not judged | differ |\n|---|---|---|---:|---:|---:|---:|');
for (const { rule, asked, alike, silent } of rows) console.log(`| ${rule.judge} | ${rule.name} | ${rule.ours} | ${asked} | ${alike} | ${silent} | ${asked - alike - silent} |`);
const sum = (pick: (row: Row) => number): number => rows.reduce((total, row) => total + pick(row), 0);
const [asked, alike, silent] = [sum((row) => row.asked), sum((row) => row.alike), sum((row) => row.silent)];
console.log(`| all | | | ${asked} | ${alike} | ${silent} | ${asked - alike - silent} |`);
if (values.differences) for (const { rule, differences } of rows) for (const line of differences) console.log(`${rule.judge} ${rule.name}: ${line}`);
