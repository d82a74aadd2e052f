import { describe, expect, it } from 'vitest';
import { lintFor } from '../support.ts';

const BASE = { 'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n', 'package.json': '{"name": "shop", "private": true, "dependencies": {"express": "5", "zod": "4"}}' };
const told = async (handler: string, more: Record<string, string> = {}): Promise<string[]> => {
  const { findings, verified, unjudged } = await lintFor('unvalidated-input', { ...BASE, 'src/main.ts': `import express from 'express';\nimport { z } from 'zod';\nimport { handleErrors } from './errors.ts';\nconst app = express();\n${handler}\napp.listen(3000);\n`, ...more });
  return [...findings.map(({ confidence, message }) => `${confidence} ${message}`), ...verified.map(({ message }) => message), ...unjudged.map(({ reason }) => `? ${reason}`)];
};
const errors = { 'src/errors.ts': 'export const handleErrors = (req, res, error) => {\n  console.error(error, req.body, req.query);\n  res.status(500).end();\n};\n' };

describe('what an endpoint takes', () => {
  it.each([
    ['const { body } = req', 'app.post("/orders", (req, res) => { const { body } = req; res.json(save(body)); });', ['medium POST /orders takes the body as it comes.']],
    ['its error handler, which reports it', 'app.delete("/orders/:id", async (req, res) => { try { res.json(await drop(req.params.id)); } catch (error) { handleErrors(req, res, error); } });', []],
    ['an address that it makes', 'app.get("/login", (req, res) => { const loginUrl = new URL("https://id.test"); loginUrl.searchParams.set("id", "1"); res.redirect(loginUrl.searchParams); });', []],
    ['a number that it looks at by hand', 'app.put("/parts", (req, res) => { const number = parseInt(req.body.number, 10); if (isNaN(number)) { res.status(400).end(); return; } res.json(save(number)); });', ['? PUT /parts looks at types by hand; whether at all that it reads is not to be told.']],
    ['an identifier that it looks at', 'app.put("/forms", (req, res) => { const { id } = req.body; if (!isUuid(id)) throw new Problem(422); res.json(save(id)); });', ['? PUT /forms looks at types by hand; whether at all that it reads is not to be told.']],
    ['single values of a query that has a name', 'app.get("/verify", async (req, res) => { const query = req.nextUrl.searchParams; res.json(await verify(query.get("token"))); });', []],
    ['single values of a query that keeps its name, beside an address that is made', 'app.get("/verify", async (req, res) => { const searchParams = req.nextUrl.searchParams; const there = new URL("/look", BASE); there.searchParams.set("id", searchParams.get("id")); res.json(await lookUp(there)); });', []],
    ['a query that has a name, whole', 'app.get("/verify", async (req, res) => { const query = req.nextUrl.searchParams; res.json(await lookUp(query)); });', ['low GET /verify takes the query as it comes.']],
    ['one of a list that it names', 'app.put("/kinds", (req, res) => { if (!KINDS.includes(req.body.kind)) { res.status(400).end(); return; } res.json(save(req.body)); });', ['low PUT /kinds takes the body as it comes.']],
    ['an address that it takes apart', 'app.post("/visit", async (req, res) => { const { url } = req.body; const target = new URL(url); if (target.protocol !== "https:") { res.status(400).end(); return; } res.json(await fetch(url)); });', ['? POST /visit looks at the body by hand; whether at all that it reads is not to be told.']],
    ['a file that it writes by another library', 'import writeFileAtomic from "write-file-atomic";\napp.post("/settings", async (req, res) => { await writeFileAtomic(FILE, JSON.stringify(req.body)); res.end(); });', ['medium POST /settings takes the body as it comes.']],
    ['a body that the first of two functions keeps', 'app.post("/orders", async (req, res, next) => { const order = Object.assign({}, req.body, { by: 1 }); await Order.create(order); next(); }, async (req, res) => { await Log.create({ type: "create" }); res.end(); });', ['medium POST /orders takes the body as it comes.']],
    ['a body that a model is changed by', 'app.put("/orders", async (req, res) => { await Order.update(req.body, { where: { id: req.body.id } }); res.end(); });', ['medium PUT /orders takes the body as it comes.']],
    ['a guard that looks at nothing but the address', 'const known = (req, res, next) => (z.string().uuid().safeParse(req.params.shop).success ? next() : res.status(400).end());\napp.post("/shops/:shop", known, (req, res) => res.json(save(req.body)));', ['medium POST /shops/:shop takes the body as it comes.']],
    ['bytes that go on as they come', 'app.post("/ingest", async (req, res) => { const answer = await fetch(TARGET, { method: "POST", ...(more ? { body: req.body, duplex: "half" } : {}) }); res.json(await answer.json()); });', []],
    ['a body that all goes on to another service', 'app.post("/reminders", async (req, res) => { const answer = await fetch(REMINDERS, { method: "POST", body: JSON.stringify(req.body) }); res.sendStatus(answer.status); });', ['low POST /reminders takes the body as it comes.']],
    ['an event that the library of its sender takes apart', 'import { parseShopEvent } from "acme-shop";\napp.post("/webhook", async (req, res) => { const event = parseShopEvent(req.body); await Order.create(event); res.end(); });', ['? POST /webhook looks at the body by hand; whether at all that it reads is not to be told.']],
    ['an event that a function of its own takes apart', 'const parseShopEvent = (body) => ({ ...body });\napp.post("/webhook", async (req, res) => { await Order.create(parseShopEvent(req.body)); res.end(); });', ['low POST /webhook takes the body as it comes.']],
    ['what came back from a provider', 'app.get("/oauth/callback", async (req, res) => { const client = await clientOf(); const { session } = await client.callback(req.query); res.cookie("sid", session.id); res.redirect("/"); });', ['? GET /oauth/callback hands the query to client.callback; what that looks at lies elsewhere.']],
    ['an object of a class, which nobody looks at', 'import { plainToInstance } from "class-transformer";\napp.post("/orders", (req, res) => res.json(save(plainToInstance(Order, req.body))));', ['medium POST /orders takes the body as it comes.']],
    ['an object of a class that its rules look at', 'import { plainToInstance } from "class-transformer";\nimport { validate } from "class-validator";\napp.post("/orders", async (req, res) => { const order = plainToInstance(Order, req.body); const faults = await validate(order); if (faults.length > 0) { res.status(400).end(); return; } res.json(save(order)); });', ['Its handler validates the body.']],
  ])('%s', async (_, handler, expected) => {
    expect(await told(handler, errors)).toEqual(expected);
  });

  it('is told once for every way to one handler, and surely where others of the service validate', async () => {
    const main = "const roles = express.Router();\nroles.post('/', (req, res) => res.json(save(req.body)));\napp.use('/role', roles);\napp.use('/roles', roles);\napp.post('/orders', (req, res) => res.json(z.object({ id: z.string() }).parse(req.body)));";
    expect(await told(main, errors)).toEqual([
      'high POST /role takes the body as it comes.', 'Its handler validates the body.',
    ]);
  });
});

describe('a middleware that asks for rights and for the shape of the body', () => {
  const tree = (options: string): Record<string, string> => ({
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
    'src/route.ts': "import Ajv from 'ajv';\nconst ajv = new Ajv();\nexport function route(options) {\n  let validate;\n  if (options.requestBody) validate = ajv.getSchema(options.requestBody);\n  return async (req, res, next) => {\n    if (!req.user) throw new Unauthorized();\n    if (validate && !validate(req.body)) throw new BadRequest(validate.errors);\n    next();\n  };\n}\n",
    'src/app.ts': `import express from 'express';\nimport { route } from './route.js';\nconst app = express();\napp.post('/orders', route(${options}), async (req, res) => { await db.orders.create({ data: req.body }); res.json({}); });\napp.listen(1);\n`,
  });
  it('validates where it is told of the body', async () => {
    const { verified } = await lintFor('unvalidated-input', tree("{ right: 'EDIT', requestBody: 'Order' }"));
    expect(verified.map(({ subject, message }) => `${subject}: ${message}`)).toEqual(['POST /orders: route validates the body.']);
    const { findings } = await lintFor('unvalidated-input', tree("{ right: 'EDIT' }"));
    expect(findings.map(({ subject }) => subject)).toEqual(['POST /orders']);
  });
});

describe('a server that hands what it is sent to another service', () => {
  const handler = (name: string): string => `app.post('/${name}', async (req, res) => { res.json(await fetch('https://orders.shop.example/${name}', { method: 'POST', body: JSON.stringify(req.body) })); });\n`;
  it('is told once, with all its endpoints', async () => {
    const app = (names: readonly string[]): Record<string, string> => ({
      'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
      'src/app.ts': `import express from 'express';\nconst app = express();\n${names.map(handler).join('')}app.listen(1);\n`,
    });
    const many = await lintFor('unvalidated-input', app(['a', 'b', 'c', 'd', 'e', 'f']));
    expect(many.findings.map(({ subject, message, evidence }) => [subject, message, evidence?.length])).toEqual([['bodies sent on of src', '6 endpoints of src take what they send on to another service as it comes.', 6]]);
    expect((await lintFor('unvalidated-input', app(['a', 'b']))).findings).toHaveLength(2);
  });
});

describe('a class whose fields a pipe checks', () => {
  const tree = (field: string, list = '', first = '@IsString()'): Record<string, string> => ({
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
    'package.json': JSON.stringify({ name: 'shop', dependencies: { '@nestjs/core': '11', '@nestjs/common': '11', 'class-validator': '0.14' } }),
    'src/order.dto.ts': `import { Allow, IsNotEmpty, IsObject, IsOptional, IsString } from 'class-validator';\nexport class OrderDto {\n  ${first} name: string;\n  ${field}\n}\n`,
    'src/main.ts': `import { Body, Controller, Module, Post, ValidationPipe } from '@nestjs/common';\nimport { NestFactory } from '@nestjs/core';\nimport { OrderDto } from './order.dto.js';\n@Controller('orders')\nclass Orders { @Post() add(@Body() order: OrderDto${list}) { return repository.save(order); } }\n@Module({ controllers: [Orders] })\nclass AppModule {}\nconst app = await NestFactory.create(AppModule);\napp.useGlobalPipes(new ValidationPipe());\nawait app.listen(1);\n`,
  });
  it.each(['@IsObject() data: object;', '@IsOptional() @IsString() note: any;', '@Allow() note: string;'])('is checked where they say of what shape they are: %s', async (field) => {
    const { verified, unjudged } = await lintFor('unvalidated-input', tree(field));
    expect([verified.length, unjudged.length]).toEqual([1, 0]);
  });
  it('is left open where each of its fields only has to be there', async () => {
    const { verified, unjudged } = await lintFor('unvalidated-input', tree('@IsNotEmpty() note: string;', '', '@IsNotEmpty()'));
    expect([verified.length, unjudged.map(({ reason }) => reason)]).toEqual([0, ['ValidationPipe on OrderDto looks at the body of POST /orders, and lets each of its fields pass as it comes (src/order.dto.ts:2).']]);
  });
  it('says nothing of the elements of a list', async () => expect((await lintFor('unvalidated-input', tree('@IsString() note: string;', '[]'))).findings.map(({ subject }) => subject)).toEqual(['POST /orders']));
  it.each(['@Allow() data: object;', '@IsOptional() data: any[];', '@Allow() data: Record<string, unknown>;'])('is left open where one of any shape is let pass: %s', async (field) => {
    const { verified, unjudged } = await lintFor('unvalidated-input', tree(field));
    expect([verified.length, unjudged.map(({ reason, at }) => [reason, at?.line])]).toEqual([0, [['ValidationPipe on OrderDto looks at the body of POST /orders, and lets data pass as it comes (src/order.dto.ts:4).', 4]]]);
  });
});

describe('a middleware that goes through the parts of the request', () => {
  const tree = (code: string): Record<string, string> => ({
    'architecture.yaml': 'version: 1\nproject: {name: x}\ncomponents: {app: {path: src}}\n',
    'src/validate.js': `exports.validate = (schema) => (req, res, next) => {\n  ${code}\n  next();\n};\n`,
    'src/app.js': "const express = require('express');\nconst Joi = require('joi');\nconst { validate } = require('./validate');\nconst app = express();\napp.post('/orders', validate({ body: Joi.object({}) }), async (req, res) => { await db.orders.create({ data: req.body }); res.json({}); });\napp.listen(1);\n",
  });
  it('validates what it hands to the schema of each', async () => {
    expect((await lintFor('unvalidated-input', tree('for (const [part, rules] of Object.entries(schema)) { const { error } = rules.validate(req[part]); if (error) throw new Problem(422, error); }'))).verified.map(({ subject }) => subject)).toEqual(['POST /orders']);
    expect((await lintFor('unvalidated-input', tree('for (const [part, rules] of Object.entries(schema)) log.info(part, rules);'))).unjudged.map(({ subject }) => subject)).toEqual(['POST /orders']);
  });
});
