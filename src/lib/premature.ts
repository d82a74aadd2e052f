import { listOf, pointer } from './declaration.ts';
import { driverChoice } from './driver-choice.ts';
import { technologies, type Technology } from './technologies.ts';
import type { Facts } from '../model/index.ts';

/** Developers from which a technology is worth its price. */
export interface TeamsFor { readonly min_team_for_kubernetes: number; readonly min_team_for_services: number }
export const TEAMS_FOR: TeamsFor = { min_team_for_kubernetes: 5, min_team_for_services: 5 };
type Architecture = Facts['architecture'];

/** What was found, where something is declared that it can be measured by; and why it comes too early, if it does. */
export const weighTechnologies = (facts: Pick<Facts, 'architecture' | 'packages' | 'workloads' | 'stores' | 'kubernetes' | 'terraform'>, teams: TeamsFor = TEAMS_FOR): { readonly technology: Technology; readonly premature?: Premature }[] =>
  technologies(facts).flatMap((technology) => {
    // One of several that whoever installs it may take.
    if (technology.name === 'document store' && driverChoice(facts.packages)?.includes('mongodb') === true) return [];
    const verdict = VERDICTS[technology.name]?.(facts.architecture, technology, teams);
    return verdict === undefined ? [] : [{ technology, ...(verdict !== 'fine' && { premature: verdict }) }];
  });

export interface Premature { readonly message: string; readonly because: string; readonly pointer: string; readonly confidence?: 'high' | 'medium' | 'low' }
/** undefined: nothing was declared that it could be measured by. */
type Verdict = (architecture: Architecture, technology: Technology, options: TeamsFor) => Premature | 'fine' | undefined;

const VERDICTS: Readonly<Record<string, Verdict>> = {
  'Kubernetes': ({ declared }, { more }, { min_team_for_kubernetes: least }) => {
    const team = declared.project.team_size;
    if (team === undefined) return undefined;
    // A managed platform of somebody else, or a reason, changes the sum.
    if (team >= least || declared.infrastructure?.reason !== undefined || declared.infrastructure?.decision !== undefined) return 'fine';
    return { message: `Kubernetes (${more + 1} ${more === 0 ? 'place' : 'places'}) is run by ${team} developers; a platform service takes less of them.`, because: `${team} developers; Kubernetes is taken to pay from ${least} on.`, pointer: '/project/team_size', confidence: 'high' };
  },
  'several services': ({ declared }, { what }, { min_team_for_services: least }) => {
    const { team_size: team, stage } = declared.project;
    if (team === undefined || declared.style?.reason !== undefined || declared.style?.decision !== undefined) return team === undefined ? undefined : 'fine';
    if (team >= least || (stage !== 'prototype' && stage !== 'MVP')) return 'fine';
    return { message: `A ${stage} of ${team} developers already runs ${what}; a monolith that can be split is enough.`, because: `${team} developers, stage ${stage}.`, pointer: '/project/stage' };
  },
  'event sourcing': ({ declared }) => {
    const needs = declared.requirements?.non_functional;
    if (needs?.audit_trail || needs?.temporal_queries || (declared.style?.event_sourcing_for ?? []).length > 0 || patternReason(declared, 'event-sourcing')) return 'fine';
    return { message: 'Events are the store of record, and no need for an audit trail or for past states is declared.', because: 'Neither audit_trail nor temporal_queries is declared.', pointer: '/requirements/non_functional' };
  },
  'document store': ({ declared }) => {
    const stores = Object.entries(declared.data_stores ?? {}).filter(([, one]) => /mongo|dynamo|document|couch|cosmos|firestore|cassandra/i.test(one.engine));
    if (stores.length === 0) return undefined;
    // Functions hold no connections open; a store without connections is made for them.
    const functions = declared.style?.name === 'serverless' || declared.infrastructure?.orchestration === 'serverless';
    const [name] = stores.filter(([, one]) => !functions || !/^dynamo/i.test(one.engine)).find(([, one]) => one.reason === undefined && one.decision === undefined) ?? [];
    return name === undefined ? 'fine' : { message: `${name} is a non-relational store without a reason; a relational one serves most needs.`, because: 'The store is declared without `reason` and `decision`.', pointer: pointer('data_stores', name) };
  },
  'GraphQL': ({ declared }) => {
    const apis = Object.entries(declared.apis ?? {}).filter(([, one]) => one.style === 'graphql');
    if (apis.length === 0) return undefined;
    const [name] = apis.find(([, one]) => !one.nested_data && listOf(one.clients).length < 2 && one.reason === undefined && one.decision === undefined) ?? [];
    return name === undefined ? 'fine' : { message: `${name} is GraphQL for one kind of client without nested data; REST is simpler.`, because: 'Neither nested_data nor several clients are declared.', pointer: pointer('apis', name) };
  },
};

const patternReason = (declared: Architecture['declared'], name: string): boolean =>
  (declared.patterns ?? []).some((one) => typeof one === 'object' && one.name === name && one.reason !== undefined);
