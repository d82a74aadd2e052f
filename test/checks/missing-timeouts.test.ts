import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const MANIFEST = JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', axios: '^1.7.0', stripe: '^17.0.0', undici: '^7.0.0', googleapis: '^144.0.0', ioredis: '^5.4.0', nodemailer: '^7.0.0', '@aws-sdk/client-sesv2': '^3.0.0' } });
const messages = async (tree: Record<string, string>): Promise<string[]> =>
  (await lintFor('missing-timeouts', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': MANIFEST, ...tree })).findings.map(({ message }) => message);

describe('what a finding says', () => {
  it('counts each caller of a wrapper once, and not the wrapper itself', async () => expect(await messages({
    'src/get.ts': "import express from 'express';\nexport async function get(url: string, options: RequestInit = {}, retries = 0): Promise<Response> {\n  const response = await fetch(url, { ...options });\n  return response.ok ? response : get(url, options, retries + 1);\n}\n",
    'src/a.ts': "import { get } from './get.js';\nexport const a = () => get('https://a.example.com', {});\nexport const b = () => get('https://b.example.com', {});\n",
  })).toEqual(['The wrapper around fetch has no default bound, and 2 callers give none.']));

  it('says nothing of a path on the own host, whatever stands in for a part of it', async () => expect(await messages({
    'src/rooms.ts': "import express from 'express';\nexport const rooms = (name?: string) => fetch(`/api/rooms?name=${name ?? 'hall'}`);\nexport const shops = (base?: string) => fetch(`${base ?? ''}/api/shops`);\n",
  })).toEqual(['The call of fetch has no bound on time.']));

  it('follows what a wrapper is handed, if anything, and takes its own default for a bound', async () => expect(await messages({
    'src/ask.ts': "import axios from 'axios';\nimport express from 'express';\nimport { config } from './config.js';\nexport const ask = (path: string, init?: RequestInit) => fetch('https://ask.example.com' + path, { ...(init || {}), method: 'POST' });\nexport const clientOf = (given: { wait?: number }) => made({ requestTimeoutMs: given.wait ?? config.wait });\nconst made = (given: { requestTimeoutMs: number }) => axios.create({ timeout: given.requestTimeoutMs });\n",
    'src/config.ts': 'export const config = load();\n',
    'src/asks.ts': "import { ask, clientOf } from './ask.js';\nexport const orders = () => ask('/orders');\nexport const client = clientOf({});\n",
  })).toEqual(['The wrapper around fetch has no default bound, and 1 caller gives none.']));

  it('follows the options that a function of the module puts together', async () => expect(await messages({
    'src/find.ts': "import express from 'express';\nfunction options() {\n  const made: RequestInit = { headers: {} };\n  if (process.env.TOKEN) made.credentials = 'include';\n  return made;\n}\nfunction bounded() {\n  const made: RequestInit = {};\n  made.signal = AbortSignal.timeout(5000);\n  return made;\n}\nexport const find = () => fetch('https://find.example.com', options());\nexport const look = () => fetch('https://look.example.com', bounded());\n",
  })).toEqual(['The call of fetch has no bound on time.']));

  it.each([
    ['module.exports = { find: (url, options) => axios.get(url, options) };', 'stock.find'],
    ['const service = { find: (url, options) => axios.get(url, options) };\nmodule.exports = service;', 'stock.find'],
    ['module.exports = (url, options) => axios.get(url, options);', 'stock'],
    ['module.exports = async function find(url, options) { return axios.get(url, options); };', 'stock'],
    ['exports.find = (url, options) => axios.get(url, options);', 'stock.find'],
  ])('follows what a CommonJS module hands on of others: %s', async (code, called) => {
    const tree = (options: string): Record<string, string> => ({
      'src/stock.js': `const axios = require('axios');\n${code}\n`,
      'src/services.js': "module.exports = { stock: require('./stock') };\n",
      'src/app.js': `const express = require('express');\nconst { stock } = require('./services');\nconst app = express();\napp.get('/', async (req, res) => res.json(await ${called}('https://stock.example.com', ${options})));\napp.listen(1);\n`,
    });
    expect([await messages(tree('{ timeout: 5000 }')), (await messages(tree('{}'))).length]).toEqual([[], 1]);
  });

  it.each([['setTimeout(() => reject(new Error("late")), 2000);\n  fetch(url).then(resolve, reject);', 0], ['setTimeout(reject, 2000);\n  fetch(url).then(resolve, reject);', 0], ['setTimeout(() => fetch(url).then(resolve).catch((error) => { reject(error); }), 2000);', 1]])('believes a timer beside the call, and none that only puts it off: %s', async (code, count) => expect(await messages({
    'src/find.ts': `import express from 'express';\nexport const find = (url: string) => new Promise((resolve, reject) => {\n  ${code}\n});\n`,
  })).toHaveLength(count));

  it('asks no bound of what only writes SQL', async () => {
    const { verified, findings, unjudged } = await lintFor('missing-timeouts', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': JSON.stringify({ name: 'x', dependencies: { express: '5', knex: '3' } }), 'src/app.js': "import express from 'express';\nimport knex from 'knex';\nexport const writes = knex({ client: 'pg' });\nexport const runs = knex({ client: 'pg', connection: process.env.DB });\nexpress().listen(1);\n" });
    expect([...verified, ...findings, ...unjudged].map(({ subject }) => subject)).toEqual(['knex connection runs in src/app.js']);
  });

  it.each([['NodeHttpHandler', 1], ['NodeHttp2Handler', 0], ['FetchHttpHandler', 0]])('believes the requestTimeout of a %s of AWS as far as it ends the request', async (handler, count) => expect(await messages({
    'src/mail.ts': `import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';\nimport { ${handler} } from '@smithy/handlers';\nconst mail = new SESv2Client({ requestHandler: new ${handler}({ requestTimeout: 3000 }) });\nexport const send = () => mail.send(new SendEmailCommand({}));\n`,
  })).toHaveLength(count));

  it('says nothing of a client of AWS that bounds connecting alone', async () => expect(await messages({
    'src/mail.ts': "import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';\nconst mail = new SESv2Client({ requestHandler: { connectionTimeout: 3000 } });\nexport const send = () => mail.send(new SendEmailCommand({}));\n",
  })).toEqual([]));

  it('counts a caller once that two calls of a wrapper share', async () => {
    const [finding] = (await lintFor('missing-timeouts', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': MANIFEST,
      'src/get.ts': "import express from 'express';\nexport async function get(url: string, options: RequestInit) {\n  const response = await fetch(url, { ...options });\n  return response.ok ? response : fetch(url, { ...options });\n}\n",
      'src/a.ts': "import { get } from './get.js';\nexport const a = () => get('https://a.example.com', {});\n",
    })).findings;
    expect(finding?.message).toBe('The wrapper around fetch has no default bound, and 1 caller gives none.');
    expect(finding?.evidence?.filter(({ note }) => note === 'a caller that gives no bound')).toHaveLength(1);
  });

  it.each([
    ['fetch waits up to 300 s for headers and has no total bound', {}, ''],
    ['on an edge runtime fetch has no bound of its own', { wrangler: '^4.0.0' }, ''],
    ['on an edge runtime fetch has no bound of its own', {}, "export const runtime = 'edge';\n"],
  ])('says how long fetch waits where it runs: %s', async (note, devDependencies, line) => {
    const { findings } = await lintFor('missing-timeouts', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
      'package.json': JSON.stringify({ name: 'x', dependencies: { hono: '^4.0.0' }, devDependencies }),
      'src/a.ts': `import { Hono } from 'hono';\n${line}export const a = () => fetch('https://a.example.com');\n`,
    });
    expect(findings.map(({ evidence }) => evidence?.[0]?.note)).toEqual([note]);
  });

  it('counts calls and functions of a module', async () => expect(await messages({
    'src/a.ts': "import axios from 'axios';\nimport express from 'express';\nexport const a = () => axios.get('https://a.example.com/1');\nexport const b = async () => [await axios.get('https://a.example.com/2'), await axios.get('https://a.example.com/3')];\n",
  })).toEqual(['3 calls of axios in 2 functions have no bound on time.']));

  it.each([['high', "import './a.js';\n", ''], ['medium', '', "import { a } from './a.js';\nexport const c = a;\n"], ['low', '', '']])('is %s of what a service, another module, or nobody was seen to load', async (confidence, load, other) => {
    const { findings } = await lintFor('missing-timeouts', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': MANIFEST,
      'src/server.ts': `import express from 'express';\n${load}const app = express();\napp.listen(3000);\n`,
      ...(other !== '' && { 'src/c.ts': other }),
      'src/a.ts': "import axios from 'axios';\nexport const a = () => axios.get('https://a.example.com/1');\n",
    });
    expect(findings.map((finding) => finding.confidence)).toEqual([confidence]);
  });

  it('leaves out what only a script asks of a module that a service loads', async () => expect((await lintFor('missing-timeouts', {
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': MANIFEST,
    'src/server.ts': "import express from 'express';\nimport { load, fresh } from './rates.js';\nconst app = express();\nload();\nfresh();\napp.listen(3000);\n",
    'src/rates.ts': "import axios from 'axios';\nconst download = () => axios.get('https://a.example.com/1');\nconst both = () => axios.get('https://a.example.com/2');\nexport const load = () => both();\nexport const fresh = () => axios.get('https://a.example.com/3');\nexport async function update() {\n  await download();\n  await both();\n}\n",
    'scripts/update-rates.ts': "import { fresh, update } from '../src/rates.js';\nfresh();\nupdate();\n",
  })).findings.map(({ at, message }) => `${at.line} ${message}`)).toEqual(['3 2 calls of axios in 2 functions have no bound on time.']));

  it('asks a function that a script and the plugin of the module itself call, and one of a module that only a script imports', async () => expect((await lintFor('missing-timeouts', {
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': MANIFEST,
    'src/server.ts': "import express from 'express';\nimport plugin from './rates.js';\nconst app = express();\napp.use(plugin);\napp.listen(3000);\n",
    'src/rates.ts': "import axios from 'axios';\nimport { wrap } from 'wrapper';\nexport const download = () => axios.get('https://a.example.com/1');\nexport default wrap(async () => { await download(); });\n",
    'src/handler.ts': "import axios from 'axios';\nexport const main = () => axios.get('https://a.example.com/2');\n",
    'scripts/update-rates.ts': "import { download } from '../src/rates.js';\nimport { main } from '../src/handler.js';\ndownload();\nmain();\n",
  })).findings.map(({ at }) => `${at.file}:${at.line}`)).toEqual(['src/handler.ts:2', 'src/rates.ts:3']));

  it('leaves out what a script of a package of functions runs to its end', async () => expect(await messages({
    'package.json': JSON.stringify({ name: 'x', scripts: { codegen: 'tsx src/tools/types.ts' }, dependencies: { 'aws-lambda': '^1.0.0', axios: '^1.7.0' } }),
    'src/api.ts': "import type { Handler } from 'aws-lambda';\nimport axios from 'axios';\nexport const handler: Handler = async (event) => axios.get('https://a.example.com/1');\n",
    'src/tools/types.ts': "import axios from 'axios';\nexport const main = () => axios.get('https://a.example.com/2');\nmain();\n",
  })).toEqual(['The call of axios has no bound on time.']));

  it('knows that an address is signed in the process', async () => expect(await messages({
    'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', 'aws-sdk': '^2.1500.0' } }),
    'src/a.ts': "import express from 'express';\nimport aws from 'aws-sdk';\nconst s3 = new aws.S3({});\nconst sqs = new aws.SQS({});\nexport const link = (key: string) => s3.getSignedUrlPromise('putObject', { Key: key });\nexport const tell = () => sqs.sendMessage({}).promise();\n",
  })).toEqual([expect.stringMatching(/^The aws-sdk client has no bound of its own and waits 2 min; 1 call/)]));

  it('says how often a client is made', async () => expect(await messages({
    'src/a.ts': "import express from 'express';\nimport Stripe from 'stripe';\nexport const a = async () => { const stripe = new Stripe(process.env.KEY!); return stripe.plans.list(); };\nexport const b = async () => { const stripe = new Stripe(process.env.KEY!); return stripe.products.list(); };\n",
  })).toEqual([expect.stringMatching(/^The stripe client is made 2 times without a bound on time/)]));

  it('says what the agent of a dispatcher lacks', async () => expect(await messages({
    'src/a.ts': "import express from 'express';\nimport { Agent } from 'undici';\nconst dispatcher = new Agent({ connect: { rejectUnauthorized: true } });\nexport const a = () => fetch('https://a.example.com', { dispatcher } as RequestInit);\n",
  })).toEqual(["The call of fetch has no bound on time: its dispatcher's agent sets neither headersTimeout nor bodyTimeout."]));

  it('says nothing of a request that a callback is handed', async () => expect(await messages({
    'src/a.ts': "import axios from 'axios';\nimport express from 'express';\nexport class Server {\n  constructor(port: number) {\n    axios.interceptors.response.use((response) => response, (error) => axios({ ...error.config, url: error.response.headers.location }));\n  }\n}\n",
    'src/b.ts': "import { Server } from './a.js';\nexport const server = new Server(80);\n",
  })).toEqual([]));

  it('knows options that are an object or nothing, and a factory that one caller gives nothing', async () => expect(await messages({
    'src/a.ts': "import axios from 'axios';\nimport express from 'express';\nexport const tell = (url: string, name?: string) => axios.post(url, {}, name ? { headers: { name } } : undefined);\n",
    'src/b.ts': "import axios from 'axios';\nimport express from 'express';\nexport function create(given = {}) {\n  const config = { ...axios.defaults, ...given };\n  return axios.create(config);\n}\nexport const plain = create();\nexport const orders = create({ baseURL: 'https://orders.example.com' });\n",
  })).toEqual(['The call of axios has no bound on time.', 'The axios client has no bound on time.']));

  it.each([[['The googleapis client is made 2 times without a bound on time; 2 calls use it.'], ''], [[], 'google.options({ timeout: 5000 });\n']])('tells the services of Google as one: %j', async (expected, options) => expect(await messages({
    'src/a.ts': `import express from 'express';\nimport { google } from 'googleapis';\n${options}export async function read(auth: string) {\n  const drive = google.drive({ version: 'v3', auth });\n  const sheets = google.sheets({ version: 'v4', auth });\n  return [await drive.files.list(), await sheets.spreadsheets.values.get()];\n}\n`,
  })).toEqual(expected));

  it('finds a timer among signals that go by a name', async () => expect(await messages({
    'src/a.ts': "import express from 'express';\nexport async function poll(url: string, parent: AbortSignal) {\n  const controller = new AbortController();\n  const timer = setTimeout(() => controller.abort(), 5000);\n  const signals = [controller.signal, parent];\n  const signal = AbortSignal.any(signals);\n  const response = await fetch(url, { signal });\n  clearTimeout(timer);\n  return response;\n}\n",
    'src/b.ts': "import { poll } from './a.js';\nexport const wait = () => poll('https://a.example.com', new AbortController().signal);\n",
  })).toEqual([]));

  it.each([['return fetch(url, { signal: controller.signal });', 1], ['return await fetch(url, { signal: controller.signal });', 0]])('does not take a timer that is taken back at once for a bound: %s', async (call, count) => {
    const { unjudged, findings } = await lintFor('missing-timeouts', {
      'src/a.ts': `import express from 'express';\nexport async function ask(url: string) {\n  const controller = new AbortController();\n  const timer = setTimeout(() => controller.abort(), 5000);\n  try {\n    ${call}\n  } finally {\n    clearTimeout(timer);\n  }\n}\n`,
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': '{"name": "x", "dependencies": {"express": "5"}}',
    });
    expect([unjudged.length, findings.length]).toEqual([count, 0]);
  });

  it.each([['psubscribe', 0], ['publish', 1]])('lets a connection wait that only listens: %s', async (method, count) => expect(await messages({
    'src/a.ts': `import express from 'express';\nimport Redis from 'ioredis';\nconst redis = new Redis(process.env.REDIS_URL!);\nexport const start = () => redis.${method}('mails:*');\n`,
  })).toHaveLength(count));

  it("says how long a library's own default makes callers wait", async () => expect(await messages({
    'src/a.ts': "import express from 'express';\nimport Stripe from 'stripe';\nconst stripe = new Stripe(process.env.STRIPE_KEY!);\nexport const plans = () => stripe.plans.list();\n",
  })).toEqual(['The stripe client has no bound of its own and waits 80 s; 1 call uses it.']));

  it('judges the SDK that a transport of mail hands on to, and not the transport', async () => expect(await messages({
    'src/a.ts': "import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';\nimport express from 'express';\nimport nodemailer from 'nodemailer';\nconst sesClient = new SESv2Client({});\nexport class Mails {\n  #client = nodemailer.createTransport({ SES: { sesClient, SendEmailCommand } });\n  send(to: string) { return this.#client.sendMail({ to }); }\n}\n",
  })).toEqual(['The @aws-sdk/client-sesv2 client has no bound on time.']));
});

describe('modules of neither side', () => {
  const shared = (start: Record<string, string>): Promise<string[]> => messages({
    'package.json': JSON.stringify({ name: 'all', private: true, workspaces: ['apps/*', 'lib'] }),
    'apps/page/package.json': JSON.stringify({ name: 'page', dependencies: { react: '^19.0.0', 'react-dom': '^19.0.0' } }),
    'apps/page/src/page.tsx': "import { ask } from '../../../lib/ask.ts';\nexport const Page = () => <button onClick={() => ask('1')} />;\n",
    'lib/package.json': JSON.stringify({ name: 'lib' }),
    'lib/ask.ts': 'export const ask = (id: string) => fetch(`https://a.example.com/${id}`);\n',
    ...start,
  });
  it('run on the server that leads to them, though a page does as well', async () => expect(await shared({
    'apps/api/package.json': JSON.stringify({ name: 'api', main: 'src/index.ts', dependencies: { express: '^5.0.0' } }),
    'apps/api/src/index.ts': "import express from 'express';\nimport { ask } from '../../../lib/ask.ts';\nconst app = express();\napp.get('/', (req, res) => { void ask('1'); res.send('ok'); });\napp.listen(3000);\n",
  })).toHaveLength(1));
  it('are left alone where pages alone lead to them', async () => expect(await shared({})).toEqual([]));
});

it('judges a client of its own that a function puts something around', async () => expect(await messages({
  'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', axios: '^1.7.0', 'axios-rate-limit': '^1.4.0' } }),
  'src/a.ts': "import axios from 'axios';\nimport rateLimit from 'axios-rate-limit';\nimport express from 'express';\nconst api = rateLimit(axios.create({ baseURL: 'https://a.example.com' }), { maxRequests: 2 });\nexport const a = () => api.get('/1');\n",
})).toHaveLength(1));

it('judges a method called fetch that nobody in sight calls, for no library is handed it', async () => expect(await messages({
  'src/a.ts': "import express from 'express';\nexport class Rest {\n  private async fetch(path: string, init: RequestInit) { return fetch(`https://a.example.com/${path}`, { ...init }); }\n}\n",
})).toHaveLength(1));

it.each([['request', ''], ['`request`', ', timeout: 5000']])('judges the defaults of request, loaded as %s', async (specifier, bound) => expect(await messages({
  'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', request: '^2.58.0' } }),
  'src/a.js': `require('express');\nconst request = require(${specifier.startsWith('`') ? specifier : `'${specifier}'`});\nconst ask = request.defaults({ baseUrl: process.env.IDENTITY_URL${bound} });\nmodule.exports = (token, done) => ask({ headers: { token } }, done);\n`,
})).toEqual(bound === '' ? ['The request client has no bound on time; 1 call uses it.'] : []));

it.each([['', 1], ['.timeout(5000)', 0]])('reads a chain that goes on from a request of any method: %j', async (bound, count) => expect(await messages({
  'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', superagent: '^10.0.0' } }),
  'src/a.ts': `import express from 'express';\nimport superagent from 'superagent';\nexport async function send(method: 'post' | 'put', url: string, data: object) {\n  const request = superagent[method](url);\n  return request.send(data).agent(agent).use(one).use(two).auth('x', { type: 'bearer' }).set({}).responseType('blob')${bound};\n}\n`,
})).toHaveLength(count));

it.each([['^5.12.0', '', 1], ['^6.2.0', '', 1], ['^6.2.0', ', commandOptions: { timeout: 5000 }', 0], ['^6.2.0', ', socket: { socketTimeout: 5000 }', 0]])('knows what redis %s does by itself, and given %j', async (redis, given, count) => expect(await messages({
  'package.json': JSON.stringify({ name: 'x', dependencies: { express: '^5.0.0', redis } }),
  'src/a.ts': "import express from 'express';\nimport { createClient } from 'redis';\nconst client = createClient({ url: process.env.REDIS_URL{GIVEN} });\nexport const get = (key: string) => client.get(key);\n".replace('{GIVEN}', given),
})).toHaveLength(count));

it.each([["import { get } from './uploads/inmemory.js';\nexport const a = get;\n", 1], ['export const a = 1;\n', 0]])('leaves alone what tests alone put in place of a service: %j', async (text, count) => expect(await messages({
  'src/a.js': `import express from 'express';\n${text}`,
  'src/uploads/inmemory.js': "import 'express';\nexport const get = (id) => fetch(`https://a.example.com/${id}`);\n",
  'src/uploads/inmemory.test.js': "import { get } from './inmemory.js';\nit('gets', () => get('1'));\n",
})).toHaveLength(count));

it('asks not in a circle for what a variable is given again and again', async () => expect(await messages({
  'src/a.ts': `import axios from 'axios';\nimport express from 'express';\nexport const a = async (more: boolean[]) => {\n  let query: Query;\n${"  if (more.length) query = query.where('x').and('y').limit(1);\n".repeat(20)}  return query.all(await axios.get('https://a.example.com'));\n};\n`,
})).toHaveLength(1));
