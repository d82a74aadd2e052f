import { readFileSync } from 'node:fs';
import { CHECKS } from '../../../checks/index.ts';
import { fingerprint } from '../../lib/fingerprint.ts';
import { placeText, UsageError } from '../../lib/mistake.ts';
import { nearest } from '../../lib/nearest.ts';
import { printable } from '../../lib/printable.ts';
import type { AnyCheck, Result, ResultCheck, ResultFinding } from '../../model/index.ts';
import { paint, type Paint } from '../../lib/paint.ts';
import { EXIT, wantsColor, writeOutput, type Io } from '../io.ts';
import { lastResult } from '../last-result.ts';
import { packageFile } from '../package-file.ts';

export interface ExplainOptions {
  readonly dir: string;
  readonly format: 'terminal' | 'json';
  readonly output?: string;
}

interface Found { readonly check: ResultCheck; readonly finding: ResultFinding }

/** Explains a check, or a finding (or a pass) of the last run, by its subject, its place or its fingerprint. */
export async function explain(words: readonly string[], options: ExplainOptions, io: Io): Promise<number> {
  const name = words.join(' ');
  const last = lastResult(options.dir, io);
  const check = CHECKS.find(({ id }) => id === name);
  const found = check ? [] : findingsNamed(name, last);
  if (!check && found.length === 0) throw new UsageError(unknown(name, last));
  const color = options.output === undefined && wantsColor(io, io.stdout);
  const text = options.format === 'json'
    ? `${JSON.stringify(check ? { check: catalogueEntry(check), page: pageOf(check), last: last?.checks.find(({ id }) => id === check.id) ?? null } : found, null, 2)}\n`
    : check ? checkText(check, last, paint(color)) : found.map((one) => findingText(one, paint(color))).join('\n');
  if (options.output === undefined) io.stdout.write(text);
  else writeOutput(io, options.output, text);
  return EXIT.good;
}

function findingsNamed(name: string, last: Result | undefined): Found[] {
  const all = (last?.checks ?? []).flatMap((check) => [...check.findings, ...check.verified].map((finding) => ({ check, finding })));
  const exact = all.filter(({ check, finding }) => finding.subject === name || `${check.id} ${finding.subject}` === name || fingerprint(check.id, finding.subject).startsWith(name) && name.length >= 6);
  if (exact.length > 0) return exact;
  return all.filter(({ finding: { at } }) => placeText(at) === name || `${at.file}:${at.line}` === name);
}

function unknown(name: string, last: Result | undefined): string {
  const near = nearest(name, [...CHECKS.map(({ id }) => id), ...(last?.checks ?? []).flatMap(({ findings }) => findings.map(({ subject }) => subject))]);
  return `There is no check and no finding of the last run called '${name}'.${near ? ` Did you mean '${near}'?` : ''}${last ? '' : ' Run `arch-lint` first to explain its findings.'}`;
}

const catalogueEntry = ({ id, dimension, severity, phase, from, title, why, fix, grading, effort }: AnyCheck) => ({ id, dimension, severity, phase, from, title, why, fix, grading, effort });

const pageOf = ({ dimension, id }: AnyCheck): string => readFileSync(packageFile(`checks/${dimension}/${id}.md`), 'utf8');

function checkText(check: AnyCheck, last: Result | undefined, c: Paint): string {
  const page = pageOf(check).replace(/^# .*\n+/, '').split('\n').map((line) => (line.startsWith('#') ? c.bold(line) : line)).join('\n');
  const options = check.options ? [`Options, with their defaults: ${JSON.stringify(check.options.defaults)}`] : [];
  return [
    `${c.bold(check.id)}  ${check.title}`,
    c.dim(`${check.dimension}, ${check.severity}, counts from the stage ${check.from} on, ${check.grading === 'all' ? 'the worst subject decides' : 'the mean of the subjects'}; phase ${check.phase} of the review`),
    ...options,
    ...here(last?.checks.find(({ id }) => id === check.id), c),
    '',
    page.trimEnd(),
    '',
  ].join('\n');
}

/** What the last run said of it: a pass is explained like a failure. */
function here(check: ResultCheck | undefined, c: Paint): string[] {
  if (!check) return [];
  const lines = ['', c.bold(`Here: ${check.verdict}, ${check.findings.length} of ${check.examined}`) + (check.points_lost > 0 ? `, costs ${check.points_lost} points` : '')];
  if (check.advice) lines.push(check.advice);
  for (const { reason } of check.unjudged) lines.push(`  ? ${printable(reason)}`);
  for (const { at, message } of check.findings) lines.push(`  ${c.red('✖')} ${printable(placeText(at))}  ${printable(message)}`);
  for (const { at, message } of check.verified) lines.push(`  ${c.green('✔')} ${printable(placeText(at))}  ${printable(message)}`);
  return lines;
}

const LADDER = {
  verified: 'It is backed by code or infrastructure and counts whole.',
  documented: 'A file of the repository says how; it counts 0.75. Evidence in code or infrastructure makes it whole.',
  declared: 'Only architecture.yaml says so; it counts half. Evidence in code or infrastructure makes it whole.',
  missing: 'Nothing backs it; it counts nothing.',
  violated: 'The evidence says the contrary; it counts nothing.',
} as const;

function findingText({ check, finding }: Found, c: Paint): string {
  const lines = [
    `${c.bold(check.id)}  ${printable(finding.subject)}`,
    c.dim(`fingerprint ${fingerprint(check.id, finding.subject).slice(0, 12)}, ${finding.standing}, ${finding.confidence} confidence${finding.points > 0 ? `, costs ${finding.points} points` : ''}`),
    '',
    `${c.cyan(printable(placeText(finding.at)))}  ${printable(finding.message)}`,
    ...(finding.at.quote ? [c.dim(`  │ ${printable(finding.at.quote)}`)] : []),
    ...finding.evidence.flatMap(({ note, at }, index) => [`  ${index + 1}. ${at ? `${printable(placeText(at))}  ` : ''}${printable(note)}`, ...(at?.quote ? [c.dim(`     │ ${printable(at.quote)}`)] : [])]),
    '',
    LADDER[finding.standing],
  ];
  if (finding.standing !== 'verified') {
    lines.push(`To mend it: ${check.fix}`, `What counts as evidence: arch-lint explain ${check.id}`, '', 'To accept it for a while, in architecture.yaml:', '',
      'waivers:', `  - check: ${check.id}`, `    subject: ${JSON.stringify(finding.subject)}`, '    reason: …', '    owner: …', '    expires: …');
  }
  return `${lines.join('\n')}\n`;
}
