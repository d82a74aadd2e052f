import { pointer } from '../lib/declaration.ts';
import { PURPOSE_FIT, STORES, type DeclaredPurpose, type StorePurpose } from '../lib/knowledge/data.ts';
import { compare } from '../lib/order.ts';
import type { StoreKind } from '../model/index.ts';
import { declaredIn, fromOf, lineOf, type Case } from './case.ts';

/** A store, cache or queue of this architecture: declared, found, or both. */
export interface StoreHere {
  readonly name: string;
  /** In the words of architecture.yaml. */
  readonly engine: string;
  readonly section: 'data_stores' | 'caches' | 'queues' | 'found';
  readonly purpose?: DeclaredPurpose;
  readonly from?: string;
}

const WORDS: Readonly<Record<string, string>> = { 'postgres': 'postgresql', 'mongo': 'mongodb', 'dynamo': 'dynamodb', 'service-bus': 'servicebus', 'pub/sub': 'pubsub', 'elastic': 'elasticsearch', 'bullmq': 'redis' };

/** An engine as the guide calls it: `postgres` → `postgresql`, `aurora-postgresql` → `aurora`. */
export function engineWord(text: string): string {
  const plain = text.toLowerCase().trim();
  return WORDS[plain] ?? (plain.startsWith('aurora') ? 'aurora' : plain);
}

/** What a purpose of architecture.yaml is called in the guide; undefined: the guide has no row for it. */
export const guidePurpose = (purpose: DeclaredPurpose): StorePurpose | undefined =>
  purpose === 'session' ? 'cache' : purpose === 'event-log' ? 'queue' : STORES.find((row) => row.purpose === purpose)?.purpose;

export const purposeOfEngine = (engine: string): StorePurpose | undefined => STORES.find(({ engines }) => engines.includes(engineWord(engine)))?.purpose;

const PURPOSE_OF_KIND: Readonly<Partial<Record<StoreKind, DeclaredPurpose>>> = { cache: 'cache', queue: 'queue', topic: 'queue', bucket: 'object-storage', search: 'search' };

/** All declared stores, caches and queues, in the order of the file. */
export function declaredStores(one: Case): readonly StoreHere[] {
  const { data_stores = {}, caches = {}, queues = {} } = declaredIn(one);
  const here = (section: 'data_stores' | 'caches' | 'queues', name: string, engine: string, purpose: DeclaredPurpose | undefined): StoreHere => {
    const from = fromOf(one, pointer(section, name));
    return { name, engine, section, ...(purpose && { purpose }), ...(from && { from }) };
  };
  return [
    ...Object.entries(data_stores).map(([name, store]) => here('data_stores', name, store.engine, store.purpose)),
    ...Object.entries(caches).flatMap(([name, { engine }]) => (engine === undefined ? [] : [here('caches', name, engine, 'cache')])),
    ...Object.entries(queues).flatMap(([name, { engine }]) => (engine === undefined ? [] : [here('queues', name, engine, 'queue')])),
  ];
}

/** Stores that deployment files bring up and ORM schemas name, each engine once; examples left out. */
export function foundStores(one: Case): readonly StoreHere[] {
  const found = new Map<string, StoreHere>();
  const add = (engine: string, name: string, from: string, purpose?: DeclaredPurpose): void => {
    const key = `${engineWord(engine)} ${purpose ?? ''}`;
    if (!found.has(key)) found.set(key, { name, engine: engineWord(engine), section: 'found', from, ...(purpose && { purpose }) });
  };
  for (const store of one.facts.stores?.stores ?? []) {
    // A store that is only known to be one (`database`, `queue`) says nothing of its engine.
    if (!store.example && !store.isDeadLetter && !VAGUE.has(store.engine)) add(store.engine, store.name, lineOf(store.at), PURPOSE_OF_KIND[store.kind] ?? purposeOfEngine(store.engine));
  }
  for (const { engine, at } of one.facts.datasources?.datasources ?? []) if (![...found.values()].some((store) => store.engine === engineWord(engine))) add(engine, engine, lineOf(at), purposeOfEngine(engine));
  return [...found.values()].sort((a, b) => compare(a.engine, b.engine) || compare(a.name, b.name));
}

const VAGUE = new Set(['database', 'queue', 'search', 'document']);

/** The declared name of a found store: the same engine, or one that is bought under another name. */
export const declaredAs = (store: StoreHere, declared: readonly StoreHere[]): StoreHere | undefined =>
  declared.find(({ engine }) => sameEngine(engineWord(engine), store.engine));

const SAME: readonly (readonly string[])[] = [['redis', 'valkey', 'keydb', 'dragonfly', 'elasticache'], ['postgresql', 'aurora', 'timescaledb', 'alloydb', 'neon'], ['minio', 's3'], ['kafka', 'redpanda', 'msk']];

/** Whether one is the other, under the name that it is bought by. */
export const sameEngine = (a: string, b: string): boolean => a === b || SAME.some((group) => group.includes(a) && group.includes(b));

/** Whether an engine serves a need of the guide. */
export const serves = (engine: string, purpose: StorePurpose): boolean => PURPOSE_FIT[purpose].engines.test(engineWord(engine));
