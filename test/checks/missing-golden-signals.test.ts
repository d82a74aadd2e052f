import { expect, test } from 'vitest';
import { lintFor } from '../support.ts';

const ARCHITECTURE = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n';
const SETS_UP = "import * as Sentry from '@sentry/node';\nSentry.init({ dsn: process.env.DSN, tracesSampleRate: 0.1 });\n";
const tree = (more: Record<string, string>): Record<string, string> => ({
  'architecture.yaml': ARCHITECTURE,
  'package.json': JSON.stringify({ name: 'shop', private: true, dependencies: { express: '5', amqplib: '0.10', '@sentry/node': '8' } }),
  'src/worker.js': "import amqplib from 'amqplib';\nconst channel = await (await amqplib.connect(process.env.QUEUE)).createChannel();\nchannel.consume('orders', (message) => channel.ack(message));\n",
  ...more,
});
const server = (first: string): string => `${first}import express from 'express';\nconst app = express();\napp.get('/', (req, res) => res.end());\napp.listen(1);\n`;
const measured = async (more: Record<string, string>): Promise<string[]> => (await lintFor('missing-golden-signals', tree(more))).verified.map(({ subject }) => subject).filter((one) => one.endsWith('errors'));

test('what the server of a package sets up measures nothing of the worker beside it', async () => {
  expect(await measured({ 'src/server.js': server(SETS_UP) })).toEqual(['shop/src: errors']);
});

test('what no module imports is loaded by a flag, and may measure both', async () => {
  expect(await measured({ 'src/server.js': server(''), 'src/instrument.js': SETS_UP })).toEqual(['shop/src: errors', 'shop/worker: errors']);
});
