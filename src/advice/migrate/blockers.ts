import { dependencyEdges, listOf } from '../../lib/declaration.ts';
import { isMatch } from '../../lib/globs.ts';
import { placeText } from '../../lib/mistake.ts';
import { count, listed, productionImports, siteOf } from '../../lib/module-imports.ts';
import { ancestorsOf } from '../../lib/nesting.ts';
import { comparePlaces } from '../../lib/order.ts';
import { testedModules } from '../../lib/tested.ts';
import type { Place } from '../../model/index.ts';
import { goesBothWays } from '../boundaries/seams.ts';
import type { TableUse } from '../boundaries/tables.ts';
import type { Context, MigrateFacts, Parts } from './contexts.ts';
import type { Goal } from './goal.ts';

/** What must be mended before a part can move, and the check that tells when it is. */
export interface Blocker {
  readonly kind: 'shared table' | 'foreign table' | 'foreign key' | 'cycle' | 'private import' | 'undeclared edge' | 'no tests' | 'state in the process';
  readonly message: string;
  readonly at: readonly Place[];
  readonly check?: string;
}

/** All that stands in the way of each part, by its name. */
export function blockersOf(facts: MigrateFacts, parts: Parts, goal: Goal): ReadonlyMap<string, readonly Blocker[]> {
  const { tests, reached } = testedModules(facts);
  return new Map(parts.contexts.map((context) => [context.seam.name, [
    ...sharedTables(context),
    ...foreignTables(context, parts),
    ...foreignKeys(facts, context, parts),
    ...cycles(context, parts),
    ...(parts.by === 'declared' ? [...privateImports(facts, context, parts), ...undeclared(facts, context, parts)] : []),
    ...(context.seam.modules.some((path) => reached.has(path)) ? [] : [untested(context, tests.length)]),
    ...(goal === 'modular-monolith' || goal === 'event-driven' ? [] : state(context)),
  ]]));
}

const by = (uses: readonly TableUse[], write: boolean): string[] => [...new Set(uses.filter((use) => use.write === write).map(({ group }) => group))];
const touched = (uses: readonly TableUse[]): string => [
  ...(by(uses, true).length > 0 ? [`written by ${listed(by(uses, true), 4)}`] : []),
  ...(by(uses, false).length > 0 ? [`read by ${listed(by(uses, false), 4)}`] : []),
].join(' and ');

/** Writes before reads. */
const placesOf = (uses: readonly TableUse[]): Place[] => [...uses].sort((a, b) => Number(b.write) - Number(a.write) || comparePlaces(a.at, b.at)).map(({ at }) => at);

function sharedTables({ seam: { name, owns } }: Context): Blocker[] {
  return owns.flatMap(({ entity, uses }) => {
    const others = uses.filter(({ group }) => group !== name);
    return others.length === 0 ? [] : [{ kind: 'shared table' as const, message: `${entity} is ${touched(others)} as well`, at: placesOf(others), check: 'unowned-data' }];
  });
}

function foreignTables({ seam: { name } }: Context, { seams }: Parts): Blocker[] {
  return seams.tables.flatMap(({ entity, owner, uses }) => {
    const own = uses.filter(({ group }) => group === name);
    if (owner === name || owner === undefined || own.length === 0) return [];
    return [{ kind: 'foreign table' as const, message: `it ${own.some(({ write }) => write) ? 'writes' : 'reads'} ${entity} of ${owner}`, at: placesOf(own), check: 'unowned-data' }];
  });
}

/** Keys that no database checks any more once the two tables lie apart; told once for each table on the other side. */
function foreignKeys({ dataModel }: MigrateFacts, { seam: { name } }: Context, { seams }: Parts): Blocker[] {
  const owner = new Map(seams.tables.map(({ entity, owner: keeper }) => [entity, keeper]));
  const crossing = dataModel.edges.filter(({ from, to }) => owner.get(from) !== owner.get(to) && (owner.get(from) === name || owner.get(to) === name) && owner.get(from) !== undefined && owner.get(to) !== undefined);
  if (crossing.length === 0) return [];
  return [{ kind: 'foreign key', message: `${count(crossing.length, 'key')} between its tables and those of others: ${listed([...new Set(crossing.map(({ from, to }) => `${from} -> ${to}`))], 4)}`, at: crossing.map(({ at }) => at) }];
}

function cycles({ seam: { name } }: Context, { seams }: Parts): Blocker[] {
  return seams.cuts.filter((cut) => cut.from === name && goesBothWays(cut)).map(({ to, sites, imports, typeOnly, back }) => {
    const out = imports - typeOnly;
    const returning = seams.cuts.find((cut) => cut.from === to && cut.to === name)!.sites;
    // The direction with fewer imports is the one to cut.
    const [fewer, said] = out <= back ? [sites, `${count(out, 'import')} from here`] : [returning, `${count(back, 'import')} from there`];
    return { kind: 'cycle', message: `${name} and ${to} import each other; ${said} to cut`, at: fewer.filter(({ kind }) => kind !== 'type').map(siteOf), check: 'circular-dependencies' };
  });
}

/** As written: through a file of the public API it is none, wherever that leads. */
function privateImports({ architecture, files, imports }: MigrateFacts, { seam: { name } }: Context, { division: { of } }: Parts): Blocker[] {
  const open = architecture.declared.components[name]?.public_api;
  if (open === undefined) return [];
  const isPublic = isMatch(listOf(open));
  const past = productionImports({ files, imports }).filter(({ from, to }) => to !== undefined && of.get(to) === name && of.get(from) !== name && !isPublic(to));
  return past.length === 0 ? [] : [{ kind: 'private import', message: `${count(past.length, 'import')} by others past its public API`, at: past.map(siteOf), check: 'private-imports' }];
}

function undeclared({ architecture, components }: MigrateFacts, { seam: { name } }: Context, { seams }: Parts): Blocker[] {
  const edges = dependencyEdges(architecture.declared).filter(({ kind }) => kind === 'component');
  if (edges.length === 0) return [];
  const isFree = (to: string): boolean => architecture.declared.components[to]?.kind === 'library' || ancestorsOf(components.components)(to).includes(name);
  return seams.cuts.filter((cut) => cut.from === name && cut.imports > cut.typeOnly && !isFree(cut.to) && !edges.some(({ from, to }) => from === name && to === cut.to))
    .map(({ to, sites }) => ({ kind: 'undeclared edge', message: `it imports ${to}, which its depends_on does not name`, at: sites.filter(({ kind }) => kind !== 'type').map(siteOf), check: 'implicit-communication' }));
}

function untested({ seam: { modules } }: Context, tests: number): Blocker {
  return { kind: 'no tests', message: tests === 0 ? 'no test here imports anything: nothing would tell old from new' : `no test imports any of its ${count(modules.length, 'module')}; what tests from outside, through a port, does not show in imports`, at: [], check: 'untested-components' };
}

const state = ({ state: kept }: Context): Blocker[] =>
  (kept.length === 0 ? [] : [{ kind: 'state in the process', message: `its process remembers ${listed(kept.map(({ what }) => what), 3)}`, at: kept.map(({ at }) => at), check: 'stateful-services' }]);

const MOST_PLACES = 3;

/** `Order is written by billing as well: src/a.ts:4, src/b.ts:9 and 2 more (shared-database)`. */
export function blockerLine({ kind, message, at, check }: Blocker): string {
  const places = at.length === 0 ? '' : `; ${listed([...new Set(at.map(placeText))], MOST_PLACES)}`;
  return `${kind}: ${message}${places}${check === undefined ? '' : ` (${check})`}`;
}
