import type { Endpoint, Judgement, Unit } from '../model/index.ts';
import { groupBy } from './module-imports.ts';

const READING: ReadonlySet<string> = new Set(['GET', 'ALL', 'query', 'subscription']);
/** What belongs to somebody, or to those who run the service. */
const PRIVATE = /(?:^|[/_.-])(?:admin(?!istrative)\w*|internal|secrets?|tokens?|api-?keys?|keys|invoices?|payments?|orders?|messages?|backups?|logs?|audits?|emails?|passwords?|sessions?|exports?|dumps?|debug|directory)(?:$|[/_.-])/i;
/** As many reads of one service that answer everybody are one way of building it, and not so many mistakes. */
const MANY = 4;

/** Many take their questions by POST: `POST /shares/info`, `POST /search`; others make something of what they are handed, and keep nothing: `POST /convert`. */
const QUESTION = /(?:^|[/_-])(?:info|list|search|lookup|tree|check|get|find|count|stats|preview|query|view|validate|parse|convert|diff|bundle|format|render|compile|lint|calculate|compute|estimate|simulate|transform|decode|encode|compare|geocode|autocomplete|suggest|tokenize)(?:[_-][^/]*)?$/i;
/** `GET /cart/:id/add`: an act, whatever its method is. */
const ACT = /(?:^|[/_.-])(?:add|create|delete|remove|rename|update|reset|clear|toggle|send|run|trigger|start|stop|sync|process|cancel|approve|import|generate)(?:$|[/_.-]|(?=[A-Z]))/;

/** `users.canRegister`, a mutation by its builder alone. */
const MAY = /(?:^|\.)(?:can|is|has)[A-Z]\w*$/;

/** A question by POST, as its path says, or by what a procedure is called. */
export const asks = ({ method, path = '', kind, name = '', effect }: Endpoint): boolean => effect !== 'changes' && ((method === 'POST' && QUESTION.test(path)) || (kind === 'rpc' && MAY.test(name)));

/** It only hands out, by its method; one whose path names an act, and whose handler was seen to change something, does not. An action has no method but what it does. */
export const onlyReads = (endpoint: Endpoint): boolean => {
  const { method = '', effect, kind, writes, path, name } = endpoint;
  return kind === 'action' ? effect === 'reads' : (asks(endpoint) || (READING.has(method) && !(effect === 'changes' && ACT.test(path ?? name ?? '')) && (method !== 'ALL' || !writes)));
};

/** Visitors tell what they looked at: `POST /offers/:id/stats/view`. */
const COUNTS = /(?:^|[/_-])(?:stats?|views?|viewed|clicks?|impressions?|hits?|track(?:ing)?|events?|telemetry|analytics|metrics|pixel|beacon|vitals)(?:$|[/_-])/i;
export const countsVisits = ({ method, path = '' }: Endpoint): boolean => method === 'POST' && COUNTS.test(path);

/** It changes one thing that is there, and not a new one that a form of a public site may add. */
export const changesWhatIsThere = ({ method = '', path = '', kind, effect }: Endpoint): boolean => effect === 'changes' && (/^(?:PUT|PATCH|DELETE|mutation)$/.test(method) || (kind === 'http' && /:\w/.test(path)));

export const isPrivate = ({ path, name = '' }: Endpoint): boolean => PRIVATE.test(path ?? name);

/** Nothing that is kept is reached: what it says is in the code, in the request, or made from them. */
export const reachesNothing = ({ effect, reads }: Endpoint): boolean => effect === 'declines' || (effect === 'nothing' && !reads.includes('files'));

/** A form's action by its name; what else a `'use server'` module exports may be called by no form, and is then not built. */
export const FORM_ACTION = /Action$|^at line/;
/** What such a module exports and was not seen to read or change what is kept: few of those tell strangers what they should not know. */
export const mayBeNoService = ({ kind, name = '', effect }: Endpoint): boolean => kind === 'action' && effect !== 'changes' && effect !== 'reads' && !FORM_ACTION.test(name);

/** How many reads of an endpoint's file ask who calls, and how many answer everybody, it among them. */
function readsBeside(open: readonly Endpoint[], guarded: readonly Endpoint[]): (endpoint: Endpoint) => { readonly asking: number; readonly open: number } {
  const byFile = (all: readonly Endpoint[]): ReadonlyMap<string, readonly Endpoint[]> => groupBy(all.filter(onlyReads), ({ at }) => at.file);
  const [answering, asking] = [byFile(open), byFile(guarded)];
  return ({ at: { file } }) => ({ asking: asking.get(file)?.length ?? 0, open: answering.get(file)?.length ?? 0 });
}

const HABIT = 10;

/** Reads that a service leaves open as a rule: each owner's, where there are many; the rest stand for themselves. */
export function readsLeftOpen(open: readonly Endpoint[], guarded: readonly Endpoint[], ownerOf: (endpoint: Endpoint) => string): Map<string, readonly Endpoint[]> {
  const beside = readsBeside(open, guarded);
  // One that is open among many that ask is an exception, and somebody's slip; ten are a habit.
  const isRule = (endpoint: Endpoint): boolean => onlyReads(endpoint) && !isPrivate(endpoint) && (beside(endpoint).asking <= beside(endpoint).open || beside(endpoint).open >= HABIT);
  return new Map([...groupBy(open.filter(isRule), ownerOf)].filter(([owner, all]) => owner !== '' && all.length >= MANY));
}

/** Of so many reads beside it that ask, one that does not is a slip. */
const FEW_ASK = 3;
/** What is written to be read by everybody. */
const PUBLISHED = /(?:^|[/_.-]|(?<=[a-z])(?=[A-Z]))(?:articles?|posts?|tags?|comments?|categor(?:y|ies)|events?|chapters?|products?|news|blogs?|pages?|docs?|feeds?|tiles?|maps?|plans?|pricing|features?|stats|statistics|calendars?|contributors?|avatars?|movies?|books?|courses?|recipes?|reviews?|faqs?|languages?|countries|cities|releases?|changelogs?|leaderboards?|themes?|rankings?|catalogs?)(?:$|[/_.-]|(?=[A-Z]))/i;

/** Reads of services that ask elsewhere, of what is written for everybody: they may well be meant to be open, unless nearly all reads beside one ask. */
export function mayBeMeant(open: readonly Endpoint[], guarded: readonly Endpoint[]): ReadonlySet<Endpoint> {
  const beside = readsBeside(open, guarded);
  const isSlip = (endpoint: Endpoint): boolean => beside(endpoint).asking >= Math.max(FEW_ASK, 2 * beside(endpoint).open);
  return new Set(open.filter((one) => one.kind !== 'action' && onlyReads(one) && !isPrivate(one) && PUBLISHED.test(one.path ?? one.name ?? '') && !isSlip(one)));
}

export function leftOpen(name: string, all: readonly Endpoint[], unit: Unit | undefined, asking: number): Judgement {
  return {
    subject: `reads of ${name}`, at: unit?.startedAt ?? unit?.entry ?? all[0]!.at, standing: 'missing', confidence: 'low',
    message: `${all.length} endpoints of ${name} that only read answer everybody${asking > 0 ? `, while ${asking} others ask who calls` : ''}; none of them is declared public.`,
    evidence: all.slice(0, 80).map(({ subject, at }) => ({ note: subject, at })),
  };
}
