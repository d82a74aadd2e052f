import { DIMENSIONS, type Result } from '../model/index.ts';
import { placeText } from '../lib/mistake.ts';
import { costliest } from './costliest.ts';
import { markdownCode, markdownText } from '../lib/escape.ts';
import { mermaid } from './mermaid.ts';
import { bestFixes } from './next.ts';

/** Findings listed; GitHub takes a mebibyte of summary and 65,536 characters of comment. */
const LISTED = 25;
const LONGEST = 60_000;
const LONGEST_MESSAGE = 300;

/** The job summary, and the comment on a pull request. */
export function markdown(result: Result): string {
  const sections = [headline(result), changes(result), fixes(result), dimensions(result), diagram(result), findings(result), notes(result)].filter(Boolean);
  let text = `${sections.join('\n\n')}\n`;
  // What is longest and least needed goes first: a cut in the middle of a table or a fence would break the rest.
  for (const drop of [diagram(result), findings(result)]) if (text.length > LONGEST) text = `${sections.filter((section) => section !== drop).join('\n\n')}\n`;
  return text;
}

function headline({ score, gate, incomplete, project }: Result): string {
  const mark = incomplete.length > 0 ? '⚠️' : gate.passed ? '✅' : '❌';
  return [
    `## ${mark} Architecture of ${markdownText(project.name)}: ${score.total} of 100, ${score.rating}`,
    ...gate.reasons.map((reason) => `- **Gate:** ${markdownText(reason)}`),
    ...incomplete.map((reason) => `- **Incomplete:** ${markdownText(reason)}`),
  ].join('\n');
}

/** A message as text, short enough that a comment of many stays below GitHub's limit. */
const told = (message: string): string => markdownText(message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message);

/** What the pull request does to the architecture. */
function changes({ comparison }: Result): string {
  if (!comparison) return '';
  const { base, notes, score, new: fresh, worsened, fixed, inherited, edges } = comparison;
  const delta = `${score.delta > 0 ? '+' : score.delta < 0 ? '' : '±'}${score.delta}`;
  const list = (title: string, findings: typeof fresh): string[] => findings.length === 0 ? [] : [
    '', `**${title}**`, '',
    ...findings.slice(0, LISTED).map(({ check, message, at }) => `- ${markdownCode(check)} ${told(message)} ${markdownCode(placeText(at))}`),
    ...(findings.length > LISTED ? [`- … and ${findings.length - LISTED} more`] : []),
  ];
  return [
    `**${score.before} → ${score.after} (${delta})** since ${markdownCode(base.slice(0, 12))}: ${fresh.length} new, ${worsened.length} worse, ${fixed.length} fixed, ${inherited} inherited.`,
    ...notes.map((note) => `\n> ${markdownText(note)}`),
    ...list('New', fresh), ...list('Worse', worsened), ...list('Fixed', fixed),
    ...(edges.added.length + edges.removed.length > 0 ? ['', '**Dependencies**', ''] : []),
    ...edges.added.map(({ level, from, to, broken }) => `- ${broken ? '🔴 broken' : '🟢'} new ${level} dependency ${markdownText(from)} → ${markdownText(to)}`),
    ...edges.removed.map(({ level, from, to }) => `- ⚪ gone: ${level} dependency ${markdownText(from)} → ${markdownText(to)}`),
  ].join('\n');
}

function fixes(result: Result): string {
  const list = bestFixes(result, 3);
  if (list.length === 0) return '';
  return ['### Most worth mending', '', ...list.map(({ check, finding, points }) =>
    `- **+${points}** ${markdownCode(check.id)} ${told(finding.message)} ${markdownCode(placeText(finding.at))}`)].join('\n');
}

function dimensions({ score }: Result): string {
  const rows = DIMENSIONS.map((dimension) => {
    const { score: own, weight } = score.dimensions[dimension];
    return own === null ? `| ${dimension} | – | |` : `| ${dimension} | ${own.toFixed(1)} | ${Math.round(weight)} % |`;
  });
  return ['| dimension | of 10 | weight |', '|---|---:|---:|', ...rows].join('\n');
}

function diagram(result: Result): string {
  const drawing = mermaid(result);
  return drawing === '' ? '' : ['<details><summary>Components and layers</summary>', '', '```mermaid', drawing.trimEnd(), '```', '', '</details>'].join('\n');
}

function findings(result: Result): string {
  const all = costliest(result);
  if (all.length === 0) return '';
  const rows = all.slice(0, LISTED).map(({ check, finding }) =>
    `| ${finding.points > 0 ? `-${finding.points}` : ''} | ${markdownCode(check.id)} | ${markdownCode(placeText(finding.at))} | ${finding.known ? '*known* ' : ''}${told(finding.message)} |`);
  const more = all.length > LISTED ? ['', `… and ${all.length - LISTED} more.`] : [];
  return [`<details><summary>${all.length} findings</summary>`, '', '| points | check | where | what |', '|---:|---|---|---|', ...rows, ...more, '', '</details>'].join('\n');
}

function notes({ score, tool, checks, baseline }: Result): string {
  const percent = (share: number): string => `${Math.floor(share * 100 + 1e-6)} %`;
  const waived = checks.flatMap((check) => check.findings).filter((finding) => finding.waived).length;
  return `<sub>arch-lint ${tool.version} · coverage ${percent(score.coverage)} · verified ${percent(score.standings.verified)}, documented ${percent(score.standings.documented)}, declared only ${percent(score.standings.declared)}${waived > 0 ? ` · ${waived} waived (${score.without_waivers} without waivers)` : ''}${baseline ? ` · baseline: ${baseline.known} known, ${baseline.new.length} new, ${baseline.worsened.length} worse, ${baseline.stale.length} gone` : ''}</sub>`;
}
