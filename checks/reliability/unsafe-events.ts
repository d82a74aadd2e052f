import { defineCheck, type Judgement, type Message, type Unjudged } from '../../src/model/index.ts';
import { placeOf, pointer } from '../../src/lib/declaration.ts';
import { eventContracts } from '../../src/lib/event-contracts.ts';
import { knownAgain } from '../../src/lib/idempotent-consumers.ts';

export default defineCheck({
  id: 'unsafe-events',
  dimension: 'reliability',
  severity: 'major',
  phase: 'edge',
  from: 'MVP',
  effort: 'medium',
  title: 'Events carry a key, a schema and a mark against repetition',
  why: 'Brokers deliver twice and across partitions: without a key order is lost, and without a mark the second delivery is done again.',
  fix: 'Send a partition key (`messages: [{ key, value }]`, `MessageGroupId`), and declare the idempotency key by which consumers know a message again.',
  grading: 'share',
  needs: ['messaging', 'architecture', 'apiDocuments', 'outbound'],
  inspect: ({ messaging, architecture, apiDocuments, outbound }) => {
    const judgements = new Map<string, Judgement>();
    const unjudged: Unjudged[] = [];
    for (const message of messaging.messages) {
      const judged = message.role === 'publish' ? ofPublish(message) : undefined;
      if (!judged) continue;
      if ('reason' in judged) unjudged.push(judged);
      else if (judgements.get(judged.subject)?.standing !== 'missing') judgements.set(judged.subject, judged);
    }
    for (const [name, queue] of Object.entries(architecture.declared.queues ?? {})) {
      if (queue.consumers === undefined && queue.events === undefined) continue;
      const at = placeOf(architecture, pointer('queues', name));
      const again = queue.idempotency_key === undefined ? knownAgain(messaging.messages.filter(({ role, channel }) => role === 'consume' && channel === name), outbound) : undefined;
      const faults = [
        ...(queue.ordering === 'per-key' && queue.partition_key === undefined ? ['keeps order per key and names no partition_key'] : []),
        ...(queue.idempotency_key === undefined && !again ? ['names no idempotency_key by which consumers know a message again'] : []),
      ];
      const marked = marksOf(messaging.messages.filter(({ role, channel }) => role === 'publish' && channel === name), queue.idempotency_key);
      judgements.set(`queue ${name}`, faults.length > 0
        ? { subject: `queue ${name}`, standing: 'missing', message: `The queue ${name} ${faults.join(', and ')}.`, at }
        : again ? { subject: `queue ${name}`, standing: 'verified', message: `Its consumers know a message of ${name} again by what they have written.`, at: again.at, confidence: 'medium' }
        : marked !== undefined ? { subject: `queue ${name}`, standing: 'verified', message: `Every message to ${name} carries the mark by which it is known again.`, at: marked.at }
        : { subject: `queue ${name}`, standing: 'declared', message: `The keys of ${name} are declared.`, at });
    }
    for (const judged of eventContracts(architecture, apiDocuments, messaging.messages)) judgements.set(judged.subject, judged);
    return { examined: judgements.size, judgements: [...judgements.values()], unjudged };
  },
});

/** Options by which brokers and job queues know a message that was sent before. */
const MARKS = ['jobId', 'deduplication.id', 'MessageDeduplicationId', 'messageId', 'singletonKey', 'jobKey', 'idempotencyKey', 'workflowId'];

/** A place where a mark is set, when every message whose options are written out has one. */
function marksOf(published: readonly Message[], declared = ''): Message | undefined {
  const isMarked = ({ options }: Message): boolean => Object.keys(options?.values ?? {}).some((key) => MARKS.includes(key) || key === declared || key.endsWith(`.${declared}`));
  return published.every(isMarked) ? published[0] : undefined;
}

function ofPublish({ engine, channel, options, at, fn }: Message): Judgement | Unjudged | undefined {
  const subject = `${engine} ${channel ?? 'message'} in ${at.file}${fn ? ` ${fn}()` : ''}`;
  if (engine === 'kafkajs') {
    const values = options?.values ?? {};
    if (values['messages.0.key'] !== undefined) return { subject, standing: 'verified', message: 'The message carries a key.', at };
    if (values.messages === undefined || values['messages.0.value'] === undefined) return { subject, reason: 'The messages are made elsewhere.', at };
    return { subject, standing: 'missing', message: 'The message has no key, so events of one entity may overtake each other.', at, confidence: 'medium' };
  }
  if (engine === 'sqs' && /\.fifo$/.test(channel ?? '')) {
    return options?.values.MessageGroupId !== undefined
      ? { subject, standing: 'verified', message: 'The message carries a group id.', at }
      : { subject, standing: 'violated', message: 'A FIFO queue is written to without MessageGroupId.', at };
  }
  return undefined;
}
