import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const verdict = async (tree: Record<string, string>): Promise<string> =>
  (await lintFor('unprotected-endpoints', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', ...tree })).verdict;

describe('a framework of servers whose routes are not read', () => {
  it('leaves the question open', async () => {
    expect(await verdict({
      'package.json': '{"name": "shop", "dependencies": {"egg": "4.0.0"}}',
      'app/controller/orders.ts': "import { Controller } from 'egg';\nexport default class Orders extends Controller { async list() { this.ctx.body = []; } }\n",
    })).toBe('unknown');
    expect(await verdict({ 'package.json': '{"name": "shop", "dependencies": {"firebase-functions": "6.0.0"}}', 'index.js': "const { callables } = require('./callables');\nObject.assign(exports, callables(['charge']));\n" })).toBe('unknown');
    expect(await verdict({ 'package.json': '{"name": "shop", "dependencies": {"@adonisjs/core": "6.0.0"}}', 'start/routes.ts': "import router from '@adonisjs/core/services/router';\nrouter.post('/orders', [OrdersController, 'store']);\n" })).toBe('unknown');
  });
  it('leaves the question open for endpoints among the pages of Astro, and none for the feed of a site', async () => {
    const site = (path: string) => verdict({ 'package.json': '{"name": "shop", "dependencies": {"astro": "5.0.0"}}', [path]: 'export const GET = async () => new Response();\n' });
    expect(await site('src/pages/admin/orders.ts')).toBe('unknown');
    expect(await site('src/pages/rss.xml.ts')).toBe('not-applicable');
  });
  it('is none where its routes were read', async () => {
    expect(await verdict({ 'package.json': '{"name": "shop", "dependencies": {"firebase-functions": "6.0.0"}}', 'index.js': "const { onCall } = require('firebase-functions/v2/https');\nexports.charge = onCall(async ({ data }) => {\n  await db.charges.create({ data });\n});\n" })).toBe('failed');
    expect(await verdict({ 'package.json': '{"name": "shop", "devDependencies": {"nuxt": "4.0.0"}}', 'server/api/orders.delete.ts': 'export default defineEventHandler(() => db.orders.deleteMany());\n' })).toBe('failed');
  });
  it('says nothing where the package has pages alone, or its routes were read', async () => {
    expect(await verdict({ 'package.json': '{"name": "shop", "devDependencies": {"nuxt": "4.0.0"}}', 'pages/index.ts': 'export default {};\n' })).toBe('not-applicable');
    expect(await verdict({ 'package.json': '{"name": "shop", "dependencies": {"egg": "4.0.0", "express": "5.0.0"}}', 'src/app.ts': "import express from 'express';\nconst app = express();\napp.get('/orders', async (req, res) => res.json(await db.order.findMany()));\napp.listen(1);\n" })).toBe('failed');
  });
});

describe('a table of routes that no server was seen to take', () => {
  const tree = (more: string): Record<string, string> => ({
    'package.json': '{"name": "shop", "dependencies": {"shop-engine": "1.0.0"}}',
    'src/server.ts': `import engine from 'shop-engine';\nimport orders from './routes/orders.js';\nexport const start = async () => { const server = await engine(orders); ${more} await server.start(); };\n`,
    'src/routes/orders.ts': "import { list } from '../controllers.js';\nexport default [\n  { method: 'GET', path: '/orders', options: { handler: list } },\n];\n",
  });
  it('leaves the question open', async () => expect(await verdict(tree(''))).toBe('unknown'));
  it('is none where a page goes by it', async () => {
    expect(await verdict({ 'package.json': '{"name": "shop"}', 'src/pages.ts': "import { Orders } from './orders.js';\nexport default [{ path: '/orders', component: Orders }];\n" })).toBe('not-applicable');
  });
});

describe('tRPC', () => {
  const tree = (router: string): Record<string, string> => ({
    'package.json': '{"name": "shop", "dependencies": {"next": "15.0.0", "@trpc/server": "9.27.0"}}',
    'pages/api/trpc/[trpc].ts': "import { createNextApiHandler } from '@trpc/server/adapters/next';\nimport { router } from '../../../server/router';\nexport default createNextApiHandler({ router });\n",
    'server/router.ts': router,
  });
  it('leaves the question open where none of its procedures was found: those of version 9 are not read', async () => {
    expect(await verdict(tree("import * as trpc from '@trpc/server';\nexport const router = trpc.router().mutation('add', { async resolve({ ctx }) { await ctx.db.order.create({}); } });\n"))).toBe('unknown');
  });
  it('is judged by its procedures', async () => {
    expect(await verdict(tree("import { initTRPC } from '@trpc/server';\nconst t = initTRPC.create();\nexport const router = t.router({ add: t.procedure.mutation(async ({ ctx }) => ctx.db.order.create({})) });\n"))).toBe('failed');
  });
});
