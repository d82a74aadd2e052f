import type { Endpoint, Evidence, Judgement, Link, Unit } from '../model/index.ts';
import { groupBy } from './module-imports.ts';
import { asks, changesWhatIsThere, countsVisits, FORM_ACTION, isPrivate, onlyReads } from './open-reads.ts';

/** So many endpoints of a service, and none that asks who calls, are one cause. */
const MANY = 5;

/** A service or package of which no endpoint at all asks who calls is one cause; `''`: each of these endpoints is its own. */
export function byCause(open: readonly Endpoint[], answered: readonly Endpoint[], ownerOf: (endpoint: Endpoint) => string): Map<string, [Endpoint, ...Endpoint[]]> {
  const asking = new Set(answered.map(ownerOf));
  const owned = groupBy(open, ownerOf);
  const isSilent = (owner: string): boolean => owner !== '' && !asking.has(owner) && owned.get(owner)!.length >= MANY;
  return groupBy(open, (endpoint) => (isSilent(ownerOf(endpoint)) ? ownerOf(endpoint) : ''));
}

export function together(name: string, open: readonly Endpoint[], unit: Unit | undefined): Judgement {
  const writing = open.filter(({ writes, method }) => writes && method !== 'GET');
  return {
    subject: name, at: unit?.startedAt ?? unit?.entry ?? open[0]!.at, standing: 'missing',
    message: `Nothing in ${name} asks who calls: ${open.length} endpoints are open to everybody${writing.length > 0 ? `, ${writing.length === 1 ? 'one of which changes' : `${writing.length} of which change`} state by ${writing.length === 1 ? 'its' : 'their'} method` : ''}.`,
    evidence: [...writing, ...open.filter((endpoint) => !writing.includes(endpoint))].slice(0, 60).map((endpoint) => ({ note: messageOf(endpoint), at: endpoint.at })),
  };
}

/** What is said of one endpoint that is its own cause; `othersAsk`: in its service others were seen to ask who calls. */
export const alone = (endpoint: Endpoint, othersAsk: boolean): Judgement => ({
  subject: endpoint.subject, at: endpoint.at, standing: 'missing', message: messageOf(endpoint), evidence: evidenceOf(endpoint), ...confidenceOf(endpoint, othersAsk),
});

function messageOf(endpoint: Endpoint): string {
  const { subject, writes, method, chain, effect } = endpoint;
  return effect === 'changes' && method !== 'GET' && method !== 'ALL' ? `Anybody can call ${subject}, and it changes what is kept.`
    : writes && method !== 'GET' && method !== 'ALL' && !asks(endpoint) ? `Anybody can call ${subject}, and by its method it changes state.`
    : chain.length > 0 ? `Anybody can call ${subject}: nothing on its way asks who calls.`
    : `Anybody can call ${subject}: it has no guard.`;
}

/** Where a handler uses who calls, and nothing on the way was seen to ask. */
export const callerIn = ({ chain }: Endpoint): Link | undefined => chain.find(({ role }) => role === 'caller');

const evidenceOf = (endpoint: Endpoint): Judgement['evidence'] => [...stepsOf(endpoint), ...(callerIn(endpoint) ? [{ note: 'it uses who calls, where that is known', at: callerIn(endpoint)!.at }] : [])];

const stepsOf = ({ handler, at, chain }: Endpoint): Evidence[] => [
  ...(handler && (handler.file !== at.file || handler.line !== at.line) ? [{ note: 'its handler', at: handler }] : []),
  ...chain.filter(({ role, scope }) => role !== 'validation' && scope !== 'handler').slice(0, 6).map(({ name, at: applied }) => ({ note: `${name} does not ask who calls`, at: applied })),
];

/**
 * High only where the whole way was followed and what the handler does was seen to change a thing that is there, in a service where
 * others are asked; an exported function of a `'use server'` module may be called by no form, and is then not built.
 */
function confidenceOf(endpoint: Endpoint, othersAsk: boolean): Pick<Judgement, 'confidence'> {
  const { kind, name, chain, effect } = endpoint;
  if (chain.some(({ role }) => role === 'caller') || countsVisits(endpoint)) return { confidence: 'low' };
  if (kind === 'action') return { confidence: FORM_ACTION.test(name ?? '') ? 'medium' : 'low' };
  if (onlyReads(endpoint)) return { confidence: isPrivate(endpoint) && effect === 'reads' ? 'medium' : 'low' };
  return othersAsk && changesWhatIsThere(endpoint) && !chain.some(({ confidence, role }) => confidence === 'low' && role === 'other') ? {} : { confidence: 'medium' };
}
