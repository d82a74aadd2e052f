import type { Architecture, ApiDocument, ApiEvent, Facts, Judgement, Message } from '../model/index.ts';
import { placeOf, pointer } from './declaration.ts';

/** Between services: what is sent to a browser or a device is another matter. */
const BROKERS = /^(kafka|amqp|amqps|amqp1|sns|sqs|nats|jms|pulsar|googlepubsub|ibmmq|solace|anypointmq|redis|stomp)/;
const OVER_A_BROKER: ReadonlySet<string> = new Set(['kafkajs', 'amqplib', 'sns', 'sqs', 'eventbridge', 'nats', 'pubsub', 'nest']);

/** What AsyncAPI documents promise of the events, and whether the code keeps to them. */
export function eventContracts(architecture: Architecture, { documents }: Facts['apiDocuments'], messages: readonly Message[]): readonly Judgement[] {
  const own = documents.filter((document) => document.events !== undefined && document.twinOf === undefined);
  return [...own.flatMap(promised), ...undocumented(own, messages), ...schemas(architecture, own)];
}

function promised(document: ApiDocument): Judgement[] {
  const events = document.events ?? [];
  const overBroker = document.protocols?.some((protocol) => BROKERS.test(protocol)) ?? false;
  const point = (name: string, asked: readonly ApiEvent[], kept: (event: ApiEvent) => boolean, lacking: string, good: string, confidence: 'medium' | 'low'): Judgement[] => {
    const [first] = asked;
    if (first === undefined) return [];
    const bare = asked.filter((event) => !kept(event));
    const subject = `${document.file}: ${name}`;
    if (bare[0] === undefined) return [{ subject, standing: 'verified', message: `${good}.`, at: first.at }];
    return [{
      subject, standing: 'missing', at: bare[0].at, confidence,
      message: `${bare[0].name} ${lacking}.${bare.length > 1 ? ` ${bare.length - 1} more ${bare.length === 2 ? 'event is' : 'events are'} the same.` : ''}`,
      evidence: bare.slice(1, 11).map(({ name: other, at }) => ({ note: `${other} as well.`, at })),
    }];
  };
  const read = overBroker ? events.filter(({ open, described }) => described && !open) : [];
  return [
    ...point('contracts', events, ({ described }) => described, 'has no payload that says its shape', 'Every event says the shape of its payload', 'medium'),
    ...point('keys', document.protocols?.some((protocol) => protocol.startsWith('kafka')) ? events : [], ({ keyed }) => keyed, 'names no key, so events of one entity may overtake each other', 'Every event names its key', 'low'),
    ...point('marks', read, ({ marked }) => marked, 'has no field by which a consumer knows it again', 'Every event carries a mark of its own', 'low'),
  ];
}

const plain = (name: string): string => name.toLowerCase().replace(/\{[^{}]*\}/g, '*').replace(/[^a-z0-9*]/g, '');

/** Events that code sends under a fixed name and that no document has, where documents describe others of that code. */
function undocumented(documents: readonly ApiDocument[], messages: readonly Message[]): Judgement[] {
  const named = new Set(documents.flatMap(({ events = [], operations }) => [...events.flatMap(({ channel, name }) => [channel, name]), ...operations.map(({ path }) => path)]).map(plain));
  const sent = messages.filter((one) => one.role === 'publish' && one.channel !== undefined && OVER_A_BROKER.has(one.engine));
  if (!sent.some(({ channel }) => named.has(plain(channel!)))) return [];
  const byChannel = new Map<string, Judgement>();
  for (const { channel, at } of sent) {
    const subject = `contract of ${channel}`;
    if (byChannel.has(subject)) continue;
    byChannel.set(subject, named.has(plain(channel!))
      ? { subject, standing: 'verified', message: `${channel} is sent as a document describes it.`, at }
      : { subject, standing: 'missing', message: `${channel} is sent and no AsyncAPI document has it, though they have others.`, at, confidence: 'medium', evidence: [{ note: 'A document of events.', at: documents[0]!.at }] });
  }
  return [...byChannel.values()];
}

/** Queues whose shapes are declared to be kept somewhere. */
const schemas = (architecture: Architecture, documents: readonly ApiDocument[]): Judgement[] =>
  Object.entries(architecture.declared.queues ?? {}).flatMap(([name, queue]): Judgement[] => {
    if (queue.schema_registry === undefined) return [];
    const wanted = [name, ...(queue.events ?? [])].map(plain);
    const shown = documents.flatMap(({ events = [] }) => events).find((event) => event.described && (wanted.includes(plain(event.channel)) || wanted.includes(plain(event.name))));
    const at = placeOf(architecture, pointer('queues', name, 'schema_registry'));
    return [shown === undefined ? { subject: `schemas of ${name}`, standing: 'declared', message: `Only architecture.yaml says where the shapes of ${name} are kept.`, at } : { subject: `schemas of ${name}`, standing: 'verified', message: `A document has the shapes of ${name}.`, at: shown.at }];
  });
