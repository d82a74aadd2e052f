import type { Result } from '../model/index.ts';
import { costliest, type Costed } from './costliest.ts';

/** GitHub shows ten annotations a level of one step; the rest would be dropped without a word. */
const PER_LEVEL = 10;
const LEVEL = { critical: 'error', major: 'warning', minor: 'notice' } as const;

/** Workflow commands that annotate the lines of the most costly findings; what the baseline knows is counted, not annotated on every change. */
export function github(result: Result, { prefix = '' }: { readonly prefix?: string | undefined } = {}): string {
  const shown = new Map<string, number>();
  const lines: string[] = [];
  let hidden = 0;
  let known = 0;
  for (const { check, finding } of costliest(result)) {
    if (finding.known) {
      known += 1;
      continue;
    }
    const level = LEVEL[check.severity];
    const count = shown.get(level) ?? 0;
    if (count >= PER_LEVEL) {
      hidden += 1;
      continue;
    }
    shown.set(level, count + 1);
    lines.push(command(level, { check, finding }, prefix));
  }
  if (hidden > 0) lines.push(`arch-lint: ${hidden} more findings are in the job summary and in the other reports.`);
  if (known > 0) lines.push(`arch-lint: ${known} known ${known === 1 ? 'finding' : 'findings'} of the baseline ${known === 1 ? 'is' : 'are'} not annotated.`);
  return lines.map((line) => `${line}\n`).join('');
}

function command(level: string, { check, finding }: Costed, prefix: string): string {
  const { file, line, column } = finding.at;
  const properties = { file: `${prefix}${file}`, line, col: column, title: `${check.id}${finding.points > 0 ? ` (-${finding.points})` : ''}` };
  const text = Object.entries(properties).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${escapeProperty(String(value))}`])).join(',');
  return `::${level} ${text}::${escapeData(`${finding.message} ${check.fix}`)}`;
}

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
