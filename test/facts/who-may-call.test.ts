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

describe('a helper that answers what failed', () => {
  it('refuses nobody by the one word that it says to all', async () => {
    expect(await told({
      'src/app.ts': "import express from 'express';\nimport { sendError } from './errors.js';\nconst app = express();\napp.delete('/orders/:id', async (req, res) => { try { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); } catch { sendError(res, 'server_error', 500); } });\napp.listen(1);\n",
      'src/errors.ts': "export const sendError = (res, description, status = 500) => res.status(status).json({ error: 'unauthorized', description });\n",
    })).toEqual(['missing DELETE /orders/:id']);
  });
});

describe('a middleware', () => {
  it('keeps strangers out where it answers who is nobody in words of its own, and hands nothing on', async () => {
    for (const says of ["res.send(new Answer(Codes.WRONG, 'Come back later.')); return;", "return res.json({ status: 'no' });", "return res.status(500).end();", "return res.redirect('/');", 'return res.redirect(`/login?next=${req.path}`);']) {
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

describe('a function that hands back that its key is another', () => {
  const app = (handler: string): Record<string, string> => ({
    'src/message.ts': 'export const read = (req) => {\n  if (req.query.token !== process.env.VERIFICATION_TOKEN) return { message: undefined, expired: false };\n  return { message: req.body.message, expired: isOld(req.body) };\n};\n',
    'src/app.ts': `import express from 'express';\nimport { read } from './message.js';\nconst app = express();\napp.post('/push', async (req, res) => {\n  const { message, expired } = read(req);\n  ${handler}\n  await db.jobs.create({ data: req.body });\n  res.json({});\n});\napp.listen(1);\n`,
  });
  it('keeps nobody out by itself', async () => {
    expect(await told(app("if (expired) return res.status(200).send('Expired');"))).toEqual(['unjudged POST /push']);
  });
  it('keeps strangers out where its caller refuses them', async () => {
    expect(await told(app('if (!message) return res.status(401).end();'))).toEqual(['verified POST /push']);
  });
});

describe('a middleware of a library', () => {
  it('keeps nobody out by the options that it is handed, wherever those stand', async () => {
    const tree = { 'src/options.ts': "export default { origin: [process.env.WEB_URL], credentials: true };\nexport const listed = ['https://shop.example'];\n" };
    for (const options of ['options', 'listed']) expect(await told({ ...behind(`cors(${options})`, "import cors from 'cors';\nimport options, { listed } from './options.js';"), ...tree }), options).toEqual(['missing DELETE /orders/:id']);
  });
});

describe('a middleware that looks at what callers prove themselves with', () => {
  it('keeps strangers out whatever number it answers with, and whatever it is that it reads', async () => {
    expect(await told(behind("async (req, res, next) => { const token = req.header('x-shop-device-token'); if (!token) return res.status(400).json({}); const device = await find(token); if (!device) return res.status(400).json({}); next(); }"))).toEqual(['verified DELETE /orders/:id']);
    expect(await told(behind("(req, res, next) => { if (!crypto.verify('RSA-SHA256', req.body, key, req.header('x-integrity'))) return res.status(400).json({}); next(); }"))).toEqual(['verified DELETE /orders/:id']);
  });
  it('keeps forged forms out by a cookie and its twin, and no stranger', async () => {
    expect(await told(behind("(req, res, next) => { if (req.cookies.csrf !== req.headers['x-csrf-token']) return res.status(400).json({}); next(); }"))).not.toContain('verified DELETE /orders/:id');
  });
  it('keeps nobody out by what it says of anything else', async () => {
    expect(await told(behind("(req, res, next) => { const page = req.header('x-page'); if (!page) return res.status(400).json({}); next(); }"))).toEqual(['missing DELETE /orders/:id']);
  });
});

describe('a wrapper of server actions', () => {
  const action = (refusal: string): Record<string, string> => ({
    'package.json': '{"name": "x", "private": true, "dependencies": {"next": "15"}}',
    'app/actions.ts': "'use server';\nimport { withUser } from './with-user';\nexport const rename = withUser(schema, async (data, user) => { await db.users.update(data); });\n",
    'app/with-user.ts': `import { getSession } from './session';\nexport function withUser(schema: any, action: any) {\n  return async (_: unknown, form: FormData) => {\n    const user = await getSession();\n    ${refusal}\n    return action(form, user);\n  };\n}\n`,
    'app/session.ts': 'export const getSession = () => store.current();\n',
  });
  it('keeps strangers out where it says in words that nobody is signed in', async () => {
    for (const says of ['User is not authenticated', 'You are not logged in.', 'Login required', 'No token provided']) expect(await told(action(`if (!user) throw new Error('${says}');`)), says).toEqual(['verified action rename in app/actions.ts']);
  });
  it('is not judged where it looks at who calls, and was not seen to refuse anybody', async () => {
    expect(await told(action("log(user);"))).toEqual(['unjudged action rename in app/actions.ts']);
  });
});

describe('a server action that asks for the user', () => {
  const action = (user: string): Record<string, string> => ({ 'package.json': '{"name": "x", "private": true, "dependencies": {"next": "15"}}', 'app/actions.ts': `'use server';\nimport { client } from 'some-client';\nexport async function invite(id: string) {\n  const user = await client.${user};\n  const team = await user?.getTeam(id);\n  if (!team) throw new Error('Team not found');\n  await db.invitations.create({ data: { team } });\n}\n` });
  it('may refuse strangers by what it finds of nobody', async () => {
    expect(await told(action('getUser()'))).toEqual(['unjudged action invite in app/actions.ts']);
    expect(await told(action('getUser(id)'))).toEqual(['missing action invite in app/actions.ts']);
  });
});

describe('a handler that reads the signature of who sends', () => {
  const hook = (reads: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst SIGNATURE_HEADER = 'x-hub-signature';\nconst app = express();\napp.post('/github', async (req, res) => { ${reads} await db.events.create(req.body); res.json({}); });\napp.listen(1);\n` });
  it('may hand it to what checks it', async () => {
    for (const reads of ['const given = req.headers[SIGNATURE_HEADER];', "const given = req.headers['x-shop-signature'];"]) expect(await told(hook(reads)), reads).toEqual(['unjudged POST /github']);
    expect(await told(hook("const given = req.headers['x-shop-event'];"))).toEqual(['missing POST /github']);
  });
});

describe('a handler that misses a token', () => {
  it('may mean one of anything', async () => {
    const tree = { 'src/app.ts': "import express from 'express';\nconst app = express();\napp.post('/devices', async (req, res) => { if (!req.body.token) return res.status(400).json({ error: 'Missing token' }); await db.devices.create({ data: { name: req.body.token } }); res.json({}); });\napp.listen(1);\n" };
    expect(await told(tree)).toEqual(['unjudged POST /devices']);
  });
});

describe('a handler that looks up a key that it is handed', () => {
  const route = (reads: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\napp.post('/answers', async (req, res) => { const found = await ${reads}; await db.answers.create({ data: found }); res.json({}); });\napp.listen(1);\n` });
  it('may ask for no more than that key', async () => {
    for (const reads of ['db.requests.findUnique({ where: { token: req.body.token } })', "supabase.from('requests').select().eq('request_token', req.body.token)", 'requests.getRequestByToken(req.body.token)']) expect(await told(route(reads)), reads).toEqual(['unjudged POST /answers']);
    for (const reads of ['db.requests.findUnique({ where: { name: req.body.name } })', "cache.get('token')", 'requests.getTokens(req.body.id)']) expect(await told(route(reads)), reads).toEqual(['missing POST /answers']);
  });
});

describe('a route for development', () => {
  const route = (test: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\nif (${test}) { app.use(express.static('public')); } else { app.post('/debug/:command', async (req, res) => { res.json(await db.rows.create(req.body)); }); }\napp.listen(1);\n` });
  it('is not there where it matters', async () => {
    expect(await told(route("process.env.NODE_ENV !== 'development'"))).not.toContain('missing POST /debug/:command');
    expect(await told(route("process.env.MODE !== 'plain'"))).toEqual(['missing POST /debug/:command']);
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
  it('is not what the caller sends, whether or not its check is set up: who sends nothing passes', async () => {
    expect(await told(behind("(req, res, next) => { const apiKey = req.headers['x-api-key'] || req.query.apiKey; if (apiKey && keycard.configured) { if (!keycard.find(apiKey).valid) return res.status(401).json({}); } return next(); }"))).toEqual(['missing DELETE /orders/:id']);
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

describe('a path', () => {
  const route = (method: string, path: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\napp.${method}('${path}', async (req, res) => { await db.orders.update(req.body); res.json(await db.orders.findMany()); });\napp.listen(1);\n` });
  it.each([
    ['get', '/runs/:id/public', true], ['get', '/invitations/public/:id', true], ['post', '/api/v1/public/forms', true], ['delete', '/api/public/forms/:id', true], ['post', '/forms/public/search', true],
    ['put', '/forms/:id/public', false], ['post', '/forms/:id/public', false], ['delete', '/teams/:id/public/keys', false],
  ])('%s %s says of itself that it is public: %s', async (method, path, open) => {
    expect((await told(route(method, path)))[0]).toMatch(open ? /^verified/ : /^missing/);
  });
  it('is one of signing in where it is a single step below /auth, and not where it lists or rules', async () => {
    expect(await told(route('put', '/auth/pending-user'))).toEqual(['verified PUT /auth/pending-user']);
    for (const path of ['/auth/users', '/auth/impersonate', '/auth/admin', '/authors/new', '/auth/keys/:id']) expect((await told(route('put', path)))[0], path).toMatch(/^missing/);
  });
  it('tells how a part of the system is, and is no matter of people', async () => {
    expect(await told(route('get', '/connector-health'))).toEqual(['verified GET /connector-health']);
    for (const path of ['/mental-health/records', '/patients/mental-health']) expect((await told(route('get', path)))[0], path).toMatch(/^missing/);
  });
  it('is open where every page shows what it gives, and not judged where an invitation is the key', async () => {
    expect(await told(route('get', '/system/logo'))).toEqual(['verified GET /system/logo']);
    expect(await told(route('post', '/system/logo'))).toEqual(['missing POST /system/logo']);
    expect(await told(route('post', '/invitations/:code'))).toEqual(['unjudged POST /invitations/:code']);
    expect(await told(route('post', '/coupons/:code'))).toEqual(['missing POST /coupons/:code']);
  });
  it('takes what browsers report by the own server for what it is', async () => {
    expect(await told(route('post', '/sentry-tunnel'))).toEqual(['verified POST /sentry-tunnel']);
  });
});

describe('confidence', () => {
  const one = async (method: string, path: string, handler: string, beside = ''): Promise<string | undefined> => {
    const { findings } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, 'src/app.ts': `import express from 'express';\nimport OpenAI from 'openai';\nconst openai = new OpenAI();\nconst app = express();\n${beside}app.${method}('${path}', async (req, res) => { ${handler} });\napp.listen(1);\n` });
    return findings[0]?.confidence;
  };
  const asked = "app.get('/mine', (req, res, next) => (req.user ? next() : res.status(401).end()), async (req, res) => res.json(await db.orders.find(req.user.id)));\n";
  it('is high only where what is there was seen to be changed, and others are asked', async () => {
    expect(await one('delete', '/orders/:id', 'res.json(await db.orders.delete(req.params.id));', asked)).toBe('high');
    expect(await one('delete', '/orders/:id', 'res.json(await db.orders.delete(req.params.id));')).toBe('medium');
    expect(await one('post', '/requests', 'res.json(await db.requests.create(req.body));', asked)).toBe('medium');
    expect(await one('post', '/offers/:id/stats/view', 'res.json(await db.offers.update(req.params.id));', asked)).toBe('low');
    expect(await one('get', '/offers', 'res.json(await db.offers.findMany());', asked)).toBe('low');
    expect(await one('get', '/admin/users', 'res.json(await db.users.findMany());', asked)).toBe('medium');
    expect(await one('post', '/prompts/:id', 'res.json(await openai.chat.completions.create(req.body));', asked)).toBe('medium');
  });
});

describe('what an endpoint does', () => {
  const app = (route: string, more = ''): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\n${more}const app = express();\n${route}\napp.listen(1);\n` });
  it('is told of none that only declines', async () => {
    const gone = "const gone = (res, about, status) => res.status(status).json({ about });\n";
    expect(await told(app("app.post('/exit', (req, res) => gone(res, 'no more', 410));", gone))).toEqual(['unjudged POST /exit']);
    expect(await told(app("app.post('/exit', (req, res) => { if (!req.body.sure) { res.status(410).end(); return; } stopping = true; res.end(); });", 'let stopping = false;\n'))).toEqual(['missing POST /exit']);
    expect(await told(app("app.post('/feedback', async (req, res) => { await ctx.email.send(req.body); res.status(501).end(); });", "import { ctx } from './ctx.js';\n"))).toEqual(['missing POST /feedback']);
  });
  it('is not told where somebody is refused further in, for who he is or for what he asks', async () => {
    const tree = (deepest: string): Record<string, string> => ({
      ...app("app.delete('/orders/:id', async (req, res) => { await remove(req.params.id); res.end(); });", "import { remove } from './orders.js';\n"),
      'src/orders.ts': "import { drop } from './store.js';\nexport const remove = async (id) => drop(id);\n",
      'src/store.ts': `export async function drop(id) { ${deepest} await db.orders.delete({ where: { id } }); }\n`,
    });
    expect(await told(tree("if ((await rights.of(id)) === undefined) throw new AuthorizationError('no');"))).toEqual(['unjudged DELETE /orders/:id']);
    expect(await told(tree(''))).toEqual(['missing DELETE /orders/:id']);
  });
  it('is guarded where a function that is handed the context asks for a right and hands back an error', async () => {
    const tree = (branch: string): Record<string, string> => ({
      ...app("app.delete('/orders/:id', async (req, res) => { res.json(await remove(req.params.id, contextOf(req))); });", "import { remove } from './orders.js';\n"),
      'src/orders.ts': `export const remove = async (id, context) => { const may = await users.hasOrderPermit({ id }, context); ${branch} return db.orders.delete({ where: { id } }); };\n`,
    });
    expect(await told(tree("if (may === false) { return { errors: 'no' }; }"))).toEqual(['verified DELETE /orders/:id']);
    expect(await told(tree('if (may === false) { console.log(id); }'))).toEqual(['missing DELETE /orders/:id']);
  });
  it('may be how strangers get an account, beside the way in', async () => {
    const users = "app.post('/users', async (req, res) => { await db.users.insert(req.body); res.end(); });";
    expect(await told(app(`${users}\napp.post('/users/login', async (req, res) => res.json(await signIn(req.body)));`))).toEqual(['verified POST /users/login', 'unjudged POST /users']);
    expect(await told(app(users))).toEqual(['missing POST /users']);
  });
});

it('takes a token that is sealed for proof, and what Next makes when it builds for a page like others', async () => {
  const route = (text: string): Record<string, string> => ({ 'package.json': '{"name": "x", "dependencies": {"next": "15"}}', 'app/orders/[id]/route.ts': text });
  expect(await told(route("import { unsealData } from 'iron-session';\nexport async function GET(request, { params }) {\n  const said = await unsealData((await params).id, { password: process.env.SEAL });\n  return Response.json(await db.orders.findUnique({ where: { id: said.id } }));\n}\n"))).toEqual(['verified GET /orders/:id']);
  expect(await told(route("import { orders } from './orders';\nexport async function GET(request, { params }) {\n  return new Response(await orders.textOf((await params).id));\n}\nexport const generateStaticParams = () => orders.all();\n"))).toEqual(['verified GET /orders/:id']);
  expect(await told(route("import { orders } from './orders';\nexport async function GET(request, { params }) {\n  return new Response(await orders.textOf((await params).id));\n}\n"))).toEqual(['missing GET /orders/:id']);
});

describe('`all` of a router of Express', () => {
  const app = (all: string, before = ''): Record<string, string> => ({
    'src/app.ts': `${before}import express from 'express';\nimport { guard } from './guard.js';\nconst app = express();\n${all}\napp.delete('/orders/:id', async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); });\napp.listen(1);\n`,
    'src/guard.ts': 'export const guard = (req, res, next) => { if (!req.session.userId) return res.status(401).end(); next(); };\nexport const open = (req, res, next) => { res.set(\'Access-Control-Allow-Origin\', \'*\'); next(); };\n',
  });
  it('stands before what follows where its function hands on', async () => {
    expect(await told(app("app.all('*', guard);"))).toEqual(['verified DELETE /orders/:id']);
    expect(await told(app("app.all('/orders/*', guard);"))).toEqual(['verified DELETE /orders/:id']);
    expect(await told(app("app.all('/orders/:id', guard);"))).toEqual(['verified DELETE /orders/:id']);
  });
  it('guards no other address, and is no endpoint where it only puts something on the answer', async () => {
    expect(await told(app("app.all('/orders', guard);"))).toEqual(['missing DELETE /orders/:id']);
    expect(await told(app("app.all('/parts/*', guard);"))).toEqual(['missing DELETE /orders/:id']);
    expect(await told(app("app.all('*', (req, res, next) => { res.set('x', 'y'); next(); });"))).toEqual(['missing DELETE /orders/:id']);
    expect(await told(app("app.post('/', express.json());\napp.post('/', bodyParser.json());", "import bodyParser from 'body-parser';\n"))).toEqual(['missing DELETE /orders/:id']);
  });
  it('stands before each method of one route, and is none itself', async () => {
    const tree = { 'src/guard.ts': app('')['src/guard.ts']!, 'src/app.ts': "import express from 'express';\nimport { guard } from './guard.js';\nconst app = express();\napp.route('/orders').all(guard).post(async (req, res) => { res.json(await db.orders.create({ data: req.body })); });\napp.get('/{*path}', (req, res, next) => { if (!ready) return res.status(503).end(); next(); });\napp.listen(1);\n" };
    expect(await told(tree)).toEqual(['verified POST /orders']);
  });
  it('is an endpoint where its function answers', async () => {
    expect(await told(app("app.all('/parts', async (req, res, next) => { try { res.json(await db.parts.create({ data: req.body })); } catch (error) { next(error); } });"))).toEqual(['missing ALL /parts', 'missing DELETE /orders/:id']);
  });
});

describe('a guard that is a chain of promises', () => {
  it('keeps strangers out by the number that it puts on what failed, and by an answer that is written out once', async () => {
    expect(await told(behind("(req, res, next) => { find(req).then((user) => { req.authentication.user = user; req.userId = user.id; }).then(() => next()).catch((error) => { if (error.name === 'FetchError') { log(error); } else { error.status = error.status || 401; next(error); } }); }"))).toEqual(['verified DELETE /orders/:id']);
    expect(await told(behind('(req, res, next) => { if (!req.cookies.token) return next(NO_TOKEN); next(); }', "const NO_TOKEN = { status: 401, error: 'token?' };"))).toEqual(['verified DELETE /orders/:id']);
    expect(await told(behind('(req, res, next) => { if (!req.cookies.token) return next(NO_TOKEN); next(); }', 'const NO_TOKEN = { status: 404 };'))).toEqual(['missing DELETE /orders/:id']);
  });
});

describe('what is mounted where the program is not delivered', () => {
  const tree = (mount: string): Record<string, string> => ({
    'src/app.ts': `import express from 'express';\nimport { mock } from './captures.js';\nconst app = express();\napp.get('/health', (req, res) => res.json({}));\n${mount}\napp.listen(1);\n`,
    'src/captures.ts': "import express from 'express';\nexport const mock = express();\nmock.delete('/captures/:id', async (req, res) => { await db.captures.delete({ where: { id: req.params.id } }); res.json({}); });\n",
  });
  it('is none of its endpoints', async () => {
    expect(await told(tree("if (process.env.NODE_ENV !== 'production') { app.use('/__captures', mock); }"))).toEqual(['verified GET /health']);
    expect(await told(tree("app.use('/__captures', mock);"))).toEqual(['missing DELETE /__captures/captures/:id', 'verified GET /health']);
  });
});

describe('what a maker hands back for all methods of a route', () => {
  it.each([
    "export default () => async (_, res, next) => { try { res.locals.who = await res.locals.reader.load(); next(); } catch (error) { next(error); } };\n",
    "export default () => {\n  return (req, res, next) => { next(); };\n};\n",
  ])('stands before them, and is no endpoint: %s', async (maker) => {
    const subjects = (await told({ 'src/app.ts': "import express from 'express';\nimport load from './load.js';\nconst app = express();\nconst router = express.Router();\nrouter.route('/:id').all(load()).put(async (req, res) => { await db.users.update(req.body); res.send(1); });\nrouter.all('/plans', load());\napp.use('/users', router);\napp.listen(1);\n", 'src/load.ts': maker })).map((line) => line.split(' ').slice(1, 3).join(' '));
    expect(subjects).toEqual(['PUT /users/:id']);
  });
});

describe('a function of a route that only hands on', () => {
  it('is no endpoint', async () => {
    const app = (before: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst app = express();\napp.get('/orders', (req, res, next) => { ${before} return next(); });\napp.delete('/orders/:id', async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); });\napp.listen(1);\n` });
    expect(await told(app("req.session.from = '/orders';"))).toEqual(['missing DELETE /orders/:id']);
    expect(await told(app('if (req.query.all) return list(req, res);'))).toHaveLength(2);
  });
});

describe('handlers that are put on an object one by one', () => {
  const tree = (controller: string): Record<string, string> => ({
    'src/app.js': "const express = require('express');\nconst { orders } = require('./controllers');\nconst app = express();\napp.delete('/orders/:id', orders.remove);\napp.listen(1);\n",
    'src/controllers.js': "module.exports = { orders: require('./orders') };\n",
    'src/orders.js': controller,
  });
  const remove = 'async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); };\n';
  it.each([
    `const orders = {};\norders.list = (req, res) => res.json([]);\norders.remove = ${remove}module.exports = orders;\n`,
    `const orders = module.exports;\norders.remove = ${remove}`,
    `const orders = module.exports = {};\norders.remove = ${remove}`,
    `exports.remove = ${remove}`,
  ])('are followed: %s', async (controller) => {
    expect(await told(tree(controller))).toEqual(['missing DELETE /orders/:id']);
    expect(await told(tree(controller.replace('=> {', '=> { if (!req.headers.authorization) return res.sendStatus(401);')))).toEqual(['verified DELETE /orders/:id']);
  });
});

describe('routes of a module that is imported when it is needed', () => {
  it.each(["const routes = await import('./routes'); routes.default(app);", "const { default: routes } = await import('./routes'); routes(app);", "(await import('./routes')).default(app);"])('are followed: %s', async (load) => {
    expect(await told({
      'src/app.ts': `import express from 'express';\nexport const app = express();\nexport const setup = async () => { ${load} };\n`,
      'src/server.ts': "import { app, setup } from './app';\nsetup().then(() => { app.listen(1); });\n",
      'src/routes.ts': "export default function (app) { app.delete('/orders/:id', async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); }); }\n",
    })).toEqual(['missing DELETE /orders/:id']);
  });
});

describe('paths that are open by what they are', () => {
  it.each(["app.post('/auth', async (req, res) => { await db.codes.create({ data: req.body }); res.json({}); });", "app.post('/api/unsubscribe-oneclick', async (req, res) => { await db.people.update(req.query); res.json({}); });", "app.get('/oauth-client.json', (req, res) => res.json(describe(req)));"])('%s', async (route) => {
    expect(await told({ 'src/app.ts': `import express from 'express';\nconst app = express();\n${route}\napp.listen(1);\n` })).toEqual([expect.stringMatching(/^verified /)]);
  });
  it('are not told of a router that stands nobody knows where', async () => {
    const router = "const router = require('express').Router();\nrouter.post('/tokens', async (req, res) => { await db.tokens.create({ data: req.body }); res.json({}); });\nmodule.exports = router;\n";
    expect(await told({ 'src/app.js': "const express = require('express');\nconst app = express();\nfor (const [path, file] of Object.entries(settings.routes)) app.use(path, require(file));\napp.listen(1);\n", 'src/routes/admin.js': router })).toEqual(['unjudged POST /tokens']);
  });
});

describe('a guard that is seen by its name alone', () => {
  it('leaves open what a word of the path calls a health check', async () => {
    const app = (route: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { bearerSession } from 'acme-guards';\nconst app = express();\n${route}\napp.listen(1);\n` });
    expect(await told(app("app.get('/card/status', bearerSession, async (req, res) => res.json(await cards.of(req)));"))).toEqual(['unjudged GET /card/status']);
    expect(await told(app("app.get('/status', async (req, res) => res.json(await cards.of(req)));"))).toEqual(['verified GET /status']);
  });
});

describe('a middleware that is told to ask nobody', () => {
  it('guards nothing', async () => {
    const app = (options: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nconst route = (options) => (req, res, next) => { if (options.authentication !== 'never' && !req.session.user) throw new Unauthorized(); next(); };\nconst app = express();\napp.delete('/orders/:id', route(${options}), async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.json({}); });\napp.listen(1);\n` });
    expect(await told(app("{ authentication: 'never' }"))).toEqual(['missing DELETE /orders/:id']);
    expect(await told(app("{ authentication: 'required' }"))).toEqual(['verified DELETE /orders/:id']);
  });
});

describe('GraphQL behind middlewares of the application', () => {
  it('is guarded by what stands before its address', async () => {
    const tree = (before: string): Record<string, string> => ({
      'package.json': JSON.stringify({ name: 'shop', dependencies: { express: '^4.0.0', 'apollo-server-express': '^3.0.0' } }),
      'src/app.ts': `import express from 'express';\nimport { ApolloServer } from 'apollo-server-express';\nconst requireUser = (req, res, next) => { if (!req.session.userId) return res.status(401).end(); next(); };\nconst app = express();\n${before}\nconst resolvers = { Mutation: { closeOrder: (_, { id }) => db.orders.delete({ where: { id } }),\n echo: (_, { text }) => text } };\nconst server = new ApolloServer({ typeDefs, resolvers });\nserver.applyMiddleware({ app });\napp.listen(1);\n`,
    });
    expect(await told(tree("app.use('/graphql', requireUser);"))).toEqual(['verified mutation closeOrder', 'verified mutation echo']);
    expect(await told(tree("app.use('/files', requireUser);"))).toEqual(['missing mutation closeOrder', 'verified mutation echo']);
  });
});

describe('a mark of Nest that spares a right', () => {
  it('lets no stranger in', async () => {
    const tree = (key: string): Record<string, string> => ({
      'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '^11.0.0', '@nestjs/common': '^11.0.0', '@nestjs/passport': '^11.0.0' } }),
      'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module.js';\nconst app = await NestFactory.create(AppModule);\nawait app.listen(1);\n",
      'src/app.module.ts': "import { Module } from '@nestjs/common';\nimport { APP_GUARD } from '@nestjs/core';\nimport { AuthGuard } from '@nestjs/passport';\nimport { Orders } from './orders.js';\n@Module({ controllers: [Orders], providers: [{ provide: APP_GUARD, useClass: AuthGuard('jwt') }] })\nexport class AppModule {}\n",
      'src/orders.ts': `import { Controller, Put, SetMetadata } from '@nestjs/common';\nconst KEY = '${key}';\nexport const AllowAnon = () => SetMetadata(KEY, true);\n@Controller('orders')\nexport class Orders {\n  @Put('own')\n  @AllowAnon()\n  async own() { await db.orders.update({ data: {} }); }\n}\n`,
    });
    expect(await told(tree('allow_anon_permission'))).toEqual(['verified PUT /orders/own']);
    expect(await told(tree('allow_anon'))).toEqual(['declared PUT /orders/own']);
  });
});

describe('a handler that only sends the request on', () => {
  it('leaves open who asks there', async () => {
    const app = (name: string): Record<string, string> => ({ 'src/app.ts': `import { Hono } from 'hono';\nconst proxyChatRequest = (url) => async (c) => fetch(url + c.req.path, { method: c.req.method, body: c.req.raw.body, duplex: 'half' });\nconst ${name} = proxyChatRequest('https://chat.shop.example');\nconst app = new Hono();\napp.post('/chat', ${name});\napp.post('/slack/events', (c) => bot.webhooks.slack(c.req.raw));\nexport default app;\n` });
    expect(await told(app('proxy'))).toEqual(['unjudged POST /chat', 'unjudged POST /slack/events']);
  });
});

describe('a handler that refuses', () => {
  const route = (code: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport { ForbiddenError } from './errors.js';\nimport { rightsOf, find } from './orders.js';\nconst app = express();\napp.put('/orders/:id', async (req, res, next) => {\n  const userId = req.user?.id;\n  const order = await find(req.params.id);\n  const { canEdit } = await rightsOf(userId, order);\n  ${code}\n  await db.orders.update({ where: { id: order.id }, data: req.body });\n  res.json({});\n});\napp.listen(1);\n` });
  it.each([
    'if (!canEdit) throw new ForbiddenError();',
    'if (order.ownerId !== userId) return res.status(403).end();',
    'if (order) { if (!canEdit) throw new ForbiddenError(); }',
    'const member = await find(userId); if (!member) throw new ForbiddenError();',
    'const mine = await find({ id: req.params.id, userId }); if (!mine) throw new ForbiddenError();',
    "if ('title' in req.body) { if (!canEdit) throw new ForbiddenError(); }\n  if (!canEdit) throw new ForbiddenError();",
  ])('keeps strangers out where it asks of who calls: %s', async (code) => expect(await told(route(code))).toEqual(['verified PUT /orders/:id']));
  it.each([
    'if (!order) throw new ForbiddenError();',
    'const candidate = await find(req.params.id); if (!candidate) throw new ForbiddenError();',
    'if (order === null) return res.status(403).end();',
    "if ('title' in req.body) { if (!canEdit) throw new ForbiddenError(); }",
    'if (req.body.closed) { if (canEdit) order.closed = true; else throw new ForbiddenError(); }',
    'if (!canEdit && !order.isPublic) throw new ForbiddenError();',
  ])('leaves it open where that turns on what is asked for: %s', async (code) => expect(await told(route(code))).toEqual(['unjudged PUT /orders/:id']));
});

describe('a middleware that a function makes', () => {
  const made = (before: string): Record<string, string> => behind('guard(db)', `const guard = (db) => async (req, res, next) => { ${before} if (!req.headers.authorization) return res.status(401).end(); next(); };`);
  it('keeps strangers out', async () => expect(await told(made(''))).toEqual(['verified DELETE /orders/:id']));
  it('says nothing of any one address where it tells them apart', async () => expect(await told(made("if (!req.url.includes('/tiles')) return next();"))).toEqual(['unjudged DELETE /orders/:id']));
});

describe('handlers that a function makes', () => {
  const app = (routes: string): Record<string, string> => ({
    'src/orders.js': "module.exports = (db) => {\n  const list = async (req, res) => res.json(await db.orders.findMany());\n  const remove = async (req, res) => { await db.orders.delete({ where: { id: req.params.id } }); res.end(); };\n  return { list, remove };\n};\n",
    'src/app.js': `const express = require('express');\nconst makeOrders = require('./orders');\nconst app = express();\nfunction routes(db) {\n  const router = express.Router();\n  ${routes}\n  return router;\n}\napp.use('/orders', routes(db));\napp.listen(1);\n`,
  });
  it.each([
    "const { remove: removeOrder } = makeOrders(db);\n  router.delete('/:id', removeOrder);",
    "const orders = makeOrders(db);\n  router.delete('/:id', orders.remove);",
  ])('are followed: %s', async (routes) => {
    const { findings } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...app(routes) });
    expect(findings.map(({ subject, message }) => [subject, message])).toEqual([['DELETE /orders/:id', 'Anybody can call DELETE /orders/:id, and it changes what is kept.']]);
  });
});

describe('a handler that asks who brings a cookie', () => {
  const tree = (call: string): Record<string, string> => ({
    'src/users.ts': "export const users = { getMe: (proof) => http.get('/me', proof) };\n",
    'src/app.ts': `import express from 'express';\nimport { users } from './users.js';\nconst app = express();\napp.post('/orders', async (req, res) => { const { userId } = await ${call}; await db.orders.create({ data: { ...req.body, userId } }); res.json({}); });\napp.listen(1);\n`,
  });
  it('leaves it open whether a stranger is refused', async () => expect(await told(tree('users.getMe({ cookie: req.headers.cookie })'))).toEqual(['unjudged POST /orders']));
  it('asks nobody where it names somebody', async () => expect(await told(tree('users.getMe({ id: req.body.id })'))).toEqual(['missing POST /orders']));
});

describe('actions of the server are kept', () => {
  const action = (made: string): Record<string, string> => ({
    'package.json': '{"name": "x", "dependencies": {"next": "15", "zsa": "0"}}',
    'src/app/actions.ts': `'use server';\nimport { db } from '../db';\nimport { open, own } from '../procedures';\nexport const drop = ${made}.createServerAction().handler(async ({ input }) => { await db.orders.delete({ where: { id: input.id } }); });\n`,
    'src/app/page.tsx': "import { drop } from './actions';\nexport default () => <form action={drop} />;\n",
    'src/procedures.ts': "import { createServerActionProcedure } from 'zsa';\nimport { auth } from './auth';\nexport const open = createServerActionProcedure().handler(async () => ({ at: 1 }));\nconst known = createServerActionProcedure().handler(async () => { const session = await auth(); if (!session) throw new Error('Unauthorized'); return session; });\nexport const own = createServerActionProcedure(known).handler(async ({ ctx }) => ctx);\n",
    'src/auth.ts': "import NextAuth from 'next-auth';\nexport const { auth } = NextAuth({});\n",
    'src/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n",
  });
  it('by the procedure of zsa that they are made with, or by one above it', async () => {
    expect(await told(action('own'))).toEqual(['verified action drop in src/app/actions.ts']);
    expect(await told(action('open'))).toEqual(['missing action drop in src/app/actions.ts']);
  });
});
