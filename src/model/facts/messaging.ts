import type { Place } from '../place.ts';
import type { OptionBag } from './calls.ts';

/** One place where code writes to, reads from, or declares a queue, topic or event. */
export interface Message {
  readonly role: 'publish' | 'consume' | 'declare';
  /**
   * `bullmq`, `kafkajs`, `amqplib`, `sqs`, `sns`, `eventbridge`, `pg-boss`, `nats`, `pubsub`, `bee-queue`, `agenda`, `inngest`, `trigger.dev`, `graphile-worker`,
   * `golevelup` (RabbitMQ of Nest), `nest` (events of a transport of Nest), `nest-rpc` (its requests), `events` (inside the process).
   */
  readonly engine: string;
  /** Queue, topic or event; absent: its name is not fixed in the code. */
  readonly channel?: string;
  readonly at: Place;
  readonly fn: string;
  readonly options?: OptionBag;
  /** What the queue was made with that it is put on, wherever that was. */
  readonly defaults?: OptionBag;
  /** Callbacks around it, as written. */
  readonly within: readonly string[];
}

export interface Messaging {
  readonly messages: readonly Message[];
  /** Listeners of failed jobs, by file. */
  readonly failures: readonly { readonly engine: string; readonly channel?: string; readonly at: Place }[];
}

declare module '../fact.ts' {
  interface Facts { messaging: Messaging }
}
