import { compare } from '../lib/order.ts';
import { folderOfPath, isWithin } from '../lib/paths.ts';
import type { Store } from '../model/index.ts';
import type { Part } from './parts.ts';
import type { ProposedStore } from './proposal.ts';

export type Section = 'stores' | 'caches' | 'queues';
export interface Draft extends ProposedStore { readonly section: Section; readonly deployed?: readonly Store[] }

/** So many relational engines beside one service are those that it can run on, not those that it does. */
const MANY_ENGINES = 3;
const ENGINE_NAMED = /postgres|pgsql|mysql|mariadb|mssql|sql-?server|cockroach|oracle|sqlite/i;

/** One service that supports many databases is given the one that is deployed in earnest; which else it knows is no part of its architecture. */
export function withoutAlternatives(drafts: readonly Draft[], parts: readonly Part[]): Draft[] {
  const relational = drafts.filter(({ purpose }) => purpose === 'relational');
  const engines = new Set(relational.map(({ engine }) => engine)).size;
  // `compose.mariadb.yaml` beside `compose.postgres.yaml`: whoever runs it chooses one.
  const chosen = engines > 1 && relational.every(({ deployed = [] }) => deployed.every(({ at }) => ENGINE_NAMED.test(at.file)));
  const several = (engines >= MANY_ENGINES || chosen) && parts.filter(({ kind }) => kind === 'service').length <= 1;
  if (!several) return [...drafts];
  const kept = mostEarnest(relational);
  return drafts.filter((one) => one.purpose !== 'relational' || one.engine === kept.engine);
}

/** The one that most kinds of deployment bring up outside of desks, then the one that is brought up most often. */
function mostEarnest(drafts: readonly Draft[]): Draft {
  const earnest = ({ deployed = [] }: Draft): number => new Set(deployed.flatMap(({ source, environment }) => (source === 'compose' || environment === 'development' ? [] : [source]))).size;
  return [...drafts].sort((a, b) => earnest(b) - earnest(a) || (b.deployed?.length ?? 0) - (a.deployed?.length ?? 0) || compare(a.name, b.name))[0]!;
}

/** One variable holds one address at a time: of the databases that are named by the same one, a process speaks to one. */
export function oneAVariable(drafts: readonly Draft[]): Draft[] {
  const rivals = (one: Draft): Draft[] => drafts.filter(({ purpose, env = [] }) => purpose === 'relational' && env.some((name) => one.env?.includes(name)));
  return drafts.filter((one) => one.purpose !== 'relational' || !one.env || mostEarnest(rivals(one)) === one);
}

const FOR_TESTS = /^(?:tests?|e2e)[-_]/i;
const TEST_NAME = /[-_.]?(?:tests?|testing|e2e)$/i;

/** `mysql-testing` beside `mysql` is brought up for tests, and so is `test-es`. */
export const ofTests = (stores: readonly Store[]): Store[] =>
  stores.filter((one) => !(one.source === 'compose' && FOR_TESTS.test(one.name)) && (!TEST_NAME.test(one.name) || !stores.some(({ name, engine }) => engine === one.engine && !TEST_NAME.test(name))));

/** `docker-compose.monitoring.yml`, `ops/observability/compose.yaml`: what is brought up beside the product, to watch it. */
const OF_OPERATIONS = /(?:^|[-_./])(?:monitoring|observability|logging|telemetry|metrics|elk)(?:[-_./]|$)/i;

/** Stores of what watches the product are none of its own, unless its code speaks to such a one. */
export const ofOperations = (stores: readonly Store[], isSpokenTo: (engine: string) => boolean): Store[] =>
  stores.filter(({ source, at, engine }) => source !== 'compose' || !OF_OPERATIONS.test(at.file) || isSpokenTo(engine));

const PLAIN_COMPOSE = /(?:^|\/)(?:docker-)?compose\.ya?ml$/;
/** So many files, each named for a database, are a choice even where no file of a plain name brings up its own. */
const CHOICES = 3;

/** `docker-compose-mariadb.yml` beside what is brought up usually: whoever wants to may take it instead. */
export function ofOtherFiles(stores: readonly Store[]): Store[] {
  const composed = stores.filter(({ source, kind }) => source === 'compose' && kind === 'database');
  const isNamed = ({ at }: Store): boolean => ENGINE_NAMED.test(at.file.split('/').at(-1)!);
  const beside = (store: Store): Store[] => composed.filter(({ at }) => folderOfPath(at.file) === folderOfPath(store.at.file));
  const isChoice = (store: Store): boolean => {
    const [named, others] = [beside(store).filter(isNamed), beside(store).filter((one) => !isNamed(one))];
    return others.some(({ at }) => PLAIN_COMPOSE.test(at.file)) || (others.length > 0 && new Set(named.map(({ at }) => at.file)).size >= CHOICES);
  };
  return stores.filter((store) => !composed.includes(store) || !isNamed(store) || !isChoice(store));
}

/** So many folders beside one another, each with a compose file and no code, are applications that users may choose from. */
const CATALOGUE = 5;

/** Stores of a catalogue (`apps/gitea/docker-compose.yml`) are not those of the product that offers it. */
export function ofCatalogue(stores: readonly Store[], sources: readonly string[]): Store[] {
  const folder = ({ source, at }: Store): string | undefined => (source === 'compose' && at.file.split('/').length > 2 ? folderOfPath(at.file) : undefined);
  const offered = new Map<string, Set<string>>();
  for (const store of stores) {
    const own = folder(store);
    if (own !== undefined && !sources.some((path) => isWithin(path, own))) offered.set(folderOfPath(own), (offered.get(folderOfPath(own)) ?? new Set()).add(own));
  }
  return stores.filter((store) => {
    const own = folder(store);
    const shelf = own === undefined ? undefined : offered.get(folderOfPath(own));
    return shelf === undefined || !shelf.has(own!) || shelf.size < CATALOGUE;
  });
}

/** The place that speaks for all that describe one store: the one nearest to the root. */
export const nearestToRoot = (stores: readonly Store[]): Store => stores.reduce((best, one) => (one.at.file.split('/').length < best.at.file.split('/').length ? one : best));

const ENVIRONMENT = /[-_.](?:prod|production|staging|stage|dev|development|local|qa|uat|preview)$/i;

/** `mongodb-staging` is `mongodb` elsewhere. */
export const withoutEnvironment = (name: string): string => name.replace(ENVIRONMENT, '');

/** So many kinds of database that one component has a driver for, and nothing else tells of, are its users': it watches, queries or copies them. */
const KINDS_OF_USERS = 4;
const DATABASES = new Set(['relational', 'document', 'analytics', 'key-value', 'time-series', 'graph']);

export interface DriverUse { readonly component: string | undefined; readonly engine: string; readonly purpose: string | undefined; readonly at: string }

/** Engines that are no stores of this architecture, with a sentence for each component that speaks to them. */
export function ofUsers(uses: readonly DriverUse[], isKnown: (engine: string) => boolean): { readonly engines: ReadonlySet<string>; readonly notes: readonly string[] } {
  const engines = new Set<string>();
  const notes: string[] = [];
  for (const component of [...new Set(uses.flatMap((use) => use.component ?? []))].sort(compare)) {
    const unknown = uses.filter(({ component: owner, engine, purpose }) => owner === component && purpose !== undefined && DATABASES.has(purpose) && !isKnown(engine));
    const names = [...new Set(unknown.map(({ engine }) => engine))].sort(compare);
    if (names.length < KINDS_OF_USERS) continue;
    names.forEach((name) => engines.add(name));
    notes.push(`${component} has drivers for ${names.join(', ')} (${unknown[0]!.at}): taken for databases of its users. Declare those that are its own.`);
  }
  return { engines, notes };
}
