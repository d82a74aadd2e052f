import { expect, test } from 'vitest';
import { lintFor } from '../support.ts';

/** What is told of a layer: its confidence, that it is there, or that nobody knows. */
const layer = async (name: string, tree: Record<string, string>): Promise<string | undefined> => {
  const { findings, verified, unjudged } = await lintFor('shallow-defense', { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: .}}\n', ...tree });
  const subject = `${name} layer`;
  return verified.some((one) => one.subject === subject) ? 'there' : unjudged.some((one) => one.subject === subject) ? 'unknown' : findings.find((one) => one.subject === subject)?.confidence;
};
const needs = (...names: string[]): string => JSON.stringify({ name: 'shop', private: true, dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });
const plugin = (...lines: string[]): string => `export const auth = { plugin: { name: 'auth', register: async (server) => {\n${lines.join('\n')}\n} } };\n`;

test.each([
  ['a plugin of hapi sets up who may call', { 'package.json': needs('@hapi/hapi'), 'src/auth.js': plugin("server.auth.strategy('token', 'jwt', config());", "server.auth.default('token');") }, 'there'],
  ['a plugin of hapi does something else', { 'package.json': needs('@hapi/hapi'), 'src/auth.js': plugin("server.ext('onRequest', log);") }, 'unknown'],
  ['what is called so has nothing of hapi', { 'package.json': needs('express'), 'src/auth.js': plugin("client.auth.strategy('token');") }, 'unknown'],
] as const)('authentication where %s', async (_, tree, expected) => expect(await layer('authentication', tree)).toBe(expected));

const nest = (guard: string, code: string): Record<string, string> => ({
  'package.json': needs('@nestjs/core', '@nestjs/common'),
  'src/guard.ts': `import { Injectable, CanActivate, ExecutionContext } from '@nestjs/common';\n@Injectable()\nexport class ${guard} implements CanActivate {\n  canActivate(context: ExecutionContext) {\n    const request = context.switchToHttp().getRequest();\n    ${code}\n  }\n}\n`,
  'src/orders.controller.ts': `import { Body, Controller, Post, UseGuards } from '@nestjs/common';\nimport { ${guard} } from './guard';\n@UseGuards(${guard})\n@Controller('orders')\nexport class OrdersController {\n  @Post() async add(@Body() body) { await repository.save(body); }\n}\n`,
  'src/main.ts': "import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\nimport { OrdersController } from './orders.controller';\n@Module({ controllers: [OrdersController] })\nclass AppModule {}\nNestFactory.create(AppModule).then((app) => app.listen(3000));\n",
});
test.each([
  ['ApiKeyGuard', "return request.get('X-Api-Key') === process.env.API_KEY;", 'there'],
  ['TimingGuard', 'request.startedAt = Date.now(); return true;', 'medium'],
])('authentication by a guard of controllers: %s', async (guard, code, expected) => expect(await layer('authentication', nest(guard, code))).toBe(expected));

const route = (auth: string): Record<string, string> => ({
  'package.json': needs('@hapi/hapi'),
  'src/app.js': `import Hapi from '@hapi/hapi';\nconst server = Hapi.server({ port: 3000 });\nserver.route({ method: 'POST', path: '/orders', options: { auth: ${auth}, handler: (request) => db.insert(request.payload) } });\nserver.start();\n`,
});
test.each([["{ scope: ['orders:read'] }", 'there'], ["{ access: { scope: [SCOPES.orders] } }", 'there'], ["{ scope: false }", 'medium'], ["{ strategy: 'token' }", 'medium'], ["'token'", 'medium']])('authorization by a route of hapi: auth: %s', async (auth, expected) => expect(await layer('authorization', route(auth))).toBe(expected));

const fly = (ports: string): Record<string, string> => ({ 'package.json': needs('express'), 'Dockerfile': 'FROM node:22\n', 'fly.toml': `app = "shop"\n[[services]]\ninternal_port = 8080\n${ports}` });
const [plain, sentOn, encrypted] = ['[[services.ports]]\nhandlers = ["http"]\nport = 80\n', '[[services.ports]]\nhandlers = ["http"]\nport = 80\nforce_https = true\n', '[[services.ports]]\nhandlers = ["tls", "http"]\nport = 443\n'];
test.each([[sentOn + encrypted, 'there'], [encrypted, 'there'], [plain + encrypted, undefined], [sentOn, undefined]])('transport by the ports of Fly: %j', async (ports, expected) => expect(await layer('transport', fly(ports))).toBe(expected));

const express = (code: string, more: Record<string, string> = {}): Record<string, string> => ({
  'package.json': needs('express'),
  'src/app.js': `import express from 'express';\nimport { db } from './db.js';\nconst app = express();\n${code}\napp.post('/orders', async (req, res) => { await db.insert(req.body); res.end(); });\napp.listen(3000);\n`,
  ...more,
});
test.each([
  ['nothing', '', 'medium'],
  ['a middleware of another package that is called so', "import { ensureSignedIn } from '@acme/auth';\napp.use(ensureSignedIn());", 'unknown'],
  ['a middleware of another package that is called otherwise', "import { defaults } from '@acme/server';\napp.use(defaults());", 'unknown'],
  ['one of the own code that does something else', 'app.use((req, res, next) => { req.at = Date.now(); next(); });', 'medium'],
  ['code of the own that refuses strangers, deep in a module', 'app.locals.x = (req) => { if (!req.headers.authorization) throw new UnauthorizedError(); };', 'there'],
] as const)('authentication where before the routes stands %s', async (_, code, expected) => expect(await layer('authentication', express(code))).toBe(expected));

test.each([
  ["if (user.role !== 'ADMIN') return false;", 'there'], ['if (!user.isAdmin) throw new Error();', 'there'], ['if (!user.roles.includes(Role.OWNER)) throw new Error();', 'there'], ["if (!['admin', 'editor'].includes(user.role)) return;", 'there'],
  ["if (user.role === 'ADMIN') count++;", 'medium'], ["if (message.role !== 'assistant') return;", 'medium'], ["const isAdmin = user.role === 'ADMIN';", 'medium'],
])('authorization where code says: %s', async (code, expected) => expect(await layer('authorization', express('', { 'src/rights.js': `export function may(user, message) {\n  let count = 0;\n  ${code}\n  return count;\n}\n` }))).toBe(expected));

test.each([
  ['takes and stores what comes', '', 'medium'],
  ['has something before it that may look', "import { sanitizeAll } from '@acme/input';\napp.use(sanitizeAll);", 'unknown'],
])('validation of what %s', async (_, code, expected) => expect(await layer('application', express(code))).toBe(expected));

const only = (get: string): Record<string, string> => ({ 'package.json': needs('express'), 'src/app.js': `import express from 'express';\nconst app = express();\napp.get('/places', (req, res) => res.json(${get}));\napp.listen(3000);\n` });
test('what only answers may be for everybody', async () => expect([await layer('authentication', only('[]')), await layer('authorization', only('[]')), await layer('application', only('[]'))]).toEqual(['unknown', 'unknown', 'unknown']));

const group = (ingress: string): Record<string, string> => ({ ...express(''), 'infra/main.tf': `resource "aws_ecs_service" "shop" {}\nresource "aws_security_group" "shop" {\n${ingress}\n}\n` });
test.each([
  ['', 'there'],
  ['ingress {\n from_port = 443\n to_port = 443\n protocol = "tcp"\n cidr_blocks = ["0.0.0.0/0"]\n}', 'there'],
  ['ingress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["10.0.0.0/8"]\n}', 'there'],
  ['ingress {\n from_port = 0\n to_port = 0\n protocol = "-1"\n cidr_blocks = ["0.0.0.0/0"]\n}', 'medium'],
])('network by a security group: %j', async (ingress, expected) => expect(await layer('network', group(ingress))).toBe(expected));

const terraform = (code: string, more: Record<string, string> = {}): Record<string, string> => ({ ...express(''), 'infra/main.tf': `resource "aws_ecs_service" "shop" {}\n${code}`, ...more });
test.each([
  ['nothing beside it', terraform(''), 'medium'],
  ['a module of others that makes services', terraform('module "app" {\n source = "git::https://example.com/modules.git//ecs"\n}\n'), 'unknown'],
  ['a module of others for buckets', terraform('module "files" {\n source = "terraform-aws-modules/s3-bucket/aws"\n}\n'), 'medium'],
  ['a module for alarms', terraform('module "alarms" {\n source = "./alarms"\n}\n'), 'there'],
  ['what Pulumi builds', terraform('', { 'infra/edge.ts': "import * as aws from '@pulumi/aws';\nexport const edge = new aws.lb.LoadBalancer('edge', {});\n" }), 'unknown'],
  ['a template made of objects', terraform('', { 'infra/stack.js': "export default { Resources: { Api: { Type: 'AWS::ECS::Service', Properties: {} } } };\n" }), 'unknown'],
  ['a name of a type in code', terraform('', { 'src/names.js': "export const TYPE = { Type: 'AWS::ECS::Service' };\n" }), 'medium'],
])('monitoring where the cloud is built with %s', async (_, tree, expected) => expect(await layer('monitoring', tree)).toBe(expected));

const nais = (spec: string): Record<string, string> => ({ ...express(''), '.nais/app.yaml': `apiVersion: nais.io/v1alpha1\nkind: Application\nmetadata: {name: shop}\nspec:\n  image: {{ image }}\n${spec}` });
test.each([
  ['authentication', '  idporten: {enabled: true}\n', 'there'], ['authentication', '  idporten: {enabled: false}\n', 'medium'],
  ['authorization', '  azure: {application: {enabled: true, claims: {groups: [{id: a}]}}}\n', 'there'], ['authorization', '  azure: {application: {enabled: true}}\n', 'medium'],
  ['network', '  accessPolicy: {outbound: {rules: [{application: bills}]}}\n', 'there'], ['network', '', 'low'],
  ['transport', '  ingresses: [https://shop.example.com]\n', 'there'], ['monitoring', '', 'low'],
])('%s by an application of Nais that says %j', async (name, spec, expected) => expect(await layer(name, nais(spec))).toBe(expected));

const cloud = (path: string): Record<string, string> => ({ ...express(''), [path]: 'AWSTemplateFormatVersion: 2010-09-09\nResources:\n  Api: {Type: AWS::ECS::Service, Properties: {DesiredCount: 2}}\n' });
test.each([
  ['for a cloud', cloud('infra/stack.yaml'), 'medium'],
  ['for what stands in for a cloud', cloud('docker/localstack/stack.yaml'), undefined],
  ['for a desk', cloud('infra/dev/stack.yaml'), undefined],
  ['of a job in a cluster', { ...express(''), 'k8s/export.yml': 'apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: export}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: acme/a}]}}}}}\n' }, undefined],
  ['of functions alone', { ...express(''), 'serverless.yml': 'service: shop\nprovider: {name: aws}\nfunctions:\n  api: {handler: src/app.handler, events: [{http: "GET /"}]}\n' }, 'low'],
])('the network layer where there is a file %s', async (_, tree, expected) => expect(await layer('network', tree)).toBe(expected));

test('messages of the own system are no callers', async () => expect(await layer('authentication', { 'package.json': needs('express'), 'serverless.yml': 'service: shop\nprovider: {name: aws}\nfunctions:\n  work: {handler: src/work.handler, events: [{sqs: "arn:aws:sqs:eu-west-1:1:work"}]}\n', 'src/work.js': "import { db } from './db.js';\nexport const handler = async (event) => { await db.insert(JSON.parse(event.Records[0].body)); };\n" })).toBe('unknown'));

test.each([
  ['none of it', {}, 'medium'],
  ['half of the server', { 'src/rights.coffee': "@adminOnly = (req, res, next) ->\n  next()\n", 'src/users.coffee': 'exports.list = ->\n' }, 'unknown'],
])('authorization where CoffeeScript is %s', async (_, more, expected) => expect(await layer('authorization', {
  'package.json': needs('express'),
  'src/app.js': "const express = require('express');\nconst app = express();\napp.post('/orders', async (req, res) => res.json(await db.insert(req.body)));\napp.listen(3000);\n", ...more,
})).toBe(expected));

test.each([
  ['joi', "import Joi from 'joi';\nJoi.assert(process.env, Settings);", 'application', 'unknown'],
  ['joi', "import Joi from 'joi';\napp.post('/places', async (req, res) => { Joi.assert(req.body, Place); await db.insert(req.body); res.end(); });", 'application', 'there'],
  ['jsonwebtoken', '', 'authentication', 'unknown'],
  ['jsonwebtoken', "import jwt from 'jsonwebtoken';\napp.locals.read = (token) => jwt.verify(token, process.env.KEY);", 'authentication', 'there'],
  ['@casl/ability', "import { defineAbility } from '@casl/ability';\napp.locals.rights = defineAbility((can) => can('read', 'Order'));", 'authorization', 'there'],
  ['@casl/ability', '', 'authorization', 'unknown'],
])('a layer where %s is installed and the code says: %s', async (name, code, which, expected) => expect(await layer(which, { ...express(code), 'package.json': needs('express', name) })).toBe(expected));
