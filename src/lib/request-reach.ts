import type { Endpoint, Facts, Place } from '../model/index.ts';
import { partsOfKey } from './function-key.ts';
import { groupBy } from './module-imports.ts';
import { isDeferred } from './clients/slow.ts';

const HOPS = 3;

/** What one endpoint's handler leads to. */
export interface RequestReach {
  /** Functions by their key, with the number of hops to each; the handler's own is 0. */
  readonly functions: ReadonlyMap<string, number>;
  /** Where each function but the handler's own is asked for on the way to it, the first place found. */
  readonly asked: ReadonlyMap<string, Place>;
  /** Of the function of hop 0, which may register many routes: the line is the handler's own. */
  isOwnLine(line: number): boolean;
}

/** `stops`: names of functions that are not followed; `afterwards`: what nobody waits for is followed as well. */
interface Options { readonly stops?: readonly string[] | undefined; readonly afterwards?: true }

/** What the handlers of some endpoints lead to, some hops deep. */
export function requestReach({ calls, outbound }: Pick<Facts, 'calls' | 'outbound'>, endpoints: readonly Endpoint[], { stops = [], afterwards }: Options): ReadonlyMap<Endpoint, RequestReach> {
  const lines = handlerLines(endpoints);
  return new Map(endpoints.map((endpoint) => {
    const place = endpoint.handler ?? endpoint.at;
    const around = (calls[place.file]?.functions ?? []).filter(({ line, end }) => place.line !== undefined && line <= place.line + 1 && place.line <= end).sort((a, b) => a.end - a.line - (b.end - b.line));
    // Of several that begin where the handler does it is the longest: `procedure.input((given) => given).mutation(async () => { … })`.
    const own = around.findLast(({ line }) => line === place.line) ?? around[0];
    // A function that registers many routes does what their handlers do, each in its own lines.
    const from = own && place.line !== undefined && own.line < place.line - 1 ? place.line : undefined;
    const until = from === undefined ? undefined : lines.get(place.file)?.find((line) => line > from);
    const isOwnLine = (line: number): boolean => from === undefined || (line >= from - 1 && (until === undefined || line < until));
    const functions = new Map<string, number>();
    const asked = new Map<string, Place>();
    let level = own ? [`${place.file}#${own.name}`] : [];
    for (let hop = 0; hop <= HOPS; hop++) {
      const next: string[] = [];
      for (const key of level) {
        if (functions.has(key) || stops.some((name) => partsOfKey(key)[1].split('.').includes(name))) continue;
        functions.set(key, hop);
        for (const { to, line, floating, handed, within = [] } of outbound.graph[key] ?? []) {
          if ((hop === 0 && !isOwnLine(line)) || (hop > 0 && handed) || (!afterwards && (floating || within.some(isDeferred)))) continue;
          next.push(to);
          if (!functions.has(to) && !asked.has(to)) asked.set(to, { file: partsOfKey(key)[0], line });
        }
      }
      level = next;
    }
    return [endpoint, { functions, asked, isOwnLine }];
  }));
}

/** Where the handlers of a file begin, in order. */
const handlerLines = (endpoints: readonly Endpoint[]): ReadonlyMap<string, readonly number[]> =>
  new Map([...groupBy(endpoints.map(({ handler, at }) => handler ?? at), ({ file }) => file)].map(([file, places]) => [file, places.map(({ line = 0 }) => line).sort((a, b) => a - b)]));
