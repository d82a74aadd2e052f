import { pointer } from '../../lib/declaration.ts';
import { placeText } from '../../lib/mistake.ts';
import type { DeclaredCoreEntity, Facts, ModelEntity, Place } from '../../model/index.ts';
import { declaredIn, fromOf, type Case } from '../case.ts';
import { engineWord, sameEngine } from '../stores-here.ts';

/** An entity as it is declared, found, or both. */
export interface EntityHere {
  readonly name: string;
  readonly kind?: DeclaredCoreEntity['type'];
  readonly contexts: readonly string[];
  readonly owners: readonly string[];
  /** By the name of data_stores, or in the words of the context. */
  readonly store?: string;
  readonly found?: ModelEntity;
  /** Where it is declared first. */
  readonly declared?: string;
}

export interface Disagreement {
  readonly kind: 'not found' | 'no owner' | 'two owners' | 'two models' | 'store differs';
  readonly entity: string;
  readonly because: string;
  readonly places: readonly string[];
}

/** Case, marks and a plural do not tell names apart. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '').replace(/ies$/, 'y').replace(/(?<=..)(?<!s)s$/, '');

interface Claim { readonly by: string; readonly how: 'context' | 'component' | 'store'; readonly from: string | undefined; readonly store?: string; readonly kind?: DeclaredCoreEntity['type'] }

/** Everything that the declaration says of each entity, by its plain name. */
function claims(one: Case): Map<string, { readonly name: string; readonly all: Claim[] }> {
  const found = new Map<string, { name: string; all: Claim[] }>();
  const add = (name: string, claim: Claim): void => {
    const key = plainName(name);
    found.set(key, { name: found.get(key)?.name ?? name, all: [...(found.get(key)?.all ?? []), claim] });
  };
  const { contexts = [], components, data_stores = {} } = declaredIn(one);
  contexts.forEach(({ name, core_entities = [], data_store }, index) => core_entities.forEach((entity, at) => add(entity.name, { by: name, how: 'context', from: fromOf(one, pointer('contexts', index, 'core_entities', at)), ...(data_store !== undefined && { store: data_store }), ...(entity.type && { kind: entity.type }) })));
  for (const [component, { data }] of Object.entries(components)) (data?.owns ?? []).forEach((name, at) => add(name, { by: component, how: 'component', from: fromOf(one, pointer('components', component, 'data', 'owns', at)), ...(typeof data?.store === 'string' && { store: data.store }) }));
  for (const [store, { entities = [] }] of Object.entries(data_stores)) entities.forEach((name, at) => add(name, { by: store, how: 'store', from: fromOf(one, pointer('data_stores', store, 'entities', at)), store }));
  return found;
}

export interface Joined { readonly entities: readonly EntityHere[]; readonly disagreements: readonly Disagreement[] }

const placed = (at: Place): string => placeText({ file: at.file, ...(at.line !== undefined && { line: at.line }) });
const there = (...places: readonly (string | undefined)[]): string[] => places.filter((place) => place !== undefined);

/** Declared and found entities by their names and tables, and where the two do not agree. */
export function join(one: Case, { dataModel, components }: Pick<Facts, 'dataModel' | 'components'>): Joined {
  const declared = claims(one);
  const taken = new Set<string>();
  const disagreements: Disagreement[] = [];
  const judged = (kind: Disagreement['kind'], entity: string, because: string, ...places: readonly (string | undefined)[]): void => { disagreements.push({ kind, entity, because, places: there(...places) }); };
  const parts = Object.keys(declaredIn(one).components).length;
  const entities = dataModel.entities.map((found): EntityHere => {
    const key = [plainName(found.name), plainName(found.table)].find((name) => declared.has(name));
    const all = key === undefined ? [] : declared.get(key)!.all;
    if (key !== undefined) taken.add(key);
    const owning = all.filter(({ how }) => how === 'component');
    const owners = [...new Set(owning.map(({ by }) => by))];
    const inContexts = [...new Set(all.filter(({ how }) => how === 'context').map(({ by }) => by))];
    const byFolder = components.of[found.at.file]?.components[0];
    const owner = owners.length > 0 ? owners : byFolder === undefined ? [] : [byFolder];
    if (owners.length > 1) judged('two owners', found.name, `${owners.join(' and ')} are declared to own it`, ...owning.map(({ from }) => from), placed(found.at));
    if (inContexts.length > 1) judged('two owners', found.name, `the contexts ${inContexts.join(' and ')} have it`, ...all.filter(({ how }) => how === 'context').map(({ from }) => from));
    // With one component, or none, there is nobody to share with.
    if (parts > 1 && owner.length === 0 && inContexts.length === 0) judged('no owner', found.name, 'no component or context is declared to own it, and its file is of none', placed(found.at));
    if (found.also.length > 0) judged('two models', found.name, `the table ${found.table} is defined more than once`, placed(found.at), ...found.also.map(placed));
    const store = all.find((claim) => claim.store !== undefined);
    const engine = store && declaredIn(one).data_stores?.[store.store!]?.engine;
    if (engine !== undefined && found.engine && !sameEngine(engineWord(engine), engineWord(found.engine.name))) judged('store differs', found.name, `${store!.store} is declared as ${engine}, and its schema says ${found.engine.name}`, store!.from, placed(found.engine.at));
    const kind = all.find((claim) => claim.kind !== undefined)?.kind;
    return { name: found.name, ...(kind && { kind }), contexts: inContexts, owners: owner, ...(store && { store: store.store! }), found, ...(all[0]?.from !== undefined && { declared: all[0].from }) };
  });
  const missing = [...declared].filter(([key]) => !taken.has(key)).map(([, { name, all }]): EntityHere => {
    const kind = all.find((claim) => claim.kind !== undefined)?.kind;
    const store = all.find((claim) => claim.store !== undefined)?.store;
    // A value is part of an entity, and has no table.
    if (dataModel.entities.length > 0 && kind !== 'value_object') judged('not found', name, `it is declared (${[...new Set(all.map(({ by }) => by))].join(', ')}), and no schema defines it`, ...all.map(({ from }) => from));
    return { name, ...(kind && { kind }), contexts: [...new Set(all.filter(({ how }) => how === 'context').map(({ by }) => by))], owners: [...new Set(all.filter(({ how }) => how === 'component').map(({ by }) => by))], ...(store !== undefined && { store }), ...(all[0]?.from !== undefined && { declared: all[0].from }) };
  });
  return { entities: [...entities, ...missing], disagreements };
}
