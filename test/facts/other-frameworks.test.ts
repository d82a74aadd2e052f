import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const outcome = async (tree: Record<string, string>, dependencies: Record<string, string>): Promise<string[]> => {
  const check = await lintFor('unprotected-endpoints', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', 'package.json': JSON.stringify({ name: 'x', dependencies }), ...tree });
  return [...check.findings.map(({ subject }) => `missing ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`)].sort();
};
const DROP = 'db.orders.deleteMany()';

describe('endpoints of h3', () => {
  it('lie below the router that they are mounted on, and pass what is used before', async () => {
    const before = (guard: string): string => `import { createApp, createError, createRouter, eventHandler, getHeader, toNodeListener, useBase } from 'h3';\nimport { createServer } from 'node:http';\nconst app = createApp();\n${guard}const router = createRouter();\nconst orders = createRouter();\norders.delete('/orders', eventHandler(() => ${DROP}));\nrouter.use('/v1/**', useBase('/v1', orders.handler));\napp.use(router);\ncreateServer(toNodeListener(app)).listen(3000);\n`;
    expect(await outcome({ 'src/app.ts': before('') }, { h3: '1' })).toEqual(['missing DELETE /v1/orders']);
    expect(await outcome({ 'src/app.ts': before("app.use(eventHandler((event) => { if (getHeader(event, 'authorization') !== process.env.KEY) throw createError({ statusCode: 401 }); }));\n") }, { h3: '1' })).toEqual(['verified DELETE /v1/orders']);
  });
});

describe('endpoints of itty-router', () => {
  it('pass what a router asks before them all, and what stands before a part of them', async () => {
    const guard = "const guard = (request, env) => { if (request.headers.get('authorization') !== env.TOKEN) return error(401); };\n";
    expect(await outcome({ 'src/index.ts': `import { AutoRouter, error } from 'itty-router';\n${guard}const router = AutoRouter({ base: '/api', before: [guard] });\nrouter.delete('/orders', () => ${DROP});\nexport default router;\n` }, { 'itty-router': '5' })).toEqual(['verified DELETE /api/orders']);
    expect(await outcome({ 'src/index.ts': `import { Router, error } from 'itty-router';\n${guard}const router = Router();\nrouter.delete('/open', () => ${DROP}).all('/admin/*', guard).delete('/admin/orders', () => ${DROP});\nexport default { ...router };\n` }, { 'itty-router': '5' })).toEqual(['missing DELETE /open', 'verified DELETE /admin/orders']);
  });
});

describe('functions of Firebase', () => {
  it('ask who calls by themselves or by their options', async () => {
    const write = "await db.collection('orders').add({})";
    expect(await outcome({ 'src/index.ts': `import { onCall, onRequest, HttpsError } from 'firebase-functions/v2/https';\nexport const save = onCall(async (request) => {\n  if (!request.auth) throw new HttpsError('unauthenticated', 'no');\n  ${write};\n});\nexport const open = onCall(async () => {\n  ${write};\n});\nexport const inner = onRequest({ invoker: 'private' }, async (req, res) => {\n  ${write};\n});\n` }, { 'firebase-functions': '5' }))
      .toEqual(['missing callable open', 'verified ALL /inner', 'verified callable save']);
  });
});

describe('controllers of LoopBack', () => {
  it('ask by their decorators, and leave out what a method says', async () => {
    expect(await outcome({ 'src/orders.ts': "import { del, get } from '@loopback/rest';\nimport { authenticate } from '@loopback/authentication';\n@authenticate('jwt')\nexport class Orders {\n  @del('/orders/{id}')\n  async drop(id: string) { await db.orders.delete(id); }\n  @authenticate.skip()\n  @get('/orders')\n  async all() { return db.orders.findMany(); }\n}\n" }, { '@loopback/rest': '14' }))
      .toEqual(['verified DELETE /orders/:id', 'verified GET /orders']);
  });
});
