import { DIMENSIONS, type Result, type ResultCheck, type ResultFinding } from '../model/index.ts';
import { placeText } from '../lib/mistake.ts';
import { printable } from '../lib/printable.ts';
import { bestFixes } from './next.ts';
import { paint, wrap, type Paint } from '../lib/paint.ts';

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns; at least 60 are used. */
  readonly width?: number | undefined;
  /** Every finding, every piece of evidence, what passed and why. */
  readonly verbose?: boolean | undefined;
  /** Nothing but the summary. */
  readonly quiet?: boolean | undefined;
}

/** Findings shown of one check before the rest is counted. */
const SHOWN_FINDINGS = 3;
const SHOWN_EVIDENCE = 3;
const SHOWN_GAPS = 5;

const MARKS = { verified: '✔', documented: '◕', declared: '◑', missing: '✖', violated: '✖' } as const;

export function terminal(result: Result, options: TerminalOptions): string {
  const width = Math.max(60, Math.min(options.width ?? 80, 120));
  const c = paint(options.color);
  const lines = [...summary(result, c, width), ...changes(result, c, width), ...baseline(result, c, width)];
  if (!options.quiet) {
    lines.push(...findings(result, c, width, options.verbose ?? false), ...unknowns(result, c, width), ...(options.verbose ? passes(result, c, width) : []));
    lines.push(...dimensions(result, c));
  }
  if (!options.quiet) lines.push(...hints(result, c, width));
  lines.push(...verdict(result, c, width));
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function summary(result: Result, c: Paint, width: number): string[] {
  const { score, project } = result;
  const paintScore = score.total >= 75 ? c.green : score.total >= 60 ? c.yellow : c.red;
  const percent = (share: number): string => `${Math.floor(share * 100 + 1e-6)} %`;
  const lines = [
    `${c.bold('arch-lint')} ${result.tool.version}  ${printable(project.name)}${result.architecture.file ? c.dim(`  ${printable(result.architecture.file)}`) : ''}`,
    '',
    `  ${c.bold(paintScore(`${score.total}`))} of 100, ${paintScore(score.rating)}${c.dim(`  coverage ${percent(score.coverage)}`)}`,
  ];
  const { verified, documented, declared } = score.standings;
  if (documented + declared > 0) {
    lines.push(c.dim(`  backed by evidence ${percent(verified)}, by documents ${percent(documented)}, by architecture.yaml alone ${percent(declared)}`));
  }
  if (score.without_waivers !== score.total) lines.push(c.dim(`  without waivers ${score.without_waivers}`));
  const fixes = bestFixes(result, 3);
  if (fixes.length > 0) {
    lines.push('', c.bold('  Most worth mending'));
    for (const { check, finding, points } of fixes) {
      lines.push(...hang(`  ${c.green(`+${points}`.padStart(6))}  `, 10, `${check.id}: ${finding.message}`, width));
      lines.push(c.dim(`          ${printable(placeText(finding.at))}`));
    }
  }
  return lines;
}

/** What changed since the base: the question of a pull request. */
function changes({ comparison }: Result, c: Paint, width: number): string[] {
  if (!comparison) return [];
  const { base, notes, score, new: fresh, worsened, fixed, inherited, edges } = comparison;
  const delta = score.delta > 0 ? c.green(`+${score.delta}`) : score.delta < 0 ? c.red(`${score.delta}`) : '±0';
  const lines = ['', `  ${c.bold('since the base')} ${c.dim(printable(base.slice(0, 12)))}  ${score.before} → ${score.after} (${delta})  ${fresh.length} new, ${worsened.length} worse, ${fixed.length} fixed, ${inherited} inherited`];
  for (const note of notes) lines.push(...hang('  ', 2, note, width));
  for (const [mark, list] of [[c.red('+'), fresh], [c.red('!'), worsened], [c.green('-'), fixed]] as const) {
    for (const { check, message, at } of list.slice(0, SHOWN_FINDINGS)) lines.push(...hang(`  ${mark} `, 4, `${check}  ${placeText(at)}  ${message}`, width));
    if (list.length > SHOWN_FINDINGS) lines.push(c.dim(`    … and ${list.length - SHOWN_FINDINGS} more`));
  }
  for (const { level, from, to, broken } of edges.added) lines.push(`  ${broken ? c.red('→') : c.green('→')} new ${level} dependency ${printable(from)} → ${printable(to)}`);
  for (const { level, from, to } of edges.removed) lines.push(c.dim(`  → gone: ${level} dependency ${printable(from)} → ${printable(to)}`));
  return lines;
}

/** Always told where there is one: what nobody sees grows. */
function baseline({ baseline: use }: Result, c: Paint, width: number): string[] {
  if (!use) return [];
  const { file, size, known, new: fresh, worsened, stale } = use;
  const lines = ['', `  ${c.bold('baseline')} ${c.dim(printable(file))}  ${size} ${size === 1 ? 'finding' : 'findings'}: ${known} still there, ${stale.length} gone; ${fresh.length} new, ${worsened.length} worse`];
  for (const [mark, list] of [[c.red('+'), fresh], [c.red('!'), worsened]] as const) {
    for (const { check, message, at } of list.slice(0, SHOWN_FINDINGS)) lines.push(...hang(`  ${mark} `, 4, `${check}  ${placeText(at)}  ${message}`, width));
    if (list.length > SHOWN_FINDINGS) lines.push(c.dim(`    … and ${list.length - SHOWN_FINDINGS} more`));
  }
  for (const { check, subject } of stale.slice(0, SHOWN_FINDINGS)) lines.push(...hang(`  ${c.green('-')} `, 4, `${check}  ${subject}`, width));
  if (stale.length > SHOWN_FINDINGS) lines.push(c.dim(`    … and ${stale.length - SHOWN_FINDINGS} more`));
  return lines;
}

function findings(result: Result, c: Paint, width: number, verbose: boolean): string[] {
  const lines: string[] = [];
  const failing = result.checks.filter((check) => check.findings.length > 0).sort((a, b) => b.points_lost - a.points_lost);
  const groups = DIMENSIONS.map((dimension) => {
    const checks = failing.filter((check) => check.dimension === dimension && !check.advice);
    return { dimension, checks, lost: checks.reduce((sum, { points_lost }) => sum + points_lost, 0) };
  });
  // What costs most is read first; a stable sort keeps the usual order among equals.
  for (const { dimension, checks } of groups.sort((a, b) => b.lost - a.lost)) {
    if (checks.length === 0) continue;
    lines.push('', c.bold(c.underline(dimension)));
    for (const check of checks) lines.push('', ...oneCheck(check, c, width, verbose));
  }
  const advised = failing.filter((check) => check.advice);
  if (advised.length > 0) {
    lines.push('', c.bold(c.underline('advice')) + c.dim('  not asked at this stage; costs no points'));
    if (verbose) for (const check of advised) lines.push('', ...oneCheck(check, c, width, verbose));
    else for (const check of advised) lines.push(`  ${check.id}${c.dim(`  ${check.findings.length} of ${check.examined}`)}`);
  }
  return lines;
}

function oneCheck(check: ResultCheck, c: Paint, width: number, verbose: boolean): string[] {
  const bad = check.findings.filter((finding) => !finding.waived);
  const mark = check.verdict === 'failed' ? c.red('✖') : c.yellow('◑');
  const head = `${mark} ${c.bold(check.id)}  ${bad.length} of ${check.examined}`;
  const lost = check.points_lost > 0 ? `-${check.points_lost}` : '';
  const plain = `x ${check.id}  ${bad.length} of ${check.examined}`;
  const lines = [`${head}${' '.repeat(Math.max(1, width - plain.length - lost.length))}${c.red(lost)}`];
  // What costs points comes first; advice and waived findings fill the rest.
  const ordered = [...check.findings].sort((a, b) => Number(isAside(a)) - Number(isAside(b)));
  const shown = verbose ? ordered : ordered.slice(0, SHOWN_FINDINGS);
  shown.forEach((finding, index) => lines.push(...oneFinding(finding, shown[index - 1], c, width, verbose)));
  const hidden = check.findings.length - shown.length;
  if (hidden > 0) lines.push(c.dim(`  … and ${hidden} more; --verbose shows all`));
  lines.push(...hang(`  ${c.cyan('→')} `, 4, check.fix, width));
  return lines;
}

const isAside = ({ waived, advice }: ResultFinding): boolean => waived || advice !== undefined;

const tagsOf = (finding: ResultFinding): string =>
  [
    finding.standing === 'declared' || finding.standing === 'documented' ? `${MARKS[finding.standing]} only ${finding.standing}` : '',
    finding.confidence === 'high' ? '' : `${finding.confidence} confidence`,
    finding.known ? 'known' : '',
    finding.waived ? waiverText(finding) : '',
    finding.advice ? `advice: ${finding.advice}` : '',
  ].filter(Boolean).join(', ');

function oneFinding(finding: ResultFinding, before: ResultFinding | undefined, c: Paint, width: number, verbose: boolean): string[] {
  const tags = tagsOf(finding);
  const place = placeText(finding.at);
  // Several findings of one line share its heading.
  const isAnother = before !== undefined && placeText(before.at) === place && tagsOf(before) === tags;
  const lines = isAnother ? [] : [`  ${c.cyan(printable(place))}${tags === '' ? '' : c.dim(`  ${printable(tags)}`)}`];
  lines.push(...hang('    ', 4, finding.message, width));
  if (finding.at.quote && !isAnother) lines.push(c.dim(`    │ ${cut(finding.at.quote, width - 6)}`));
  const shown = verbose ? finding.evidence : finding.evidence.slice(0, SHOWN_EVIDENCE);
  shown.forEach(({ note, at }, index) => {
    const last = index === shown.length - 1 && shown.length === finding.evidence.length;
    lines.push(...hang(`    ${c.dim(last ? '└' : '├')} `, 6, at ? `${placeText(at)}  ${note}` : note, width));
  });
  if (finding.evidence.length > shown.length) lines.push(c.dim(`    └ … and ${finding.evidence.length - shown.length} more`));
  return lines;
}

function unknowns(result: Result, c: Paint, width: number): string[] {
  const unknown = result.checks.filter(({ verdict }) => verdict === 'unknown');
  const lines: string[] = [];
  if (unknown.length > 0) {
    lines.push('', c.bold(c.underline('unknown')) + c.dim('  could not be answered; lowers coverage'));
    for (const check of unknown) lines.push(...hang(`  ${c.yellow('?')} `, 4, `${check.id}: ${check.unjudged[0]?.reason ?? ''}`, width));
  }
  if (result.gaps.length > 0) {
    lines.push('', c.bold(c.underline('not read')));
    for (const { at, reason } of result.gaps.slice(0, SHOWN_GAPS)) lines.push(...hang('  ', 4, `${at ? `${placeText(at)}  ` : ''}${reason}`, width));
    if (result.gaps.length > SHOWN_GAPS) lines.push(c.dim(`  … and ${result.gaps.length - SHOWN_GAPS} more; --format json lists all`));
  }
  return lines;
}

function passes(result: Result, c: Paint, width: number): string[] {
  const passed = result.checks.filter(({ verdict }) => verdict === 'passed');
  const lines = passed.length > 0 ? ['', c.bold(c.underline('passed'))] : [];
  for (const check of passed) {
    lines.push(`  ${c.green('✔')} ${check.id}${c.dim(`  ${check.examined} examined`)}`);
    for (const { subject, message, at } of check.verified) lines.push(...hang('      ', 6, `${placeText(at)}  ${message || subject}`, width));
  }
  const silent = result.checks.filter(({ verdict }) => verdict === 'not-applicable').map(({ id }) => id);
  if (silent.length > 0) lines.push('', ...hang(c.dim('  without a subject here: '), 4, silent.join(', '), width));
  return lines;
}

function dimensions(result: Result, c: Paint): string[] {
  const lines = ['', c.bold(`${'dimension'.padEnd(18)}${'score'.padStart(6)}  ${''.padEnd(20)}  weight`)];
  for (const dimension of DIMENSIONS) {
    const { score, weight } = result.score.dimensions[dimension];
    if (score === null) {
      lines.push(c.dim(`${dimension.padEnd(18)}${'–'.padStart(6)}  ${'nothing to judge'.padEnd(20)}`));
      continue;
    }
    const filled = Math.floor(score * 2);
    const color = score >= 7.5 ? c.green : score >= 6 ? c.yellow : c.red;
    lines.push(`${dimension.padEnd(18)}${score.toFixed(1).padStart(6)}  ${color('█'.repeat(filled))}${c.dim('░'.repeat(20 - filled))}  ${`${Math.round(weight)} %`.padStart(5)}`);
  }
  return lines;
}

function verdict(result: Result, c: Paint, width: number): string[] {
  const lines = [''];
  for (const reason of result.incomplete) lines.push(...hang(`${c.yellow('incomplete')}  `, 12, reason, width));
  if (result.gate.passed) lines.push(`${c.green('gate passed')}  ${result.score.total} of 100, ${result.score.rating}`);
  else for (const reason of result.gate.reasons) lines.push(...hang(`${c.red('gate failed')}  `, 13, reason, width));
  return lines;
}

/** What to type next, where there is something to mend. The last line stays the gate's. */
function hints(result: Result, c: Paint, width: number): string[] {
  if (bestFixes(result, 1).length === 0) return [];
  const first = result.gate.passed || result.baseline ? '' : ', arch-lint baseline lets only new findings fail';
  return ['', ...hang('', 0, `arch-lint next says what to mend first, arch-lint explain CHECK why and how${first}.`, width).map(c.dim)];
}

function waiverText({ waiver }: ResultFinding): string {
  const by = [waiver?.owner, waiver?.expires && `until ${waiver.expires}`, waiver?.decision].filter(Boolean).join(', ');
  return `waived: ${waiver?.reason ?? ''}${by ? ` (${by})` : ''}`;
}

/** Wrapped text behind a lead of `indent` visible characters. */
function hang(lead: string, indent: number, text: string, width: number): string[] {
  return wrap(text, width - indent).map((line, index) => (index === 0 ? lead : ' '.repeat(indent)) + line);
}

const cut = (text: string, width: number): string => {
  const plain = printable(text);
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain;
};
