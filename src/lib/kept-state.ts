import type { Confidence, Evidence, MutableState, ProcessState, StateChange } from '../model/index.ts';
import { hasWord } from './words.ts';

/** What several processes must agree on. */
const SHARED = /^(?:sessions?|login|logins|logged|tokens?|otps?|verifications?|carts?|baskets?|checkouts?|locks?|locked|mutex(?:es)?|queues?|queued|rates?|ratelimits?|attempts?|throttles?|throttled|hits|visits?|visitors|nonces?|idempot\w*|processed|dedup\w*|duplicates?|presence|online|rooms?|lobb(?:y|ies)|votes?)$/;
/** Users themselves, not something of theirs (`userInputs`). */
const USERS = /(?:^|[a-z_])users?(?:By[A-Z]\w*)?$/i;
/** The function says that it keeps the second of two from happening, which it cannot do for another process. */
const ONCE = /duplicate|dedup|throttl|ratelimit|idempot|alreadysent|oncea/i;
/** Work that is put off, which nobody takes up any more once the process is gone. */
const WAITING = /^(?:queues?|queued|backlog|tasks?|jobs?)$/;
/** What is done at the moment, by this process. */
const UNDER_WAY = /running|active|current|processing|in_?progress|working/i;
/** Planned anew at each start. */
const PLANNED = /cron|schedul|recurring|periodic/i;
/** What two requests of one person share: who hands in a token asks for what was kept under it. */
const KEY_OF_A_PERSON = /^(?:\w+\.)*\w*(?:email|phone(?:number)?|token|state|otp|nonce|username|upload_?id)(?:\.to\w+\(\)|\.trim\(\))?$/i;
/** Named by the request itself. */
const KEY_OF_THE_REQUEST = /^(?:req|request|ctx)\.(?:params|body|query|session)\b/;
/** Open to somebody outside; each process has its own, unless requests name the one that they mean. */
const CONNECTION = /clients?|instances?|connections?/gi;
/** What each process may well have for itself: tables, clients, timers, and copies of what lies elsewhere. */
const OWN = /cache|memo(?!r)|registr|handler|listener|callback|timer|timeout|interval|debounce|promise|in_?flight|pending|instance|singleton|client|transport|connection|pool|loader|type|decorator|meta|config|option|setting|schema|plugin|middleware|route|(?<!web)hook|provider|factor|translation|locale|template|compiled|warn|log(?!in)|buffer|metric|socket|stream|controller|worker|abort|initial|header|module|queues$|strateg|service|adapter|class|symbol|regex|permission|supports|capabilit|policy|policies|abilit|dictionar|lookup|map(?:ping)?s?$/i;
/** The same, in a service class: the words that can mean nothing else. */
const OF_A_USER = /^(?:sessions?|carts?|otps?|nonces?|idempot\w*|attempts?|throttles?|throttled|presence|online)$/;
/** Called a cache or a map, they are no copies all the same: what was used up, tried or locked lies nowhere else. */
const NO_COPY = /^(?:otps?|nonces?|idempot\w*|attempts?|carts?)$/;
/** The time until which something is left alone, each process for itself. */
const A_TIME = /(?:Until|At|Time|Deadline|Timestamp)$|cooldown|expir/;
/** What is kept is looked up by the name of a thing of the domain. */
const KEY_OF_A_THING = /(?:^id|[a-z]I[dD]|[a-z]Name|\.(?:id|name))$/;
/** A connection ends where it began, in the process that holds it: `uploads[socket.id]`. */
const KEY_OF_A_CONNECTION = /^(?:[\w.]*\.)?(?:socket|ws|sock|conn|connection)\.id$|^(?:socket|connection|conn)_?id$/i;
/** It speaks of a folder of the disk that this machine has. */
const KEY_OF_A_FOLDER = /^(?:\w+\.)*(?:dir|folder|directory|\w+(?:Dir|Folder|Directory))$|^path\.(?:join|resolve)\(/i;
/** `startMonitor(monitorId)` is called whenever there is one more. */
const STARTS_A_THING = /^(?:start|stop)[A-Z]/;
/** How far this process has come up, what it is at, or whether it ends. */
const OF_THE_RUN = /ready|start|stop|shut|clos|drain|loaded|loading|boot|running|busy|progress|paused|healthy|last(?:run|error|log)/i;
/** `keyToLicence`, `recentMarks`: what spares the asking, by its name. */
const LOOKED_UP = /[a-z]To[A-Z]|^recent/;
/** Hands on within the process what happened in it. */
const DISPATCHES = /events?$|dispatch|(?:event|message|command)_?bus$/i;
/** Said by whoever puts the program together. */
const PUTS_TOGETHER = /^(?:set|with|use|after|attach|bind|inject|assign|add|mount|listen)(?:[A-Z]|$)/;
/** Filled once, when the process comes up. */
const AT_START = /^(?:register|init|on[A-Z]\w*(?:Init|Bootstrap)|onModule|onApplication|load|setup|bootstrap|configure|define|subscribe|start|stop|close|dispose|onDestroy|reset|clear|build|create[A-Z]?\w*Map)/;

/** A limiter of the team's own, by its class or its module. */
const LIMITS = /^(?:\w+)?(?:Rate_?Limit\w*|Throttl(?:e|er)\w*|Limiter)$/i;
const LIMITS_IN = /(?:^|[/._-])(?:rate-?limit\w*|throttl(?:e|er|ing)|limiter)(?:[/._-]|$)/i;

const TAKEN = /^(?:delete|clear|pop|shift|splice|del|filter)$/;
/** A copy, by its name. */
const COPIED = /cache|memo(?!r)|lookup|registr|in_?flight|promise|timer|timeout|debounce|log(?!in)|metric/i;

/** The function says that it keeps a copy: `cacheContextWindows()`. */
const COPIES = /^(?:memoi[sz]e|cache(?:[A-Z_]|$))|[a-z]Cache$/;

/** One thing that a process keeps, on its way to a judgement. */
export interface Report { readonly file: string; readonly name: string; readonly message: string; readonly line: number; readonly column: number; readonly confidence: Confidence; readonly evidence: readonly Evidence[] }

/** `servedTo`: a request whose handler leads to the function that makes the change. */
interface Change extends StateChange { readonly file: string; readonly servedTo?: string }

/** `../lib/sessions.js` and `src/lib/sessions.ts` end alike; of an index the folder counts. */
const stemOf = (path: string): string => path.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '').split('/').at(-1)!;

/** A field of the one instance is changed by its class, and by others that hold it; what a module exports also by those that import it. */
export function changesOf({ name, of, changes }: MutableState, file: string, known: readonly (readonly [string, ProcessState])[], served: ReadonlyMap<string, string>): readonly Change[] {
  const field = name.split('.').at(-1);
  const own = changes.map((change) => {
    const servedTo = change.by === undefined ? undefined : served.get(`${file}#${change.by}`);
    return { ...change, file, ...(servedTo !== undefined && { servedTo }) };
  });
  const module = stemOf(file);
  return [...own, ...known.flatMap(([from, { outside }]) => (outside ?? []).filter((change) => change.field === field && (change.from === undefined ? of !== undefined : of === undefined && stemOf(change.from) === module)).map((change) => ({ ...change, file: from })))];
}

const changedAt = (by: readonly Change[]): readonly Evidence[] =>
  by.slice(0, 3).map((change) => ({ note: `It is changed here${change.how === 'assignment' ? '' : ` (${change.how})`}${change.servedTo === undefined ? '' : `, for ${change.servedTo}`}.`, at: { file: change.file, line: change.line, column: change.column } }));

/** One request sets it, and another one reads what the first has set. */
function scalarReport({ name, holder, line, column }: Pick<MutableState, 'name' | 'holder' | 'line' | 'column'>, file: string, changes: readonly Change[]): Report[] {
  const relevant = changes.filter(({ by, inHandler, given, servedTo }) => (inHandler ? by === undefined || !PUTS_TOGETHER.test(by) : given && servedTo !== undefined));
  if (relevant.length === 0 || OWN.test(name) || OF_THE_RUN.test(name)) return [];
  return [{ file, name, line, column, confidence: holder === 'module' && relevant.some(({ inHandler }) => inHandler) ? 'medium' : 'low', message: `${name} is set by one request and read by another, which another process may serve.`, evidence: changedAt(relevant) }];
}

/** What of the state that functions change ties a request to the process that served the one before. */
export function mutableReport({ name, of, type, bounded, renewed, shrinks, asked, handed, living, limiters, holder, line, column }: MutableState, file: string, changes: readonly Change[]): Report[] {
  const relevant = changes.filter(({ by, key, servedTo }) => !by || !AT_START.test(by) || (servedTo !== undefined && key !== undefined && (KEY_OF_A_THING.test(key) || KEY_OF_A_PERSON.test(key))) || (holder !== 'module' && key !== undefined && KEY_OF_A_THING.test(key) && STARTS_A_THING.test(by)) || (STARTS_A_THING.test(by) && hasWord(by, OF_A_USER)) || (key !== undefined && KEY_OF_THE_REQUEST.test(key)));
  const noCopy = hasWord(name, NO_COPY);
  if ((bounded && !noCopy) || changes.length === 0 || (type === 'value' && A_TIME.test(name))) return [];
  const filled = relevant.filter(({ how }) => !TAKEN.test(how));
  if (type === 'scalar') return scalarReport({ name, holder, line, column }, file, relevant);
  // What is asked for again where it is missing is a copy.
  if (filled.length > 0 && filled.every(({ fetched, by }) => fetched || (by !== undefined && COPIES.test(by)))) return [];
  if (filled.length > 0 && filled.every(({ key }) => key !== undefined && KEY_OF_A_CONNECTION.test(key)) && !hasWord(name, SHARED)) return [];
  const keys = filled.flatMap(({ key }) => (key === undefined ? [] : [key]));
  if (keys.length > 0 && keys.every((key) => KEY_OF_A_FOLDER.test(key)) && !hasWord(name, SHARED)) return [];
  const byRequest = relevant.some(({ inHandler }) => inHandler);
  const report = (confidence: Confidence, message: string, by: readonly Change[] = relevant): Report[] => [{ file, name, line, column, confidence, message, evidence: changedAt(by) }];
  const putOff = changes.filter(({ how, by }) => !TAKEN.test(how) && (by === undefined || ((!AT_START.test(by) || STARTS_A_THING.test(by)) && !PLANNED.test(by))));
  const isWaiting = (hasWord(name, WAITING) || (of !== undefined && hasWord(of, WAITING) && /queue$/i.test(of))) && shrinks && type !== 'value' && !PLANNED.test(name) && !UNDER_WAY.test(name) && putOff.length > 0;
  if (isWaiting && !OWN.test(name)) return report('medium', `What waits in ${name} is lost when the process stops, and no other process sees it.`, putOff);
  if (relevant.length === 0) return [];
  if (asked && !COPIED.test(name) && filled.some(({ key }) => key !== undefined && KEY_OF_A_PERSON.test(key))) return report(byRequest ? 'high' : 'medium', `${name} is filled by one request and asked by another, which another process may serve.`);
  if (asked && type !== 'value' && (LIMITS.test(of ?? '') || LIMITS_IN.test(file)) && filled.some(({ key, how }) => how !== 'update' && key !== undefined && !/^['"`]/.test(key))) return report('low', `${name} counts who may go on in the memory of one process, so with several of them the limit is as many times higher.`);
  // What is called after the things that it is looked up by holds those things.
  const keyed = holder !== 'module' && !renewed && relevant.find(({ key, how, by }) => key !== undefined && KEY_OF_A_THING.test(key) && /^(?:assignment|set)$/.test(how) && !/^on[A-Z]/.test(by ?? ''));
  const ofThings = keyed !== false && keyed !== undefined && /instance/i.test(name) && /instance/i.test(keyed.key!);
  const named = holder === 'module' && relevant.some(({ key }) => key !== undefined && KEY_OF_THE_REQUEST.test(key));
  // One function keeps it under an id, and another one takes it away: what one request brings waits for the next.
  const handedOn = (handed && filled.length > 0 && !COPIED.test(name) && !COPIED.test(of ?? '')) || (holder === 'module' && asked && filled.some(({ key, how }) => how === 'set' && key !== undefined && KEY_OF_A_THING.test(key)) && relevant.some(({ how, by, swept }) => how === 'delete' && !swept && filled.every((one) => one.by !== by)) && !relevant.every(({ ofConnection }) => ofConnection));
  const plain = ofThings ? name.replace(/instances?/i, '') : named ? name.replace(CONNECTION, '') : handedOn ? name.replace(/maps?$/i, '') : noCopy ? name.replace(/cache|maps?$/gi, '') : name;
  if (OWN.test(plain)) return [];
  const telling = noCopy || hasWord(name, holder === 'module' ? SHARED : OF_A_USER) || (holder === 'module' && USERS.test(name)) || (holder === 'module' && relevant.some(({ by }) => by !== undefined && ONCE.test(by)));
  // A bare number that requests count up is mostly a metric or the next id.
  const remembers = living && filled.some(({ key }) => key !== undefined && KEY_OF_A_THING.test(key));
  // What a function makes itself is mostly a copy; what it was given by a request lies nowhere else.
  const served = type !== 'value' && !UNDER_WAY.test(name) && !DISPATCHES.test(of ?? '') && !LOOKED_UP.test(name) && filled.some(({ servedTo, given, fetched }) => servedTo !== undefined && given && !fetched);
  if (!telling && !keyed && !handedOn && !remembers && !served && !(byRequest && holder === 'module' && type !== 'value')) return [];
  // Where a limiter counts is said by its class.
  return report(limiters !== undefined ? 'low' : telling ? (byRequest ? 'high' : 'medium') : keyed || remembers || (handedOn && !byRequest) || !byRequest ? 'low' : 'medium', type === 'value' ? `${name} is counted up in the memory of one process.` : `${name} is filled while requests are served, and lives in the memory of one process.`);
}
