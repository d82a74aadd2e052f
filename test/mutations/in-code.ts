import { add, change, finds, remove, type Mutation } from './house.ts';

const ROUTES = 'src/loans/api/loan-routes.ts';
const TITLES = 'src/catalogue/api/title-routes.ts';
const BIBLIOGRAPHY = 'src/catalogue/infrastructure/http-bibliography.ts';
const MAIL = 'src/notices/infrastructure/mail-relay.ts';
const SERVER = 'src/platform/server.ts';
const ARCH = 'architecture.yaml';
const API = 'deploy/base/api.yaml';

/** Small, realistic changes of code, each with all that must be found, and where. */
export const MUTATIONS: readonly Mutation[] = [
  {
    title: 'the domain imports the infrastructure',
    edits: [
      change('src/loans/domain/loan.ts', 'export interface Loan {', "import { loans } from '../infrastructure/schema.js';\nexport const table = loans;\nexport interface Loan {"),
    ],
    expect: [
      finds('layer-violations', 'src/loans/domain/loan.ts', "import { loans }"),
    ],
  },
  {
    title: 'the application imports the presentation',
    edits: [
      change('src/loans/application/borrow.ts', "import { lend,", "import { loanRoutes } from '../api/loan-routes.js';\nexport const routes = loanRoutes;\nimport { lend,"),
    ],
    expect: [
      finds('layer-violations', 'src/loans/application/borrow.ts', 'import { loanRoutes }'),
      finds('circular-dependencies', ROUTES, 'import type { Borrow }'),
    ],
    because: 'The routes import the types of what they call, so the import closes a cycle.',
  },
  {
    title: 'the domain imports the application',
    edits: [
      change('src/notices/domain/notice.ts', 'export interface Notice {', "import { sendNotice } from '../application/send-notice.js';\nexport const send = sendNotice;\nexport interface Notice {"),
    ],
    expect: [
      finds('layer-violations', 'src/notices/domain/notice.ts', 'import { sendNotice }'),
      finds('circular-dependencies', 'src/notices/domain/notice.ts', 'import { sendNotice }'),
      finds('circular-dependencies', 'src/notices/domain/notice.ts', 'import { sendNotice }'),
    ],
    because: 'The application imports the domain, at run time and for types, so the import closes a cycle of each kind.',
  },
  {
    title: 'the infrastructure imports the presentation',
    edits: [
      change('src/notices/infrastructure/redis-sent.ts', "import type { Sent }", "import { startNoticeWorker } from '../api/notice-worker.js';\nexport const start = startNoticeWorker;\nimport type { Sent }"),
    ],
    expect: [
      finds('layer-violations', 'src/notices/infrastructure/redis-sent.ts', 'import { startNoticeWorker }'),
    ],
  },
  {
    title: 'the domain imports a package',
    edits: [
      change('src/loans/domain/loan.ts', 'export interface Loan {', "import { z } from 'zod';\nexport const Id = z.string();\nexport interface Loan {"),
    ],
    expect: [
      finds('impure-domain', 'src/loans/domain/loan.ts', "from 'zod'"),
    ],
  },
  {
    title: 'the domain imports a built-in',
    edits: [
      change('src/catalogue/domain/title.ts', 'export interface Title {', "import { randomUUID } from 'node:crypto';\nexport const newId = (): string => randomUUID();\nexport interface Title {"),
    ],
    expect: [
      finds('impure-domain', 'src/catalogue/domain/title.ts', 'node:crypto'),
    ],
  },
  {
    title: 'a module of another component is imported past its public API',
    edits: [
      change('src/loans/module.ts', "import type { Catalogue } from '../catalogue/index.js';", "import type { Catalogue } from '../catalogue/module.js';"),
    ],
    expect: [
      finds('private-imports', 'src/loans/module.ts', '../catalogue/module.js'),
    ],
  },
  {
    title: 'a component imports another that it does not declare',
    edits: [
      change('src/notices/module.ts', "import { RedisSent }", "import type { LoanEvent } from '../loans/index.js';\nexport type Told = LoanEvent;\nimport { RedisSent }"),
    ],
    expect: [
      finds('implicit-communication', 'src/notices/module.ts', '../loans/index.js'),
    ],
  },
  {
    title: 'two components import each other',
    edits: [
      change('src/catalogue/module.ts', "import type { Title }", "import { createLoanDesk } from '../loans/index.js';\nexport const desk = createLoanDesk;\nimport type { Title }"),
    ],
    expect: [
      finds('circular-dependencies', 'src/catalogue/module.ts', '../loans/index.js'),
      finds('circular-dependencies', 'src/catalogue/module.ts', '../loans/index.js'),
      finds('implicit-communication', 'src/catalogue/module.ts', '../loans/index.js'),
    ],
    because: 'The import is declared nowhere, and its modules form a cycle as their components do.',
  },
  {
    title: 'two modules import each other',
    edits: [
      change('src/platform/logger.ts', "import { pino } from 'pino';", "import { pino } from 'pino';\nimport { metrics } from './metrics.js';\nexport const also = metrics;"),
      change('src/platform/metrics.ts', "import fastifyPlugin", "import { logger } from './logger.js';\nexport const log = logger;\nimport fastifyPlugin"),
    ],
    expect: [
      finds('circular-dependencies', 'src/platform/metrics.ts', './logger.js'),
    ],
  },
  {
    title: "a vendor's SDK outside of its adapter",
    edits: [
      change('src/notices/module.ts', "import { RedisSent }", "import nodemailer from 'nodemailer';\nexport const mailer = nodemailer;\nimport { RedisSent }"),
    ],
    expect: [
      finds('leaking-vendor-sdk', 'src/notices/module.ts', 'nodemailer'),
    ],
  },
  {
    title: "a line of console beside a rule of the team",
    edits: [
      change('src/worker.ts', "const config =", "console.log('up');\nconst config ="),
    ],
    expect: [
      finds('rule-violations', 'src/worker.ts', 'console.log'),
    ],
  },
  {
    title: 'a network call in the application',
    edits: [
      change('src/loans/application/remind.ts', 'const due = await', "await fetch('/ping', { signal: AbortSignal.timeout(100) });\n  const due = await"),
    ],
    expect: [
      finds('rule-violations', 'src/loans/application/remind.ts', 'fetch('),
    ],
  },
  {
    title: 'a route file with another name',
    edits: [
      add('src/loans/api/desk.ts', "export const desk = 1;\n"),
      change('src/loans/index.ts', "export { loanRoutes }", "export { desk } from './api/desk.js';\nexport { loanRoutes }"),
    ],
    expect: [
      finds('rule-violations', 'src/loans/api/desk.ts', ''),
    ],
  },
  {
    title: 'a timeout goes',
    edits: [
      change(BIBLIOGRAPHY, ', { signal: AbortSignal.timeout(2000) }', ''),
      change(BIBLIOGRAPHY, 'timeout: 3000', 'timeout: false'),
    ],
    expect: [
      finds('missing-timeouts', BIBLIOGRAPHY, 'await fetch('),
    ],
  },
  {
    title: 'the mail relay is waited for without end',
    edits: [
      change(MAIL, ', connectionTimeout: 2000, greetingTimeout: 2000, socketTimeout: 5000', ''),
      change(MAIL, 'timeout: 10_000', 'timeout: false'),
    ],
    expect: [
      finds('missing-timeouts', MAIL, 'nodemailer.createTransport('),
    ],
  },
  {
    title: 'a query without a bound',
    edits: [
      change('src/platform/connections.ts', '    connectionTimeoutMillis: 2000,\n', ''),
      change('src/platform/connections.ts', '    query_timeout: 5000,\n', ''),
    ],
    expect: [
      finds('missing-timeouts', 'src/platform/connections.ts', 'new Pool('),
    ],
  },
  {
    title: 'a breaker goes',
    edits: [
      change(MAIL, 'await this.#breaker.fire(notice);', 'await this.#post(notice);'),
      change(MAIL, "    this.#breaker = new CircuitBreaker(post, { timeout: 10_000, errorThresholdPercentage: 50, volumeThreshold: 10, resetTimeout: 60_000 });\n", '    this.#post = post;\n'),
      change(MAIL, 'readonly #breaker: CircuitBreaker<[notice: Notice], void>;', 'readonly #post: (notice: Notice) => Promise<void>;'),
      change(MAIL, "import CircuitBreaker from 'opossum';\n", ''),
    ],
    expect: [
      finds('undefined-degradation', ARCH, 'degradation: Notices wait'),
    ],
    because: 'The breaker was what showed in code that the declared degradation is so.',
  },
  {
    title: 'the breaker of the bibliography goes',
    edits: [
      change(BIBLIOGRAPHY, 'this.#breaker.fire(isbn)', 'this.#read(isbn)'),
      change(BIBLIOGRAPHY, 'this.#breaker = new CircuitBreaker(read, { timeout: 3000, errorThresholdPercentage: 50, volumeThreshold: 5, resetTimeout: 30_000 });', 'this.#read = read;'),
      change(BIBLIOGRAPHY, 'readonly #breaker: CircuitBreaker<[isbn: string], Description | undefined>;', 'readonly #read: (isbn: string) => Promise<Description | undefined>;'),
      change(BIBLIOGRAPHY, "import CircuitBreaker from 'opossum';\n", ''),
    ],
    expect: [
      finds('missing-circuit-breakers', BIBLIOGRAPHY, 'await fetch('),
      finds('undefined-degradation', ARCH, 'degradation: The librarian'),
    ],
    because: 'The breaker was what showed in code that the declared degradation is so.',
  },
  {
    title: 'a retry without backoff or jitter',
    edits: [
      change(BIBLIOGRAPHY, '{ retries: 2, minTimeout: 200, factor: 2, randomize: true }', '{ retries: 2, minTimeout: 0, factor: 1, randomize: false }'),
    ],
    expect: [
      finds('naive-retries', BIBLIOGRAPHY, 'pRetry('),
    ],
  },
  {
    title: 'a queue without a place for what fails',
    edits: [
      change('src/notices/infrastructure/notice-queue.ts', 'removeOnComplete: 1000', 'removeOnComplete: 1000, removeOnFail: true'),
      change(ARCH, '    dead_letter: failed\n', ''),
    ],
    expect: [
      finds('missing-dead-letter-queues', 'src/notices/infrastructure/notice-queue.ts', 'new Queue('),
    ],
    because: 'The declared queue names none, and the queue in code throws away what fails: one cause, told where it happens.',
  },
  {
    title: 'an event goes past the outbox',
    edits: [
      change('src/loans/infrastructure/postgres-loans.ts', 'if (events.length > 0) await tx.insert(outbox).values([...events]).onConflictDoNothing();\n    });', "for (const event of events) await this.#queue.add(event.type, event, { jobId: event.id });\n    });"),
      change('src/loans/infrastructure/postgres-loans.ts', "readonly #db: NodePgDatabase;\n\n  constructor(db: NodePgDatabase) {\n    this.#db = db;", "readonly #db: NodePgDatabase;\n  readonly #queue: Queue<LoanEvent>;\n\n  constructor(db: NodePgDatabase, queue: Queue<LoanEvent>) {\n    this.#db = db;\n    this.#queue = queue;"),
      change('src/loans/infrastructure/postgres-loans.ts', "import type { NodePgDatabase }", "import type { Queue } from 'bullmq';\nimport type { NodePgDatabase }"),
      change('src/loans/infrastructure/postgres-loans.ts', "import { loans, outbox }", "import { loans }"),
    ],
    expect: [
      finds('dual-writes', 'src/loans/infrastructure/postgres-loans.ts', 'this.#queue.add'),
    ],
  },
  {
    title: 'jobs without a mark against repetition',
    edits: [
      change('src/notices/infrastructure/notice-queue.ts', ', { jobId: event.id }', ''),
      change('src/notices/application/send-notice.ts', 'if (await sent.claim(id)) await', 'await'),
      change(ARCH, '    idempotency_key: jobId\n', ''),
    ],
    expect: [
      finds('unsafe-events', ARCH, '  notices:\n    engine'),
      finds('misapplied-patterns', ARCH, 'patterns: [outbox]'),
    ],
    because: 'An outbox delivers at least once: its consumers must know a message again.',
  },
  {
    title: 'a credential in a file',
    edits: [
      change('src/platform/logger.ts', "/** One JSON", "const shipping = { user: 'library', password: 'kR7#vPq92xLm!tZ4' };\n/** One JSON"),
      change('src/platform/logger.ts', "redact: [", "base: { shipping: shipping.user }, redact: ["),
    ],
    expect: [
      finds('hardcoded-secrets', 'src/platform/logger.ts', 'password:'),
    ],
  },
  {
    title: 'the certificate of the database is not looked at',
    edits: [
      change('src/platform/connections.ts', 'rejectUnauthorized: true', 'rejectUnauthorized: false'),
    ],
    expect: [
      finds('missing-encryption', 'src/platform/connections.ts', 'rejectUnauthorized: false'),
    ],
  },
  {
    title: 'the disk of the database is not encrypted',
    edits: [
      change('infra/stores.tf', 'storage_encrypted           = true', 'storage_encrypted           = false'),
    ],
    expect: [
      finds('missing-encryption', 'infra/stores.tf', 'storage_encrypted           = false'),
    ],
  },
  {
    title: 'a route loses its guard',
    edits: [
      change(TITLES, "preHandler: [authenticate, permit('create', 'Title')], ", ''),
    ],
    expect: [
      finds('unprotected-endpoints', TITLES, "app.post('/v1/titles'"),
    ],
  },
  {
    title: 'a router loses its guard',
    edits: [
      change(ROUTES, "  app.addHook('onRequest', authenticate);\n\n", ''),
      change(ROUTES, "preHandler: permit('create', 'Loan'), ", ''),
      change(ROUTES, "preHandler: permit('return', 'Loan'), ", ''),
      change(ROUTES, "preHandler: permit('waive', 'Fee'), ", ''),
    ],
    expect: [
      finds('unprotected-endpoints', ROUTES, "app.post('/v1/loans'"),
      finds('unprotected-endpoints', ROUTES, "app.put("),
      finds('unprotected-endpoints', ROUTES, "app.delete("),
    ],
  },
  {
    title: 'a route loses its validator',
    edits: [
      change(ROUTES, 'schema: { body: NewLoan, headers: Idempotent, response', 'schema: { response'),
    ],
    expect: [
      finds('unvalidated-input', ROUTES, "app.post('/v1/loans'"),
    ],
  },
  {
    title: 'the rate limits go',
    edits: [
      change(SERVER, "  await app.register(rateLimit, { max: 100, timeWindow: '1 minute', redis, skipOnError: true });\n", ''),
      change(SERVER, "import rateLimit from '@fastify/rate-limit';\n", ''),
      change(API, '    nginx.ingress.kubernetes.io/limit-rps: "20"\n', ''),
    ],
    expect: [
      finds('unlimited-endpoints', 'src/main.ts', 'await app.listen('),
    ],
    because: 'It is documented still: architecture.yaml names a file that says so.',
  },
  {
    title: 'state in the module',
    edits: [
      change('src/platform/authentication.ts', "/** Proves who calls", "const sessions = new Map<string, Member>();\n/** Proves who calls"),
      change('src/platform/authentication.ts', "request.member = { id: sub, role };", "request.member = { id: sub, role };\n  sessions.set(sub, request.member);"),
    ],
    expect: [
      finds('stateful-services', 'src/platform/authentication.ts', 'const sessions'),
    ],
  },
  {
    title: 'a file on the local disk',
    edits: [
      change(TITLES, "import { randomUUID }", "import { writeFile } from 'node:fs/promises';\nimport { randomUUID }"),
      change(TITLES, "    return reply.code(201)", "    await writeFile(`uploads/${title.id}.json`, JSON.stringify(title));\n    return reply.code(201)"),
    ],
    expect: [
      finds('stateful-services', TITLES, 'await writeFile('),
    ],
  },
  {
    title: 'the event loop stands still within a request',
    edits: [
      change(TITLES, "import { randomUUID }", "import bcrypt from 'bcrypt';\nimport { randomUUID }"),
      change(TITLES, "    return reply.code(201)", "    reply.header('x-proof', bcrypt.hashSync(title.id, 12));\n    return reply.code(201)"),
      change('package.json', '    "bullmq"', '    "bcrypt": "^6.0.0",\n    "bullmq"'),
    ],
    expect: [
      finds('blocking-background-work', TITLES, 'bcrypt.hashSync'),
    ],
  },
  {
    title: 'the trace is not handed on',
    edits: [
      change('src/main.ts', "import './platform/telemetry.js';\n", ''),
      change('src/worker.ts', "import './platform/telemetry.js';\n", ''),
      change(ARCH, '[src/platform/index.ts, src/platform/telemetry.ts]', 'src/platform/index.ts'),
      remove('src/platform/telemetry.ts'),
    ],
    expect: [
      finds('missing-trace-propagation', 'src/main.ts', 'await app.listen('),
      finds('missing-trace-propagation', 'src/worker.ts', 'new Worker('),
    ],
  },
  {
    title: 'a golden signal is not measured',
    edits: [
      change('src/platform/metrics.ts', '    duration.observe(labels, reply.elapsedTime / 1000);\n', ''),
      change('src/platform/metrics.ts', `const duration = new Histogram({
  name: 'http_request_duration_seconds',
  help: 'How long requests take.',
  labelNames: ['method', 'route', 'status_code'],
  buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [registry],
});

`, ''),
    ],
    expect: [
      finds('missing-golden-signals', ARCH, 'metrics: {'),
      finds('missing-golden-signals', ARCH, 'metrics: {'),
    ],
    because: 'Neither process measures it now.',
  },
  {
    title: 'an address in the code',
    edits: [
      change(BIBLIOGRAPHY, 'new URL(`/isbn/${isbn}`, address)', '`http://bibliography.internal:8080/isbn/${isbn}`'),
    ],
    expect: [
      finds('hardcoded-hosts', BIBLIOGRAPHY, 'bibliography.internal'),
      finds('missing-timeouts', ARCH, '    timeout: 2s'),
      finds('missing-circuit-breakers', ARCH, 'circuit_breaker: {failure_threshold: 5'),
      finds('undefined-degradation', ARCH, 'degradation: The librarian'),
    ],
    because: 'Nothing says any longer that this call is the declared one to the bibliography.',
  },
  {
    title: 'a route with a verb in its name',
    edits: [
      change(TITLES, "app.get('/v1/titles',", "app.get('/v1/getTitles',"),
      change(ARCH, '"GET /v1/titles"', '"GET /v1/getTitles"'),
      change('openapi.yaml', '  /v1/titles:\n    get:', '  /v1/getTitles:\n    get:'),
      change('openapi.yaml', '    post:\n      operationId: addTitle', '  /v1/titles:\n    post:\n      operationId: addTitle'),
    ],
    expect: [
      finds('rest-conventions', TITLES, '/v1/getTitles'),
      finds('rest-conventions', 'openapi.yaml', '/v1/getTitles'),
    ],
    because: 'The document of the API says so, too.',
  },
  {
    title: 'an event that nobody takes',
    edits: [
      change('src/worker.ts', "const housekeeper", "const reports = new Queue('reports', { connection: redis, defaultJobOptions: { attempts: 3, backoff: { type: 'exponential', delay: 1000, jitter: 0.5 } } });\nawait reports.add('monthly', {}, { jobId: 'monthly' });\nconst housekeeper"),
    ],
    expect: [
      finds('dangling-events', 'src/worker.ts', 'reports.add('),
    ],
  },
];
