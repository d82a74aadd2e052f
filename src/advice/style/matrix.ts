import { STYLES, type StyleName } from '../../lib/knowledge/styles.ts';
import { count } from '../../lib/module-imports.ts';
import { declaredIn, ground, type Case, type Ground } from '../case.ts';
import { CRITERIA } from './criteria.ts';

export interface MatrixRow extends Ground {
  readonly kind: 'best when' | 'avoid when' | 'team minimum';
  readonly criterion: string;
}

/** `contradicted`: it is to be avoided here; `fits`: nothing of that, and something speaks for it; `open`: neither. */
export interface MatrixView {
  readonly style: StyleName;
  readonly complexity: string;
  readonly verdict: 'fits' | 'contradicted' | 'open';
  readonly rows: readonly MatrixRow[];
}

/** What the decision matrix says of a style here; undefined: the style has no row in it (a few services). */
export function matrixView(one: Case, style: StyleName): MatrixView | undefined {
  const row = STYLES.find((each) => each.style === style);
  if (row === undefined) return undefined;
  const minimum = ground(one, '/project/team_size', declaredIn(one).project.team_size, (size) => [size >= row.teamMinimum, count(size, 'developer')]);
  const rows: MatrixRow[] = [
    ...row.bestWhen.map((criterion): MatrixRow => ({ kind: 'best when', criterion, ...CRITERIA[criterion](one) })),
    ...row.avoidWhen.map((criterion): MatrixRow => ({ kind: 'avoid when', criterion, ...CRITERIA[criterion](one) })),
    { kind: 'team minimum', criterion: String(row.teamMinimum), ...minimum },
  ];
  const against = rows.some((each) => speaks(each) === 'against');
  const verdict = against ? 'contradicted' : rows.some(({ kind, holds }) => kind === 'best when' && holds) ? 'fits' : 'open';
  return { style, complexity: row.complexity, verdict, rows };
}

/** Whether a row speaks for its style. A best-when that does not hold is no reason against it. */
export const speaks = ({ kind, holds }: MatrixRow): 'for' | 'against' | undefined =>
  holds === undefined ? undefined
  : kind === 'best when' ? (holds ? 'for' : undefined)
  : (kind === 'avoid when') === holds ? 'against' : undefined;
