import type { Argument, CallSite, Construction, Message, OptionBag, Reference } from '../../model/index.ts';
import { symbolOf } from '../../lib/clients/match.ts';

/** What one call or construction says; the channel may be given by an argument, or be known by its name. */
export type Found = Pick<Message, 'role' | 'engine'> & { readonly channel?: Argument; readonly name?: string; readonly options?: OptionBag };

type Reading = (ref: Reference, call: CallSite) => Found | undefined;

const on = (engine: string, role: Message['role'], channel?: Argument): Found => ({ role, engine, ...(channel && { channel }) });
const bagAt = (argument: Argument | undefined): OptionBag | undefined => (argument && 'bag' in argument ? argument.bag : undefined);
const textAt = (bag: OptionBag | undefined, ...keys: readonly string[]): { name?: string } => {
  const name = keys.map((key) => bag?.values[key]).find((value) => typeof value === 'string');
  return typeof name === 'string' ? { name } : {};
};

/** Job queues and brokers that need no more than the call itself. */
const READINGS: Readonly<Record<string, Reading>> = {
  'amqp-connection-manager': (ref, { args = [] }) => amqp(ref.path.at(-1) ?? '', args[0]),
  '@golevelup/nestjs-rabbitmq': (ref, { args = [] }) => {
    const symbol = symbolOf(ref);
    if (symbol === 'RabbitSubscribe') return on('golevelup', 'consume', args[0]);
    return ref.instance && symbol === 'AmqpConnection.publish' ? on('golevelup', 'publish') : undefined;
  },
  agenda: (ref, { args = [] }) => {
    const last = ref.path.at(-1) ?? '';
    if (last === 'define') return on('agenda', 'consume', args[0]);
    if (last === 'now') return on('agenda', 'publish', args[0]);
    return last === 'every' || last === 'schedule' ? on('agenda', 'publish', args[1]) : undefined;
  },
  inngest: (ref, { args = [] }) => {
    const last = ref.path.at(-1) ?? '';
    if (last === 'createFunction') {
      const options = bagAt(args[0]);
      return { role: 'consume', engine: 'inngest', ...textAt(bagAt(args[1]), 'event', 'cron'), ...textAt(options, 'triggers.event', 'triggers.0.event'), ...(options && { options }) };
    }
    return last === 'send' ? on('inngest', 'publish', args[0]) : undefined;
  },
  '@trigger.dev/sdk': (ref, { args = [] }) => {
    const symbol = symbolOf(ref);
    if (/^(task|schemaTask|schedules\.task)$/.test(symbol)) return { role: 'consume', engine: 'trigger.dev', ...textAt(bagAt(args[0]), 'id') };
    return /^tasks\.(trigger|batchTrigger|triggerAndWait)$/.test(symbol) ? on('trigger.dev', 'publish', args[0]) : undefined;
  },
  'graphile-worker': (ref, { args = [] }) => {
    const symbol = symbolOf(ref);
    if (symbol === 'run' || symbol === 'runOnce') return on('graphile-worker', 'consume');
    if (symbol === 'quickAddJob') return on('graphile-worker', 'publish', args[1]);
    return ref.path.at(-1) === 'addJob' ? on('graphile-worker', 'publish', args[0]) : undefined;
  },
};

export const ofLibrary = (ref: Reference, call: CallSite): Found | undefined => {
  const from = ref.from?.replace(/^(@trigger\.dev\/sdk)\/v\d$/, '$1') ?? '';
  return Object.hasOwn(READINGS, from) ? READINGS[from]!(ref, call) : undefined;
};

/** The operations of a channel of AMQP, whoever keeps its connection. */
export function amqp(operation: string, channel: Argument | undefined): Found | undefined {
  if (operation === 'assertQueue') return on('amqplib', 'declare', channel);
  if (operation === 'consume') return on('amqplib', 'consume', channel);
  return operation === 'sendToQueue' || operation === 'publish' ? on('amqplib', 'publish', channel) : undefined;
}

export function declaredBy({ ref, args: [first] }: Construction): Found | undefined {
  const symbol = symbolOf(ref);
  if (ref.from === 'bee-queue' && (symbol === '' || symbol === 'Queue')) return on('bee-queue', 'declare', first);
  return undefined;
}
