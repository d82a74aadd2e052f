/** Packages of queues, brokers, events, retries and breakers: all arguments of their calls are kept. */
export const ASYNC_PACKAGES = new RegExp(`^(${[
  'bullmq', 'bull', '@nestjs/bull', '@nestjs/bullmq', 'bee-queue', 'agenda', 'graphile-worker', 'pg-boss', 'kafkajs', '@confluentinc/kafka-javascript', 'node-rdkafka', '@nestjs/microservices',
  'amqplib', 'amqplib/callback_api', 'amqp-connection-manager', '@golevelup/nestjs-rabbitmq', 'rascal', 'nats', '@google-cloud/pubsub', '@azure/service-bus',
  '@aws-sdk/client-(sqs|sns|eventbridge)', 'sqs-consumer', 'aws-sdk', '@nestjs/event-emitter', 'eventemitter2', 'events', 'node:events', '@nestjs/cqrs', 'inngest', '@trigger.dev/sdk(/v[34])?',
  'opossum', 'cockatiel', 'mollitia', 'brakes', 'p-retry', 'async-retry', 'retry', 'axios-retry', 'exponential-backoff', 'ts-retry-promise', 'ts-retry', 'radash', 'async', '@temporalio/workflow', 'es-toolkit', 'promise-retry', 'fetch-retry', 'retry-axios', 'p-timeout', 'rxjs', 'rxjs/operators',
  'p-limit', 'dataloader', 'timers/promises', 'node:timers/promises', 'puppeteer', 'puppeteer-core', 'playwright', 'sharp', 'jimp', 'pdfkit', 'pdf-lib', 'pdfmake', 'html-pdf', 'fluent-ffmpeg', 'exceljs', 'xlsx', 'archiver',
  '@sendgrid/mail', 'resend', 'mailgun.js', 'postmark', '@aws-sdk/client-sesv?2?', '@nestjs-modules/mailer', '@react-pdf/renderer', 'json2csv', 'nodemailer', 'bcrypt', 'bcryptjs', 'web-push', 'firebase-admin', 'twilio', '@nestjs/schedule', 'node-cron', 'cron',
].map((name) => name.replace(/[.]/g, '\\.')).join('|')})$`);
