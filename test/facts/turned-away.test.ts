import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const ARCHITECTURE = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n';
const told = async (tree: Record<string, string>): Promise<string[]> => {
  const check = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...tree });
  return [...check.findings.map(({ standing, subject }) => `${standing} ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`), ...check.unjudged.map(({ subject }) => `unjudged ${subject}`)];
};
const SAVES = 'await Order.destroy({ where: { id: ctx.query.id } });';
/** A handler of Koa; `Right` lies in a module of its own, and says nothing of what it does. */
const koa = (body: string): Record<string, string> => ({
  'src/app.ts': `import Koa from 'koa';\nimport Router from '@koa/router';\nimport { Rights } from './rights.js';\nconst router = new Router();\nrouter.post('/orders/close', async (ctx) => { ${body} });\nconst app = new Koa();\napp.use(router.routes());\napp.listen(1);\n`,
  'src/rights.ts': 'export class Rights { static async canUserClose(id: number, order: number) { return table.has(id, order); } static length(id: number) { return id; } }\n',
});
const express = (body: string): Record<string, string> => ({
  'src/app.ts': `import express from 'express';\nconst app = express();\napp.post('/orders/close', async (req, res) => { ${body} });\napp.listen(1);\n`,
});

describe('a handler that answers strangers in words of its own', () => {
  it('turns them away where all that it reaches lies behind that', async () => {
    for (const body of [
      `if (!ctx.session.id) { ctx.body = { data: 0 }; return; } ${SAVES}`,
      `if (!ctx.session || !ctx.session.id) { ctx.body = NOT_LOGGED_IN; return; } ${SAVES}`,
      `const { user } = ctx.state; if (user == null) { ctx.body = { ok: false }; return; } ${SAVES}`,
      `try { if (!ctx.session?.userId) { throw new Error('Anmelden, bitte'); } ${SAVES} } catch (error) { ctx.body = { error: error.message }; }`,
      `let message = ''; if (!ctx.session.id) { message = 'late'; } else if (!ctx.query.id) { message = 'which?'; } else { ${SAVES} } ctx.body = { message };`,
      `if (ctx.session.user) { ${SAVES} ctx.body = { ok: true }; } else { ctx.body = { ok: false }; }`,
      `if (!inTestMode && !ctx.session.id) { ctx.body = NOT_LOGGED_IN; return; } ${SAVES}`,
      `const isAuthorized = ctx.headers.get('Authorization') === \`Bearer \${process.env.KEY}\`; if (!isAuthorized) { ctx.redirect('/elsewhere'); return; } ${SAVES}`,
    ]) expect(await told(koa(body)), body).toEqual(['verified POST /orders/close']);
    for (const body of [
      'if (!req.user) return res.json([]); res.json(await close(req.body));',
      'const userId = req.session.userId; if (!userId) { res.render("late"); return; } res.json(await close(req.body));',
      'if (!isLoggedIn(req)) return res.render("late"); res.json(await close(req.body));',
      'const user = await loadUser(req); if (!user) throw new Forbidden(); res.json(await close(req.body));',
    ]) expect(await told(express(body)), body).toEqual(['verified POST /orders/close']);
  });
  it('turns them away by what is handed the proof that they bring, and answers by a helper', async () => {
    for (const body of [
      'const user = new User(redis); if (!(await user.loadByAuthorization(req.headers.authorization))) { return errorBadAuth(res); } res.json(await close(req.body));',
      'const user = new User(redis); await user.loadByAuthorization(req.headers.authorization); if (!user.getUserId()) return errorBadAuth(res); res.json(await close(req.body));',
    ]) expect(await told(express(body)), body).toEqual(['verified POST /orders/close']);
    expect(await told(express('if (!extractToken(req.headers.authorization)) return errorBadAuth(res); res.json(await close(req.body));'))).toEqual(['unjudged POST /orders/close']);
    expect(await told(express('const user = new User(redis); if (!user.getUserId()) return showNothing(res); res.json(await close(req.body));'))).toEqual(['missing POST /orders/close']);
  });
  it('leaves open whether a token was verified, where that is not seen', async () => {
    for (const body of [
      'const payload = decodeToken(req.body.token); if (payload.role !== "admin") { res.writeHead(404); res.end(); return; } res.json(await close(req.body));',
      'const payload = verifyTokenOf(req.body.token); const claims = checkToken(req.body.token); if (claims.role !== "admin" && claims.owner !== OWNER) { res.json({}); return; } res.json(await close(req.body));',
    ]) expect(await told(express(body)), body).toEqual(['unjudged POST /orders/close']);
    for (const body of [
      'const payload = decodeJwt(req.body.token); if (payload.role !== "admin") { res.json({}); return; } res.json(await close(req.body));',
      'const payload = decodeToken(req.body.token); if (payload.role === "admin") { res.json({}); return; } res.json(await close(req.body));',
      'const payload = decodeToken(req.body.token); if (payload !== null) { res.json({}); return; } res.json(await close(req.body));',
    ]) expect(await told(express(body)), body).toEqual(['missing POST /orders/close']);
  });
  it('does not take for who calls whomever the request asks for', async () => {
    const body = 'const user = await loadUser(req, req.body.user); if (!user) return res.json({}); res.json(await close(req.body));';
    expect(await told(express(body))).toEqual(['missing POST /orders/close']);
  });
  it('asks for a right of who calls by a function of any name that says so', async () => {
    for (const body of [
      `if (!(await Rights.canUserClose(ctx.session.id, +ctx.query.id))) { ctx.body = DENIED; return; } ${SAVES}`,
      `const order = await Order.findByPk(ctx.query.id); const allowed = await Rights.canUserClose(ctx.session.id, order.id); if (!allowed) { ctx.body = DENIED; return; } ${SAVES}`,
    ]) expect(await told(koa(body)), body).toEqual(['verified POST /orders/close']);
  });
  it('keeps nobody out where he may come by another way, has done it already, or is only told apart', async () => {
    for (const body of [
      // Only some come to the question.
      `if (ctx.query.organization) { if (!ctx.session.id) { ctx.body = {}; return; } } ${SAVES}`,
      // It is done before somebody is asked.
      `${SAVES} if (!ctx.session.id) { ctx.body = {}; return; } ctx.body = { ok: true };`,
      // Strangers are shown something else of what is kept.
      `if (!ctx.session.id) { ctx.body = await Order.findAll({ where: { open: true } }); return; } ${SAVES}`,
      // Who is known gets more.
      `if (ctx.session.id) { await Visit.create({ by: ctx.session.id }); } ${SAVES}`,
      // What is missing is nobody, or the function asks for no right.
      `if (!ctx.session.cart) { ctx.body = {}; return; } ${SAVES}`,
      `if (!Rights.length(ctx.session.id)) { ctx.body = {}; return; } ${SAVES}`,
      `if (!(await Rights.canUserClose(+ctx.query.user, +ctx.query.id))) { ctx.body = {}; return; } ${SAVES}`,
    ]) expect(await told(koa(body)), body).not.toContain('verified POST /orders/close');
  });
  it('leaves to its caller what a helper hands back', async () => {
    const tree = (helper: string): Record<string, string> => ({
      'src/app.ts': "import express from 'express';\nimport { rolesOf } from './roles.js';\nconst app = express();\napp.post('/orders/close', async (req, res) => { const roles = rolesOf(req); res.json(await close(req.body, roles)); });\napp.listen(1);\n",
      'src/roles.ts': `export function rolesOf(req) { ${helper} return table.of(req.user.id); }\n`,
    });
    for (const helper of ['if (!req.user) return [];', 'if (!req.user) { return; }', 'if (!req.user) return null;']) expect(await told(tree(helper)), helper).not.toContain('verified POST /orders/close');
  });
});

describe('a guard that stands only where it is set up so', () => {
  const app = (setUp: string): Record<string, string> => ({ 'src/app.ts': `import express from 'express';\nimport config from './config.js';\nconst guard = (req, res, next) => (req.headers.authorization === process.env.KEY ? next() : res.status(401).end());\nconst app = express();\n${setUp}\napp.listen(1);\n`, 'src/config.ts': 'export default JSON.parse(process.env.CONFIG);\n' });
  const route = "app.delete('/orders/:id', async (req, res) => res.json(await db.orders.delete({ where: { id: req.params.id } })));";
  it('keeps nobody out for certain, and is told with its condition', async () => {
    for (const setUp of [`if (config.password) app.use(guard);\n${route}`, `config.password && app.use(guard);\n${route}`, `if (!config.open) { app.use(guard); } else { console.log('open'); }\n${route}`]) expect(await told(app(setUp)), setUp).toEqual(['unjudged DELETE /orders/:id']);
    const { unjudged: [one] } = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...app(`if (config.password) app.use(guard);\n${route}`) });
    expect(one!.reason).toBe('guard stands before DELETE /orders/:id only where it is set up so (`config.password`); whether it is where it runs is not to be told.');
  });
  it('keeps strangers out of what stands in the same branch, where the other branch guards as well, and where it is delivered', async () => {
    for (const setUp of [`if (config.password) { app.use(guard); ${route} }`, `if (config.oidc) { app.use((req, res, next) => (req.user ? next() : res.status(401).end())); } else { app.use(guard); }\n${route}`,
      `if (process.env.NODE_ENV !== 'test') app.use(guard);\n${route}`, `if (config.isProduction) app.use(guard);\n${route}`, `if (!process.env.DISABLE_AUTH) app.use(guard);\n${route}`, `if (config.password) app.use(guard);\napp.use(guard);\n${route}`]) expect(await told(app(setUp)), setUp).toEqual(['verified DELETE /orders/:id']);
  });
});

describe('an application of Fastify that its command line starts', () => {
  it('is a plugin that loads folders of others, whose prefix is their folder', async () => {
    expect(await told({
      'package.json': '{"name": "x", "scripts": {"start": "fastify start src/app.js"}, "dependencies": {"fastify": "5"}}',
      'src/app.ts': "import { join } from 'node:path';\nimport AutoLoad from '@fastify/autoload';\nimport { FastifyPluginAsync } from 'fastify';\nconst app: FastifyPluginAsync = async (fastify, opts) => { void fastify.register(AutoLoad, { dir: join(__dirname, 'routes'), options: opts }); };\nexport default app;\n",
      'src/routes/orders/root.ts': "import { FastifyPluginAsync } from 'fastify';\nconst root: FastifyPluginAsync = async (it, _) => { it.get('/:id', async (request) => db.orders.findOne(request.params.id)); };\nexport default root;\n",
    })).toEqual(['missing GET /orders/:id']);
  });
});

describe('a router that is loaded where it is mounted', () => {
  it('is followed by its name in the module', async () => {
    expect(await told({
      'src/app.js': "const app = require('express')();\napp.use('/orders', require('./orders').router);\napp.listen(1);\n",
      'src/orders.js': "const router = require('express').Router();\nrouter.delete('/:id', async (req, res) => res.json(await db.orders.remove(req.params.id)));\nmodule.exports = { router };\n",
    })).toEqual(['missing DELETE /orders/:id']);
  });
});
