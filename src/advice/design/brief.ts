import { DAILY_SHARE, envelope, type Envelope } from '../../lib/knowledge/envelope.ts';
import type { Blueprint } from '../../lib/knowledge/systems/blueprint.ts';
import { killCriteriaHold } from '../../lib/stage.ts';
import { parseCount, parsePercent } from '../../lib/quantity.ts';
import type { ArchitectureDeclaration, DeclaredConstraints, DeclaredContext, DeclaredEstimates, DeclaredNonFunctional, DeclaredPriorities, DeclaredProject, DeclaredRegions, DeclaredTenancy } from '../../model/index.ts';

/** What a person said: the brief's sections of architecture.yaml, as far as they were filled in. */
export interface GivenBrief {
  readonly project: Omit<DeclaredProject, 'name'> & { readonly name?: string };
  readonly requirements?: ArchitectureDeclaration['requirements'];
  readonly constraints?: DeclaredConstraints;
  readonly priorities?: DeclaredPriorities;
  readonly estimates?: DeclaredEstimates;
  readonly style?: { readonly independent_deployability?: boolean };
  readonly infrastructure?: { readonly cloud?: string | string[]; readonly regions?: DeclaredRegions };
  readonly tenancy?: DeclaredTenancy;
  readonly contexts?: readonly DeclaredContext[];
}

export interface Assumption { readonly key: string; readonly value: string; readonly because: string }

/** The whole brief: what was said, and what was assumed in its place. */
export interface Brief {
  readonly system: string;
  readonly project: DeclaredProject & { readonly team_size: number; readonly expected_users: string | number; readonly stage: NonNullable<DeclaredProject['stage']> };
  readonly functional: readonly string[];
  readonly needs: DeclaredNonFunctional & { readonly availability: string };
  readonly constraints: DeclaredConstraints;
  readonly priorities: DeclaredPriorities;
  readonly estimates: DeclaredEstimates;
  readonly numbers: Required<Envelope>;
  readonly given: GivenBrief;
  readonly assumed: readonly Assumption[];
  /** All kill criteria hold. */
  readonly build: boolean;
}

export const usersOf = (text: string | number): number => parseCount(text) ?? 0;

/** Needs that are taken over as they are; without a word on them, from what is usual. */
const SHAPES = ['real_time', 'timezones', 'peak_to_baseline', 'read_write_ratio', 'audit_trail', 'temporal_queries'] as const;

type Stage = Brief['project']['stage'];

/** Completes what was said by what is usual for the system, the number of people and the stage. */
export function completeBrief(system: string, blueprint: Blueprint, given: GivenBrief & { readonly project: { readonly team_size: number; readonly expected_users: string | number } }): Brief {
  const assumed: Assumption[] = [];
  const say = <T>(value: T | undefined, key: string, otherwise: T, because: string): T => {
    if (value !== undefined) return value;
    assumed.push({ key, value: wordsOf(otherwise), because });
    return otherwise;
  };
  const { team_size: team, expected_users: expected } = given.project;
  const users = usersOf(expected);
  const said = given.requirements?.non_functional ?? {};
  const usual = blueprint.needs;
  const kept: DeclaredNonFunctional = { ...said, compliance: said.compliance ?? usual.compliance ?? 'none', ...((said.real_time ?? usual.real_time) !== undefined && { real_time: said.real_time ?? usual.real_time! }) };
  const regions = given.infrastructure?.regions;
  const build = killCriteriaHold({ version: 1, project: { name: system, team_size: team, expected_users: expected }, components: {}, requirements: { non_functional: kept }, ...(regions && { infrastructure: { regions } }) });

  const stage = say<Stage>(given.project.stage, 'project.stage', build ? 'prototype' : users <= 10_000 ? 'MVP' : users < 1_000_000 ? 'growth' : 'scale', build ? 'all kill criteria hold' : `${expected} users are expected`);
  const type = say(given.project.type, 'project.type', 'greenfield' as const, 'nothing is there to migrate from');
  const { estimates, numbers } = estimated(blueprint, given.estimates ?? {}, users, say);
  const availability = say(said.availability === undefined ? undefined : String(said.availability), 'requirements.non_functional.availability', usualAvailability(String(usual.availability), users, stage), stage === 'prototype' ? 'nights without anybody on call; 7 hours a month may be missed' : users >= 10_000_000 ? 'an hour without it is noticed by millions' : 'what is usual for such a system');
  const needs = {
    availability,
    latency_p99: say(said.latency_p99, 'requirements.non_functional.latency_p99', usual.latency_p99!, 'what people feel in such a system'),
    throughput: say(said.throughput, 'requirements.non_functional.throughput', throughputFor(numbers.peakRate), 'the estimate’s peak, rounded up'),
    data_volume: say(said.data_volume, 'requirements.non_functional.data_volume', volumeFor(numbers.storageBytesPerYear), 'the estimate’s storage of a year'),
    consistency: say(said.consistency, 'requirements.non_functional.consistency', usual.consistency!, 'what the core operation needs; single operations may differ'),
    compliance: say(said.compliance, 'requirements.non_functional.compliance', usual.compliance ?? 'none', usual.compliance === 'none' || usual.compliance === undefined ? 'nothing was said; personal data of people in the EU would ask for GDPR' : 'cards and money are never without it'),
    ...Object.fromEntries(SHAPES.filter((key) => (said[key] ?? usual[key]) !== undefined).map((key) => [key, said[key] ?? usual[key]])),
  } as Brief['needs'];
  const small = stage === 'prototype' || stage === 'MVP';
  const constraints: DeclaredConstraints = {
    budget: say(given.constraints?.budget, 'constraints.budget', stage === 'prototype' ? 'bootstrap' : small ? 'startup' : stage === 'growth' ? 'growth' : 'enterprise', `the stage is ${stage}`),
    timeline: say(given.constraints?.timeline, 'constraints.timeline', stage === 'prototype' ? 'weeks' : small ? 'months' : 'quarters', `the stage is ${stage}`),
    ...(given.constraints?.team_skills !== undefined && { team_skills: given.constraints.team_skills }),
    existing_infra: say(given.constraints?.existing_infra, 'constraints.existing_infra', 'none', 'nothing was said'),
  };
  const priorities = say(given.priorities, 'priorities', small ? RANKS.early : stage === 'growth' ? RANKS.growth : RANKS.scale, `the usual order at the stage ${stage}`);
  return {
    system, project: { name: given.project.name ?? slug(system), ...given.project, type, stage, team_size: team, expected_users: expected },
    functional: given.requirements?.functional?.length ? given.requirements.functional : blueprint.functional,
    needs, constraints, priorities, estimates, numbers, given, assumed, build,
  };
}

const RANKS: Readonly<Record<'early' | 'growth' | 'scale', DeclaredPriorities>> = {
  early: { time_to_market: 1, cost_efficiency: 2, maintainability: 3, reliability: 4, scalability: 5 },
  growth: { reliability: 1, time_to_market: 2, maintainability: 3, scalability: 4, cost_efficiency: 5 },
  scale: { reliability: 1, scalability: 2, maintainability: 3, cost_efficiency: 4, time_to_market: 5 },
};

function usualAvailability(usual: string, users: number, stage: Stage): string {
  if (stage === 'prototype') return '99%';
  const most = users >= 10_000_000 ? 99.99 : 0;
  const capped = stage === 'MVP' ? Math.min(parsePercent(usual) ?? 99.9, 99.9) : Math.max(parsePercent(usual) ?? 99.9, most);
  return `${capped}%`;
}

/** The band of the brief that bears a peak. */
export const throughputFor = (peak: number): string => (peak <= 10 ? '10 rps' : peak <= 100 ? '100 rps' : peak <= 1000 ? '1K rps' : `${Math.ceil(peak / 10_000) * 10}K${peak <= 10_000 ? '+' : ''} rps`);
const volumeFor = (bytes: number): string => (bytes <= 1e12 ? 'GB' : bytes <= 1e15 ? 'TB' : 'PB');

function estimated({ load }: Blueprint, given: DeclaredEstimates, users: number, say: <T>(value: T | undefined, key: string, otherwise: T, because: string) => T): { estimates: DeclaredEstimates; numbers: Required<Envelope> } {
  const daily = given.daily_active_users ?? users * DAILY_SHARE;
  const estimates: DeclaredEstimates = {
    ...given, users,
    ...(given.requests_per_day === undefined && { actions_per_day: say(given.actions_per_day, 'estimates.actions_per_day', load.actions, `of one user: ${load.action}`) }),
    average_response_kb: say(given.average_response_kb, 'estimates.average_response_kb', load.responseKb, 'a planning number; measure it early'),
    records_per_day: say(given.records_per_day, 'estimates.records_per_day', Math.max(1, Math.round(daily * load.recordsPerUser)), `${load.recordsPerUser} for each daily user: ${load.record}`),
    average_record_kb: say(given.average_record_kb, 'estimates.average_record_kb', load.recordKb, 'a planning number; measure it early'),
  };
  return { estimates, numbers: envelope(estimates) as Required<Envelope> };
}

const wordsOf = (value: unknown): string =>
  typeof value === 'number' ? value.toLocaleString('en-GB')
  : typeof value === 'object' && value !== null ? (Array.isArray(value) ? value.join(', ') : Object.entries(value).sort((a, b) => Number(a[1]) - Number(b[1])).map(([name]) => name).join(', ')) : String(value);

export const slug = (text: string): string => text.toLowerCase().normalize('NFKD').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '') || 'system';
