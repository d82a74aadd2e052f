import type { StyleName } from '../../lib/knowledge/styles.ts';
import { count } from '../../lib/module-imports.ts';
import { chooseStyle } from '../../lib/style-choice.ts';
import type { Followed } from '../answer.ts';
import { declaredIn, joined, type Case } from '../case.ts';
import { CALLED } from '../style.ts';
import { matrixView, speaks, type MatrixRow } from '../style/matrix.ts';
import type { Goal } from './goal.ts';

/** What flowchart and matrix say of the goal for this team. */
export interface GoalVerdict {
  readonly flowchart: 'agrees' | 'against' | 'beside' | 'unknown';
  readonly leadsTo: readonly StyleName[];
  readonly against: readonly MatrixRow[];
  readonly sentences: readonly string[];
  readonly follows: readonly Followed[];
}

/** Styles that the flowchart never leads to: it adds them to parts, or leaves them to the matrix. */
const BESIDE: readonly Goal[] = ['event-driven', 'serverless'];

/** A goal against them is told, and planned nevertheless. */
export function verdictOn(one: Case, goal: Goal): GoalVerdict {
  const chosen = chooseStyle(declaredIn(one), one.given);
  const leadsTo = chosen?.styles ?? [];
  const beside = BESIDE.includes(goal);
  const added = goal === 'serverless' && chosen?.additions.includes('serverless') === true;
  const agrees = added || leadsTo.includes(goal) || (goal === 'modular-monolith' && leadsTo.includes('monolith'));
  const flowchart = chosen === undefined ? 'unknown' : agrees ? 'agrees' : beside ? 'beside' : 'against';
  const step = chosen?.steps.filter(({ question }) => question !== 'spikes' && question !== 'audit trail').at(-1);
  const said = joined(leadsTo.map((name) => CALLED[name]), 'or');
  const view = matrixView(one, goal);
  const against = view?.rows.filter((row) => speaks(row) === 'against') ?? [];
  const row = `${count(chosen?.question.developers ?? 0, 'developer')}${step === undefined || step.question === 'developers' ? '' : `, ${step.question}`} (${step?.then})`;
  const told: Readonly<Record<GoalVerdict['flowchart'], string>> = {
    unknown: 'Whether the goal fits this team is not known: how many develop it is not declared (project.team_size); give --team N.',
    beside: `The flowchart leads to ${said}; whether to be ${goal} beside it, the decision matrix judges${view?.verdict === 'fits' ? ': it fits' : view?.verdict === 'open' ? ', and nothing that is declared speaks for it or against it' : ''}.`,
    agrees: added ? `The flowchart leads to ${said}, and adds functions for the parts with spikes (the peak is ${chosen?.question.peakOverBaseline} times the baseline).` : `The flowchart leads there as well: ${row}.`,
    against: `The flowchart leads to ${said}, not to ${CALLED[goal]}: ${row}. The plan follows all the same; its first steps are worth their while in ${leadsTo[0] === undefined ? 'any style' : CALLED[leadsTo[0]]}, too.`,
  };
  return {
    flowchart, leadsTo, against,
    sentences: [
      told[flowchart],
      ...(against.length > 0 ? [`The decision matrix speaks against it: ${against.map((row) => `${row.kind === 'team minimum' ? `team minimum: ${row.criterion}` : `avoid when: ${row.criterion}`} (${row.because}${row.from === undefined ? '' : `, ${row.from}`})`).join('; ')}.`] : []),
    ],
    follows: [
      ...(step === undefined ? [] : [{ rule: `${step.question[0]!.toUpperCase()}${step.question.slice(1)}: ${step.then}.`, source: 'Phase 2, selection flowchart' }]),
      ...(view === undefined ? [] : [{ rule: `The row of ${goal}.`, source: 'Phase 2, decision matrix' }]),
    ],
  };
}
