import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const ARCHITECTURE = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n';
const lint = async (tree: Record<string, string>) => lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...tree });
const told = async (tree: Record<string, string>): Promise<string[]> => {
  const check = await lint(tree);
  return [...check.findings.map(({ standing, subject, at }) => `${standing} ${subject} at ${at.file}:${at.line}`), ...check.verified.map(({ subject }) => `verified ${subject}`), ...check.unjudged.map(({ subject }) => `unjudged ${subject}`)];
};
const GUARD = "export const authenticate = (req, res, next) => { if (!req.session.userId) return res.status(401).end(); next(); };\n";
const APP = (routes: string, before = ''): Record<string, string> => ({
  'src/guard.js': GUARD,
  'src/app.js': `import express from 'express';\nimport { authenticate } from './guard.js';\nconst router = express.Router();\n${before}\n${routes}\nconst app = express();\napp.use(express.json());\napp.use('/v1', router);\napp.listen(1);\n`,
});
const save = 'async (req) => db.orders.update({ data: req.body })';

describe('a function that puts routes on a router', () => {
  it('is followed from each of its calls, with what stands before the handler', async () => {
    const ways = "const POST = 'post';\nfunction route(method, path, middlewares, handler) {\n  router[method](path, ...middlewares, async (req, res, next) => { try { res.json(await handler(req)); } catch (error) { next(error); } });\n}\nfunction guarded(method, path, handler) { route(method, path, [authenticate], handler); }\n";
    expect(await told(APP(`guarded(POST, '/orders', ${save});\nroute('put', '/parts/:id', [], ${save});`, ways))).toEqual(['missing PUT /v1/parts/:id at src/app.js:11', 'verified POST /v1/orders']);
  });
  it('is followed where its method is written and its address is handed in', async () => {
    const ways = 'const post = (path, handler) => router.post(`/shop${path}`, authenticate, handler);\nconst put = (path, handler) => { router.put(path, handler); };\n';
    expect(await told(APP(`post('/orders', ${save});\nput('/parts/:id', ${save});`, ways))).toEqual(['missing PUT /v1/parts/:id at src/app.js:8', 'verified POST /v1/shop/orders']);
  });
  it('is followed where it takes the router as well, in a module of its own', async () => {
    const tree = {
      ...APP("require('./orders').register(router);\nparts.register(router);", "const parts = require('./parts');"),
      'src/routing.js': "const { authenticate } = require('./guard');\nexports.route = (router, method, path, handler) => { router[method](path, authenticate, (req, res, next) => run(req, res, handler, next)); };\nexports.open = (router, method, path, handler) => { router[method](path, (req, res, next) => run(req, res, handler, next)); };\n",
      'src/orders.js': `const to = require('./routing');\nmodule.exports = { register: (router) => { to.route(router, 'post', '/orders', ${save}); } };\n`,
      'src/parts.js': `const to = require('./routing');\nfunction register(router) { to.open(router, 'put', '/parts/:id', ${save}); }\nmodule.exports = { register };\n`,
    };
    expect(await told(tree)).toEqual(['missing PUT /v1/parts/:id at src/parts.js:2', 'verified POST /v1/orders']);
  });
  it('is followed where a route is told as one object', async () => {
    const ways = 'const wrap = (fn) => (req, res, next) => fn(req).then(next);\nfunction add(options) { router[options.method](options.path, ...options.middlewares, wrap(options.handler)); }\n';
    expect(await told(APP(`add({ method: 'post', path: '/orders', middlewares: [authenticate], handler: ${save} });\nadd({ method: 'put', path: '/parts/:id', middlewares: [], handler: ${save} });`, ways))).toEqual(['missing PUT /v1/parts/:id at src/app.js:8', 'verified POST /v1/orders']);
  });
  it('lets pass whom a call names: a right that everybody has is none', async () => {
    const ways = "const { NONE, EDIT } = require('./rights');\nfunction add(path, handler, right) { router.post(path, check(right), handler); }\nconst check = (right) => (req, res, next) => (right === NONE || req.user.rights.includes(right) ? next() : res.status(403).end());\n";
    expect(await told(APP(`add('/orders', ${save}, EDIT);\nadd('/parts', ${save}, NONE);`, ways))).toEqual(['missing POST /v1/parts at src/app.js:9', 'verified POST /v1/orders']);
  });
  it('hands on where a middleware stands', async () => {
    const ways = "function apply(app, config) { app.use(config.source, [authenticate, ...config.before]); }\n";
    const tree = APP('', '');
    tree['src/app.js'] = tree['src/app.js']!.replace("app.use('/v1', router);", `apply(app, { source: '/v1/orders', before: [] });\napp.post('/v1/orders', ${save});\napp.put('/v1/parts/:id', ${save});`) + ways;
    expect(await told(tree)).toEqual(['missing PUT /v1/parts/:id at src/app.js:10', 'verified POST /v1/orders']);
  });
});

describe('routes whose addresses are made at run time', () => {
  const table = "const routes = {\n  'post /orders': { handler: save, authenticated: true },\n  'put /parts/:id': { handler: save },\n};\nObject.keys(routes).forEach((key) => {\n  const [method, path] = key.split(' ');\n  router[method](path, routes[key].handler);\n});\n";
  it('leave the question open where hardly another is found', async () => {
    const { verdict } = await lint(APP(table));
    expect(verdict).toBe('unknown');
  });
  it('are no reason to doubt a method alone that is not known', async () => {
    expect(await told(APP(`for (const method of METHODS) router[method]('/orders', ${save});`))).toEqual(['missing ALL /v1/orders at src/app.js:5']);
  });
});

describe('what answers where a middleware would stand', () => {
  it('is an endpoint, where it hands nothing on', async () => {
    expect(await told(APP("router.use('/orders', async (req, res) => { await db.orders.deleteMany({ where: req.query }); res.json({}); });"))).toEqual(['missing ALL /v1/orders at src/app.js:5']);
  });
  it('is none where it goes on, or stands at the end of everything', async () => {
    for (const use of ["router.use('/orders', (req, res, next) => { log(req); next(); });", "router.use('/orders', (req, res, next) => { res.setHeader('x', '1'); load(req).then(() => { done().then(() => next()); }); });", 'router.use((req, res) => res.status(404).end());', "router.use('*', (req, res) => res.status(404).end());"]) expect((await lint(APP(use))).findings, use).toEqual([]);
  });
});

it('takes a route that only sends on for a signpost, however its response is called', async () => {
  expect(await told(APP("router.get('/user', (aReq, aRes) => { aRes.redirect(302, '/users'); });"))).toEqual(['verified GET /v1/user']);
});

describe('a handler of a class', () => {
  const controller = `import { wrap } from './wrap.js';\nexport interface Orders { save: RequestHandler }\nclass OrderController implements Orders {\n  save = wrap(async (req, res) => { if (!req.session.userId) return res.status(401).end(); await db.orders.update({ data: req.body }); res.json({}); });\n}\nexport default OrderController;\n`;
  const tree = (more = ''): Record<string, string> => ({
    'src/wrap.ts': 'export const wrap = (fn) => (req, res, next) => fn(req, res, next).catch(next);\n',
    'src/controller.ts': controller + more,
    'src/routes.ts': "import { Router } from 'express';\nimport { Orders } from './controller.js';\nexport const make = (orders: Orders) => { const router = Router(); router.post('/orders', orders.save); return router; };\n",
    'src/app.ts': "import express from 'express';\nimport OrderController from './controller.js';\nimport { make } from './routes.js';\nconst app = express();\napp.use(make(new OrderController()));\napp.listen(1);\n",
  });
  it('is followed by the interface that it alone keeps to', async () => {
    expect(await told(tree())).toEqual(['verified POST /orders']);
  });
  it('is not guessed where several keep to it', async () => {
    expect(await told(tree('export class Others implements Orders { save = 1; }\n'))).toEqual(['unjudged POST /orders']);
  });
});

describe('a handler that a function puts on its objects', () => {
  it('is followed to the function', async () => {
    const make = (check: string): Record<string, string> => ({
      'src/session.js': `function SessionHandler(db) {\n  'use strict';\n  this.check = (req, res, next) => { ${check} };\n  this.save = async (req, res) => { await db.orders.update({ data: req.body }); res.json({}); };\n}\nmodule.exports = SessionHandler;\n`,
      'src/app.js': "const express = require('express');\nconst SessionHandler = require('./session');\nconst routes = (app, db) => {\n  const session = new SessionHandler(db);\n  const first = session.check;\n  app.post('/orders', first, session.save);\n};\nconst app = express();\nroutes(app, db);\napp.listen(1);\n",
    });
    expect(await told(make('if (!req.session.userId) return res.redirect("/login"); next();'))).toEqual(['verified POST /orders']);
    expect(await told(make('log(req.url); next();'))).toEqual(['missing POST /orders at src/app.js:6']);
  });
});

describe('a handler that throws where it lacks who calls', () => {
  const route = (helper: string): Record<string, string> => ({
    'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
    'src/who.ts': `export async function profile() {\n${helper}\n}\n`,
    'src/app/api/orders/route.ts': "import { profile } from '../../../who';\nexport async function POST(request: Request) {\n  try {\n    const who = await profile();\n    return Response.json(await db.orders.create({ data: { ...(await request.json()), who } }));\n  } catch (error: any) {\n    return new Response(error.message, { status: error.status || 500 });\n  }\n}\n",
  });
  it('keeps strangers out, where it has asked who that is', async () => {
    expect(await told(route("const user = (await supabase.auth.getUser()).data.user;\nif (!user) throw new Error('User not found');\nreturn find(user.id);"))).toEqual(['verified POST /api/orders']);
  });
  it('keeps out nobody, where it looked a person up by what was asked for, or hands back nobody', async () => {
    expect(await told(route("const user = await find(1);\nif (!user) throw new Error('User not found');\nreturn user;"))).toEqual(['missing POST /api/orders at src/app/api/orders/route.ts:2']);
    expect(await told(route('const user = (await supabase.auth.getUser()).data.user;\nreturn find(user?.id);'))).toEqual(['unjudged POST /api/orders']);
  });
});

describe('a route of Elysia', () => {
  it('keeps its options behind its handler', async () => {
    const app = (options: string): Record<string, string> => ({ 'src/app.ts': `import { Elysia, t } from 'elysia';\nconst guard = ({ headers, error }) => { if (!headers.authorization) return error(401); };\nnew Elysia().post('/orders', ({ body }) => db.orders.create({ data: body })${options}).listen(1);\n` });
    expect(await told(app(', { body: t.Object({ id: t.String() }), beforeHandle: guard }'))).toEqual(['verified POST /orders']);
    expect(await told(app(', { body: t.Object({ id: t.String() }) }'))).toEqual(['missing POST /orders at src/app.ts:3']);
  });
  it('stands in a group, behind what guards that, wherever its routes are made', async () => {
    const app = (guard: string): Record<string, string> => ({
      'src/app.ts': `import { Elysia } from 'elysia';\nimport { container } from 'tsyringe';\nimport { Orders } from './orders.js';\nconst guard = ({ headers, error }) => { if (!headers.authorization) return error(401); };\nconst orders = container.resolve(Orders);\nnew Elysia().group('/v1', (app) => app${guard}.use(orders.route())).listen(1);\n`,
      'src/orders.ts': "import { Elysia } from 'elysia';\nexport class Orders { route() { return new Elysia().group('/orders', (app) => app.get('/:id', ({ params }) => db.orders.findOne(params.id))); } }\n",
    });
    expect(await told(app('.guard({ beforeHandle: guard })'))).toEqual(['verified GET /v1/orders/:id']);
    expect(await told(app(''))).toEqual(['missing GET /v1/orders/:id at src/orders.ts:2']);
  });
});

describe('a chain of many routes', () => {
  it('is one application, however long it is', async () => {
    const routes = Array.from({ length: 14 }, (_, index) => `.get('/parts/${index}', (c) => c.json(db.parts.findOne(${index})))`);
    const found = await told({ 'src/app.ts': `import { Hono } from 'hono';\nexport const app = new Hono()${routes.join('')};\n` });
    expect(found).toHaveLength(14);
  });
});

it('tells as a gap that a document makes routes at run time', async () => {
  const check = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, 'package.json': '{"name":"x","dependencies":{"express":"4","swagger-tools":"0.10"}}',
    'src/app.js': "const express = require('express');\nconst swaggerTools = require('swagger-tools');\nconst app = express();\nswaggerTools.initializeMiddleware(document, ({ swaggerRouter }) => app.use(swaggerRouter({ controllers: './controllers' })));\napp.get('/login', (req, res) => res.redirect('/'));\napp.listen(1);\n" });
  expect(check.coverage).toBeLessThan(1);
});

describe('a server of restify', () => {
  const tree = (use: string): Record<string, string> => ({
    'src/api.js': `const restify = require('restify');\nconst orders = require('./orders');\nconst server = restify.createServer();\n${use}\norders(db, server);\nserver.listen(1);\n`,
    'src/orders.js': "module.exports = (db, server) => {\n  server.get({ name: 'orders', path: '/orders' }, async (req, res) => res.json(await db.collection('orders').find(req.query)));\n};\n",
  });
  it('tells the path of a route beside its name', async () => expect(await told(tree(''))).toEqual(['missing GET /orders at src/orders.js:2']));
  it('is not known to be guarded by what lets some routes pass by their names', async () => {
    expect(await told(tree("server.use(async (req, res) => { if (['open'].includes(req.route.name)) return; if (sign(crypto.createHmac('sha256', KEY), req) !== req.headers['x-key']) throw new ForbiddenError('no'); });"))).toEqual(['unjudged GET /orders']);
  });
});

describe('an application of Express', () => {
  it('may come out of a function among other things', async () => {
    expect(await told({
      'src/main.ts': "import { webserver } from './web.js';\nexport const main = async (config) => { const { app, server } = webserver(config); app.get('/orders', (req, res) => res.json(db.orders.findMany())); server.listen(1); };\nmain({});\n",
      'src/web.ts': "import express from 'express';\nimport { createServer } from 'node:http';\nexport const webserver = (config) => { const app = express(); const server = createServer(app); return { app, server }; };\n",
    })).toEqual(['missing GET /orders at src/main.ts:2']);
  });
  it('asks on all addresses but those that express-unless leaves out, where they are written; it makes a guard of nothing that is none', async () => {
    const app = (use: string, path = "['/files']"): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { unless } from 'express-unless';\nconst guard = (req, res, next) => (req.headers.authorization === process.env.KEY ? next() : res.status(401).end());\nguard.unless = unless;\nconst trim = (req, res, next) => { req.body = shorten(req.body); next(); };\ntrim.unless = unless;\nconst app = express();\napp.use(${use}.unless({ path: ${path} }));\napp.post('/orders', (req, res) => res.json(db.orders.create(req.body)));\napp.listen(1);\n` });
    expect(await told(app('guard'))).toEqual(['verified POST /orders']);
    expect(await told(app('guard', "['/files', '/orders']"))).toEqual(['missing POST /orders at src/app.ts:9']);
    expect(await told(app('guard', 'OPEN'))).toEqual(['unjudged POST /orders']);
    expect(await told(app('trim'))).toEqual(['missing POST /orders at src/app.ts:9']);
  });
});

describe('an action of Next', () => {
  const tree = (middleware = ''): Record<string, string> => ({
    'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
    'src/lib/authenticated.ts': "import { redirect } from 'next/navigation';\nimport { auth } from './auth';\nexport const authenticated = (action) => async (...args) => { const session = await auth(); if (session === null) { const language = await languageOf(); redirect(`/${language}/auth/login`); } return action(session, ...args); };\n",
    'src/lib/auth.ts': "import NextAuth from 'next-auth';\nexport const { auth } = NextAuth({});\n",
    'src/app/orders/actions.ts': "'use server';\nimport { authenticated } from '../../lib/authenticated';\nexport const close = authenticated(async (session, id: string, notes: string[]) => { await db.orders.update({ where: { id }, data: { notes } }); });\n",
    'src/app/api/orders/route.ts': 'export async function DELETE(request: Request) { await db.orders.deleteMany({ where: await request.json() }); return Response.json({}); }\n',
    ...(middleware && { 'src/middleware.ts': middleware }),
  });
  it('is guarded by a wrapper that sends strangers to sign in, in any language', async () => {
    expect(await told(tree())).toEqual(['missing DELETE /api/orders at src/app/api/orders/route.ts:1', 'verified action close in src/app/orders/actions.ts']);
  });
  it('takes in what its wrapper hands on from the caller, and no session', async () => {
    const { findings } = await lintFor('unvalidated-input', { 'architecture.yaml': ARCHITECTURE, ...tree() });
    expect(findings.map(({ subject }) => subject)).toEqual(['DELETE /api/orders', 'action close in src/app/orders/actions.ts']);
  });
  it('stands beside routes that a list of Clerk guards or leaves open', async () => {
    const clerk = (name: string, list: string): string => `import { clerkMiddleware, createRouteMatcher } from '@clerk/nextjs/server';\nconst ${name} = createRouteMatcher(${list});\nexport default clerkMiddleware((auth, req) => { if (${name.startsWith('isPublic') ? '!' : ''}${name}(req)) auth().protect(); });\n`;
    const route = async (middleware: string): Promise<string | undefined> => (await told(tree(middleware))).find((one) => one.includes('DELETE'));
    for (const guarded of [clerk('isProtectedRoute', "['/api/orders(.*)', '/account']"), clerk('isPublicRoute', "['/', '/api/health']")]) expect(await route(guarded), guarded).toBe('verified DELETE /api/orders');
    for (const open of [clerk('isProtectedRoute', "['/dashboard(.*)']"), clerk('isPublicRoute', "['/api(.*)']")]) expect(await route(open), open).toBe('missing DELETE /api/orders at src/app/api/orders/route.ts:1');
    expect(await route(clerk('isRoute', "['/dashboard(.*)']"))).toBe('unjudged DELETE /api/orders');
  });
});

it('takes auth() of a library for a question, and for no answer of the library', async () => {
  const tree = (look: string): Record<string, string> => ({
    'package.json': '{"name":"x","dependencies":{"next":"15.0.0"}}',
    'src/auth.ts': "import NextAuth from 'next-auth';\nexport const { handlers, auth } = NextAuth({});\n",
    'src/app/api/orders/route.ts': `import { auth } from '../../../auth';\nexport async function DELETE(request: Request) {\n  const session = await auth();\n  ${look}\n  await db.orders.deleteMany({ where: await request.json() });\n  return Response.json({});\n}\n`,
  });
  expect(await told(tree('if (!session?.user) return new Response(null, { status: 401 });'))).toEqual(['verified DELETE /api/orders']);
  expect(await told(tree('console.log(session);'))).toEqual(['unjudged DELETE /api/orders']);
});

describe('a folder of plugins of Fastify', () => {
  const folder = (options: string): Record<string, string> => ({
    'package.json': '{"name": "shop", "dependencies": {"fastify": "5.0.0", "@fastify/autoload": "6.0.0"}}',
    'src/app.js': `import { join } from 'node:path';\nimport fastify from 'fastify';\nimport autoload from '@fastify/autoload';\nconst app = fastify();\napp.register(autoload, { dir: join(import.meta.dirname, 'routes')${options} });\napp.listen({ port: 1 });\n`,
    'src/routes/orders/index.js': "export default async (app) => { app.post('/all', async (request) => db.orders.create({ data: request.body })); };\n",
  });
  it('has its own folders in front of its addresses', async () => expect(await told(folder(''))).toEqual(['missing POST /orders/all at src/routes/orders/index.js:1']));
  it('has none where that is switched off', async () => expect(await told(folder(', dirNameRoutePrefix: false'))).toEqual(['missing POST /all at src/routes/orders/index.js:1']));
});

describe('a table of routes', () => {
  const table = `export const routes = [\n  { verb: 'post', path: '/orders', guards: [authenticate], handler: save },\n  { verb: 'put', path: '/parts/:id', handler: save },\n];\n`;
  const tree = (loop: string): Record<string, string> => ({
    ...APP(loop, "import { routes } from './routes.js';"),
    'src/routes.js': `import { authenticate } from './guard.js';\nconst save = ${save};\n${table}`,
  });
  it.each([
    ['routes.forEach((route) => router[route.verb](route.path, ...(route.guards ?? []), route.handler));', '/v1'],
    ['for (const { verb, path, guards = [], handler } of routes) router[verb](path, guards, handler);', '/v1'],
    ['for (const { verb, path, guards, handler } of routes) router[verb](`/shop${path}`, guards, handler);', '/v1/shop'],
    ['routes.map((route) => router[route.verb].apply(router, [route.path, route.guards, route.handler]));', '/v1'],
    ['routes.map((route) => router[route.verb].apply(router, [route.path].concat([route.guards, route.handler])));', '/v1'],
  ])('is read entry by entry, and each route is found where the table says it: %s', async (loop, prefix) =>
    expect(await told(tree(loop))).toEqual([`missing PUT ${prefix}/parts/:id at src/routes.js:5`, `verified POST ${prefix}/orders`]));
});
