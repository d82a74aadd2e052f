import { pointer } from '../../lib/declaration.ts';
import type { CloudProvider } from '../../lib/knowledge/infrastructure.ts';
import { MESSAGING, PURPOSE_FIT, STORES, type DeclaredPurpose, type StorePurpose, type StoreRow } from '../../lib/knowledge/data.ts';
import { ENGINE_NAMES, MESSAGING_NAMES } from '../../lib/knowledge/names.ts';
import { parseSize } from '../../lib/quantity.ts';
import { declaredIn, fromOf, joined, type Case } from '../case.ts';
import { cloudsOf, NEED, needsOf, skillIn } from '../situation.ts';
import { declaredStores, engineWord, foundStores, guidePurpose } from '../stores-here.ts';
import { con, pro, when, type ChoiceTable, type Entry, type Reason } from './table.ts';

/** Engines that one provider alone runs. */
const ONLY_ON: Readonly<Record<string, CloudProvider>> = {
  aurora: 'aws', dynamodb: 'aws', neptune: 'aws', sqs: 'aws', kinesis: 'aws', redshift: 'aws', bigquery: 'gcp', firestore: 'gcp', pubsub: 'gcp', cosmosdb: 'azure', servicebus: 'azure',
};

/** What the whole of the declaration says of an engine, apart from its own row. */
export function engineReasons(one: Case, engine: string): readonly Reason[] {
  const declared = declaredStores(one).filter((store) => engineWord(store.engine) === engine);
  const found = foundStores(one).filter((store) => store.engine === engine);
  const only = ONLY_ON[engine];
  const clouds = cloudsOf(one);
  const there = only && clouds.find(({ value }) => value === only);
  const names = ENGINE_NAMES[engine] ?? [engine];
  const skill = skillIn(one, names);
  return [
    ...(declared[0] ? [pro(1, `it is declared as ${declared[0].name}`, declared[0])] : found[0] ? [pro(1, 'the repository already uses it', found[0])] : []),
    ...when(skill, pro(1, skill?.because ?? '', skill)),
    ...(only === undefined ? [] : there ? [pro(1, `${there.because}, which runs it`, there)] : clouds[0] ? [con(3, `only ${only} runs it, and ${clouds[0].because}`, clouds[0])] : []),
  ];
}

/** Whether something here asks for what a row of the guide is for. */
function asked(one: Case, purpose: StorePurpose): readonly Reason[] {
  const wanting = declaredStores(one).find((store) => store.purpose !== undefined && guidePurpose(store.purpose) === purpose);
  if (wanting) return [pro(2, `${wanting.name} is declared for ${wanting.purpose}`, wanting)];
  const needs = needsOf(one);
  const volume = needs.data_volume === undefined ? undefined : parseSize(needs.data_volume);
  const from = (key: string) => ({ from: fromOf(one, NEED + key) });
  if (purpose === 'relational') return when(needs.consistency === 'strong', pro(2, 'consistency is strong, and a database transaction gives it', from('consistency')));
  if (purpose === 'document') return when(needs.consistency === 'strong', con(1, 'consistency is strong, and joins are to be avoided', from('consistency')));
  if (purpose === 'analytics') return when(volume !== undefined && volume >= 1e15, pro(2, `the data are ${needs.data_volume}`, from('data_volume')));
  return when(declaredStores(one).length > 0, con(1, `nothing declared asks for ${wordsFor(purpose)}`));
}

const wordsFor = (purpose: StorePurpose): string => STORES.find((row) => row.purpose === purpose)!.need;

const nameOf = (engine: string): string => ENGINE_NAMES[engine]?.[0] ?? engine;

/** Whether the guide itself names the engine, rather than that it is of a kind with those. */
export const named = ({ bestFit }: StoreRow, engine: string): boolean => bestFit.some((each) => each.replace(/ \(.*\)$/, '').toLowerCase() === nameOf(engine).toLowerCase());

const storeEntry = (row: StoreRow, engine: string): Entry => ({
  id: engine, name: nameOf(engine), also: ENGINE_NAMES[engine]?.slice(1) ?? [],
  cells: [row.need, named(row, engine) ? 'yes' : `${joined(row.bestFit, 'or')} instead`, row.purpose === 'document' ? row.avoid ?? '' : row.avoid === undefined ? '' : `in its place: ${row.avoid}`],
  reasons: (one) => [
    ...when(named(row, engine), pro(1, `the guide names it for ${row.need}`)),
    ...when(engine === 'postgresql', pro(1, 'PostgreSQL serves nine uses of ten; start there')),
    ...asked(one, row.purpose),
    ...engineReasons(one, engine),
  ],
});

/** Purposes that engines of several rows serve say nothing of a choice: everything keeps vectors by now. */
const PURPOSES = (Object.keys(PURPOSE_FIT) as DeclaredPurpose[]).filter((purpose) => purpose !== 'vector');

/** Why engines are no alternatives: there is no need that all of them serve. Records and documents are chosen between. */
function apart(entries: readonly Entry[]): string | undefined {
  const rows = [...new Set(entries.map(({ id }) => STORES.find(({ engines }) => engines.includes(id))!))];
  const shared = PURPOSES.some((purpose) => entries.every(({ id }) => PURPOSE_FIT[purpose].engines.test(id)));
  if (rows.length === 1 || shared || rows.every(({ purpose }) => purpose === 'relational' || purpose === 'document')) return undefined;
  return `They serve different needs: ${joined(entries.map(({ name, cells: [need] }) => `${name} is for ${need}`))}. One does not replace the other; \`arch-lint database\` says which of the needs are here.`;
}

export const STORE_TABLE: ChoiceTable = {
  id: 'stores', title: 'Stores', source: 'Phase 4, database selection guide', columns: ['for', 'the guide names it', 'to avoid'],
  entries: STORES.flatMap((row) => row.engines.map((engine) => storeEntry(row, engine))),
  decides: ['data_stores.*.purpose', 'requirements.non_functional.consistency', 'requirements.non_functional.data_volume', 'infrastructure.cloud', 'constraints.team_skills'],
  needs: ['stores', 'datasources', 'terraform'],
  apart,
};

/** A team this small is better off with a broker that the provider runs. */
const SMALL_TEAM = 5;

const brokerReasons: Readonly<Record<(typeof MESSAGING)[number]['broker'], (one: Case) => readonly Reason[]>> = {
  kafka: (one) => {
    const ordered = Object.entries(declaredIn(one).queues ?? {}).find(([, { ordering, partition_key }]) => ordering === 'per-key' || partition_key !== undefined);
    return when(ordered, pro(2, `${ordered?.[0]} keeps messages in order by key`, { from: fromOf(one, pointer('queues', ordered?.[0] ?? '')) }));
  },
  sqs: (one) => {
    const team = declaredIn(one).project.team_size;
    const ordered = Object.values(declaredIn(one).queues ?? {}).some(({ ordering }) => ordering !== undefined && ordering !== 'none');
    return [
      ...when(team !== undefined && team < SMALL_TEAM, pro(1, `${team} developers should run no broker of their own`, { from: fromOf(one, '/project/team_size') })),
      ...when(Object.keys(declaredIn(one).queues ?? {}).length > 0 && !ordered, pro(1, 'no queue asks for an order')),
    ];
  },
  rabbitmq: (one) => {
    const shared = Object.entries(declaredIn(one).queues ?? {}).find(([, { consumers = [] }]) => consumers.length > 1);
    return when(shared, pro(2, `${shared?.[0]} has several consumers that messages are routed to`, { from: fromOf(one, pointer('queues', shared?.[0] ?? '')) }));
  },
};

export const MESSAGING_TABLE: ChoiceTable = {
  id: 'messaging', title: 'Message brokers', source: 'Phase 4, database selection guide', columns: ['strength', 'to avoid'],
  entries: MESSAGING.map(({ broker, strength }) => ({
    id: broker, name: MESSAGING_NAMES[broker][0], also: MESSAGING_NAMES[broker].slice(1), cells: [strength, 'a database as the queue'],
    reasons: (one) => [...brokerReasons[broker](one), ...engineReasons(one, broker)],
  })),
  decides: ['queues.*.ordering', 'queues.*.consumers', 'infrastructure.cloud', 'project.team_size'],
  needs: STORE_TABLE.needs,
};
