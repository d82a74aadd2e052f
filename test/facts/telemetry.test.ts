import { describe, expect, it } from 'vitest';
import telemetry from '../../src/facts/telemetry.ts';
import type { Telemetry } from '../../src/model/index.ts';
import { extract } from '../support-module.ts';

const read = (text: string): Telemetry => extract(telemetry, text) as Telemetry;

describe('loggers', () => {
  it.each([
    ["import pinoMiddleware from 'express-pino-logger';\napp.use(pinoMiddleware({}));", true],
    ["import pino from 'pino';\npino();", true],
    ["import pino from 'pino';\npino({ transport: { target: 'pino-pretty' } });", false],
    ["import pino from 'pino';\npino({ transport: process.env.NODE_ENV === 'production' ? undefined : { target: 'pino-pretty' } });", true],
    ["const pino = require('pino');\npino({ prettyPrint: false });", true],
    ["import winston from 'winston';\nwinston.createLogger({ format: winston.format.json() });", true],
    ["import winston from 'winston';\nwinston.createLogger({ format: winston.format.simple() });", false],
    ["import { createLogger, format } from 'winston';\nconst { combine, timestamp, printf, errors } = format;\nconst messageFormat = (name) => printf((info) => {\n  const extras = info.extras.map((one) => { return JSON.stringify(one); }).join(' ');\n  return `${info.timestamp} ${name} ${info.message} ${extras}`;\n});\nexport const logger = (name) => createLogger({ format: combine(timestamp(), messageFormat(name), errors({ stack: true })) });", false],
    ["import { createLogger, format } from 'winston';\nconst line = format.printf((info) => {\n  const record = { ...info, at: Date.now() };\n  return JSON.stringify(record);\n});\nexport const logger = createLogger({ format: format.combine(format.errors(), line) });", true],
    ["import { ConsoleLogger } from '@nestjs/common';\nexport class AppLogger extends ConsoleLogger { formatMessage(level, message, context) { return super.formatMessage(level, `[${id()}] ${JSON.stringify(message)}`, context); } }", false],
    ["import winston from 'winston';\nwinston.createLogger({ format: winston.format.combine(winston.format.splat(), winston.format.json({ space: isDev ? 2 : 0 })) });", true],
    ["import fastify from 'fastify';\nfastify({ logger: true });", true],
    ["import { transports, format } from 'winston';\nexport const logger = (given) => given.configure({ transports: [new transports.Console({ format: format.combine(format.colorize(), format.simple()) })] });", false],
    ["import winston from 'winston';\nexport const logger = (given) => given.configure({ transports: [new winston.transports.Console()] });", true],
    ["import winston from 'winston';\nconst { format, transports } = winston;\nconst own = () => [new transports.Console({ format: format.printf((info) => info.message) })];\nexport const logger = (given) => given.configure({ format: format.json(), transports: own() });", false],
    ["import { Logger } from '@nestjs/common';\nnew Logger('x');", false],
    ["import { Effect } from 'effect';\nexport const save = Effect.logInfo('saved');\nexport const drop = Effect.logError('gone');", undefined],
    ["import { logs } from '@opentelemetry/api-logs';\nconst logger = logs.getLogger('x');", true],
    ['export class Log { info = (m) => console.log(m); warn(m) { console.warn(m); } error(m) { console.error(m); } }', false],
    ["import { WinstonModule, utilities } from 'nest-winston';\nimport * as winston from 'winston';\nexport const log = WinstonModule.createLogger({ transports: [new winston.transports.Console({ format: winston.format.combine(winston.format.timestamp(), utilities.format.nestLike('Backend', { colors: true })) })] });", false],
    ["const log4js = require('log4js');\nconst logger = log4js.getLogger('store');\nconst all = JSON.parse(text);", false],
    ["import log4js from 'log4js';\nlog4js.configure({ appenders: { out: { type: 'stdout', layout: { type: 'json' } } } });\nexport const log = log4js.getLogger();", true],
    ['class Logger { #write(level, args) { console[level](`[${new Date()}] ${level}:`, ...args); } info(...m) { this.#write("info", m); } warn(...m) { this.#write("warn", m); } error(...m) { this.#write("error", m); } }\nmodule.exports = new Logger();', false],
    ['module.exports = { log(...m) { console.log(m.join(" ")); }, warn(...m) { console.warn(m.join(" ")); }, error(...m) { console.error(m.join(" ")); }, redact };', false],
    ['export const log = { info: (m) => console.log(JSON.stringify(m)), warn: (m) => console.warn(JSON.stringify(m)), error: (m) => console.error(JSON.stringify(m)) };', true],
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

it('takes an object a line for structured, whoever writes it', () => {
  const { consoleCalls } = read("function audit(entry) { console.log(JSON.stringify(entry)); console.log('audit', JSON.stringify(entry)); }");
  expect(consoleCalls.map(({ logger }) => logger)).toEqual([true, undefined]);
});

it('does not count what a logger of the team writes itself', () => {
  const { consoleCalls } = read("export class Log { info(m) { console.log(m); } warn(m) { console.warn(m); } error(m) { console.error(m); } }\nexport class Panel { error(m) { console.error(m); } }");
  expect(consoleCalls.map(({ line, logger }) => `${line}${logger ? ' logger' : ''}`)).toEqual(['1 logger', '1 logger', '1 logger', '2']);
});

it.each([
  ["require('elastic-apm-node').start({ serverUrl });", ['elastic-apm-node']],
  ["const setup = async () => { const { default: insights } = await import('applicationinsights'); insights.setup(); };", ['applicationinsights']],
  ["const later = async () => { (await import('dd-trace')).init(); };", ['dd-trace']],
  ["import { NodeSdk } from '@effect/opentelemetry';\nNodeSdk.layer(() => ({}));", ['@effect/opentelemetry']],
  ["const { default: apm } = await import('./opentelemetry.js'); apm.start();", []],
  ["import * as Sentry from '@sentry/node';\nSentry.init({ ...sentrySharedConfig, ignoreErrors });", ['@sentry/node']],
  ["import * as Sentry from '@sentry/node';\nSentry.init({ dsn, ignoreErrors });", []],
  ["import * as Sentry from '@sentry/cloudflare';\nexport default Sentry.withSentry((env) => ({ dsn: env.DSN, tracesSampleRate: 1 }), { fetch: () => new Response() });", ['@sentry/cloudflare']],
  ["import * as Sentry from '@sentry/cloudflare';\nexport default Sentry.withSentry((env) => ({ dsn: env.DSN }), { fetch: () => new Response() });", []],
  ["import * as Sentry from '@sentry/node';\nconst options = () => ({ tracesSampler: () => 0.1 });\nSentry.init({ ...options() });", ['@sentry/node']],
  ["import * as Sentry from '@sentry/node';\nconst options = () => ({ dsn });\nSentry.init(options());", []],
  ["import { init } from '@sentry/nextjs';\ninit({ dsn, tracesSampleRate: production ? 0.001 : 1 });", ['@sentry/nextjs']],
])('tracer of %s', (text, libraries) => expect((read(text)?.tracing ?? []).map(({ library }) => library)).toEqual(libraries));

it.each([
  ['app.use((ctx, next) => { ctx.requestId = nanoid(); return next(); });', [false]],
  ["app.use((req, res, next) => { req.id = req.headers['x-request-id'] ?? randomUUID(); next(); });", [true]],
  ['form.requestId = input.value;', []],
  ["import { tracing } from '@defra/hapi-tracing';\nexport const requestTracing = { plugin: tracing };", [true]],
  ["import pinoMiddleware from 'express-pino-logger';\napp.use(pinoMiddleware({ logger }));", [false]],
])('request id of %s', (text, inbound) => expect((read(text)?.correlation ?? []).map((one) => one.inbound)).toEqual(inbound));

it('takes headers of another system for none of its own', () => {
  expect(read("export const STRIPE_REQUEST_ID_HEADER = 'x-request-id';\nconst id = response.headers.get('x-request-id');")?.headers ?? []).toEqual([]);
  expect(read("export const X_REQUEST_ID = 'x-request-id';").headers.map(({ direction }) => direction)).toEqual(['read']);
  expect(read("import { getTraceId } from '@defra/hapi-tracing';\nexport const withTrace = (headers) => ({ ...headers, [config.get('tracing.header')]: getTraceId() });").headers.map(({ direction }) => direction)).toEqual(['forward']);
});

it.each([
  ['export default { async fetch(request, env) { const stub = env.SESSIONS.get(env.SESSIONS.idFromName(id)); return stub.fetch(request); } };', ['every header forward']],
  ['export default { fetch: (request, env) => env.ORDERS.fetch(request) };', ['every header forward']],
  ['export const proxy = (request, env) => fetch(new Request(env.TARGET, request));', ['every header forward']],
  ['export const ask = async (request, init) => { const response = await fetch(request, init); return response.json(); };', []],
  ['const app = new Hono();\nexport default { fetch: (request) => app.fetch(request) };', []],
  ['export const ask = (request) => fetch(request.url);', []],
  ["self.addEventListener('fetch', (event) => event.respondWith(answer(event.request)));\nconst answer = (req) => fetch(req);", []],
])('a request that goes on whole: %s', (text, expected) => expect((read(text)?.headers ?? []).map(({ header, direction }) => `${header} ${direction}`)).toEqual(expected));

it.each([
  ["import bunyan from 'bunyan';\nimport Pretty from 'bunyan-prettystream';\nconst stream = new Pretty();\nbunyan.createLogger({ name: 'x', level: process.env.LOG_LEVEL, stream });", [false]],
  ["import bunyan from 'bunyan';\nimport Pretty from 'bunyan-prettystream';\nconst stream = process.env.NODE_ENV === 'production' ? process.stdout : new Pretty();\nbunyan.createLogger({ name: 'x', stream });", [true]],
  ["import bunyan from 'bunyan';\nimport format from 'bunyan-format';\nconst stream = format({ outputMode: 'short', color: !config.production });\nbunyan.createLogger({ name: 'x', stream });", [false]],
  ["import bunyan from 'bunyan';\nbunyan.createLogger({ name: 'x', stream: process.stdout });", [true]],
])('a stream for eyes: %s', (text, expected) => expect((read(text)?.loggers ?? []).map(({ structured }) => structured)).toEqual(expected));

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
  ["import metrics from 'fastify-metrics';\napp.register(metrics, { endpoint: '/metrics' });", ['errors', 'latency', 'saturation', 'traffic']],
  ["import prom from '@isaacs/express-prometheus-middleware';\napp.use(prom({ metricsPath: '/metrics' }));", ['errors', 'latency', 'saturation', 'traffic']],
  ["import exporter from '@acme/koa-prometheus-exporter';\napp.use(exporter());", []],
  ["import metrics from 'fastify-metrics';\napp.register(metrics.default, { routeMetrics: { enabled: false } });", ['saturation']],
  ["import { Gauge } from 'prom-client';\nnew Gauge({ name: 'queue_size' });", ['saturation']],
  ["import { Gauge } from 'prom-client';\nnew Gauge({ name: nameOf('shop') });", []],
  ["import { registerOTel } from '@vercel/otel';\nregisterOTel({ serviceName: 'shop' });", ['errors', 'latency', 'traffic']],
  ["import 'newrelic';", ['errors', 'latency', 'saturation', 'traffic']],
])('signals of %s', (text, signals) => expect(read(text).metrics.map((one) => one.signals)).toEqual([signals]));

it('takes a metric that says that it counts something else for no signal', () => {
  expect(read("import Router from 'express-promise-router';\nconst router = Router();")?.metrics ?? []).toEqual([]);
  expect(read("import { register } from '@acme/prometheus-rules';\nregister();")?.metrics ?? []).toEqual([]);
  expect(read("import { makeGaugeProvider } from '@willsoto/nestjs-prometheus';\nmakeGaugeProvider({ name: 'shop_catalogues', help: 'How many there are' });")?.metrics ?? []).toEqual([]);
});

it('takes a class that writes each level to the output for a logger of text', () => {
  expect(read("export class Log { info(m) { this.print(m); } warn(m) { this.print(m); } error(m) { this.print(m); } print(m) { process.stdout.write(`${m}\\n`); } }").loggers.map(({ library, structured }) => [library, structured])).toEqual([['Log', false]]);
});

it('takes morgan for structured where it is asked to write JSON', () => {
  expect(read("import morgan from 'morgan';\napp.use(morgan(logAsJson ? outputJson : 'dev'));").loggers.map(({ structured }) => structured)).toEqual([true]);
});

it.each([["if (config.env === 'development') app.use(morgan('dev'));", 0], ["if (process.env.NODE_ENV !== 'production') { app.use(morgan('dev')); }", 0], ["if (config.env === 'production') app.use(morgan('dev'));", 1]])('hears morgan where it is delivered: %s', (use, count) => {
  expect(read(`import morgan from 'morgan';\n${use}`)?.loggers ?? []).toHaveLength(count);
});

it("counts what is written with winston's own default logger", () => {
  expect(read("const winston = require('winston');\nfunction work() { winston.info('a'); winston.error('b'); winston.format.json(); }").loggerCalls).toBe(2);
});

it.each([
  ["import Fastify from 'fastify';\nFastify({ logger: options });", ['the request id of Fastify false']],
  ["import Fastify from 'fastify';\nFastify({ logger: true, requestIdHeader: 'x-request-id' });", ['fastify request id true']],
  ["import Fastify from 'fastify';\nFastify({ logger: false });", []],
])('the id that Fastify gives by itself: %s', (text, expected) => expect((read(text)?.correlation ?? []).map(({ how, inbound }) => `${how} ${inbound}`)).toEqual(expected));

it.each([
  ["export const traced = (req, res, next) => log(req.headers['x-request-id']);", 'traced'],
  ["export function traced(req) { return req.get('x-request-id'); }", 'traced'],
  ["export const traced = (req) => log(req.headers['x-request-id']);\napp.use(traced);", undefined],
  ["const traced = (req) => log(req.headers['x-request-id']);", undefined],
])('in which exported function a header is read: %s', (text, expected) => expect(read(text).headers.map(({ exported }) => exported)).toEqual([expected]));

describe('agents and distributions', () => {
  it.each([
    ["import { useAzureMonitor } from '@azure/monitor-opentelemetry';\nuseAzureMonitor();", ['errors', 'latency', 'saturation', 'traffic'], true],
    ["import { HoneycombSDK } from '@honeycombio/opentelemetry-node';\nnew HoneycombSDK({}).start();", [], true],
    ["import * as HyperDX from '@hyperdx/node-opentelemetry';\nHyperDX.init({ service: 'x' });", [], true],
    ["import { useApitally } from 'apitally/express';\nuseApitally(app, { clientId });", ['errors', 'latency', 'traffic'], false],
    ["import stats from 'swagger-stats';\napp.use(stats.getMiddleware({}));", ['errors', 'latency', 'saturation', 'traffic'], false],
    ["import { metrics } from '@opentelemetry/api';\nexport const took = metrics.getMeter('x').createHistogram('http.server.duration');", ['latency', 'traffic'], false],
  ])('%s', (text, signals, traces) => {
    const { metrics, tracing } = read(text);
    expect(metrics.map((one) => one.signals)).toEqual([signals]);
    expect(tracing.length > 0).toBe(traces);
  });
  it('measure nothing where they are loaded and not started', () => {
    expect(read("import * as HyperDX from '@hyperdx/node-opentelemetry';\nexport const other = HyperDX.setTraceAttributes({});")).toBeUndefined();
  });
});
