import { count, listed } from '../lib/module-imports.ts';
import { nearest } from '../lib/nearest.ts';
import type { FactName, Facts, ModelEdge } from '../model/index.ts';
import type { Answer, Block } from './answer.ts';
import { declaredIn, lineOf, titled, type Case } from './case.ts';
import { erDiagram } from './data-model/diagram.ts';
import { join, plainName, type EntityHere } from './data-model/model.ts';

export const MODEL_FACTS: readonly FactName[] = ['dataModel', 'components'];

/** Whose data is asked for; nobody's: all. */
export type Scope = { readonly entities: ReadonlySet<string>; readonly title: string } | { readonly unknown: string; readonly near?: string; readonly there: readonly string[] };

/** A context, a component, or an entity with what it is tied to. */
export function scopeOf(one: Case, facts: Pick<Facts, 'dataModel' | 'components'>, name: string): Scope {
  const { entities } = join(one, facts);
  const { contexts = [], components } = declaredIn(one);
  const same = (other: string): boolean => plainName(other) === plainName(name);
  const context = contexts.find((each) => same(each.name));
  const of = (holds: (entity: EntityHere) => boolean): ReadonlySet<string> => new Set(entities.filter(holds).map((entity) => entity.name));
  if (context) return { title: context.name, entities: of((entity) => entity.contexts.includes(context.name) || (entity.contexts.length === 0 && entity.owners.some((owner) => context.components?.includes(owner)))) };
  const component = Object.keys(components).find(same);
  if (component !== undefined) return { title: component, entities: of(({ owners }) => owners.includes(component)) };
  const entity = entities.find((each) => same(each.name) || (each.found && same(each.found.table)));
  if (entity) {
    const near = facts.dataModel.edges.flatMap(({ from, to }) => (from === entity.name ? [to] : to === entity.name ? [from] : []));
    return { title: `${entity.name} and what it is tied to`, entities: new Set([entity.name, ...near]) };
  }
  const there = [...contexts.map((each) => each.name), ...Object.keys(components)];
  const near = nearest(name, [...there, ...entities.map((each) => each.name)]);
  return { unknown: name, there, ...(near !== undefined && { near }) };
}

/** Entities, owners, stores and events as declared and as found, with where the two do not agree. */
export function dataModel(one: Case, facts: Pick<Facts, 'dataModel' | 'components'>, scope: Extract<Scope, { entities: unknown }> | undefined, most: number): Answer {
  const joined = join(one, facts);
  const inScope = ({ name }: { readonly name: string }): boolean => scope?.entities.has(name) ?? true;
  const entities = joined.entities.filter(inScope);
  const names = new Set(entities.map(({ name }) => name));
  const edges = facts.dataModel.edges.filter(({ from, to }) => names.has(from) && names.has(to));
  const disagreements = joined.disagreements.filter(({ entity }) => names.has(entity));
  const shown = mostTied(entities, edges, most);
  const contexts = (declaredIn(one).contexts ?? []).filter(({ name }) => scope === undefined || scope.title === name);
  const left = facts.dataModel.onlyInMigrations;
  return {
    command: 'data-model',
    data: {
      ...(scope && { scope: scope.title }), entities, edges, disagreements, ...(scope === undefined && { only_in_migrations: left }), shown: shown.map(({ name }) => name),
      contexts: contexts.map(({ name, data_store, domain_events_published = [], domain_events_consumed = [] }) => ({ name, ...(data_store !== undefined && { data_store }), publishes: domain_events_published, consumes: domain_events_consumed })),
    },
    blocks: [
      { heading: `${titled('Data model', one)}${scope ? `: ${scope.title}` : ''}` },
      { text: summary(entities, edges) },
      ...(shown.length < entities.length ? [{ text: `Drawn and listed are the ${shown.length} that are tied most; --most ${entities.length} shows all ${entities.length}.` }] : []),
      ...(entities.length === 0 ? [] : [{ head: ['entity', 'kind', 'context', 'owner', 'store', 'columns', 'defined in'], table: shown.map(row) } satisfies Block]),
      ...(entities.length === 0 ? [] : [{ code: erDiagram(shown, edges), language: 'mermaid', only: 'markdown' } satisfies Block]),
      ...relations(edges, shown),
      ...(contexts.length === 0 ? [] : [{ heading: 'Contexts' }, { head: ['context', 'store', 'publishes', 'consumes'], table: contexts.map(({ name, data_store, domain_events_published = [], domain_events_consumed = [] }) => [name, data_store ?? '', domain_events_published.join(', '), domain_events_consumed.join(', ')]) } satisfies Block]),
      { heading: 'Declared and found' },
      disagreements.length === 0 ? { text: entities.length === 0 ? 'There is nothing to hold against the code.' : 'Nothing contradicts.' } : { head: ['', 'entity', 'because', 'where'], table: disagreements.slice(0, most).map(({ kind, entity, because, places }) => [kind, entity, because, places]) },
      ...(disagreements.length > most ? [{ text: `${count(disagreements.length - most, 'more disagreement')} left out; --format json has all.` }] : []),
      ...(scope === undefined && left.length > 0 ? [{ text: `${count(left.length, 'table')} that only migrations know, while a mapper defines the others, ${left.length === 1 ? 'is' : 'are'} left out: ${listed(left.map(({ table }) => table), 5)}.` }] : []),
    ],
    follows: [
      { rule: 'A context has entities (one the root of an aggregate), events that it publishes and consumes, and a store of its own.', source: 'Phase 3, bounded context mapping template' },
      { rule: 'Every piece of data has one owner.', source: 'Phase 12, structural review' },
    ],
  };
}

const summary = (entities: readonly EntityHere[], edges: readonly ModelEdge[]): string => {
  const found = entities.filter((entity) => entity.found);
  const orms = [...new Set(found.map((entity) => entity.found!.orm))].sort();
  return found.length === 0 ? `${entities.length === 0 ? 'No entity is declared' : `${count(entities.length, 'entity', 'entities')} declared`}, and no schema, mapper or migration is found.` : `${count(found.length, 'entity', 'entities')} found (${orms.join(', ')}), ${entities.filter(({ declared }) => declared !== undefined).length} declared; ${count(edges.length, 'relation')} between them.`;
};

const row = ({ name, kind, contexts, owners, store, found }: EntityHere): string[] => [
  name, kind?.replace('_', ' ') ?? '', contexts.join(', '), owners.join(', '), store ?? found?.engine?.name ?? '', found ? String(found.columns.length) : '', found ? lineOf(found.at) : 'not found',
];

/** Those with most arrows, in the order of names. */
function mostTied(entities: readonly EntityHere[], edges: readonly ModelEdge[], most: number): readonly EntityHere[] {
  if (entities.length <= most) return entities;
  const ties = new Map<string, number>();
  for (const { from, to } of edges) for (const name of [from, to]) ties.set(name, (ties.get(name) ?? 0) + 1);
  const kept = new Set(entities.toSorted((a, b) => (ties.get(b.name) ?? 0) - (ties.get(a.name) ?? 0)).slice(0, most));
  return entities.filter((entity) => kept.has(entity));
}

function relations(edges: readonly ModelEdge[], shown: readonly EntityHere[]): Block[] {
  const names = new Set(shown.map(({ name }) => name));
  const told = edges.filter(({ from, to }) => names.has(from) && names.has(to));
  return told.length === 0 ? [] : [{ heading: 'Relations' }, { head: ['from', 'to', 'cardinality', 'key', 'where'], table: told.map(({ from, to, cardinality, by, optional, at }) => [from, to, `${cardinality.replaceAll('-', ' ')}${optional ? ', or none' : ''}`, by ?? '', lineOf(at)]) }];
}
