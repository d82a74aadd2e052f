import type { Argument, Bound, OptionBag, OptionValue, Place, Reference } from '../../model/index.ts';
import type { ClientRow } from './row.ts';

/** What the options of one call or construction say of its time. */
export type Finding =
  | { readonly state: 'bounded'; readonly by: string; readonly ms?: number }
  /** A zero, `false` or Infinity, or a key that does nothing here. */
  | { readonly state: 'ignored'; readonly by: string }
  /** A parameter of the enclosing function decides; `open`: or something else that could not be followed. */
  | { readonly state: 'forwarded'; readonly params: readonly string[]; readonly open?: true }
  /** `limits`: something is bounded, and it is not what is asked. */
  | { readonly state: 'unknown'; readonly by: string; readonly limits?: true }
  | { readonly state: 'silent' };

export interface Lookup {
  constant(ref: Reference): OptionValue | undefined;
  bag(ref: Reference): OptionBag | undefined;
  /** What an agent that is handed to a call was made with; undefined: it is not in sight. */
  agent(ref: Reference): OptionBag | undefined;
}

const SIGNAL = /(^|\.)(signal|abortSignal|cancelToken)$/;

/** What an agent of undici must set to bound more than the connecting. */
export const AGENT_TIMES = ['headersTimeout', 'bodyTimeout'];

/** An imported constant that can only be an address: `new Redis(REDIS_URL)`. */
const ADDRESS = /(url|uri|dsn|connection_?string)$/i;

/** Names of what bounds nothing: addresses, keys, contents. */
const ADDRESSING = /url|uri|dsn|host|port|key|secret|token|path|conn|body|data|payload/i;

type Bounding = Pick<ClientRow, 'bounds' | 'connecting' | 'ignored' | 'urlBounds' | 'delegates' | 'hands' | 'inSeconds'>;

/** Reads the keys that bound time from a call's arguments; later arguments win. */
export function findBound(row: Bounding, args: readonly Argument[], lookup: Lookup): Finding {
  // Nothing that it could be given bounds it.
  if (row.bounds.length === 0 && !row.delegates && !row.urlBounds) return { state: 'silent' };
  let open = false;
  let weak: Finding | undefined;
  const params: string[] = [];
  for (const [index, argument] of args.entries()) {
    const named = 'ref' in argument ? argument.ref : 'other' in argument ? argument.given : undefined;
    const found = named && lookup.bag(named);
    const bags = 'bag' in argument ? [argument.bag] : found ? [found] : [];
    // What a function returns may hold the bound, unless the options stand behind it.
    if ('other' in argument && bags.length === 0 && !args.slice(index + 1).some((later) => 'bag' in later)) open = true;
    if ('value' in argument && typeof argument.value === 'string' && row.urlBounds?.test(argument.value)) return { state: 'bounded', by: 'a parameter of the connection string' };
    if ('starts' in argument && row.urlBounds?.test(argument.starts)) return { state: 'bounded', by: 'a parameter of the connection string' };
    // An address or a key bounds nothing.
    if ('param' in argument && !ADDRESSING.test(argument.param)) params.push(argument.param);
    if ('ref' in argument && bags.length === 0 && !ADDRESS.test(argument.ref.path.at(-1) ?? argument.ref.name) && (argument.ref.from !== undefined || (argument.ref.path.includes('()') && !ADDRESSING.test(argument.ref.name)))) open = true;
    for (const bag of bags) {
      const found = inBag(row, bag, lookup);
      if (found.state === 'bounded') return found;
      if (found.state === 'unknown' && found.limits) weak = found;
      else if (found.state === 'unknown') open = true;
      if (found.state === 'forwarded') params.push(...found.params);
      if (found.state === 'forwarded' && found.open) open = true;
      if (found.state === 'ignored') weak = found;
    }
  }
  if (params.length > 0) return { state: 'forwarded', params, ...(open && { open }) };
  return weak ?? (open ? { state: 'unknown', by: 'options that could not be followed' } : { state: 'silent' });
}

/** The value of a key; with a maker, only where that made it: `new NodeHttp2Handler(…)`. */
const madeBy = (value: OptionValue | undefined, maker: string | undefined): OptionValue | undefined =>
  (maker === undefined || (typeof value === 'object' && value !== null && 'configured' in value && value.configured.endsWith(maker)) ? value : undefined);

function inBag(row: Bounding, bag: OptionBag, lookup: Lookup): Finding {
  let unknown: string | undefined;
  let off: string | undefined;
  const params = [...(bag.params ?? [])];
  for (const keys of row.bounds) {
    const values = keys.split('+').map((part) => { const [key, maker] = part.split('~'); return [key!, madeBy(bag.values[key!], maker)] as const; });
    if (values.some(([, value]) => value === undefined)) continue;
    const [key, value] = values[0]!;
    const found = key === 'dispatcher' ? dispatching(value!, bag, lookup) : bounding(key, value!, lookup);
    if (found.state === 'bounded') return found.ms !== undefined && row.inSeconds?.includes(key) ? { ...found, ms: found.ms * 1000 } : found;
    if (found.state === 'forwarded') params.push(...found.params);
    if (found.state === 'unknown') unknown = found.by;
    if (found.state === 'ignored') off = found.by;
  }
  for (const [key, value] of Object.entries(bag.values)) {
    if (typeof value === 'string' && /url|uri|connectionString/i.test(key) && row.urlBounds?.test(value)) return { state: 'bounded', by: `a parameter of ${key}` };
  }
  for (const ref of bag.constants ?? []) {
    const other = lookup.bag(ref);
    const found = other ? inBag(row, other, lookup) : ({ state: 'unknown', by: ref.name } as const);
    if (found.state === 'bounded') return found;
    if (found.state === 'unknown') unknown = found.by;
  }
  const handed = row.delegates?.find((key) => bag.values[key] !== undefined);
  if (handed !== undefined && !handsOn(row, handed, bag)) return delegated(handed, bag.values[handed]!);
  // Whether the server gives up a query is set there, and not in sight.
  const connects = row.connecting?.find((key) => bag.values[key] !== undefined && bounding(key, bag.values[key]!, lookup).state === 'bounded');
  if (params.length > 0 && connects === undefined) return { state: 'forwarded', params, ...((bag.open || unknown !== undefined) && { open: true as const }) };
  if (off !== undefined) return { state: 'ignored', by: off };
  if (connects !== undefined) return { state: 'unknown', by: `${connects} bounds connecting only`, limits: true };
  const idle = Object.entries(row.ignored ?? {}).find(([key]) => bag.values[key] !== undefined);
  if (idle) return { state: 'ignored', by: `${idle[0]}: ${idle[1]}` };
  if (unknown !== undefined) return { state: 'unknown', by: unknown };
  return bag.open ? { state: 'unknown', by: 'options that could not be followed' } : { state: 'silent' };
}

/** An agent that only proxies or looks addresses up leaves the time as it was. */
function dispatching(value: OptionValue, bag: OptionBag, lookup: Lookup): Finding {
  if (typeof value !== 'object' || value === null) return { state: 'silent' };
  if (value.param !== undefined) return { state: 'forwarded', params: [value.param] };
  const inline = value.configured.startsWith('new ');
  const made = inline ? Object.fromEntries(Object.entries(bag.values).filter(([key]) => key.startsWith('dispatcher.')).map(([key, one]) => [key.slice('dispatcher.'.length), one])) : value.constant && lookup.agent(value.constant)?.values;
  if (!made) return { state: 'unknown', by: 'dispatcher: what it does with the time is not in sight' };
  const found = AGENT_TIMES.filter((key) => made[key] !== undefined).map((key) => bounding(key, made[key]!, lookup)).find(({ state }) => state === 'bounded');
  return found ?? { state: 'ignored', by: `its dispatcher's agent sets neither ${AGENT_TIMES.join(' nor ')}` };
}

/** An own fetch, a link or an interceptor: its name or text may say that it bounds the time. */
/** Each of what is handed the call is known to pass it to fetch as it is. */
function handsOn({ hands }: Bounding, key: string, { values, open, params, constants }: OptionBag): boolean {
  if (!hands || open || params || constants) return false;
  const inside = Object.entries(values).filter(([name]) => name.startsWith(`${key}.`));
  const parts = inside.filter(([name]) => /^\.\d+$/.test(name.slice(key.length)));
  const made = parts.length > 0 ? parts.map(([, value]) => value) : [values[key]];
  return made.every((value) => typeof value === 'object' && value !== null && hands.test(value.configured)) && !inside.some(([name]) => /\.(fetch|fetchOptions|signal)$/.test(name));
}

const delegated = (key: string, value: OptionValue): Finding =>
  (typeof value === 'object' && value !== null ? /timeout|deadline/i.test(value.configured) : typeof value === 'string' && /timeout/i.test(value))
    ? { state: 'bounded', by: key }
    : { state: 'unknown', by: `${key}: what it does with the time is not in sight` };

function bounding(key: string, value: OptionValue, lookup: Lookup): Finding {
  if (typeof value === 'object' && value !== null) {
    if (value.aborts) return { state: 'bounded', by: /AbortSignal/.test(value.configured) ? 'AbortSignal.timeout' : 'an AbortController with a timer', ...value.aborts };
    const literal = value.constant && lookup.constant(value.constant);
    if (literal !== undefined && (typeof literal !== 'object' || literal === null)) return bounding(key, literal, lookup);
    if (value.fallback !== undefined) return bounding(key, value.fallback, lookup);
    if (value.param !== undefined) return { state: 'forwarded', params: [value.param] };
    if (value.configured === 'undefined') return { state: 'silent' };
    // A signal can cancel without ever bounding the time; who aborts it is not in sight.
    if (SIGNAL.test(key)) return { state: 'unknown', by: `${key}: who aborts it is not in sight` };
    return { state: 'bounded', by: key };
  }
  if (value === 0 || value === false || value === null || value === Infinity) return { state: 'ignored', by: `${key}: ${value}` };
  if (typeof value === 'number') return value >= 0x7fffffff ? { state: 'ignored', by: `${key}: ${value}` } : { state: 'bounded', by: key, ms: value };
  return { state: 'bounded', by: key };
}

/** What the library does when nothing is set: a default of a minute or less counts, a longer one does not. */
export const libraryBound = (row: ClientRow): Bound =>
  row.defaultBound <= 60_000
    ? { state: 'library', ms: row.defaultBound, by: row.note, where: 'library' }
    : { state: 'unbounded', by: row.note, ...(Number.isFinite(row.defaultBound) && { ms: row.defaultBound }) };

export const boundAt = (finding: Extract<Finding, { by: string }>, at: Place, where: NonNullable<Bound['where']>): Bound => ({
  state: finding.state,
  by: finding.by,
  at,
  where,
  ...('ms' in finding && finding.ms !== undefined && { ms: finding.ms }),
});
