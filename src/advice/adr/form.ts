import { printable } from '../../lib/printable.ts';
import { OPEN, type Draft } from './draft.ts';
import type { Habits } from './habits.ts';

export interface Head {
  readonly title: string;
  readonly status: 'proposed' | 'accepted' | 'rejected';
  /** `2026-11-22`. */
  readonly date: string;
  /** The records that it supersedes, as Markdown links. */
  readonly supersedes: readonly string[];
}

/** The record as Markdown, in the form of its folder; sections without a text say what is to be written there. */
export function recordText(head: Head, draft: Draft, habits: Habits): string {
  return habits.format === 'madr' ? madr(head, draft, habits) : template(head, draft, habits);
}

const ASKED = {
  context: `${OPEN} the situation, and the forces at play.`,
  decision: `${OPEN} what is decided, and why.`,
  positive: `${OPEN} what becomes better.`,
  negative: `${OPEN} what it costs.`,
  risks: `${OPEN} what may go wrong, and how that would be noticed.`,
} as const;
const NO_ALTERNATIVE = { option: 'Leave it as it is', pros: 'Nothing changes', cons: `${OPEN} what that costs.`, whyNot: `${OPEN} why not.` };

const capital = (word: string): string => `${word[0]!.toUpperCase()}${word.slice(1)}`;
/** A declaration's words as they stand, but nothing of them becomes a heading, a tag or a cell's border. */
const plain = (text: string): string => printable(text).replaceAll(/<(?=[a-z/!?])/gi, '&lt;').replaceAll('|', '\\|').replace(/^(\s*)([#>]|[-*+]\s|={3,}|-{3,}|`{3,})/, '$1\\$2').trim();
const paragraphs = (texts: readonly string[], asked: string): string[] => (texts.length === 0 ? [asked] : texts.map(plain)).flatMap((text) => [text, '']);
const bullets = (mark: string, texts: readonly string[], asked: string): string[] => [...(texts.length === 0 ? [asked] : texts.map(plain)).map((text) => `${mark} ${text}`), ''];

function matter({ status, date }: Head, habits: Habits): string[] {
  return habits.status === 'matter' ? ['---', `status: ${status}`, `date: ${date}`, '---', ''] : [];
}

/** Status, context, decision, consequences of three kinds, and the alternatives as a table. */
function template(head: Head, draft: Draft, habits: Habits): string {
  const { title, status, date, supersedes } = head;
  const alternatives = draft.alternatives.length === 0 ? [NO_ALTERNATIVE] : draft.alternatives;
  const lines = [
    ...matter(head, habits),
    `# ${habits.label}${plain(title)}`, '',
    ...(habits.status === 'matter' ? [] : habits.status === 'line' ? [`* Status: ${status}`, `* Date: ${date}`, ''] : [`Date: ${date}`, '', '## Status', '', capital(status), '']),
    ...supersedes.flatMap((link) => [`Supersedes ${link}.`, '']),
    '## Context', '', ...paragraphs(draft.context, ASKED.context),
    '## Decision', '', ...paragraphs(draft.decision, ASKED.decision),
    '## Consequences', '',
    '### Positive', '', ...bullets('-', draft.positive, ASKED.positive),
    '### Negative', '', ...bullets('-', draft.negative, ASKED.negative),
    '### Risks', '', ...bullets('-', draft.risks, ASKED.risks),
    '## Alternatives Considered', '',
    '| Option | Pros | Cons | Why Not |', '|--------|------|------|---------|',
    ...alternatives.map(({ option, pros, cons, whyNot }) => `| ${[option, pros, cons, whyNot].map(plain).join(' | ')} |`),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function madr(head: Head, draft: Draft, habits: Habits): string {
  const { title, status, date, supersedes } = head;
  const alternatives = draft.alternatives.length === 0 ? [NO_ALTERNATIVE] : draft.alternatives;
  const lines = [
    ...matter(head, habits),
    `# ${habits.label}${plain(title)}`, '',
    ...(habits.status === 'matter' ? [] : habits.status === 'line' ? [`* Status: ${status}`, `* Date: ${date}`, ''] : ['## Status', '', capital(status), '', `Date: ${date}`, '']),
    '## Context and Problem Statement', '', ...paragraphs(draft.context, ASKED.context),
    '## Considered Options', '', `* ${plain(title)}`, ...alternatives.map(({ option }) => `* ${plain(option)}`), '',
    '## Decision Outcome', '', `Chosen option: "${plain(title)}".`, '', ...paragraphs(draft.decision, ASKED.decision),
    '### Consequences', '',
    ...bullets('* Good:', draft.positive, ASKED.positive).slice(0, -1), ...bullets('* Bad:', draft.negative, ASKED.negative).slice(0, -1), ...bullets('* Risk:', draft.risks, ASKED.risks),
    '## Pros and Cons of the Options', '',
    ...alternatives.flatMap(({ option, pros, cons, whyNot }) => [`### ${plain(option)}`, '', `* Good: ${plain(pros)}`, `* Bad: ${plain(cons)}`, `* Why not: ${plain(whyNot)}`, '']),
    ...(supersedes.length === 0 ? [] : ['## More Information', '', ...supersedes.flatMap((link) => [`Supersedes ${link}.`, ''])]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** How many places of a text are left to its author. */
export const openPlaces = (text: string): number => text.split(OPEN).length - 1;
