import type { Argument, Bound, Construction, OptionBag, OutboundClient, Place } from '../../model/index.ts';
import { boundAt, findBound, libraryBound, type Finding } from '../../lib/clients/bounds.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { addressIn } from './address.ts';
import type { Callers } from './callers.ts';
import type { Globals } from './globals.ts';
import type { Later } from './later.ts';
import { beneath, keyOf, lookupIn, nameOf, rowOfConstruction, type Rows } from './rows.ts';

/** A client, pool or connection, with what bounds it. */
export function clientOf(file: string, made: Construction, rows: Rows, graph: CodeGraph, globals: Globals, later: Later, callers: Callers): (OutboundClient & { calls: Place[] }) | undefined {
  const row = rowOfConstruction(file, made, rows);
  if (!row || beneath(file, made, row, graph, rows)) return undefined;
  const name = nameOf(made);
  if ((row.id === 'nodemailer' && made.args.some(sendsNothing)) || (row.id === 'knex' && made.args.some(onlyBuilds))) return undefined;
  const at: Place = { file, line: made.line, column: made.column };
  const args = row.constructOptions === undefined ? made.args : made.args.slice(row.constructOptions, row.constructOptions + 1);
  const found = findBound(row, args, lookupIn(graph, file));
  const assigned = later.get(keyOf(file, made));
  const bound = assigned && found.state !== 'bounded' ? assigned
    : row.id === 'axios' && globals.axios && found.state === 'silent' ? globals.axios
    : row.id === 'aws-sdk@2' && globals.aws && found.state === 'silent' ? globals.aws
    : row.id === 'googleapis' && globals.google && found.state === 'silent' ? globals.google
    : row.driver && found.state !== 'bounded' ? driverBound(made, found, row, at)
    : found.state === 'forwarded' ? handedIn(callers.bound(file, made.fn, found.params, row), row)
    : settle(found, row, at);
  const url = made.args.map((argument) => addressIn(argument, file, graph)).find((value) => value !== undefined);
  return {
    key: keyOf(file, made), subject: `${name} ${label(row, made)} in ${file}`, row: row.id, package: name, kind: row.kind, name: made.id, at, bound, calls: [],
    ...(url !== undefined && { url }),
    ...(made.stub && { service: made.ref.path.filter((part) => part !== '()').at(-1) ?? made.ref.name }),
  };
}

/** A transport that hands the mail to an SDK, or nowhere (`createTransport({})`), has no socket of its own. */
const sendsNothing = (argument: Argument): boolean => 'bag' in argument
  && (['SES', 'jsonTransport', 'streamTransport', 'sendmail'].some((key) => argument.bag.values[key] !== undefined) || isEmpty(argument.bag));
/** `knex({ client: 'pg' })` writes SQL that somebody else runs. */
const onlyBuilds = (argument: Argument): boolean => 'bag' in argument && argument.bag.values.client !== undefined && argument.bag.values.connection === undefined && !argument.bag.open && !argument.bag.params && !argument.bag.constants;
const isEmpty = ({ values, open, params, constants }: OptionBag): boolean => Object.keys(values).length === 0 && !open && !params && !constants;

/** The driver's default, where the options name the driver. */
function driverBound({ args }: Construction, found: Finding, row: ClientRow, at: Place): Bound {
  const [first] = args;
  if (row.defaultBound !== Infinity || (row.id === 'drizzle-orm/node-postgres' && first && ('value' in first || 'starts' in first || ('ref' in first && first.ref.name === 'process')))) return found.state === 'silent' ? libraryBound(row) : settle(found, row, at);
  const type = args.map((argument) => ('bag' in argument ? literal(argument.bag.values.type) ?? literal(argument.bag.values.dialect) : undefined)).find((value) => value !== undefined);
  if (type === 'postgres' && found.state === 'silent') return { state: 'unbounded', by: 'pg waits for a connection and for a query without end', at };
  return found.state === 'ignored' || (found.state === 'unknown' && found.limits) ? boundAt(found, at, 'client') : { state: 'unknown', by: row.note };
}

/** BullMQ demands connections without a limit; they belong to its workers, unless they are asked directly. So does what classes of queues alone are handed: `new OrdersQueue(connection)`. */
export function isForQueue({ id, args }: Construction, beside: readonly Construction[]): boolean {
  if (args.some((argument) => 'bag' in argument && argument.bag.values.maxRetriesPerRequest === null)) return true;
  const isIt = (argument: Argument): boolean => ('ref' in argument && argument.ref.name === id && argument.ref.from === undefined) || ('bag' in argument && Object.values(argument.bag.values).some((value) => typeof value === 'object' && value !== null && 'configured' in value && value.configured === id));
  const takers = id === '' ? [] : beside.filter((one) => one.args.some(isIt));
  return takers.length > 0 && takers.every(({ ref }) => OF_QUEUES.test(ref.path.at(-1) ?? (ref.name === '*' || ref.name === 'default' ? ref.from ?? '' : ref.name)));
}

const OF_QUEUES = /(?:Queue|Worker|Scheduler|QueueEvents|FlowProducer)$/;

export const literal = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function label(row: ClientRow, made: Construction): string {
  const noun = row.kind === 'database' ? 'connection' : row.kind === 'http' ? 'instance' : 'client';
  return made.id && made.id !== 'default' && made.id !== 'module.exports' ? `${noun} ${made.id}` : made.fn ? `${noun} of ${made.fn}()` : noun;
}

/** What the callers of a factory give: one that gives nothing has a client without a bound. Of a factory that nobody calls nothing is known. */
const handedIn = ({ places, ...bound }: ReturnType<Callers['bound']>, row: ClientRow): Bound => {
  if (bound.state === 'bounded') return { ...bound, where: 'caller' };
  return places.length > 0 ? libraryBound(row) : { state: 'unknown', by: 'options that callers give' };
};

function settle(found: Finding, row: ClientRow, at: Place): Bound {
  switch (found.state) {
    case 'bounded': return boundAt(found, at, 'client');
    // Another limit that is taken off leaves the library's own, which its first key sets.
    case 'ignored': return row.defaultBound <= 60_000 && !found.by.startsWith(`${row.bounds[0]}:`) ? libraryBound(row) : boundAt(found, at, 'client');
    case 'unknown': return row.defaultBound <= 60_000 ? libraryBound(row) : boundAt(found, at, 'client');
    // What callers of a driver's factory decide is not in sight.
    case 'forwarded': return { state: 'unknown', by: 'options that callers give', at, where: 'client' };
    case 'silent': return libraryBound(row);
  }
}
