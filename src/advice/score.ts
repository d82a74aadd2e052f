import { placeText } from '../lib/mistake.ts';
import { compare } from '../lib/order.ts';
import { DIMENSIONS, type Dimension, type Result, type ResultCheck, type ResultScore, type Standing } from '../model/index.ts';
import type { Answer, Block, Cell } from './answer.ts';

/** The score as it would be; checks with their score from 0 to 1, null where nothing of them counts. */
export interface Supposition {
  /** Checks and dimensions, as they were named. */
  readonly assumed: readonly { readonly name: string; readonly standing: Standing }[];
  readonly score: Pick<ResultScore, 'total' | 'rating' | 'coverage' | 'dimensions'>;
  readonly checks: readonly { readonly id: string; readonly standing: Standing; readonly before: number | null; readonly after: number | null }[];
}

/** Checks that are told of one dimension. */
const MOST = 3;

/** The eight dimensions: what each weighs and scores, what holds it down, and what a supposition would change. */
export function scoreCard(result: Result, supposed?: Supposition): Answer {
  const { score } = result;
  const dimensions = DIMENSIONS.map((dimension) => {
    const { weight, score: reached, coverage } = score.dimensions[dimension];
    const own = result.checks.filter((check) => check.dimension === dimension);
    const heldDown = own.filter(({ points_lost }) => points_lost > 0).toSorted((a, b) => b.points_lost - a.points_lost || compare(a.id, b.id)).map(holding);
    return {
      dimension, weight, score: reached, coverage,
      points_lost: hundredths(heldDown.reduce((sum, { points }) => sum + points, 0)),
      held_down_by: heldDown,
      not_looked_at: own.filter(({ verdict, advice }) => verdict === 'unknown' && !advice).map(({ id }) => id),
    };
  });
  return {
    command: 'score',
    data: {
      project: result.project, total: score.total, rating: score.rating, coverage: score.coverage, standings: score.standings, without_waivers: score.without_waivers, dimensions,
      ...(supposed && { what_if: { total: supposed.score.total, rating: supposed.score.rating, coverage: supposed.score.coverage, difference: hundredths(supposed.score.total - score.total), assumed: supposed.assumed, dimensions: supposed.score.dimensions, checks: supposed.checks } }),
      incomplete: result.incomplete,
    },
    blocks: [
      { heading: `Score of ${result.project.name}: ${score.total} of 100, ${score.rating}` },
      {
        head: ['dimension', 'weight', 'score', 'lost', 'held down by'],
        table: dimensions.map(({ dimension, weight, score: reached, points_lost, held_down_by, not_looked_at }): Cell[] => [
          dimension, `${Math.round(weight)} %`, reached === null ? 'none' : `${reached}`, points_lost === 0 ? '' : `-${points_lost}`,
          [
            ...held_down_by.slice(0, MOST).map(({ check, points, failing, examined, at }) => `${check} -${points}, ${failing} of ${examined}, first at ${placeText(at)}`),
            ...(held_down_by.length > MOST ? [`and ${held_down_by.length - MOST} more`] : []),
            ...(not_looked_at.length > 0 ? [`not looked at: ${not_looked_at.join(', ')}`] : []),
            ...(reached === null && not_looked_at.length === 0 ? ['nothing to judge; its weight goes to the others'] : []),
          ],
        ]),
      },
      { text: `${percent(score.coverage)} % of what applies could be answered. Of the points, ${tenths(score.standings.verified)} % are backed by code or infrastructure, ${tenths(score.standings.documented)} % by documents, ${tenths(score.standings.declared)} % by architecture.yaml alone.` },
      ...(score.without_waivers < score.total ? [{ text: `Without its waivers it would be ${score.without_waivers}.` }] : []),
      ...(supposed ? difference(result, supposed) : []),
      { text: '`arch-lint next` says what to mend first.' },
    ],
    follows: [
      { rule: 'Eight dimensions from 0 to 10, weighted: simplicity 20 %, scalability, reliability, security and maintainability 15 % each, cost-efficiency 10 %, operability and evolvability 5 % each.', source: 'Phase 9, quality scoring' },
      { rule: 'Below 60 is to be redesigned, from 60 acceptable, from 75 good, from 90 excellent.', source: 'Phase 9, quality scoring' },
    ],
  };
}

function holding({ id, points_lost, findings, examined, fix, effort }: ResultCheck) {
  const costly = findings.filter(({ points }) => points > 0).toSorted((a, b) => b.points - a.points);
  const { file, line } = (costly[0] ?? findings[0]!).at;
  return { check: id, points: points_lost, failing: costly.length, examined, effort, fix, at: { file, ...(line !== undefined && { line }) } };
}

function difference({ score }: Result, { assumed, score: then, checks }: Supposition): Block[] {
  const moved = DIMENSIONS.filter((dimension) => score.dimensions[dimension].score !== then.dimensions[dimension].score);
  const shown = (value: number | null): string => (value === null ? 'none' : `${value}`);
  const gained = (before: number | null, after: number | null): string => (before === null || after === null || before === after ? '' : signed(after - before));
  const row = (name: string, before: number | null, after: number | null): string[] => [name, shown(before), shown(after), gained(before, after)];
  const still = checks.filter(({ before, after }) => before === null && after === null);
  return [
    { heading: `If ${assumed.map(({ name, standing }) => `${name} were ${standing}`).join(' and ')}` },
    { head: ['', 'now', 'then', ''], table: [...moved.map((dimension: Dimension) => row(dimension, score.dimensions[dimension].score, then.dimensions[dimension].score)), row('total', score.total, then.total)] },
    ...(then.rating === score.rating ? [] : [{ text: `The rating would be ${then.rating}.` }]),
    ...(percent(then.coverage) === percent(score.coverage) ? [] : [{ text: `${percent(then.coverage)} % of what applies would be answered.` }]),
    ...(still.length === 0 ? [] : [{ text: `${still.map(({ id }) => id).join(', ')} ${still.length === 1 ? 'counts' : 'count'} nothing here, and would not then: there is no subject, or the stage does not ask.` }]),
  ];
}

const percent = (share: number): number => Math.floor(share * 100 + 1e-9);
const tenths = (share: number): number => Math.round(share * 1000) / 10;
const hundredths = (value: number): number => Math.round(value * 100) / 100;
const signed = (value: number): string => `${value > 0 ? '+' : ''}${hundredths(value)}`;
