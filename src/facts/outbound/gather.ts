import type { Architecture, BreakerFact, CallSite, Imports, Outbound, OutboundCall, OutboundClient, Packages, Place } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { compare, comparePlaces } from '../../lib/order.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { addressOf } from './address.ts';
import { boundOf } from './bound.ts';
import { breakerOf } from './breakers.ts';
import { CLIENTS } from '../../lib/clients/table.ts';
import { callersOf } from './callers.ts';
import { changes, commandOf } from './changes.ts';
import { clientOf, isForQueue } from './clients.ts';
import { runtimeRows } from './edge.ts';
import { find, SIGNS, type Found } from './find.ts';
import { globalBounds } from './globals.ts';
import { handedLibraries } from './handed.ts';
import { laterBounds } from './later.ts';
import { nestModules } from './nest-http.ts';
import type { OneShot } from './one-shot.ts';
import { ownHelpers } from './recognised.ts';
import { keyOf, rowChooser } from './rows.ts';
import { shapedCalls } from './shapes.ts';

const IDLE = new Set(CLIENTS.flatMap(({ id, idle }) => (idle ? [id] : [])));

/** Every call that goes out, joined with the client behind it and with what bounds, guards and repeats it. */
export function gatherCalls(graph: CodeGraph, server: ServerModules, packages: Packages, local: Outbound['graph'], breakers: readonly BreakerFact[], { recognise }: Architecture['declared'], imports: Imports, { scripted, isUnasked }: OneShot, asked: ReadonlySet<string>): Pick<Outbound, 'clients' | 'calls'> {
  const rows = rowChooser(packages, server);
  const callers = callersOf(graph, server);
  const globals = globalBounds(graph, server);
  const later = laterBounds(graph, server);
  const handed = handedLibraries(graph, server, rows);
  const httpModules = nestModules(graph, server, imports);
  const own = ownHelpers(graph, recognise);
  const atRuntime = runtimeRows(graph, packages, server);
  const shaped = shapedCalls(graph, packages, imports, rows);
  const guarded = new Map(breakers.flatMap((breaker) => breaker.guards.map((key) => [key, breaker] as const)));
  const clients = new Map<string, OutboundClient & { calls: Place[] }>();
  const forQueues = new Set<string>();
  const calls: OutboundCall[] = [];

  for (const file of [...server.keys()].sort()) {
    const module = graph.calls[file];
    if (!module || server.get(file)!.both) continue;
    for (const construction of module.constructions) {
      const client = scripted.has(`${file}#${construction.fn}`) ? undefined : clientOf(file, construction, rows, graph, globals(file), later, callers);
      if (!client) continue;
      // Made in two branches under one name: each is a place to mend.
      const key = clients.has(client.key) ? `${client.key}:${construction.line}` : client.key;
      clients.set(key, { ...client, key, ...(isUnasked(file) && { unasked: true as const }) });
      if (client.row === 'ioredis' && isForQueue(construction, module.constructions)) forQueues.add(key);
    }
  }
  /** What a module of neither or of both sides makes is the server's as soon as the server asks it. */
  const madeBeside = ({ file, construction }: NonNullable<Found['made']>): (OutboundClient & { calls: Place[] }) | undefined => {
    const client = server.has(file) && !server.get(file)!.both ? undefined : clientOf(file, construction, rows, graph, globals(file), later, callers);
    if (client) clients.set(client.key, client);
    return client;
  };
  for (const file of [...server.keys()].sort()) {
    for (const call of graph.calls[file]?.calls ?? []) {
      if (scripted.has(`${file}#${call.fn}`) || (server.get(file)!.both && !asked.has(`${file}#${call.fn}`))) continue;
      const plain = find(file, call, graph, rows) ?? own.call(file, call) ?? shaped(file, call);
      if (!plain) continue;
      const found = plain.row.id === '@nestjs/axios' && !plain.made ? { ...plain, ...httpModules(file) } : { ...plain, row: atRuntime(file, plain.row) };
      const client = found.made && (clients.get(keyOf(found.made.file, found.made.construction)) ?? madeBeside(found.made));
      // A transport that hands the mail to an SDK is no client: the SDK's own is.
      if (found.made && !client && found.row.id === 'nodemailer') continue;
      const at: Place = { file, line: call.line, column: call.column };
      client?.calls.push(at);
      const url = addressOf(call, file, graph);
      if (found.row.kind === 'http' && found.row.id !== 'recognise.http' && !client && url !== undefined && /^\.{0,2}\/(?!\/)|^https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])/.test(url)) continue;
      const command = commandOf(call);
      const breaker = breakerOf(file, call, local, guarded, own.breaks);
      const handling = own.handling(file, call) ?? (call.handling && { handling: call.handling, handlingAt: { file, line: call.handlingLine! } });
      const { bound, unbounded } = boundOf(file, call, found, client, graph, callers, globals(file), breaker, handed);
      calls.push({
        subject: `${found.package === 'globalThis' ? 'fetch' : found.package} in ${file}${call.fn === '' ? '' : ` ${call.fn}()`}`,
        row: found.row.id, package: found.package, kind: found.row.kind, method: found.method, fn: call.fn, at,
        ...(client && { client: client.key }),
        bound,
        ...(unbounded.length > 0 && { unboundedCallers: unbounded }),
        ...(url !== undefined && { url }),
        ...(found.row.kind === 'http' && ((url === undefined && isData(call)) || isOfElement(call, url)) && { toAny: true as const }),
        ...handling,
        ...(command !== undefined && { command }),
        ...(changes(found, call) && { changes: true as const }),
        ...(call.loop && { loop: call.loop }),
        ...(breaker && { breaker }),
        ...(call.batched && { batched: true as const }),
        ...(call.kept && { kept: true as const }),
        ...(call.unlessGiven !== undefined && { unlessGiven: call.unlessGiven }),
        ...(!server.get(file)!.sure && { unsure: true as const }),
        ...(isUnasked(file) && { unasked: true as const }),
        within: (call.within ?? []).map(({ text, line }) => ({ text, line })),
      });
    }
  }
  const methodsOf = new Map<string, string[]>();
  for (const { client, method } of calls) if (client !== undefined) methodsOf.set(client, [...(methodsOf.get(client) ?? []), method]);
  const listening = new Set([...methodsOf].filter(([, methods]) => methods.every((method) => SUBSCRIBES.test(method))).map(([key]) => key));
  return {
    clients: [...clients.values()].filter(({ key }) => !listening.has(key)).filter(({ key, calls: sites }) => sites.length > 0 || !forQueues.has(key)).filter(({ row, at, name, calls: sites }) => sites.length > 0 || (IDLE.has(row) ? false : row === 'stripe' ? !onlyVerifies(graph, at.file, name) : row === 'aws-sdk@2' ? !signsItself(graph, at.file, name) : row !== 'aws-sdk@3' || !onlySigns(graph, at.file))).map(settled).sort((a, b) => compare(a.key, b.key)),
    calls: calls.filter(({ client }) => client === undefined || !listening.has(client)).sort((a, b) => comparePlaces(a.at, b.at)),
  };
}

/** Each call of gRPC has a deadline of its own: of a stub whose calls are not in sight nothing is known. */
const settled = (client: OutboundClient): OutboundClient => ({
  ...client, calls: client.calls.toSorted(comparePlaces),
  ...(client.kind === 'rpc' && client.calls.length === 0 && client.bound.state === 'unbounded' && { bound: { state: 'unknown', by: 'its calls are not in sight' } as const }),
});

/** `fetch(hook.url)`, `get(url)`: nothing of the code says where it goes. */
const isData = ({ args: [first] = [] }: CallSite): boolean => first !== undefined && ('param' in first || ('other' in first && !first.based));

/** `fetch(`${shop.url}/stock`)` in a loop over shops: each has an address of its own. */
function isOfElement({ args: [first] = [], loop }: CallSite, url: string | undefined): boolean {
  const address = first && 'bag' in first ? first.bag.values.url ?? first.bag.values.uri ?? first.bag.values.baseURL : url;
  const text = typeof address === 'object' && address !== null ? address.configured : typeof address === 'string' ? address : '';
  const begins = /^(?:`?\$\{)?([A-Za-z_$][\w$]*)/.exec(text)?.[1];
  return begins !== undefined && loop?.elements?.includes(begins) === true;
}

/** A client that only listens is meant to wait. */
const SUBSCRIBES = /^[ps]?(?:un)?subscribe$/i;

/** A client that only signs addresses asks nobody. */
const onlySigns = (graph: CodeGraph, file: string): boolean =>
  (graph.calls[file]?.calls ?? []).some(({ ref }) => ref.from === '@aws-sdk/s3-request-presigner' || ref.from === '@aws-sdk/s3-presigned-post');

/** `s3.getSignedUrl('putObject', …)` of version 2 signs by itself. */
const signsItself = (graph: CodeGraph, file: string, name: string): boolean =>
  (graph.calls[file]?.calls ?? []).some(({ instance, ref }) => instance === name && SIGNS.test(ref.path.at(-1) ?? ''));

/** `stripe.webhooks.constructEvent(…)` looks at a signature. */
const onlyVerifies = (graph: CodeGraph, file: string, name: string): boolean =>
  (graph.calls[file]?.calls ?? []).some(({ instance, ref }) => instance === name && ref.path.some((part) => part === 'webhooks'));
