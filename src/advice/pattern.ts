import { GUIDES, PROBLEMS, type Guide, type GuideName } from '../lib/knowledge/guides.ts';
import { PATTERN_NAMES, RESILIENCE_NAMES } from '../lib/knowledge/names.ts';
import { nearest } from '../lib/nearest.ts';
import type { FactName } from '../model/index.ts';
import type { Answer, Block } from './answer.ts';
import { joined, titled, yesNo, type Case } from './case.ts';
import { applies, type Applies, type Criterion } from './pattern/applies.ts';
import { shownHere } from './pattern/here.ts';

export const PATTERN_FACTS: readonly FactName[] = ['files', 'packages', 'units', 'workloads', 'kubernetes', 'terraform', 'stores', 'messaging', 'outbound', 'retries', 'endpoints', 'dataAccess'];

const NAMES: Readonly<Record<GuideName, readonly [name: string, ...also: string[]]>> = { ...PATTERN_NAMES, ...RESILIENCE_NAMES };
export const nameOf = (id: GuideName): string => NAMES[id][0];

const plain = (text: string): string => text.toLowerCase().replace(/\s+patterns?$/, '').replaceAll(/[^a-z0-9]/g, '').replace(/(?<=..[^s])s$/, '');

/** Patterns that words mean: one by its name, several by the problem. */
export type PatternFound = { readonly guides: readonly Guide[]; readonly problem?: true } | { readonly near?: string };

export function findPattern(words: string): PatternFound {
  const wanted = plain(words);
  const named = GUIDES.find(({ id }) => [id, ...NAMES[id]].some((name) => plain(name) === wanted));
  if (named) return { guides: [named] };
  const [, ids] = PROBLEMS.find(([problem]) => problem.test(words)) ?? [];
  if (ids) return { guides: ids.map((id) => GUIDES.find((guide) => guide.id === id)!), problem: true };
  const near = nearest(words, GUIDES.flatMap(({ id }) => [id, ...NAMES[id]]));
  return near === undefined ? {} : { near };
}

const VERDICTS: Readonly<Record<Applies, string>> = { yes: 'It applies here', no: 'It does not apply here', open: 'Whether it applies here is not known' };
const ofVerdict = ({ verdict, criteria }: ReturnType<typeof applies>): string => {
  const deciding = criteria.filter(({ kind, holds }) => (verdict === 'yes' ? kind === 'when' && holds : verdict === 'no' ? (kind === 'not when' && holds) || (kind === 'when' && holds === false) : holds === undefined && kind === 'when'));
  return `${VERDICTS[verdict]}: ${joined(deciding.map(({ because, from }) => (from === undefined ? because : `${because} (${from})`)))}.`;
};

/** A check as an answer names it. */
export interface CheckNamed { readonly id: string; readonly title: string; readonly page: string }

/** One pattern: what it is for, how it is done, whether it is for this architecture, and what there is of it. */
export function pattern(one: Case, guide: Guide, checks: ReadonlyMap<string, CheckNamed>, beside: readonly Guide[] = []): Answer {
  const { id, purpose, useWhen, avoidWhen, steps, note, source } = guide;
  const applied = applies(one, id);
  const here = shownHere(one, id);
  const watching = guide.checks.flatMap((check) => checks.get(check) ?? []);
  return {
    command: 'pattern',
    data: { id, name: nameOf(id), purpose, use_when: useWhen, avoid_when: avoidWhen, steps, ...(note !== undefined && { note }), applies: applied.verdict, criteria: applied.criteria, here, checks: watching, diagram: guide.mermaid.join('\n'), ...(beside.length > 0 && { see_also: beside.map((each) => each.id) }) },
    blocks: [
      { heading: titled(nameOf(id), one) },
      { text: [purpose, note].filter(Boolean).join(' ') },
      { text: ofVerdict(applied) },
      { head: ['', 'criterion', 'here', 'because', 'said by'], table: applied.criteria.map(rowOf) },
      { heading: 'When, and when not' },
      { list: [...useWhen.map((text) => `when ${text}`), ...avoidWhen.map((text) => `not when ${text}`)] },
      { heading: 'Steps' },
      { list: steps, numbered: true },
      { code: guide.mermaid.join('\n'), language: 'mermaid', only: 'markdown' },
      { code: guide.plain.join('\n'), language: 'text', only: 'terminal' },
      { heading: 'Here' },
      here.length === 0 ? { text: 'Nothing of it is seen in the code, the deployment files or the declaration.' } : { list: here.map(({ note: text, from }) => (from === undefined ? text : `${text}: ${from}`)) },
      { heading: 'Checks that watch it' },
      { list: watching.map((check) => `${check.id}: ${check.title} (${check.page})`) },
      ...(beside.length > 0 ? [{ text: `Also for this: ${joined(beside.map((each) => nameOf(each.id)))}.` } satisfies Block] : []),
    ],
    follows: [...useWhen.map((text) => ({ rule: `${nameOf(id)}: when ${text}.`, source })), ...avoidWhen.map((text) => ({ rule: `${nameOf(id)}: not when ${text}.`, source }))],
  };
}

const rowOf = ({ kind, criterion, because, from, ...rest }: Criterion): string[] => [kind, criterion, criterion === 'it is declared' ? 'yes' : yesNo(rest), because, from ?? ''];

/** All patterns with one line each. */
export function patternList(one: Case): Answer {
  const rows = GUIDES.map(({ id, purpose, source }) => ({ id, name: nameOf(id), purpose, source, applied: applies(one, id), seen: shownHere(one, id).length }));
  return {
    command: 'pattern',
    data: { patterns: rows.map(({ id, name, purpose, applied, seen }) => ({ id, name, purpose, applies: applied.verdict, criteria: applied.criteria, seen: seen > 0 })) },
    blocks: [
      { heading: titled('Patterns', one) },
      { head: ['pattern', 'purpose', 'applies', 'seen here'], table: rows.map(({ name, purpose, applied, seen }) => [name, purpose, applied.verdict === 'open' ? '?' : applied.verdict, seen > 0 ? 'yes' : 'no']) },
      { text: '`arch-lint pattern <name>` tells more of one: when, when not, the steps, and what there is of it.' },
    ],
    follows: [...new Set(rows.map(({ source }) => source))].map((source) => ({ rule: 'The rows of the patterns.', source })),
  };
}
