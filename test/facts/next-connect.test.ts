import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const told = async (tree: Record<string, string>): Promise<string[]> => {
  const check = await lintFor('unprotected-endpoints', {
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', 'package.json': '{"name": "shop", "dependencies": {"next": "15.0.0", "next-connect": "1.0.0"}}',
    'lib/guard.ts': 'export async function mustBeKnown(req, res, next) { if (!req.session?.user) return res.status(401).end(); return next(); }\nexport async function logs(req, res, next) { console.log(req.url); return next(); }\n',
    ...tree,
  });
  return [...check.findings.map(({ standing, subject }) => `${standing} ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`), ...check.unjudged.map(({ subject }) => `unjudged ${subject}`)].sort();
};
const READS = 'async (req, res) => res.json(await db.order.findMany())';
const SAVES = 'async (req, res) => res.json(await db.order.create({ data: req.body }))';

describe('a file of Next.js whose methods next-connect tells apart', () => {
  it('has a route for each method, behind what the chain has put before it', async () => {
    expect(await told({
      'pages/api/orders/[id].ts': `import { createRouter } from 'next-connect';\nimport { logs, mustBeKnown } from '../../../lib/guard';\nexport default createRouter().use(logs).get(${READS}).use(mustBeKnown).post(${SAVES}).handler();\n`,
    })).toEqual(['missing GET /api/orders/:id', 'verified POST /api/orders/:id']);
  });
  it('may be put together by a function of the team, or line by line', async () => {
    expect(await told({
      'lib/api.ts': "import nc from 'next-connect';\nimport { mustBeKnown } from './guard';\nexport const api = () => nc({ onError }).use(mustBeKnown);\n",
      'pages/api/orders.ts': `import { api } from '../../lib/api';\nexport default api().get(${READS});\n`,
      'pages/api/users.ts': `import { createRouter } from 'next-connect';\nimport { mustBeKnown } from '../../lib/guard';\nconst router = createRouter();\nrouter.get(${READS});\nrouter.post(mustBeKnown, ${SAVES});\nexport default router.handler({ onError });\n`,
    })).toEqual(['missing GET /api/users', 'verified GET /api/orders', 'verified POST /api/users']);
  });
  it('is none where the chain is of something else', async () => {
    expect(await told({ 'pages/api/orders.ts': `import { build } from 'elsewhere';\nexport default build().get(${READS});\n` })).not.toContain('missing GET /api/orders');
  });
});

describe('a handler that hands each method to a function of its own', () => {
  const of = (wrapper: string): Record<string, string> => ({
    'lib/secured.ts': wrapper,
    'pages/api/orders.ts': `import { secured } from '../../lib/secured';\nexport default async function handler(req, res) {\n  switch (req.method) {\n    case 'GET': await list(req, res); break;\n    default: res.status(405).end();\n  }\n}\nconst list = secured({ strict: true }, ${READS});\n`,
  });
  it('is guarded by what is wrapped around that', async () => {
    expect(await told(of("import { verifyToken } from './tokens';\nexport const secured = (options, handler) => async (req, res) => {\n  const user = await verifyToken(req.headers['x-token']);\n  if (!user) return res.status(401).end();\n  return handler(req, res);\n};\n"))).toEqual(['verified ALL /api/orders']);
  });
  it('is open where the wrapper asks nobody', async () => {
    expect(await told(of('export const secured = (options, handler) => async (req, res) => {\n  console.log(req.url);\n  return handler(req, res);\n};\n'))).toEqual(['missing ALL /api/orders']);
  });
});
