import { reaches, type ApiSlot, type Blueprint, type CacheSlot, type ExternalSlot, type Part, type Use } from '../../lib/knowledge/systems/blueprint.ts';
import type { Brief } from './brief.ts';
import { decide, place, type Decision, type Placed } from './decide.ts';
import { queuesOf, storeOfSlot, storesOf, type QueueHere, type StoreHere } from './stores.ts';

/** A component of the design with the parts that live in it. */
export interface ComponentHere {
  readonly name: string;
  readonly path: string;
  readonly kind: 'service' | 'worker' | 'module';
  readonly owner: string;
  readonly parts: readonly Part[];
  readonly edges: readonly Edge[];
}

export interface Edge { readonly kind: 'component' | 'store' | 'queue' | 'cache' | 'external'; readonly to: string; readonly use: Use }

export interface Shape {
  readonly brief: Brief;
  readonly blueprint: Blueprint;
  readonly decision: Decision;
  readonly placed: readonly Placed[];
  readonly components: readonly ComponentHere[];
  readonly stores: readonly StoreHere[];
  readonly queues: readonly QueueHere[];
  readonly caches: readonly CacheSlot[];
  readonly externals: readonly ExternalSlot[];
  readonly apis: readonly (ApiSlot & { readonly component: string })[];
}

/** Modules of the one deployable whose work runs in a process of its own, by the same build. */
export const workersOf = ({ components, decision: { structure, load } }: Pick<Shape, 'components' | 'decision'>): readonly string[] =>
  (structure === 'one' && load !== 'light' ? components.filter(({ parts }) => parts.every(({ kind }) => kind === 'worker')).map(({ name }) => name) : []);

/** People that one team has. */
const TEAM = 8;
/** Where all modules are started: the one deployable. */
export const APP = 'app';

/** What there is at this size, where it lives, and what uses what. */
export function shapeOf(brief: Brief, blueprint: Blueprint): Shape {
  const decision = decide(brief, blueprint);
  const { load, structure } = decision;
  const placed = place(blueprint, decision);
  const stores = storesOf(blueprint, decision, placed);
  const queues = queuesOf(blueprint, decision, brief, placed);
  const caches = blueprint.caches.filter(({ from }) => reaches(load, from));
  const externals = blueprint.externals.filter(({ from }) => reaches(load, from));
  const homeOf = (id: string): string | undefined => placed.find(({ part }) => part.id === id)?.component;
  const names = [...new Set(placed.map(({ component }) => component))];
  const owners = ownersOf(brief, names);
  const edgeOf = (use: Use): Edge | undefined => {
    if ('part' in use) return made('component', homeOf(use.part), use);
    if ('store' in use) return made('store', storeOfSlot(use.store, stores)?.name, use);
    if ('queue' in use) return made('queue', queues.find(({ slots }) => slots.some(({ id }) => id === use.queue))?.name, use);
    if ('cache' in use) return made('cache', caches.find(({ id }) => id === use.cache)?.id, use);
    return made('external', externals.find(({ id }) => id === use.external)?.id, use);
  };
  const components = names.map((name): ComponentHere => {
    const parts = placed.filter(({ component }) => component === name).map(({ part }) => part);
    const edges = parts.flatMap(({ uses }) => uses).flatMap((use) => edgeOf(use) ?? []).filter(({ kind, to }) => kind !== 'component' || to !== name);
    const distinct = [...new Map(edges.map((edge) => [`${edge.kind} ${edge.to}`, edge] as const).reverse()).values()].reverse();
    const worker = structure === 'services' && parts.every(({ kind }) => kind === 'worker');
    return { name, path: `${structure === 'one' ? 'src' : 'services'}/${name}`, kind: worker ? 'worker' : structure === 'one' ? 'module' : 'service', owner: owners(name), parts, edges: distinct };
  });
  const apis = blueprint.apis.filter(({ from, part }) => reaches(load, from) && homeOf(part) !== undefined).map((api) => ({ ...api, component: homeOf(api.part)! }));
  return { brief, blueprint, decision, placed, components, stores, queues, caches, externals, apis };
}

const made = (kind: Edge['kind'], to: string | undefined, use: Use): Edge | undefined => (to === undefined ? undefined : { kind, to, use });

/** Teams of eight share the components, neighbours to the same team. */
function ownersOf({ project: { team_size: team } }: Brief, names: readonly string[]): (name: string) => string {
  const teams = Math.max(1, Math.min(names.length, Math.floor(team / TEAM)));
  if (teams === 1) return () => 'the-team';
  return (name) => `team-${names[Math.ceil((Math.floor((names.indexOf(name) * teams) / names.length) * names.length) / teams)]!}`;
}
