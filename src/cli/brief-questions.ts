import type { Blueprint } from '../lib/knowledge/systems/blueprint.ts';
import type { GivenBrief } from '../advice/design/brief.ts';
import { UsageError } from '../lib/mistake.ts';
import type { Asker } from './asker.ts';
import { teamSize } from './brief.ts';

const sentence = (check: (value: string) => unknown) => (value: string): string | undefined => {
  try {
    check(value);
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? error.message.replace(/^--(?:team|users) takes/, 'This takes') : 'That was not understood.';
  }
};

const AVAILABILITIES = [['99%', 'seven hours a month may be missed'], ['99.9%', '43 minutes a month'], ['99.99%', 'four minutes a month: two regions'], ['99.999%', '26 seconds a month']] as const;
const USERS = ['1K', '10K', '100K', '1M', '10M+'];

/** Walks through what a brief needs, and asks what it does not say yet; undefined: the person thought better of it. */
export async function askBrief(given: GivenBrief, blueprint: Blueprint | undefined, ask: Asker): Promise<GivenBrief | undefined> {
  const { project } = given;
  const needs = given.requirements?.non_functional ?? {};

  const functional = given.requirements?.functional ?? (blueprint ? [...blueprint.functional] : await useCases(ask));
  if (functional === undefined) return undefined;

  const team = project.team_size ?? await number(ask, 'How many develop it?', teamSize);
  if (team === undefined) return undefined;

  const users = project.expected_users ?? await ask.select({ message: 'How many will use it within six months?', options: USERS.map((value) => ({ value, label: value })), initial: '10K' });
  if (users === undefined) return undefined;

  const small = team < 3 && String(users) === '1K';
  const availability = needs.availability ?? (small ? '99%' : await ask.select({ message: 'How much of the time must it be there?', options: AVAILABILITIES.map(([value, hint]) => ({ value, label: value, hint })), initial: '99.9%' }));
  if (availability === undefined) return undefined;

  const regimes = needs.compliance ?? await ask.text({ message: 'Which rules bind it (SOC2, HIPAA, PCI, GDPR)? Commas between; empty: none.', initial: [blueprint?.needs.compliance ?? ''].flat().filter((one) => one !== 'none').join(', ') });
  if (regimes === undefined) return undefined;
  const compliance = typeof regimes === 'string' ? regimes.split(',').map((one) => one.trim()).filter(Boolean) : regimes;

  const independent = given.style?.independent_deployability ?? (team >= 5 && team <= 15 ? await ask.confirm({ message: 'Must parts be deployed on their own?' }) : null);
  if (independent === undefined) return undefined;

  const cloud = given.constraints?.existing_infra ?? await ask.select({ message: 'Where does it run?', options: [...['aws', 'gcp', 'azure', 'self-hosted'].map((value) => ({ value, label: value })), { value: 'none', label: 'not decided' }], initial: 'none' });
  if (cloud === undefined) return undefined;

  const skills = given.constraints?.team_skills ?? await ask.text({ message: 'What does the team know? Languages and frameworks, commas between; empty: not said.' });
  if (skills === undefined) return undefined;
  const known = typeof skills === 'string' ? skills.split(',').map((one) => one.trim()).filter(Boolean) : skills;

  return {
    ...given, project: { ...project, team_size: team, expected_users: users },
    requirements: { ...given.requirements, functional, non_functional: { ...needs, availability, compliance: compliance.length === 0 ? 'none' : [...compliance] } },
    constraints: { ...given.constraints, existing_infra: cloud, ...(known.length > 0 && { team_skills: known }) },
    ...(independent !== null && { style: { ...given.style, independent_deployability: independent } }),
  };
}

async function number(ask: Asker, message: string, read: (text: string) => number): Promise<number | undefined> {
  const text = await ask.text({ message, validate: sentence(read) });
  return text === undefined ? undefined : read(text);
}

const MOST_USE_CASES = 5;

/** Up to five, a line each. */
async function useCases(ask: Asker): Promise<string[] | undefined> {
  const found: string[] = [];
  while (found.length < MOST_USE_CASES) {
    const text = await ask.text({ message: found.length === 0 ? 'What must it do? One use case; up to five.' : 'And what else? Empty: that is all.', ...(found.length === 0 && { validate: (value) => (value.trim() === '' ? 'It must do something.' : undefined) }) });
    if (text === undefined) return undefined;
    if (text.trim() === '') break;
    found.push(text.trim());
  }
  return found;
}
