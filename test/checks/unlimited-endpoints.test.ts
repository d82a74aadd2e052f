import { expect, it } from 'vitest';
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
