import { defineCheck, type Judgement } from '../../src/model/index.ts';
import { placeOf } from '../../src/lib/declaration.ts';
import { listed } from '../../src/lib/module-imports.ts';

const MOST_USE_CASES = 5;
const PRIORITIES = ['time_to_market', 'scalability', 'maintainability', 'cost_efficiency', 'reliability'] as const;

/** The brief's fields by section, each with the question that it answers. */
const SECTIONS: readonly (readonly [pointer: string, asks: string, fields: Readonly<Record<string, string>>])[] = [
  ['/project', 'what is being built, and for how many', { type: 'how the project starts', stage: 'how far it has come', team_size: 'how many developers work on it', expected_users: 'how many users are expected' }],
  ['/requirements', 'what it must do', { functional: 'what the core use cases are' }],
  ['/requirements/non_functional', 'how well it must do it', {
    availability: 'what availability it needs', latency_p99: 'how fast it must answer', throughput: 'what load it must take',
    data_volume: 'how much data it holds', consistency: 'what consistency it needs', compliance: 'what compliance binds it',
  }],
  ['/constraints', 'what the design must live with', { budget: 'what budget there is', timeline: 'what time there is', team_skills: 'what the team knows', existing_infra: 'what infrastructure is there' }],
];

export default defineCheck<'architecture'>({
  id: 'incomplete-brief',
  dimension: 'simplicity',
  severity: 'minor',
  phase: '1',
  from: 'prototype',
  effort: 'low',
  title: 'The discovery brief is filled in',
  why: 'Without the numbers behind it every design is a guess, and most guesses are too large.',
  fix: 'Answer the open questions under project, requirements, constraints and priorities; a rough number is better than none.',
  grading: 'share',
  needs: ['architecture'],
  inspect({ architecture }) {
    const { declared } = architecture;
    const judgements: Judgement[] = [];
    let examined = 1;
    for (const [at, asks, fields] of SECTIONS) {
      const section = valueAt(declared, at);
      const open = Object.keys(fields).filter((field) => !isFilled((section as Record<string, unknown> | undefined)?.[field]));
      // A section that nobody began is one omission.
      const isBlank = open.length === Object.keys(fields).length;
      examined += isBlank ? 1 : Object.keys(fields).length;
      if (isBlank) judgements.push({ subject: nameOf(at), standing: 'missing', message: `The brief does not say ${asks} (${nameOf(at)}).`, at: placeOf(architecture, at), evidence: open.map((field) => ({ note: `open: ${fields[field]} (${field})` })) });
      else for (const field of open) judgements.push({ subject: `${nameOf(at)}.${field}`, standing: 'missing', message: `The brief does not say ${fields[field]} (${nameOf(at)}.${field}).`, at: placeOf(architecture, at) });
    }

    const useCases = declared.requirements?.functional ?? [];
    if (useCases.length > MOST_USE_CASES) {
      judgements.push({
        subject: 'requirements.functional', standing: 'violated', at: placeOf(architecture, `/requirements/functional/${MOST_USE_CASES}`),
        message: `The brief names ${useCases.length} core use cases; a first version has ${MOST_USE_CASES} at most.`,
      });
    }

    const priorities = declared.priorities ?? {};
    const unranked = PRIORITIES.filter((name) => !priorities[name]);
    // That each rank is given once, and lies from 1 to 5, is asked when the file is read.
    if (unranked.length > 0) {
      judgements.push({
        subject: 'priorities', standing: 'missing', at: placeOf(architecture, '/priorities'),
        message: unranked.length === PRIORITIES.length ? 'The brief ranks no priorities.' : `The priorities leave out ${listed(unranked, 5)}.`,
      });
    }
    return { examined, judgements };
  },
});

const nameOf = (at: string): string => at.slice(1).replaceAll('/', '.');

const valueAt = (declared: object, at: string): unknown =>
  at.split('/').slice(1).reduce<unknown>((object, key) => (object as Record<string, unknown> | undefined)?.[key], declared);

const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && value !== 0 && !(Array.isArray(value) && value.every((item) => item === ''));
