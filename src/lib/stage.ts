import { STAGES, type ArchitectureDeclaration, type Stage } from '../model/index.ts';
import { listOf } from './declaration.ts';
import { parseCount } from './quantity.ts';

/** Of a project that does not say how far it has come. */
export const DEFAULT_STAGE: Stage = 'growth';

/** The regimes that bind the project; none: []. */
export const complianceOf = (declared: ArchitectureDeclaration): readonly string[] =>
  listOf(declared.requirements?.non_functional?.compliance).filter((regime) => regime.toLowerCase() !== 'none');

export interface KillCriterion {
  /** What must be so, in words. */
  readonly text: string;
  readonly holds: boolean;
  /** The line that decides; the nearest existing one where nothing is said. */
  readonly pointer: string;
}

/**
 * Where all hold, there is nothing to architect yet. Team and users must be declared small; a region, a regime or a
 * need for real time that nobody declared is taken to be absent.
 */
export function killCriteria(declared: ArchitectureDeclaration): readonly KillCriterion[] {
  const { team_size: team, expected_users: users } = declared.project;
  const needs = declared.requirements?.non_functional;
  const count = users === undefined ? undefined : parseCount(users);
  const regions = declared.infrastructure?.regions?.secondary ?? [];
  return [
    { text: 'fewer than three developers', holds: team !== undefined && team < 3, pointer: '/project/team_size' },
    { text: 'no more than a thousand users expected in six months', holds: count !== undefined && count <= 1000, pointer: '/project/expected_users' },
    { text: 'a single region and time zone', holds: regions.length === 0 && (needs?.timezones ?? 1) <= 1, pointer: regions.length > 0 ? '/infrastructure/regions/secondary' : '/requirements/non_functional/timezones' },
    { text: 'no compliance requirements', holds: complianceOf(declared).length === 0, pointer: '/requirements/non_functional/compliance' },
    { text: 'no real-time requirements', holds: needs?.real_time !== true, pointer: '/requirements/non_functional/real_time' },
  ];
}

export const killCriteriaHold = (declared: ArchitectureDeclaration): boolean => killCriteria(declared).every(({ holds }) => holds);

/** The stage that checks are counted by: a project for which all kill criteria hold counts as a prototype. */
export const stageOf = (declared: ArchitectureDeclaration): Stage =>
  killCriteriaHold(declared) ? 'prototype' : declared.project.stage ?? DEFAULT_STAGE;

/** Whether a project at `stage` is past `from`, or there. */
export const hasReached = (stage: Stage, from: Stage): boolean => STAGES.indexOf(stage) >= STAGES.indexOf(from);
