import type { Argument, Bound, CallSite, OutboundCall, OutboundClient, Place } from '../../model/index.ts';
import { boundAt, findBound, libraryBound } from '../../lib/clients/bounds.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { Callers } from './callers.ts';
import type { Found } from './find.ts';
import type { Globals } from './globals.ts';
import type { Handed } from './handed.ts';
import { lookupIn } from './rows.ts';

const MADE_ELSEWHERE = 'a client that is made elsewhere';

/** How long one call may take: what stands at it, before what its client, its process or its callers say. */
export function boundOf(
  file: string, call: CallSite, found: Found, client: OutboundClient | undefined, graph: CodeGraph, callers: Callers, globals: Globals, breaker: OutboundCall['breaker'], handed: Handed,
): { bound: Bound; unbounded: readonly Place[] } {
  const { row } = found;
  const elsewhere = found.typed && !handed(file, call.fn, row.id);
  const at: Place = { file, line: call.line, column: call.column };
  const only = (bound: Bound): { bound: Bound; unbounded: readonly Place[] } => ({ bound, unbounded: [] });
  if (call.bounded) return only({ state: 'bounded', by: call.bounded.by, at: { file, line: call.bounded.line }, where: 'call', ...(call.bounded.ms !== undefined && { ms: call.bounded.ms }) });
  if (row.chain && (call.piped?.some((member) => row.chain!.test(member)) || chained(graph, file, call, row))) return only({ state: 'bounded', by: 'timeout', at, where: 'call' });
  const keys = row.id === 'node:http' && !call.heard ? UNHEARD : { bounds: row.callBounds ?? row.bounds };
  const atCall = findBound({ ...row, ...(client && { ignored: {} }), ...keys }, optionArguments(row, found.method, call), lookupIn(graph, file));
  if (atCall.state === 'bounded') return only(boundAt(atCall, at, 'call'));
  // The first byte of an answer is waited for as long as that of any other, where the SDK says how long.
  if ((streams(call) && !(row.kind === 'sdk' && Number.isFinite(row.defaultBound))) || (row.kind === 'rpc' && !asksOnce(row, call) && isConsumed(graph, file, call))) return only({ state: 'unknown', by: 'a stream', at, where: 'call' });
  if (client && client.bound.state !== 'unbounded') return only(client.bound);
  const above = row.id === 'fetch' || row.id === 'undici' ? globals.fetch : row.id === 'axios' ? globals.axios : row.id === '@nestjs/axios' ? globals.nest : undefined;
  if (above) return only(above);
  if (breaker && !breaker.untimed) return only({ state: 'bounded', by: `the circuit breaker (${breaker.by})`, at: breaker.at, where: 'breaker' });
  if (atCall.state === 'forwarded' && call.fn !== '') {
    const verdict = callers.bound(file, call.fn, atCall.params, row);
    if (verdict.state !== 'unbounded') return only({ ...verdict, where: 'caller' });
    if (elsewhere) return only({ state: 'unknown', by: MADE_ELSEWHERE });
    if (atCall.open) return only({ state: 'unknown', by: 'options that could not be followed', at, where: 'call' });
    return { bound: { ...libraryBound(row), at }, unbounded: verdict.places };
  }
  if (atCall.state === 'ignored' || atCall.state === 'unknown') return only(boundAt(atCall, at, 'call'));
  if (elsewhere) return only({ state: 'unknown', by: MADE_ELSEWHERE });
  return only(client?.bound ?? { ...libraryBound(row), at });
}

/** The socket tells that it has been idle for so long, and goes on. */
const UNHEARD = { bounds: ['signal'], ignored: { timeout: 'nothing hears the event that it raises' } };

/** The arguments that may hold options: after the address, and after the body where the method has one. */
function optionArguments(row: ClientRow, method: string, { args = [] }: CallSite): readonly Argument[] {
  if (row.callOptions !== undefined) return args.slice(row.callOptions, row.callOptions + 1).filter((argument) => 'bag' in argument);
  if (row.kind !== 'http' && row.kind !== 'rpc' && !row.callBounds) return [];
  if (row.kind === 'rpc' && row.bounds.length === 0) return [];
  if (row.kind === 'rpc') return args.slice(1).filter(isOptions);
  if (row.id === 'node:http') return args;
  if (row.id === 'mysql2') return args.slice(0, 1);
  const last = method.split('.').at(-1)!;
  const configFirst = args.length === 1 && args[0] && !('value' in args[0]) && !('starts' in args[0]) && (last === 'request' || row.id === 'got' || row.id === 'axios' || row.id === 'request' || row.id === 'ky');
  if (configFirst) return 'bag' in args[0]! || last === 'request' ? args : [];
  const body = (row.id === 'axios' || row.id === '@nestjs/axios' || row.id === 'needle') && /^(post|put|patch|postForm|putForm|patchForm)$/.test(last);
  return args.slice(body ? 2 : 1);
}

/** Metadata and callbacks of gRPC bound nothing. */
const isOptions = (argument: Argument): boolean =>
  !('ref' in argument && (argument.ref.name === 'Metadata' || argument.ref.path.includes('Metadata') || argument.ref.from === undefined)) && !('param' in argument && /meta|^md$|callback|^cb$|done|resolve|reject/i.test(argument.param));

/** `proxy.send('sum', numbers).pipe(map(…))` of Nest: an answer, whatever is made of it. */
const asksOnce = ({ id }: ClientRow, { ref: { path } }: CallSite): boolean => id === '@nestjs/microservices' && path.at(-1) === 'send';

/** `const stream = client.watch(request); stream.on('data', …)`: it stays open for as long as it has to. */
const isConsumed = (graph: CodeGraph, file: string, call: CallSite): boolean =>
  (call.piped ?? []).some((member) => CONSUMES.test(member))
  || (graph.calls[file]?.calls ?? []).some(({ fn, ref: { path } }) => fn === call.fn && path.length > call.ref.path.length && path[call.ref.path.length] === '()' && CONSUMES.test(path.at(-1)!) && call.ref.path.every((part, index) => part === path[index]));

const CONSUMES = /^(on|once|write|pipe|cancel)$/;

const streams = ({ args }: CallSite): boolean =>
  (args ?? []).some((argument) => 'bag' in argument && (argument.bag.values.responseType === 'stream' || Object.values(argument.bag.values).includes('text/event-stream') || argument.bag.values.stream === true));

/** `const req = https.request(…); req.setTimeout(…)` in the same function, or `setTimeout(() => req.destroy(), 1000)`. */
const chained = (graph: CodeGraph, file: string, call: CallSite, row: ClientRow): boolean =>
  (graph.calls[file]?.calls ?? []).some((other) => other.fn === call.fn && other.ref.from === call.ref.from && other.ref.path.includes('()')
    && (row.chain!.test(other.ref.path.at(-1) ?? '') || (/^(destroy|abort)$/.test(other.ref.path.at(-1) ?? '') && other.within?.some(({ text }) => text === 'setTimeout') === true)));
