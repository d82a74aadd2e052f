import { REVIEW_CHECKLIST, type ReviewItem } from '../lib/knowledge/review.ts';
import { placeText } from '../lib/mistake.ts';
import { count } from '../lib/module-imports.ts';
import type { AnyCheck, Result, ResultCheck, ResultFinding, Standing } from '../model/index.ts';
import type { Answer, Block } from './answer.ts';

/** From what nobody needs to read on about, to what nobody looked at. */
export const MARKS = ['verified', 'partly', 'declared only', 'missing', 'contradicted', 'not applicable', 'unknown'] as const;
export type Mark = (typeof MARKS)[number];

export interface ReviewLine extends ReviewItem {
  readonly mark: Mark;
  /** Subjects that code or infrastructure verifies, of all that were found; those that could not be judged are among the latter. */
  readonly verified: number;
  readonly of: number;
  /** What costs most first, then the best pass. */
  readonly evidence: readonly { readonly standing: Standing; readonly file: string; readonly line?: number; readonly message: string }[];
  /** What a reader must know of the mark. */
  readonly notes: readonly string[];
}

type Grading = AnyCheck['grading'];

/** The review checklist, answered by what the checks found. `gradings` by check: where the worst decides, one contradiction is enough. */
export function review(result: Result, gradings: ReadonlyMap<string, Grading>): Answer {
  const lines = REVIEW_CHECKLIST.map((item) => lineOf(item, result, gradings.get(item.check) ?? 'share'));
  const counts = MARKS.map((mark) => ({ mark, lines: lines.filter((line) => line.mark === mark).length })).filter((one) => one.lines > 0);
  const groups = [...new Set(lines.map(({ group }) => group))];
  return {
    command: 'review',
    data: { project: result.project, marks: Object.fromEntries(counts.map((one) => [one.mark, one.lines])), lines, gaps: result.gaps, incomplete: result.incomplete },
    blocks: [
      { heading: `Review of ${result.project.name}` },
      { text: `${lines.length} lines: ${counts.map((one) => `${one.lines} ${one.mark}`).join(', ')}.` },
      ...groups.flatMap((group): Block[] => [
        { heading: `${group[0]!.toUpperCase()}${group.slice(1)}` },
        { head: ['#', 'mark', 'verified', 'line and evidence'], table: lines.filter((line) => line.group === group).map(rowOf) },
      ]),
      ...(result.gaps.length > 0 ? [{ text: `${count(result.gaps.length, 'piece')} of the repository could not be read; \`arch-lint check\` names them.` }] : []),
    ],
    follows: [{ rule: 'Five groups and 28 lines, in this order.', source: 'Phase 12, review checklist' }],
  };
}

function rowOf({ number, mark, verified, of, item, evidence, notes }: ReviewLine): (string | readonly string[])[] {
  const told = evidence.map(({ standing, message, ...at }) => `${standing === 'verified' ? '✔' : standing === 'missing' || standing === 'violated' ? '✖' : '○'} ${placeText(at)}  ${message}`);
  return [String(number), mark, of === 0 ? '' : `${verified} of ${of}`, [item, ...told, ...notes]];
}

function lineOf(item: ReviewItem, { checks, architecture, project }: Result, grading: Grading): ReviewLine {
  const check = checks.find(({ id }) => id === item.check);
  if (!check) return { ...item, mark: 'unknown', verified: 0, of: 0, evidence: [], notes: [`architecture.yaml switches ${item.check} off.`] };
  const verified = check.examined - check.findings.length;
  const open = check.verdict === 'unknown' && check.examined === 0 ? [] : check.unjudged;
  const mark = markOf(check, grading);
  return {
    ...item, mark, verified: mark === 'unknown' ? 0 : verified, of: check.verdict === 'unknown' ? check.unjudged.filter(({ subject }) => subject !== check.id).length : check.examined + open.length,
    evidence: mark === 'unknown' ? [] : evidenceOf(check, architecture.file),
    notes: notesOf(check, mark, project.stage),
  };
}

function markOf({ verdict, examined, findings, unjudged, coverage }: ResultCheck, grading: Grading): Mark {
  if (verdict === 'unknown') return 'unknown';
  if (examined === 0) return 'not applicable';
  const has = (standing: Standing): boolean => findings.some((one) => one.standing === standing);
  if (findings.length === 0) return unjudged.length === 0 && coverage === 1 ? 'verified' : 'partly';
  if (has('violated') && grading === 'all') return 'contradicted';
  if (examined > findings.length || has('documented')) return 'partly';
  return has('violated') ? 'contradicted' : has('missing') ? 'missing' : 'declared only';
}

const WORST: Readonly<Record<Standing, number>> = { violated: 0, missing: 1, declared: 2, documented: 3, verified: 4 };
const DOUBT = { high: 0, medium: 1, low: 2 } as const;

function evidenceOf({ findings, verified }: ResultCheck, declaration: string | null): ReviewLine['evidence'] {
  const [worst] = findings.toSorted((a, b) => Number(a.waived) - Number(b.waived) || b.points - a.points || WORST[a.standing] - WORST[b.standing] || DOUBT[a.confidence] - DOUBT[b.confidence]);
  // Code and infrastructure show more than the declaration that they verify.
  const best = verified.find(({ at }) => at.file !== declaration) ?? verified[0];
  return [worst, best].filter((one) => one !== undefined).map(({ standing, at: { file, line }, message }: ResultFinding) => ({ standing, file, ...(line !== undefined && { line }), message }));
}

function notesOf({ id, verdict, examined, findings, verified, unjudged, coverage, advice }: ResultCheck, mark: Mark, stage: string): string[] {
  const notes: string[] = [];
  const [open] = unjudged;
  if (verdict === 'unknown') return open ? [`Could not be looked at: ${open.reason}`] : [];
  if (mark === 'not applicable') return ['Nothing was found to ask it of.'];
  if (mark === 'verified' && verified.length === 0) notes.push(`${count(examined, 'subject')} looked at, and nothing against it.`);
  const waived = findings.filter((one) => one.waived);
  if (waived[0]?.waiver) notes.push(`${waived.length === findings.length ? 'Accepted' : `${waived.length} of ${findings.length} accepted`} by a waiver: ${waived[0].waiver.reason}`);
  const rest = findings.length - 1;
  if (rest > 0) notes.push(`${rest} more like it; \`arch-lint explain ${id}\` has all.`);
  if (open) notes.push(`${unjudged.length} could not be judged: ${open.reason}`);
  else if (coverage < 1) notes.push(`${Math.floor(coverage * 1000) / 10} % of what it needs could be read.`);
  if (advice) notes.push(`Not asked at the stage ${stage}: it costs no points.`);
  return notes;
}
