import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const tree = (limits: string, use: string): Record<string, string> => ({
  'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
  'package.json': JSON.stringify({ name: 'shop', dependencies: { express: '^5.0.0', 'express-rate-limit': '^8.0.0' } }),
  'src/limits.ts': limits,
  'src/app.ts': `import express from 'express';\nimport './limits.js';\n${use}\nconst app = express();\napp.post('/login', (req, res) => res.json({}));\napp.listen(1);\n`,
});

it('leaves open what a limiter stands before that no endpoint was seen behind', async () => {
  const { findings, unjudged } = await lintFor('unlimited-endpoints', tree("import { rateLimit } from 'express-rate-limit';\nconst limiters = { api: rateLimit({ limit: 9 }) };\nexport const dispatch = (req, res, next) => limiters[req.kind](req, res, next);\n", ''));
  expect([findings.map(({ subject }) => subject), unjudged.map(({ subject, reason }) => `${subject}: ${reason}`)]).toEqual([[], ['shop: express-rate-limit is taken here, and which endpoints its limit stands before could not be followed.']]);
});

it('tells what no limit stands before', async () => {
  const { findings } = await lintFor('unlimited-endpoints', tree('export const limits = {};\n', ''));
  expect(findings.map(({ subject }) => subject)).toEqual(['shop']);
});

it('counts at the edge the requests of the services that it stands before', async () => {
  const server = (path: string): string => `import express from 'express';\nconst app = express();\napp.post('${path}', (req, res) => res.json({}));\napp.listen(1);\n`;
  const { verified, findings } = await lintFor('unlimited-endpoints', {
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {chat: {path: apps/chat}, web: {path: apps/web}}\n',
    'apps/chat/package.json': JSON.stringify({ name: 'chat', dependencies: { express: '^5.0.0' } }), 'apps/chat/server.ts': server('/login'),
    'apps/web/package.json': JSON.stringify({ name: 'web', dependencies: { express: '^5.0.0' } }), 'apps/web/server.ts': server('/login'),
    'deploy/chat.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: prod-chat}\nspec:\n  selector: {matchLabels: {app: chat}}\n  template: {metadata: {labels: {app: chat}}, spec: {containers: [{name: chat, image: "acme/chat:1"}]}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: prod-chat}\nspec: {selector: {app: chat}, ports: [{port: 80}]}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: prod-chat, annotations: {nginx.ingress.kubernetes.io/limit-rps: "10"}}\nspec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: prod-chat, port: {number: 80}}}}]}}]}\n',
  });
  expect([verified.map(({ subject }) => subject), findings.map(({ subject }) => subject)]).toEqual([['chat'], ['web']]);
});

describe('the values of a chart from elsewhere', () => {
  it.each([['nginx.ingress.kubernetes.io/limit-rpm: "120"', ['shop']], ['nginx.ingress.kubernetes.io/custom-http-errors: "418"', []]])('may tell its ingress to count: %s', async (annotation, expected) => {
    const { verified } = await lintFor('unlimited-endpoints', {
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n',
      'package.json': '{"name": "shop", "private": true, "dependencies": {"express": "5"}}',
      'src/app.js': "import express from 'express';\nconst app = express();\napp.post('/login', async (req, res) => res.json(await db.users.findFirst({ where: { name: req.body.name } })));\napp.listen(1);\n",
      'helm/shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: generic-service, version: "3", repository: "https://charts.example.com"}]\n',
      'helm/shop/values.yaml': `generic-service:\n  ingress:\n    enabled: true\n    annotations:\n      ${annotation}\n`,
    });
    expect(verified.map(({ subject }) => subject)).toEqual(expected);
  });
});

describe('an action of a form', () => {
  const next = (name: string): Record<string, string> => ({
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n',
    'package.json': '{"name": "shop", "private": true, "dependencies": {"next": "16", "react": "19", "zod": "4"}}',
    'next.config.ts': 'export default {};\n', 'app/page.tsx': 'export default function Page() { return null; }\n', 'app/api/ping/route.ts': 'export const GET = () => new Response("");\n',
    'app/(login)/actions.ts': `'use server';\nimport { db } from '../db';\nexport async function ${name}(form: FormData) {\n  const user = await db.users.findFirst({ where: { mail: form.get('mail') } });\n  await db.sessions.create({ data: { user, password: form.get('password') } });\n}\n`,
    'app/db.ts': "import { PrismaClient } from '@prisma/client';\nexport const db = new PrismaClient();\n",
  });
  it.each([['signIn', ['shop']], ['signInvoice', []]])('is asked for a limit where it takes a password by its name: %s', async (name, expected) => {
    const { findings } = await lintFor('unlimited-endpoints', next(name));
    expect(findings.map(({ subject }) => subject)).toEqual(expected);
  });
});
