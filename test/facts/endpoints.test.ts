import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const ARCHITECTURE = 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n';
const findings = async (tree: Record<string, string>): Promise<string[]> => {
  const check = await lintFor('unprotected-endpoints', { 'architecture.yaml': ARCHITECTURE, ...tree });
  return [...check.findings.map(({ standing, subject }) => `${standing} ${subject}`), ...check.verified.map(({ subject }) => `verified ${subject}`)];
};

describe('endpoints', () => {
  it('follows a router that a factory configures by its parameter', async () => {
    expect(await findings({
      'src/app.ts': "import express from 'express';\nimport routes from './routes.js';\nconst app = express();\napp.use('/api', routes());\napp.listen(1);\n",
      'src/routes.ts': "import { Router } from 'express';\nimport users from './users.js';\nexport default () => { const app = Router(); users(app); return app; };\n",
      'src/users.ts': "import { Router } from 'express';\nconst route = Router();\nexport default (app: Router) => { app.use('/users', route); route.post('/', (req, res) => res.json({})); };\n",
    })).toEqual(['missing POST /api/users']);
  });
  it('is not led astray by names that every object has', async () => {
    expect(await findings({
      'src/app.ts': "import express from 'express';\nconst app = express();\napp.get('/a', constructor, toString, (req, res) => { hasOwnProperty(req); res.json({}); });\napp.listen(1);\n",
    })).toEqual([]);
  });
  it('keeps the hook of an encapsulated plugin inside it, and shares that of a wrapped one', async () => {
    const app = (wrap: string): string => `import Fastify from 'fastify';\nimport fp from 'fastify-plugin';\nconst app = Fastify();\nconst auth = async (fastify) => { fastify.addHook('onRequest', async (request, reply) => { if (!request.headers.authorization) reply.code(401).send(); }); };\napp.register(${wrap});\napp.delete('/a', async () => ({}));\napp.listen({ port: 1 });\n`;
    expect(await findings({ 'src/app.ts': app('auth') })).toEqual(['missing DELETE /a']);
    expect(await findings({ 'src/app.ts': app('fp(auth)') })).toEqual(['verified DELETE /a']);
  });
  it('takes a guard that always says yes for none', async () => {
    expect(await findings({
      'src/a.controller.ts': "import { Controller, Post, UseGuards } from '@nestjs/common';\nclass JwtAuthGuard { canActivate() { return true; } }\n@UseGuards(JwtAuthGuard)\n@Controller('a')\nexport class A { @Post() save() { return 1; } }\n",
    })).toEqual(['missing POST /a']);
  });
});
