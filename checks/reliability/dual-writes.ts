import { defineCheck, type Judgement, type Message, type OutboundCall, type Place } from '../../src/model/index.ts';
import { partsOfKey } from '../../src/lib/function-key.ts';
import { isWrite } from '../../src/lib/operations.ts';

const BROKERS = new Set(['kafkajs', 'amqplib', 'sqs', 'sns', 'eventbridge', 'nats', 'pubsub', 'nest']);
const ASKS_IN_WORDS = /(?:^|\.)(?:query|execute|none|run|\$executeRaw(?:Unsafe)?)$/;
const OUTBOX = /outbox/i;
const TRANSACTION = /(^|\.)(\$transaction|transaction|withTransaction|runInTransaction|tx)$/i;
/** What leaves the process in a way that no rollback takes back. */
const REMOTE = new Set(['http', 'rpc', 'sdk', 'mail']);

/** What is only looked up leaves nothing behind. */
const LOOKS_UP = /(?:^|\.)(?:get|list|retrieve|find|search|lookup|describe|head|read|query|check|verify|validate|construct)(?:$|[A-Z])/;

interface Group { readonly file: string; readonly fn: string; readonly writes: OutboundCall[]; readonly publishes: Message[]; readonly inside: { readonly at: Place; readonly what: string }[]; outbox: boolean }

export default defineCheck({
  id: 'dual-writes',
  dimension: 'reliability',
  severity: 'major',
  phase: '10',
  from: 'MVP',
  effort: 'high',
  title: 'No database write and event publish in one step without an outbox',
  why: 'A crash between the two leaves a change that no one hears of, or an event for a change that never was.',
  fix: 'Write the event to an outbox table in the same transaction and publish it from there; call others after the commit.',
  grading: 'share',
  needs: ['outbound', 'messaging', 'architecture'],
  inspect: ({ outbound, messaging, architecture }) => {
    const helpers = architecture.declared.recognise?.outbox ?? [];
    const groups = new Map<string, Group>();
    const groupOf = (file: string, fn: string): Group => {
      const key = `${file}#${fn}`;
      const group = groups.get(key) ?? { file, fn, writes: [], publishes: [], inside: [], outbox: false };
      groups.set(key, group);
      return group;
    };
    for (const call of outbound.calls) {
      if (call.fn === '') continue;
      const group = groupOf(call.at.file, call.fn);
      if (call.kind === 'database' && (OUTBOX.test(call.method) || OUTBOX.test(call.url ?? ''))) group.outbox = true;
      // `client.query('insert into orders …')`: what it says writes.
      else if (call.kind === 'database' && (isWrite(call.method) || (call.changes && ASKS_IN_WORDS.test(call.method)))) group.writes.push(call);
      if (REMOTE.has(call.kind) && !LOOKS_UP.test(call.method) && call.within.some(({ text }) => TRANSACTION.test(text))) group.inside.push({ at: call.at, what: call.package === 'globalThis' ? 'fetch' : call.package });
    }
    for (const message of messaging.messages) {
      if (message.role !== 'publish' || message.fn === '') continue;
      const group = groupOf(message.at.file, message.fn);
      if (BROKERS.has(message.engine)) group.publishes.push(message);
      // A job that is queued before the commit may run before it, too; pg-boss shares the database.
      if ((BROKERS.has(message.engine) || message.engine === 'bullmq') && message.within.some((text) => TRANSACTION.test(text))) group.inside.push({ at: message.at, what: `${message.engine} message` });
    }
    const callsOutbox = (key: string): boolean => (outbound.graph[key] ?? []).some(({ to }) => OUTBOX.test(to) || helpers.some((name) => partsOfKey(to)[1].split('.').includes(name)));
    const judgements: Judgement[] = [];
    for (const [key, { file, fn, writes, publishes, inside, outbox }] of groups) {
      const subject = `${fn} in ${file}`;
      const safe = outbox || callsOutbox(key);
      if (inside[0]) {
        judgements.push({ subject, standing: 'violated', message: `The transaction holds a call that no rollback takes back (${inside[0].what}).`, at: inside[0].at, evidence: inside.slice(1, 10).map(({ at, what }) => ({ note: what, at })) });
      } else if (writes[0] && publishes[0]) {
        const evidence = [{ note: `written here (${writes[0].method})`, at: writes[0].at }];
        judgements.push(safe
          ? { subject, standing: 'verified', message: 'The event goes through an outbox.', at: publishes[0].at, evidence }
          : { subject, standing: 'missing', message: `A database write and a ${publishes[0].engine} publish stand in one function without an outbox.`, at: publishes[0].at, evidence, confidence: 'medium' });
      } else if (safe && writes[0]) {
        judgements.push({ subject, standing: 'verified', message: 'Its events go through an outbox.', at: writes[0].at });
      }
    }
    const others = [...groups.values()].filter(({ file, fn, writes, publishes }) => (publishes.length > 0 || writes.some(({ within }) => within.some(({ text }) => TRANSACTION.test(text)))) && !judgements.some(({ subject }) => subject === `${fn} in ${file}`)).length;
    return { examined: judgements.length + others, judgements };
  },
});
