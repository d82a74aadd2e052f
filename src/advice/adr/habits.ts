import { baseOf, listOf } from '../../lib/globs.ts';
import { compare } from '../../lib/order.ts';
import type { ArchitectureDeclaration, DecisionRecord } from '../../model/index.ts';

/** How the records of one folder are named and written; a new one follows it. */
export interface Habits {
  readonly folder: string;
  readonly format: 'adr' | 'nygard' | 'madr';
  /** The newest record, whose ways are followed. */
  readonly like?: DecisionRecord;
  readonly number: number;
  /** The file's name without its title: `0007-`, `ADR-012_`, `2026-11-22-`. */
  readonly stem: string;
  readonly between: '-' | '_';
  readonly extension: string;
  /** What stands before the title: `ADR-0007: `, `7. `, or nothing. */
  readonly label: string;
  readonly status: 'matter' | 'heading' | 'line';
}

const USUAL = 'docs/adr';
const NAME = /^((?:adr|rfc)?[-_ ]?)(\d{1,5})([-_. ]+)(.*)\.(md|mdx|markdown)$/i;
const DATED = /^\d{4}(-?)\d{2}\1\d{2}([-_.])(.*)\.(md|mdx|markdown)$/i;

/** `names`: the files of the repository, so that a number that anything bears is not given twice. */
export function habitsOf(records: readonly DecisionRecord[], names: readonly string[], declared: ArchitectureDeclaration['decisions'], today: string, wanted?: string): Habits {
  const folder = wanted ?? folderOf(records) ?? declaredFolder(declared) ?? USUAL;
  const within = records.filter(({ path }) => parentOf(path) === folder);
  const like = within.toSorted((a, b) => (a.number ?? -1) - (b.number ?? -1) || compare(a.path, b.path)).at(-1);
  const used = names.filter((path) => parentOf(path) === folder).flatMap((path) => NAME.exec(nameOf(path))?.[2] ?? []).map(Number).filter((one) => one < 10_000);
  const number = Math.max(0, ...used, ...within.map((record) => record.number ?? 0)) + 1;

  const [, dash = '', after = '-', rest = '', extension = 'md'] = like?.dated ? (DATED.exec(nameOf(like.path)) ?? []) : [];
  const [, prefix = '', digits = '0000', gap = '-', tail = '', ending = 'md'] = (like && !like.dated && NAME.exec(nameOf(like.path))) || [];
  return {
    folder, number, ...(like && { like }),
    format: like?.format === 'madr' || like?.format === 'nygard' ? like.format : 'adr',
    stem: like?.dated ? `${today.replaceAll('-', dash)}${after}` : `${prefix}${padded(number, digits)}${gap}`,
    between: /_/.test(rest + tail) && !/-/.test(rest + tail) ? '_' : '-',
    extension: like?.dated ? extension : ending,
    label: labelOf(like, number),
    status: like?.status === undefined ? (like?.format === 'madr' ? 'matter' : 'heading') : like.status.line === 1 ? 'matter' : like.sections.some(({ title }) => /^status\b/i.test(title)) ? 'heading' : 'line',
  };
}

/** The folder with most records. */
function folderOf(records: readonly DecisionRecord[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { path } of records) counts.set(parentOf(path), (counts.get(parentOf(path)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || compare(a[0], b[0]))[0]?.[0];
}

function declaredFolder(declared: ArchitectureDeclaration['decisions']): string | undefined {
  const [first] = listOf(declared?.path);
  if (first === undefined) return undefined;
  const base = baseOf(first);
  return /\.(?:md|mdx|markdown)$/i.test(base) ? parentOf(base) : base;
}

function labelOf(like: DecisionRecord | undefined, number: number): string {
  if (like === undefined) return `ADR-${padded(number, '0000')}: `;
  const [, word = '', digits = '', gap = ''] = LABEL.exec(like.title ?? '') ?? [];
  return digits === '' ? '' : `${word}${padded(number, digits)}${gap}`;
}

const LABEL = /^((?:adr|rfc)[-\s#]*|)(\d{1,5})(\s*[.:)–—-]\s+)/i;

/** A title without its number. */
export const bareTitle = ({ title, path }: DecisionRecord): string => (title ?? nameOf(path)).replace(LABEL, '').trim();

/** A record in a few characters: `ADR-0007`, or its file where it has no number. */
export const shortName = ({ number, path }: Pick<DecisionRecord, 'number' | 'path'>): string => (number === undefined ? nameOf(path) : `ADR-${padded(number, '0000')}`);

const LONGEST = 60;

/** A title as part of a file's name: small letters, accents gone, whole words up to a bound. */
export function slug(title: string, between: string): string {
  const words = title.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  let text = '';
  for (const word of words) {
    if (text !== '' && text.length + 1 + word.length > LONGEST) break;
    text = text === '' ? word.slice(0, LONGEST) : `${text}${between}${word}`;
  }
  return text || 'decision';
}

const padded = (number: number, like: string): string => String(number).padStart(like.startsWith('0') || like.length > 2 ? like.length : 1, '0');
export const parentOf = (path: string): string => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
