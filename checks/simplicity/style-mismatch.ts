import { defineCheck, type Architecture, type DeclaredStyle, type Evidence, type Judgement, type Unit, type Unjudged } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { SPIKY, STYLES } from '../../src/lib/knowledge/styles.ts';
import { bounded, count } from '../../src/lib/module-imports.ts';
import { chooseStyle } from '../../src/lib/style-choice.ts';

const SEVERAL = 12;
/** Services that still pass for one deployable: an API and a helper beside it. */
const MONOLITH_SERVICES = 2;

export default defineCheck<'architecture' | 'units'>({
  id: 'style-mismatch',
  dimension: 'simplicity',
  severity: 'critical',
  phase: '2',
  from: 'prototype',
  effort: 'high',
  title: 'The declared style fits the team, the needs and the code',
  why: 'A style that is too large for its team costs more than the product; one that the code does not follow helps nobody to understand it.',
  fix: 'Choose the style that the team and its needs lead to, or declare the one that the code has.',
  grading: 'share',
  needs: ['architecture', 'units'],
  inspect({ architecture, units: { units } }) {
    const { style } = architecture.declared;
    if (!style) return { examined: 0, judgements: [] };
    const answers = [team(architecture, style), choice(architecture, style), ...additions(architecture, style), code(architecture, style, units)];
    return {
      examined: answers.filter((answer) => answer === 'good' || isJudgement(answer)).length,
      judgements: answers.filter(isJudgement),
      unjudged: answers.filter((answer): answer is Unjudged => typeof answer === 'object' && !isJudgement(answer)),
    };
  },
});

/** undefined: not asked here. */
type Answer = Judgement | Unjudged | 'good' | undefined;

const isJudgement = (answer: Answer): answer is Judgement => typeof answer === 'object' && 'standing' in answer;

/** The decision matrix: fewest developers. */
function team(architecture: Architecture, { name }: DeclaredStyle): Answer {
  const size = architecture.declared.project.team_size;
  const minimum = STYLES.find(({ style }) => style === name)?.teamMinimum;
  if (minimum === undefined) return undefined;
  if (!size) return minimum === 1 ? 'good' : { subject: `team for ${name}`, reason: 'The size of the team is not declared (project.team_size).', at: placeOf(architecture, '/project') };
  if (size >= minimum) return 'good';
  return {
    subject: `team for ${name}`,
    standing: 'violated',
    message: `${name} asks for ${minimum} developers at least, and the team has ${size}.`,
    at: placeOf(architecture, '/style/name'),
    evidence: [{ note: `team_size: ${size}`, at: placeOf(architecture, '/project/team_size') }],
  };
}

/** The selection flowchart. */
function choice(architecture: Architecture, style: DeclaredStyle): Answer {
  const chosen = chooseStyle(architecture.declared);
  if (chosen?.verdict === undefined) return undefined;
  const { styles, steps, verdict, question } = chosen;
  if (verdict === 'agrees') return 'good';
  const subject = `choice of ${style.name}`;
  if (verdict === 'undecided') {
    return { subject, reason: 'Five bounded contexts or more ask for microservices, fewer for a few services; none are declared (contexts).', at: placeOf(architecture, '/style/name') };
  }
  const why = style.reason ?? style.decision;
  return {
    subject,
    // Less than the flowchart offers is a choice, where it is given a reason; more is a cost.
    standing: verdict === 'reasoned' ? 'declared' : 'violated',
    message: `The selection flowchart leads to ${styles.join(' or ')}, and ${style.name} is declared.`,
    at: placeOf(architecture, '/style/name'),
    evidence: [
      { note: `team_size: ${question.developers}`, at: placeOf(architecture, '/project/team_size') },
      ...steps.map(({ question: asked, then }): Evidence => ({ note: `${asked}: ${then}` })),
      ...(why === undefined ? [] : [{ note: `the reason given: ${why}`, at: placeOf(architecture, '/style/reason') }]),
    ],
    ...(verdict !== 'larger' && { confidence: 'medium' }),
  };
}

/** What the flowchart adds at any point: functions for extreme spikes, event sourcing for a past that is asked for. */
function additions(architecture: Architecture, style: DeclaredStyle): Answer[] {
  const { requirements, patterns = [] } = architecture.declared;
  const { peak_to_baseline: peak, audit_trail, temporal_queries } = requirements?.non_functional ?? {};
  const hasPattern = (wanted: string): boolean => patterns.some((pattern) => (typeof pattern === 'string' ? pattern : pattern.name) === wanted);
  const needs = (subject: string, met: boolean, message: string, at: string): Answer =>
    met ? 'good' : { subject, standing: 'missing', message, at: placeOf(architecture, `/requirements/non_functional/${at}`), confidence: 'medium' };
  return [
    ...(peak !== undefined && peak >= SPIKY
      ? [needs('spiky traffic', style.name === 'serverless' || (style.serverless_for ?? []).length > 0, `Peaks of ${peak} times the baseline call for functions, and no component is named under style.serverless_for.`, 'peak_to_baseline')] : []),
    ...(audit_trail && temporal_queries
      ? [needs('audit trail', style.name === 'cqrs-event-sourcing' || (style.event_sourcing_for ?? []).length > 0 || hasPattern('event-sourcing'), 'An audit trail that is asked about the past calls for event sourcing, and none is declared under style.event_sourcing_for.', 'temporal_queries')] : []),
  ];
}

/** What is deployed, against what is declared. */
function code(architecture: Architecture, { name }: DeclaredStyle, units: readonly Unit[]): Answer {
  const services = units.filter(({ kind }) => kind === 'service');
  const functions = units.filter(({ kind }) => kind === 'function');
  const subject = `${name} in the code`;
  const shown = (list: readonly Unit[]): Evidence[] => bounded(list.map((unit) => ({ note: `${unit.name}: a ${unit.kind} (${unit.framework})`, at: unit.startedAt ?? unit.entry })), SEVERAL);
  const contradicts = (message: string, list: readonly Unit[]): Judgement =>
    ({ subject, standing: 'violated', message, at: placeOf(architecture, '/style/name'), evidence: shown(list), confidence: 'medium' });
  if (services.length + functions.length === 0) return undefined;
  const folders = new Set(services.map(({ dir }) => dir)).size;
  if (name === 'monolith' || name === 'modular-monolith') {
    return folders > MONOLITH_SERVICES ? contradicts(`A ${name} is declared, and the code holds ${count(folders, 'service')}.`, services) : 'good';
  }
  if (name === 'microservices' || name === 'cell-based') {
    const declared = Object.values(architecture.declared.components).filter(({ kind }) => kind === 'service').length;
    // Services may be written in languages that are not read here.
    return folders === 1 && declared <= 1 ? contradicts(`${name} are declared, and the code holds one service.`, services) : 'good';
  }
  if (name === 'serverless') {
    return functions.length === 0 ? contradicts(`Serverless is declared, and the code holds ${count(folders, 'service')} that listen${folders === 1 ? 's' : ''} and no function.`, services) : 'good';
  }
  return 'good';
}
