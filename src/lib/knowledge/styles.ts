import type { DeclaredStyle } from '../../model/index.ts';

// The source document's Phase 2, in our words and with its numbers.

export type Complexity = 'low' | 'medium' | 'high' | 'very high';
export type StyleName = DeclaredStyle['name'];

export interface StyleRow {
  readonly style: StyleName;
  readonly bestWhen: readonly StyleCriterion[];
  readonly avoidWhen: readonly StyleCriterion[];
  /** Fewest developers. */
  readonly teamMinimum: number;
  readonly complexity: Complexity;
}

const MATRIX = [
  { style: 'monolith', bestWhen: ['fewer than five developers', 'a simple domain', 'speed of delivery decides'], avoidWhen: ['several teams', 'several languages are needed'], teamMinimum: 1, complexity: 'low' },
  { style: 'modular-monolith', bestWhen: ['the team is growing', 'the domains are clear', 'distribution would come too early'], avoidWhen: ['very large scale is needed at once'], teamMinimum: 3, complexity: 'medium' },
  { style: 'microservices', bestWhen: ['several teams', 'parts must be deployed independently', 'several languages are needed'], avoidWhen: ['fewer than ten developers', 'the boundaries are unclear'], teamMinimum: 10, complexity: 'high' },
  { style: 'event-driven', bestWhen: ['the work is asynchronous', 'an audit trail is needed', 'eventual consistency is acceptable'], avoidWhen: ['strong consistency is needed everywhere'], teamMinimum: 5, complexity: 'high' },
  { style: 'serverless', bestWhen: ['traffic comes in spikes', 'paying per use fits', 'prototypes must be quick'], avoidWhen: ['latency decides', 'processes run long'], teamMinimum: 1, complexity: 'medium' },
  { style: 'cqrs-event-sourcing', bestWhen: ['the domain is complex', 'an audit trail is mandatory', 'reads and writes differ widely'], avoidWhen: ['plain create, read, update and delete', 'a small team'], teamMinimum: 5, complexity: 'very high' },
  { style: 'cell-based', bestWhen: ['the scale is extreme', 'failures must stay in one cell', 'several regions'], avoidWhen: ['the scale is not yet massive'], teamMinimum: 20, complexity: 'very high' },
] as const;

/** What speaks for a style or against it; each is a question to a declaration. */
export type StyleCriterion = (typeof MATRIX)[number]['bestWhen' | 'avoidWhen'][number];

/** The decision matrix. */
export const STYLES: readonly StyleRow[] = MATRIX;

export interface StyleQuestion {
  readonly developers: number;
  readonly independentDeployability?: boolean | undefined;
  readonly boundedContexts?: number | undefined;
  /** Peak over baseline traffic. */
  readonly peakOverBaseline?: number | undefined;
  readonly auditWithTemporalQueries?: boolean | undefined;
}

export interface StyleStep {
  readonly question: 'developers' | 'independent deployment' | 'bounded contexts' | 'spikes' | 'audit trail';
  /** What the answer leads to, in words. */
  readonly then: string;
}

export interface StyleAnswer {
  /** The style that the flowchart leads to; several where it leaves the choice. */
  readonly styles: readonly StyleName[];
  /** The questions in the order walked. */
  readonly steps: readonly StyleStep[];
  /** What parts of the system should have beside it. */
  readonly additions: readonly ('serverless' | 'event-sourcing')[];
}

/** Traffic this many times its baseline counts as extremely spiky. */
export const SPIKY = 100;
/** From this many bounded contexts on, services become microservices. */
export const MICROSERVICE_CONTEXTS = 5;
/** Fewer developers than the first, or more than the second, need no further question. */
export const CHART_TEAM = { asked: 5, beyond: 15, modularAbove: 3 } as const;

/** The selection flowchart. Questions without an answer take the simpler branch, and the step says so. */
export function selectStyle({ developers, independentDeployability: independent, boundedContexts: contexts, peakOverBaseline: peak, auditWithTemporalQueries: audit }: StyleQuestion): StyleAnswer {
  const steps: StyleStep[] = [];
  const step = (question: StyleStep['question'], then: string): void => { steps.push({ question, then }); };
  let styles: StyleName[];
  if (developers < CHART_TEAM.asked) {
    const modular = developers > CHART_TEAM.modularAbove;
    styles = modular ? ['modular-monolith', 'monolith'] : ['monolith'];
    step('developers', modular ? 'fewer than 5: a monolith, modular since there are more than 3' : 'fewer than 5: a monolith');
  } else if (developers > CHART_TEAM.beyond) {
    styles = ['microservices', 'cell-based'];
    step('developers', 'more than 15: microservices or cells');
  } else {
    step('developers', '5 to 15: it depends on what must be deployed on its own');
    if (!independent) {
      styles = ['modular-monolith'];
      step('independent deployment', independent === undefined ? 'not said, taken as no: a modular monolith' : 'not needed: a modular monolith');
    } else {
      step('independent deployment', 'needed: it depends on the number of contexts');
      const many = contexts !== undefined && contexts >= MICROSERVICE_CONTEXTS;
      styles = many ? ['microservices'] : ['service-oriented'];
      step('bounded contexts', many ? '5 or more: microservices' : contexts === undefined ? 'not said, taken as few: 2 to 5 services' : 'fewer than 5: 2 to 5 services');
    }
  }
  const additions: StyleAnswer['additions'][number][] = [];
  if (peak !== undefined && peak >= SPIKY) {
    additions.push('serverless');
    step('spikes', `${peak} times the baseline: serverless for those parts`);
  }
  if (audit) {
    additions.push('event-sourcing');
    step('audit trail', 'mandatory, with questions about the past: event sourcing for those domains');
  }
  return { styles, steps, additions };
}

export interface Mistake {
  readonly id: 'services-from-day-one' | 'early-kubernetes' | 'event-sourcing-everywhere' | 'nosql-for-speed' | 'graphql-for-everything';
  readonly belief: string;
  readonly reality: string;
}

/** The common mistakes. */
export const COMMON_MISTAKES: readonly Mistake[] = [
  { id: 'services-from-day-one', belief: 'Microservices are needed from the first day.', reality: 'A monolith that can be split later is needed.' },
  { id: 'early-kubernetes', belief: 'Kubernetes suits three developers.', reality: 'A platform as a service does, until the complexity of Kubernetes pays.' },
  { id: 'event-sourcing-everywhere', belief: 'Event sourcing is right everywhere.', reality: 'It is right where an audit trail and questions about the past are required.' },
  { id: 'nosql-for-speed', belief: 'A non-relational store is faster.', reality: 'PostgreSQL serves nine uses of ten; start there.' },
  { id: 'graphql-for-everything', belief: 'GraphQL is right for everything.', reality: 'REST is for simple APIs; GraphQL for clients that need flexible queries.' },
];

/** When all hold there is nothing to architect: build on a monolith framework, and come back when growth hurts. */
export const KILL_CRITERIA = {
  developersBelow: 3,
  usersBelow: 1000,
  texts: ['fewer than three developers', 'under a thousand users within six months', 'one region and one time zone', 'no compliance regime', 'no real-time need'],
  frameworks: ['Rails', 'Django', 'Next.js', 'Laravel'],
} as const;
