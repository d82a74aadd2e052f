import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const outcome = async (id: string, tree: Record<string, string>): Promise<string[]> => {
  const check = await lintFor(id, { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', ...tree });
  return [...check.findings.map(({ subject }) => `missing ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`)];
};
const guarded = (tree: Record<string, string>): Promise<string[]> => outcome('unprotected-endpoints', tree);

describe('endpoints by decorators', () => {
  it('of tsoa have the security and the types of their own', async () => {
    const tree = { 'src/orders.ts': "import { Body, Controller, Delete, Get, NoSecurity, Post, Route, Security } from 'tsoa';\nimport type { Order } from './order.js';\n@Route('orders')\n@Security('jwt')\nexport class Orders extends Controller {\n  @Get('{id}') one(id: string) { return id; }\n  @NoSecurity() @Delete('{id}') remove(id: string) { return id; }\n  @Post() place(@Body() body: Order) { return body; }\n}\n@Route('notes')\nexport class Notes extends Controller {\n  @Post() add(@Body() body: Order) { return body; }\n}\n", 'src/order.ts': 'export interface Order { name: string }\n' };
    expect(await guarded(tree)).toEqual(['missing DELETE /orders/:id', 'missing POST /notes', 'verified GET /orders/:id', 'verified POST /orders']);
    expect(await outcome('unvalidated-input', tree)).toEqual(['verified POST /orders', 'verified POST /notes']);
  });
  it('of routing-controllers are held against classes with decorators', async () => {
    const tree = { 'src/users.ts': "import { Authorized, Body, JsonController, Post, Put, UseBefore } from 'routing-controllers';\nimport { IsString } from 'class-validator';\nimport { ask } from './ask.js';\nclass User { @IsString() name: string; }\ninterface Loose { name: string }\n@JsonController('/users')\nexport class Users {\n  @Authorized() @Post('/') add(@Body() body: User) { return body; }\n  @UseBefore(ask) @Put('/:id') set(@Body() body: Loose) { return db.save(body); }\n  @Post('/open') open() { return db.save(1); }\n}\n", 'src/ask.ts': 'export const ask = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };\n' };
    expect(await guarded(tree)).toEqual(['missing POST /users/open', 'verified POST /users', 'verified PUT /users/:id']);
    expect(await outcome('unvalidated-input', tree)).toEqual(['missing PUT /users/:id', 'verified POST /users']);
  });
  it('of TypeGraphQL, Overnight and Inversify are read as well', async () => {
    expect(await guarded({ 'src/a.ts': "import { Arg, Authorized, Mutation, Resolver } from 'type-graphql';\n@Resolver()\nexport class Apps {\n  @Mutation(() => String) clear() { return rows.clear(); }\n  @Authorized() @Mutation(() => String) install(@Arg('id') id: string) { return id; }\n}\n" })).toEqual(['missing mutation clear', 'verified mutation install']);
    expect(await guarded({ 'src/a.ts': "import { Controller, Delete, Middleware, Post } from '@overnightjs/core';\nimport { ask } from './ask.js';\n@Controller('users')\nexport class Users {\n  @Delete('') all(req, res) { res.json(rows.clear()); }\n  @Post('') @Middleware([ask]) add(req, res) { res.json({}); }\n}\n", 'src/ask.ts': 'export const ask = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };\n' })).toEqual(['missing DELETE /users', 'verified POST /users']);
    expect(await guarded({ 'src/a.ts': "import { controller, httpDelete, httpPost } from 'inversify-express-utils';\nimport { ask } from './ask.js';\n@controller('/users')\nexport class Users {\n  @httpDelete('/') all(req, res) { res.json(rows.clear()); }\n  @httpPost('/', ask) add(req, res) { res.json({}); }\n}\n", 'src/ask.ts': 'export const ask = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };\n' })).toEqual(['missing DELETE /users', 'verified POST /users']);
  });
  it('of Inversify are guarded by what a container binds to a name', async () => {
    const tree = (own: string): Record<string, string> => ({
      'src/types.ts': "export const TYPES = { Guard: Symbol.for('Guard') };\n",
      'src/base.ts': "import { BaseMiddleware } from 'inversify-express-utils';\nimport { verify } from 'jsonwebtoken';\nexport abstract class AskMiddleware extends BaseMiddleware {\n  async handler(request, response, next) { if (!this.asked(request, response, next)) return; response.locals.user = verify(request.headers.authorization, KEY); next(); }\n}\n",
      'src/guard.ts': `import { AskMiddleware } from './base.js';\nexport class Checked extends AskMiddleware { asked(request, response, next) { if (!request.headers.authorization) { ${own} return false; } return true; } }\n`,
      'src/container.ts': "import { Checked } from './guard.js';\nimport { TYPES } from './types.js';\nexport function load(container) { container.bind<Checked>(TYPES.Guard).to(Checked); }\n",
      'src/users.ts': "import { controller, httpPost } from 'inversify-express-utils';\nimport { TYPES } from './types.js';\n@controller('/users')\nexport class Users {\n  @httpPost('/', TYPES.Guard) add(req, res) { return repo.save(); }\n}\n",
    });
    expect(await guarded(tree('response.status(401).send();'))).toEqual(['verified POST /users']);
    expect(await guarded({ ...tree('response.status(401).send();'), 'src/container.ts': "import { Checked } from './guard.js';\nimport { TYPES } from './types.js';\nexport const load = (container) => { container.bind(TYPES.Guard).toDynamicValue((context) => { return new Checked(context); }); };\n" })).toEqual(['verified POST /users']);
    // One that goes on where nobody says who calls: unknown.
    expect(await guarded(tree('next();'))).toEqual([]);
  });
});

describe('endpoints of platforms and of some environments', () => {
  it('of Azure Functions ask for a key unless they are anonymous', async () => {
    expect(await guarded({ 'src/index.ts': "import { app } from '@azure/functions';\nimport { add, all } from './orders.js';\napp.get('list', { route: 'orders', authLevel: 'anonymous', handler: all });\napp.http('add', { methods: ['POST'], authLevel: 'function', handler: add });\n", 'src/orders.ts': 'export const all = async () => ({ jsonBody: rows.all() });\nexport const add = async (request) => ({ jsonBody: await request.json() });\n' })).toEqual(['missing GET /api/orders', 'verified POST /api/add']);
  });
  it('are left out where they are there for development alone', async () => {
    const app = (test: string): string => `import express from 'express';\nconst app = express();\nif (${test}) {\n  app.get('/debug/orders', (req, res) => res.json(rows.all()));\n}\napp.get('/orders', (req, res) => res.json(rows.all()));\napp.listen(3000);\n`;
    expect(await guarded({ 'src/app.ts': app("process.env.NODE_ENV !== 'production'") })).toEqual(['missing GET /orders']);
    expect(await guarded({ 'src/app.ts': app("process.env.NODE_ENV !== 'production' || process.env.DEBUG") })).toEqual(['missing GET /debug/orders', 'missing GET /orders']);
  });
  it('are not told to be none where plugins put them on an application out of sight', async () => {
    const { verdict } = await lintFor('unprotected-endpoints', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'src/hooks.ts': "exports.expressCreateServer = async (name, { app }) => {\n  app.get('/stats', (req, res) => { res.json(read()); });\n};\n" });
    expect(verdict).toBe('unknown');
  });
  it('hold nothing back that say the same to everybody, or send on', async () => {
    expect(await guarded({
      'package.json': '{"name": "x", "dependencies": {"@remix-run/node": "2"}}',
      'app/routes/gone.ts': 'export function action() {\n  return new Response(null, { status: 204 });\n}\nexport function loader() {\n  return json({ error: "POST only" }, { status: 405 });\n}\n',
      'app/routes/old.$id.ts': "import { redirect } from '@remix-run/node';\nexport const loader = async ({ params }) => redirect(ordersPath(params.id));\n",
      'app/routes/orders.ts': "import { load } from '../load';\nexport const loader = async () => Response.json(await load());\n",
      'app/load.ts': 'export const load = async () => rows.all();\n',
    })).toEqual(['missing GET /orders', 'verified POST /gone', 'verified GET /gone', 'verified GET /old/:id']);
  });
  it('are kept by what Shopify makes of an application', async () => {
    expect(await guarded({
      'package.json': '{"name": "x", "dependencies": {"@remix-run/node": "2", "@shopify/shopify-app-remix": "3"}}',
      'app/shopify.server.ts': "import { shopifyApp } from '@shopify/shopify-app-remix/server';\nconst shopify = shopifyApp({ appUrl: process.env.URL });\nexport const authenticate = shopify.authenticate;\nexport const unauthenticated = shopify.unauthenticated;\n",
      'app/routes/app.orders.ts': "import { authenticate } from '../shopify.server';\nexport const action = async ({ request }) => { const { admin } = await authenticate.admin(request); await admin.graphql('mutation { save }'); return null; };\n",
      'app/routes/webhooks.app.gone.ts': "import { authenticate } from '../shopify.server';\nimport { drop } from '../load';\nexport const action = async ({ request }) => { const { shop } = await authenticate.webhook(request); await drop(shop); return new Response(); };\n",
      'app/routes/stock.ts': "import { unauthenticated } from '../shopify.server';\nimport { drop } from '../load';\nexport const action = async ({ request }) => { await unauthenticated.admin(new URL(request.url).searchParams.get('shop')); await drop('stock'); return null; };\n",
      'app/load.ts': 'export const drop = async (shop) => rows.delete(shop);\n',
    })).toEqual(['missing POST /stock', 'verified POST /app/orders', 'verified POST /webhooks/app/gone']);
  });
  it('have an address with a dot that parts nothing, and are no files of one side alone', async () => {
    expect(await guarded({
      'package.json': '{"name": "x", "dependencies": {"@react-router/node": "7"}}',
      'app/routes/_seo/stock[.]csv.ts': "import { load } from '../../load';\nexport const loader = async () => new Response(await load());\n",
      'app/routes/orders.server.ts': "import { load } from '../load';\nexport const loader = async () => Response.json(await load());\n",
      'app/load.ts': 'export const load = async () => rows.all();\n',
    })).toEqual(['missing GET /stock.csv']);
  });
});
