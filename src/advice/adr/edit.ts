import type { DecisionRecord } from '../../model/index.ts';
import { bareTitle, nameOf, parentOf } from './habits.ts';

// Edits of texts that people wrote: one line changes, everything else stays byte for byte.

const linesOf = (text: string): { lines: string[]; end: string } => ({ lines: text.split(/\r?\n/), end: text.includes('\r\n') ? '\r\n' : '\n' });

/** The record's text with its status superseded; undefined where its form leaves no safe place for that. */
export function supersededText(text: string, record: DecisionRecord, link: string): string | undefined {
  const { lines, end } = linesOf(text);
  const words = `Superseded by ${link}`;
  if (record.status === undefined) {
    const title = titleLine(lines);
    lines.splice(title + 1, 0, '', '## Status', '', words);
    return lines.join(end);
  }
  const inMatter = lines[0] === '---' && record.status.line === 1;
  const at = inMatter ? lines.findIndex((line, index) => index > 0 && /^status\s*:/.test(line)) : record.status.line - 1;
  const line = lines[at];
  if (line === undefined || (inMatter && /^\s+\S/.test(lines[at + 1] ?? ''))) return undefined;
  const heading = /^(#+\s*status)\b/i.exec(line);
  const labelled = /^([\s*_>|-]*status[*_]*\s*[:|]\s*)(.*?)(\s*\|\s*)?$/i.exec(line);
  lines[at] = inMatter ? `status: "superseded by ${link}"` : heading ? `${heading[1]}: ${words}` : labelled ? `${labelled[1]}${words}${labelled[3] ?? ''}` : words;
  return lines.join(end);
}

/** The record's text, saying what it supersedes. */
export function supersedingText(text: string, link: string): string {
  const { lines, end } = linesOf(text);
  lines.splice(titleLine(lines) + 1, 0, '', `Supersedes ${link}.`);
  return lines.join(end);
}

/** The index of the line with the title; -1 (the top) where there is none. */
function titleLine(lines: readonly string[]): number {
  const body = lines[0] === '---' ? lines.indexOf('---', 1) + 1 : 0;
  const at = lines.findIndex((line, index) => index >= body && /^#\s/.test(line));
  return at >= 0 ? at : body - 1;
}

export interface Entry { readonly path: string; readonly number?: number; readonly title: string; readonly status: string; readonly date: string }

const STATUS = /^(?:proposed|accepted|rejected|deprecated|superseded\b.*)$/i;

/**
 * The index with a line for a new record, made like the line of the newest one, and the status of a superseded one. The same
 * text where it has no line of a record: then it is no index, or one that a program makes.
 */
export function indexText(text: string, index: string, records: readonly DecisionRecord[], entry: Entry | undefined, superseded?: { readonly record: DecisionRecord; readonly by: string }): string {
  const { lines, end } = linesOf(text);
  const found = records.flatMap((record) => {
    const at = lines.findIndex((line) => /^\s*(?:[-*+]|\d+[.)]|\|)\s/.test(line) && targetsIn(line, index).includes(record.path));
    return at < 0 ? [] : [{ record, at }];
  });
  const first = found.toSorted((a, b) => a.at - b.at)[0];
  const last = found.toSorted((a, b) => a.at - b.at).at(-1);
  if (first === undefined || last === undefined) return text;
  // The newest stands first where the numbers fall.
  const falling = (first.record.number ?? 0) > (last.record.number ?? 0);
  const { record: newest, at: place } = falling ? first : last;
  const added = entry && lineLike(lines[place]!, newest, entry);
  const old = superseded && found.find(({ record }) => record === superseded.record);
  if (old) lines[old.at] = cellsOf(lines[old.at]!).map((cell) => (STATUS.test(cell.trim()) ? ` Superseded by ${superseded.by} ` : cell)).join('|');
  if (added !== undefined) lines.splice(falling ? place : place + 1, 0, added);
  return lines.join(end);
}

function targetsIn(line: string, index: string): string[] {
  return [...line.matchAll(/\]\(<?([^)\s>#]+)[^)]*\)/g)].map(([, target]) => {
    const parts = parentOf(index).split('/').filter(Boolean);
    for (const part of target!.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '.') parts.push(part);
    }
    return parts.join('/');
  });
}

const cellsOf = (line: string): string[] => (line.trimStart().startsWith('|') ? line.split(/(?<!\\)\|/) : [line]);

function lineLike(line: string, record: DecisionRecord, entry: Entry): string {
  const cells = cellsOf(line);
  if (cells.length === 1) return linked(line, record, entry, true);
  let titled = cells.some((cell) => cell.includes('](') && !numberOnly(/\[([^\]]*)\]/.exec(cell)?.[1] ?? ''));
  return cells.map((cell, index) => {
    const text = cell.trim();
    if (text === '' || index === 0 || index === cells.length - 1) return cell;
    if (STATUS.test(text)) return ` ${/^[A-Z]/.test(text) ? entry.status[0]!.toUpperCase() + entry.status.slice(1) : entry.status} `;
    if (cell.includes('](')) return ` ${linked(text, record, entry, false)} `;
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return ` ${entry.date} `;
    if (record.number !== undefined && numberOnly(text)) return ` ${renumbered(text, entry)} `;
    if (titled) return '  ';
    titled = true;
    return ` ${entry.title.replaceAll('|', '\\|')} `;
  }).join('|');
}

const numberOnly = (label: string): boolean => /^\W*(?:adr|rfc)?[-\s#]*\d+\W*$/i.test(label);
const renumbered = (text: string, { number = 0 }: Entry): string => text.replace(/\d+/, (digits) => String(number).padStart(digits.length, '0'));

/** The first link of a text, leading to the new record; what follows it is kept only as far as it separates. */
function linked(text: string, record: DecisionRecord, entry: Entry, withTitle: boolean): string {
  const [, before = '', label = '', target = '', after = ''] = /^(.*?)\[([^\]]*)\]\(([^)]*)\)(.*)$/.exec(text) ?? [];
  const to = `${target.slice(0, target.lastIndexOf('/') + 1)}${nameOf(entry.path)}`;
  const at = record.title === undefined ? -1 : label.toLowerCase().indexOf(bareTitle(record).toLowerCase());
  const lead = at >= 0 ? label.slice(0, at) : (/^(?:(?:adr|rfc)?[-\s#]*\d+\W*)/i.exec(label)?.[0] ?? '');
  const name = numberOnly(label) ? renumbered(label, entry) : `${renumbered(lead, entry)}${entry.title}`;
  const rest = withTitle && numberOnly(label) ? `${/^[\s:–—-]*/.exec(after)?.[0] || ' '}${entry.title}` : '';
  return `${before}[${name}](${to})${rest}`;
}
