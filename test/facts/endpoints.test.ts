import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const ARCHITECTURE = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n';
const findings = async (tree: Record<string, string>): Promise<string[]> => {
  const check = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...tree });
  return [...check.findings.map(({ standing, subject }) => `${standing} ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`)];
};

describe('endpoints', () => {
  it('are unknown, and not none, where a server starts and no route of it can be read', async () => {
    const decorated = "import { attachAll } from './attach.js';\nimport express from 'express';\nimport { Users } from './users.js';\nconst app = express();\nattachAll(app, [new Users()]);\napp.listen(3000);\n";
    const { verdict, coverage } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, 'src/app.ts': decorated, 'src/users.ts': "import { Controller, Get } from './attach.js';\n@Controller('users')\nexport class Users { @Get('') all() {} }\n" });
    expect({ verdict, coverage }).toEqual({ verdict: 'unknown', coverage: 0 });
    const { verdict: none } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, 'src/app.ts': "export const app = 1;\n" });
    expect(none).toBe('not-applicable');
  });
  it('are none of a server that only hands out files', async () => {
    const server = (put: string): Record<string, string> => ({ 'architecture.yaml': ARCHITECTURE, 'package.json': '{"name": "shop", "private": true, "dependencies": {"express": "5", "compression": "1", "express-history-api-fallback": "2"}}', 'src/server.js': `const express = require('express');\nconst fallback = require('express-history-api-fallback');\nconst compression = require('compression');\nconst orders = require('@acme/orders');\nconst app = express();\napp.use(compression());\n${put}\napp.listen(1);\n` });
    const verdictOf = async (put: string): Promise<string> => (await lintFor('unprotected-endpoints', server(put))).verdict;
    expect(await verdictOf("app.use('/assets', express.static('build'));\napp.use(fallback('build/index.html'));")).toBe('not-applicable');
    expect(await verdictOf("app.use(express.static('build'));\napp.use(orders);")).toBe('unknown');
    expect(await verdictOf('')).toBe('unknown');
  });
  it('are none of a SvelteKit site that is written out when it is built', async () => {
    const site = (adapter: string): Record<string, string> => ({
      'package.json': `{"name": "shop", "private": true, "devDependencies": {"@sveltejs/kit": "2", "${adapter}": "1"}}`,
      'svelte.config.js': `import adapter from '${adapter}';\nexport default { kit: { adapter: adapter() } };\n`,
      'src/routes/orders/+server.ts': "import { db } from '$lib/db';\nexport async function POST({ request }) { return Response.json(await db.order.create({ data: await request.json() })); }\n",
    });
    expect(await findings(site('@sveltejs/adapter-node'))).toEqual(['missing POST /orders']);
    expect(await findings(site('@sveltejs/adapter-static'))).toEqual([]);
  });
  it('follows a router that a factory configures by its parameter', async () => {
    expect(await findings({
      'src/app.ts': "import express from 'express';\nimport routes from './routes.js';\nconst app = express();\napp.use('/api', routes());\napp.listen(1);\n",
      'src/routes.ts': "import { Router } from 'express';\nimport users from './users.js';\nexport default () => { const app = Router(); users(app); return app; };\n",
      'src/users.ts': "import { Router } from 'express';\nconst route = Router();\nexport default (app: Router) => { app.use('/users', route); route.post('/', (req, res) => res.json({})); };\n",
    })).toEqual(['missing POST /api/users']);
  });
  it('reads addresses and handlers that are taken out of what a module holds, one of them by the name default', async () => {
    expect(await findings({
      'src/app.js': "const express = require('express');\nconst paths = require('./paths');\nconst handlers = require('./handlers');\nconst { orders, health } = paths;\nconst app = express();\napp.get(health.path, (req, res) => res.send('ok'));\napp.post(paths.login.path, (req, res) => res.json({}));\nconst { drop } = handlers;\napp.delete(orders.one, drop);\napp.listen(1);\n",
      'src/paths.js': "module.exports = {\n  default: { index: '/' },\n  health: { path: '/health' },\n  login: { path: '/login' },\n  orders: { one: '/orders/:id' },\n};\n",
      'src/handlers.js': "const jwt = require('jsonwebtoken');\nexports.drop = (req, res) => {\n  try { jwt.verify(req.headers.authorization, process.env.KEY); } catch { return res.status(401).end(); }\n  res.json({});\n};\n",
    })).toEqual(['verified GET /health', 'verified POST /login', 'verified DELETE /orders/:id']);
  });
  it('takes what asks for a token of an upload, and is called requireUploadToken, for what it does', async () => {
    const app = (name: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { ${name} } from './tokens.js';\nconst app = express();\napp.put('/parts/:id', ${name}, (req, res) => res.json(store.put(req.body)));\napp.listen(1);\n`,
      'src/tokens.ts': `import jwt from 'jsonwebtoken';\nexport const ${name} = (req, res, next) => { try { req.upload = jwt.verify(req.query.token, KEY); next(); } catch { res.status(401).end(); } };\n` });
    expect(await findings(app('requireUploadToken'))).toEqual(['verified PUT /parts/:id']);
    expect(await findings(app('resetSession'))).toEqual(['verified PUT /parts/:id']);
  });
  it('leaves to its worker what a Durable Object answers', async () => {
    const room = (base: string): Record<string, string> => ({ 'src/room.ts': `import { Hono } from 'hono';\nimport { DurableObject } from 'cloudflare:workers';\nexport class Room${base} {\n  router;\n  constructor(ctx, env) {\n    super(ctx, env);\n    this.router = new Hono();\n    this.router.post('/parts/:id', (c) => c.json(save(c.req.param('id'))));\n  }\n}\n` });
    expect(await findings(room(' extends DurableObject'))).toEqual([]);
    expect(await findings(room(''))).toEqual(['missing POST /parts/:id']);
  });
  it('leaves alone the servers that a developer or a test starts', async () => {
    const server = "import express from 'express';\nconst app = express();\napp.post('/reseed', (req, res) => res.json(seed(req.body)));\napp.listen(1);\n";
    for (const path of ['src/local-server.ts', 'src/testingOnly/index.ts', 'src/local-dev-console/server.ts', 'src/mock_server.ts']) expect(await findings({ [path]: server }), path).toEqual([]);
    for (const path of ['src/server.ts', 'src/dev/server.ts', 'src/latest-only.ts']) expect(await findings({ [path]: server }), path).toEqual(['missing POST /reseed']);
  });
  it('does not say that nobody asks where the handler uses who calls', async () => {
    const app = (handler: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\napp.post('/search', async (req, res) => { ${handler} });\napp.listen(1);\n` });
    for (const read of ['req.user?.id', "req.header('X-Session')", 'req.headers.authorization', 'req.session.userId', 'res.locals.user']) expect(await findings(app(`res.json(await search(req.body, ${read}));`)), read).toEqual([]);
    // Where a guard was seen on others, this one has none, and uses who calls where somebody is known.
    const beside = app('res.json(await db.orders.create({ data: req.body, by: req.user?.id }));');
    const { findings: [one] } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, 'src/app.ts': beside['src/app.ts']!.replace('/search', '/orders').replace('app.listen', "app.get('/mine', (req, res, next) => (req.user ? next() : res.status(401).end()), (req, res) => res.json(find(req.user.id)));\napp.listen") });
    expect(one).toMatchObject({ standing: 'missing', subject: 'POST /orders', confidence: 'low' });
    for (const read of ['req.body.userId', "req.header('X-Tenant')", 'req.session.cart', "req.get('x-csrf-token')"]) expect(await findings(app(`res.json(await search(req.body, ${read}));`)), read).toEqual(['missing POST /search']);
  });
  it('leaves open what a handler asks by a call that could not be followed', async () => {
    const app = (call: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\nconst setup = (security, ctx) => { app.post('/search', async (req, res) => { ${call}; res.json(await search(req.body)); }); };\nsetup(make(), {});\napp.listen(1);\n` });
    for (const call of ['await security.authenticate(req)', "await security.demandPermission(ctx, 'read')", 'ctx.requireAdmin(req)', 'assertAccess(req)']) expect(await findings(app(call)), call).toEqual([]);
    for (const call of ['await ctx.checkAuthor(req.body)', 'validateUser(req.body)', 'ctx.requireSearch(req)', 'checkAccessibility(req.body)']) expect(await findings(app(call)), call).toEqual(['missing POST /search']);
  });
  it('takes a function that names the failure it was handed for no refusal', async () => {
    const app = (helper: string): Record<string, string> => ({
      'src/failures.ts': `export function fail(code, message) { ${helper} }\n`,
      'src/app.ts': "import express from 'express';\nimport { fail } from './failures.js';\nconst app = express();\napp.post('/orders', async (req, res) => { const made = await repo.make(req.body); if (!made) throw fail('not_made', 'No.'); res.json(made); });\napp.listen(1);\n",
    });
    for (const helper of ["if (code === 'invalid_jwt') return make(401, message); return make(400, message);", "switch (code) { case 'invalid_jwt': return make(401, message); default: return make(400, message); }", "return code instanceof Expired ? make(401, message) : make(400, message);"]) expect(await findings(app(helper)), helper).toEqual(['missing POST /orders']);
    const guard = (body: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst guard = (req, res, next) => { ${body} };\nconst app = express();\napp.post('/orders', guard, async (req, res) => { res.json(await repo.make(req.body)); });\napp.listen(1);\n` });
    expect(await findings(guard('try { req.who = ask(req.headers.authorization); next(); } catch (error) { if (error instanceof Expired) return res.status(401).end(); res.status(403).end(); }'))).toEqual(['verified POST /orders']);
  });
  it('takes the front page of what stands nobody knows where for none, and no proof of a message for one of its sender', async () => {
    expect(await findings({ 'src/orders.ts': "import { Router } from 'express';\nexport const make = () => { const router = Router(); router.get('/', (req, res) => res.json(list())); return router; };\n" })).toEqual([]);
    const app = (call: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\napp.get('/transactions', async (req, res) => res.json(await ${call}));\napp.listen(1);\n` });
    expect(await findings(app('transactionVerifier.verifyApiTransaction(req.query)'))).toEqual(['missing GET /transactions']);
    expect(await findings(app('tokenVerifier.verify(req.query)'))).toEqual(['verified GET /transactions']);
  });
  it('follows the routes of koa-route, each a middleware of its own', async () => {
    expect(await findings({
      'src/app.js': "import Koa from 'koa';\nimport route from 'koa-route';\nimport compose from 'koa-compose';\nimport * as apps from './apps.js';\nimport { authenticate } from './authenticate.js';\nexport function setup() {\n  const app = new Koa();\n  app.use(route.put('/apps', apps.list));\n  app.use(\n    route.post('/apps/sync', compose([authenticate, apps.sync]))\n  );\n  app.use(authenticate);\n  app.use(route.delete('/apps/:id', apps.remove));\n  app.listen(3000);\n}\n",
      'src/apps.js': "export async function list(ctx) { ctx.body = await Apps.find(ctx.request.query); }\nexport async function sync(ctx) { ctx.body = await Apps.sync(); }\nexport async function remove(ctx, id) { ctx.body = await Apps.remove(id); }\n",
      'src/authenticate.js': "import jwt from 'jsonwebtoken';\nexport async function authenticate(ctx, next) { ctx.user = jwt.verify(ctx.get('authorization'), KEY); await next(); }\n",
    })).toEqual(['missing PUT /apps', 'verified POST /apps/sync', 'verified DELETE /apps/:id']);
  });
  it('follows a list of plugins of hapi that grows, and routes that are all that a module exports', async () => {
    expect(await findings({
      'src/server.ts': "import Hapi from '@hapi/hapi';\nimport { auth } from './auth.js';\nimport { router } from './router.js';\nconst more = () => {\n  const plugins = [];\n  plugins.push({ plugin: router.plugin });\n  return plugins;\n};\nexport async function create() {\n  const server = Hapi.server({ port: 3000 });\n  const plugins = [auth];\n  if (process.env.ROUTES) plugins.push(...more());\n  await server.register(plugins);\n  return server;\n}\n",
      'src/auth.ts': "export const auth = { plugin: { name: 'auth', register: (server) => { server.auth.strategy('jwt', 'jwt', {}); server.auth.default('jwt'); } } };\n",
      'src/router.ts': "import * as orders from './orders/index.js';\nimport * as reports from './reports.js';\nexport const router = { plugin: { name: 'router', register: (server, options) => {\n  server.dependency('flags', () => {\n    const { unsubmit: _unsubmit, ...others } = reports;\n    const developing = options.developing ? Object.values(others) : [];\n    server.route([...Object.values(orders), ...developing]);\n  });\n} } };\n",
      'src/orders/index.ts': "export { showOrder } from './show.js';\nexport * from './save.js';\n",
      'src/orders/show.ts': "export const showOrder = { method: 'GET', path: '/orders/{id}', options: { auth: false }, handler: () => load() };\n",
      'src/orders/save.ts': "export const path = '/orders';\nexport const saveOrder = { method: 'POST', path, handler: () => load() };\n",
      'src/reports.ts': "export const list = { method: 'GET', path: '/reports', handler: () => load() };\n",
    })).toEqual(['missing GET /orders/:id', 'verified POST /orders', 'verified GET /reports']);
  });

  it('follows plugins of hapi, by name, in a list and with a prefix, and lists of routes that have names', async () => {
    expect(await findings({
      'src/server.ts': "import hapi from '@hapi/hapi';\nimport routing from './routing.js';\nimport { orders } from './orders.js';\nexport async function create() {\n  const server = hapi.server({ port: 3000 });\n  await server.register(routing);\n  await server.register([orders], { routes: { prefix: '/v1' } });\n  return server;\n}\n",
      'src/routing.ts': "import { routes } from './routes.js';\nexport default {\n  plugin: {\n    name: 'routing',\n    register: (server) => { server.route(routes); },\n  },\n} satisfies Plugin;\n",
      'src/routes.ts': "const many = { method: 'GET', path: '/many', options: { auth: 'session' }, handler: async (request, h) => h.response(await list()) };\nconst one = { method: 'DELETE', path: '/one/{id}', handler: async (request, h) => h.response(await remove(request.params.id)) };\nexport const routes = [many, one];\n",
      'src/orders.ts': "export const orders = { name: 'orders', register: async function (server) { server.route({ method: 'PUT', path: '/orders/{id}', handler: (request, h) => h.response(save(request.payload)) }); } };\n",
    })).toEqual(['missing PUT /v1/orders/:id', 'missing DELETE /one/:id', 'verified GET /many']);
  });
  it('reads the routes of hapi whose server a package makes, and knows who may call those that say so themselves', async () => {
    const files = {
      'src/server.js': "import { makeServer } from '@acme/server';\nimport router from './router.js';\nexport async function start() {\n  const server = await makeServer();\n  await server.register(router);\n  await server.initialize();\n  await server.start();\n}\n",
      'src/router.js': "import { filterRoutes } from '@acme/server/routes.js';\nimport jobs from './jobs.js';\nimport orders from './orders.js';\nconst routes = [...jobs, ...orders];\nexport default { name: 'router', register: (server, _options) => {\n  const some = filterRoutes(routes, process.env.STAGE);\n  server.route(some);\n} };\n",
      'src/jobs.js': "import { invite } from './controllers.js';\nexport default [{ method: 'POST', path: '/jobs/invitations/{days}', options: { handler: invite, auth: false } }];\n",
      'src/orders.js': "import { save, show } from './controllers.js';\nexport default [\n  { method: 'POST', path: '/orders', options: { handler: save } },\n  { method: 'GET', path: '/orders/{id}', options: { handler: show, auth: { access: { scope: ['orders'] } } } },\n];\n",
      'src/controllers.js': "export const invite = async (request) => { await db.insert(request.params.days); };\nexport const save = async (request) => { await db.insert(request.payload); };\nexport const show = async (request) => db.select(request.params.id);\n",
    };
    expect(await findings(files)).toEqual(['missing POST /jobs/invitations/:days', 'verified GET /orders/:id']);
  });
  it.each<[string, string, string]>([
    ['a field that is a router', "for (const route of this.routes) this.app.use('/v1', route.router);", "public router = Router();\n  constructor() { this.router.post(`${this.path}/save`, async (req, res) => { await db.insert(req.body); }); }"],
    ['a method that gives one', "this.routes.forEach(async (route) => { this.app.use('/v1', await route.boot()); });", "async boot() { const router = Router(); router.post(`${this.path}/save`, async (req, res) => { await db.insert(req.body); }); return router; }"],
  ])('mounts the routers of all classes that keep to the type of what is gone through, be it %s', async (_, mounts, own) => {
    const route = (name: string): string => `import { Router } from 'express';\nimport type { Routes } from './routes';\nexport class ${name} implements Routes {\n  public path = '/${name}';\n  ${own}\n}\n`;
    expect(await findings({
      'src/app.ts': `import express from 'express';\nimport type { Routes } from './routes';\nexport class App {\n  app: express.Application;\n  constructor(private readonly routes: Routes[]) { this.app = express(); this.mount(); }\n  mount() { ${mounts} }\n  listen() { this.app.listen(3000); }\n}\n`,
      'src/routes.ts': 'export interface Routes { path: string }\n',
      'src/orders.ts': route('orders'), 'src/parts.ts': route('parts'),
      'src/main.ts': "import { App } from './app';\nimport { orders } from './orders';\nimport { parts } from './parts';\nnew App([new orders(), new parts()]).listen();\n",
    })).toEqual(['missing POST /v1/orders/save', 'missing POST /v1/parts/save']);
  });
  it('hands the application to each module of a folder that is loaded by a pattern', async () => {
    expect(await findings({
      'src/app.ts': "import express from 'express';\nimport { glob } from 'glob';\nimport { guard } from './guard';\nexport const app = express();\napp.use('/admin', guard);\nglob.sync(__dirname + '/routes/**/*.+(ts|js)').map((filename) => require(filename)).forEach((route) => route.default(app));\napp.listen(3000);\n",
      'src/guard.ts': "import jwt from 'jsonwebtoken';\nexport const guard = (req, res, next) => { try { jwt.verify(req.headers.authorization, KEY); next(); } catch { res.sendStatus(401); } };\n",
      'src/routes/admin/orders.ts': "import type { Application } from 'express';\nexport default function (app: Application): void { app.post('/admin/orders', async (req, res) => { await db.insert(req.body); }); }\n",
      'src/routes/orders.ts': "import type { Application } from 'express';\nexport default function (app: Application): void { app.post('/orders', async (req, res) => { await db.insert(req.body); }); }\n",
    })).toEqual(['missing POST /orders', 'verified POST /admin/orders']);
  });
  it('follows a plugin that is written in place and hands its server on, whatever it is called', async () => {
    expect(await findings({
      'src/app.ts': "import fastify from 'fastify';\nimport routes from './routes';\nconst server = fastify();\nawait server.register((f) => routes(f, options));\nserver.listen({ port: 1 });\n",
      'src/routes.ts': "export default async function routes(fastify, options) { fastify.post('/orders', async (request) => { await db.insert(request.body); }); }\n",
    })).toEqual(['missing POST /orders']);
  });
  it('keeps apart what a function makes for each of its callers', async () => {
    const routes = (path: string, guard = ''): string => `import { make } from './make.js';\nimport { jwt } from 'hono/jwt';\nexport const app = make();\n${guard}app.post('/${path}', async (c) => c.json(await save(c)));\n`;
    expect(await findings({
      'src/make.ts': "import { Hono } from 'hono';\nexport function make() { const app = new Hono(); app.delete('/all', async (c) => c.json(await empty())); return app; }\n",
      'src/a.ts': routes('a', "app.use('*', jwt({ secret: process.env.K }));\n"),
      'src/b.ts': routes('b'),
      'src/index.ts': "import { Hono } from 'hono';\nimport { app as a } from './a.js';\nimport { app as b } from './b.js';\nconst app = new Hono();\napp.route('/as', a);\napp.route('/bs', b);\nexport default app;\n",
    })).toEqual(['missing POST /bs/b', 'missing DELETE /as/all', 'missing DELETE /bs/all', 'verified POST /as/a']);
  });
  it('takes what several modules register on one application in the order in which they run', async () => {
    const tree = (imports: string): Record<string, string> => ({
      'src/shared.ts': "import { Hono } from 'hono';\nexport const app = new Hono();\n",
      'src/api/orders.ts': "import { app } from '../shared.js';\napp.delete('/orders/:id', async (c) => c.json(await remove(c.req.param('id'))));\n",
      'src/security.ts': "import { app } from './shared.js';\nimport { jwt } from 'hono/jwt';\napp.use('*', jwt({ secret: process.env.K }));\n",
      'src/index.ts': `import { app } from './shared.js';\n${imports}export default app;\n`,
    });
    expect(await findings(tree("import './security.js';\nimport './api/orders.js';\n"))).toEqual(['verified DELETE /orders/:id']);
    expect(await findings(tree("import './api/orders.js';\nimport './security.js';\n"))).toEqual(['missing DELETE /orders/:id']);
  });
  it('does not trust a middleware that is called for who calls to refuse those who bring nothing', async () => {
    const app = (name: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst ${name} = async (req, res, next) => { const token = tokenOf(req); if (token) { if (!(await validateAccessToken(token))) throw new Problem(401); } req.currentUser = await login(token); if (req.headers.tenant && !(await belongs(req.currentUser))) throw new Problem(403); next(); };\nconst app = express();\napp.use(${name});\napp.get('/roles/:code', async (req, res) => res.json(await find(req.params.code)));\napp.get('/api-spec.json', (req, res) => res.json(describe()));\napp.listen(1);\n` });
    expect(await findings(app('currentUser'))).toEqual(['verified GET /api-spec.json']);
  });
  it('reads the address of a folder of Next that begins with an underscore', async () => {
    expect(await findings({ 'package.json': '{"name":"x","private":true,"dependencies":{"next":"15"}}', 'src/app/%5F_lbheartbeat__/route.ts': 'export async function GET() { return Response.json(await look()); }\n' })).toEqual(['verified GET /__lbheartbeat__']);
  });
  it('does not accuse a whole service that has a way of asking, of which none was seen to be asked', async () => {
    const routes = (count: number): string => Array.from({ length: count }, (_, index) => `app.get('/things/${index}/parts', (req, res) => res.json(parts(${index})));\n`).join('');
    const app = (beside: string, count = 4): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\n${beside}const app = express();\n${routes(count)}app.listen(1);\n`, 'src/ask.ts': "import jwt from 'jsonwebtoken';\nexport const ask = (token) => jwt.verify(token, KEY);\n" });
    expect(await findings(app("import { ask } from './ask.js';\nask(1);\n"))).toEqual([]);
    expect(await findings(app(''))).toEqual(['missing reads of src']);
    // A few are told one by one, with less confidence.
    const { findings: [few] } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...app("import { ask } from './ask.js';\nask(1);\n", 1) });
    expect(few).toMatchObject({ standing: 'missing', confidence: 'low' });
  });
  it('knows what ends a session, a report of a broken policy and a page that only repeats its address', async () => {
    expect(await findings({ 'src/app.ts': "import express from 'express';\nconst app = express();\napp.post('/report-violation', (req, res) => res.json(log(req.body)));\napp.get('/local/health_check', (req, res) => res.json(look()));\napp.get('/auth/clear-session', (req, res) => res.json(clear(req)));\napp.get('/faces/:face', (req, res) => { console.log(req.params.face); res.render('clock.html', { face: req.params.face }); });\napp.get('/raw/:face', (req, res) => { res.send(faces.find(req.params.face)); });\napp.listen(1);\n" }))
      .toEqual(['missing GET /raw/:face', 'verified POST /report-violation', 'verified GET /local/health_check', 'verified GET /auth/clear-session', 'verified GET /faces/:face']);
  });
  it('is not led astray by names that every object has', async () => {
    expect(await findings({
      'src/app.ts': "import express from 'express';\nconst app = express();\napp.get('/a', constructor, toString, (req, res) => { hasOwnProperty(req); res.json({}); });\napp.listen(1);\n",
    })).toEqual([]);
  });
  it('keeps the hook of an encapsulated plugin inside it, and shares that of a wrapped one', async () => {
    const app = (wrap: string): string => `import Fastify from 'fastify';\nimport fp from 'fastify-plugin';\nconst app = Fastify();\nconst auth = async (fastify) => { fastify.addHook('onRequest', async (request, reply) => { if (!request.headers.authorization) reply.code(401).send(); }); };\napp.register(${wrap});\napp.delete('/a', async () => save());\napp.listen({ port: 1 });\n`;
    expect(await findings({ 'src/app.ts': app('auth') })).toEqual(['missing DELETE /a']);
    expect(await findings({ 'src/app.ts': app('fp(auth)') })).toEqual(['verified DELETE /a']);
  });
  it('takes a guard that always says yes for none', async () => {
    expect(await findings({
      'src/a.controller.ts': "import { Controller, Post, UseGuards } from '@nestjs/common';\nclass JwtAuthGuard { canActivate() { return true; } }\n@UseGuards(JwtAuthGuard)\n@Controller('a')\nexport class A { @Post() save() { return save(1); } }\n",
    })).toEqual(['missing POST /a']);
  });
  it('takes a proof that only those give who bring a credential for none', async () => {
    const app = (auth: string, handler = 'async () => repo.list()'): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport jwt from 'jsonwebtoken';\nconst app = express();\n${auth}\napp.delete('/a', auth, ${handler});\napp.listen(1);\n` });
    const verify = 'req.caller = jwt.verify(token, KEY);';
    const token = 'const token = req.headers.authorization;';
    expect(await findings(app(`const auth = (req, res, next) => { ${token} if (token) { ${verify} } next(); };`))).toEqual(['missing DELETE /a']);
    expect(await findings(app(`const auth = (req, res, next) => { ${token} if (token?.[1]) { try { ${verify} } catch (e) { return res.status(401).end(); } } next(); };`))).toEqual(['missing DELETE /a']);
    // Whoever brings nothing is refused all the same, be it before or after.
    expect(await findings(app(`const auth = (req, res, next) => { ${token} if (token) { ${verify} return next(); } res.status(401).end(); };`))).toEqual(['verified DELETE /a']);
    expect(await findings(app(`const auth = (req, res, next) => { ${token} if (token) { ${verify} } else { throw new Error('who?'); } next(); };`))).toEqual(['verified DELETE /a']);
    expect(await findings(app(`const auth = (req, res, next) => { ${token} if (token && /^Bearer /.test(token)) { ${verify} } if (req.caller) next(); else res.sendStatus(401); };`))).toEqual(['verified DELETE /a']);
  });
  it('takes a function that hands back nobody for a question, which its caller has to act upon', async () => {
    const app = (read: string, then: string): Record<string, string> => ({
      'src/caller.ts': `import jwt from 'jsonwebtoken';\nexport function callerOf(req) { const token = req.headers.authorization; ${read} }\n`,
      'src/app.ts': `import express from 'express';\nimport { callerOf } from './caller.js';\nconst app = express();\napp.delete('/a', async (req, res) => { const caller = callerOf(req); ${then} res.json(await repo.list(caller)); });\napp.listen(1);\n`,
    });
    for (const read of ['if (!token) return null; return jwt.verify(token, KEY);', 'try { return jwt.verify(token, KEY); } catch { return null; }']) {
      expect(await findings(app(read, '')), read).toEqual([]);
      expect(await findings(app(read, 'if (!caller) return res.status(401).end();')), read).toEqual(['verified DELETE /a']);
    }
    expect(await findings(app('return jwt.verify(token, KEY);', ''))).toEqual(['verified DELETE /a']);
  });
  it('takes a guard that is told not to refuse for none', async () => {
    const app = (guard: string): Record<string, string> => ({
      'src/auth.ts': "export const getUser = async (req, required = true) => { const user = await users.byKey(req.headers.authorization); if (!user && required) throw new UnauthorizedError(); return user; };\n",
      'src/app.ts': `import express from 'express';\nimport { expressjwt } from 'express-jwt';\nimport { getUser } from './auth.js';\nconst app = express();\napp.delete('/a', ${guard}, (req, res) => res.json(repo.drop()));\napp.listen(1);\n`,
    });
    expect(await findings(app('expressjwt({ secret: KEY, credentialsRequired: false })'))).toEqual(['missing DELETE /a']);
    expect(await findings(app('expressjwt({ secret: KEY })'))).toEqual(['verified DELETE /a']);
    expect(await findings(app('async (req, res, next) => { await getUser(req, false); next(); }'))).not.toContain('verified DELETE /a');
    expect(await findings(app('async (req, res, next) => { await getUser(req); next(); }'))).toEqual(['verified DELETE /a']);
  });
  it('takes a parameter decorator of Nest that proves only what is there for no guard', async () => {
    const tree = (otherwise: string): Record<string, string> => ({
      'src/caller.ts': `import { createParamDecorator, UnauthorizedException } from '@nestjs/common';\nimport jwt from 'jsonwebtoken';\nexport const Caller = createParamDecorator((data, ctx) => {\n  const req = ctx.switchToHttp().getRequest();\n  const token = req.headers.authorization?.split(' ');\n  if (token?.[1]) return jwt.verify(token[1], SECRET)[data];\n  ${otherwise}\n});\n`,
      'src/a.controller.ts': "import { Controller, Post } from '@nestjs/common';\nimport { Caller } from './caller.js';\n@Controller('a')\nexport class A { constructor(private readonly repo: Repo) {}\n @Post() save(@Caller('id') id: number) { return this.repo.list(id); } }\n",
    });
    expect(await findings(tree(''))).not.toContain('verified POST /a');
    expect(await findings(tree('throw new UnauthorizedException();'))).toEqual(['verified POST /a']);
  });
  it('follows a list of many routers, and tells a router whose parent stands alone once, below its parent', async () => {
    const names = Array.from({ length: 80 }, (_, index) => `r${index}`);
    const { findings: [all] } = await lintFor('unprotected-endpoints', {
      'architecture.yaml': ARCHITECTURE,
      'src/routes.ts': `import { Router } from 'express';\n${names.map((name) => `const ${name} = Router();\n${name}.delete('/${name}', (req, res) => res.json(repo.drop(req.params.id)));\n`).join('')}export default [${names.join(', ')}];\n`,
      'src/app.ts': "import express from 'express';\nimport routes from './routes.js';\nconst app = express();\napp.use(routes);\napp.listen(1);\n",
    });
    expect(all!.message).toContain('80 endpoints');
    const { unjudged } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, 'src/routes.ts': "import express from 'express';\nexport default function () {\n  const inner = express.Router();\n  inner.delete('/orders', (req, res) => res.json(repo.drop()));\n  const outer = express.Router();\n  outer.use('/api', inner);\n  return outer;\n}\n" });
    expect(unjudged.map(({ subject }) => subject)).toEqual(['DELETE /api/orders']);
  });
  it('follows a handler that is loaded in place, and keeps the pattern of a parameter as it is', async () => {
    expect(await findings({
      'package.json': '{"dependencies": {"express": "4"}}',
      'src/metrics.js': "module.exports = async function (req, res) { res.json(await save(JSON.parse(req.body))); };\n",
      'src/app.js': "const express = require('express');\nconst app = express();\napp.post('/m/:id([a-z]{16})', require('./metrics'));\napp.listen(1);\n",
    })).toEqual(['missing POST /m/:id([a-z]{16})']);
  });
  it('takes the way to the sign-in page by the name of its address for a refusal in a middleware, and in a handler for none', async () => {
    const app = (line: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { SIGN_IN_URL } from './urls.js';\nconst app = express();\n${line}\napp.listen(1);\n`, 'src/urls.ts': "export const SIGN_IN_URL = '/o/authorize';\n" });
    expect(await findings(app("app.use((req, res, next) => { if (req.session.user) return next(); return res.redirect(SIGN_IN_URL); });\napp.delete('/a', (req, res) => res.json(repo.drop()));"))).toEqual(['verified DELETE /a']);
    expect(await findings(app("class Guard { enableFor(server) { server.use((req, res, next) => { if (req.session.user) return next(); return res.redirect(SIGN_IN_URL); }); } }\nif (!process.env.E2E) { new Guard().enableFor(app); }\napp.delete('/a', (req, res) => res.json(repo.drop()));"))).toEqual(['verified DELETE /a']);
    expect(await findings(app("app.delete('/a', (req, res) => { repo.drop(); res.redirect(SIGN_IN_URL); });"))).toEqual(['missing DELETE /a']);
  });
  it('takes no look at what another service has answered for a refusal', async () => {
    const app = (line: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\nconst relay = async (req, res, next) => { const answer = await load(req.headers.authorization); ${line} next(); };\napp.delete('/a', relay, (req, res) => res.json(repo.drop()));\napp.listen(1);\n` });
    for (const line of ["if (answer.message === 'unauthorized') renew();", "switch (answer.code) { case HttpStatus.UNAUTHORIZED: renew(); }"]) expect(await findings(app(line)), line).not.toContain('verified DELETE /a');
    expect(await findings(app("if (!answer) return res.status(401).end();"))).toEqual(['verified DELETE /a']);
  });
  it('knows a heartbeat under any of its names, and takes what is deleted for no step of signing in', async () => {
    expect(await findings({ 'src/app.ts': "import express from 'express';\nconst app = express();\napp.get('/__lbheartbeat__', (req, res) => res.json(repo.ping()));\napp.get('/xrpc/_health', (req, res) => res.json(repo.ping()));\napp.get('/server-status', (req, res) => res.json(repo.ping()));\napp.get('/__version__', (req, res) => res.json(repo.ping()));\napp.post('/auth/pkce_sign_in', (req, res) => res.json(repo.ping()));\napp.post('/auth/sign_out', (req, res) => res.json(repo.ping()));\napp.delete('/reset', (req, res) => res.json(repo.drop()));\napp.listen(1);\n" }))
      .toEqual(['missing DELETE /reset', 'verified GET /__lbheartbeat__', 'verified GET /xrpc/_health', 'verified GET /server-status', 'verified GET /__version__', 'verified POST /auth/pkce_sign_in', 'verified POST /auth/sign_out']);
  });
  it('does not judge what is only sent on to another service, nor routes whose last part is known at run time', async () => {
    expect(await findings({ 'src/app.ts': "import express from 'express';\nconst app = express();\napp.post('/v1/notes', (req, res) => http.callNotesServer(req, res, 'notes', req.body));\nfor (const schema of schemas()) app.post(`/xrpc/${schema.id}`, (req, res) => res.json(run(schema, req.body)));\napp.listen(1);\n" })).toEqual([]);
    const check = await lintFor('unvalidated-input', { 'architecture.yaml': ARCHITECTURE, 'src/app.ts': "import express from 'express';\nconst app = express();\napp.post('/v1/notes', (req, res) => http.callNotesServer(req, res, 'notes', req.body));\napp.listen(1);\n" });
    expect([check.findings.length, check.unjudged.map(({ reason }) => reason)]).toEqual([0, ['POST /v1/notes hands the body to http.callNotesServer; what that looks at lies elsewhere.']]);
  });
  it('takes a page that is the same for everybody for open, and one that is made of data for no such page', async () => {
    expect(await findings({ 'src/app.ts': "import express from 'express';\nconst app = express();\napp.get('/terms', (req, res) => res.render('terms'));\napp.get('/orders', async (req, res) => res.render('orders', { orders: await repo.list() }));\napp.listen(1);\n" })).toEqual(['missing GET /orders', 'verified GET /terms']);
  });
  it('takes a schema for the query for no look at the body, and one for the environment for no look at a request', async () => {
    const app = (look: string, use = ''): Record<string, string> => ({ 'architecture.yaml': ARCHITECTURE, 'src/query.ts': "import { z } from 'zod';\nconst pageSchema = z.object({ page: z.coerce.number() });\nexport const pageOf = (req) => pageSchema.parse(req.query);\n", 'src/app.ts': `import express from 'express';\nimport { z } from 'zod';\nimport { pageOf } from './query.js';\nconst schema = z.object({});\nconst app = express();\n${use}app.post('/a', (req, res) => { ${look}; res.json(repo.save(req.body)); });\napp.listen(1);\n` });
    const bodies = async (tree: Record<string, string>): Promise<string[]> => (await lintFor('unvalidated-input', tree)).findings.map(({ message }) => message);
    const bare = ['POST /a takes the body as it comes.'];
    expect(await bodies(app('pageOf(req)'))).toEqual(bare);
    expect(await bodies(app('schema.parse(process.env)'))).toEqual(bare);
    expect(await bodies(app('', 'app.use((req, res, next) => { schema.parse(req.query); next(); });\n'))).toEqual(bare);
    expect(await bodies(app('schema.parse(req.body)'))).toEqual([]);
  });
  it('knows the applications that a factory of Hono makes', async () => {
    const { findings: found } = await lintFor('unvalidated-input', {
      'architecture.yaml': ARCHITECTURE,
      'src/factory.ts': "import { createFactory } from 'hono/factory';\nexport const honoFactory = createFactory<{ Variables: { user: string } }>();\n",
      'src/orders.ts': "import { honoFactory } from './factory.js';\nexport const orders = honoFactory.createApp();\norders.post('/', async (c) => c.json(await repo.save(await c.req.json())));\n",
      'src/app.ts': "import { Hono } from 'hono';\nimport { orders } from './orders.js';\nconst app = new Hono();\napp.route('/orders', orders);\nexport default app;\n",
    });
    expect(found.map(({ subject, at }) => `${at.file}:${at.line} ${subject}`)).toEqual(['src/orders.ts:3 POST /orders']);
  });
  it('knows the routes that koa-route puts where middlewares stand', async () => {
    const { findings: found, verified } = await lintFor('unvalidated-input', {
      'architecture.yaml': ARCHITECTURE,
      'src/orders.js': "import { z } from 'zod';\nconst Order = z.object({});\nexport async function addOrder(ctx) { ctx.body = await repo.save(ctx.request.body); }\nexport async function changeOrder(ctx, id) { ctx.body = await repo.save(id, Order.parse(ctx.request.body)); }\n",
      'src/app.js': "import Koa from 'koa';\nimport route from 'koa-route';\nimport * as orders from './orders.js';\nexport function setup() {\n  const app = new Koa();\n  app.use(route.post('/orders', orders.addOrder));\n  app.use(\n    route.put('/orders/:id', orders.changeOrder)\n  );\n  return app;\n}\nsetup().listen(3000);\n",
    });
    expect([found, verified].map((list) => list.map(({ subject, at }) => `${at.line} ${subject}`))).toEqual([['6 POST /orders'], ['7 PUT /orders/:id']]);
  });
  it('follows modules that a service hands itself and a wrapper to, and does not judge what the wrapper may ask', async () => {
    const { findings: found, verified, unjudged } = await lintFor('unprotected-endpoints', {
      'architecture.yaml': ARCHITECTURE, 'package.json': '{"dependencies": {"express": "4"}}',
      'src/users.js': "module.exports = (service, endpoint) => {\n  service.get('/users', endpoint(({ Users }, { auth }) => auth.canOrReject('user.list').then(() => Users.all())));\n  service.get('/roles', endpoint.plain(({ Roles }) => Roles.all()));\n  service.delete('/roles', (req, res) => res.json(repo.drop()));\n};\n",
      'src/app.js': "const express = require('express');\nmodule.exports = (container) => {\n  const service = express();\n  service.post('/*', (req, res, next) => limit(req, res, next));\n  const endpoint = builder(container);\n  require('./users')(service, endpoint);\n  return service;\n};\n",
    });
    expect([found, verified, unjudged].map((list) => list.map(({ subject }) => subject))).toEqual([['DELETE /roles'], ['GET /users'], ['GET /roles']]);
  });
  it('leaves open what a middleware of Next that sends some addresses to the sign-in page covers, and a greeting for everybody', async () => {
    const { findings: found, verified, unjudged } = await lintFor('unprotected-endpoints', {
      'architecture.yaml': ARCHITECTURE, 'package.json': '{"dependencies": {"next": "15", "next-auth": "4"}}',
      'middleware.ts': "import { getToken } from 'next-auth/jwt';\nimport micromatch from 'micromatch';\nimport { NextResponse } from 'next/server';\nexport default async function middleware(req) {\n  const { pathname } = req.nextUrl;\n  if (micromatch.isMatch(pathname, ['/api/open/**'])) return NextResponse.next();\n  const url = new URL('/auth/login', req.url);\n  const token = await getToken({ req });\n  if (!token) { url.searchParams.set('from', pathname); return NextResponse.redirect(url); }\n  return NextResponse.next();\n}\n",
      'pages/api/hello.ts': "export default function handler(req, res) { res.status(200).json({ message: 'Hello!' }); }\n",
      'pages/api/orders.ts': "export default async function handler(req, res) { res.json(await prisma.order.findMany()); }\n",
    });
    expect([found, verified, unjudged].map((list) => list.map(({ subject }) => subject))).toEqual([[], ['ALL /api/hello'], ['ALL /api/orders']]);
  });
  it('tells the queries of a service that reads many as they come once, and judges no message that a library takes whole', async () => {
    const { findings: found, unjudged } = await lintFor('unvalidated-input', {
      'architecture.yaml': ARCHITECTURE, 'package.json': '{"name": "pages", "dependencies": {"express": "5"}}',
      'src/app.ts': `import express from 'express';\nimport jackson from './jackson.js';\nconst app = express();\n${Array.from({ length: 7 }, (_, index) => `app.get('/p${index}', (req, res) => res.json(db.orders.find(req.query)));\n`).join('')}app.post('/saml', async (req, res) => { const { oauthController } = await jackson(); res.json(await oauthController.samlResponse(req.body)); });\napp.listen(1);\n`,
    });
    expect([found.map(({ message }) => message), unjudged.map(({ subject }) => subject)]).toEqual([['7 endpoints of pages take the query as it comes.'], ['POST /saml']]);
  });
  it('takes middleware of Nest that is applied to one method of a path for that method alone', async () => {
    const routes = "{ path: 'orders/', method: RequestMethod.POST }, { path: 'orders/:id', method: RequestMethod.DELETE }";
    expect(await findings({
      'package.json': '{"dependencies": {"@nestjs/core": "11"}}',
      'src/bearer.ts': "export class Bearer { use(req, res, next) { if (req.headers.authorization !== process.env.KEY) return res.status(401).send(); next(); } }\n",
      'src/orders.controller.ts': "import { Controller, Delete, Get, Post } from '@nestjs/common';\n@Controller('orders')\nexport class Orders {\n  @Get() all() { return db.list(); }\n  @Post() place() { return db.save(); }\n  @Get(':id') one() { return db.one(); }\n  @Delete(':id') drop() { return db.drop(); }\n}\n",
      'src/app.ts': `import { Module, RequestMethod } from '@nestjs/common';\nimport { Bearer } from './bearer.js';\nimport { Orders } from './orders.controller.js';\n@Module({ controllers: [Orders] })\nexport class App { configure(consumer) { consumer.apply(Bearer).forRoutes(${routes}); } }\n`,
      'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { App } from './app.js';\nconst app = await NestFactory.create(App);\nawait app.listen(3000);\n",
    })).toEqual(['missing GET /orders', 'missing GET /orders/:id', 'verified POST /orders', 'verified DELETE /orders/:id']);
  });
  it('applies the middleware of a Nest module to the controllers of a list by name, and to no others', async () => {
    const controller = (name: string): string => `import { Controller, Post } from '@nestjs/common';\n@Controller('${name.toLowerCase()}')\nexport class ${name} { @Post() save() { return save(1); } }\n`;
    const module = (routes: string): string => `import { Module } from '@nestjs/common';\nimport { Bearer } from './bearer.js';\nimport { Orders } from './orders.controller.js';\nimport { Notes } from './notes.controller.js';\nimport { Stripe } from './stripe.controller.js';\nimport { more } from './more.js';\nconst known = [Orders, ...more];\n@Module({ controllers: [Stripe, ...known] })\nexport class App { configure(consumer) { consumer.apply(Bearer).forRoutes(${routes}); } }\n`;
    const tree = (routes: string): Record<string, string> => ({
      'src/bearer.ts': "import { UnauthorizedException } from '@nestjs/common';\nexport class Bearer { use(req, res, next) { if (!req.headers.authorization) throw new UnauthorizedException(); next(); } }\n",
      'src/more.ts': "import { Notes } from './notes.controller.js';\nexport const more = [Notes];\n",
      'src/orders.controller.ts': controller('Orders'), 'src/notes.controller.ts': controller('Notes'), 'src/stripe.controller.ts': controller('Stripe'),
      'src/app.module.ts': module(routes),
    });
    for (const routes of ['...known', 'known', 'Orders, Notes']) expect(await findings(tree(routes)), routes).toEqual(['missing POST /stripe', 'verified POST /notes', 'verified POST /orders']);
    expect(await findings(tree('...more'))).toEqual(['missing POST /orders', 'missing POST /stripe', 'verified POST /notes']);
  });
  it('opens lists of middleware that another module exports', async () => {
    expect(await findings({
      'src/middleware.ts': "import { bearerAuth } from 'hono/bearer-auth';\nconst withDatabase = async (c, next) => { c.set('db', 1); await next(); };\nexport const publicMiddleware = [withDatabase];\nexport const protectedMiddleware = [withDatabase, bearerAuth({ token: 'x' })];\n",
      'src/app.ts': "import { Hono } from 'hono';\nimport { publicMiddleware, protectedMiddleware } from './middleware.js';\nconst open = new Hono();\nopen.use('*', ...publicMiddleware);\nopen.post('/', (c) => c.json(save()));\nconst shut = new Hono();\nshut.use(...protectedMiddleware);\nshut.post('/', (c) => c.json(save()));\nconst app = new Hono();\napp.route('/open', open);\napp.route('/shut', shut);\nexport default app;\n",
    })).toEqual(['missing POST /open', 'verified POST /shut']);
  });
  it('knows the router that a package puts something around, for each that has one made', async () => {
    expect(await findings({
      'src/async-router.ts': "const toAsyncRouter = require('async-express-decorator');\nimport { Router } from 'express';\nexport function asyncRouter(options) { return toAsyncRouter(Router(options)); }\n",
      'src/orders.ts': "import { asyncRouter } from './async-router.js';\nconst router = asyncRouter();\nrouter.delete('/:id', async (req, res) => res.json(await db.orders.deleteOne(req.params.id)));\nexport default router;\n",
      'src/app.ts': "import express from 'express';\nimport { asyncRouter } from './async-router.js';\nimport orders from './orders.js';\nconst app = express();\nconst root = asyncRouter();\nroot.use('/orders', orders);\nroot.post('/notes', async (req, res) => res.json(await db.notes.insertOne(req.body)));\napp.use('/api', root);\napp.listen(1);\n",
    })).toEqual(['missing POST /api/notes', 'missing DELETE /api/orders/:id']);
  });
  it('mounts routers that are required, by themselves, as members and through an index', async () => {
    const main = (mount: string): string => `const express = require('express');\nconst routes = require('./routes');\nconst app = express();\napp.use('/api', ${mount});\napp.listen(1);\n`;
    const orders = "const { Router } = require('express');\nconst router = Router();\nrouter.post('/', (req, res) => res.json(save()));\nmodule.exports = router;\n";
    expect(await findings({ 'src/app.js': main('routes'), 'src/routes/index.js': orders })).toEqual(['missing POST /api']);
    expect(await findings({
      'src/app.js': main('routes.api'),
      'src/routes/index.js': "module.exports = require('./all');\n",
      'src/routes/all.js': "const { Router } = require('express');\nconst orders = require('./orders');\nconst api = Router();\napi.use('/orders', orders);\nmodule.exports = { api };\n",
      'src/routes/orders.js': orders,
    })).toEqual(['missing POST /api/orders']);
  });
  it('follows what is registered on a context of Fastify by whatever name it is handed on, and leaves to another server what it is handed', async () => {
    const app = (routes: string): string => `import fastify from 'fastify';\nimport { guarded } from './guard.js';\nimport { tusServer } from './made.js';\nconst app = fastify();\napp.register(async (protectedRoutes) => {\n  ${routes}\n});\napp.listen({ port: 1 });\n`;
    const guard = "import plugin from 'fastify-plugin';\nconst key = plugin(async (fastify) => {\n  fastify.addHook('onRequest', (request, reply, done) => {\n    if (request.headers.apikey !== process.env.KEY) return reply.status(401).send();\n    done();\n  });\n});\nexport function guarded(fastify) { fastify.register(key); }\n";
    const made = 'export let tusServer;\nexport const make = (server) => { tusServer = server; };\n';
    expect(await findings({ 'src/guard.ts': guard, 'src/made.ts': made, 'src/app.ts': app("guarded(protectedRoutes);\n  protectedRoutes.get('/orders', async () => orders.all());") })).toEqual(['verified GET /orders']);
    expect(await findings({ 'src/guard.ts': guard, 'src/made.ts': made, 'src/app.ts': app("protectedRoutes.get('/orders', async () => orders.all());") })).toEqual(['missing GET /orders']);
    expect(await findings({ 'src/guard.ts': guard, 'src/made.ts': made, 'src/app.ts': app("protectedRoutes.post('/files', async (request, reply) => { await tusServer.handle(request.raw, reply.raw); });") })).toEqual([]);
  });
  it('takes no header or session library for proof of who calls', async () => {
    expect(await findings({
      'src/app.ts': "import { Hono } from 'hono';\nimport { secureHeaders } from 'hono/secure-headers';\nconst app = new Hono();\napp.use(secureHeaders());\napp.get('/orders', (c) => c.json(orders.all()));\nexport default app;\n",
    })).toEqual(['missing GET /orders']);
    expect(await findings({
      'src/passport.ts': "import passport from 'passport';\nexport default passport;\n",
      'src/app.ts': "import express from 'express';\nimport passport from './passport.js';\nconst app = express();\napp.use(passport.session());\napp.get('/orders', (req, res) => res.json(orders.all()));\napp.listen(1);\n",
    })).toEqual(['missing GET /orders']);
    expect(await findings({
      'src/passport.ts': "import { Passport } from 'passport';\nconst passport = new Passport();\npassport.logout = () => {};\nexport default passport;\n",
      'src/app.ts': "import express from 'express';\nimport passport from './passport.js';\nconst app = express();\napp.use(passport.initialize());\napp.use(passport.session());\napp.get('/orders', (req, res) => res.json(orders.all()));\napp.listen(1);\n",
    })).toEqual(['missing GET /orders']);
  });
  it('neither trusts nor accuses a guard of which there is only the name', async () => {
    const app = (mark: string): string => `import { Controller, Get, UseGuards } from '@nestjs/common';\nimport { CompanyAuthGuard, Roles } from '@company/kit';\n@Controller('a')\nexport class A { ${mark} @Get() list() { return orders.all(); } }\n`;
    expect(await findings({ 'src/a.controller.ts': app('@UseGuards(CompanyAuthGuard)') })).toEqual([]);
    expect(await findings({ 'src/a.controller.ts': app("@Roles('admin')") })).toEqual([]);
    expect(await findings({ 'src/a.controller.ts': app(''), })).toEqual(['missing GET /a']);
    expect(await findings({ 'src/a.controller.ts': app('@UseGuards(CompanyAuthGuard)'), 'architecture.yaml': `${ARCHITECTURE}recognise: {authentication: [CompanyAuthGuard]}\n` })).toEqual(['verified GET /a']);
  });
  it.each([
    ["micromatch.isMatch(pathname, ['/api/health'])", []], ["isPublicRoute(req)", []], ["shouldBypass(req.nextUrl.pathname)", []],
    ['isEnabled(req)', ['verified GET /api/orders']],
  ])('does not say of Next middleware that asks %s whom it stops', async (question, said) => {
    expect(await findings({
      'middleware.ts': `import { getToken } from 'next-auth/jwt';\nimport { NextResponse } from 'next/server';\nexport async function middleware(req) {\n  const { pathname } = req.nextUrl;\n  if (${question}) return NextResponse.next();\n  if (!(await getToken({ req }))) return new NextResponse('Unauthorized', { status: 401 });\n}\n`,
      'app/api/orders/route.ts': 'export async function GET() { return Response.json([]); }\n',
      'package.json': '{"name": "shop", "dependencies": {"next": "15"}}',
    })).toEqual(said);
  });
  it('does not say of a middleware that chooses by the address whom it asks', async () => {
    expect(await findings({
      'src/app.ts': "import express from 'express';\nimport jwt from 'jsonwebtoken';\nconst app = express();\napp.use((req, res, next) => { if (req.path.startsWith('/open')) return next(); try { jwt.verify(req.headers.authorization, 'k'); next(); } catch { res.status(401).end(); } });\napp.get('/orders', (req, res) => res.json([]));\napp.listen(1);\n",
    })).toEqual([]);
  });
  it('takes a refusal that does not look at who calls for no guard', async () => {
    const app = (condition: string): string => `import express from 'express';\nconst app = express();\napp.get('/fetch', (req, res) => { if (${condition}) return res.status(403).end(); res.json({}); });\napp.listen(1);\n`;
    expect(await findings({ 'src/app.ts': app('req.query.url === process.env.HOST') })).toEqual([]);
    expect(await findings({ 'src/app.ts': app('req.user.role !== 1') })).toEqual(['verified GET /fetch']);
  });
  it('takes a thing for a thing, though its name also says health, document or signing in', async () => {
    const routes = ['/orders/:id/status', '/assets/:id', '/images', '/orders/:id/confirm', '/projects/:id/docs'];
    const app = (paths: readonly string[]): string => `import express from 'express';\nconst app = express();\n${paths.map((path) => `app.get('${path}', (req, res) => res.json(things.all()));\n`).join('')}app.listen(1);\n`;
    for (const path of routes) expect(await findings({ 'src/app.ts': app([path]) })).toEqual([`missing GET ${path}`]);
    // All of them together are one cause.
    expect(await findings({ 'src/app.ts': app(routes) })).toEqual(['missing src']);
    const open = ['/status', '/api/v1/health/ready', '/auth/confirm/:token', '/api/users/verify', '/integrations/xero/oauth-callback', '/og.png', '/openapi-v1.json', '/static/*', '/docs'];
    expect(await findings({ 'src/app.ts': app(open) })).toEqual(open.map((path) => `verified GET ${path}`));
  });
  it('leaves a webhook alone that a library answers, not one that nothing checks', async () => {
    const app = (handler: string): string => `import { Hono } from 'hono';\nimport { bot } from '@company/bot';\nconst app = new Hono();\napp.post('/webhooks/chat', async (c) => ${handler});\nexport default app;\n`;
    expect(await findings({ 'src/app.ts': app('bot.webhooks.chat(c.req.raw)') })).toEqual([]);
    expect(await findings({ 'src/app.ts': app('c.json(save(await c.req.json()))') })).toEqual(['missing POST /webhooks/chat']);
  });
  it('follows a library that a middleware or a wrapper calls', async () => {
    expect(await findings({
      'src/app.ts': "import { Hono } from 'hono';\nimport { bearerAuth } from 'hono/bearer-auth';\nconst app = new Hono();\napp.use('*', async (c, next) => { if (process.env.SECRET) return bearerAuth({ token: process.env.SECRET })(c, next); return c.json({}, 500); });\napp.get('/jobs', (c) => c.json({}));\nexport default app;\n",
    })).toEqual(['verified GET /jobs']);
    expect(await findings({
      'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
      'src/app/api/auth/[...all]/route.ts': "import { toNextJsHandler } from 'better-auth/next-js';\nimport { auth } from '../auth.js';\nimport { withMetrics } from '../metrics.js';\nconst { POST: authPost } = toNextJsHandler(auth);\nexport const POST = withMetrics(authPost);\n",
      'src/app/api/auth/metrics.ts': 'export const withMetrics = (handler) => (request) => handler(request);\n',
      'src/app/api/csp-report/route.ts': 'export async function POST(request) { console.log(await request.json()); return new Response(); }\n',
    })).toEqual(['verified POST /api/auth/:all*', 'verified POST /api/csp-report']);
  });
  it('knows the library whose handler a route calls, and does not take every call of that library for one', async () => {
    const next = { 'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}' };
    expect(await findings({
      ...next,
      'src/auth.ts': "import NextAuth from 'next-auth';\nconst library = NextAuth({});\nexport const auth = library.auth;\nexport const handlers = library.handlers;\n",
      'src/app/api/auth/[...nextauth]/route.ts': "import { handlers } from '../../../../auth.js';\nexport const POST = async (request) => { const response = await handlers.POST(request); response.headers.append('X-A', '1'); return response; };\n",
      'src/app/api/notes/route.ts': "import { auth } from '../../../auth.js';\nimport { save } from '../../../save.js';\nexport const POST = async (request) => { await auth.api.listAccounts(); save(await request.json()); return Response.json({}); };\n",
      'src/save.ts': 'export const save = (note) => console.log(note);\n',
    })).toEqual(['missing POST /api/notes', 'verified POST /api/auth/:nextauth*']);
    const rpc = async (made: string): Promise<readonly string[]> => {
      const check = await lintFor('unprotected-endpoints', {
        'architecture.yaml': ARCHITECTURE, ...next,
        'src/router.ts': 'export const router = {};\n',
        'src/local.ts': "import { notes } from 'notes';\nexport class RPCHandler { handle(request) { notes.save(request); return { response: new Response() }; } }\n",
        'src/app/api/[[...rest]]/route.ts': `${made}\nimport { router } from '../../../router.js';\nconst handler = new RPCHandler(router);\nexport async function POST(request) { const { response } = await handler.handle(request, { prefix: '/api' }); return response; }\n`,
      });
      return [...check.findings.map(({ subject }) => `missing ${subject}`), ...(check.unjudged ?? []).map(({ reason }) => reason)];
    };
    expect(await rpc("import { RPCHandler } from '@orpc/server/fetch';")).toEqual(['What guards POST /api/:rest* lies in a library (oRPC).']);
    expect(await rpc("import { RPCHandler } from '../../../local.js';")).toEqual(['missing POST /api/:rest*']);
  });
  it('takes a session for a guard where somebody refuses without it', async () => {
    const route = (refusal: string): Record<string, string> => ({
      'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
      'src/app/api/orders/route.ts': `import { getServerSession } from 'next-auth';\nexport async function POST(request) { const session = await getServerSession(); ${refusal} return Response.json({ by: session?.name }); }\n`,
    });
    expect(await findings(route('if (!session) return new Response(null, { status: 401 });'))).toEqual(['verified POST /api/orders']);
    expect(await findings(route(''))).toEqual([]);
  });
  it('does not say of a handler that a table chooses', async () => {
    expect(await findings({
      'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
      'pages/api/orders/[[...path]].ts': "const handlers = { 'GET /': async (req, res) => { res.status(200).end(); } };\nexport default async function handle(req, res) { const handler = handlers[`${req.method} /`]; return handler(req, res); }\n",
    })).toEqual([]);
  });
  it('sees that an action only sets a cookie of its caller', async () => {
    expect(await findings({
      'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
      'src/app/actions.ts': "'use server';\nimport { cookies } from 'next/headers';\nimport { revalidatePath } from 'next/cache';\nimport { db } from './db.js';\nexport async function setTheme(theme) { const cookieStore = await cookies(); cookieStore.set('theme', theme); revalidatePath('/'); }\nexport async function saveOrder(order) { await db.order.create(order); }\n",
    })).toEqual(['missing action saveOrder in src/app/actions.ts', 'verified action setTheme in src/app/actions.ts']);
  });
  it('takes no page for an action where its whole file is said to run on the server', async () => {
    expect(await findings({
      'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
      'src/app/orders/[id]/page.tsx': "'use server';\nimport { db } from '../../db.js';\nexport async function generateMetadata(props) { return { title: await db.order.title(props.id) }; }\nexport async function keep(order) { await db.order.update(order); }\nconst Page = async (props) => { const order = await db.order.find(props.id); return order.name; };\nexport default Page;\n",
      'src/app/orders/layout.tsx': "'use server';\nimport { db } from '../db.js';\nexport default async function Layout(props) { await db.visit.create(props); return props.children; }\n",
      'src/pages/about.tsx': "'use server';\nimport { db } from '../db.js';\nexport async function getServerSideProps(context) { return { props: await db.page.find(context.query) }; }\nexport default async function About(props) { return props.text; }\n",
      'src/app/orders/route.dev.ts': "'use server';\nimport { db } from '../db.js';\nexport async function GET(request) { return Response.json(await db.order.create(request)); }\n",
      'src/orders/list.tsx': "'use server';\nimport { db } from '../db.js';\nexport async function OrderList(props) { const orders = await db.order.update(props.id); return <p>{orders.length}</p>; }\n",
      'src/orders/page.ts': "'use server';\nimport { db } from '../db.js';\nexport default async function page(order) { await db.order.create(order); }\n",
    })).toEqual(['missing action keep in src/app/orders/[id]/page.tsx', 'missing action default in src/orders/page.ts']);
  });
});

describe('what endpoints read', () => {
  const unvalidated = async (handler: string): Promise<string[]> => {
    const check = await lintFor('unvalidated-input', { 'architecture.yaml': ARCHITECTURE, 'src/app.ts': `import { Hono } from 'hono';\nimport Stripe from 'stripe';\nconst app = new Hono();\napp.post('/a', async (c) => { ${handler} });\nexport default app;\n` });
    return check.findings.map(({ subject }) => subject);
  };
  it('is the body as a whole, not one value of the query, nor the answer', async () => {
    expect(await unvalidated('return c.json(await db.save(await c.req.json()));')).toEqual(['POST /a']);
    expect(await unvalidated("return c.json(c.req.query('page'));")).toEqual([]);
    expect(await unvalidated('return c.body(null, 204);')).toEqual([]);
  });
  it('is text that is taken apart, unless its signature says where it comes from', async () => {
    expect(await unvalidated('const text = await c.req.text(); return c.json(await db.save(JSON.parse(text)));')).toEqual(['POST /a']);
    expect(await unvalidated("const text = await c.req.text(); const event = new Stripe('k').webhooks.constructEvent(text, c.req.header('s'), 'w'); return c.json(event);")).toEqual([]);
  });
  it('is not judged where its types are looked at by hand', async () => {
    expect(await unvalidated("const body = await c.req.json(); if (typeof body.name !== 'string') return c.json({}, 400); return c.json(body);")).toEqual([]);
  });
});

describe('what stands before an endpoint', () => {
  it('mounts what a loop goes through: routers that a function returns, and a table of paths and routers', async () => {
    expect(await findings({
      'src/app.ts': "import Koa from 'koa';\nimport Router from '@koa/router';\nimport users from './users.js';\nconst make = () => { const openRouter = new Router(); users(openRouter, 1); return [openRouter]; };\nconst app = new Koa();\nfor (const router of make()) app.use(router.routes()).use(router.allowedMethods());\napp.listen(1);\n",
      'src/users.ts': "export default function users(...[router, size]) { router.delete('/users/:id', (ctx) => { save(); ctx.status = 204; }); }\n",
    })).toEqual(['missing DELETE /users/:id']);
    expect(await findings({
      'src/app.ts': "import express from 'express';\nimport users from './users.js';\nconst app = express();\nconst router = express.Router();\nconst routes = [{ path: '/users', route: users }];\nroutes.forEach((one) => { router.use(one.path, one.route); });\napp.use('/v1', router);\napp.listen(1);\n",
      'src/users.ts': "import express from 'express';\nconst router = express.Router();\nrouter.delete('/:id', (req, res) => res.json(save()));\nexport default router;\n",
    })).toEqual(['missing DELETE /v1/users/:id']);
  });
  it('hands rest parameters on', async () => {
    expect(await findings({
      'src/app.ts': "import Koa from 'koa';\nimport Router from 'koa-router';\nimport all from './all.js';\nconst app = new Koa();\nconst router = new Router({ prefix: '/api' });\nall(router, {});\napp.use(router.routes());\napp.listen(1);\n",
      'src/all.ts': "import type { Context } from 'koa';\nimport one from './one.js';\nexport default function all(...args) { one(...args); }\n",
      'src/one.ts': "export default function one(...args) { const [router, { db }] = args; router.post('/things', async (ctx) => { ctx.body = await db.all(); }); }\n",
    })).toEqual(['missing POST /api/things']);
  });
  it('knows what a plugin puts on the application, and that a function put on a request asks nobody by itself', async () => {
    const plugin = "import fp from 'fastify-plugin';\nimport jwt from '@fastify/jwt';\nexport default fp(async (fastify) => { fastify.decorate('authenticate', async (request, reply) => { try { await request.jwtVerify(); } catch { reply.code(401).send(); } }); });\n";
    expect(await findings({
      'src/auth.ts': plugin,
      'src/app.ts': "import Fastify from 'fastify';\nimport auth from './auth.js';\nconst app = Fastify();\napp.register(auth);\napp.delete('/a', { onRequest: [app.authenticate] }, async () => save());\napp.delete('/b', async () => save());\napp.listen({ port: 1 });\n",
    })).toEqual(['missing DELETE /b', 'verified DELETE /a']);
    const user = "import fp from 'fastify-plugin';\nexport default fp(async (fastify) => { fastify.addHook('preHandler', async (request) => { request.getUser = async () => { await request.jwtVerify(); }; }); });\n";
    expect(await findings({
      'src/user.ts': user,
      'src/app.ts': "import Fastify from 'fastify';\nimport user from './user.js';\nconst app = Fastify();\napp.register(user);\napp.delete('/a', async (request) => { await request.getUser(); return {}; });\napp.delete('/b', async () => save());\napp.listen({ port: 1 });\n",
    })).toEqual(['missing DELETE /b', 'verified DELETE /a']);
  });
  it('follows routers and applications that are loaded where they are used', async () => {
    expect(await findings({
      'src/app.js': "const app = require('express')();\napp.use('/v1', require('./routers'));\napp.listen(1);\n",
      'src/routers/index.js': "const router = require('express').Router();\nrouter.use(require('./auth').guard);\nrouter.use('/orders', require('./orders'));\nmodule.exports = router;\n",
      'src/routers/auth.js': "exports.guard = (req, res, next) => (req.session.user ? next() : res.status(401).end());\n",
      'src/routers/orders.js': "const router = require('express').Router();\nrouter.delete('/:id', (req, res) => res.json(save()));\nmodule.exports = router;\n",
      'src/open.js': "const open = require('express')();\nopen.delete('/cart/:id', (req, res) => res.json(save()));\nopen.listen(2);\n",
    })).toEqual(['missing DELETE /cart/:id', 'verified DELETE /v1/orders/:id']);
  });
  it('says nothing of an action that hands on whoever a session names, or nobody', async () => {
    const action = (session: string): Record<string, string> => ({
      'package.json': '{"name":"x","dependencies":{"next":"15.0.0","aws-amplify":"6.0.0"}}',
      'src/session.ts': `import { fetchAuthSession } from 'aws-amplify/auth/server';\nexport async function sessionOf() { ${session} }\n`,
      'src/app/actions.ts': "'use server';\nimport { sessionOf } from '../session.js';\nimport { api } from '../api.js';\nexport async function saveOrder(order) { const { accessToken } = await sessionOf(); await api.order.update(order, accessToken); }\n",
    });
    expect(await findings(action('return (await fetchAuthSession({})).tokens;'))).toEqual([]);
    expect(await findings(action('return {};'))).toEqual(['missing action saveOrder in src/app/actions.ts']);
  });
  it('follows handlers that a module wraps all at once', async () => {
    const controller = (refuse: string): string => `module.exports = require('./wrap')({\n  async remove(req, res) { ${refuse} await db.order.destroy(); res.end(); },\n});\n`;
    const app = { 'src/wrap.js': "module.exports = (handlers) => Object.fromEntries(Object.entries(handlers));\n", 'src/app.js': "const express = require('express');\nconst orders = require('./orders');\nconst app = express();\napp.delete('/orders', orders.remove);\napp.listen(1);\n" };
    expect(await findings({ ...app, 'src/orders.js': controller('if (!req.session.user) return res.status(401).end();') })).toEqual(['verified DELETE /orders']);
    expect(await findings({ ...app, 'src/orders.js': controller('') })).toEqual(['missing DELETE /orders']);
  });
  it('takes the way to the front page for a refusal where nobody has signed in, and a secret of ours for one', async () => {
    const app = (handler: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { config } from './config.js';\nconst app = express();\napp.post('/orders', async (req, res) => { ${handler} res.json(await db.orders()); });\napp.listen(1);\n` });
    expect(await findings(app("if (!req.session.authenticated) { req.flash('x'); return res.redirect('/'); }"))).toEqual(['verified POST /orders']);
    expect(await findings(app("if (!req.session.cart) return res.redirect('/');"))).toEqual(['missing POST /orders']);
    expect(await findings(app("if (!req.session.authenticated) { log('nobody'); }"))).toEqual(['missing POST /orders']);
    expect(await findings(app("const webhookSecret = config.webhook.gitlab; const given = req.headers['x-gitlab-token']; if (webhookSecret !== given) throw new Error('No.');"))).toEqual(['verified POST /orders']);
    expect(await findings(app("const first = config.first; const given = req.headers['x-first']; if (first !== given) throw new Error('No.');"))).toEqual(['missing POST /orders']);
  });
  it('does not judge a route of whose address no part is known', async () => {
    const app = (path: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { Paths } from 'paths';\nconst app = express();\nconst add = (base) => app.post(${path}, (req, res) => res.json(save()));\nadd('/claim');\napp.listen(1);\n` });
    expect(await findings(app('base + Paths.amount.uri'))).toEqual([]);
    expect(await findings(app("base + '/amount'"))).toEqual(['missing POST /amount']);
  });
  it('trusts no guard under a path that is set at run time with what is not below it', async () => {
    const app = (path: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport basicAuth from 'express-basic-auth';\nimport config from 'config';\nimport { inner } from './inner.js';\nconst app = express();\napp.use(${path}, basicAuth({}), inner);\napp.delete('/orders', (req, res) => res.json(save()));\napp.listen(1);\n`, 'src/inner.ts': "import { Router } from 'express';\nexport const inner = Router();\ninner.delete('/jobs', (req, res) => res.json(save()));\n" });
    expect(await findings(app('config.dashboard.path'))).toEqual(['verified DELETE /jobs']);
    expect(await findings(app('config.basePath'))).toEqual(['verified DELETE /orders', 'verified DELETE /jobs']);
    expect(await findings(app("'/dashboard'"))).toEqual(['missing DELETE /orders', 'verified DELETE /dashboard/jobs']);
  });
  it('knows more steps of signing in by their address, and who answers with a server of a library', async () => {
    const app = (path: string, handler: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { scim } from './scim.js';\nconst app = express();\napp.post('${path}', async (req, res) => { ${handler} });\napp.listen(1);\n` });
    for (const path of ['/api/auth/join', '/auth/unlock-account', '/loggedout']) expect(await findings(app(path, 'res.json(save(req.body));')), path).toEqual([`verified POST ${path}`]);
    for (const path of ['/rooms/join', '/accounts/unlock']) expect(await findings(app(path, 'res.json(save(req.body));')), path).toEqual([`missing POST ${path}`]);
    expect(await findings(app('/scim/users', 'res.json(await scim.requests.handle({ secret: req.headers.authorization }));'))).toEqual([]);
  });
  it('takes a middleware that puts a refusal on the answer for no guard', async () => {
    expect(await findings({
      'src/app.js': "const express = require('express');\nconst app = express();\napp.use(require('./answers'));\napp.delete('/a', (req, res) => res.json(save()));\napp.delete('/b', (req, res) => (req.session.user ? res.end() : res.unauthorized()));\napp.listen(1);\n",
      'src/answers.js': "const unauthorized = require('./unauthorized');\nmodule.exports = (req, res, next) => {\n  res.unauthorized = (data) => unauthorized(data, { res });\n  res.forbidden = () => res.status(403).end();\n  next();\n};\n",
      'src/unauthorized.js': "module.exports = (data, { res }) => res.status(401).json(data);\n",
    })).toEqual(['missing DELETE /a', 'verified DELETE /b']);
  });
  it('takes neither a refusal of forged forms nor an answer to failures for a guard', async () => {
    const app = (use: string): string => `import Koa from 'koa';\nimport Router from '@koa/router';\nconst router = new Router();\nrouter.delete('/a', (ctx) => { save(); ctx.status = 204; });\nconst app = new Koa();\napp.use(${use});\napp.use(router.routes());\napp.listen(1);\n`;
    expect(await findings({ 'src/app.ts': app("async (ctx, next) => { try { await next(); } catch (error) { ctx.throw(error.code === 'x' ? 401 : 500); ctx.status = 401; ctx.body = 'Unauthorized'; } }") })).toEqual(['missing DELETE /a']);
    expect(await findings({ 'src/app.ts': app("async (ctx, next) => { if (ctx.headers['x-requested-with'] !== 'XMLHttpRequest') ctx.throw(403); await next(); }") })).toEqual(['missing DELETE /a']);
    // One that looks at nobody may refuse for any reason.
    expect(await findings({ 'src/app.ts': app("async (ctx, next) => { if (await suspended(ctx)) ctx.throw(403); await next(); }") })).toEqual([]);
  });
  it('takes a handler that keeps a new password under people for a step of signing up', async () => {
    const app = (hash: string): string => `import express from 'express';\nimport { hash } from 'bcrypt';\nconst app = express();\napp.post('/users', async (req, res) => { ${hash} res.json(save()); });\napp.listen(1);\n`;
    expect(await findings({ 'src/app.ts': app('await hash(req.body.password, 10);') })).toEqual(['verified POST /users']);
    expect(await findings({ 'src/app.ts': app('') })).toEqual(['missing POST /users']);
  });
  it('reads the routes of hapi out of lists that are made one', async () => {
    expect(await findings({
      'src/app.ts': "import Hapi from '@hapi/hapi';\nimport router from './router.js';\nexport async function create() {\n  const server = Hapi.server({ port: 1 });\n  await server.register(router);\n  return server;\n}\n",
      'src/router.ts': "import routes from './routes.js';\nexport default { plugin: { name: 'router', register(server) { server.route(routes as ServerRoute[]); } } };\n",
      'src/routes.ts': "import orders from './orders.js';\nimport health from './health.js';\nexport default [health, orders].flat().filter((route) => !route.hidden);\n",
      'src/orders.ts': "export default [{ method: 'GET', path: '/orders', options: { auth: 'session' }, handler: () => load() }, { method: 'DELETE', path: '/orders/{id}', handler: (request) => drop(request.params.id) }];\n",
      'src/health.ts': "export default { method: 'GET', path: '/health', handler: (_, h) => h.response({}) };\n",
    })).toEqual(['missing DELETE /orders/:id', 'verified GET /health', 'verified GET /orders']);
  });
  it('takes a plugin of Fastify that asks every request for a token for a guard, unless it is told to stand by', async () => {
    const app = (options: string): Record<string, string> => ({ 'src/app.ts': `import Fastify from 'fastify';\nimport bearer from '@fastify/bearer-auth';\nconst app = Fastify();\napp.register(bearer, { keys: new Set([process.env.KEY])${options} });\napp.delete('/orders', async () => db.drop());\napp.listen({ port: 1 });\n` });
    expect(await findings(app(''))).toEqual(['verified DELETE /orders']);
    expect(await findings(app(', addHook: false'))).toEqual(['missing DELETE /orders']);
  });
  it('takes the routes of hapi that a plugin requires where it makes one list of them, and leaves the files that inert hands out', async () => {
    expect(await findings({
      'app/server.js': "const hapi = require('@hapi/hapi');\nasync function create() {\n  const server = hapi.server({ port: 1 });\n  await server.register(require('./plugins/router'));\n  return server;\n}\nmodule.exports = create;\n",
      'app/plugins/router.js': "const routes = [].concat(\n  require('../routes/orders'),\n  require('../routes/healthy'),\n  require('../routes/assets')\n);\nmodule.exports = { plugin: { name: 'router', register: (server) => { server.route(routes); } } };\n",
      'app/routes/orders.js': "module.exports = [{ method: 'GET', path: '/orders', options: { auth: 'session', handler: () => load() } }, { method: 'DELETE', path: '/orders/{id}', options: { handler: (request) => drop(request.params.id) } }];\n",
      'app/routes/healthy.js': "module.exports = { method: 'GET', path: '/healthy', options: { handler: (_, h) => h.response('ok') } };\n",
      'app/routes/assets.js': "module.exports = [{ method: 'GET', path: '/assets/{path*}', options: { handler: { directory: { path: ['app/static'] } } } }];\n",
    })).toEqual(['missing DELETE /orders/:id', 'verified GET /healthy', 'verified GET /orders']);
  });
  it('follows a router into the function that it is handed to, however its name is spelt, and takes nobody logged for a refusal', async () => {
    expect(await findings({
      'src/app.ts': "import Express from 'express';\nimport { logged } from './logged';\nimport { orders } from './orders';\nexport class App {\n  app = Express();\n  async start() {\n    const apirouter = Express.Router();\n    await orders(apirouter, 1);\n    this.app.use('/api', apirouter);\n    this.app.delete('/orders', logged, async (req, res) => { await db.clear(); res.end(); });\n    this.app.listen(1);\n  }\n}\n",
      'src/orders.ts': "import type { Router } from 'express';\nexport function orders(router: Router, size: number) { router.delete('/orders/:id', async (req, res) => { await db.drop(req.params.id); res.end(); }); }\n",
      'src/logged.ts': "import { verify } from 'jsonwebtoken';\nclass NotLoggedError extends Error {}\nconst userOf = async (req) => { try { return verify(req.cookies.token, KEY); } catch { return null; } };\nexport const logged = async (req, res, next) => { const user = await userOf(req); if (!user) { throw new NotLoggedError(); } req.user = user; next(); };\n",
    })).toEqual(['missing DELETE /api/orders/:id', 'verified DELETE /orders']);
  });
  it('asks the prerequisites of a route of hapi who calls', async () => {
    expect(await findings({
      'src/app.ts': "import Hapi from '@hapi/hapi';\nimport { owner, order } from './before.js';\nconst server = Hapi.server({ port: 1 });\nserver.route([\n  { method: 'DELETE', path: '/orders/{id}', config: { auth: false, pre: [order, { assign: 'owner', method: owner }] }, handler: async (request) => db.orders.delete(request.params.id) },\n  { method: 'PUT', path: '/orders/{id}', config: { auth: false, pre: [[order]] }, handler: async (request) => db.orders.update(request.params.id) },\n]);\nserver.start();\n",
      'src/before.ts': "import Boom from '@hapi/boom';\nimport jwt from 'jsonwebtoken';\nexport const order = { assign: 'order', method: (request) => find(request.params.id) };\nexport const owner = (request) => { try { return jwt.verify(request.headers.authorization, KEY); } catch { throw Boom.unauthorized(); } };\n",
    })).toEqual(['missing PUT /orders/:id', 'verified DELETE /orders/:id']);
  });
  it('reads the routes of hapi, with the default of who may call', async () => {
    expect(await findings({
      'src/routes.ts': "import { remove } from './remove.js';\nexport const routes = () => [\n  { method: 'GET', path: '/orders/{id}', options: { auth: false, handler: () => orders.all() } },\n  { method: ['PUT', 'DELETE'], path: '/orders/{id}', handler: remove },\n];\n",
      'src/remove.ts': 'export const remove = async (request, h) => h.response().code(204);\n',
      'src/app.ts': "import Hapi from '@hapi/hapi';\nimport { routes } from './routes.js';\nconst start = async () => {\n  const server = Hapi.server({ port: 1 });\n  server.auth.strategy('jwt', 'jwt', {});\n  server.auth.default('jwt');\n  server.route(routes());\n  await server.start();\n};\nstart();\n",
    })).toEqual(['missing GET /orders/:id', 'verified DELETE /orders/:id', 'verified PUT /orders/:id']);
  });
  const hapi = (auth: string): Record<string, string> => ({
    'app/server.js': "const Hapi = require('@hapi/hapi');\nmodule.exports = async () => {\n  const server = Hapi.server({ port: 1 });\n  await server.register(require('./plugins/auth'));\n  await server.register(require('./plugins/router'));\n  return server;\n};\n",
    'app/index.js': "require('./server')().then((server) => server.start());\n",
    'app/plugins/router.js': "const routes = [].concat(require('../routes/orders'));\nmodule.exports = { plugin: { name: 'router', register: (server) => { server.route(routes); } } };\n",
    'app/plugins/auth.js': `module.exports = { plugin: { name: 'auth', register: async (server, _) => {\n  server.auth.strategy('session', 'cookie', {});\n  ${auth}\n} } };\n`,
    'app/routes/orders.js': "module.exports = [\n  { method: 'PUT', path: '/orders/{id}', handler: async (request) => db.orders.update(request.params.id) },\n  { method: 'DELETE', path: '/orders/{id}', options: { auth: false }, handler: async (request) => db.orders.delete(request.params.id) },\n];\n",
  });
  it.each([
    ["server.auth.default({ strategy: 'session', mode: 'required' });", ['missing DELETE /orders/:id', 'verified PUT /orders/:id']],
    ["server.auth.default('session');", ['missing DELETE /orders/:id', 'verified PUT /orders/:id']],
    ["server.auth.default({ strategy: 'session', mode: 'try' });", ['missing DELETE /orders/:id']],
    ['', ['missing PUT /orders/:id', 'missing DELETE /orders/:id']],
  ])('holds every route of the server to %j of another plugin', async (auth, told) => {
    expect(await findings(hapi(auth))).toEqual(told);
  });
});

it.each([
  ["a front end's action that hands the caller's own token on is unknown", "import ky from 'ky';\nimport { cookies } from 'next/headers';\nexport const API = ky.create({ hooks: { beforeRequest: [async (request) => request.headers.set('authorization', (await cookies()).get('token').value)] } });\n", [], ['action removeOrder in src/app/actions.ts reaches no store; what reads the caller\'s own credential (src/app/api.ts:2) may hand it to a service that asks.']],
  ['who reaches a store works by a right of his own', "import { PrismaClient } from '@prisma/client';\nimport { cookies } from 'next/headers';\nconst db = new PrismaClient();\nexport const theme = async () => (await cookies()).get('theme');\nexport const API = { delete: (id) => db.order.delete({ where: { id } }) };\n", ['action removeOrder in src/app/actions.ts'], []],
  ['who spends at a vendor does, too', "import Stripe from 'stripe';\nimport { cookies } from 'next/headers';\nexport const theme = async () => (await cookies()).get('theme');\nexport const API = { delete: (id) => new Stripe('').refunds.create({ charge: id }) };\n", ['action removeOrder in src/app/actions.ts'], []],
  ['and who reads no credential hands none on', "import ky from 'ky';\nexport const API = ky.create({ prefixUrl: 'https://api.test' });\n", ['action removeOrder in src/app/actions.ts'], []],
])('%s', async (_, api, open, unknown) => {
  const { findings, unjudged } = await lintFor('unprotected-endpoints', {
    'architecture.yaml': ARCHITECTURE,
    'package.json': '{"name": "web", "private": true, "dependencies": {"next": "15", "ky": "1", "stripe": "17", "@prisma/client": "6"}}',
    'src/app/api.ts': api,
    'src/app/actions.ts': "'use server';\nimport { API } from './api';\nexport async function removeOrder(id: string) {\n  await API.delete(`orders/${id}`);\n}\n",
    'src/app/page.tsx': "import { removeOrder } from './actions';\nexport default () => <form action={removeOrder} />;\n",
  });
  expect(findings.map(({ subject }) => subject)).toEqual(open);
  expect(unjudged.map(({ reason }) => reason)).toEqual(unknown);
});

it('keeps the hooks that a function adds to the application of Fastify that it makes', async () => {
  expect(await findings({
    'package.json': '{"name": "shop", "private": true, "dependencies": {"fastify": "5", "jsonwebtoken": "9"}}',
    'src/server.ts': "import Fastify from 'fastify';\nimport jwt from 'jsonwebtoken';\nexport async function build() {\n  const app = Fastify();\n  app.addHook('onRequest', async (request) => { request.user = jwt.verify(request.headers.authorization, KEY); });\n  return app;\n}\n",
    'src/main.ts': "import { build } from './server.js';\nconst app = await build();\napp.delete('/orders/:id', async (request) => remove(request.params.id));\nawait app.listen({ port: 3000 });\n",
  })).toEqual(['verified DELETE /orders/:id']);
});

it('follows a controller that is taken out of an index as it is required', async () => {
  const { findings } = await lintFor('unvalidated-input', {
    'architecture.yaml': ARCHITECTURE,
    'src/main.js': "const express = require('express');\nconst orders = require('./controllers').orders;\nconst unknown = require('./generated').unknown;\nconst app = express();\napp.post('/orders', orders.post);\napp.put('/unknown', unknown.put);\napp.listen(1);\n",
    'src/controllers/index.js': "const orders = require('./orders');\nmodule.exports = { orders };\n",
    'src/controllers/orders.js': 'module.exports = {\n  async post(req, res) { res.json(await save(req.body)); },\n};\n',
  });
  expect(findings.map(({ message }) => message)).toEqual(['POST /orders takes the body as it comes.']);
});

it('does not take a handler that could not be followed for one that reads nothing', async () => {
  const { verdict, unjudged } = await lintFor('unvalidated-input', { 'architecture.yaml': ARCHITECTURE, 'src/main.js': "const express = require('express');\nconst orders = require('./generated').orders;\nconst app = express();\napp.put('/orders', orders.put);\napp.listen(1);\n" });
  expect([verdict, unjudged.map(({ subject }) => subject)]).toEqual(['unknown', ['PUT /orders']]);
});
