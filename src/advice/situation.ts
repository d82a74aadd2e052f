import { listOf, pointer } from '../lib/declaration.ts';
import type { CloudProvider } from '../lib/knowledge/infrastructure.ts';
import { count } from '../lib/module-imports.ts';
import { compare } from '../lib/order.ts';
import { serviceCount } from '../lib/production.ts';
import type { DeclaredNonFunctional, Place } from '../model/index.ts';
import { declaredIn, fromOf, lineOf, type Case } from './case.ts';

// What several tables ask of an architecture. Each answer says from where it is known.

export interface Known<T> { readonly value: T; readonly because: string; readonly from?: string }

const known = <T>(value: T, because: string, from: string | undefined): Known<T> => ({ value, because, ...(from !== undefined && { from }) });

export const NEED = '/requirements/non_functional/';
export const needsOf = (one: Case): DeclaredNonFunctional => declaredIn(one).requirements?.non_functional ?? {};

/** Services that run or are declared; where neither is told, those that listen. undefined: none is seen. */
export function servicesOf(one: Case): Known<number> | undefined {
  const listening = (one.facts.units?.units ?? []).filter(({ kind }) => kind === 'service');
  const found = serviceCount(declaredIn(one), one.facts.workloads?.workloads ?? []) || new Set(listening.map(({ dir }) => dir)).size;
  return found === 0 ? undefined : known(found, `there ${found === 1 ? 'is' : 'are'} ${count(found, 'service')}`, undefined);
}

const CLOUDS: readonly (readonly [CloudProvider, RegExp])[] = [
  ['aws', /\b(?:aws|amazon)\b/i], ['gcp', /\b(?:gcp|google)\b/i], ['azure', /\bazure/i], ['self-hosted', /\b(?:self-hosted|on-prem\w*|bare[ -]metal|own servers?)\b/i],
];
const PROVIDERS: Readonly<Record<string, CloudProvider>> = { 'aws': 'aws', 'google': 'gcp', 'google-beta': 'gcp', 'azurerm': 'azure' };

/** Where it runs: as declared, else as the infrastructure that is there says, else as Terraform's providers show. */
export function cloudsOf(one: Case): readonly Known<CloudProvider>[] {
  const { infrastructure, constraints } = declaredIn(one);
  const inWords = (said: string | readonly string[] | undefined, at: string): Known<CloudProvider>[] => {
    const words = listOf(said as string).join(' ');
    return CLOUDS.filter(([, pattern]) => pattern.test(words)).map(([cloud]) => known(cloud, `${cloud} is declared`, fromOf(one, at)));
  };
  const declared = inWords(infrastructure?.cloud, '/infrastructure/cloud');
  if (declared.length > 0) return declared;
  const there = inWords(constraints?.existing_infra, '/constraints/existing_infra');
  if (there.length > 0) return there;
  const found = new Map<CloudProvider, Place>();
  for (const { kind, type, at } of one.facts.terraform?.blocks ?? []) {
    const cloud = kind === 'provider' ? PROVIDERS[type] : undefined;
    if (cloud && !found.has(cloud)) found.set(cloud, at);
  }
  return [...found].sort((a, b) => compare(a[0], b[0])).map(([cloud, at]) => known(cloud, `Terraform speaks to ${cloud}`, lineOf(at)));
}

/** The kinds of callers that are declared, and the frontends that are found; sorted. */
export function clientsOf(one: Case): readonly Known<string>[] {
  const { security, apis = {}, patterns = [] } = declaredIn(one);
  const all = [
    ...(security?.clients ?? []).map((client, index) => known<string>(client, `${client} calls`, fromOf(one, pointer('security', 'clients', index)))),
    ...Object.entries(apis).flatMap(([name, { clients }]) => (clients ?? []).map((client, index) => known(client, `${client} calls ${name}`, fromOf(one, pointer('apis', name, 'clients', index))))),
    ...patterns.flatMap((each, index) => (typeof each === 'object' ? each.clients ?? [] : []).map((client) => known(client, `${client} is named with ${(each as { name: string }).name}`, fromOf(one, pointer('patterns', index))))),
  ];
  const unique = new Map(all.reverse().map((each) => [each.value, each]));
  return [...unique.values()].sort((a, b) => compare(a.value, b.value));
}

/** Whether one of the skills that the team has names this; undefined: it does not, or none are declared. */
export function skillIn(one: Case, names: readonly string[]): Known<string> | undefined {
  const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const skills = listOf(declaredIn(one).constraints?.team_skills);
  const skill = skills.find((each) => names.some((name) => plain(name) === plain(each)));
  return skill === undefined ? undefined : known(skill, `the team knows ${skill}`, fromOf(one, '/constraints/team_skills'));
}
