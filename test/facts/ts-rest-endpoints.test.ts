import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

type Tree = Record<string, string>;
const outcome = async (id: string, tree: Tree): Promise<string[]> => {
  const check = await lintFor(id, { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', ...tree });
  return [...check.findings.map(({ subject }) => `missing ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`)].sort();
};
const guarded = (tree: Tree): Promise<string[]> => outcome('unprotected-endpoints', tree);

const contract = (metadata: string): string => `import { initContract } from '@ts-rest/core';\nimport { z } from 'zod';\nconst c = initContract();\nconst orders = c.router({\n  all: { method: 'GET', path: '', query: z.object({ page: z.string() }), ${metadata} },\n  add: { method: 'POST', path: '', body: z.object({ name: z.string() }) },\n  drop: { method: 'DELETE', path: '/:id', body: c.type<{ why: string }>() },\n}, { pathPrefix: '/orders' });\nexport const contract = c.router({ orders });\n`;
const ROUTER = "import { initServer } from '@ts-rest/express';\nimport { contract } from './contract.js';\nconst s = initServer();\nconst orders = s.router(contract.orders, {\n  all: { handler: async ({ query }) => ({ status: 200, body: await db.orders.findMany(query) }) },\n  add: async ({ body }) => ({ status: 200, body: await db.orders.create(body) }),\n  drop: async ({ body }) => ({ status: 200, body: await db.orders.delete(body) }),\n});\nexport const router = s.router(contract, { orders });\n";
const app = (before: string, options: string): string => `import express from 'express';\nimport { createExpressEndpoints } from '@ts-rest/express';\nimport { contract } from './contract.js';\nimport { router } from './router.js';\nimport { ask } from './ask.js';\nconst app = express();\n${before}createExpressEndpoints(contract, router, app${options});\napp.listen(3000);\n`;
const ASK = 'export const ask = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); next(); };\n';
const tree = (metadata: string, before: string, options: string): Tree => ({ 'src/contract.ts': contract(metadata), 'src/router.ts': ROUTER, 'src/app.ts': app(before, options), 'src/ask.ts': ASK });

describe('endpoints of ts-rest', () => {
  it('have the paths of their contract, and are guarded by what stands before them all', async () => {
    const names = (standing: string): string[] => ['DELETE /orders/:id', 'GET /orders', 'POST /orders'].map((one) => `${standing} ${one}`);
    expect(await guarded(tree('', '', ', { globalMiddleware: [ask] }'))).toEqual(names('verified'));
    expect(await guarded(tree('', 'app.use(ask);\n', ''))).toEqual(names('verified'));
    expect(await guarded(tree('', '', ''))).toEqual(names('missing'));
    // Put on an application that somebody else made: what stands there before is not to be told.
    expect(await guarded({ ...tree('', '', ''), 'src/app.ts': "import { createExpressEndpoints } from '@ts-rest/express';\nimport { contract } from './contract.js';\nimport { router } from './router.js';\nexport function routes(app) { createExpressEndpoints(contract, router, app); }\n" })).toEqual([]);
  });
  it('are open where the contract says so, and unknown where it asks for some alone', async () => {
    const options = ', { globalMiddleware: [ask] }';
    expect(await guarded(tree('metadata: { auth: { isPublic: true } }', '', options))).toEqual(['verified DELETE /orders/:id', 'verified GET /orders', 'verified POST /orders']);
    expect(await guarded(tree('metadata: { requiresAuth: true }', '', options))).toEqual(['verified GET /orders']);
    expect(await guarded(tree('metadata: settings', '', options))).toEqual(['verified DELETE /orders/:id', 'verified POST /orders']);
  });
  it('are validated by the schemas of the contract, and not by types', async () => {
    expect(await outcome('unvalidated-input', tree('', '', ''))).toEqual(['missing DELETE /orders/:id', 'verified GET /orders', 'verified POST /orders']);
  });
  it('have guards of their own', async () => {
    expect(await guarded({
      'src/contract.ts': contract(''), 'src/ask.ts': "export const asked = (handler) => async (args, context) => {\n  const user = await load(args.headers.authorization);\n  if (!user) throw new UnauthorizedError();\n  return handler(args, user);\n};\n" + ASK,
      'src/router.ts': "import { fetchRequestHandler, tsr } from '@ts-rest/serverless/fetch';\nimport { contract } from './contract.js';\nimport { ask, asked } from './ask.js';\nconst router = tsr.router(contract, { orders: {\n  all: asked(async () => ({ status: 200, body: await db.orders.findMany() })),\n  add: { middleware: [ask], handler: async ({ body }) => ({ status: 200, body: await db.orders.create(body) }) },\n  drop: async ({ body }) => ({ status: 200, body: await db.orders.delete(body) }),\n} });\nexport const handle = async (request) => {\n  return fetchRequestHandler({ request, contract, router, options: {} });\n};\n",
    })).toEqual(['missing DELETE /orders/:id', 'verified GET /orders', 'verified POST /orders']);
  });
});
