import { CHART_TEAM, KILL_CRITERIA, SPIKY, type StyleName, type StyleStep } from '../lib/knowledge/styles.ts';
import { count } from '../lib/module-imports.ts';
import { killCriteria, type KillCriterion } from '../lib/stage.ts';
import { chooseStyle, type StyleChoice, type StyleVerdict } from '../lib/style-choice.ts';
import type { Answer, Block, Followed } from './answer.ts';
import { declaredIn, fromOf, joined, keyText, titled, yesNo, type Case } from './case.ts';
import { matrixView, speaks, type MatrixView } from './style/matrix.ts';
import { mistakesMade, type MistakeMade } from './style/mistakes.ts';

/** `a modular monolith`: how people say it. */
export const CALLED: Readonly<Record<StyleName, string>> = {
  'monolith': 'a monolith', 'modular-monolith': 'a modular monolith', 'service-oriented': '2 to 5 services (service-oriented)', 'microservices': 'microservices', 'event-driven': 'an event-driven architecture',
  'serverless': 'functions (serverless)', 'cqrs-event-sourcing': 'CQRS with event sourcing', 'cell-based': 'cells (cell-based)',
};

/** The style that the flowchart leads this team to, and what the decision matrix, the common mistakes and the kill criteria say of it. */
export function style(one: Case): Answer {
  const declared = declaredIn(one);
  const chosen = chooseStyle(declared, one.given);
  const steps = chosen === undefined ? [] : walked(one, chosen);
  const names = [...new Set([...(declared.style ? [declared.style.name] : []), ...(chosen?.styles ?? [])])];
  const views = names.flatMap((name) => matrixView(one, name) ?? []);
  const shown = declared.style ? views.filter((view) => view.style === declared.style!.name || chosen?.verdict !== 'agrees') : views;
  const mistakes = mistakesMade(one);
  const criteria = killCriteria(declared);
  const build = criteria.every(({ holds }) => holds);
  return {
    command: 'style',
    data: {
      leads_to: chosen?.styles ?? [], additions: chosen?.additions ?? [], steps,
      ...(declared.style && { declared: { style: declared.style.name, ...(chosen?.verdict && { flowchart: chosen.verdict }), ...(views[0]?.style === declared.style.name && { matrix: views[0].verdict }) } }),
      matrix: shown, mistakes, kill_criteria: { all_hold: build, criteria: criteria.map(({ text, holds, pointer }) => ({ text, holds, declared: fromOf(one, pointer) !== undefined })) },
    },
    blocks: [
      { heading: titled('Style', one) },
      { text: headline(one, chosen) },
      ...(build ? [{ text: `All five kill criteria hold: do not architect, build on a monolith framework such as ${joined(KILL_CRITERIA.frameworks, 'or')}, and come back when growth hurts.` }] : []),
      { heading: 'The flowchart' },
      chosen === undefined ? UNASKED : { head: ['question', 'answer', 'said by', 'leads to'], table: steps.map(({ question, answer, from, then }) => [question, answer, from ?? '', then]) },
      ...shown.flatMap(matrixBlocks),
      { heading: 'Common mistakes' },
      mistakes.length === 0 ? { text: 'None of the five shows here.' } : { list: mistakes.map(mistakeLine) },
      { heading: 'Kill criteria' },
      { head: ['criterion', 'holds', 'said by'], table: criteria.map((each) => criterionRow(one, each)) },
    ],
    follows: follows(steps, shown, mistakes),
  };
}

/** Without the number of developers the flowchart cannot be entered: all its ways out. */
const UNASKED: Block = {
  head: ['developers', 'leads to'],
  table: [
    [`fewer than ${CHART_TEAM.asked}`, `a monolith, modular with more than ${CHART_TEAM.modularAbove}`],
    [`${CHART_TEAM.asked} to ${CHART_TEAM.beyond}`, 'a modular monolith; where parts must be deployed on their own, 2 to 5 services, or microservices from 5 contexts on'],
    [`more than ${CHART_TEAM.beyond}`, 'microservices or cells'],
  ],
};

const VERDICTS: Readonly<Record<StyleVerdict, string>> = {
  agrees: 'which agrees', simpler: 'which is simpler; write down why under style.reason', reasoned: 'which is simpler, for a reason that is written down',
  larger: 'which is more than the team needs', undecided: 'which is right from 5 bounded contexts on; declare contexts or give --contexts',
};

function headline(one: Case, chosen: StyleChoice | undefined): string {
  const { style: own } = declaredIn(one);
  if (chosen === undefined) return 'How many develop it is not declared (project.team_size), and the flowchart begins with it; give --team N.';
  const leads = `The flowchart leads to ${joined(chosen.styles.map((name) => CALLED[name]), 'or')}.`;
  const beside = chosen.additions.map((each) => (each === 'serverless' ? 'Functions suit the parts with spikes.' : 'Event sourcing suits the domains that are asked about their past.'));
  const also = own === undefined ? 'No style is declared.' : chosen.verdict ? `${own.name} is declared, ${VERDICTS[chosen.verdict]}.` : `${own.name} is declared, which the flowchart does not choose; the matrix judges it.`;
  return [leads, ...beside, also].join(' ');
}

interface Walked { readonly question: StyleStep['question']; readonly answer: string; readonly from?: string; readonly then: string }

/** Each question with this team's answer. */
function walked(one: Case, { question, steps }: StyleChoice): Walked[] {
  const needs = '/requirements/non_functional/';
  const declared = declaredIn(one);
  const then = (asked: StyleStep['question']): string | undefined => steps.find((step) => step.question === asked)?.then;
  const components = Object.keys(declared.components).length;
  const { audit_trail: audit, temporal_queries: temporal } = declared.requirements?.non_functional ?? {};
  const answers: readonly (readonly [StyleStep['question'], string | undefined, string | undefined, string])[] = [
    ['developers', String(question.developers), fromOf(one, '/project/team_size'), ''],
    ['independent deployment', question.independentDeployability === undefined ? undefined : yesNo({ holds: question.independentDeployability }), fromOf(one, '/style/independent_deployability'), '--independent-deploys'],
    ['bounded contexts', question.boundedContexts === undefined ? undefined : String(question.boundedContexts), fromOf(one, '/contexts'), components > 0 ? `--contexts (${count(components, 'component')} declared)` : '--contexts'],
    ['spikes', question.peakOverBaseline === undefined ? undefined : `${question.peakOverBaseline} times`, fromOf(one, `${needs}peak_to_baseline`), '--peak'],
    ['audit trail', audit === undefined && temporal === undefined ? undefined : audit && temporal ? 'yes, and questions about the past' : audit ? 'yes, no questions about the past' : 'no', fromOf(one, `${needs}audit_trail`), '--audit'],
  ];
  return answers.flatMap(([asked, answer, from, option]) => {
    const leads = then(asked) ?? (asked === 'spikes' ? (answer === undefined ? 'nothing to add' : `below ${SPIKY}: nothing to add`) : asked === 'audit trail' ? 'nothing to add' : undefined);
    if (leads === undefined) return [];
    return [{ question: asked, answer: answer ?? `not answered: ${option}`, ...(from !== undefined && answer !== undefined && { from }), then: leads }];
  });
}

const VIEWS: Readonly<Record<MatrixView['verdict'], string>> = {
  fits: 'It fits: something speaks for it and nothing against it.', contradicted: 'It does not fit: what it should be avoided for is so here.', open: 'Nothing that is declared speaks for it or against it.',
};

const matrixBlocks = (view: MatrixView): Block[] => [
  { heading: `The decision matrix on ${view.style}` },
  { text: `${VIEWS[view.verdict]} Its complexity is ${view.complexity}.` },
  { head: ['', 'criterion', 'here', 'because', 'said by'], table: view.rows.map((row) => [row.kind, row.criterion, `${yesNo(row)}${speaks(row) === 'against' ? ' ✖' : ''}`, row.because, row.from ?? '']) },
];

/** What nobody declares of team and users is open; of the others, it is taken to be absent. */
function criterionRow(one: Case, { text, holds, pointer }: KillCriterion): string[] {
  const from = fromOf(one, pointer);
  return [text, yesNo({ holds: !holds && from === undefined ? undefined : holds }), from ?? (holds ? 'not declared, taken as so' : `not declared (${keyText(pointer)})`)];
}

const mistakeLine = ({ belief, reality, because, from }: MistakeMade): string => `${because}${from === undefined ? '' : ` (${from})`} The belief: ${belief} In truth: ${reality}`;

function follows(steps: readonly Walked[], views: readonly MatrixView[], mistakes: readonly MistakeMade[]): Followed[] {
  const source = 'Phase 2, selection flowchart';
  return [
    ...(steps.length === 0 ? [{ rule: 'The number of developers comes first.', source }] : steps.filter(({ then }) => !then.endsWith('nothing to add')).map(({ question, then }) => ({ rule: `${question[0]!.toUpperCase()}${question.slice(1)}: ${then}.`, source }))),
    ...views.map(({ style: name }) => ({ rule: `The row of ${name}.`, source: 'Phase 2, decision matrix' })),
    ...mistakes.map(({ reality }) => ({ rule: reality, source: 'Phase 2, common mistakes' })),
    { rule: 'Where all five kill criteria hold, there is nothing to architect.', source: 'Phase 1, kill criteria' },
  ];
}
