import type { CallSite, FileShares, Outbound, OutboundCall, Place, Retry, RetryLoop } from '../../model/index.ts';
import type { CodeGraph } from '../../lib/code-graph.ts';
import { reachable } from '../../lib/function-reach.ts';
import { namedBy, namesOf } from '../outbound/recognised.ts';

type Known = Omit<Retry, 'around' | 'unsafe'>;

export interface Helpers {
  /** Outbound calls in the callbacks that a helper is handed: `withRetry(() => fetch(…))`. */
  around(file: string, fn: string): readonly OutboundCall[];
  /** True for a function that is named under `recognise.retry`. */
  isNamed(fn: string): boolean;
  /** Calls of helpers that are named there and stand in a package: how they repeat is not in sight. */
  readonly outOfSight: readonly Known[];
  /** The same for one of those calls. */
  handed(retry: Known): readonly OutboundCall[];
}

/** Functions that repeat what they are handed: their own loops are judged once, by all that is handed to them. */
export function helpersOf(graph: CodeGraph, outbound: Outbound, loops: FileShares<{ readonly loops: readonly RetryLoop[] }>, named: readonly string[]): Helpers {
  const last = (name: string): string => name.split('.').at(-1)!;
  const wanted = new Set(Object.values(loops).flatMap(({ loops: list }) => list.flatMap(({ fn, callback }) => (callback ? [last(fn)] : []))));
  const names = new Set(named);
  const byPlace = new Map(outbound.calls.map((call) => [keyOf(call.at), call]));
  const byFunction = new Map<string, OutboundCall[]>();
  for (const call of outbound.calls) byFunction.set(`${call.at.file}#${call.fn}`, [...(byFunction.get(`${call.at.file}#${call.fn}`) ?? []), call]);
  const found = new Map<string, OutboundCall[]>();
  const outgoing = (file: string, call: CallSite): readonly OutboundCall[] => {
    const own = byPlace.get(keyOf({ file, line: call.line, column: call.column }));
    if (own) return [own];
    const target = graph.resolve(file, call.ref);
    if (target?.kind !== 'function' || target.rest.length > 0) return [];
    const behind = (hops: number): readonly OutboundCall[] => [...reachable(outbound.graph, [`${target.file}#${target.fn.name}`], hops)].flatMap((key) => byFunction.get(key) ?? []);
    const near = behind(2);
    // A client of the team's own, with its queue, may stand between a helper's callback and the call that leaves the process.
    if (near.some(isBeyond)) return near;
    const far = behind(4);
    return far.some(isBeyond) ? far : near;
  };
  const note = (key: string, file: string, call: CallSite): void => {
    // Two callbacks may end in the same client: what is repeated is one call.
    found.set(key, [...new Set([...(found.get(key) ?? []), ...outgoing(file, call)])]);
  };
  const outOfSight: Known[] = [];
  for (const file of outbound.modules) {
    for (const call of graph.calls[file]?.calls ?? []) {
      for (const { ref, line, text } of call.within ?? []) {
        if (namedBy(text, names)) note(`${file}:${line}`, file, call);
        if (!wanted.has(last(text))) continue;
        const target = graph.resolve(file, ref);
        if (target?.kind === 'function') note(`${target.file}#${target.fn.name}`, file, call);
      }
      if (names.size > 0 && namesOf(graph, file, call.ref).some((name) => names.has(name)) && graph.resolve(file, call.ref)?.kind !== 'function') outOfSight.push(opaque(file, call));
    }
  }
  return {
    around: (file, fn) => found.get(`${file}#${fn}`) ?? [],
    isNamed: (fn) => namedBy(fn, names),
    outOfSight,
    handed: ({ at }) => found.get(`${at.file}:${at.line}`) ?? [],
  };
}

/** Somewhere else than a store. */
const isBeyond = ({ kind }: OutboundCall): boolean => kind !== 'database' && kind !== 'cache';

const keyOf = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

const opaque = (file: string, { ref, fn, line, column }: CallSite): Known => ({
  subject: `${ref.path.filter((part) => part !== '()').at(-1) ?? ref.name} in ${file}${fn ? ` ${fn}()` : ''}`, by: 'recognise.retry', fn, at: { file, line, column },
  bounded: 'unknown', delay: 'unknown', jitter: 'unknown',
});
