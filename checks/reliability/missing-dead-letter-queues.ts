import { defineCheck, type Evidence, type Judgement, type Message, type Messaging, type OptionValue, type Store, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { comparePlaces } from '../../src/lib/order.ts';
import { shownFiles } from '../../src/lib/shown-files.ts';
import { streamConsumers } from '../../src/lib/stream-consumers.ts';

const ITSELF = /dlq|dlx|dead.?letter|(^|[-_.])(dlt|dead|poison|error)([-_.]|$)/i;

export default defineCheck({
  id: 'missing-dead-letter-queues',
  dimension: 'reliability',
  severity: 'major',
  phase: '12.11',
  from: 'growth',
  effort: 'medium',
  title: 'Dead letter queues for failed async processing',
  why: 'A message that cannot be handled is lost, or comes back for ever, when it has no place to go.',
  fix: 'Give the queue a dead letter target and a bound on attempts, and watch what arrives there.',
  grading: 'share',
  needs: ['messaging', 'stores', 'architecture', 'files', 'cloudformation', 'terraform'],
  inspect: ({ messaging, stores, architecture, files, cloudformation, terraform }) => {
    const judgements = new Map<string, Judgement>();
    const unjudged: Unjudged[] = [];
    const add = (judgement: Judgement): void => { if (!judgements.has(judgement.subject)) judgements.set(judgement.subject, judgement); };
    for (const store of stores.stores) {
      if (store.kind === 'queue' && !store.example && store.environment !== 'development' && !store.isDeadLetter && !ITSELF.test(store.name)) ofStore(store, add, unjudged);
    }
    const shown = shownFiles(files.files);
    for (const { name, at, failed, bound } of streamConsumers(cloudformation, terraform, (file) => shown.has(file))) {
      const subject = `stream consumer ${name}`;
      if (failed) add({ subject, standing: 'verified', message: 'What it cannot handle has a place to go.', at });
      else if (bound) unjudged.push({ subject, reason: 'It gives up at some point; whether what it then leaves out may be lost, nobody says.', at });
      else add({ subject, standing: 'missing', message: `What ${name} cannot handle blocks its part of the stream until it is too old, and has no place to go.`, at, confidence: 'medium' });
    }
    for (const message of messaging.messages) {
      if (message.role !== 'consume' || message.engine === 'events' || message.engine === 'nest-rpc' || (message.channel !== undefined && ITSELF.test(message.channel))) continue;
      const judged = ofConsumer(message, messaging);
      if ('reason' in judged) unjudged.push(judged);
      else add(judged);
    }
    for (const [name, queue] of Object.entries(architecture.declared.queues ?? {})) {
      const at = placeOf(architecture, pointer('queues', name));
      const seen = [...judgements.values()].find(({ subject }) => subject.includes(name));
      if (ITSELF.test(name) || seen?.standing === 'verified') continue;
      const target = queue.dead_letter;
      const here = messaging.messages.filter(({ engine }) => isOf(queue.engine ?? name, engine));
      // A broker that is declared whole is judged by what reads from it; where nobody here does, another decides what fails.
      if (target === undefined && here.some(({ role }) => role === 'consume')) continue;
      if (target === undefined && queue.engine === 'sns') unjudged.push({ subject: `queue ${name}`, reason: 'A topic keeps nothing: each of its subscriptions has a dead letter target of its own, or none.', at });
      else if (target === undefined && here.some(({ role }) => role === 'publish')) unjudged.push({ subject: `queue ${name}`, reason: 'This code only sends to it: whoever reads from it decides what becomes of what fails.', at });
      else if (target === undefined || target === 'none') add({ subject: `queue ${name}`, standing: 'missing', message: target === 'none' ? `The queue ${name} is declared to have no dead letter target.` : `Nothing declared or seen gives the queue ${name} a dead letter target.`, at, ...(target === undefined && { confidence: 'medium' as const }) });
      else if (target === name) add({ subject: `queue ${name}`, standing: 'violated', message: `The queue ${name} is its own dead letter target.`, at });
      else if (!seen) add({ subject: `queue ${name}`, standing: 'declared', message: `The dead letter target ${target} of ${name} is declared and not seen in code or infrastructure.`, at });
    }
    for (const [index, saga] of (architecture.declared.sagas ?? []).entries()) {
      const at = placeOf(architecture, pointer('sagas', index));
      add(saga.dead_letter
        ? { subject: `saga ${saga.name}`, standing: 'declared', message: `Stuck runs of ${saga.name} go to ${saga.dead_letter}, as declared.`, at }
        : { subject: `saga ${saga.name}`, standing: 'missing', message: `A run of ${saga.name} that can go neither forward nor back has no place to go.`, at });
    }
    const all = together([...judgements.values()]);
    return { examined: all.length, judgements: all, unjudged };
  },
});

const ENGINES: Readonly<Record<string, RegExp>> = { kafka: /^kafkajs$/, redpanda: /^kafkajs$/, rabbitmq: /^(amqplib|golevelup)$/, bull: /^bullmq$/ };

/** A declared engine goes by its product, a message's by its library. */
const isOf = (declared: string, engine: string): boolean => (Object.hasOwn(ENGINES, declared) ? ENGINES[declared]!.test(engine) : declared === engine);

function ofStore({ resource, deadLetter, at }: Store, add: (judgement: Judgement) => void, unjudged: Unjudged[]): void {
  // A broker that runs as a container holds queues; it is none itself.
  if (!deadLetter) return;
  const evidence = [{ note: deadLetter.note, at: deadLetter.at }];
  if (deadLetter.value === undefined) unjudged.push({ subject: resource, reason: `Its dead letter target could not be read: ${deadLetter.note}.`, at });
  else if (deadLetter.value) add({ subject: resource, standing: 'verified', message: 'It has a dead letter target.', at, evidence });
  else add({ subject: resource, standing: 'missing', message: `The queue ${resource} has no dead letter target.`, at, evidence });
}

const TRIED_ONCE = 'Jobs are tried once, and no one hears when they fail: the failed set is nobody\'s.';
const FEW = 3;
const SHOWN = 10;

/** Where no queue of many is set up otherwise, one default for all of them is what is missing. */
function together(judgements: readonly Judgement[]): readonly Judgement[] {
  const [first, ...others] = judgements.filter(({ message }) => message === TRIED_ONCE).toSorted((a, b) => comparePlaces(a.at, b.at));
  if (!first || others.length < FEW || judgements.some(({ subject, standing }) => subject.startsWith('bullmq ') && standing === 'verified')) return judgements;
  const one: Judgement = {
    ...first, subject: `bullmq jobs of ${others.length + 1} queues`, message: `Jobs of ${others.length + 1} queues are tried once, and no one hears when they fail: the failed sets are nobody's.`,
    evidence: others.slice(0, SHOWN).map(({ subject, at }) => ({ note: `the same: ${subject}`, at })),
  };
  return [...judgements.filter(({ message }) => message !== TRIED_ONCE), one];
}

/** `arguments: argumentsOf(queue)` */
const isMadeElsewhere = (value: OptionValue | undefined): boolean => typeof value === 'object' && value !== null && value.configured !== '{}';

/** Options of jobs that are decided out of sight: of one that is sent, of a queue that a factory sets up, of queues whose names are not in the code. */
const isHidden = ({ role, channel, options }: Message): boolean => role !== 'consume'
  && (options === undefined ? role === 'publish' || channel === undefined : options.open === true || options.params !== undefined || options.constants !== undefined || options.values.useFactory !== undefined);

/** `send({ topic: requeueTopic })`, `send({ topic: deadLetterTopic() })`: what the code calls the topic tells of it. */
function namesDeadLetters({ options }: Message): boolean {
  const topic = options?.values['topic'];
  return typeof topic === 'object' && topic !== null && /dlq|dlt|dead_?letter|re-?queue|retry/i.test(topic.configured);
}

function ofConsumer(message: Message, { messages, failures }: Messaging): Judgement | Unjudged {
  const { engine, channel, at } = message;
  const subject = `${engine} ${channel ?? `consumer in ${at.file}${message.fn ? ` ${message.fn}()` : ''}`}`;
  const same = messages.filter((other) => other.engine === engine && (other.channel === channel || (channel === undefined && other.at.file === at.file)));
  switch (engine) {
    case 'bullmq': {
      const sent = same.filter(({ role }) => role === 'publish');
      // A job's own word stands above its queue's default.
      const isOverruled = sent.length > 0 && sent.every(({ options }) => options?.values.removeOnFail !== undefined);
      const dropped = same.find(({ options }) => options?.values.removeOnFail === true || (!isOverruled && options?.values['defaultJobOptions.removeOnFail'] === true));
      if (dropped) return { subject, standing: 'violated', message: 'Failed jobs are removed at once (removeOnFail: true).', at: dropped.at };
      const heard = failures.find((failure) => failure.channel === channel || failure.at.file === at.file);
      const tried = same.find(({ options }) => options && ['attempts', 'defaultJobOptions.attempts'].some((key) => options.values[key] !== undefined));
      const evidence: Evidence[] = [...(heard ? [{ note: 'failed jobs are heard', at: heard.at }] : []), ...(tried ? [{ note: 'attempts are set', at: tried.at }] : [])];
      if (evidence.length > 0) return { subject, standing: 'verified', message: 'Failed jobs stay in the failed set, and are tried again or heard.', at, evidence, confidence: 'medium' };
      // Options that come from elsewhere may hold the attempts.
      if (channel === undefined) return { subject, reason: 'Which queue it reads is not fixed in the code.', at };
      const hidden = messages.find((other) => other.engine === engine && (other.channel === undefined || other.channel === channel) && isHidden(other));
      if (hidden) return { subject, reason: `The options of its jobs could not be followed (${hidden.at.file}:${hidden.at.line}).`, at };
      return { subject, standing: 'missing', message: TRIED_ONCE, at, confidence: 'medium' };
    }
    case 'kafkajs': {
      const dead = messages.find((other) => other.role === 'publish' && other.engine === 'kafkajs' && (other.channel === undefined ? /dlq|dead|dlt/i.test(other.fn) || namesDeadLetters(other) : ITSELF.test(other.channel)));
      return dead
        ? { subject, standing: 'verified', message: 'Messages that cannot be handled are sent to a topic of their own.', at, evidence: [{ note: 'sent here', at: dead.at }], confidence: 'medium' }
        : { subject, standing: 'missing', message: 'A message that cannot be handled stops its partition or is lost: nothing is sent to a dead letter topic.', at, confidence: 'medium' };
    }
    case 'amqplib': {
      if (message.options?.values.noAck === true) return { subject, standing: 'violated', message: 'Messages are acknowledged before they are handled (noAck: true).', at };
      const declared = same.find(({ role, options }) => role === 'declare' && options && Object.keys(options.values).some((key) => /deadLetter|x-dead-letter/.test(key)));
      if (declared) return { subject, standing: 'verified', message: 'The queue is declared with a dead letter exchange.', at: declared.at };
      const open = same.find(({ role, options }) => role === 'declare' && (options?.open || options?.params || isMadeElsewhere(options?.values['arguments'])));
      if (open) return { subject, reason: 'The options of the queue could not be followed.', at };
      // A queue of one listener goes with it: what it did not get to hear, nobody waits for.
      const own = same.find(({ role, options }) => role === 'declare' && (options?.values.exclusive === true || options?.values.autoDelete === true));
      if (own) return { subject, reason: 'The queue is gone with whoever listens to it (exclusive or autoDelete): what is sent to it is news, and not work that waits.', at: own.at };
      return { subject, standing: 'missing', message: 'The queue is declared without a dead letter exchange.', at: same.find(({ role }) => role === 'declare')?.at ?? at, confidence: 'medium' };
    }
    case 'pg-boss': {
      const declared = same.find(({ options }) => options?.values.deadLetter !== undefined);
      return declared ? { subject, standing: 'verified', message: 'The queue has a dead letter queue.', at: declared.at } : { subject, standing: 'missing', message: 'The queue has no deadLetter option.', at, confidence: 'medium' };
    }
    case 'golevelup': {
      const { values = {}, open, params } = message.options ?? {};
      if (Object.keys(values).some((key) => /deadLetter|x-dead-letter/.test(key))) return { subject, standing: 'verified', message: 'The queue is declared with a dead letter exchange.', at };
      // Queues of the module's configuration, and those that are made elsewhere, are declared there.
      if (open || params || values.queueOptions === undefined || typeof values.createQueueIfNotExists === 'boolean') return { subject, reason: 'The options of the queue are not in sight.', at };
      return { subject, standing: 'missing', message: 'The queue is declared without a dead letter exchange.', at, confidence: 'medium' };
    }
    case 'bee-queue': {
      const dropped = same.find(({ options }) => options?.values.removeOnFailure === true);
      if (dropped) return { subject, standing: 'violated', message: 'Failed jobs are removed at once (removeOnFailure: true).', at: dropped.at };
      const heard = failures.find((failure) => failure.at.file === at.file);
      return heard
        ? { subject, standing: 'verified', message: 'Failed jobs stay in the failed set, and are heard.', at, evidence: [{ note: 'failed jobs are heard', at: heard.at }], confidence: 'medium' }
        : { subject, standing: 'missing', message: 'No one hears when a job fails: the failed set is nobody\'s.', at, confidence: 'medium' };
    }
    case 'agenda': {
      const heard = failures.find((failure) => failure.engine === 'agenda');
      return heard
        ? { subject, standing: 'verified', message: 'Failed jobs keep their reason, and are heard.', at, evidence: [{ note: 'failed jobs are heard', at: heard.at }], confidence: 'medium' }
        : { subject, standing: 'missing', message: 'A failed job only keeps its reason in its document: nothing tries it again, and no one hears.', at, confidence: 'medium' };
    }
    case 'inngest': {
      const { values = {} } = message.options ?? {};
      return values.retries === 0 && values.onFailure === undefined
        ? { subject, standing: 'missing', message: 'The function is tried once, and nothing answers when it fails.', at, confidence: 'medium' }
        : { subject, standing: 'verified', message: 'Failed runs are tried again and kept by the platform.', at, confidence: 'medium' };
    }
    case 'trigger.dev': case 'graphile-worker':
      return { subject, standing: 'verified', message: 'Failed jobs are tried again and kept, by the library\'s own defaults.', at, confidence: 'medium' };
    default:
      return { subject, reason: 'Where its dead letters go is decided outside this code.', at };
  }
}
