/** Classes called `Worker` that take jobs from a queue, by package. */
export const WORKER_CLASSES: Readonly<Record<string, string>> = { bullmq: 'bullmq', '@temporalio/worker': 'temporal', '@nestjs/bullmq': 'bullmq' };
/** Calls by which a package begins to take work. */
export const WORKER_CALLS: readonly { readonly method: string; readonly packages: readonly string[]; readonly framework: string }[] = [
  { method: 'run', packages: ['kafkajs', '@confluentinc/kafka-javascript'], framework: 'kafkajs' },
  { method: 'run', packages: ['graphile-worker'], framework: 'graphile-worker' },
  { method: 'consume', packages: ['amqplib', 'amqp-connection-manager'], framework: 'amqplib' },
  { method: 'work', packages: ['pg-boss'], framework: 'pg-boss' },
  { method: 'process', packages: ['bull', 'bee-queue'], framework: 'bull' },
  { method: 'start', packages: ['agenda', '@hokify/agenda'], framework: 'agenda' },
  { method: 'start', packages: ['bree'], framework: 'bree' },
  { method: 'scheduleJob', packages: ['node-schedule'], framework: 'node-schedule' },
  { method: 'create', packages: ['sqs-consumer', '@temporalio/worker'], framework: 'sqs-consumer' },
  { method: 'schedule', packages: ['node-cron'], framework: 'node-cron' },
];
