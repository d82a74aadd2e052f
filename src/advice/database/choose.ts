import { CLOUD_SERVICES } from '../../lib/knowledge/infrastructure.ts';
import { PURPOSE_FIT, STORES, type StoreRow } from '../../lib/knowledge/data.ts';
import { ENGINE_NAMES } from '../../lib/knowledge/names.ts';
import { joined, type Case } from '../case.ts';
import { cloudsOf, needsOf, type Known } from '../situation.ts';
import { declaredStores, engineWord, foundStores, guidePurpose, type StoreHere } from '../stores-here.ts';
import { MESSAGING_TABLE } from '../tables/stores.ts';
import { weigh } from '../tables/table.ts';
import type { Need, NeedAsked } from './needs.ts';

export interface Choice {
  readonly need: string;
  readonly purpose: Need;
  readonly choose: string;
  readonly because: string;
  readonly avoid?: string;
  /** What the provider sells for it. */
  readonly bought?: string;
  /** What is there already and serves it. */
  readonly there?: StoreHere;
}

/** An engine as people write it. */
export const calledBy = (engine: string): string => (ENGINE_NAMES[engine.toLowerCase()] ?? ENGINE_NAMES[engineWord(engine)])?.[0] ?? engine;

const guideRow = (purpose: Need): StoreRow | undefined => STORES.find((row) => row.purpose === guidePurpose(purpose));

/** The guide's answer to one need, with what is there already and where it runs. */
export function choose(one: Case, { words }: Pick<NeedAsked, 'words'>, purpose: Need, all: readonly Need[]): Choice {
  const row = guideRow(purpose);
  const fit = PURPOSE_FIT[purpose];
  const here = [...declaredStores(one), ...foundStores(one)];
  const exact = purpose === 'queue' || purpose === 'event-log' ? BROKERS.find(([pattern]) => pattern.test(words)) : undefined;
  const serves = (store: StoreHere): boolean => fit.engines.test(engineWord(store.engine)) && (store.purpose === undefined || store.purpose === purpose || guidePurpose(store.purpose) === guidePurpose(purpose));
  // A broker that is there is no answer to an order that it does not keep.
  const there = here.find((store) => serves(store) && (exact === undefined || engineWord(store.engine) === exact[1]));
  const [cloud] = cloudsOf(one);
  const [picked, why] = there ? [calledBy(there.engine), `it is there already${there.section === 'found' ? '' : ` as ${there.name}`}`] : pick(one, purpose, exact, all, cloud, here);
  const bought = cloud === undefined || there || exact ? undefined : boughtFor(purpose, cloud);
  return { need: words, purpose, choose: picked, because: why, ...(row?.avoid !== undefined && { avoid: row.avoid }), ...(bought && { bought }), ...(there && { there }) };
}

/** Needs of the guide by the need of the cloud matrix. */
const CLOUD_NEED: Readonly<Partial<Record<Need, string>>> = { 'relational': 'relational database', 'queue': 'message queue', 'object-storage': 'object storage', 'search': 'search', 'cache': 'cache', 'session': 'cache' };

function boughtFor(purpose: Need, { value }: Known<'aws' | 'gcp' | 'azure' | 'self-hosted'>): string | undefined {
  const services = CLOUD_SERVICES.find(({ need }) => need === CLOUD_NEED[purpose])?.services[value] ?? [];
  return services.length === 0 ? undefined : `${joined(services, 'or')} on ${value}`;
}

function pick(one: Case, purpose: Need, exact: Broker | undefined, all: readonly Need[], cloud: Known<string> | undefined, here: readonly StoreHere[]): readonly [string, string] {
  const instead = PURPOSE_FIT[purpose].instead;
  const sql = here.find(({ engine }) => engineWord(engine) === 'postgresql');
  const said = cloud === undefined ? '' : `${cloud.because}`;
  switch (purpose) {
    case 'relational': return ['PostgreSQL', 'it serves nine uses of ten; start there'];
    case 'document': {
      if (all.includes('relational')) return ['PostgreSQL', 'the same data is joined, and PostgreSQL keeps documents in JSON columns'];
      if (needsOf(one).consistency === 'strong') return ['PostgreSQL', 'consistency is strong, and PostgreSQL keeps documents in JSON columns'];
      return cloud?.value === 'aws' ? ['DynamoDB', said] : cloud ? ['MongoDB', `DynamoDB runs on aws alone, and ${said}`] : [instead, 'where no joins are needed'];
    }
    case 'time-series': return sql ? ['TimescaleDB', `it extends PostgreSQL, which is there already${sql.section === 'found' ? '' : ` as ${sql.name}`}`] : [instead, 'a general relational database does not keep up'];
    case 'graph': return cloud?.value === 'aws' ? ['Neptune', said] : cloud ? ['Neo4j', `Neptune runs on aws alone, and ${said}`] : [instead, 'recursive queries of a relational database do not keep up'];
    case 'analytics': return cloud?.value === 'gcp' ? ['BigQuery', said] : cloud?.value === 'self-hosted' ? ['ClickHouse', said] : [instead, 'a transactional database is for other work'];
    case 'queue': case 'event-log': return broker(one, exact, instead);
    case 'vector': return sql ? ['PostgreSQL with pgvector', 'PostgreSQL is there already'] : [instead, 'this need has no row in the guide'];
    case 'search': return [instead, 'LIKE queries do not scale'];
    case 'cache': case 'session': return [instead, 'what is lost is computed anew'];
    default: return [instead, 'this need has no row in the guide'];
  }
}

/** Words that ask for one broker of the three. */
type Broker = readonly [words: RegExp, engine: string, because: string];
const BROKERS: readonly Broker[] = [
  [/\border(?:ed|ing)?\b|\bin order\b|\bstreams?\b/i, 'kafka', 'it keeps messages in order'], [/\brout(?:e|ed|es|ing)\b/i, 'rabbitmq', 'it routes messages'], [/\bsimple\b/i, 'sqs', 'it is simple'],
];

function broker(one: Case, exact: Broker | undefined, instead: string): readonly [string, string] {
  if (exact) return [calledBy(exact[1]), exact[2]];
  const { best, weighed } = weigh(MESSAGING_TABLE, MESSAGING_TABLE.entries, one);
  if (best) return [best.name, weighed.find(({ entry }) => entry === best)!.reasons.filter(({ speaks }) => speaks === 'for').map(({ because }) => because).join('; ')];
  return [instead, 'in order, simple, or routed: say which with --need'];
}
