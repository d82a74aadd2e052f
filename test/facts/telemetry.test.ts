import { describe, expect, it } from 'vitest';
import telemetry from '../../src/facts/telemetry.ts';
import type { Telemetry } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const read = (text: string): Telemetry => extract(telemetry, text) as Telemetry;

describe('loggers', () => {
  it.each([
    ["import pino from 'pino';\npino();", true],
    ["import pino from 'pino';\npino({ transport: { target: 'pino-pretty' } });", false],
    ["import pino from 'pino';\npino({ transport: process.env.NODE_ENV === 'production' ? undefined : { target: 'pino-pretty' } });", true],
    ["const pino = require('pino');\npino({ prettyPrint: false });", true],
    ["import winston from 'winston';\nwinston.createLogger({ format: winston.format.json() });", true],
    ["import winston from 'winston';\nwinston.createLogger({ format: winston.format.simple() });", false],
    ["import fastify from 'fastify';\nfastify({ logger: true });", true],
    ["import { Logger } from '@nestjs/common';\nnew Logger('x');", false],
  ])('%s', (text, structured) => expect(read(text).loggers.map((one) => one.structured)).toEqual([structured]));
  it('a fastify without its logger has none', () => expect(read("import fastify from 'fastify';\nfastify({ logger: false });")?.loggers ?? []).toEqual([]));
});

it('tells console calls apart that are allowed, or the first and last words of a process', () => {
  const { consoleCalls, loggerCalls } = read([
    "console.log('loading');", 'function work() {', "  console.error('a');", '  // eslint-disable-next-line no-console', "  console.log('b');", "  this.logger.info('c');",
    "  if (bad) { console.error('d'); process.exit(1); }", '}', "app.listen(1, () => console.log('up'));",
  ].join('\n'));
  expect(consoleCalls.map(({ line, allowed, boot }) => `${line}${allowed ? ' allowed' : ''}${boot ? ' boot' : ''}`)).toEqual(['1 boot', '3', '5 allowed', '7 boot', '9 boot']);
  expect(loggerCalls).toBe(1);
});

it('says which way a header goes', () => {
  const { headers } = read([
    "const id = req.headers['x-request-id'];", "res.setHeader('X-Request-ID', id);", "await fetch(url, { headers: { 'x-request-id': id } });",
    "return new Response('', { headers: { 'x-request-id': id } });", "const allowed = ['x-request-id'];",
  ].join('\n'));
  expect(headers.map(({ line, direction }) => `${line} ${direction}`)).toEqual(['1 read', '2 respond', '3 forward', '4 respond']);
});

it.each([
  ["import { Histogram } from 'prom-client';\nnew Histogram({ name: 'http_request_duration_seconds', labelNames: ['status'] });", ['errors', 'latency', 'traffic']],
  ["import { collectDefaultMetrics } from 'prom-client';\ncollectDefaultMetrics();", ['saturation']],
  ["import { Gauge } from 'prom-client';\nnew Gauge({ name: 'queue_size' });", ['saturation']],
  ["import { Counter } from 'prom-client';\nnew Counter({ name: 'cats_named' });", []],
  ["import 'newrelic';", ['errors', 'latency', 'saturation', 'traffic']],
])('signals of %s', (text, signals) => expect(read(text).metrics.map((one) => one.signals)).toEqual([signals]));
