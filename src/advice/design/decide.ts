import { STYLES, type StyleName } from '../../lib/knowledge/styles.ts';
import { reaches, type Basis, type Blueprint, type Load, type Part } from '../../lib/knowledge/systems/blueprint.ts';
import type { CloudProvider } from '../../lib/knowledge/infrastructure.ts';
import { listOf } from '../../lib/declaration.ts';
import { parsePercent } from '../../lib/quantity.ts';
import { chooseStyle, type StyleChoice } from '../../lib/style-choice.ts';
import { amount, bytes } from '../estimate.ts';
import { usersOf, type Brief } from './brief.ts';

/** Requests a second at the peak, and bytes a year, from which one database machine needs help, and from which it is not enough. Ours, by rule of thumb. */
export const LOAD_LIMITS = { moderate: { peak: 50, bytes: 50e9 }, heavy: { peak: 1000, bytes: 1e12 } } as const;
/** Requests a second at the peak from which cells are worth their price; the matrix speaks of extreme scale. */
const EXTREME = 10_000;
const CELL_TEAM = STYLES.find(({ style }) => style === 'cell-based')!.teamMinimum;
/** At this availability one region is not enough. */
const SEVERAL_REGIONS = 99.99;

export interface Decision {
  readonly load: Load;
  readonly loadBecause: string;
  readonly choice: StyleChoice;
  readonly style: StyleName;
  readonly styleBecause: string;
  /** `one`: one deployable with modules. */
  readonly structure: 'one' | 'services';
  readonly clouds: readonly CloudProvider[];
  readonly regions: 1 | 2;
}

export const basisOf = ({ numbers, estimates }: Pick<Brief, 'numbers' | 'estimates'>): Basis =>
  ({ dau: numbers.dailyActiveUsers, requestsPerDay: numbers.requestsPerDay, rate: numbers.averageRate, peak: numbers.peakRate, recordsPerDay: estimates.records_per_day!, bytesPerYear: numbers.storageBytesPerYear });

function loadOf({ peakRate: peak, storageBytesPerYear: stored }: Brief['numbers']): readonly [Load, string] {
  const words = `${amount(peak)} requests a second at the peak and ${bytes(stored)} a year`;
  const past = (limit: { peak: number; bytes: number }): boolean => peak >= limit.peak || stored >= limit.bytes;
  if (past(LOAD_LIMITS.heavy)) return ['heavy', `${words}: more than one database machine should bear (${amount(LOAD_LIMITS.heavy.peak)} a second or ${bytes(LOAD_LIMITS.heavy.bytes)} a year), so data is split from the start`];
  if (past(LOAD_LIMITS.moderate)) return ['moderate', `${words}: one database machine with a replica, a cache and a queue beside it`];
  return ['light', `${words}: one small database machine, and nothing beside it`];
}

/** What the load, the flowchart and the kill criteria lead to. */
export function decide(brief: Brief, blueprint: Blueprint): Decision {
  const [load, loadBecause] = loadOf(brief.numbers);
  const contexts = [...new Set(blueprint.parts.filter(({ from }) => reaches(load, from)).map(({ context }) => context))];
  const independent = brief.given.style?.independent_deployability;
  const choice = chooseStyle({ version: 1, project: brief.project, components: {}, requirements: { non_functional: brief.needs } }, { ...(independent !== undefined && { independentDeployability: independent }), boundedContexts: contexts.length })!;
  const [style, styleBecause] = styleOf(brief, choice, blueprint, contexts.length);
  const clouds = cloudsIn(brief);
  const several = (parsePercent(brief.needs.availability) ?? 0) >= SEVERAL_REGIONS || (brief.given.infrastructure?.regions?.secondary ?? []).length > 0;
  return { load, loadBecause, choice, style, styleBecause, structure: style === 'monolith' || style === 'modular-monolith' ? 'one' : 'services', clouds, regions: several ? 2 : 1 };
}

function styleOf({ project: { team_size: team, expected_users: users }, numbers, build, needs }: Brief, { styles }: StyleChoice, { parts }: Blueprint, contexts: number): readonly [StyleName, string] {
  if (build) return ['monolith', 'All five kill criteria hold: there is nothing to architect yet. Build one application on a monolith framework and come back when growth hurts.'];
  if (styles.includes('monolith')) {
    return styles.includes('modular-monolith') ? ['modular-monolith', `${team} developers: a monolith, with modules that can be taken apart later.`] : ['monolith', `${team} developers: every service would cost more than it gives. More load is taken by more instances of the same build.`];
  }
  if (styles.includes('cell-based')) {
    if (contexts < 2) return ['modular-monolith', `${team} developers could run services, and where to cut is not known: no contexts are named. Cut modules first (arch-lint boundaries), services later.`];
    const cells = team >= CELL_TEAM && numbers.peakRate >= EXTREME && (parsePercent(needs.availability) ?? 0) >= SEVERAL_REGIONS;
    if (cells) return ['cell-based', `${team} developers, ${amount(numbers.peakRate)} requests a second at the peak and ${needs.availability}: services in cells, so that a fault stays with a share of the users.`];
    const small = usersOf(users) <= 10_000 ? ' The load would fit on one machine: what is bought here is that teams do not wait for each other, and it costs operations.' : '';
    return ['microservices', `${team} developers are several teams, which release on their own; the scale does not ask for cells.${small}`];
  }
  if (styles.includes('microservices')) return ['microservices', `Parts are deployed on their own, and there are ${contexts} contexts.`];
  if (styles.includes('service-oriented')) return contexts < 2
    ? ['modular-monolith', 'Parts should be deployed on their own, and where to cut is not known: no contexts are named. Cut modules first.']
    : ['service-oriented', `Parts are deployed on their own, and ${contexts} contexts make a few services.`];
  return ['modular-monolith', `${team} developers can share one build, and ${parts.length === 1 ? 'its' : 'the'} modules keep their work apart.`];
}

const CLOUDS: readonly (readonly [CloudProvider, RegExp])[] = [
  ['aws', /\b(?:aws|amazon)\b/i], ['gcp', /\b(?:gcp|google)\b/i], ['azure', /\bazure/i], ['self-hosted', /\b(?:self-hosted|on-prem\w*|bare[ -]metal|own servers?)\b/i],
];
const cloudsIn = ({ given, constraints }: Brief): CloudProvider[] => {
  const words = [...listOf(given.infrastructure?.cloud as string), ...listOf(constraints.existing_infra as string)].join(' ');
  return CLOUDS.filter(([, pattern]) => pattern.test(words)).map(([cloud]) => cloud);
};

/** The parts that there are at this size, and where each lives. */
export interface Placed { readonly part: Part; readonly component: string }

export function place({ parts }: Blueprint, { load, style, structure }: Pick<Decision, 'load' | 'style' | 'structure'>): readonly Placed[] {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const home = (part: Part): string => {
    const smallest = structure === 'one' && style === 'monolith' && load === 'light';
    if (part.within !== undefined && (smallest || !reaches(load, part.from))) return home(byId.get(part.within)!);
    return style === 'service-oriented' ? part.group ?? part.id : part.id;
  };
  return parts.map((part) => ({ part, component: home(part) }));
}
