import type { Argument, Assignment, Bound, BreakerFact, CallSite, Construction, Outbound, OutboundCall, OutboundClient, Packages, Place, Reference } from '../../model/index.ts';
import { boundAt, findBound, libraryBound, type Finding, type Lookup } from '../../lib/clients/bounds.ts';
import { rowFor, rowsOf, symbolOf } from '../../lib/clients/match.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph, Target } from '../../lib/code-graph.ts';
import { isRead, isWrite } from '../../lib/operations.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { packageOf } from '../../lib/tree.ts';
import { callersOf, type Callers } from './callers.ts';

type Rows = (specifier: string | undefined, file: string) => ClientRow | undefined;
interface Found { readonly row: ClientRow; readonly package: string; readonly method: string; readonly typed?: true; readonly made?: { readonly file: string; readonly construction: Construction } }

/** Calls that set a client up or take it down. */
const UPKEEP = /^(on|once|off|removeListener|close|end|quit|disconnect|destroy|\$connect|\$disconnect|\$on|\$extends|\$use|use|interceptors|defaults|extend|initialize|define|model|sync|authenticate|plugin|get(Repository|Manager|DataSource)|setup|ping|connect)$/;

export function gatherCalls(graph: CodeGraph, server: ServerModules, packages: Packages, local: Outbound['graph'], breakers: readonly BreakerFact[]): Pick<Outbound, 'clients' | 'calls'> {
  const rows = rowChooser(packages, server);
  const callers = callersOf(graph, server);
  const globals = globalBounds(graph, server);
  const guarded = new Map(breakers.flatMap((breaker) => breaker.guards.map((key) => [key, breaker] as const)));
  const clients = new Map<string, OutboundClient & { calls: Place[] }>();
  const calls: OutboundCall[] = [];

  for (const file of [...server.keys()].sort()) {
    const module = graph.calls[file];
    if (!module) continue;
    for (const construction of module.constructions) {
      const client = clientOf(file, construction, rows, graph, globals(file));
      if (client) clients.set(client.key, client);
    }
  }
  for (const file of [...server.keys()].sort()) {
    for (const call of graph.calls[file]?.calls ?? []) {
      const found = find(file, call, graph, rows);
      if (!found) continue;
      const client = found.made && clients.get(keyOf(found.made.file, found.made.construction));
      const at: Place = { file, line: call.line, column: call.column };
      client?.calls.push(at);
      const url = addressOf(call, file, graph);
      if (found.row.kind === 'http' && !client && url !== undefined && /^\/(?!\/)|^https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])/.test(url)) continue;
      const breaker = breakerOf(file, call, local, guarded);
      const { bound, unbounded } = boundOf(file, call, found, client, graph, callers, globals(file), breaker);
      calls.push({
        subject: `${found.package === 'globalThis' ? 'fetch' : found.package} in ${file}${call.fn === '' ? '' : ` ${call.fn}()`}`,
        row: found.row.id, package: found.package, kind: found.row.kind, method: found.method, fn: call.fn, at,
        ...(client && { client: client.key }),
        bound,
        ...(unbounded.length > 0 && { unboundedCallers: unbounded }),
        ...(url !== undefined && { url }),
        ...(call.handling && { handling: call.handling, handlingAt: { file, line: call.handlingLine! } }),
        ...(call.loop && { loop: call.loop }),
        ...(breaker && { breaker }),
        ...(call.batched && { batched: true as const }),
        ...(!server.get(file)!.sure && { unsure: true as const }),
        within: (call.within ?? []).map(({ text, line }) => ({ text, line })),
      });
    }
  }
  return {
    clients: [...clients.values()].filter(({ row, at, calls: sites }) => row !== 'aws-sdk@3' || sites.length > 0 || !onlySigns(graph, at.file)).map((client) => ({ ...client, calls: client.calls.toSorted(comparePlaces) })).sort((a, b) => compare(a.key, b.key)),
    calls: calls.sort((a, b) => comparePlaces(a.at, b.at)),
  };
}

/** A client that only signs addresses asks nobody. */
const onlySigns = (graph: CodeGraph, file: string): boolean =>
  (graph.calls[file]?.calls ?? []).some(({ ref }) => ref.from === '@aws-sdk/s3-request-presigner' || ref.from === '@aws-sdk/s3-presigned-post');

/** Ranges of the package that a file belongs to, its own before the root's. */
function rowChooser({ packages }: Packages, server: ServerModules): Rows {
  const byDir = new Map(packages.map((manifest) => [manifest.dir, manifest]));
  return (specifier, file) => {
    if (specifier === undefined || rowsOf(specifier).length === 0) return undefined;
    const name = packageOf(specifier)!;
    for (const dir of [server.get(file)?.package ?? '.', '.']) {
      const manifest = byDir.get(dir);
      const range = manifest?.dependencies[name] ?? manifest?.devDependencies[name] ?? manifest?.peerDependencies[name];
      if (range !== undefined) return rowFor(specifier, range);
    }
    return rowFor(specifier, undefined);
  };
}

const keyOf = (file: string, { id, line }: Construction): string => `${file}#${id || line}`;

const lookupIn = (graph: CodeGraph, file: string): Lookup => ({
  constant: (ref) => graph.constant(file, ref),
  bag: (ref) => graph.bag(file, ref),
});

function rowOfConstruction(file: string, { ref }: Construction, rows: Rows): ClientRow | undefined {
  // A Prisma client may be generated into the repository itself.
  if (ref.name.endsWith('PrismaClient') && ref.path.length === 0) return rows('@prisma/client', file);
  const row = rows(ref.from, file);
  return row?.constructs?.test(symbolOf(ref)) ? row : undefined;
}

function clientOf(file: string, made: Construction, rows: Rows, graph: CodeGraph, globals: Globals): (OutboundClient & { calls: Place[] }) | undefined {
  const row = rowOfConstruction(file, made, rows);
  if (!row) return undefined;
  const name = made.ref.name.endsWith('PrismaClient') ? 'prisma' : packageOf(made.ref.from!)!;
  if (row.id === 'undici') return undefined;
  if (row.id === 'ioredis' && isForQueue(made)) return undefined;
  // A transport that hands the mail to an SDK, or nowhere, has no socket of its own.
  if (row.id === 'nodemailer' && made.args.some((argument) => 'bag' in argument && ['SES', 'jsonTransport', 'streamTransport', 'sendmail'].some((key) => argument.bag.values[key] !== undefined))) return undefined;
  const at: Place = { file, line: made.line, column: made.column };
  const args = row.constructOptions === undefined ? made.args : made.args.slice(row.constructOptions, row.constructOptions + 1);
  const found = findBound(row, args, lookupIn(graph, file));
  const assigned = graph.calls[file]?.assignments.find(({ instance, ref }) => instance === (made.id || String(made.line)) && /timeout/i.test(ref.path.at(-1) ?? ''));
  const bound = assigned && positive(assigned) ? { state: 'bounded' as const, by: 'timeout', at: { file, line: assigned.line }, where: 'client' as const }
    : row.id === 'axios' && globals.axios && found.state === 'silent' ? globals.axios
    : row.driver && found.state !== 'bounded' ? driverBound(made, found, row, at)
    : settle(found, row, at);
  const url = made.args.map((argument) => ('value' in argument && typeof argument.value === 'string' ? (argument.fallback ? undefined : argument.value) : 'bag' in argument ? literal(argument.bag.values.baseURL ?? argument.bag.values.prefixUrl ?? argument.bag.values.url) : undefined)).find((value) => value !== undefined);
  return {
    key: keyOf(file, made), subject: `${name} ${label(row, made)} in ${file}`, row: row.id, package: name, kind: row.kind, name: made.id, at, bound, calls: [],
    ...(url !== undefined && { url }),
  };
}

/** The driver's default, where the options name the driver. */
function driverBound({ args }: Construction, found: Finding, row: ClientRow, at: Place): Bound {
  const type = args.map((argument) => ('bag' in argument ? literal(argument.bag.values.type) ?? literal(argument.bag.values.dialect) : undefined)).find((value) => value !== undefined);
  if (type === 'postgres' && found.state === 'silent') return { state: 'unbounded', by: 'pg waits for a connection and for a query without end', at };
  return found.state === 'ignored' ? boundAt(found, at, 'client') : { state: 'unknown', by: row.note };
}

/** BullMQ demands connections without a limit; they belong to its workers. */
const isForQueue = ({ args }: Construction): boolean => args.some((argument) => 'bag' in argument && argument.bag.values.maxRetriesPerRequest === null);

const positive = ({ value }: Assignment): boolean => value !== 0 && value !== false && value !== null;
const literal = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function label(row: ClientRow, made: Construction): string {
  const noun = row.kind === 'database' ? 'connection' : row.kind === 'http' ? 'instance' : 'client';
  return made.id ? `${noun} ${made.id}` : made.fn ? `${noun} of ${made.fn}()` : noun;
}

function settle(found: Finding, row: ClientRow, at: Place): Bound {
  switch (found.state) {
    case 'bounded': case 'ignored': return boundAt(found, at, 'client');
    case 'unknown': return row.defaultBound <= 60_000 ? libraryBound(row) : boundAt(found, at, 'client');
    // Options that the caller of a factory decides are not in sight.
    case 'forwarded': return { state: 'unknown', by: 'options that callers give', at, where: 'client' };
    case 'silent': return libraryBound(row);
  }
}

/** The client behind a call, or the package function that it is. */
function find(file: string, call: CallSite, graph: CodeGraph, rows: Rows): Found | undefined {
  if (call.ref.from === undefined && call.ref.name === 'fetch' && call.ref.path.length === 0 && call.ref.instance !== true) {
    return graph.functionOf(file, 'fetch') ? undefined : { row: rows('globalThis', file)!, package: 'globalThis', method: 'fetch' };
  }
  const own = call.instance === undefined ? undefined : graph.calls[file]?.constructions.find(({ id, line }) => id === call.instance || (id === '' && String(line) === call.instance));
  const target: Target | undefined = own && rowOfConstruction(file, own, rows)
    ? { kind: 'construction', file, construction: own, rest: restAfter(call.ref, own.ref) }
    : graph.resolve(file, call.ref);
  if (!target || target.kind === 'function') return undefined;
  if (target.kind === 'construction') {
    const row = rowOfConstruction(target.file, target.construction, rows);
    if (!row) return undefined;
    const method = target.rest.filter((part) => part !== '()' && part !== 'new').join('.');
    const outgoing = (row.calls ? row.calls.test(method) : method !== '' && !UPKEEP.test(method.split('.').at(-1)!)) && !onResult(target.rest) && !(row.kind === 'sdk' && (target.rest.includes('()') || LOCAL_WORK.test(method)));
    return outgoing ? { row, package: nameOf(target.construction.ref), method, made: { file: target.file, construction: target.construction } } : undefined;
  }
  const row = rows(target.ref.from, target.file);
  if (!row) return undefined;
  const symbol = symbolOf({ ...target.ref, path: target.ref.path.filter((part) => part !== 'new') });
  if (row.direct?.test(symbol) && !target.ref.path.includes('()')) return { row, package: packageOf(target.ref.from!)!, method: symbol };
  // A client that is known by its type alone: `constructor(private readonly users: Repository<User>)`.
  if (target.ref.instance && row.types && target.ref.path.length > 0) {
    // The type may be a member of a namespace: `Prisma.TransactionClient`.
    const qualified = row.types.test(symbolOf({ ...target.ref, path: target.ref.path.slice(0, 1) })) ? 1 : 0;
    const path = target.ref.path.slice(qualified).filter((part) => part !== '()');
    const typed = qualified === 1 || row.types.test(symbolOf({ ...target.ref, path: [] }));
    if (typed && path.length > 0 && !onResult(target.ref.path) && (row.calls ? row.calls.test(path.join('.')) : !UPKEEP.test(path.at(-1)!))) {
      return { row, package: packageOf(target.ref.from!)!, method: path.join('.'), typed: true };
    }
  }
  return undefined;
}

/** Members of SDKs that only compute. */
const LOCAL_WORK = /^webhooks\./;

/** `(await users.findMany()).find(…)` is asked of the answer, not of the database. */
const onResult = (rest: readonly string[]): boolean =>
  rest.some((part, index) => part === '()' && index > 0 && (isRead(rest[index - 1]!) || isWrite(rest[index - 1]!) || rest[index - 1] === 'then')) && !/^(exec|execute|lean)$/.test(rest.at(-1)!);

const nameOf = (ref: Reference): string => (ref.name.endsWith('PrismaClient') ? 'prisma' : packageOf(ref.from ?? '') ?? ref.name);

const restAfter = (ref: Reference, made: Reference): readonly string[] => {
  const start = ref.path.findIndex((part, index) => index >= made.path.length && (part === '()' || part === 'new'));
  return start === -1 ? ref.path : ref.path.slice(start + 1);
};

const bindsTime = ({ ref, args }: Construction): boolean =>
  ref.from === 'undici' && args.some((argument) => 'bag' in argument && (argument.bag.values.headersTimeout !== undefined || argument.bag.values.bodyTimeout !== undefined));

interface Globals { readonly fetch?: Bound; readonly axios?: Bound }

/** `setGlobalDispatcher(…)` and `axios.defaults.timeout`, by package: they cover every module of it. */
function globalBounds(graph: CodeGraph, server: ServerModules): (file: string) => Globals {
  const byPackage = new Map<string, { fetch?: Bound; axios?: Bound }>();
  for (const [file, { package: dir }] of server) {
    const module = graph.calls[file];
    const known = byPackage.get(dir) ?? {};
    for (const call of module?.calls ?? []) {
      // An agent without a time of its own (a proxy's, say) bounds nothing.
      if (call.ref.from === 'undici' && call.ref.name === 'setGlobalDispatcher' && module!.constructions.some(bindsTime)) known.fetch = { state: 'bounded', by: 'setGlobalDispatcher', at: { file, line: call.line }, where: 'global' };
    }
    for (const assignment of module?.assignments ?? []) {
      if (assignment.ref.from === 'axios' && assignment.ref.path.join('.').endsWith('defaults.timeout') && assignment.instance === undefined && positive(assignment)) {
        known.axios = { state: 'bounded', by: 'axios.defaults.timeout', at: { file, line: assignment.line }, where: 'global', ...(typeof assignment.value === 'number' && { ms: assignment.value }) };
      }
    }
    byPackage.set(dir, known);
  }
  return (file) => byPackage.get(server.get(file)?.package ?? '.') ?? {};
}

function boundOf(
  file: string, call: CallSite, found: Found, client: OutboundClient | undefined, graph: CodeGraph, callers: Callers, globals: Globals, breaker: OutboundCall['breaker'],
): { bound: Bound; unbounded: readonly Place[] } {
  const { row } = found;
  const at: Place = { file, line: call.line, column: call.column };
  const only = (bound: Bound): { bound: Bound; unbounded: readonly Place[] } => ({ bound, unbounded: [] });
  if (call.bounded) return only({ state: 'bounded', by: call.bounded.by, at: { file, line: call.bounded.line }, where: 'call', ...(call.bounded.ms !== undefined && { ms: call.bounded.ms }) });
  if (row.chain && (call.piped?.some((member) => row.chain!.test(member)) || chained(graph, file, call, row))) return only({ state: 'bounded', by: 'timeout', at, where: 'call' });
  const atCall = findBound({ ...row, bounds: row.callBounds ?? row.bounds, ...(client && { ignored: {} }) }, optionArguments(row, found.method, call), lookupIn(graph, file));
  if (atCall.state === 'bounded') return only(boundAt(atCall, at, 'call'));
  if (streams(call)) return only({ state: 'unknown', by: 'a stream', at, where: 'call' });
  if (client && client.bound.state !== 'unbounded') return only(client.bound);
  const above = row.id === 'fetch' || row.id === 'undici' ? globals.fetch : row.id === 'axios' ? globals.axios : undefined;
  if (above) return only(above);
  if (breaker && !breaker.untimed) return only({ state: 'bounded', by: `the circuit breaker (${breaker.by})`, at: breaker.at, where: 'breaker' });
  if (atCall.state === 'forwarded' && call.fn !== '') {
    const verdict = callers.bound(file, call.fn, atCall.params, row);
    if (verdict.state !== 'unbounded') return only({ ...verdict, where: 'caller' });
    return { bound: { ...libraryBound(row), at }, unbounded: verdict.places };
  }
  if (atCall.state === 'ignored' || atCall.state === 'unknown') return only(boundAt(atCall, at, 'call'));
  if (found.typed) return only({ state: 'unknown', by: 'a client that is made elsewhere' });
  return only(client?.bound ?? { ...libraryBound(row), at });
}

/** The arguments that may hold options: after the address, and after the body where the method has one. */
function optionArguments(row: ClientRow, method: string, { args = [] }: CallSite): readonly Argument[] {
  if (row.kind !== 'http' && row.kind !== 'rpc' && !row.callBounds) return [];
  if (row.kind === 'rpc' || row.id === 'node:http') return args;
  if (row.id === 'mysql2') return args.slice(0, 1);
  const last = method.split('.').at(-1)!;
  const configFirst = args.length === 1 && args[0] && !('value' in args[0]) && !('starts' in args[0]) && (last === 'request' || row.id === 'got' || row.id === 'axios' || row.id === 'request' || row.id === 'ky');
  if (configFirst) return 'bag' in args[0]! || last === 'request' ? args : [];
  const body = (row.id === 'axios' || row.id === '@nestjs/axios' || row.id === 'needle') && /^(post|put|patch|postForm|putForm|patchForm)$/.test(last);
  return args.slice(body ? 2 : 1);
}

const streams = ({ args }: CallSite): boolean =>
  (args ?? []).some((argument) => 'bag' in argument && (argument.bag.values.responseType === 'stream' || Object.values(argument.bag.values).includes('text/event-stream') || argument.bag.values.stream === true));

/** `const req = https.request(…); req.setTimeout(…)` in the same function. */
const chained = (graph: CodeGraph, file: string, call: CallSite, row: ClientRow): boolean =>
  (graph.calls[file]?.calls ?? []).some((other) => other.fn === call.fn && other.ref.from === call.ref.from && other.ref.path.includes('()') && row.chain!.test(other.ref.path.at(-1) ?? ''));

function addressOf(call: CallSite, file: string, graph: CodeGraph): string | undefined {
  for (const argument of call.args?.slice(0, 2) ?? []) {
    if ('value' in argument && typeof argument.value === 'string') return argument.fallback ? undefined : argument.value;
    if ('starts' in argument) return argument.starts;
    if ('ref' in argument) {
      const value = graph.constant(file, argument.ref);
      if (typeof value === 'string') return value;
    }
    if ('bag' in argument) {
      const url = literal(argument.bag.values.url) ?? literal(argument.bag.values.hostname) ?? literal(argument.bag.values.host);
      if (url !== undefined) return url;
    }
  }
  return undefined;
}

/** The breaker around a call: its callback, the function that it guards, or a caller of that function, three hops up. */
function breakerOf(file: string, call: CallSite, local: Outbound['graph'], guarded: ReadonlyMap<string, BreakerFact>): OutboundCall['breaker'] {
  for (const { ref, line, text } of call.within ?? []) {
    if (ref.from === 'opossum' || ref.from === 'cockatiel' || /(^|\.)(breaker|circuitBreaker|circuit|policy)\w*\.(fire|execute|exec|run|call)$/i.test(text) || /CircuitBreaker$/.test(text)) {
      return { by: ref.from ?? text, at: { file, line } };
    }
  }
  if (guarded.size === 0) return undefined;
  let level = new Set([`${file}#${call.fn}`]);
  for (let hop = 0; hop <= 3; hop++) {
    for (const key of [...level].sort()) {
      const breaker = guarded.get(key);
      // `timeout: false` lets a call through a breaker last for ever.
      if (breaker) return { by: breaker.library, at: breaker.at, ...(breaker.options['timeout'] === false && { untimed: true as const }) };
    }
    if (hop === 3) break;
    const above = new Set<string>();
    for (const [from, edges] of Object.entries(local)) if (edges.some(({ to }) => level.has(to))) above.add(from);
    level = above;
  }
  return undefined;
}
