import { expect, test } from 'vitest';
import { lintFor } from '../support.ts';

/** What is told of a layer: its confidence, or that it is there. */
const layer = async (name: string, tree: Record<string, string>): Promise<string | undefined> => {
  const { findings, verified } = await lintFor('shallow-defense', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', ...tree });
  const subject = `${name} layer`;
  return verified.some((one) => one.subject === subject) ? 'there' : findings.find((one) => one.subject === subject)?.confidence;
};
const needs = (...names: string[]): string => JSON.stringify({ name: 'shop', private: true, dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });
const plugin = (...lines: string[]): string => `export const auth = { plugin: { name: 'auth', register: async (server) => {\n${lines.join('\n')}\n} } };\n`;

test.each([
  ['a plugin of hapi sets up who may call', { 'package.json': needs('@hapi/hapi'), 'src/auth.js': plugin("server.auth.strategy('token', 'jwt', config());", "server.auth.default('token');") }, 'there'],
  ['a plugin of hapi does something else', { 'package.json': needs('@hapi/hapi'), 'src/auth.js': plugin("server.ext('onRequest', log);") }, 'low'],
  ['what is called so has nothing of hapi', { 'package.json': needs('express'), 'src/auth.js': plugin("client.auth.strategy('token');") }, 'low'],
] as const)('authentication where %s', async (_, tree, expected) => expect(await layer('authentication', tree)).toBe(expected));

const nest = (guard: string, code: string): Record<string, string> => ({
  'package.json': needs('@nestjs/core', '@nestjs/common'),
  'src/guard.ts': `import { Injectable, CanActivate, ExecutionContext } from '@nestjs/common';\n@Injectable()\nexport class ${guard} implements CanActivate {\n  canActivate(context: ExecutionContext) {\n    const request = context.switchToHttp().getRequest();\n    ${code}\n  }\n}\n`,
  'src/orders.controller.ts': `import { Controller, Get, UseGuards } from '@nestjs/common';\nimport { ${guard} } from './guard';\n@UseGuards(${guard})\n@Controller('orders')\nexport class OrdersController {\n  @Get() list() { return []; }\n}\n`,
  'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\nimport { OrdersController } from './orders.controller';\n@Module({ controllers: [OrdersController] })\nclass AppModule {}\nNestFactory.create(AppModule).then((app) => app.listen(3000));\n",
});
test.each([
  ['ApiKeyGuard', "return request.get('X-Api-Key') === process.env.API_KEY;", 'there'],
  ['TimingGuard', 'request.startedAt = Date.now(); return true;', 'medium'],
])('authentication by a guard of controllers: %s', async (guard, code, expected) => expect(await layer('authentication', nest(guard, code))).toBe(expected));

const route = (auth: string): Record<string, string> => ({
  'package.json': needs('@hapi/hapi'),
  'src/app.js': `import Hapi from '@hapi/hapi';\nconst server = Hapi.server({ port: 3000 });\nserver.route({ method: 'GET', path: '/orders', options: { auth: ${auth}, handler: () => [] } });\nserver.start();\n`,
});
test.each([["{ scope: ['orders:read'] }", 'there'], ["{ access: { scope: [SCOPES.orders] } }", 'there'], ["{ scope: false }", 'medium'], ["{ strategy: 'token' }", 'medium'], ["'token'", 'medium']])('authorization by a route of hapi: auth: %s', async (auth, expected) => expect(await layer('authorization', route(auth))).toBe(expected));

const fly = (ports: string): Record<string, string> => ({ 'package.json': needs('express'), 'Dockerfile': 'FROM node:22\n', 'fly.toml': `app = "shop"\n[[services]]\ninternal_port = 8080\n${ports}` });
const [plain, sentOn, encrypted] = ['[[services.ports]]\nhandlers = ["http"]\nport = 80\n', '[[services.ports]]\nhandlers = ["http"]\nport = 80\nforce_https = true\n', '[[services.ports]]\nhandlers = ["tls", "http"]\nport = 443\n'];
test.each([[sentOn + encrypted, 'there'], [encrypted, 'there'], [plain + encrypted, undefined], [sentOn, undefined]])('transport by the ports of Fly: %j', async (ports, expected) => expect(await layer('transport', fly(ports))).toBe(expected));
