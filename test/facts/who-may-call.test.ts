import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const ARCHITECTURE = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n';
const told = async (tree: Record<string, string>): Promise<string[]> => {
  const check = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...tree });
  return [...check.findings.map(({ standing, subject }) => `${standing} ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`), ...check.unjudged.map(({ subject }) => `unjudged ${subject}`)];
};
/** A route behind a middleware, as Express knows it. */
const behind = (middleware: string, before = ''): Record<string, string> => ({
  'src/app.ts': `import express from 'express';\nimport { find } from './find.js';\n${before}\nconst app = express();\napp.use(${middleware});\napp.delete('/orders/:id', async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); });\napp.listen(1);\n`,
  'src/find.ts': 'export const find = (key: string) => ({ key });\n',
});

describe('a middleware', () => {
  it('keeps strangers out where it answers who is nobody in words of its own, and hands nothing on', async () => {
    for (const says of ["res.send(new Answer(Codes.WRONG, 'Come back later.')); return;", "return res.json({ status: 'no' });", "return res.status(500).end();", "return res.redirect('/');"]) {
      expect(await told(behind(`(req, res, next) => { const user = find(req.headers['x-name']); if (!user) { ${says} } next(); }`)), says).toEqual(['verified DELETE /orders/:id']);
    }
    expect(await told(behind('(req, res, next) => { const user = find(req.ip); if (!user) { res.sendStatus(500); } else { next(); } }'))).toEqual(['verified DELETE /orders/:id']);
  });
  it('keeps nobody out where it hands on who is nobody, or what it misses is no caller', async () => {
    for (const branch of ['if (!user) { console.log(1); next(); return; }', 'if (!plan) { return res.json({}); }', 'if (!user) { return res.status(404).json({}); }', 'if (user) { return res.json({}); }']) {
      expect(await told(behind(`(req, res, next) => { const user = find(req.ip); const plan = find(req.path); ${branch} next(); }`)), branch).toEqual(['missing DELETE /orders/:id']);
    }
  });
  it('keeps strangers out by a constant that says so', async () => {
    for (const name of ['Codes.STATUS_ERROR_NOT_AUTHORIZED', 'ErrorCode.NOT_AUTHENTICATED', 'Errors.LOGIN_REQUIRED']) {
      expect(await told(behind(`(req, res, next) => { const found = find(req.headers.authorization); if (!found.ok) { throw new Failure(${name}); } next(); }`)), name).toEqual(['verified DELETE /orders/:id']);
    }
  });
});

describe('a secret of our own', () => {
  const route = (test: string): Record<string, string> => ({
    'package.json': '{"name": "x", "private": true, "dependencies": {"next": "15"}}',
    'app/api/import/route.ts': `import { env } from '../../../env';\nimport { recorded } from '../../../recorded';\nexport const POST = recorded({ act: 'import' }, take);\nasync function take(request: Request) {\n  ${test}\n  await db.rows.create({ data: 1 });\n  return Response.json({});\n}\n`,
    'env.ts': 'export const env = process.env;\n',
    'recorded.ts': 'export const recorded = (_: unknown, handler: any) => async (request: Request) => handler(request);\n',
  });
  it('is no choice of who calls: where it is set, everybody is asked for it', async () => {
    expect(await told(route("const token = env.IMPORT_TOKEN;\n  if (token) { const given = request.headers.get('authorization'); if (given !== `Bearer ${token}`) return Response.json({}, { status: 401 }); }"))).toEqual(['verified POST /api/import']);
  });
  it('is not what the caller sends: who sends nothing passes', async () => {
    expect(await told(route("const token = request.headers.get('authorization');\n  if (token) { if (!check(token)) return Response.json({}, { status: 401 }); }"))).not.toContain('verified POST /api/import');
  });
});

describe('a guard of Nest', () => {
  const guarded = (body: string): Record<string, string> => ({
    'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\nimport { Orders } from './orders.js';\n@Module({ controllers: [Orders] })\nclass App {}\nconst app = await NestFactory.create(App);\nawait app.listen(1);\n",
    'src/orders.ts': "import { Controller, Post, UseGuards } from '@nestjs/common';\nimport { OrderTokenGuard } from './guard.js';\n@Controller('orders')\nexport class Orders {\n  @Post() @UseGuards(OrderTokenGuard)\n  add() { return repository.save(1); }\n}\n",
    'src/guard.ts': `export class OrderTokenGuard {\n  constructor(private readonly config: any) {}\n  canActivate(host: any) {\n    const request = host.switchToHttp().getRequest();\n    ${body}\n  }\n}\n`,
  });
  it('asks by a header of a name of its own', async () => {
    expect(await told(guarded("const ours = this.config.get('orderToken');\n    if (request.headers['x-orders-token'] !== ours) { return false; }\n    return true;"))).toEqual(['verified POST /orders']);
  });
});
