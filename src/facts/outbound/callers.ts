import type { Bound, CallSite, Place, Reference } from '../../model/index.ts';
import { findBound } from '../../lib/clients/bounds.ts';
import type { ClientRow } from '../../lib/clients/row.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import type { ServerModules } from '../../lib/server-modules.ts';
import { comparePlaces } from '../../lib/order.ts';
import { lookupIn } from './rows.ts';

const MAX_HOPS = 3;
/** A call of a function, or a construction, which calls a constructor. */
type Site = Pick<CallSite, 'args' | 'bounded' | 'fn' | 'line' | 'column'>;
type Verdict = Bound & { readonly places: readonly Place[] };

export interface Callers {
  /** What the callers of a function give for the parameters that decide the bound. */
  bound(file: string, fn: string, params: readonly string[], row: ClientRow): Verdict;
}

/** Calls of each function of the repository, for wrappers that hand options through. */
export function callersOf(graph: CodeGraph, server: ServerModules): Callers {
  const sites = new Map<string, { readonly file: string; readonly call: Site }[]>();
  const add = (file: string, call: Site, ref: Reference): void => {
    const target = graph.resolve(file, ref);
    if (target?.kind !== 'function' || target.rest.length > 0 || target.result) return;
    const key = `${target.file}#${target.fn.name}`;
    const list = sites.get(key);
    if (list) list.push({ file, call });
    else sites.set(key, [{ file, call }]);
  };
  for (const file of [...server.keys()].sort()) {
    for (const call of graph.calls[file]?.calls ?? []) add(file, call, call.ref);
    for (const made of graph.calls[file]?.constructions ?? []) add(file, made, { ...made.ref, path: [...made.ref.path, 'constructor'], instance: true });
  }

  const bound = (file: string, fn: string, params: readonly string[], row: ClientRow, hops = 0): Verdict => {
    const own = graph.functionOf(file, fn);
    const none = (by: string): Verdict => ({ state: 'unknown', by, places: [] });
    if (!own || hops > MAX_HOPS) return none('callers that are too far away');
    if (params.every((param) => positionOf(own.params, param) === -1)) {
      // What a function gives back knows what that was handed: `createMailer(options)` of `createMailer().welcome`.
      const [, giver] = /^(.+)\(\)\./.exec(fn) ?? [];
      // Those of a callback within are given by whoever calls that back.
      return giver === undefined ? none('options that a callback is handed') : bound(file, giver, params, row, hops);
    }
    // A wrapper that tries again calls itself with what it was given.
    const callers = (sites.get(`${file}#${fn}`) ?? []).filter(({ file: from, call }) => from !== file || call.fn !== fn);
    // `{ fetch: plainFetch }`: a library that is handed it calls it, with a signal of its own or without.
    if (callers.length === 0 && !/^[A-Z]\w*\./.test(fn) && /fetch/i.test(fn.split('.').at(-1)!)) return none('callers that are not in sight');
    if (callers.length === 0) return { state: 'unbounded', by: row.note, places: [] };
    let bounded: Bound | undefined;
    let unknown = false;
    const places: Place[] = [];
    for (const { file: from, call } of callers) {
      const at: Place = { file: from, line: call.line, column: call.column };
      const verdict = given(graph, from, call, own.params, params, row);
      if (call.bounded || verdict.state === 'bounded') bounded ??= { state: 'bounded', by: call.bounded?.by ?? (verdict.state === 'bounded' ? verdict.by : ''), at, ...(verdict.state === 'bounded' && verdict.ms !== undefined && { ms: verdict.ms }) };
      else if (verdict.state === 'forwarded') {
        const above = bound(from, call.fn, verdict.params, row, hops + 1);
        if (above.state === 'bounded') bounded ??= above;
        else if (above.state === 'unbounded') places.push(...(above.places.length > 0 ? above.places : [at]));
        else unknown = true;
      } else if (verdict.state === 'unknown') unknown = true;
      else places.push(at);
    }
    if (places.length > 0) return { state: 'unbounded', by: row.note, places: places.filter((place, index) => places.findIndex((one) => comparePlaces(one, place) === 0) === index) };
    if (unknown || !bounded) return none('options of callers that could not be followed');
    return { ...bounded, places: [] };
  };
  return { bound };
}

/** `env.SUBSCRIBER_TIMEOUT_MS`, whatever `env` is. */
const OF_TIME = /timeout|deadline/i;
const OF_CONNECTING = /connect|idle|acquire/i;

const positionOf = (declared: readonly string[], param: string): number =>
  declared.findIndex((name) => name === param || name === `...${param}` || (name.startsWith('{') && name.slice(1, -1).split(',').some((part) => part === param || part === `...${param}`)));

/** What one call gives for the wrapper's parameters. */
function given(graph: CodeGraph, file: string, call: Site, declared: readonly string[], params: readonly string[], row: ClientRow): ReturnType<typeof findBound> {
  const args = call.args ?? [];
  const chosen = params.flatMap((param) => {
    const index = positionOf(declared, param);
    if (index === -1) return [];
    return declared[index]!.startsWith('...') ? args.slice(index) : args[index] === undefined ? [] : [args[index]];
  });
  // A bare number is the time itself: `request(url, 5000)`.
  const bare = chosen.find((argument) => 'value' in argument && typeof argument.value === 'number');
  if (bare) return { state: 'bounded', by: 'timeout', ...('value' in bare && typeof bare.value === 'number' && { ms: bare.value }) };
  if (chosen.some((argument) => ('other' in argument && !argument.given) || 'inline' in argument)) return { state: 'unknown', by: 'options that could not be followed' };
  // What has a name and is no object of options is the time or the signal itself: `search(title, this.patience)`.
  const named = chosen.flatMap((argument) => ('ref' in argument && (graph.bag(file, argument.ref) === undefined || OF_TIME.test(argument.ref.path.at(-1) ?? '')) ? [argument.ref] : []));
  for (const ref of named) {
    const value = graph.constant(file, ref);
    if (typeof value === 'number' && value > 0) return { state: 'bounded', by: 'timeout', ms: value };
    if (OF_TIME.test(ref.path.at(-1) ?? ref.name)) return { state: 'bounded', by: 'timeout' };
  }
  if (named.length > 0) return { state: 'unknown', by: 'options that could not be followed' };
  // Under whatever name the wrapper takes it: `{ requestTimeoutMs: 5000 }`.
  const times = chosen.flatMap((argument) => ('bag' in argument ? Object.keys(argument.bag.values).filter((key) => OF_TIME.test(key) && !OF_CONNECTING.test(key)) : []));
  return findBound({ bounds: [...new Set([...row.bounds, 'timeout', 'timeoutMs', 'timeoutMillis', ...times])] }, chosen, lookupIn(graph, file));
}
