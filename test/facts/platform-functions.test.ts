import { describe, expect, it } from 'vitest';
import { gather } from './gather.ts';

/** `GET /api/orders: 401 of requireUser`, a line an endpoint, and what starts. */
async function told(tree: Record<string, string>): Promise<{ endpoints: string[]; units: string[] }> {
  const { endpoints, units } = await gather(tree, ['endpoints', 'units']);
  return {
    endpoints: endpoints.endpoints.map(({ subject, chain, reads }) => `${subject}${chain.length > 0 ? `: ${chain.map(({ role, name }) => `${role} ${name}`).join(', ')}` : ''}${reads.length > 0 ? ` (${reads.join(', ')})` : ''}`),
    units: units.units.map(({ kind, framework, modules }) => `${kind} ${framework} ${modules.length}`),
  };
}
const uses = (...names: string[]): string => JSON.stringify({ name: 'shop', private: true, dependencies: Object.fromEntries(names.map((name) => [name, '*'])) });

describe('functions that a platform runs by where they lie', () => {
  it('of Vercel, whatever a folder or file that begins with a line or a point', async () => {
    expect(await told({
      'package.json': uses('@vercel/node'),
      'api/orders/[id].ts': 'export default async function handler(req, res) { await save(req.body); res.json({}); }\n',
      'api/reports.ts': 'export async function GET(request) { return Response.json({}); }\nexport async function POST(request) { await save(await request.json()); return Response.json({}); }\n',
      'api/_lib/save.ts': 'export default function save() {}\n',
    })).toEqual({ endpoints: ['ALL /api/orders/:id (body)', 'GET /api/reports', 'POST /api/reports (body)'], units: ['function vercel 2'] });
  });
  it('not beside Next, which has routes of its own', async () => {
    expect((await told({ 'package.json': uses('next'), 'vercel.json': '{}', 'api/orders.ts': 'export default function handler(req, res) { res.json({}); }\n' })).endpoints).toEqual([]);
  });
  it('of Netlify, in the folder that its configuration names, a folder of its own included', async () => {
    expect(await told({
      'package.json': uses(), 'netlify.toml': '[functions]\ndirectory = "server/functions"\n',
      'server/functions/orders.ts': 'export default async (request) => { await save(await request.json()); return new Response(); };\n',
      'server/functions/mails/mails.ts': 'export const handler = async (event, context) => { await save(JSON.parse(event.body)); return { statusCode: 200 }; };\n',
      'server/functions/mails/text.ts': 'export default (name) => `Dear ${name}`;\n',
    })).toEqual({ endpoints: ['ALL /.netlify/functions/mails (body)', 'ALL /.netlify/functions/orders (body)'], units: ['function lambda 1', 'function netlify 1'] });
  });
  it('of Cloudflare Pages, with the middleware of the folders above', async () => {
    expect(await told({
      'package.json': uses('wrangler'),
      'functions/api/_middleware.ts': "export const onRequest = async ({ request, next }) => { if (request.headers.get('authorization') !== KEY) return new Response('', { status: 401 }); return next(); };\n",
      'functions/api/orders/[[path]].ts': 'export const onRequestDelete = async ({ env }) => { await env.DB.prepare("DELETE FROM orders").run(); return new Response(); };\n',
      'functions/hello.ts': 'export function onRequest() { return new Response("hello"); }\n',
    })).toEqual({ endpoints: ['DELETE /api/orders/:path*: authentication onRequest', 'ALL /hello'], units: ['function cloudflare-pages 3'] });
  });
});

describe('functions of Google Cloud', () => {
  it('are told where they are registered', async () => {
    expect(await told({
      'package.json': uses('@google-cloud/functions-framework'),
      'index.js': "const functions = require('@google-cloud/functions-framework');\nfunctions.http('orders', async (req, res) => { await save(req.body); res.end(); });\nfunctions.cloudEvent('tidy', async (event) => { await tidy(); });\n",
    })).toEqual({ endpoints: ['ALL /orders (body)'], units: ['function functions-framework 1'] });
  });
  it.each([['', ['ALL /orders (body)']], [' --signature-type=cloudevent', []]])('and by the script that names their export, where that takes requests: %j', async (more, endpoints) => {
    expect(await told({
      'package.json': JSON.stringify({ name: 'shop', private: true, main: 'dist/index.js', scripts: { start: `functions-framework --target=orders${more}` } }),
      'src/index.ts': 'export const orders = async (req, res) => { await save(req.body); res.end(); };\n',
    })).toEqual({ endpoints, units: ['function functions-framework 1'] });
  });
});

it('takes the plugin that the command line of Fastify starts for an application', async () => {
  const plugin = { 'app.js': "module.exports = async function (fastify, options) {\n  fastify.addHook('onRequest', async (request) => request.jwtVerify());\n  fastify.delete('/orders/:id', async () => ({}));\n};\n" };
  expect((await told({ 'package.json': JSON.stringify({ name: 'shop', private: true, scripts: { start: 'fastify start -l info app.js' }, dependencies: { fastify: '5', '@fastify/jwt': '9' } }), ...plugin })).endpoints).toEqual(['DELETE /orders/:id: authentication inline function']);
});

it.each([
  ["const Queue = require('bull');\nconst orders = new Queue('orders');\norders.process(async (job) => send(job));\n", 'bull'],
  ["import { Agenda } from 'agenda';\nconst agenda = new Agenda({});\nagenda.define('tidy', async () => tidy());\nawait agenda.start();\n", 'agenda'],
  ["const Bree = require('bree');\nconst bree = new Bree({ jobs: ['tidy'] });\nbree.start();\n", 'bree'],
  ["const schedule = require('node-schedule');\nschedule.scheduleJob('0 * * * *', () => tidy());\n", 'node-schedule'],
])('takes for a worker %j', async (text, framework) => {
  expect((await told({ 'package.json': uses(framework), 'src/jobs.js': text })).units).toEqual([`worker ${framework} 1`]);
});
