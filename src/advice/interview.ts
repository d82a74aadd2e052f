import { INTERVIEW_STEPS, type InterviewStep } from '../lib/knowledge/interview.ts';
import type { Blueprint } from '../lib/knowledge/systems/blueprint.ts';
import type { Answer, Block } from './answer.ts';
import { design } from './design.ts';
import { titleOf } from './design/find.ts';

/** Developers of the company in whose name the interview is held: enough for services. */
const TEAM = 40;

/** A step of the interview with what a good answer holds. */
export interface WorkedStep { readonly step: InterviewStep; readonly good: readonly Block[] }

export interface Interview { readonly title: string; readonly users: number; readonly steps: readonly WorkedStep[]; readonly data: object }

/** The headings of the design document that belong to each step of the interview. */
const SECTIONS: readonly (readonly RegExp[])[] = [[/^1\. /], [/^2\. /], [/^4\. /, /^5\. /, /^6\. /], [/^10\. /, /^7\. /], [/^12\. /, /^13\. /, /^11\. /]];
/** Of the brief, an interview needs neither the assumptions nor the kill criteria. */
const LEFT_OUT = /^(?:Kill criteria|Not all hold)/;

/** The interview about one classic system, worked out for a number of users. */
export function interviewOn(blueprint: Blueprint, users = blueprint.interviewUsers): Interview {
  const { full, declaration } = design(titleOf(blueprint), blueprint, { project: { team_size: TEAM, expected_users: users } }, 'DESIGN.md');
  const sections = sectionsOf(full.blocks);
  const steps = INTERVIEW_STEPS.map((step, index): WorkedStep => ({ step, good: [...opening(index, blueprint), ...SECTIONS[index]!.flatMap((heading) => sections.find(([title]) => heading.test(title))?.[1] ?? [])] }));
  const { style, load, estimate, sizes } = full.data as Record<string, unknown>;
  return { title: `Interview: ${titleOf(blueprint)}`, users, steps, data: { system: blueprint.id, users, style, load, estimate, sizes, challenges: blueprint.challenges.map(({ name, problem }) => ({ name, problem })), components: Object.keys(declaration.components) } };
}

function opening(index: number, { needs }: Blueprint): Block[] {
  if (index === 0) return [{ text: `Say what is left out, too: accounts, payment and administration are assumed to be there.${needs.real_time ? ' It is a real-time system: say so early, it decides the API.' : ''}` }];
  return index === 3 ? [{ text: 'Choose one of these and go to the end of it; name the others in a sentence each.' }] : [];
}

function sectionsOf(blocks: readonly Block[]): (readonly [string, readonly Block[]])[] {
  const found: [string, Block[]][] = [];
  for (const block of blocks) {
    if ('heading' in block && block.level === undefined) found.push([block.heading, []]);
    else if (!('text' in block && LEFT_OUT.test(block.text)) && !('heading' in block && LEFT_OUT.test(block.heading))) found.at(-1)?.[1].push(block);
  }
  return found.map(([title, inner]) => [title, inner.filter((block) => !isForTeams(title, block))]);
}

/** Tables that speak to a team and not to an interviewer. */
const isForTeams = (title: string, block: Block): boolean =>
  ('table' in block && title.startsWith('1. ') && (block.head[0] === 'what' || block.head[0] === 'criterion'))
  || ('text' in block && block.text.startsWith('Nobody said these')) || ('list' in block && block.list.some((item) => item.includes('arch-lint')));

export const minutesOf = ({ steps }: Interview): number => steps.reduce((sum, { step }) => sum + step.minutes, 0);

/** The whole as a sheet. */
export function sheet(interview: Interview): Answer {
  return {
    command: 'interview', data: { ...interview.data, steps: interview.steps.map(({ step }) => step) },
    blocks: [
      { heading: interview.title },
      { text: `${minutesOf(interview)} minutes in five steps. Think aloud, ask before you draw, and let numbers decide.` },
      ...interview.steps.flatMap(({ step, good }, index): Block[] => [
        { heading: `Step ${index + 1}: ${step.title} (${step.minutes} min)` }, { list: step.asks }, { text: 'A good answer:' }, ...good,
      ]),
    ],
    follows: [{ rule: 'Five steps of 2, 3, 5, 15 and 5 minutes.', source: 'Phase 11, interview mode' }, { rule: 'A fifth of all users come on a day; the peak is 3 times the mean.', source: 'Phase 11, step 2' }],
  };
}
