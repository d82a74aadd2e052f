import { defineCheck, type Architecture, type Judgement, type Message, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { matchesWildcard } from '../../src/lib/wildcard.ts';

/** Engines whose two ends usually stand in one repository; a topic may well be shared with others. */
const INSIDE = new Set(['events', 'bullmq', 'pg-boss', 'bee-queue', 'agenda']);

export default defineCheck({
  id: 'dangling-events',
  dimension: 'maintainability',
  severity: 'minor',
  phase: '3',
  from: 'MVP',
  effort: 'low',
  title: 'Every event has a publisher and a consumer',
  why: 'A consumer that nothing feeds is dead code, or a name that was changed on one side only.',
  fix: 'Remove the dead end, or make both ends use one name, best from one constant.',
  grading: 'share',
  needs: ['messaging', 'architecture'],
  inspect: ({ messaging, architecture }) => {
    const judgements = new Map<string, Judgement>();
    const unjudged = new Map<string, Unjudged>();
    for (const judgement of [...ofCode(messaging.messages, unjudged), ...ofContexts(architecture)]) if (!judgements.has(judgement.subject)) judgements.set(judgement.subject, judgement);
    return { examined: judgements.size, judgements: [...judgements.values()], unjudged: [...unjudged.values()] };
  },
});

function ofCode(messages: readonly Message[], unjudged: Map<string, Unjudged>): Judgement[] {
  const out: Judgement[] = [];
  for (const engine of INSIDE) {
    const mine = messages.filter((message) => message.engine === engine);
    const of = (role: Message['role']): Message[] => mine.filter((message) => message.role === role && message.channel !== undefined);
    // A name that is made at run time may be any of them.
    const open = (role: Message['role']): boolean => mine.some((message) => message.role === role && message.channel === undefined);
    const [published, consumed] = [of('publish'), of('consume')];
    // Events stay in the process. Of a queue that is used from one end alone here, the other end is in another repository.
    const isElsewhere = (role: Message['role']): boolean => engine !== 'events' && !mine.some((message) => message.role === role);
    const leave = (channel: string, at: Message['at'], does: string): void => {
      unjudged.set(`${engine} ${channel}`, { subject: `${engine} ${channel}`, reason: `Nothing in this repository ${does} any queue of ${engine}: another one may.`, at });
    };
    const meets = (a: string, b: string): boolean => a === b || matchesWildcard(a, b) || matchesWildcard(b, a);
    for (const { channel, at } of consumed) {
      const met = published.some((other) => meets(channel!, other.channel!));
      if (met) out.push({ subject: `${engine} ${channel}`, standing: 'verified', message: 'It is published and consumed.', at });
      else if (of('declare').some((other) => other.channel === channel)) unjudged.set(`${engine} ${channel}`, { subject: `${engine} ${channel}`, reason: `The queue ${channel} is made here and handed on; who fills it could not be followed.`, at });
      else if (isElsewhere('publish')) leave(channel!, at, 'publishes to');
      else if (!open('publish')) out.push({ subject: `${engine} ${channel}`, standing: 'missing', message: `Nothing in this repository publishes '${channel}'.`, at, confidence: 'medium' });
    }
    for (const { channel, at } of published) {
      const met = consumed.some((other) => meets(channel!, other.channel!));
      if (!met && isElsewhere('consume')) leave(channel!, at, 'consumes');
      else if (!met && !open('consume')) out.push({ subject: `${engine} ${channel}`, standing: 'missing', message: `Nothing in this repository consumes '${channel}'.`, at, confidence: 'medium' });
    }
  }
  return out;
}

function ofContexts(architecture: Architecture): Judgement[] {
  const contexts = architecture.declared.contexts ?? [];
  const published = new Set(contexts.flatMap((context) => context.domain_events_published ?? []));
  const consumed = new Set(contexts.flatMap((context) => context.domain_events_consumed ?? []));
  // One context alone cannot meet itself.
  if (contexts.length < 2) return [];
  return contexts.flatMap((context, index) => [
    ...(context.domain_events_consumed ?? []).map((name, at): Judgement => (published.has(name)
      ? { subject: `event ${name}`, standing: 'declared', message: 'It is published and consumed, as declared.', at: placeOf(architecture, pointer('contexts', index, 'domain_events_consumed', at)) }
      : { subject: `event ${name}`, standing: 'missing', message: `${context.name} consumes ${name}, and no context publishes it.`, at: placeOf(architecture, pointer('contexts', index, 'domain_events_consumed', at)) })),
    ...(context.domain_events_published ?? []).filter((name) => !consumed.has(name)).map((name): Judgement => ({
      subject: `event ${name}`, standing: 'missing', message: `${context.name} publishes ${name}, and no context consumes it.`, at: placeOf(architecture, pointer('contexts', index, 'domain_events_published', (context.domain_events_published ?? []).indexOf(name))),
    })),
  ]);
}
