import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../lib/mistake.ts';
import { parseCount, parseDuration, parsePercent } from '../lib/quantity.ts';
import type { WholeBrief } from '../advice/design.ts';
import type { GivenBrief } from '../advice/design/brief.ts';
import { readBrief } from '../config/brief.ts';
import type { Stage } from '../model/index.ts';
import type { Io } from './io.ts';

/** What the command line says of the brief. */
export interface BriefOptions {
  readonly brief?: string;
  readonly name?: string;
  readonly team?: string;
  readonly users?: string;
  readonly stage?: string;
  readonly availability?: string;
  readonly latency?: string;
  readonly consistency?: string;
  readonly compliance?: readonly string[];
  readonly cloud?: string;
  readonly regions?: readonly string[];
  readonly skills?: readonly string[];
  readonly independentDeploys?: string;
  readonly tenancy?: string;
}

const MOST_BRIEF = 1024 * 1024;
const MOST_TEAM = 100_000;
/** There are not more people. */
const MOST_USERS = 10e9;

/** The brief of a file with what options put in its place. */
export function briefOf(options: BriefOptions, io: Io): GivenBrief {
  const file = options.brief === undefined ? { project: {} } : fileBrief(options.brief, io);
  return { ...file, ...merged(file, options) };
}

function fileBrief(path: string, io: Io): GivenBrief {
  const full = resolve(io.cwd, path);
  const there = statSync(full, { throwIfNoEntry: false });
  if (!there?.isFile()) throw new UsageError(`There is no file ${path}; --brief takes a YAML file with project, requirements, constraints and priorities.`);
  if (there.size > MOST_BRIEF) throw new UsageError(`${path} is larger than 1 MB; a brief is a page.`);
  const read = readBrief(path, readFileSync(full, 'utf8'));
  if ('mistakes' in read) throw new UsageError(read.mistakes);
  return read.brief as GivenBrief;
}

function merged(file: GivenBrief, options: BriefOptions): Partial<GivenBrief> & Pick<GivenBrief, 'project'> {
  const availability = asked(options.availability, '--availability', 'a share such as 99.9%', (text) => { const share = parsePercent(/%$/.test(text) ? text : `${text}%`); return share !== undefined && share > 0 && share < 100 ? `${share}%` : undefined; });
  const latency = asked(options.latency, '--latency', 'a time such as "< 500ms"', (text) => (parseDuration(text) === undefined ? undefined : text));
  const independent = asked(options.independentDeploys, '--independent-deploys', 'yes or no', (text) => (/^yes$/i.test(text) ? true : /^no$/i.test(text) ? false : undefined));
  const needs = {
    ...file.requirements?.non_functional, ...(availability !== undefined && { availability }), ...(latency !== undefined && { latency_p99: latency }),
    ...(options.consistency !== undefined && { consistency: options.consistency as 'strong' }), ...(options.compliance && { compliance: [...options.compliance] }),
  };
  const [primary, ...secondary] = options.regions ?? [];
  return {
    project: {
      ...file.project, ...(options.name !== undefined && { name: options.name }), ...(options.stage !== undefined && { stage: options.stage as Stage }),
      ...(options.team !== undefined && { team_size: teamSize(options.team) }), ...(options.users !== undefined && { expected_users: userCount(options.users) }),
    },
    requirements: { ...file.requirements, non_functional: needs },
    ...((options.cloud ?? options.skills) !== undefined && { constraints: { ...file.constraints, ...(options.skills && { team_skills: [...options.skills] }), ...(options.cloud !== undefined && { existing_infra: options.cloud }) } }),
    ...((options.cloud ?? primary) !== undefined && { infrastructure: { ...file.infrastructure, ...(options.cloud !== undefined && { cloud: options.cloud }), ...(primary !== undefined && { regions: { primary, ...(secondary.length > 0 && { secondary }) } }) } }),
    ...(independent !== undefined && { style: { ...file.style, independent_deployability: independent } }),
    ...(options.tenancy !== undefined && { tenancy: { model: options.tenancy as 'single' } }),
  };
}

function asked<T>(text: string | undefined, flag: string, form: string, read: (text: string) => T | undefined): T | undefined {
  if (text === undefined) return undefined;
  const value = read(text.trim());
  if (value === undefined) throw new UsageError(`${flag} takes ${form}; '${text}' is not one.`);
  return value;
}

export function teamSize(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < 1 || value > MOST_TEAM) throw new UsageError(`--team takes the number of developers, a whole number from 1 to 100,000; '${text}' is not one.`);
  return value;
}

/** As it was written, once it makes sense. */
export function userCount(text: string): string {
  const value = parseCount(text);
  if (value === undefined || !(value >= 1)) throw new UsageError(`--users takes the users that are expected, such as 1K, 250K or 10M+; '${text}' is not one.`);
  if (value > MOST_USERS) throw new UsageError(`--users ${text} is more than there are people.`);
  return text.trim();
}

/** Holds that the brief says what everything else is sized by, and that its numbers are possible. */
export function whole(brief: GivenBrief): WholeBrief {
  const { team_size: team, expected_users: users } = brief.project;
  if (team === undefined || users === undefined) {
    throw new UsageError('There is no terminal to ask on. Say how many develop it and how many will use it (--team 8 --users 100K), or give a brief (--brief brief.yaml).');
  }
  teamSize(String(team));
  userCount(String(users));
  const wrong = Object.entries(brief.estimates ?? {}).find(([, value]) => typeof value === 'number' && !(value > 0 && value <= Number.MAX_SAFE_INTEGER));
  if (wrong) throw new UsageError(`estimates.${wrong[0]} is ${wrong[1]}; it takes a number above 0.`);
  return { ...brief, project: { ...brief.project, team_size: team, expected_users: users } };
}

