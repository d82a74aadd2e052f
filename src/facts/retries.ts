import { defineFact, type CallSite, type Facts, type OutboundCall, type Place, type Retry, type RetryLoop } from '../model/index.ts';
import { codeGraph } from '../lib/code-graph.ts';
import { reachable } from '../lib/function-reach.ts';
import { comparePlaces } from '../lib/order.ts';
import { helpersOf } from './retries/helpers.ts';
import { ofLibrary } from './retries/libraries.ts';
import { ofQueues } from './retries/queues.ts';

const REMOTE = new Set(['http', 'rpc', 'sdk', 'mail', 'search', 'queue']);
const CHANGES = /^(post|patch|delete|del|create|charge|insert|add|send|publish|postForm)$/i;
/** Written out in any header or option. */
const MARK = /idempotency/i;

/** Retry constructs around something remote: libraries, loops that are written out, helpers that are handed a callback, and job queues. */
export default defineFact({
  name: 'retries',
  needs: ['calls', 'imports', 'retryLoops', 'outbound', 'messaging', 'architecture'],
  gather: ({ calls, imports, retryLoops, outbound, messaging, architecture }) => {
    const byFunction = new Map<string, OutboundCall[]>();
    for (const call of outbound.calls) {
      const key = `${call.at.file}#${call.fn}`;
      byFunction.set(key, [...(byFunction.get(key) ?? []), call]);
    }
    const judged = new Set(outbound.modules);
    const graph = codeGraph(calls, imports);
    const helpers = helpersOf(graph, outbound, retryLoops, architecture.declared.recognise?.retry ?? []);
    const out: Retry[] = [...ofQueues(messaging.messages), ...helpers.outOfSight.map((retry) => ({ ...retry, unsafe: unsafeOf(helpers.handed(retry), calls), around: helpers.handed(retry).map(({ at }) => at) }))];
    for (const [file, { loops }] of Object.entries(retryLoops)) {
      if (!judged.has(file)) continue;
      for (const loop of loops) {
        if (loop.local) continue;
        // A window of the same program: no crowd stands before that door.
        const ofDesktop = imports.modules[file]?.some(({ specifier }) => specifier === 'electron') === true;
        const own = loop.kind === 'reconnect' ? [] : inside(file, loop, byFunction, outbound.graph);
        const repeated = own.length === 0 && loop.callback ? helpers.around(file, loop.fn) : own;
        const around = repeated.filter(({ kind }) => REMOTE.has(kind));
        // What counts its attempts and waits between them repeats something remote, though it be out of sight, or a store alone.
        const unsure = around.length === 0 && !ofDesktop && loop.delay !== 'none' && (loop.callback ? repeated.length === 0 && (loop.counted === true || RETRIES.test(loop.fn)) : loop.counted === true);
        if (around.length === 0 && !helpers.isNamed(loop.fn) && !unsure && loop.kind !== 'reconnect') continue;
        out.push({
          subject: `${loop.kind} in ${file}${loop.fn ? ` ${loop.fn}()` : ''}`, by: loop.kind, fn: loop.fn, at: { file, line: loop.at ?? loop.line },
          bounded: loop.bounded, delay: loop.delay, jitter: loop.jitter, unsafe: unsafeOf(around, calls), around: around.map(({ at }) => at), ...(unsure && { unsure }), ...(loop.attempts !== undefined && { attempts: loop.attempts }),
        });
      }
    }
    for (const file of [...judged].sort()) {
      for (const call of calls[file]?.calls ?? []) {
        const retry = ofLibrary(file, call, calls[file]!.calls, (ref) => graph.bag(file, ref));
        if (!retry) continue;
        const around = outbound.calls.filter(({ at, within }) => at.file === file && within.some(({ line }) => line === call.line));
        if (isNoRetry(call, around, calls[file]!.calls)) continue;
        out.push({ ...retry, unsafe: [...retry.unsafe, ...unsafeOf(around, calls)], around: around.map(({ at }) => at) });
      }
    }
    const taken = new Map<string, number>();
    return out.sort((a, b) => comparePlaces(a.at, b.at)).map((retry) => {
      const count = (taken.get(retry.subject) ?? 0) + 1;
      taken.set(retry.subject, count);
      return count === 1 ? retry : { ...retry, subject: `${retry.subject} (${count})` };
    });
  },
});

/** A helper that says what it is for. */
const RETRIES = /retr(?:y|ies)|backoff/i;

const FRESH = /^(generate|create|make|random|new|next)\w*(Id|Code|Slug|Key|Token|Name|Secret|Number)$|^(nanoid|uuid|uuidv[47]|v[47]|ulid|cuid|createId|randomUUID)$/i;

/** A callback that draws a new name each time, or only asks the database, tries something else: nobody out there is asked again. */
const isNoRetry = (call: CallSite, around: readonly OutboundCall[], calls: readonly CallSite[]): boolean =>
  call.args?.some((argument) => 'inline' in argument) === true && ((around.length > 0 && around.every(({ kind }) => !REMOTE.has(kind)))
  || (around.length === 0 && calls.some(({ ref, within = [] }) => within.some(({ line }) => line === call.line) && FRESH.test(ref.path.filter((part) => part !== '()').at(-1) ?? ref.name))));

/** Outbound calls that a loop repeats: in its lines, or behind functions that it calls. */
function inside(file: string, { line, end, fn }: RetryLoop, byFunction: ReadonlyMap<string, readonly OutboundCall[]>, graph: Parameters<typeof reachable>[0]): OutboundCall[] {
  const own = (byFunction.get(`${file}#${fn}`) ?? []).filter(({ at }) => at.line! >= line && at.line! <= end);
  if (own.length > 0) return own;
  const called = (graph[`${file}#${fn}`] ?? []).filter((edge) => edge.line >= line && edge.line <= end).map(({ to }) => to);
  return [...reachable(graph, called, 2)].flatMap((key) => byFunction.get(key) ?? []);
}

/** What is called off twice is called off: `abortUpload()`, `POST /jobs/1/cancel`. */
const CALLS_OFF = /^(?:\w+\.)?(?:abort|cancel)(?![a-z])/;
const CALLS_OFF_AT = /\/(?:abort|cancel)\/?(?:[?#]|$)/i;

/** HTTP calls that change something and carry no idempotency key. A webhook is told until it is heard: its receiver counts on that. */
const unsafeOf = (calls: readonly OutboundCall[], modules: Facts['calls']): Place[] =>
  calls.filter(({ kind, method, fn, at, url = '' }) => {
    if (kind !== 'http' || /webhook/i.test(`${at.file} ${fn}`) || CALLS_OFF.test(fn) || CALLS_OFF_AT.test(url)) return false;
    const bags = (modules[at.file]?.calls.find(({ line, column }) => line === at.line && column === at.column)?.args ?? []).flatMap((argument) => ('bag' in argument ? [argument.bag] : []));
    if (bags.some(({ values }) => Object.keys(values).some((key) => MARK.test(key)))) return false;
    return CHANGES.test(method.split('.').at(-1)!) || bags.some(({ values }) => typeof values.method === 'string' && CHANGES.test(values.method));
  }).map(({ at }) => at);
